"""Project offices of bodies (p.54, 55)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.infra.db import db
from awards.registry.domain import OfficeData
from awards.registry.models import ProjectOffice
from awards.registry.services import records
from awards.registry.services.standing import standing


def add_office(data: OfficeData, *, actor: Actor, at: datetime) -> ProjectOffice:
    """Record the project office of a body; it may be based in another organisation (p.55).

    Refuses with `registry.office_taken`: a body has one project office at a time (p.54).
    """
    _check_office(data, "")
    return records.add(ProjectOffice(**asdict(data)), actor=actor, at=at)


def correct_office(
    office_id: str, data: OfficeData, *, reason: str, actor: Actor, at: datetime
) -> ProjectOffice:
    """Correct an office; it stays the office of its body."""
    row = records.found_row(ProjectOffice, office_id, "office_id")
    values = {**asdict(data), "organisation_id": row.organisation_id}
    _check_office(OfficeData(**values), row.id)
    return records.correct(row, values, reason=reason, actor=actor, at=at)


def end_office(office_id: str, on: date, *, actor: Actor, at: datetime, reason: str = "") -> ProjectOffice:
    row = records.found_row(ProjectOffice, office_id, "office_id")
    records.end(row, on, reason=reason, actor=actor, at=at)
    return row


def _check_office(data: OfficeData, own_id: str) -> None:
    records.refuse(data.problems())
    standing(data.organisation_id, data.since, "organisation_id", lock=True)
    if data.base_id is not None:
        standing(data.base_id, data.since, "base_id")
    meets = select(ProjectOffice.id).where(
        ProjectOffice.id != own_id,
        ProjectOffice.organisation_id == data.organisation_id,
        (ProjectOffice.until.is_(None)) | (ProjectOffice.until >= data.since),
    )
    if data.until is not None:
        meets = meets.where(ProjectOffice.since <= data.until)
    if db.session.scalar(meets.limit(1)) is not None:
        raise Refusal("registry.office_taken", "p.54", {"field": "since"})
