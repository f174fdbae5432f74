"""Reading reorganisations."""

from __future__ import annotations

from sqlalchemy import or_, select

from awards.infra.db import db
from awards.registry.domain import SuccessionFacts
from awards.registry.models import Succession


def _facts(row: Succession) -> SuccessionFacts:
    return SuccessionFacts(
        id=row.id,
        predecessor_id=row.predecessor_id,
        successor_id=row.successor_id,
        kind=row.kind,
        effective_on=row.effective_on,
        subordination_id=row.subordination_id,
        act_number=row.act_number,
        act_date=row.act_date,
    )


def get_succession(succession_id: str) -> SuccessionFacts | None:
    row = db.session.get(Succession, succession_id)
    return _facts(row) if row else None


def successions_of(organisation_id: str) -> tuple[SuccessionFacts, ...]:
    """Reorganisations in which the organisation is the former body or its successor, the latest first."""
    rows = db.session.scalars(
        select(Succession)
        .where(or_(Succession.predecessor_id == organisation_id, Succession.successor_id == organisation_id))
        .order_by(Succession.effective_on.desc(), Succession.id)
    )
    return tuple(_facts(row) for row in rows)
