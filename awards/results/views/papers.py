"""Minutes and diplomas: made once in a language, read as they were made."""

from __future__ import annotations

import logging

from flask import Response, abort, render_template
from werkzeug.wrappers import Response as BaseResponse

from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core import clock
from awards.core.errors import Refusal
from awards.core.permissions import Action, can
from awards.core.text import Locale
from awards.infra.pdf import PdfError
from awards.results import queries, services
from awards.results.domain.vocabulary import DocumentKind, new_code
from awards.results.forms import PaperForm
from awards.results.queries import DocumentFacts
from awards.results.services import Paper
from awards.results.views.blueprints import COMMITTEE
from awards.results.views.committee import send_document
from awards.results.views.printing import paper_pdf
from awards.web.forms import act, go
from awards.web.guards import current_actor, requires
from awards.web.locale import current_locale
from awards.web.words import refusal_text

MINUTES = (DocumentKind.MINUTES, DocumentKind.JURY_MINUTES)
_log = logging.getLogger(__name__)


@COMMITTEE.get("/minutes")
@requires(Action.READ_MINUTES, competition.get_edition)
def minutes(edition: EditionFacts) -> str:
    """Minutes of each sealed segment and of the whole edition, and diplomas, with what was made so far."""
    return _page(edition, PaperForm(formdata=None))


def _page(edition: EditionFacts, form: PaperForm) -> str:
    made: dict[tuple[str, str, str], list[DocumentFacts]] = {}
    kinds = (*MINUTES, DocumentKind.DIPLOMA) if _may_export(edition) else MINUTES
    for one in queries.documents(edition, *kinds):
        made.setdefault((one.kind, one.segment_id or "", one.medal or ""), []).append(one)
    whole = Paper(edition.id, DocumentKind.JURY_MINUTES, Locale(current_locale()))
    return render_template(
        "results/committee/minutes.html",
        edition=edition,
        results=queries.results(edition.id),
        made=made,
        not_yet=[refusal_text(fault) for fault in services.paper_faults(whole)],
        form=form,
    )


@COMMITTEE.post("/minutes")
@requires(Action.READ_MINUTES, competition.get_edition)
def make(edition: EditionFacts) -> BaseResponse | str:
    """Write a document down, unless it exists: then that one is read."""
    form, actor = PaperForm(), current_actor()
    if not form.validate_on_submit():
        return _page(edition, form)
    paper, code = form.paper(edition.id), new_code()
    if paper.kind is DocumentKind.DIPLOMA and not _may_export(edition):
        abort(404)
    try:
        data = _laid_out(paper, code)
    except Refusal as refusal:
        form.refused = [refusal_text(refusal)]
        return _page(edition, form)
    if act(form, lambda: services.keep_paper(paper, code, data, actor=actor, at=clock.now())):
        return go("results_committee.minutes", done="results.paper_kept", year=edition.year)
    return _page(edition, form)


def _laid_out(paper: Paper, code: str) -> bytes:
    """The PDF; empty where the document is there already. Raises Refusal."""
    for fault in services.paper_faults(paper):
        raise fault
    if queries.document_for(paper.key) is not None:
        return b""
    try:
        return paper_pdf(paper, code)
    except PdfError as error:
        _log.exception("no PDF of %s", paper.kind)
        raise Refusal("results.no_pdf") from error


@COMMITTEE.get("/minutes/<document_id>")
@requires(Action.READ_MINUTES, queries.get_document)
def read(found: DocumentFacts) -> Response:
    """Minutes as they were made."""
    return send_document(found) if found.kind in MINUTES else abort(404)


def _may_export(edition: EditionFacts) -> bool:
    return can(current_actor(), Action.EXPORT_RESULTS, edition.subject)
