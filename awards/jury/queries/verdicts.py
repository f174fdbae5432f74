"""The jury's recorded decisions on medals (D12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from awards.competition.models import Decision, Segment
from awards.competition.queries import DecisionFacts
from awards.infra.db import db
from awards.jury.domain.vocabulary import How, Medal
from awards.jury.models import Award, SegmentVerdict


@dataclass(frozen=True)
class AwardFacts:
    """A medal of a segment: the entry, its score in milli-points, and the rule that settled the place."""

    medal: Medal
    entry_id: str
    milli: int
    decided_by: str


@dataclass(frozen=True)
class VerdictFacts:
    """The verdict of a segment; `awards` from gold down, a medal that is missing was not awarded (D7)."""

    id: str
    segment_id: str
    how: How
    decision: DecisionFacts
    awards: tuple[AwardFacts, ...]
    round_id: str | None
    finalists_decision_id: str
    confirmed_by: str
    confirmed_at: datetime

    def award(self, medal: Medal) -> AwardFacts | None:
        return next((award for award in self.awards if award.medal is medal), None)


def verdict(segment_id: str) -> VerdictFacts | None:
    """The verdict of a segment, once the jury has recorded it."""
    return _verdicts(SegmentVerdict.segment_id == segment_id).get(segment_id)


def verdicts(edition_id: str) -> dict[str, VerdictFacts]:
    """Segment id to verdict, for the segments that have one; two queries."""
    return _verdicts(
        SegmentVerdict.segment_id.in_(select(Segment.id).where(Segment.edition_id == edition_id))
    )


def _verdicts(which: ColumnElement[bool]) -> dict[str, VerdictFacts]:
    rows = db.session.execute(
        select(SegmentVerdict, Decision)
        .join(Decision, Decision.id == SegmentVerdict.decision_id)
        .where(which)
    ).all()
    won = _awards(row[0].id for row in rows) if rows else {}
    return {row[0].segment_id: _verdict(row, won.get(row[0].id, ())) for row in rows}


def _awards(verdict_ids: Iterable[str]) -> dict[str, tuple[AwardFacts, ...]]:
    found: dict[str, list[AwardFacts]] = {}
    for row in db.session.scalars(select(Award).where(Award.verdict_id.in_(list(verdict_ids)))):
        found.setdefault(row.verdict_id, []).append(
            AwardFacts(row.medal, row.entry_id, row.milli, row.decided_by)
        )
    order = list(Medal)
    return {key: tuple(sorted(rows, key=lambda one: order.index(one.medal))) for key, rows in found.items()}


def _verdict(row: Any, awards: tuple[AwardFacts, ...]) -> VerdictFacts:
    found, decision = row
    return VerdictFacts(
        id=found.id,
        segment_id=found.segment_id,
        how=found.how,
        decision=DecisionFacts(
            decision.id, decision.body, decision.number, decision.decided_on, decision.subject
        ),
        awards=awards,
        round_id=found.round_id,
        finalists_decision_id=found.finalists_decision_id,
        confirmed_by=found.confirmed_by,
        confirmed_at=found.confirmed_at,
    )
