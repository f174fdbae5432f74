"""The jury's decision on finalists (p.122, D12), and a report returned before it (D9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from awards.accounts import queries as accounts
from awards.assessment import queries
from awards.assessment.domain.finalists import Ranked
from awards.assessment.models import Finalist, FinalistsDecision
from awards.competition import queries as competition
from awards.competition import services as competition_services
from awards.competition.domain import DecisionBody
from awards.competition.models import Segment
from awards.competition.queries import SegmentFacts
from awards.core.actor import Actor, Role
from awards.core.clock import ASTANA
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import SegmentState
from awards.infra import audit, outbox
from awards.infra.db import db
from awards.submissions import queries as submissions


def decision_faults(segment: SegmentFacts) -> tuple[Refusal, ...]:
    """Why the finalists of a segment cannot be confirmed now; empty means they can.

    A run whose sheets have changed since (one suspended under p.121, another locked) is refused: score again.
    """
    if segment.state is not SegmentState.FINALISTS:
        return (Refusal("assessment.not_in_finalists"),)
    if queries.finalists(segment.id) is not None:
        return (Refusal("assessment.finalists_decided", "p.122"),)
    run = queries.latest_run(segment.id)
    if run is None:
        return (Refusal("assessment.not_scored"),)
    panel = queries.nomination_panel(segment.nomination.id)
    own = {entry.id for entry in submissions.admitted_entries(segment.edition_id, segment.id)}
    scored = {score.entry_id for score in run.scores}
    if own != scored or not queries.still_holds(run, panel, frozenset(own)):
        return (Refusal("assessment.run_stale"),)
    return ()


def confirm_finalists(
    segment_id: str, number: str, decided_on: date, *, actor: Actor, at: datetime
) -> FinalistsDecision:
    """Record the jury's decision: the finalists of D5 by the latest run, none where nobody reached the zone.

    Refused when the run no longer stands, and for a day in the future or before the scores were there.
    """
    segment = _locked_segment(segment_id)
    faults = decision_faults(segment)
    run = queries.latest_run(segment_id)
    if faults or run is None:
        raise Refusals(faults or (Refusal("assessment.not_scored"),))
    if not run.run_at.astimezone(ASTANA).date() <= decided_on <= at.astimezone(ASTANA).date():
        raise Refusal("assessment.decision_day", facts={"since": f"{run.run_at.astimezone(ASTANA):%d.%m.%Y}"})
    title = f"{segment.nomination.title.kk}, {segment.category.title.kk}"
    subject = f"{segment.edition.year}: финалистер / финалисты: {title}"[:300]
    decision = competition_services.record_decision(
        segment.edition_id, DecisionBody.JURY, number, decided_on, subject, actor=actor, at=at
    )
    named = queries.proposed(run, competition.methodology(segment.edition_id).settings.top_n)
    row = FinalistsDecision(
        segment_id=segment_id,
        run_id=run.id,
        decision_id=decision.id,
        confirmed_by=actor.user_id or actor.name,
        confirmed_at=at,
    )
    _keep(row, named)
    audit.record(
        "finalists.confirmed",
        actor=actor,
        at=at,
        edition_id=segment.edition_id,
        object_kind="segment",
        object_id=segment_id,
        facts={"run": run.id, "entries": [place.entry_id for place in named], "decision": decision.id},
    )
    return row


def _keep(row: FinalistsDecision, named: Iterable[Ranked]) -> None:
    """The decision first: its finalists refer to it."""
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        Finalist(decision_id=row.id, run_id=row.run_id, entry_id=place.entry_id, milli=place.milli)
        for place in named
    )
    db.session.flush()


def return_report(segment_id: str, entry_id: str, reason: str, *, actor: Actor, at: datetime) -> str:
    """The jury returns the assessors' report on an entry for completion, with a reason (D9).

    The jury cannot change a score: the return is recorded, and the secretaries are written to, who may name
    an additional assessor. Refused once the finalists are fixed.
    """
    segment, entry = _locked_segment(segment_id), submissions.get_entry(entry_id)
    if entry is None or entry.segment_id != segment_id or segment.state is not SegmentState.FINALISTS:
        raise Refusal("assessment.not_in_finalists")
    if not reason.strip():
        raise Refusal("assessment.text_missing")
    if queries.finalists(segment.id) is not None:
        raise Refusal("assessment.finalists_decided", "p.122")
    audit.record(
        "report.returned",
        actor=actor,
        at=at,
        edition_id=segment.edition_id,
        object_kind="entry",
        object_id=entry_id,
        facts={"text": reason.strip()},
    )
    for user in accounts.users_with_role(Role.SECRETARY, segment.edition_id):
        params = {
            "receipt": entry.receipt,
            "title": entry.title,
            "reason": reason.strip(),
            "year": segment.edition.year,
            "segment_id": segment.id,
        }
        outbox.post("report_returned", to=user.email, locale=user.locale, params=params, at=at)
    return entry_id


def _locked_segment(segment_id: str) -> SegmentFacts:
    db.session.execute(select(Segment).where(Segment.id == segment_id).with_for_update())
    segment = competition.get_segment(segment_id)
    if segment is None:
        raise Refusal("assessment.not_in_finalists")
    return segment
