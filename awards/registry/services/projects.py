"""Projects with their unique number, and the roles of their charters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.text import Text, fold, seen, sort_keys
from awards.infra.db import db
from awards.registry.domain import CHARTER_ROLES, HolderData, ProjectData, RoleCode, RoleData
from awards.registry.models import Project, ProjectCounter
from awards.registry.services import records
from awards.registry.services.people import holder
from awards.registry.services.roles import add_role
from awards.registry.services.standing import standing


def add_project(data: ProjectData, *, actor: Actor, at: datetime) -> Project:
    """Record a project; it gets the next unique number of the year (p.94(8)), like 2026-000123."""
    _check_project(data, at)
    standing(data.organisation_id, data.starts_on, "organisation_id")
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
    _check_project(data, at)
    row = records.found_row(Project, project_id, "project_id")
    values = {**project_columns(data), "organisation_id": row.organisation_id}
    return records.correct(row, values, reason=reason, actor=actor, at=at)


def _check_project(data: ProjectData, at: datetime) -> None:
    """What is well-formed and has happened: an approval is recorded once it is given."""
    records.refuse(data.problems())
    today = records.day_of(at)
    for field in ("chartered_on", "planned_on", "closed_on"):
        day = getattr(data, field)
        if day is not None and day > today:
            raise Refusal("registry.approval_in_future", facts={"field": field})


def project_columns(data: ProjectData) -> dict[str, Any]:
    """The columns of a project, those computed from its title included."""
    kk, ru, en = (seen(text).strip() for text in (data.title_kk, data.title_ru, data.title_en))
    return {
        **asdict(data),
        "title_kk": kk,
        "title_ru": ru,
        "title_en": en,
        **sort_keys(Text(kk, ru, en)),
        "folded": fold(f"{kk} {ru} {en}"),
    }


def _next_number(at: datetime) -> str:
    """The next number of the year in Astana, under the lock of the year's counter."""
    counter = counter_of(at)
    counter.last += 1
    db.session.flush()
    return f"{counter.year}-{counter.last:06d}"


def counter_of(at: datetime) -> ProjectCounter:
    """The counter of the year in Astana, locked until the transaction ends."""
    year = records.day_of(at).year
    counter = db.session.scalar(select(ProjectCounter).where(ProjectCounter.year == year).with_for_update())
    if counter is None:
        counter = ProjectCounter(year=year, last=0)
        db.session.add(counter)
    return counter
