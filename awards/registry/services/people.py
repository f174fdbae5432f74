"""People, their certificates, and the IIN under its lock."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from awards.accounts.domain import Limit
from awards.accounts.services import take
from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.identifiers import new_id
from awards.core.text import fold, name_key, seen, sort_key
from awards.infra import audit
from awards.infra.db import db
from awards.registry import iin
from awards.registry.domain import HolderData, PersonData
from awards.registry.models import Person
from awards.registry.services import records

LOOK_UPS = (Limit(3600, 30),)
"""How many IINs a member may write into forms: thirty an hour."""


def add_person(data: PersonData, *, actor: Actor, at: datetime) -> Person:
    """Record a person. Refuses with `registry.iin_known` when the IIN is already recorded."""
    records.refuse(data.problems())
    person = Person(id=new_id(), registered_at=at)
    if data.iin and _holder_of(data.iin) is not None:
        raise Refusal("registry.iin_known", facts={"field": "iin"})
    for column, value in person_columns(data, person.id).items():
        setattr(person, column, value)
    return records.add(person, actor=actor, at=at)


def find_or_add_person(data: PersonData, *, actor: Actor, at: datetime) -> Person:
    """The person with this IIN, or a new one.

    Refuses with `registry.iin_other_name` when the IIN stands under another name; which one is not told.
    """
    known = _holder_of(data.iin) if data.iin else None
    if known is None:
        return add_person(data, actor=actor, at=at)
    if known.folded != fold(data.full_name):
        raise Refusal("registry.iin_other_name", facts={"field": "iin"})
    return known


def count_look_ups(named: Iterable[HolderData], *, actor: Actor, at: datetime) -> bool:
    """Count the IINs that a member wrote, each of which tells whether somebody is on record (S12).

    To be committed before they are looked up, so that a refused form counts too. Refuses with
    `accounts.wait` past thirty an hour.
    """
    for _one in (each for each in named if each.iin):
        if seconds := take("iin", actor.user_id or "", LOOK_UPS, at=at):
            raise Refusal("accounts.wait", "", {"minutes": math.ceil(seconds / 60)})
    return True


def holder(data: HolderData, *, actor: Actor, at: datetime) -> str:
    """The id of the person that an applicant named: chosen, found by the IIN, or new."""
    records.refuse(data.problems())
    if data.person_id:
        return data.person_id
    return find_or_add_person(data.person, actor=actor, at=at).id


def correct_person(person_id: str, data: PersonData, *, reason: str, actor: Actor, at: datetime) -> Person:
    """Correct a person; `data.iin` None leaves the IIN as it is, "" takes it out."""
    records.refuse(data.problems())
    row = records.found_row(Person, person_id, "person_id")
    holder = _holder_of(data.iin) if data.iin else None
    if holder is not None and holder.id != row.id:
        raise Refusal("registry.iin_known", facts={"field": "iin"})
    return records.correct(row, person_columns(data, row.id), reason=reason, actor=actor, at=at)


def person_columns(data: PersonData, person_id: str) -> dict[str, Any]:
    """The columns of a person; the IIN sealed for this very record, or left out where it stays."""
    name = " ".join(seen(data.full_name).split())
    columns: dict[str, Any] = {
        "full_name": name,
        "sort_key": sort_key(name),
        "folded": fold(name),
        "name_key": name_key(name),
        "region": data.region,
        "languages": " ".join(data.languages),
        "is_trainer": data.is_trainer,
        "user_id": data.user_id,
    }
    if data.iin is not None:
        columns["iin_cipher"] = iin.seal(data.iin, person_id) if data.iin else ""
        columns["iin_index"] = iin.index(data.iin) if data.iin else None
    return columns


def _holder_of(number: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.iin_index == iin.index(number)))


def reveal_iin(person_id: str, reason: str, *, actor: Actor, at: datetime) -> str:
    """The IIN in full, for a reason that goes into the log (SECURITY S14).

    Refuses with `registry.reason_missing` and `registry.no_iin`.
    """
    if len(reason.strip()) < 5:
        raise Refusal("registry.reason_missing", facts={"field": "reason"})
    row = records.found_row(Person, person_id, "person_id")
    if not row.iin_cipher:
        raise Refusal("registry.no_iin")
    audit.record(
        "registry.iin_revealed",
        actor=actor,
        at=at,
        edition_id=None,
        object_kind="person",
        object_id=row.id,
        facts={"reason": reason.strip()},
    )
    return iin.unseal(row.iin_cipher, row.id)
