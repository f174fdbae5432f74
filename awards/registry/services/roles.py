"""The roles people hold: in an office, in a project, or above both (appendix 1, p.85)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlalchemy import select

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.infra.db import db
from awards.registry.domain import RoleCode, RoleData, one_at_a_time, roles
from awards.registry.models import Person, Project, ProjectOffice, RoleHeld
from awards.registry.services import records
from awards.registry.services.standing import standing, standing_person

OWN_END_DAYS = 31
"""How far back a member may date the end of a role."""


def add_role(data: RoleData, *, actor: Actor, at: datetime) -> RoleHeld:
    """Record a role held (appendix 1, p.85).

    Refuses with `registry.role_needs_project`, `registry.project_of_other`, `registry.office_of_other`,
    `registry.role_held_already`, and where appendix 1 names one holder for the office, direction, group or
    project, with `registry.role_taken` (for the leader of a project `registry.leader_taken`).
    """
    _check_role(data, "")
    standing_person(data.person_id)
    return records.add(RoleHeld(**asdict(data)), actor=actor, at=at)


def correct_role(role_id: str, data: RoleData, *, reason: str, actor: Actor, at: datetime) -> RoleHeld:
    row = records.found_row(RoleHeld, role_id, "role_id")
    _check_role(data, row.id)
    return records.correct(row, asdict(data), reason=reason, actor=actor, at=at)


def end_role(role_id: str, on: date, *, actor: Actor, at: datetime, reason: str = "") -> RoleHeld:
    row = records.found_row(RoleHeld, role_id, "role_id")
    records.end(row, on, reason=reason, actor=actor, at=at)
    return row


def end_own_role(role_id: str, on: date, *, actor: Actor, at: datetime, reason: str = "") -> RoleHeld:
    """A member ends a role of their body, today or lately.

    A day long past would take back what p.121 has read, so the clerk records it: refuses with
    `registry.end_long_ago`.
    """
    earliest = records.day_of(at) - timedelta(days=OWN_END_DAYS)
    if on < earliest:
        facts = {"field": "on", "day": earliest.strftime("%d.%m.%Y")}
        raise Refusal("registry.end_long_ago", "p.121", facts)
    return end_role(role_id, on, reason=reason, actor=actor, at=at)


def _check_role(data: RoleData, own_id: str) -> None:
    records.refuse(data.problems())
    records.found_row(Person, data.person_id, "person_id")
    standing(data.organisation_id, data.since, "organisation_id", lock=one_at_a_time(data.role))
    _check_place(data)
    held = _held_at_the_same_time(data, own_id)
    if any(row.person_id == data.person_id for row in held):
        raise Refusal("registry.role_held_already", facts={"field": "role", "role": data.role})
    if held and data.role is RoleCode.LEADER:
        raise Refusal("registry.leader_taken", "p.85", {"field": "role"})
    if held and one_at_a_time(data.role):
        raise Refusal("registry.role_taken", "appendix 1", {"field": "role", "role": data.role})


def _check_place(data: RoleData) -> None:
    """The project or the office is the organisation's own, and the office exists while the role is held."""
    if data.project_id is not None:
        project = records.found_row(Project, data.project_id, "project_id")
        if project.organisation_id != data.organisation_id:
            raise Refusal("registry.project_of_other", facts={"field": "project_id"})
    if data.office_id is not None:
        office = records.found_row(ProjectOffice, data.office_id, "office_id")
        if office.organisation_id != data.organisation_id:
            raise Refusal("registry.office_of_other", "p.54", {"field": "office_id"})
        if data.since < office.since or (office.until is not None and data.since > office.until):
            raise Refusal("registry.office_not_then", facts={"field": "since"})


def _held_at_the_same_time(data: RoleData, own_id: str) -> list[RoleHeld]:
    """Holdings of the same role in the same place whose days meet those of `data`.

    The place is the project, else the organisation, which has one office at a time (p.54), and in it the base
    direction, group or centre where the role is counted by those.
    """
    same = select(RoleHeld).where(
        RoleHeld.id != own_id,
        RoleHeld.role == data.role,
        RoleHeld.organisation_id == data.organisation_id,
        RoleHeld.project_id.is_(None) if data.project_id is None else RoleHeld.project_id == data.project_id,
        (RoleHeld.until.is_(None)) | (RoleHeld.until >= data.since),
    )
    if data.until is not None:
        same = same.where(RoleHeld.since <= data.until)
    entry = roles()[data.role]
    return [row for row in db.session.scalars(same) if entry.unit(row.unit) == entry.unit(data.unit)]
