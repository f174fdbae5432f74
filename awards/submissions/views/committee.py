"""The committee's pages: counts while the envelopes are closed, then the queue and each entry."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core import clock
from awards.core.permissions import Action, can
from awards.core.workflow import EntryState
from awards.submissions import queries, services
from awards.submissions.domain import PaymentState, Verdict, changes, seal
from awards.submissions.forms import DecisionForm, ReasonForm
from awards.submissions.queries import EntryFacts, EntryFilter, VersionFilePage
from awards.submissions.views.downloads import send_version_file
from awards.submissions.views.shared import change_rows, finding_rows, state_chip
from awards.web.forms import BaseForm, act, go
from awards.web.guards import current_actor, requires
from awards.web.words import label

blueprint = Blueprint("submissions_committee", __name__, url_prefix="/committee/<int:year>/entries")
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@requires(Action.LIST_ENTRIES, competition.get_edition)
def queue(edition: EditionFacts) -> Answer:
    """Counts for everyone of the committee's side; names only for those who may see them at this stage."""
    narrowed = _filter()
    number = request.args.get("page", 1, type=int)
    return render_template(
        "submissions/committee/queue.html",
        edition=edition,
        overview=queries.overview(edition.id),
        is_sealed=not _sees_names(edition),
        page=queries.committee_entries(edition.id, current_actor(), narrowed, number=number),
        narrowed=narrowed,
        states=[state for state in EntryState if state is not EntryState.DRAFT],
        nominations=competition.nominations(edition.id),
        categories=competition.categories(edition.id),
        undecided=queries.undecided(edition.id),
        state_chip=state_chip,
        page_url=_page_url,
    )


def _filter() -> EntryFilter:
    known = {state.value for state in EntryState}
    state = request.args.get("state", "")
    return EntryFilter(
        (EntryState(state),) if state in known else (),
        request.args.get("nomination", ""),
        request.args.get("category", ""),
    )


def _page_url(number: int) -> str:
    values: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(), "page": number}
    return url_for(".queue", **values)


def _sees_names(edition: EditionFacts) -> bool:
    """Whether this member may see entries by name now: asked of the same table as each entry."""
    subject = EntryFacts.sample_subject(edition)
    return can(current_actor(), Action.VIEW_ENTRY_CARD, subject)


def _load(year: int, entry_id: str) -> EntryFacts | None:
    entry = queries.get_entry(entry_id)
    if entry is None or entry.edition.year != year:
        return None
    return queries.with_requests(entry)


@blueprint.route("/<entry_id>", methods=["GET", "POST"])
@requires(Action.VIEW_ENTRY_CARD, _load)
def show(entry: EntryFacts) -> Answer:
    """An entry for the committee's side: card, findings, decision, and content for who may read it."""
    form = DecisionForm()
    form.verdict.choices = [(verdict.value, label(verdict)) for verdict in Verdict]
    if form.validate_on_submit():
        decided = act(
            form,
            lambda: services.decide_eligibility(
                entry.id,
                form.verdict_value(),
                form.reason.data or "",
                actor=current_actor(),
                at=clock.now(),
                seen=form.seen.data or "",
            ),
        )
        if decided:
            return go(".show", year=entry.edition.year, entry_id=entry.id, done="submissions.decided")
    return _page(entry, form)


def _page(entry: EntryFacts, form: DecisionForm, more: BaseForm | None = None) -> Answer:
    decision = queries.decision_of(entry)
    reads = can(current_actor(), Action.READ_ENTRY, entry.subject)
    draft = queries.get_draft(entry.id)
    refused = form.refused or (more.refused if more else [])
    findings = queries.findings_of(entry)
    form.seen.data = seal(findings)
    page = render_template(
        "submissions/committee/show.html",
        entry=entry,
        chip=state_chip(entry.state),
        version=queries.get_version(entry.version_id) if reads else None,
        findings=finding_rows(decision.findings if decision else findings),
        changes=change_rows(changes(decision.findings, findings)) if decision else [],
        decision=decision,
        contact=draft.copy.facts.contact if draft else None,
        fee_due=entry.payment is PaymentState.DUE,
        form=form,
        reason_form=more or ReasonForm(formdata=None),
    )
    return page, 409 if refused else 200


@blueprint.post("/<entry_id>/request")
@requires(Action.VIEW_ENTRY_CARD, _load)
def request_content(entry: EntryFacts) -> Answer:
    """An observer's logged request for the content."""
    return _with_reason(entry, services.request_content, "submissions.content_opened")


@blueprint.post("/<entry_id>/fee")
@requires(Action.DECIDE_ELIGIBILITY, _load)
def record_fee(entry: EntryFacts) -> Answer:
    """The secretary notes that the fee was paid."""
    return _with_reason(entry, services.record_fee, "submissions.fee_recorded")


def _with_reason(entry: EntryFacts, use_case: Any, done: str) -> Answer:
    form = ReasonForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        if act(form, lambda: use_case(entry.id, reason, actor=current_actor(), at=clock.now())):
            return go(".show", year=entry.edition.year, entry_id=entry.id, done=done)
    decision_form = DecisionForm(formdata=None)
    decision_form.verdict.choices = [(verdict.value, label(verdict)) for verdict in Verdict]
    return _page(entry, decision_form, form)


def _load_file(year: int, entry_id: str, file_id: str) -> VersionFilePage | None:
    found = queries.get_version_file(entry_id, file_id)
    if found is None or found.edition.year != year:
        return None
    return found if can(current_actor(), Action.LIST_ENTRIES, found.subject) else None


@blueprint.get("/<entry_id>/files/<file_id>")
@requires(Action.READ_ENTRY, _load_file)
def version_file(page: VersionFilePage) -> Answer:
    """A file of a submitted version, for those who may read the entry."""
    return send_version_file(page.file)
