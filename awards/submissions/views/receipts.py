"""The receipt as a PDF: number, instant, hash, and its place in the audit chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, current_app, render_template, url_for
from flask_babel import gettext as _

from awards.config import ROOT
from awards.infra import files, pdf
from awards.infra.outbox import Attachment, LetterError, Waiting
from awards.submissions import queries
from awards.submissions.queries import VersionPage
from awards.web.locale import current_locale

PDF = "application/pdf"


def send(page: VersionPage) -> Response:
    """The receipt in the language of the page."""
    response = Response(_render(page), mimetype=PDF)
    response.headers["Content-Disposition"] = files.content_disposition(_name(page))
    return response


def attach(message: Waiting) -> tuple[Attachment, ...]:
    """The receipt that goes with the letter about it, in the letter's language."""
    version = queries.get_version_page(message.params["entry_id"], int(message.params["number"]))
    if version is None:
        return ()
    try:
        return (Attachment(_name(version), PDF, _render(version)),)
    except pdf.PdfError as error:
        raise LetterError(_name(version)) from error


def _name(page: VersionPage) -> str:
    return f"{page.version.receipt}.pdf"


def _render(page: VersionPage) -> bytes:
    """The same receipt gives the same bytes."""
    title = _("Receipt %(number)s", number=page.version.receipt)
    address = url_for("submissions.show_version", entry_id=page.entry.id, number=page.version.number)
    html = render_template(
        "submissions/applicant/receipt_pdf.html",
        lang=current_locale(),
        doc_title=title,
        entry=page.entry,
        version=page.version,
        receipt=queries.receipt_of(page.version),
        short_code=page.version.receipt,
        qr=pdf.qr_data_uri(current_app.config["BASE_URL"] + address),
    )
    return pdf.render(html, root=ROOT / "awards" / "static", title=title, lang=current_locale())


MAIL_FILES: Mapping[str, Callable[[Waiting], tuple[Attachment, ...]]] = {"receipt": attach}
