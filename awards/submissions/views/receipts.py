"""The receipt as a PDF: number, instant, hash, and its place in the audit chain."""

from __future__ import annotations

from flask import Response, current_app, render_template, url_for
from flask_babel import gettext as _

from awards.config import ROOT
from awards.infra import files, pdf
from awards.submissions import queries
from awards.submissions.queries import VersionPage
from awards.web.locale import current_locale


def send(page: VersionPage) -> Response:
    """Render the receipt in the language of the page; the same receipt gives the same bytes."""
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
    data = pdf.render(html, root=ROOT / "awards" / "static", title=title, lang=current_locale())
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = files.content_disposition(f"{page.version.receipt}.pdf")
    return response
