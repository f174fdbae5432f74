"""Organisations, their dated names and who is above whom."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from awards.accounts import services as accounts
from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.text import Text, fold, seen, sort_keys
from awards.infra.db import db
from awards.registry import queries
from awards.registry.domain import (
    EntityData,
    NameData,
    OrganisationData,
    SubordinationData,
    SubordinationFacts,
    closes_circle,
)
from awards.registry.models import Organisation, OrganisationName, Subordination, Succession
from awards.registry.services import records
from awards.registry.services.standing import standing


def register_organisation(data: OrganisationData, *, actor: Actor, at: datetime) -> Organisation:
    """An applicant registers the organisation they act for, and becomes its first member.

    Refuses with `registry.organisation_known` for a BIN that is already here: its members invite.
    """
    organisation = _new_organisation(data, "registry.organisation_known", actor=actor, at=at)
    if actor.user_id is not None:
        accounts.join_organisation(actor.user_id, organisation.id, actor=actor, at=at)
    return organisation


def add_organisation(data: OrganisationData, *, actor: Actor, at: datetime) -> Organisation:
    """The clerk records an organisation. Refuses with `registry.bin_known`."""
    return _new_organisation(data, "registry.bin_known", actor=actor, at=at)


def _new_organisation(data: OrganisationData, if_known: str, *, actor: Actor, at: datetime) -> Organisation:
    records.refuse(data.problems())
    since = _begun(data.since, at)
    if queries.organisation_by_bin(data.bin) is not None:
        raise Refusal(if_known, facts={"field": "bin"})
    organisation = Organisation(bin=data.bin, kind=data.kind, region=data.region, registered_at=at)
    organisation.names = [OrganisationName(since=since, **name_columns(data.first_name))]
    return records.add(organisation, actor=actor, at=at)


def _begun(since: date | None, at: datetime) -> date:
    today = records.day_of(at)
    if since is not None and since > today:
        raise Refusal("registry.name_in_future", facts={"field": "since"})
    return since or today


def name_columns(data: NameData) -> dict[str, Any]:
    """The columns of a name, those computed from it included."""
    kk, ru, en = (seen(text).strip() for text in (data.name_kk, data.name_ru, data.name_en))
    return {
        "name_kk": kk,
        "name_ru": ru,
        "name_en": en,
        **sort_keys(Text(kk, ru, en)),
        "folded": fold(f"{kk} {ru} {en}"),
    }


def correct_organisation(
    organisation_id: str, data: EntityData, *, reason: str, actor: Actor, at: datetime
) -> Organisation:
    """Correct the BIN, the kind or the region. Refuses with `registry.bin_known`."""
    records.refuse(data.problems())
    row = records.found_row(Organisation, organisation_id, "organisation_id")
    other = queries.organisation_by_bin(data.bin)
    if other is not None and other.id != row.id:
        raise Refusal("registry.bin_known", facts={"field": "bin"})
    return records.correct(row, asdict(data), reason=reason, actor=actor, at=at)


def add_name(organisation_id: str, data: NameData, *, actor: Actor, at: datetime) -> OrganisationName:
    """A new name from a day on; the former one keeps its own days (D13).

    Refuses with `registry.name_in_future` and `registry.name_date_known`.
    """
    records.refuse(data.problems())
    since = _begun(data.since, at)
    organisation = standing(organisation_id, since, "since")
    _refuse_same_day(organisation.id, since, None)
    name = OrganisationName(organisation_id=organisation.id, since=since, **name_columns(data))
    return records.add(name, actor=actor, at=at)


def correct_name(
    name_id: str, data: NameData, *, reason: str, actor: Actor, at: datetime
) -> OrganisationName:
    """Correct what a name is or the day it begins."""
    records.refuse(data.problems())
    since = _begun(data.since, at)
    row = records.found_row(OrganisationName, name_id, "name_id")
    _refuse_same_day(row.organisation_id, since, row.id)
    values = {**name_columns(data), "since": since}
    return records.correct(row, values, reason=reason, actor=actor, at=at)


def _refuse_same_day(organisation_id: str, since: date, but: str | None) -> None:
    same = select(OrganisationName.id).where(
        OrganisationName.organisation_id == organisation_id, OrganisationName.since == since
    )
    if db.session.scalar(same) not in (None, but):
        raise Refusal("registry.name_date_known", facts={"field": "since"})


def add_subordination(data: SubordinationData, *, actor: Actor, at: datetime) -> Subordination:
    """Record a parent body. Refuses with `registry.circle` when someone would become their own superior."""
    _check_subordination(data, "")
    return records.add(Subordination(**asdict(data)), actor=actor, at=at)


def correct_subordination(
    subordination_id: str, data: SubordinationData, *, reason: str, actor: Actor, at: datetime
) -> Subordination:
    row = _recorded(subordination_id)
    _check_subordination(data, row.id)
    return records.correct(row, asdict(data), reason=reason, actor=actor, at=at)


def _check_subordination(data: SubordinationData, own_id: str) -> None:
    records.refuse(data.problems())
    for field, organisation_id in (("child_id", data.child_id), ("parent_id", data.parent_id)):
        standing(organisation_id, data.since, field)
    new = SubordinationFacts(own_id, data.child_id, data.parent_id, data.since, data.until)
    if closes_circle(new, queries.subordinations()):
        raise Refusal("registry.circle", facts={"field": "parent_id"})


def end_subordination(
    subordination_id: str, on: date, *, actor: Actor, at: datetime, reason: str = ""
) -> Subordination:
    row = _recorded(subordination_id)
    records.end(row, on, reason=reason, actor=actor, at=at)
    return row


def _recorded(subordination_id: str) -> Subordination:
    """A relation recorded as such. Refuses with `registry.by_succession` one that a reorganisation made."""
    row = records.found_row(Subordination, subordination_id, "subordination_id")
    if db.session.scalar(select(Succession.id).where(Succession.subordination_id == row.id)) is not None:
        raise Refusal("registry.by_succession")
    return row
