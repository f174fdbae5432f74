"""Scoring runs of segments, reminders, notes of consensus, and the step to the finalists' stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from awards.accounts import queries as accounts
from awards.assessment import queries
from awards.assessment.domain.aggregation import Method
from awards.assessment.domain.calibration import CalibrationRun, calibrate, report
from awards.assessment.models import Assignment, AssignmentRun, FinalScore, ScoringRun
from awards.competition import queries as competition
from awards.competition import services as competition_services
from awards.competition.models import Segment
from awards.competition.queries import SegmentFacts
from awards.core.actor import Actor
from awards.core.clock import ASTANA
from awards.core.errors import Refusal, Refusals
from awards.core.points import to_milli
from awards.core.workflow import EditionState, EntryState, RunState, SegmentState
from awards.infra import audit, outbox
from awards.infra.db import db
from awards.submissions import queries as submissions
from awards.submissions.models import Entry


def scoring_faults(segment: SegmentFacts) -> tuple[Refusal, ...]:
    """Every reason why a segment cannot be scored now; empty means it can.

    An entry below the methodology's minimum of valid sheets has no final score, and holds its segment (D10).
    """
    if segment.state not in (SegmentState.ASSESSMENT, SegmentState.FINALISTS):
        return (Refusal("assessment.not_in_assessment"),)
    if queries.finalists(segment.id) is not None:
        return (Refusal("assessment.finalists_decided", "p.122"),)
    minimum = competition.methodology(segment.edition_id).settings.minimum_sheets
    return tuple(
        Refusal("assessment.sheets_missing", "p.121", {"entry": entry.receipt, "count": entry.missing})
        for entry in queries.entry_progress(segment.id, minimum)
        if entry.missing
    )


def run_scoring(segment_id: str, *, actor: Actor, at: datetime) -> ScoringRun:
    """Score a segment's entries from all locked sheets of its nomination, by the approved methodology.

    Why the whole nomination is one panel: see `queries.NominationPanel`. The run replaces the segment's last
    one. Refused with every entry that lacks sheets. A nomination without entries gives an empty run, so that
    its segments, too, reach the jury's decision.
    """
    segment = _locked_segment(segment_id)
    methodology = competition.methodology(segment.edition_id)
    faults = scoring_faults(segment)
    if not methodology.is_approved:
        faults = (Refusal("competition.methodology_draft", "p.122"), *faults)
    if faults:
        raise Refusals(faults)
    method = Method(methodology.settings.aggregation.value)
    panel = queries.nomination_panel(segment.nomination.id)
    calibrated = calibrate(panel.panel, method) if panel.panel else None
    before = queries.latest_run(segment_id)
    run = ScoringRun(
        segment_id=segment_id,
        method=method.value,
        input_digest=panel.digest,
        methodology_digest=methodology.digest,
        report=report(calibrated) if calibrated else {"method": method.value, "entries": []},
        sheet_ids=[sheet.id for sheet in panel.sheets],
        run_by=actor.user_id or actor.name,
        run_at=at,
        replaces_id=before.id if before else None,
    )
    db.session.add(run)
    db.session.flush()
    count, replaced = _add_scores(run, segment, calibrated), run.replaces_id
    facts = {"method": method.value, "digest": run.input_digest, "entries": count, "replaces": replaced}
    _log("scoring.run", segment.edition_id, "scoringrun", run.id, facts, actor=actor, at=at)
    return run


def _add_scores(run: ScoringRun, segment: SegmentFacts, calibrated: CalibrationRun | None) -> int:
    scores = {row.entry: row for row in calibrated.entries} if calibrated else {}
    entries = submissions.admitted_entries(segment.edition_id, segment.id)
    for entry in entries:
        score = scores[entry.receipt or ""]
        db.session.add(
            FinalScore(
                run_id=run.id,
                entry_id=entry.id,
                milli=score.milli,
                raw_milli=to_milli(score.raw),
                sheets=score.n,
                standard_error=score.se,
            )
        )
    db.session.flush()
    return len(entries)


def finalists_faults(segment: SegmentFacts) -> tuple[Refusal, ...]:
    """Why the finalists' stage of a segment cannot begin: not scored, or scored from other sheets."""
    if segment.state is not SegmentState.ASSESSMENT:
        return (Refusal("assessment.not_in_assessment"),)
    run = queries.latest_run(segment.id)
    if run is None:
        return (Refusal("assessment.not_scored"),)
    if not queries.is_fresh(run, queries.nomination_panel(segment.nomination.id)):
        return (Refusal("assessment.run_stale"),)
    return scoring_faults(segment)


def start_finalists(segment_id: str, *, actor: Actor, at: datetime) -> Segment:
    """Close a segment's assessment: from now on its scores are read, and the jury names finalists."""
    segment = _locked_segment(segment_id)
    faults = finalists_faults(segment)
    if faults:
        raise Refusals(faults)
    return competition_services.advance_segment(segment_id, SegmentState.FINALISTS, actor=actor, at=at)


def remind_assessors(edition_id: str, *, actor: Actor, at: datetime) -> int:
    """Write to every assessor who has sheets left, once a day each; returns to how many.

    Refused when nobody is left to remind today.
    """
    edition = competition.edition_by_id(edition_id)
    if edition is None or edition.state is not EditionState.ASSESSMENT:
        raise Refusal("assessment.not_in_assessment")
    today = at.astimezone(ASTANA).date().isoformat()
    waiting = {f"score_reminder:{row.assessor_id}:{today}": row for row in queries.unfinished(edition_id)}
    known = set(
        db.session.scalars(
            select(outbox.OutboxMessage.dedupe_key).where(outbox.OutboxMessage.dedupe_key.in_(waiting))
        )
    )
    fresh = {key: row for key, row in waiting.items() if key not in known}
    if not fresh:
        raise Refusal("assessment.nobody_to_remind")
    until = edition.assessment_until.astimezone(ASTANA).strftime("%d.%m.%Y %H:%M")
    for key, row in fresh.items():
        user = accounts.get_user(row.user_id)
        if user is not None:
            params = {"name": row.name, "sheets": row.sheets, "until": until}
            outbox.post(
                "score_reminder", to=user.email, locale=user.locale, params=params, at=at, dedupe_key=key
            )
    facts = {"assessors": len(fresh)}
    _log("scoring.reminded", edition_id, "edition", edition_id, facts, actor=actor, at=at)
    return len(fresh)


def note_consensus(segment_id: str, entry_id: str, text: str, *, actor: Actor, at: datetime) -> str:
    """Record what assessors of a discrepant entry agreed. It changes no sheet: locked stays locked."""
    segment, entry = _locked_segment(segment_id), submissions.get_entry(entry_id)
    if entry is None or entry.segment_id != segment_id or segment.state is not SegmentState.FINALISTS:
        raise Refusal("assessment.not_in_finalists")
    if not text.strip():
        raise Refusal("assessment.text_missing")
    facts = {"text": text.strip()}
    _log("consensus.noted", segment.edition_id, "entry", entry_id, facts, actor=actor, at=at)
    return entry_id


def _locked_segment(segment_id: str) -> SegmentFacts:
    """The segment's facts, read after its row is locked, so that they stay true until the commit."""
    db.session.execute(select(Segment).where(Segment.id == segment_id).with_for_update())
    segment = competition.get_segment(segment_id)
    if segment is None:
        raise Refusal("assessment.not_in_assessment")
    return segment


def _log(
    event: str,
    edition_id: str,
    kind: str,
    object_id: str,
    facts: Mapping[str, object],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    audit.record(
        event, actor=actor, at=at, edition_id=edition_id, object_kind=kind, object_id=object_id, facts=facts
    )


def _may_assess(edition_id: str, at: datetime) -> tuple[Refusal, ...]:
    """Assessment begins when confirmed assignments give every admitted entry its minimum of assessors."""
    minimum = competition.methodology(edition_id).settings.minimum_sheets
    in_force = (
        select(Assignment.entry_id, func.count().label("assessors"))
        .join(AssignmentRun, AssignmentRun.id == Assignment.run_id)
        .where(AssignmentRun.state == RunState.CONFIRMED, Assignment.suspended_at.is_(None))
        .group_by(Assignment.entry_id)
        .subquery()
    )
    short = db.session.scalar(
        select(func.count(Entry.id))
        .outerjoin(in_force, in_force.c.entry_id == Entry.id)
        .where(
            Entry.edition_id == edition_id,
            Entry.state == EntryState.ELIGIBLE,
            func.coalesce(in_force.c.assessors, 0) < minimum,
        )
    )
    return (Refusal("assessment.assignment_missing", "p.121", {"count": short}),) if short else ()


STAGE_GUARDS = {EditionState.ASSESSMENT: _may_assess}
