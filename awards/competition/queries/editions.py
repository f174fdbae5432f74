"""Editions: which there are, what stage they stand at, who sits on their committee."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from awards.competition.models import CommitteeSeat, Edition, Segment, StageChange
from awards.competition.queries.facts import EditionFacts, InEdition, SeatFacts
from awards.core.workflow import EditionState, SegmentState, Stage
from awards.infra.db import db

_SEGMENT_STAGES = (SegmentState.ASSESSMENT, SegmentState.FINALISTS, SegmentState.VOTING, SegmentState.SEALED)


def _stage(edition: Edition, segment_states: Iterable[SegmentState]) -> Stage:
    if edition.state is not EditionState.ASSESSMENT:
        return Stage(edition.state.value)
    standing = [_SEGMENT_STAGES.index(state) for state in segment_states if state in _SEGMENT_STAGES]
    return Stage(_SEGMENT_STAGES[min(standing)].value) if standing else Stage.ASSESSMENT


def edition_facts(row: Edition) -> EditionFacts:
    """The facts of one row; during the segments' own advance it reads where they stand."""
    states: Iterable[SegmentState] = ()
    if row.state is EditionState.ASSESSMENT:
        states = db.session.scalars(select(Segment.state).where(Segment.edition_id == row.id)).all()
    return _facts(row, states)


def _facts(row: Edition, states: Iterable[SegmentState]) -> EditionFacts:
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
    return edition_facts(row) if row else None


def public_edition(year: int) -> EditionFacts | None:
    """The edition of a year if the public may know of it."""
    found = get_edition(year)
    return found if found and found.is_public else None


def edition_by_id(edition_id: str) -> EditionFacts | None:
    row = db.session.get(Edition, edition_id)
    return edition_facts(row) if row else None


def editions(*, public_only: bool = False) -> tuple[EditionFacts, ...]:
    """All editions, the newest first (there is one a year); two queries, however many there are."""
    rows = select(Edition).order_by(Edition.year.desc())
    if public_only:
        rows = rows.where(Edition.state != EditionState.SETUP)
    standing: dict[str, list[SegmentState]] = {}
    for edition_id, state in db.session.execute(
        select(Segment.edition_id, Segment.state)
        .join(Edition, Edition.id == Segment.edition_id)
        .where(Edition.state == EditionState.ASSESSMENT)
    ):
        standing.setdefault(edition_id, []).append(state)
    return tuple(_facts(row, standing.get(row.id, ())) for row in db.session.scalars(rows))


def current_edition() -> EditionFacts | None:
    """The newest edition that is no longer being set up; None before the first one opens."""
    row = db.session.scalar(
        select(Edition).where(Edition.state != EditionState.SETUP).order_by(Edition.year.desc()).limit(1)
    )
    return edition_facts(row) if row else None


def seats(edition_id: str) -> tuple[SeatFacts, ...]:
    """Seats of the organising committee, the chair's first, those of former holders too."""
    rows = db.session.scalars(
        select(CommitteeSeat)
        .where(CommitteeSeat.edition_id == edition_id)
        .order_by(CommitteeSeat.is_chair.desc(), CommitteeSeat.position, CommitteeSeat.id)
    )
    return tuple(_seat(row) for row in rows)


def seat_in(year: int, seat_id: str) -> InEdition[SeatFacts] | None:
    """A seat of that year's committee, or None."""
    edition, row = get_edition(year), db.session.get(CommitteeSeat, seat_id)
    if edition is None or row is None or row.edition_id != edition.id:
        return None
    return InEdition(edition, _seat(row))


def _seat(row: CommitteeSeat) -> SeatFacts:
    return SeatFacts(row.id, row.title, row.holder, row.is_chair, row.since, row.until)


def stage_history(edition_id: str) -> dict[str, datetime]:
    """When the edition itself entered each stage."""
    rows = db.session.execute(
        select(StageChange.stage, StageChange.at)
        .where(StageChange.edition_id == edition_id, StageChange.segment_id.is_(None))
        .order_by(StageChange.at)
    )
    return {row.stage: row.at for row in rows}
