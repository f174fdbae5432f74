"""Two records of one person become one; both histories stay, and so does the former record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.infra import audit
from awards.infra.db import db
from awards.registry import hr_seal, iin
from awards.registry.models import (
    Certificate,
    DistinctPeople,
    Engagement,
    FirmConsultant,
    HrRecord,
    Person,
    RoleHeld,
)
from awards.registry.services import records

MOVED: tuple[type[Any], ...] = (RoleHeld, Certificate, Engagement, FirmConsultant)
"""What a person has; each row that moves is a correction of its own in the log."""


def merge_people(former_id: str, survivor_id: str, reason: str, *, actor: Actor, at: datetime) -> Person:
    """Let `survivor_id` stand for `former_id` from now on; the survivor's row comes back.

    Everything the former record has goes over; its account and its IIN too, where the survivor has none.
    The former record stays, says where it went, and every query answers for it with the survivor's facts. The
    same role held twice at the same time is kept twice (`queries.merging.repeated_roles` tells which). The
    name, region and languages are those of the survivor; a trainer in either record is a trainer (p.121).

    Refuses with `registry.same_record`, `registry.already_merged`, `registry.two_iins`,
    `registry.two_accounts` and `registry.reason_missing`.
    """
    former, survivor = _mergeable(former_id, survivor_id, reason)
    by: dict[str, Any] = {"reason": reason.strip(), "actor": actor, "at": at}
    moved = {table.__tablename__: _move(table, former, survivor, by) for table in MOVED}
    kept_apart = _move_hr_records(former, survivor)
    _hand_over(former, survivor, by)
    _stand_for(former, survivor)
    audit.record(
        "registry.merged",
        actor=actor,
        at=at,
        edition_id=None,
        object_kind="person",
        object_id=former.id,
        facts={
            "into": survivor.id,
            "reason": reason.strip(),
            "moved": moved,
            "sealed": hr_seal.seal({"hr_records": kept_apart}, former.id),
        },
    )
    return survivor


def note_distinct(
    first_id: str, second_id: str, reason: str, *, actor: Actor, at: datetime
) -> DistinctPeople:
    """Namesakes who were looked at and are two people: they are not offered again.

    Refuses with `registry.same_record`, `registry.already_merged`, `registry.reason_missing` and
    `registry.distinct_known`.
    """
    _both(first_id, second_id)
    if not reason.strip():
        raise Refusal("registry.reason_missing", facts={"field": "reason"})
    low, high = sorted((first_id, second_id))
    if db.session.get(DistinctPeople, (low, high)) is not None:
        raise Refusal("registry.distinct_known")
    row = DistinctPeople(
        first_id=low, second_id=high, reason=reason.strip()[:300], noted_by=actor.user_id or "", noted_at=at
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        "registry.distinct_noted",
        actor=actor,
        at=at,
        edition_id=None,
        object_kind="person",
        object_id=low,
        facts={"other": high, "reason": reason.strip()},
    )
    return row


def _mergeable(former_id: str, survivor_id: str, reason: str) -> tuple[Person, Person]:
    """The two records, locked, once nothing they hold can be had only once."""
    former, survivor = _both(former_id, survivor_id)
    if not reason.strip():
        raise Refusal("registry.reason_missing", facts={"field": "reason"})
    if former.iin_index and survivor.iin_index:
        raise Refusal("registry.two_iins")
    if former.user_id and survivor.user_id:
        raise Refusal("registry.two_accounts")
    return former, survivor


def _both(one_id: str, other_id: str) -> tuple[Person, Person]:
    if one_id == other_id:
        raise Refusal("registry.same_record")
    rows = {
        row.id: row
        for row in db.session.scalars(
            select(Person).where(Person.id.in_((one_id, other_id))).order_by(Person.id).with_for_update()
        )
    }
    if len(rows) != 2:
        raise Refusal("registry.not_found", facts={"field": "person_id"})
    if any(row.merged_into_id for row in rows.values()):
        raise Refusal("registry.already_merged")
    return rows[one_id], rows[other_id]


def _move(table: Any, former: Person, survivor: Person, by: Mapping[str, Any]) -> int:
    """Give the former record's rows to the survivor, each with its own correction; how many."""
    rows = db.session.scalars(select(table).where(table.person_id == former.id).order_by(table.id)).all()
    taken = _contracts_of(survivor) if table is FirmConsultant else frozenset()
    free = [row for row in rows if table is not FirmConsultant or row.engagement_id not in taken]
    for row in free:
        records.correct(row, {"person_id": survivor.id}, **by)
    return len(free)


def _contracts_of(person: Person) -> frozenset[str]:
    """Contracts to which the person is assigned already: one assignment each, so the other stays put.

    It still counts: whoever asks for the survivor's ties gets those of the former record as well.
    """
    rows = select(FirmConsultant.engagement_id).where(FirmConsultant.person_id == person.id)
    return frozenset(db.session.scalars(rows))


def _move_hr_records(former: Person, survivor: Person) -> list[str]:
    """Move incentives and penalties; that there are any is told to nobody but their HR service (R18)."""
    rows = db.session.scalars(
        select(HrRecord).where(HrRecord.person_id == former.id).order_by(HrRecord.id)
    ).all()
    for row in rows:
        row.person_id = survivor.id
    db.session.flush()
    return [row.id for row in rows]


def _hand_over(former: Person, survivor: Person, by: Mapping[str, Any]) -> None:
    """The account and the IIN, which two rows cannot have at once: first taken, then given."""
    given: dict[str, Any] = {}
    if former.user_id:
        given["user_id"] = former.user_id
    if former.iin_index:
        given["iin_cipher"] = iin.seal(iin.unseal(former.iin_cipher, former.id), survivor.id)
        given["iin_index"] = former.iin_index
    taken = {"user_id": None, "iin_cipher": "", "iin_index": None}
    if given:
        records.correct(former, {key: taken[key] for key in given}, **by)
    if former.is_trainer and not survivor.is_trainer:
        given["is_trainer"] = True
    if given:
        records.correct(survivor, given, **by)


def _stand_for(former: Person, survivor: Person) -> None:
    """No chains: whoever was merged into the former record now stands under the survivor as well."""
    former.merged_into_id = survivor.id
    db.session.execute(
        update(Person).where(Person.merged_into_id == former.id).values(merged_into_id=survivor.id)
    )
    db.session.flush()
