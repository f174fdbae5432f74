"""Scoring: an assessor saves marks and text, and locks the sheet once, for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from awards.assessment import queries
from awards.assessment.domain.sheet import SheetContent, lock_faults, total_milli
from awards.assessment.models import AreaNote, Mark, ScoreSheet
from awards.assessment.queries import SheetFacts
from awards.competition import queries as competition
from awards.competition.domain import Rubric
from awards.core.actor import Actor
from awards.core.clock import ASTANA
from awards.core.errors import Refusal, Refusals
from awards.core.permissions import Action, can
from awards.core.workflow import SegmentState, SheetState
from awards.infra import audit, lifecycle
from awards.infra.db import db

_SCORED_IN = (SegmentState.ASSESSMENT, SegmentState.FINALISTS)


def save_sheet(
    sheet_id: str, content: SheetContent, version: int, *, actor: Actor, at: datetime
) -> ScoreSheet:
    """Keep the assessor's marks and text, as far as they go; the running total is counted here.

    Refused when the sheet is not open to this assessor now, or was saved elsewhere since `version`.
    """
    facts, row = _own_sheet(sheet_id, version, actor, at)
    rubric = competition.rubric(facts.entry.nomination_id)
    kept = _trimmed(rubric, content)
    if _digest(kept) == _digest(_trimmed(rubric, facts.content)) and row.saved_at is not None:
        return row
    _store(row.id, rubric, kept)
    row.total_milli, row.saved_at = total_milli(rubric, kept.levels), at
    flag_modified(row, "saved_at")
    db.session.flush()
    _log("sheet.saved", facts, {"digest": _digest(kept)}, actor, at)
    return row


def lock_sheet(sheet_id: str, version: int, *, actor: Actor, at: datetime) -> ScoreSheet:
    """Lock the sheet as it was reviewed (`version`); it cannot be changed afterwards, by anyone.

    Refused with every missing mark, reason and note at once.
    """
    facts, row = _own_sheet(sheet_id, version, actor, at)
    rubric = competition.rubric(facts.entry.nomination_id)
    faults = lock_faults(rubric, facts.content, competition.methodology(facts.edition.id).settings)
    if faults:
        raise Refusals(faults)
    row.total_milli, row.locked_at = total_milli(rubric, facts.content.levels), at
    lifecycle.advance(row, SheetState.LOCKED, actor=actor, at=at, edition_id=facts.edition.id)
    db.session.flush()
    digest = _digest(_trimmed(rubric, facts.content))
    _log("sheet.locked", facts, {"total": row.total_milli, "digest": digest}, actor, at)
    return row


def _own_sheet(sheet_id: str, version: int, actor: Actor, at: datetime) -> tuple[SheetFacts, ScoreSheet]:
    """The sheet, if this assessor may score it at this instant. Raises Refusal or Refusals."""
    row = db.session.execute(
        select(ScoreSheet)
        .where(ScoreSheet.id == sheet_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
    facts = queries.get_sheet(sheet_id)
    if facts is None:
        raise Refusal("assessment.scoring_over")
    if row.state is SheetState.LOCKED:
        raise Refusal("assessment.sheet_locked")
    faults = facts.opening_faults(at.astimezone(ASTANA).date())
    if faults:
        raise Refusals(faults)
    decided = queries.finalists(facts.segment.id) is not None
    if not can(actor, Action.SCORE_SHEET, facts.subject) or facts.segment.state not in _SCORED_IN or decided:
        raise Refusal("assessment.scoring_over")
    if row.version != version:
        raise Refusal("web.stale")
    return facts, row


def _trimmed(rubric: Rubric, content: SheetContent) -> SheetContent:
    """Content of this rubric alone, every criterion and area present."""
    return SheetContent(
        {criterion.id: content.mark(criterion.id) for criterion in rubric.criteria},
        {area.code: content.note(area.code) for area in rubric.areas},
    )


def _store(sheet_id: str, rubric: Rubric, content: SheetContent) -> None:
    known_marks = db.session.scalars(select(Mark).where(Mark.sheet_id == sheet_id))
    marks = {row.criterion_id: row for row in known_marks}
    for criterion in rubric.criteria:
        mark = marks.get(criterion.id) or Mark(sheet_id=sheet_id, criterion_id=criterion.id)
        given = content.mark(criterion.id)
        mark.half_level, mark.rationale = given.half_level, given.rationale
        db.session.add(mark)
    known_notes = db.session.scalars(select(AreaNote).where(AreaNote.sheet_id == sheet_id))
    notes = {row.area_code: row for row in known_notes}
    for area in rubric.areas:
        note = notes.get(area.code) or AreaNote(sheet_id=sheet_id, area_code=area.code)
        said = content.note(area.code)
        note.strengths, note.improvements = said.strengths, said.improvements
        db.session.add(note)


def _digest(content: SheetContent) -> str:
    return audit.digest(
        {
            "marks": {key: [mark.half_level, mark.rationale] for key, mark in content.marks.items()},
            "notes": {key: [note.strengths, note.improvements] for key, note in content.notes.items()},
        }
    )


def _log(event: str, facts: SheetFacts, said: dict[str, Any], actor: Actor, at: datetime) -> None:
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=facts.edition.id,
        object_kind="sheet",
        object_id=facts.id,
        facts=said,
    )
