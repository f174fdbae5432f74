"""Assessors, declarations, clearances, assignments, score sheets and scoring runs.

An assignment can only point to a clearance whose verdict is `clear` (a foreign key on a constant column, and
a trigger for whoever switches foreign keys off), so a blocked pair cannot be stored by any route.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy import (
    Text as LongText,
)
from sqlalchemy.orm import Mapped, mapped_column

from awards.assessment.domain.vocabulary import ClearanceVerdict
from awards.core.workflow import DeclarationState, RunState, SheetState
from awards.infra.db import Base, UtcDateTime, key_column, state_column


class Assessor(Base):
    """A person named as an assessor of an edition by a decision of the committee (p.121)."""

    __tablename__ = "assessor"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"))
    capacity: Mapped[int] = mapped_column(Integer)
    minimum: Mapped[int] = mapped_column(Integer, default=0)
    nominations: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Ids of nominations the assessor knows; empty means all alike."""
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        UniqueConstraint("edition_id", "person_id"),
        UniqueConstraint("edition_id", "user_id"),
        CheckConstraint("capacity >= 0 AND minimum >= 0 AND minimum <= capacity", name="load"),
    )


class Declaration(Base):
    """What an assessor declared about one entry; a declared conflict waits for the committee (D4)."""

    __tablename__ = "declaration"
    id: Mapped[str] = key_column()
    assessor_id: Mapped[str] = mapped_column(ForeignKey("assessor.id"))
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), index=True)
    state: Mapped[DeclarationState] = state_column(DeclarationState)
    text: Mapped[str] = mapped_column(LongText, default="")
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(LongText, default="")
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"))
    decided_by: Mapped[str | None] = mapped_column(String(32))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        UniqueConstraint("assessor_id", "entry_id"),
        CheckConstraint("state IN ('clear', 'declared') OR reason <> ''", name="decided_with_reason"),
    )


class Clearance(Base):
    """The verdict on a pair (assessor, entry), with every reason under p.121."""

    __tablename__ = "clearance"
    assessor_id: Mapped[str] = mapped_column(ForeignKey("assessor.id"), primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    verdict: Mapped[ClearanceVerdict] = state_column(ClearanceVerdict)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """[{kind, record_id, point, organisation_id, since, until}]."""
    reason_count: Mapped[int] = mapped_column(Integer, default=0)
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (
        UniqueConstraint("assessor_id", "entry_id", "verdict"),
        CheckConstraint("(verdict = 'clear') = (reason_count = 0)", name="clear_without_reasons"),
    )


class AssignmentRun(Base):
    """A proposal of the solver, edited by people, confirmed, or replaced by a later one."""

    __tablename__ = "assignment_run"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), index=True)
    state: Mapped[RunState] = state_column(RunState, RunState.PROPOSED)
    problem: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The frozen input, in the shape that `awards assign` reads; `problem_digest` is its SHA-256."""
    problem_digest: Mapped[str] = mapped_column(String(64))
    report: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The answer of the solver, in the shape of `awards assign`."""
    proposed_by: Mapped[str] = mapped_column(String(32))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Assignment(Base):
    """One assessor assigned to one entry. In force, `verdict` is always `clear`: see the module's docstring.

    A conflict that appears later suspends the assignment: `verdict` becomes empty, so that the clearance
    may change.
    """

    __tablename__ = "assignment"
    id: Mapped[str] = key_column()
    run_id: Mapped[str] = mapped_column(ForeignKey("assignment_run.id"), index=True)
    assessor_id: Mapped[str] = mapped_column(String(32))
    entry_id: Mapped[str] = mapped_column(String(32), index=True)
    verdict: Mapped[str | None] = mapped_column(String(24), default="clear")
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_manual: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        ForeignKeyConstraint(
            ["assessor_id", "entry_id", "verdict"],
            ["clearance.assessor_id", "clearance.entry_id", "clearance.verdict"],
        ),
        CheckConstraint(
            "(verdict IS NOT NULL AND verdict = 'clear' AND suspended_at IS NULL) "
            "OR (verdict IS NULL AND suspended_at IS NOT NULL)",
            name="clear_or_suspended",
        ),
        UniqueConstraint("run_id", "assessor_id", "entry_id"),
    )


class ScoreSheet(Base):
    """An assessor's marks for one entry; total in milli-points, fixed when locked."""

    __tablename__ = "score_sheet"
    id: Mapped[str] = key_column()
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), unique=True)
    assessor_id: Mapped[str] = mapped_column(ForeignKey("assessor.id"))
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), index=True)
    entry_version_id: Mapped[str] = mapped_column(ForeignKey("entry_version.id"))
    state: Mapped[SheetState] = state_column(SheetState, SheetState.DRAFT)
    state_before: Mapped[str] = mapped_column(String(24), default="")
    """The state to return to when a suspension is lifted."""
    total_milli: Mapped[int | None] = mapped_column(Integer)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("assessor_id", "entry_id"),
        CheckConstraint("total_milli IS NULL OR total_milli BETWEEN 0 AND 100000", name="total"),
        CheckConstraint(
            "state <> 'locked' OR (total_milli IS NOT NULL AND locked_at IS NOT NULL)",
            name="locked_has_total",
        ),
    )


class Mark(Base):
    """A level for one criterion, in half-levels 0..20, with its rationale."""

    __tablename__ = "mark"
    sheet_id: Mapped[str] = mapped_column(ForeignKey("score_sheet.id"), primary_key=True)
    criterion_id: Mapped[str] = mapped_column(ForeignKey("criterion.id"), primary_key=True)
    half_level: Mapped[int | None] = mapped_column(Integer)
    rationale: Mapped[str] = mapped_column(LongText, default="")
    __table_args__ = (CheckConstraint("half_level IS NULL OR half_level BETWEEN 0 AND 20", name="level"),)


class AreaNote(Base):
    """Strengths and areas for improvement of one area of the rubric: the feedback report is made of these."""

    __tablename__ = "area_note"
    sheet_id: Mapped[str] = mapped_column(ForeignKey("score_sheet.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(10), primary_key=True)
    strengths: Mapped[str] = mapped_column(LongText, default="")
    improvements: Mapped[str] = mapped_column(LongText, default="")


class ScoringRun(Base):
    """Scores of a segment's entries, from the locked sheets of its nomination; replaced, never edited."""

    __tablename__ = "scoring_run"
    id: Mapped[str] = key_column()
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"), index=True)
    method: Mapped[str] = mapped_column(String(20))
    input_digest: Mapped[str] = mapped_column(String(64))
    methodology_digest: Mapped[str] = mapped_column(String(64))
    report: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The calibration's answer in the shape of `awards calibrate`, over the whole panel."""
    sheet_ids: Mapped[list[str]] = mapped_column(JSON)
    run_by: Mapped[str] = mapped_column(String(32))
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("scoring_run.id"), unique=True)


class FinalScore(Base):
    """The score of record of an entry in a run, in milli-points, beside the raw mean."""

    __tablename__ = "final_score"
    run_id: Mapped[str] = mapped_column(ForeignKey("scoring_run.id"), primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    milli: Mapped[int] = mapped_column(Integer)
    raw_milli: Mapped[int] = mapped_column(Integer)
    sheets: Mapped[int] = mapped_column(Integer)
    standard_error: Mapped[float | None] = mapped_column(Float)
    __table_args__ = (
        UniqueConstraint("run_id", "entry_id", "milli"),
        CheckConstraint("milli BETWEEN 0 AND 100000", name="milli"),
    )


class FinalistsDecision(Base):
    """The jury's recorded decision on a segment's finalists (p.122, D12), bound to one scoring run."""

    __tablename__ = "finalists_decision"
    id: Mapped[str] = key_column()
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"), unique=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("scoring_run.id"))
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"))
    confirmed_by: Mapped[str] = mapped_column(String(32))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (UniqueConstraint("id", "run_id"),)


class Finalist(Base):
    """An entry named finalist, with the very score of the run (D5); only 90-100 can win."""

    __tablename__ = "finalist"
    decision_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    run_id: Mapped[str] = mapped_column(String(32))
    entry_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    milli: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "run_id"], ["finalists_decision.id", "finalists_decision.run_id"]
        ),
        ForeignKeyConstraint(
            ["run_id", "entry_id", "milli"],
            ["final_score.run_id", "final_score.entry_id", "final_score.milli"],
        ),
        UniqueConstraint("decision_id", "entry_id", "milli"),
    )


Index("ix_score_sheet_state", ScoreSheet.state, ScoreSheet.entry_id)
