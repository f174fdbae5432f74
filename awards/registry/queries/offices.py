"""Reading project offices."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from awards.infra.db import db
from awards.registry.domain import OfficeFacts
from awards.registry.models import ProjectOffice


def office_facts(row: ProjectOffice) -> OfficeFacts:
    return OfficeFacts(
        id=row.id,
        organisation_id=row.organisation_id,
        title=row.title,
        base_id=row.base_id,
        since=row.since,
        until=row.until,
        act_number=row.act_number,
        act_date=row.act_date,
    )


def get_office(office_id: str) -> OfficeFacts | None:
    row = db.session.get(ProjectOffice, office_id)
    return office_facts(row) if row else None


def offices_of(organisation_id: str) -> tuple[OfficeFacts, ...]:
    """The organisation's own project offices over time, the latest first (one at a time, p.54)."""
    rows = db.session.scalars(
        select(ProjectOffice)
        .where(ProjectOffice.organisation_id == organisation_id)
        .order_by(ProjectOffice.since.desc(), ProjectOffice.id)
    )
    return tuple(office_facts(row) for row in rows)


def offices_based_in(organisation_id: str) -> tuple[OfficeFacts, ...]:
    """Offices of other bodies that are based in the organisation (p.55), the latest first."""
    rows = db.session.scalars(
        select(ProjectOffice)
        .where(ProjectOffice.base_id == organisation_id)
        .order_by(ProjectOffice.since.desc(), ProjectOffice.id)
    )
    return tuple(office_facts(row) for row in rows)


def office_on(organisation_id: str, day: date) -> OfficeFacts | None:
    """The organisation's project office on `day`, wherever it is based."""
    row = db.session.scalar(
        select(ProjectOffice).where(
            ProjectOffice.organisation_id == organisation_id,
            ProjectOffice.since <= day,
            or_(ProjectOffice.until.is_(None), ProjectOffice.until >= day),
        )
    )
    return office_facts(row) if row else None
