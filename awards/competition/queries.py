"""Reading editions: frozen facts for pages and for the packages above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from awards.competition.domain import (
    Area,
    Calendar,
    Criterion,
    DecisionBody,
    MethodologySettings,
    NominationKind,
    Rubric,
    RubricTemplate,
)
from awards.competition.models import (
    Category,
    CategoryKind,
    CommitteeSeat,
    Decision,
    Edition,
    Methodology,
    Nomination,
    Segment,
    StageChange,
)
from awards.competition.models import Criterion as CriterionRow
from awards.core.permissions import Subject
from awards.core.text import Text
from awards.core.workflow import EditionState, MethodologyState, SegmentState, Stage
from awards.infra import audit
from awards.infra.db import db
from awards.registry.domain import OrganisationKind


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


_SEGMENT_STAGES = (SegmentState.ASSESSMENT, SegmentState.FINALISTS, SegmentState.VOTING, SegmentState.SEALED)


def _stage(edition: Edition, segment_states: Iterable[SegmentState]) -> Stage:
    if edition.state is not EditionState.ASSESSMENT:
        return Stage(edition.state.value)
    standing = [_SEGMENT_STAGES.index(state) for state in segment_states if state in _SEGMENT_STAGES]
    return Stage(_SEGMENT_STAGES[min(standing)].value) if standing else Stage.ASSESSMENT


def _edition(row: Edition) -> EditionFacts:
    states: Iterable[SegmentState] = ()
    if row.state is EditionState.ASSESSMENT:
        states = db.session.scalars(select(Segment.state).where(Segment.edition_id == row.id)).all()
    return EditionFacts(
        id=row.id,
        year=row.year,
        title=row.title,
        state=row.state,
        stage=_stage(row, states),
        announced_on=row.announced_on,
        reference_date=row.reference_date,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        admissibility_until=row.admissibility_until,
        assessment_until=row.assessment_until,
        voting_until=row.voting_until,
        forum_at=row.forum_at,
        forum_place=row.forum_place,
        is_double_blind=row.is_double_blind,
    )


def get_edition(year: int) -> EditionFacts | None:
    """The edition of a year, or None."""
    row = db.session.scalar(select(Edition).where(Edition.year == year))
    return _edition(row) if row else None


def public_edition(year: int) -> EditionFacts | None:
    """The edition of a year if the public may know of it."""
    found = get_edition(year)
    return found if found and found.is_public else None


def edition_by_id(edition_id: str) -> EditionFacts | None:
    row = db.session.get(Edition, edition_id)
    return _edition(row) if row else None


def editions() -> tuple[EditionFacts, ...]:
    """All editions, the newest first."""
    return tuple(_edition(row) for row in db.session.scalars(select(Edition).order_by(Edition.year.desc())))


def current_edition() -> EditionFacts | None:
    """The newest edition that is no longer being set up; None before the first one opens."""
    row = db.session.scalar(
        select(Edition).where(Edition.state != EditionState.SETUP).order_by(Edition.year.desc()).limit(1)
    )
    return _edition(row) if row else None


def _nomination(row: Nomination) -> NominationFacts:
    return NominationFacts(row.id, row.code, row.kind, row.title, row.template, row.proposer, row.position)


def _category(row: Category) -> CategoryFacts:
    return CategoryFacts(row.id, row.code, row.title, row.fee_tenge, row.position)


def nominations(edition_id: str) -> tuple[NominationFacts, ...]:
    """Nominations in their order: the standard ones, then the special ones."""
    rows = db.session.scalars(
        select(Nomination)
        .where(Nomination.edition_id == edition_id)
        .order_by(Nomination.position, Nomination.code)
    )
    return tuple(_nomination(row) for row in rows)


def get_nomination(nomination_id: str) -> NominationFacts | None:
    row = db.session.get(Nomination, nomination_id)
    return _nomination(row) if row else None


def categories(edition_id: str) -> tuple[CategoryFacts, ...]:
    rows = db.session.scalars(
        select(Category).where(Category.edition_id == edition_id).order_by(Category.position, Category.code)
    )
    return tuple(_category(row) for row in rows)


def category_kinds(edition_id: str) -> dict[OrganisationKind, str]:
    """Kind of organisation to the id of the category it competes in."""
    rows = db.session.scalars(select(CategoryKind).where(CategoryKind.edition_id == edition_id))
    return {row.kind: row.category_id for row in rows}


def category_for(edition_id: str, kind: OrganisationKind) -> CategoryFacts | None:
    """The category an organisation of this kind competes in (D1); None where the edition has none for it."""
    row = db.session.scalar(
        select(Category)
        .join(CategoryKind, CategoryKind.category_id == Category.id)
        .where(CategoryKind.edition_id == edition_id, CategoryKind.kind == kind)
    )
    return _category(row) if row else None


def segments(edition_id: str) -> tuple[SegmentFacts, ...]:
    """All segments of an edition, by nomination and category; two queries."""
    row = db.session.get(Edition, edition_id)
    if row is None:
        return ()
    edition = _edition(row)
    rows = db.session.execute(
        select(Segment, Nomination, Category)
        .join(Nomination, Nomination.id == Segment.nomination_id)
        .join(Category, Category.id == Segment.category_id)
        .where(Segment.edition_id == edition_id)
        .order_by(Nomination.position, Nomination.code, Category.position, Category.code)
    )
    return tuple(
        SegmentFacts(segment.id, edition, _nomination(nomination), _category(category), segment.state)
        for segment, nomination, category in rows
    )


def get_segment(segment_id: str) -> SegmentFacts | None:
    row = db.session.get(Segment, segment_id)
    if row is None:
        return None
    edition = _edition(db.session.get_one(Edition, row.edition_id))
    nomination = db.session.get_one(Nomination, row.nomination_id)
    category = db.session.get_one(Category, row.category_id)
    return SegmentFacts(row.id, edition, _nomination(nomination), _category(category), row.state)


def segment_for(nomination_id: str, category_id: str) -> str | None:
    """The id of the segment where a nomination and a category meet."""
    return db.session.scalar(
        select(Segment.id).where(Segment.nomination_id == nomination_id, Segment.category_id == category_id)
    )


def decision(decision_id: str | None) -> DecisionFacts | None:
    row = db.session.get(Decision, decision_id) if decision_id else None
    return DecisionFacts(row.id, row.body, row.number, row.decided_on, row.subject) if row else None


def decisions(edition_id: str) -> tuple[DecisionFacts, ...]:
    """Recorded decisions of an edition, the newest first."""
    rows = db.session.scalars(
        select(Decision)
        .where(Decision.edition_id == edition_id)
        .order_by(Decision.decided_on.desc(), Decision.recorded_at.desc(), Decision.id)
    )
    return tuple(DecisionFacts(row.id, row.body, row.number, row.decided_on, row.subject) for row in rows)


def methodology(edition_id: str) -> MethodologyFacts:
    """The edition's methodology. Raises NoResultFound for an edition without one (there is none such)."""
    row = db.session.execute(select(Methodology).where(Methodology.edition_id == edition_id)).scalar_one()
    return MethodologyFacts(
        row.id,
        MethodologySettings.from_json(row.settings),
        row.state,
        row.digest,
        decision(row.decision_id),
    )


def rubric(nomination_id: str) -> Rubric:
    """The rubric of a nomination, areas and criteria in their order."""
    rows = db.session.scalars(
        select(CriterionRow)
        .where(CriterionRow.nomination_id == nomination_id)
        .order_by(CriterionRow.position, CriterionRow.code)
    ).all()
    areas: dict[str, list[CriterionRow]] = {}
    for row in rows:
        areas.setdefault(row.area_code, []).append(row)
    return Rubric(
        tuple(
            Area(
                code,
                Text(members[0].area_kk, members[0].area_ru, members[0].area_en),
                tuple(
                    Criterion(row.code, row.title, row.weight, row.anchor_set, row.rules_points, row.id)
                    for row in members
                ),
            )
            for code, members in areas.items()
        )
    )


def methodology_digest(edition_id: str) -> str:
    """SHA-256 over the settings and every rubric, in canonical JSON: what results cite."""
    rubrics: dict[str, Any] = {
        nomination.code: [
            {
                "code": criterion.code,
                "weight": criterion.weight,
                "anchors": criterion.anchor_set,
                "title": [criterion.title.kk, criterion.title.ru, criterion.title.en],
            }
            for criterion in rubric(nomination.id).criteria
        ]
        for nomination in nominations(edition_id)
    }
    return audit.digest({"settings": methodology(edition_id).settings.to_json(), "rubrics": rubrics})


def seats(edition_id: str) -> tuple[SeatFacts, ...]:
    rows = db.session.scalars(
        select(CommitteeSeat)
        .where(CommitteeSeat.edition_id == edition_id)
        .order_by(CommitteeSeat.is_chair.desc(), CommitteeSeat.position, CommitteeSeat.id)
    )
    return tuple(SeatFacts(row.id, row.title, row.holder, row.is_chair, row.since, row.until) for row in rows)


def stage_history(edition_id: str) -> dict[str, datetime]:
    """When the edition itself entered each stage."""
    rows = db.session.execute(
        select(StageChange.stage, StageChange.at)
        .where(StageChange.edition_id == edition_id, StageChange.segment_id.is_(None))
        .order_by(StageChange.at)
    )
    return dict(rows.tuples().all())
