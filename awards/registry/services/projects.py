"""Projects with their unique number, and the roles people hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.text import fold, sort_key
from awards.infra.db import db
from awards.registry.domain import CHARTER_ROLES, HolderData, ProjectData, RoleCode, RoleData
from awards.registry.models import Organisation, Person, Project, ProjectCounter, RoleHeld
from awards.registry.services import records
from awards.registry.services.people import holder


def add_project(data: ProjectData, *, actor: Actor, at: datetime) -> Project:
    """Record a project; it gets the next unique number of the year (p.94(8)), like 2026-000123."""
    records.refuse(data.problems())
    records.found_row(Organisation, data.organisation_id, "organisation_id")
    project = Project(number=_next_number(at), registered_at=at, **project_columns(data))
    return records.add(project, actor=actor, at=at)


def add_project_with_charter(
    data: ProjectData, holders: Mapping[RoleCode, HolderData], *, actor: Actor, at: datetime
) -> Project:
    """A project with its charter roles (p.85), each held from the project's first day.

    A role whose holder is left out is to be filled later; the same new person named twice is one person.
    """
    project = add_project(data, actor=actor, at=at)
    known: dict[HolderData, str] = {}
    for role in CHARTER_ROLES:
        named = holders.get(role, HolderData())
        if named.is_empty:
            continue
        if named not in known:
            known[named] = holder(named, actor=actor, at=at)
        held = RoleData(known[named], role, data.organisation_id, project.starts_on, project.id)
        add_role(held, actor=actor, at=at)
    return project


def correct_project(
    project_id: str, data: ProjectData, *, reason: str, actor: Actor, at: datetime
) -> Project:
    """Correct a project; its number and its organisation stay."""
    records.refuse(data.problems())
    row = records.found_row(Project, project_id, "project_id")
    values = {**project_columns(data), "organisation_id": row.organisation_id}
    return records.correct(row, values, reason=reason, actor=actor, at=at)


def project_columns(data: ProjectData) -> dict[str, Any]:
    """The columns of a project, those computed from its title included."""
    return {
        **asdict(data),
        "sort_key": sort_key(data.title_kk),
        "folded": fold(f"{data.title_kk} {data.title_ru} {data.title_en}"),
    }


def _next_number(at: datetime) -> str:
    """The next number of the year in Astana, under the lock of the year's counter."""
    year = records.day_of(at).year
    counter = db.session.scalar(select(ProjectCounter).where(ProjectCounter.year == year).with_for_update())
    if counter is None:
        counter = ProjectCounter(year=year, last=0)
        db.session.add(counter)
    counter.last += 1
    db.session.flush()
    return f"{year}-{counter.last:06d}"


def add_role(data: RoleData, *, actor: Actor, at: datetime) -> RoleHeld:
    """Record a role held (appendix 1, p.85).

    Refuses with `registry.role_needs_project`, `registry.project_of_other`, `registry.role_held_already`
    and `registry.leader_taken` (a project has one leader at a time).
    """
    _check_role(data, "")
    return records.add(RoleHeld(**asdict(data)), actor=actor, at=at)


def correct_role(role_id: str, data: RoleData, *, reason: str, actor: Actor, at: datetime) -> RoleHeld:
    row = records.found_row(RoleHeld, role_id, "role_id")
    _check_role(data, row.id)
    return records.correct(row, asdict(data), reason=reason, actor=actor, at=at)


def end_role(role_id: str, on: date, *, actor: Actor, at: datetime, reason: str = "") -> RoleHeld:
    row = records.found_row(RoleHeld, role_id, "role_id")
    records.end(row, on, reason=reason, actor=actor, at=at)
    return row


def _check_role(data: RoleData, own_id: str) -> None:
    records.refuse(data.problems())
    records.found_row(Person, data.person_id, "person_id")
    records.found_row(Organisation, data.organisation_id, "organisation_id")
    if data.project_id is not None:
        project = records.found_row(Project, data.project_id, "project_id")
        if project.organisation_id != data.organisation_id:
            raise Refusal("registry.project_of_other", facts={"field": "project_id"})
    held = _held_at_the_same_time(data, own_id)
    if any(row.person_id == data.person_id for row in held):
        raise Refusal("registry.role_held_already", facts={"field": "role", "role": data.role})
    if held and data.role is RoleCode.LEADER:
        raise Refusal("registry.leader_taken", "p.85", {"field": "role"})


def _held_at_the_same_time(data: RoleData, own_id: str) -> list[RoleHeld]:
    """Holdings of the same role in the same place whose days meet those of `data`."""
    same = select(RoleHeld).where(
        RoleHeld.id != own_id,
        RoleHeld.role == data.role,
        RoleHeld.organisation_id == data.organisation_id,
        RoleHeld.project_id.is_(None) if data.project_id is None else RoleHeld.project_id == data.project_id,
        (RoleHeld.until.is_(None)) | (RoleHeld.until >= data.since),
    )
    if data.until is not None:
        same = same.where(RoleHeld.since <= data.until)
    return list(db.session.scalars(same))
