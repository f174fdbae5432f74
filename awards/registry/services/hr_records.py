"""Incentives and penalties (p.114(4)): kept by the HR service of a body for itself.

They do not go through `records`: its events are read by others, and carry digests and values in the clear.
Here the event of the log holds the former and the new values sealed (`hr_seal`); nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.permissions import Action, can
from awards.infra import audit
from awards.infra.db import db
from awards.registry import hr_seal
from awards.registry.domain import HrRecordData
from awards.registry.models import HrRecord
from awards.registry.queries import hr_records as queries
from awards.registry.services import records


def add_hr_record(data: HrRecordData, *, actor: Actor, at: datetime) -> HrRecord:
    """Record an incentive or a penalty of somebody who holds or held a role in the body.

    Refuses with `registry.not_of_this_body`.
    """
    records.refuse(data.problems())
    there = queries.person_there(data.organisation_id, data.person_id)
    if there is None or not can(actor, Action.MANAGE_HR_RECORDS, there.subject):
        raise Refusal("registry.not_of_this_body", "p.114", {"field": "person_id"})
    row = HrRecord(**asdict(data))
    db.session.add(row)
    db.session.flush()
    _record("hr_record.added", row, {}, records.snapshot(row), "", actor=actor, at=at)
    return row


def correct_hr_record(
    record_id: str, data: HrRecordData, *, reason: str, actor: Actor, at: datetime
) -> HrRecord:
    """Put right what was entered wrongly; person and body stay. Refuses with `registry.reason_missing`."""
    records.refuse(data.problems())
    if not reason.strip():
        raise Refusal("registry.reason_missing", facts={"field": "reason"})
    row = _own(record_id, actor)
    before = records.snapshot(row)
    values = {**asdict(data), "person_id": row.person_id, "organisation_id": row.organisation_id}
    for key, value in values.items():
        setattr(row, key, value)
    after = records.snapshot(row)
    if before != after:
        db.session.flush()
        _record("hr_record.corrected", row, before, after, reason.strip(), actor=actor, at=at)
    return row


def lift_hr_record(record_id: str, on: date, *, reason: str, actor: Actor, at: datetime) -> HrRecord:
    """Say which day was the last of its effect (a penalty lifted, an incentive withdrawn).

    Refuses with `registry.already_ended`, `registry.date_order` and `registry.reason_missing`.
    """
    row = _own(record_id, actor)
    if row.lifted_on is not None:
        raise Refusal("registry.already_ended", facts={"on": row.lifted_on.strftime("%d.%m.%Y")})
    if on < row.given_on:
        raise Refusal("registry.date_order", facts={"field": "on"})
    if not reason.strip():
        raise Refusal("registry.reason_missing", facts={"field": "reason"})
    before = records.snapshot(row)
    row.lifted_on = on
    db.session.flush()
    _record("hr_record.lifted", row, before, records.snapshot(row), reason.strip(), actor=actor, at=at)
    return row


def _own(record_id: str, actor: Actor) -> HrRecord:
    """The record, if the actor is of the HR service of its body; else as if it did not exist."""
    found = queries.get_record(record_id)
    if found is None or not can(actor, Action.MANAGE_HR_RECORDS, found.subject):
        raise Refusal("registry.not_found", facts={"field": "record_id"})
    return db.session.get_one(HrRecord, record_id)


def _record(
    event: str,
    row: HrRecord,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    said = {"before": before, "after": after, "reason": reason}
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=None,
        object_kind="hr_record",
        object_id=row.id,
        facts={"sealed": hr_seal.seal(said, row.id)},
    )
