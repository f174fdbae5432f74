"""Reading incentives and penalties (p.114(4)), for the pages of HR services alone.

Nothing of this module is handed on by `registry.queries`: no other feature has a way to these rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import exists, func, or_, select

from awards.core.text import fold
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.paging import Page, page_of
from awards.registry import hr_seal
from awards.registry.domain import HrRecordKind
from awards.registry.domain.hr_records import HrChange, HrPerson, HrRecordFacts
from awards.registry.models import HrRecord, Person, RoleHeld
from awards.registry.queries.people import person_facts

EVENTS = ("hr_record.added", "hr_record.corrected", "hr_record.lifted")


def get_record(record_id: str) -> HrRecordFacts | None:
    row = db.session.get(HrRecord, record_id)
    return _facts(row) if row else None


def _facts(row: HrRecord) -> HrRecordFacts:
    return HrRecordFacts(
        id=row.id,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        kind=row.kind,
        what=row.what,
        given_on=row.given_on,
        lifted_on=row.lifted_on,
        act_number=row.act_number,
        act_date=row.act_date,
    )


def people_there(organisation_id: str, text: str = "", *, page: int = 1) -> Page[HrPerson]:
    """The people of the body (who hold or held a role in it, or have a record) with their records counted."""
    rows = (
        select(
            Person,
            _count(organisation_id, HrRecordKind.INCENTIVE),
            _count(organisation_id, HrRecordKind.PENALTY),
        )
        .where(is_there(organisation_id), Person.merged_into_id.is_(None))
        .order_by(Person.sort_key, Person.id)
    )
    for word in fold(text).split():
        rows = rows.where(Person.folded.contains(word, autoescape=True))
    return page_of(
        rows,
        lambda row: HrPerson(organisation_id, person_facts(row[0]), row[1], row[2]),
        number=page,
    )


def _count(organisation_id: str, kind: HrRecordKind) -> Any:
    return (
        select(func.count())
        .select_from(HrRecord)
        .where(
            HrRecord.person_id == Person.id,
            HrRecord.organisation_id == organisation_id,
            HrRecord.kind == kind,
        )
        .scalar_subquery()
        .label(kind.value)
    )


def is_there(organisation_id: str) -> Any:
    """Whether a person is of this body: holds or held a role in it, or has a record."""
    holds = exists().where(RoleHeld.person_id == Person.id, RoleHeld.organisation_id == organisation_id)
    has = exists().where(HrRecord.person_id == Person.id, HrRecord.organisation_id == organisation_id)
    return or_(holds, has)


def person_there(organisation_id: str, person_id: str) -> HrPerson | None:
    """Somebody of this body; None for everybody else, so that strangers are not looked up by their id."""
    row = db.session.scalar(select(Person).where(Person.id == person_id, is_there(organisation_id)))
    return HrPerson(organisation_id, person_facts(row)) if row else None


def records_of(organisation_id: str, person_id: str) -> tuple[HrRecordFacts, ...]:
    """The person's records in this body, the latest first."""
    rows = db.session.scalars(
        select(HrRecord)
        .where(HrRecord.organisation_id == organisation_id, HrRecord.person_id == person_id)
        .order_by(HrRecord.given_on.desc(), HrRecord.id)
    )
    return tuple(_facts(row) for row in rows)


def history_of(record_ids: Iterable[str]) -> tuple[HrChange, ...]:
    """Every change of these records, the newest first, unsealed."""
    rows = db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.object_id.in_(tuple(record_ids)), AuditEvent.event.in_(EVENTS))
        .order_by(AuditEvent.seq.desc())
    )
    return tuple(_change(row) for row in rows)


def _change(row: AuditEvent) -> HrChange:
    said = hr_seal.unseal(row.facts["sealed"], row.object_id)
    return HrChange(
        at=row.at,
        actor_id=row.actor_id,
        event=row.event,
        record_id=row.object_id,
        before=_in_order(said["before"]),
        after=_in_order(said["after"]),
        reason=said["reason"],
    )


def _in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a form asks for them."""
    return {column.key: values[column.key] for column in HrRecord.__table__.columns if column.key in values}
