"""What the registry's board shows: how much there is, and what changed last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.registry.models import Certificate, Engagement, Organisation, Person, Project


@dataclass(frozen=True)
class Counts:
    """How many records the registry holds."""

    organisations: int
    people: int
    projects: int
    certificates: int
    engagements: int


@dataclass(frozen=True)
class Change:
    """One change of the registry: who, when, what and why, from the audit log."""

    at: datetime
    actor_id: str
    event: str
    object_kind: str
    object_id: str
    facts: Mapping[str, Any]


def counts() -> Counts:
    tables = (Organisation, Person, Project, Certificate, Engagement)
    found = db.session.execute(
        select(*(select(func.count()).select_from(table).scalar_subquery() for table in tables))
    ).one()
    return Counts(*found)


def last_changes(limit: int = 10) -> tuple[Change, ...]:
    """The newest changes of the whole registry."""
    return _changes(AuditEvent.event.startswith("registry."), limit=limit)


def history_of(object_ids: Iterable[str], *, limit: int = 50) -> tuple[Change, ...]:
    """Changes of these records, the newest first."""
    wanted = tuple(object_ids)
    return _changes(AuditEvent.object_id.in_(wanted), AuditEvent.event.startswith("registry."), limit=limit)


def _changes(*conditions: Any, limit: int) -> tuple[Change, ...]:
    rows = db.session.scalars(
        select(AuditEvent).where(*conditions).order_by(AuditEvent.seq.desc()).limit(limit)
    )
    return tuple(
        Change(row.at, row.actor_id, row.event, row.object_kind, row.object_id, row.facts) for row in rows
    )
