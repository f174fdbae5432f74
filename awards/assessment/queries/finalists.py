"""Reading finalists: the confirmed list of a segment, or what the run proposes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from awards.assessment.domain.finalists import Ranked, ranked
from awards.assessment.domain.finalists import finalists as by_rule
from awards.assessment.models import Finalist, FinalistsDecision
from awards.assessment.queries.scoring import RunFacts
from awards.competition import queries as competition
from awards.competition.queries import DecisionFacts
from awards.infra.db import db


@dataclass(frozen=True)
class FinalistsFacts:
    """The finalists of a segment, by a recorded decision of the jury (D12)."""

    decision_id: str
    run_id: str
    entries: tuple[tuple[str, int], ...]
    """(entry id, score in milli-points), best first."""
    decision: DecisionFacts
    confirmed_at: datetime


def finalists(segment_id: str) -> FinalistsFacts | None:
    """The confirmed finalists of a segment; None before the jury's decision. An empty list is an answer."""
    row = db.session.scalar(select(FinalistsDecision).where(FinalistsDecision.segment_id == segment_id))
    decision = competition.decision(row.decision_id) if row else None
    if row is None or decision is None:
        return None
    named = db.session.execute(
        select(Finalist.entry_id, Finalist.milli)
        .where(Finalist.decision_id == row.id)
        .order_by(Finalist.milli.desc(), Finalist.entry_id)
    )
    return FinalistsFacts(
        row.id, row.run_id, tuple((entry_id, milli) for entry_id, milli in named), decision, row.confirmed_at
    )


def decided_segments(segment_ids: tuple[str, ...]) -> dict[str, int]:
    """Segment id to the number of its finalists, for segments whose list is confirmed; two queries."""
    decisions = db.session.execute(
        select(FinalistsDecision.segment_id, FinalistsDecision.id).where(
            FinalistsDecision.segment_id.in_(segment_ids)
        )
    )
    by_decision = {decision_id: segment_id for segment_id, decision_id in decisions}
    counts = dict.fromkeys(by_decision.values(), 0)
    for decision_id in db.session.scalars(
        select(Finalist.decision_id).where(Finalist.decision_id.in_(tuple(by_decision)))
    ):
        counts[by_decision[decision_id]] += 1
    return counts


def places(run: RunFacts, top_n: int) -> tuple[tuple[Ranked, bool], ...]:
    """Every entry of the run, best first, and whether it would be a finalist by D5."""
    named = {place.entry_id for place in proposed(run, top_n)}
    return tuple((place, place.entry_id in named) for place in ranked(run.milli))


def proposed(run: RunFacts, top_n: int) -> tuple[Ranked, ...]:
    """Who would be a finalist by D5 from this run."""
    return by_rule(run.milli, top_n)
