"""Jurors, recusals, rounds with their roster and ballots, casting decisions, verdicts and awards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
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

from awards.core.workflow import DeclarationState, RoundState
from awards.infra.db import Base, UtcDateTime, key_column, state_column
from awards.jury.domain.vocabulary import How, Medal


class Juror(Base):
    """A member of the jury, fixed by a dated decision (p.120); one of them is the chair."""

    __tablename__ = "juror"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    is_chair: Mapped[bool] = mapped_column(default=False)
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"))
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        UniqueConstraint("edition_id", "user_id"),
        Index(
            "uq_juror_chair",
            "edition_id",
            unique=True,
            sqlite_where=is_chair.is_(True) & removed_at.is_(None),
            postgresql_where=is_chair.is_(True) & removed_at.is_(None),
        ),
    )


class Recusal(Base):
    """A juror's declared conflict with an entry; recused keeps them out of its segment's vote (D4)."""

    __tablename__ = "recusal"
    id: Mapped[str] = key_column()
    juror_id: Mapped[str] = mapped_column(ForeignKey("juror.id"))
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), index=True)
    state: Mapped[DeclarationState] = state_column(DeclarationState)
    text: Mapped[str] = mapped_column(LongText, default="")
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(LongText, default="")
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"))
    decided_by: Mapped[str | None] = mapped_column(String(32))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        UniqueConstraint("juror_id", "entry_id"),
        CheckConstraint("state IN ('clear', 'declared') OR reason <> ''", name="decided_with_reason"),
    )


class Round(Base):
    """A vote of the jury in one segment over some finalists for some medals."""

    __tablename__ = "round"
    id: Mapped[str] = key_column()
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"), unique=True)
    finalists_decision_id: Mapped[str] = mapped_column(ForeignKey("finalists_decision.id"))
    state: Mapped[RoundState] = state_column(RoundState, RoundState.DRAFT)
    method: Mapped[str] = mapped_column(String(24))
    candidates: Mapped[list[str]] = mapped_column(JSON)
    """Entry ids, sorted."""
    medals: Mapped[list[str]] = mapped_column(JSON)
    """The medals this vote settles, from the highest (all three, or fewer after D7)."""
    quorum_numerator: Mapped[int] = mapped_column(Integer)
    quorum_denominator: Mapped[int] = mapped_column(Integer)
    chair_juror_id: Mapped[str | None] = mapped_column(ForeignKey("juror.id"))
    """Whose ballot settles ties: the chair, or the deputy named where the chair is recused (D8)."""
    deputy_decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"))
    """The jury's decision that named the deputy for this item, where it is not the chair."""
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The count in the shape of `awards tally`, once closed."""


class RosterLine(Base):
    """A juror on the roster of a round, frozen when it opens."""

    __tablename__ = "roster_line"
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    juror_id: Mapped[str] = mapped_column(ForeignKey("juror.id"), primary_key=True)
    eligible: Mapped[bool] = mapped_column()
    __table_args__ = (UniqueConstraint("round_id", "juror_id", "eligible"),)


class Ballot(Base):
    """One ballot per juror and round, only of a juror who is eligible on the roster (S5, S9)."""

    __tablename__ = "ballot"
    round_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    juror_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    eligible: Mapped[bool] = mapped_column(default=True)
    ranking: Mapped[list[str]] = mapped_column(JSON)
    """Entry ids from the most preferred; empty is an abstention."""
    receipt: Mapped[str] = mapped_column(String(32), unique=True)
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "juror_id", "eligible"],
            ["roster_line.round_id", "roster_line.juror_id", "roster_line.eligible"],
        ),
        CheckConstraint("eligible", name="only_eligible"),
    )


class CastingDecision(Base):
    """The chair's decision between exactly the tied (p.123, D8)."""

    __tablename__ = "casting_decision"
    id: Mapped[str] = key_column()
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    medal: Mapped[Medal] = state_column(Medal)
    tied: Mapped[list[str]] = mapped_column(JSON)
    tied_key: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the sorted ids of the tied."""
    choice: Mapped[str] = mapped_column(ForeignKey("entry.id"))
    juror_id: Mapped[str] = mapped_column(ForeignKey("juror.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (UniqueConstraint("round_id", "medal", "tied_key"),)


class SegmentVerdict(Base):
    """The jury's recorded decision on a segment's medals (D12); a medal without a row is not awarded."""

    __tablename__ = "verdict"
    id: Mapped[str] = key_column()
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"), unique=True)
    finalists_decision_id: Mapped[str] = mapped_column(ForeignKey("finalists_decision.id"))
    round_id: Mapped[str | None] = mapped_column(ForeignKey("round.id"), unique=True)
    how: Mapped[How] = state_column(How)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"))
    confirmed_by: Mapped[str] = mapped_column(String(32))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (UniqueConstraint("id", "finalists_decision_id"),)


class Award(Base):
    """A medal: one of each kind per segment, each to a finalist in the zone of 90 to 100 points (p.122)."""

    __tablename__ = "award"
    verdict_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    finalists_decision_id: Mapped[str] = mapped_column(String(32))
    medal: Mapped[Medal] = state_column(Medal, primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(32))
    milli: Mapped[int] = mapped_column(Integer)
    decided_by: Mapped[str] = mapped_column(String(24))
    """How this place was settled: score, majority, chair_ballot, casting, …"""
    __table_args__ = (
        ForeignKeyConstraint(
            ["verdict_id", "finalists_decision_id"], ["verdict.id", "verdict.finalists_decision_id"]
        ),
        ForeignKeyConstraint(
            ["finalists_decision_id", "entry_id", "milli"],
            ["finalist.decision_id", "finalist.entry_id", "finalist.milli"],
        ),
        UniqueConstraint("verdict_id", "entry_id"),
        CheckConstraint("milli BETWEEN 90000 AND 100000", name="in_the_zone"),
    )
