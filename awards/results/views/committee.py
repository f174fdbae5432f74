"""The committee's page of results: who may see them, exports, bundles, and publication by two people."""

from __future__ import annotations

from flask import Response, render_template
from werkzeug.wrappers import Response as BaseResponse

from awards.competition import queries as competition
from awards.competition.queries import EditionFacts, InEdition
from awards.core import clock
from awards.core.permissions import Action
from awards.infra import files
from awards.results import queries, services
from awards.results.domain.vocabulary import DocumentKind, ExportForm, Scope
from awards.results.queries import DocumentFacts
from awards.results.views import exports
from awards.results.views.blueprints import COMMITTEE
from awards.web.forms import BaseForm, ConfirmForm, act, go
from awards.web.guards import current_actor, requires
from awards.web.words import refusal_text

BUNDLES = (DocumentKind.BUNDLE, DocumentKind.PUBLIC_BUNDLE)


@COMMITTEE.get("/results")
@requires(Action.VIEW_RESULTS, competition.get_edition)
def results(edition: EditionFacts) -> str:
    """Medals of every sealed segment, in the order of announcement."""
    return _page(edition, ConfirmForm())


def _page(edition: EditionFacts, form: BaseForm) -> str:
    found = queries.results(edition.id)
    faults = services.execution_faults(edition.id, current_actor(), clock.now())
    return render_template(
        "results/committee/results.html",
        edition=edition,
        results=found,
        open_segments=len(competition.segments(edition.id)) - len(found),
        publication=queries.publication(edition.id),
        blockers=[refusal_text(fault) for fault in faults],
        bundles=queries.documents(edition, *BUNDLES),
        forms=list(ExportForm),
        form=form,
    )


def _export_of(year: int, form_name: str) -> InEdition[ExportForm] | None:
    edition = competition.get_edition(year)
    known = edition is not None and form_name in list(ExportForm)
    return InEdition(edition, ExportForm(form_name)) if edition and known else None


@COMMITTEE.post("/results/export/<form_name>")
@requires(Action.EXPORT_RESULTS, _export_of)
def export(asked: InEdition[ExportForm]) -> Response | str:
    """The results as a file; that it was taken is in the log."""
    edition, kind = asked.edition, asked.part
    form, actor = ConfirmForm(), current_actor()
    if form.validate_on_submit():
        data = exports.write(kind, edition, queries.results(edition.id), by=actor, at=clock.now())
        if act(form, lambda: services.record_export(edition.id, kind, data, actor=actor, at=clock.now())):
            return attached(data, exports.MEDIA_TYPES[kind], f"results-{edition.year}.{kind}")
    return _page(edition, form)


@COMMITTEE.post("/results/bundle")
@requires(Action.EXPORT_RESULTS, competition.get_edition)
def bundle(edition: EditionFacts) -> BaseResponse | str:
    """A complete bundle of this moment, kept byte for byte."""
    form, actor = ConfirmForm(), current_actor()
    if form.validate_on_submit() and act(
        form, lambda: services.keep_bundle(edition.id, Scope.FULL, actor=actor, at=clock.now())
    ):
        return go("results_committee.results", done="results.bundle_kept", year=edition.year)
    return _page(edition, form)


@COMMITTEE.get("/results/documents/<document_id>")
@requires(Action.EXPORT_RESULTS, queries.get_document)
def document(found: DocumentFacts) -> Response:
    """A bundle or a diploma as it was made."""
    return send_document(found)


@COMMITTEE.post("/results/approve")
@requires(Action.APPROVE_PUBLICATION, competition.get_edition)
def approve(edition: EditionFacts) -> BaseResponse | str:
    """The first of two people."""
    form, actor = ConfirmForm(), current_actor()
    if form.validate_on_submit() and act(
        form, lambda: services.approve_publication(edition.id, actor=actor, at=clock.now())
    ):
        return go("results_committee.results", done="results.approved", year=edition.year)
    return _page(edition, form)


@COMMITTEE.post("/results/publish")
@requires(Action.EXECUTE_PUBLICATION, competition.get_edition)
def publish(edition: EditionFacts) -> BaseResponse | str:
    """The second of two people; from the forum on."""
    form, actor = ConfirmForm(), current_actor()
    if form.validate_on_submit() and act(
        form, lambda: services.execute_publication(edition.id, actor=actor, at=clock.now())
    ):
        return go("results_committee.results", done="results.executed", year=edition.year)
    return _page(edition, form)


def send_document(found: DocumentFacts) -> Response:
    """The stored bytes; a PDF opens in the browser, a bundle is saved."""
    ending = "zip" if found.media_type == "application/zip" else "pdf"
    name = f"{found.kind}-{found.edition.year}-{found.short_code}.{ending}"
    return attached(queries.document_data(found.id), found.media_type, name)


def attached(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = files.content_disposition(name)
    return response
