"""Frozen facts of an edition, as pages and the packages above read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from awards.competition.domain import (
    Calendar,
    Checks,
    DecisionBody,
    MethodologySettings,
    NominationKind,
    RubricTemplate,
)
from awards.core.permissions import Subject
from awards.core.text import Text
from awards.core.workflow import EditionState, MethodologyState, SegmentState, Stage

Part = TypeVar("Part")


@dataclass(frozen=True)
class EditionFacts:
    """An edition. `stage` is what people see: during the segments' own advance, the least advanced one's."""

    id: str
    year: int
    title: Text
    state: EditionState
    stage: Stage
    announced_on: date
    reference_date: date
    opens_at: datetime
    closes_at: datetime
    admissibility_until: datetime
    assessment_until: datetime
    voting_until: datetime
    forum_at: datetime
    forum_place: str
    is_double_blind: bool

    @property
    def subject(self) -> Subject:
        return Subject(edition_id=self.id, edition_state=self.state)

    @property
    def edition(self) -> EditionFacts:
        return self

    @property
    def calendar(self) -> Calendar:
        return Calendar(
            self.announced_on,
            self.reference_date,
            self.opens_at,
            self.closes_at,
            self.admissibility_until,
            self.assessment_until,
            self.voting_until,
            self.forum_at,
        )

    @property
    def is_public(self) -> bool:
        """Whether the public may know of this edition: from the moment it is open."""
        return self.state is not EditionState.SETUP


@dataclass(frozen=True)
class NominationFacts:
    id: str
    code: str
    kind: NominationKind
    title: Text
    template: RubricTemplate
    proposer: str
    position: int
    checks: Checks = ()
    """Every eligibility check of its entries, in the order of the vocabulary."""


@dataclass(frozen=True)
class CategoryFacts:
    id: str
    code: str
    title: Text
    fee_tenge: int
    position: int


@dataclass(frozen=True)
class SegmentFacts:
    """Nomination × category, in which everything from ranking to medals happens (p.117)."""

    id: str
    edition: EditionFacts
    nomination: NominationFacts
    category: CategoryFacts
    state: SegmentState

    @property
    def edition_id(self) -> str:
        return self.edition.id

    @property
    def subject(self) -> Subject:
        return Subject(edition_id=self.edition.id, edition_state=self.edition.state, segment_state=self.state)


@dataclass(frozen=True)
class DecisionFacts:
    id: str
    body: DecisionBody
    number: str
    decided_on: date
    subject: str


@dataclass(frozen=True)
class MethodologyFacts:
    """The edition's methodology; once approved it carries its decision and digest."""

    id: str
    settings: MethodologySettings
    state: MethodologyState
    digest: str
    decision: DecisionFacts | None

    @property
    def is_approved(self) -> bool:
        return self.state is MethodologyState.APPROVED


@dataclass(frozen=True)
class SeatFacts:
    """A seat of the organising committee by function (p.118)."""

    id: str
    function: Text
    holder: str
    is_chair: bool
    since: date
    until: date | None


@dataclass(frozen=True)
class InEdition(Generic[Part]):
    """A part of an edition together with it, for pages about that one part."""

    edition: EditionFacts
    part: Part

    @property
    def subject(self) -> Subject:
        return self.edition.subject
