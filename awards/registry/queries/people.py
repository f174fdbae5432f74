"""Reading people: their certificates, roles and engagements."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from awards.core.text import Text, fold
from awards.infra.db import db
from awards.infra.paging import Page, page_of
from awards.registry import iin
from awards.registry.domain import (
    PersonFacts,
)
from awards.registry.models import Person, RoleHeld
from awards.registry.queries.merging import merged_into
from awards.registry.queries.organisations import organisations


def person_facts(row: Person, asked_id: str = "") -> PersonFacts:
    """What is known of the person, under `asked_id` where they are asked for by a merged record."""
    return PersonFacts(
        asked_id or row.id,
        row.full_name,
        row.user_id,
        row.region,
        tuple(row.languages.split()),
        row.is_trainer,
    )


def get_person(person_id: str) -> PersonFacts | None:
    """The person; for a merged record what its survivor says, under the id asked for."""
    return people((person_id,)).get(person_id)


def person_of_user(user_id: str) -> PersonFacts | None:
    row = db.session.scalar(select(Person).where(Person.user_id == user_id))
    return person_facts(row) if row else None


def people(ids: Iterable[str]) -> dict[str, PersonFacts]:
    """People by id, in Kazakh alphabetical order; unknown ids are left out.

    A merged record is answered with what its survivor says, under the id asked for.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    asked = aliased(Person)
    rows = db.session.execute(
        select(asked.id, Person)
        .join(Person, Person.id == func.coalesce(asked.merged_into_id, asked.id))
        .where(asked.id.in_(wanted))
        .order_by(Person.sort_key, asked.id)
    )
    return {asked_id: person_facts(row, asked_id) for asked_id, row in rows}


def masked_iin(person_id: str) -> str:
    """The IIN as pages show it (`9913******28`), or "" where none is recorded."""
    row = db.session.get(Person, merged_into(person_id) or person_id)
    return iin.mask(iin.unseal(row.iin_cipher, row.id)) if row and row.iin_cipher else ""


def search_people(text: str = "", *, page: int = 1) -> Page[PersonFacts]:
    """People whose name has every word of `text`, letters folded. IINs are never searched in addresses."""
    rows = select(Person).where(Person.merged_into_id.is_(None)).order_by(Person.sort_key, Person.id)
    for word in fold(text).split():
        rows = rows.where(Person.folded.contains(word, autoescape=True))
    return page_of(rows, lambda row: person_facts(row[0]), number=page)


def latest_places(person_ids: Iterable[str]) -> dict[str, Text]:
    """Where each person holds or last held a role, in the organisation's present name."""
    latest: dict[str, str] = {}
    rows = db.session.execute(
        select(RoleHeld.person_id, RoleHeld.organisation_id)
        .where(RoleHeld.person_id.in_(set(person_ids)))
        .order_by(RoleHeld.since.desc(), RoleHeld.id)
    )
    for person_id, organisation_id in rows:
        latest.setdefault(person_id, organisation_id)
    named = organisations(latest.values())
    return {person_id: named[place].name for person_id, place in latest.items()}


def people_of_organisation(organisation_id: str) -> tuple[PersonFacts, ...]:
    """People who hold or held a role in the organisation, in alphabetical order."""
    holds = exists().where(RoleHeld.person_id == Person.id, RoleHeld.organisation_id == organisation_id)
    rows = db.session.scalars(select(Person).where(holds).order_by(Person.sort_key, Person.id))
    return tuple(person_facts(row) for row in rows)
