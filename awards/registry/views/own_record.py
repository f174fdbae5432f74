"""A person's own record: what the registry knows about them, and a way to say that it is wrong (R17)."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask_babel import gettext as _

from awards.core.permissions import Action
from awards.registry import queries
from awards.registry.domain import PersonFacts
from awards.registry.forms.merging import AskForm
from awards.registry.queries.certificates import CertificateFile
from awards.registry.services import own_record as services
from awards.registry.views.certificates import send_file
from awards.registry.views.member import BLUEPRINT
from awards.registry.views.pages import Answer, FormPage, answer, by
from awards.registry.views.people import person_page
from awards.web.guards import current_actor, requires, signed_in


def _own() -> PersonFacts:
    found = queries.person_of_user(current_actor().user_id or "")
    if found is None:
        abort(404)
    return found


@BLUEPRINT.get("/me")
@signed_in
def me() -> str:
    """What the registry holds about the person who is signed in."""
    return render_template("registry/member/person_own.html", **person_page(_own()))


@BLUEPRINT.route("/me/wrong", methods=("GET", "POST"))
@signed_in
def ask_correction() -> Answer:
    found = _own()
    form = AskForm()
    page = FormPage(
        _("Something is wrong in my record"),
        _("Send to the clerks"),
        ("registry_member.me", {}),
        _("What the registry knows about me"),
        _("A clerk checks it against the documents and corrects it with a reason; the former value is kept."),
    )
    return answer(
        form,
        lambda: services.ask_correction(found.id, form.text.data, **by()),
        page,
        done="registry.correction_asked",
    )


@BLUEPRINT.get("/me/certificates/<certificate_id>/file")
@requires(Action.VIEW_OWN_RECORD, queries.certificate_file)
def certificate_file(found: CertificateFile) -> Response:
    return send_file(found)
