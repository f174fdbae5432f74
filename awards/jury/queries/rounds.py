"""Rounds: what everyone may know while they are open, and the count once they are closed.

Choices leave this module only as the count of a round that is counted: nothing here reads a ranking of a
round that is open, or closed without a quorum and so may open again (S9).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, select

from awards.competition import queries as competition
from awards.competition.domain import VoteMethod
from awards.competition.models import Segment
from awards.competition.queries import DecisionFacts
from awards.core.errors import Refusal
from awards.core.workflow import RoundState
from awards.infra.db import db
from awards.jury.domain import ballots as pure
from awards.jury.domain import round_json
from awards.jury.domain.tally import Count, count
from awards.jury.domain.vocabulary import Medal
from awards.jury.models import Ballot, CastingDecision, RosterLine, Round

COUNTED = (RoundState.TIED, RoundState.DECIDED)
"""Closed for good: a round closed without a quorum may open again, so its ballots stay unread."""


@dataclass(frozen=True)
class RoundFacts:
    """A vote without its ballots. `cast`, `eligible` and `needed` are the turnout, as counts only (R12)."""

    id: str
    segment_id: str
    finalists_decision_id: str
    state: RoundState
    method: VoteMethod
    candidates: tuple[str, ...]
    medals: tuple[Medal, ...]
    quorum: tuple[int, int]
    chair_juror_id: str | None
    deputy_decision: DecisionFacts | None
    opened_at: datetime | None
    closes_at: datetime
    closed_at: datetime | None
    report: Mapping[str, Any]
    cast: int
    eligible: int

    @property
    def needed(self) -> int:
        """Ballots that make a quorum, abstentions included (D8)."""
        return max(1, -(-self.quorum[0] * self.eligible // self.quorum[1]))

    @property
    def is_counted(self) -> bool:
        return self.state in COUNTED

    @property
    def lacks_quorum(self) -> bool:
        return self.state is RoundState.CLOSED

    def takes_ballots(self, at: datetime) -> bool:
        """The closing instant is late."""
        return self.state is RoundState.OPEN and at < self.closes_at

    def may_close(self, at: datetime) -> bool:
        """At the closing instant, or as soon as everybody entitled has voted."""
        return self.state is RoundState.OPEN and (at >= self.closes_at or self.cast >= self.eligible)


@dataclass(frozen=True)
class RosterFacts:
    """A line of a frozen roster; `present` only once the round is counted (R12)."""

    juror_id: str
    eligible: bool
    present: bool | None


@dataclass(frozen=True)
class CastingFacts:
    """A casting decision between exactly the tied (p.123)."""

    medal: Medal
    tied: tuple[str, ...]
    choice: str
    juror_id: str
    decided_at: datetime


def _rounds() -> Select[Any]:
    cast = select(func.count()).where(Ballot.round_id == Round.id).scalar_subquery()
    eligible = (
        select(func.count())
        .where(RosterLine.round_id == Round.id, RosterLine.eligible.is_(True))
        .scalar_subquery()
    )
    return select(Round, cast, eligible)


def _round(row: Any) -> RoundFacts:
    found, cast, eligible = row
    return RoundFacts(
        id=found.id,
        segment_id=found.segment_id,
        finalists_decision_id=found.finalists_decision_id,
        state=found.state,
        method=VoteMethod(found.method),
        candidates=tuple(found.candidates),
        medals=tuple(Medal(medal) for medal in found.medals),
        quorum=(found.quorum_numerator, found.quorum_denominator),
        chair_juror_id=found.chair_juror_id,
        deputy_decision=competition.decision(found.deputy_decision_id),
        opened_at=found.opened_at,
        closes_at=found.closes_at,
        closed_at=found.closed_at,
        report=dict(found.report or {}),
        cast=cast,
        eligible=eligible,
    )


def round_of(segment_id: str) -> RoundFacts | None:
    """The vote of a segment, if one was opened."""
    row = db.session.execute(_rounds().where(Round.segment_id == segment_id)).one_or_none()
    return _round(row) if row else None


def rounds(edition_id: str) -> dict[str, RoundFacts]:
    """Segment id to its vote; one query (and one for each deputy's decision)."""
    rows = db.session.execute(
        _rounds().join(Segment, Segment.id == Round.segment_id).where(Segment.edition_id == edition_id)
    )
    return {row[0].segment_id: _round(row) for row in rows}


def roster_of(found: RoundFacts) -> tuple[RosterFacts, ...]:
    """The frozen roster of a vote. Who was present is known once the vote is counted, not before (R12)."""
    rows = db.session.execute(
        select(RosterLine.juror_id, RosterLine.eligible, Ballot.juror_id)
        .outerjoin(
            Ballot, (Ballot.round_id == RosterLine.round_id) & (Ballot.juror_id == RosterLine.juror_id)
        )
        .where(RosterLine.round_id == found.id)
        .order_by(RosterLine.juror_id)
    )
    return tuple(
        RosterFacts(juror_id, eligible, voter is not None if found.is_counted else None)
        for juror_id, eligible, voter in rows
    )


def casting_decisions(round_id: str) -> tuple[CastingFacts, ...]:
    """Casting decisions of a vote in the order in which they were made."""
    rows = db.session.scalars(
        select(CastingDecision)
        .where(CastingDecision.round_id == round_id)
        .order_by(CastingDecision.decided_at, CastingDecision.id)
    )
    return tuple(
        CastingFacts(row.medal, tuple(row.tied), row.choice, row.juror_id, row.decided_at) for row in rows
    )


def own_receipt(round_id: str, juror_id: str) -> tuple[str, datetime] | None:
    """(receipt, instant) of the juror's own ballot; never the choices, not even to the juror (R11)."""
    row = db.session.execute(
        select(Ballot.receipt, Ballot.cast_at).where(Ballot.round_id == round_id, Ballot.juror_id == juror_id)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def roster_lines_of(juror_id: str) -> dict[str, bool]:
    """Round id to whether the juror may vote in it, for the rounds whose roster they stand on."""
    rows = db.session.execute(
        select(RosterLine.round_id, RosterLine.eligible).where(RosterLine.juror_id == juror_id)
    )
    return {round_id: eligible for round_id, eligible in rows}  # noqa: C416 - rows are not pairs to mypy


def rounds_voted_in(juror_id: str) -> frozenset[str]:
    """Rounds with a ballot of this juror; for the juror's own pages."""
    return frozenset(db.session.scalars(select(Ballot.round_id).where(Ballot.juror_id == juror_id)))


def counted_round(round_id: str) -> pure.Round:
    """The whole round, ballots included, as the count reads it: for a round that is counted.

    Refuses `jury.not_counted` for a round that is open or may open again (S9).
    """
    row = db.session.get_one(Round, round_id)
    if row.state not in COUNTED:
        raise Refusal("jury.not_counted")
    return whole_round(row)


def count_of(round_id: str) -> Count:
    """The count with every step, computed afresh from the rows. Refuses as `counted_round`."""
    return count(counted_round(round_id))


def round_input(segment_id: str, names: Mapping[str, str] | None = None) -> dict[str, Any] | None:
    """The round in the shape that `awards tally` reads; None where the segment has no counted round.

    Ids of jurors and entries are replaced by `names` where they are in it (pseudonyms of a bundle).
    """
    row = db.session.scalar(select(Round).where(Round.segment_id == segment_id))
    if row is None or row.state not in COUNTED:
        return None
    return round_json.write(whole_round(row), names or {})


def whole_round(row: Round) -> pure.Round:
    """The rows of a round as the value that is counted. For the count alone: it holds the choices."""
    roster = db.session.execute(
        select(RosterLine.juror_id, RosterLine.eligible)
        .where(RosterLine.round_id == row.id)
        .order_by(RosterLine.juror_id)
    ).all()
    cast = db.session.execute(
        select(Ballot.juror_id, Ballot.ranking).where(Ballot.round_id == row.id).order_by(Ballot.juror_id)
    )
    return pure.Round(
        candidates=tuple(row.candidates),
        method=VoteMethod(row.method),
        chair=row.chair_juror_id,
        roster=tuple(juror_id for juror_id, _ in roster),
        recused=tuple(juror_id for juror_id, eligible in roster if not eligible),
        quorum=Fraction(row.quorum_numerator, row.quorum_denominator),
        medals=tuple(Medal(medal) for medal in row.medals),
        ballots=tuple(pure.Ballot(juror_id, tuple(ranking)) for juror_id, ranking in cast),
        casting=tuple(_casting(casting_decisions(row.id))),
    )


def _casting(decisions: Iterable[CastingFacts]) -> Iterable[pure.Casting]:
    for made in decisions:
        yield pure.Casting(made.medal, frozenset(made.tied), made.choice, made.juror_id)
