"""What the registry's board shows: how much there is, and what changed last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.registry.models import (
    Certificate,
    Engagement,
    FirmConsultant,
    FirmEngagement,
    Organisation,
    OrganisationName,
    Person,
    Project,
    ProjectOffice,
    RoleHeld,
    Subordination,
    Succession,
)
from awards.registry.queries.imports import ImportedRow, imported_rows

_OF_REGISTRY = AuditEvent.event.startswith("registry.")


@dataclass(frozen=True)
class Counts:
    """How many records the registry holds."""

    organisations: int
    people: int
    projects: int
    roles: int
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
    tables = (Organisation, Person, Project, RoleHeld, Certificate, Engagement)
    found = db.session.execute(
        select(*(select(func.count()).select_from(table).scalar_subquery() for table in tables))
    ).one()
    return Counts(*found)


def last_changes(limit: int = 10) -> tuple[Change, ...]:
    """The newest changes of the whole registry; a file that was taken over is one of them."""
    return _changes(_OF_REGISTRY, AuditEvent.event != "registry.exported", limit=limit)


def history_of(object_ids: Iterable[str], *, limit: int = 50) -> tuple[Change, ...]:
    """Changes of these records, the newest first: those of the log, and those that files made."""
    wanted = tuple(object_ids)
    logged = _changes(AuditEvent.object_id.in_(wanted), _OF_REGISTRY, limit=limit)
    imported = tuple(_imported(row) for row in imported_rows(wanted, limit=limit))
    return tuple(sorted((*logged, *imported), key=lambda change: change.at, reverse=True)[:limit])


def _imported(row: ImportedRow) -> Change:
    facts = {
        "reason": row.reason,
        "before": {code: values[0] for code, values in row.changes.items()},
        "after": {code: values[1] for code, values in row.changes.items()},
    }
    return Change(row.at, row.actor_id, "registry.imported", row.record_kind, row.record_id, facts)


_OWNERS: tuple[tuple[str, Any, str], ...] = (
    ("organisation_name", OrganisationName.organisation_id, "organisation"),
    ("subordination", Subordination.child_id, "organisation"),
    ("certificate", Certificate.person_id, "person"),
    ("engagement", Engagement.person_id, "person"),
    ("firm_engagement", FirmEngagement.organisation_id, "organisation"),
    ("firm_consultant", FirmConsultant.person_id, "person"),
    ("role_held", RoleHeld.person_id, "person"),
    ("project_office", ProjectOffice.organisation_id, "organisation"),
    ("succession", Succession.predecessor_id, "organisation"),
)


def owners_of(changes: Iterable[Change]) -> dict[str, tuple[str, str]]:
    """Where each changed record is shown: its id to ("organisation" | "person" | "project", id)."""
    wanted = tuple(changes)
    found = {each.object_id: (each.object_kind, each.object_id) for each in wanted}
    for kind, column, page in _OWNERS:
        ids = [each.object_id for each in wanted if each.object_kind == kind]
        if ids:
            table = column.class_
            rows = db.session.execute(select(table.id, column).where(table.id.in_(ids)))
            found.update({row[0]: (page, row[1]) for row in rows})
    return found


def _changes(*conditions: Any, limit: int) -> tuple[Change, ...]:
    rows = db.session.scalars(
        select(AuditEvent).where(*conditions).order_by(AuditEvent.seq.desc()).limit(limit)
    )
    return tuple(
        Change(row.at, row.actor_id, row.event, row.object_kind, row.object_id, row.facts) for row in rows
    )
