"""Editions and what is fixed before they open: nominations, categories, segments, methodology, committee."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from awards.competition.domain import DecisionBody, NominationKind, RubricTemplate
from awards.core.workflow import EditionState, MethodologyState, SegmentState
from awards.infra.db import Base, Titled, UtcDateTime, key_column, state_column
from awards.registry.domain import OrganisationKind


class Edition(Titled, Base):
    """One year's competition (p.117). Instants are UTC; `closes_at` itself is late."""

    __tablename__ = "edition"
    id: Mapped[str] = key_column()
    year: Mapped[int] = mapped_column(Integer, unique=True)
    state: Mapped[EditionState] = state_column(EditionState, EditionState.SETUP)
    announced_on: Mapped[date] = mapped_column(Date)
    reference_date: Mapped[date] = mapped_column(Date)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    admissibility_until: Mapped[datetime] = mapped_column(UtcDateTime)
    assessment_until: Mapped[datetime] = mapped_column(UtcDateTime)
    voting_until: Mapped[datetime] = mapped_column(UtcDateTime)
    forum_at: Mapped[datetime] = mapped_column(UtcDateTime)
    forum_place: Mapped[str] = mapped_column(String(200), default="")
    is_double_blind: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="call_order"),
        CheckConstraint(
            "closes_at <= admissibility_until AND admissibility_until <= assessment_until "
            "AND assessment_until <= voting_until AND voting_until <= forum_at",
            name="calendar_order",
        ),
    )


class Nomination(Titled, Base):
    """A nomination; a special one names who proposed it (p.117)."""

    __tablename__ = "nomination"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"))
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[NominationKind] = state_column(NominationKind)
    template: Mapped[RubricTemplate] = state_column(RubricTemplate)
    proposer: Mapped[str] = mapped_column(String(300), default="")
    checks: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """Codes of the eligibility checks of a special nomination; none: those of its template."""
    position: Mapped[int] = mapped_column(Integer, default=0)
    __table_args__ = (
        UniqueConstraint("edition_id", "code"),
        CheckConstraint("kind = 'standard' OR proposer <> ''", name="special_has_proposer"),
    )


class Category(Titled, Base):
    """A category of participants (D1)."""

    __tablename__ = "category"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"))
    code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(Integer, default=0)
    fee_tenge: Mapped[int] = mapped_column(Integer, default=0)
    __table_args__ = (UniqueConstraint("edition_id", "code"),)


class CategoryKind(Base):
    """Which category a kind of organisation competes in: many kinds to one category, per edition."""

    __tablename__ = "category_kind"
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    kind: Mapped[OrganisationKind] = state_column(OrganisationKind, primary_key=True)
    category_id: Mapped[str] = mapped_column(ForeignKey("category.id"), index=True)


class Segment(Base):
    """Nomination × category: the unit with its own ranking, finalists, vote and medals (p.117)."""

    __tablename__ = "segment"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), index=True)
    nomination_id: Mapped[str] = mapped_column(ForeignKey("nomination.id"))
    category_id: Mapped[str] = mapped_column(ForeignKey("category.id"))
    state: Mapped[SegmentState] = state_column(SegmentState, SegmentState.WAITING)
    __table_args__ = (UniqueConstraint("nomination_id", "category_id"),)


class Methodology(Base):
    """How the edition is assessed and voted (p.122): drafted, approved by a decision, then frozen.

    `settings` is `competition.domain.MethodologySettings` as JSON; the rubrics are criterion rows; `digest`
    is the SHA-256 of both at approval, and every result cites it.
    """

    __tablename__ = "methodology"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), unique=True)
    state: Mapped[MethodologyState] = state_column(MethodologyState, MethodologyState.DRAFT)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64), default="")
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"))
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint(
            "(state = 'approved') = (decision_id IS NOT NULL AND digest <> '')", name="approved_by_decision"
        ),
    )


class Criterion(Titled, Base):
    """A criterion of a nomination's rubric: whole points, an anchor set, the point of the Rules."""

    __tablename__ = "criterion"
    id: Mapped[str] = key_column()
    nomination_id: Mapped[str] = mapped_column(ForeignKey("nomination.id"), index=True)
    code: Mapped[str] = mapped_column(String(10))
    area_code: Mapped[str] = mapped_column(String(10))
    area_kk: Mapped[str] = mapped_column(String(300))
    area_ru: Mapped[str] = mapped_column(String(300))
    area_en: Mapped[str] = mapped_column(String(300))
    weight: Mapped[int] = mapped_column(Integer)
    anchor_set: Mapped[str] = mapped_column(String(20))
    rules_points: Mapped[str] = mapped_column(String(80), default="")
    position: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        UniqueConstraint("nomination_id", "code"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
    )


class Decision(Base):
    """A recorded decision of people (D12): body, number, date, subject; acts point to it."""

    __tablename__ = "decision"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), index=True)
    body: Mapped[DecisionBody] = state_column(DecisionBody)
    number: Mapped[str] = mapped_column(String(60))
    decided_on: Mapped[date] = mapped_column(Date)
    subject: Mapped[str] = mapped_column(String(300))
    recorded_by: Mapped[str] = mapped_column(String(32))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (CheckConstraint("number <> ''", name="has_number"),)


class CommitteeSeat(Titled, Base):
    """A seat of the organising committee by function (p.118), with its dated holder."""

    __tablename__ = "committee_seat"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), index=True)
    holder: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    is_chair: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    position: Mapped[int] = mapped_column(Integer, default=0)


class StageChange(Base):
    """When an edition or a segment entered a stage, by whom: the edition's own diary."""

    __tablename__ = "stage_change"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), index=True)
    segment_id: Mapped[str | None] = mapped_column(ForeignKey("segment.id"))
    stage: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(32))
