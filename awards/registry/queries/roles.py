"""Reading the roles people hold."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from awards.infra.db import db
from awards.registry.domain import OfficeFacts, RoleFacts
from awards.registry.models import Person, RoleHeld
from awards.registry.queries.merging import records_of


def role_facts(row: Any) -> RoleFacts:
    """From a row of (RoleHeld, the holder's name)."""
    held, name = row
    return RoleFacts(
        id=held.id,
        person_id=held.person_id,
        person_name=name,
        role=held.role,
        organisation_id=held.organisation_id,
        project_id=held.project_id,
        since=held.since,
        until=held.until,
        act_number=held.act_number,
        act_date=held.act_date,
        office_id=held.office_id,
        unit=held.unit,
    )


def _roles(*conditions: Any) -> tuple[RoleFacts, ...]:
    rows = db.session.execute(
        select(RoleHeld, Person.full_name)
        .join(Person, Person.id == RoleHeld.person_id)
        .where(*conditions)
        .order_by(RoleHeld.since.desc(), Person.sort_key, RoleHeld.id)
    )
    return tuple(role_facts(row) for row in rows)


def get_role(role_id: str) -> RoleFacts | None:
    return next(iter(_roles(RoleHeld.id == role_id)), None)


def roles_of_project(project_id: str) -> tuple[RoleFacts, ...]:
    """Roles of the project, ended ones too, the latest first."""
    return _roles(RoleHeld.project_id == project_id)


def roles_in_organisation(organisation_id: str) -> tuple[RoleFacts, ...]:
    """Roles held in the organisation, in its office and its projects, the latest first."""
    return _roles(RoleHeld.organisation_id == organisation_id)


def roles_of_office(office: OfficeFacts) -> tuple[RoleFacts, ...]:
    """Roles by which an office is staffed and its people replaced, ended ones too, the latest first.

    Those that name the office, and those held in its body that name none: an office's roles may be on record
    since before the office was, and those above it belong to the body. Roles of projects are left out.
    """
    of_the_body = (RoleHeld.organisation_id == office.organisation_id, RoleHeld.project_id.is_(None))
    elsewhere = RoleHeld.office_id.is_not(None) & (RoleHeld.office_id != office.id)
    return _roles(*of_the_body, ~elsewhere)


def roles_of_person(person_id: str) -> tuple[RoleFacts, ...]:
    """Every role the person holds or held, the latest first, those on their merged records included."""
    return _roles(RoleHeld.person_id.in_(select(records_of((person_id,)).c.record)))
