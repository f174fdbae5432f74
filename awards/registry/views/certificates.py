"""Certificates: recording them with their files, and the list of those that end or have ended (p.115(1))."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Response, abort, current_app, render_template, request
from flask import send_file as send_stream
from flask_babel import gettext as _

from awards.core import clock
from awards.core.errors import Refusal
from awards.core.permissions import Action
from awards.infra import files
from awards.infra.files import StoredFile
from awards.infra.paging import Page
from awards.infra.transaction import release
from awards.registry import forms, queries, services
from awards.registry.domain import CertificateFacts, PersonFacts
from awards.registry.domain.reminders import STEPS
from awards.registry.forms.people import FILE_KINDS, LARGEST_FILE
from awards.registry.queries.certificates import CertificateFile, Ending
from awards.registry.views.clerk import BLUEPRINT, asked_page, page_url
from awards.registry.views.pages import Answer, add_page, answer, by, correct_page, person_place
from awards.registry.views.people import standing_person
from awards.web.guards import requires
from awards.web.words import refusal_text

GET_POST = ("GET", "POST")
OVER = "over"
_INLINE = ("application/pdf", "image/png", "image/jpeg")


@BLUEPRINT.get("/certificates")
@requires(Action.VIEW_REGISTRY)
def certificates() -> str:
    """What ends within 7, 30 or 60 days, and what has ended, with what each holder needs it for."""
    today = clock.today()
    asked = request.args.get("within", str(max(STEPS)))
    chosen = asked if asked in (OVER, *map(str, STEPS)) else str(max(STEPS))
    found = _endings(chosen, today)
    return render_template(
        "registry/clerk/people_certificates.html",
        found=found,
        chosen=chosen,
        tabs=[*map(str, sorted(STEPS)), OVER],
        over=OVER,
        today=today,
        organisations=queries.organisations(
            place for ending in found.items for place in ending.core_staff_of
        ),
        page_url=page_url("registry.certificates"),
    )


def _endings(chosen: str, today: date) -> Page[Ending]:
    """What has ended, the latest first, or what ends within `chosen` days, the earliest first."""
    if chosen == OVER:
        eve = today - timedelta(days=1)
        return queries.ending_page(None, eve, on=today, number=asked_page(), latest_first=True)
    until = today + timedelta(days=int(chosen))
    return queries.ending_page(today, until, on=today, number=asked_page())


@BLUEPRINT.route("/people/<person_id>/certificates/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, standing_person)
def add_certificate(found: PersonFacts) -> Answer:
    form = forms.CertificateForm(found.id)
    file = accepted(form)
    page = add_page(_("Add a certificate"), person_place(found.id), found.full_name)
    return answer(
        form,
        lambda: services.add_certificate(form.value(), file=file, **by()),
        page,
        done="registry.added",
    )


@BLUEPRINT.route("/certificates/<certificate_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_certificate)
def correct_certificate(found: CertificateFacts) -> Answer:
    form = forms.CorrectCertificateForm(found.person_id, obj=found)
    file = accepted(form)
    holder = queries.people((found.person_id,))[found.person_id]
    page = correct_page(_("Correct the certificate"), person_place(holder.id), holder.full_name)
    return answer(
        form,
        lambda: services.correct_certificate(
            found.id, form.value(), reason=form.reason.data, file=file, **by()
        ),
        page,
        done="registry.corrected",
    )


def accepted(form: forms.CertificateForm) -> StoredFile | None:
    """The file that came with the form, checked and stored without holding the write lock.

    None where none came, or where the form says why it is refused.
    """
    upload = form.file.data
    if not (upload and upload.filename and form.validate_on_submit()):
        return None
    folder = current_app.config["SETTINGS"].storage
    release()
    try:
        staged = files.stage(upload.stream, folder, LARGEST_FILE, filename=upload.filename)
        return files.keep(staged, upload.filename, allowed=FILE_KINDS, folder=folder)
    except Refusal as refused:
        form.file_problem = refusal_text(refused)
        return None


@BLUEPRINT.get("/certificates/<certificate_id>/file")
@requires(Action.EDIT_REGISTRY, queries.certificate_file)
def certificate_file(found: CertificateFile) -> Response:
    return send_file(found)


def send_file(found: CertificateFile) -> Response:
    """The bytes under their own name (S10): never sniffed, sandboxed, shown only where no program runs."""
    try:
        stream = files.open_blob(current_app.config["SETTINGS"].storage, found.sha256)
    except FileNotFoundError:
        abort(404)
    response = send_stream(stream, mimetype=found.media_type, max_age=0)
    shown = found.media_type in _INLINE
    response.headers["Content-Disposition"] = files.content_disposition(found.name, inline=shown)
    response.headers["Content-Length"] = str(found.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    is_pdf = found.media_type == "application/pdf"
    response.headers["Content-Security-Policy"] = "sandbox" if is_pdf else "sandbox; default-src 'none'"
    return response
