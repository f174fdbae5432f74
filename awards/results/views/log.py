"""The audit log of an edition: in words, narrowed, checked, and taken along by the observer (R20)."""

from __future__ import annotations

from flask import Response, render_template, request, url_for

from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core import clock
from awards.core.permissions import Action, can
from awards.infra import audit
from awards.results import queries, services
from awards.results.domain.bundle import sha256
from awards.results.queries import LogFilter
from awards.results.views.blueprints import COMMITTEE
from awards.results.views.committee import attached
from awards.web.forms import ConfirmForm, act
from awards.web.guards import current_actor, requires


@COMMITTEE.get("/audit")
@requires(Action.VIEW_AUDIT, competition.get_edition)
def log(edition: EditionFacts) -> str:
    """Events of the edition, the newest first; the chain is checked when asked for."""
    return _page(edition, ConfirmForm())


def _page(edition: EditionFacts, form: ConfirmForm) -> str:
    chosen = LogFilter(request.args.get("event", ""), request.args.get("about", "").strip())
    ballots = can(current_actor(), Action.EXPORT_AUDIT, edition.subject)
    page = queries.events(edition.id, chosen, ballots=ballots, number=request.args.get("page", 1, int))

    def page_url(number: int) -> str:
        return url_for(".log", year=edition.year, page=number, event=chosen.event, about=chosen.about)

    return render_template(
        "results/committee/audit.html",
        edition=edition,
        page=page,
        page_url=page_url,
        chosen=chosen,
        names=queries.event_names(edition.id, ballots=ballots),
        head=audit.head(),
        is_checked="check" in request.args,
        first_break=audit.first_break() if "check" in request.args else None,
        form=form,
    )


@COMMITTEE.post("/audit/export")
@requires(Action.EXPORT_AUDIT, competition.get_edition)
def export_log(edition: EditionFacts) -> Response | str:
    """The whole log as JSON Lines; that it was taken is the log's next event."""
    form = ConfirmForm()
    if form.validate_on_submit():
        data = b"".join(queries.export_lines())
        digest = sha256(data)
        if act(
            form,
            lambda: services.record_log_export(edition.id, digest, actor=current_actor(), at=clock.now()),
        ):
            return attached(data, "application/jsonl", f"log-{edition.year}.jsonl")
    return _page(edition, form)
