"""Reading organisations: names in force, parents, members, search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from awards.accounts import queries as accounts
from awards.core.text import Text, fold
from awards.infra.db import db
from awards.infra.paging import Page, page_of
from awards.registry.domain import NameFacts, OrganisationFacts, OrganisationKind, SubordinationFacts
from awards.registry.models import Organisation, OrganisationName, Subordination

_ORDER = {"ru": OrganisationName.sort_key_ru, "en": OrganisationName.sort_key_en}
"""The key of the name as each language shows it; Kazakh where none is named."""


def _in_force(locale: str = "kk") -> Any:
    """Organisations with the latest of their names (a name never begins in the future)."""
    later = aliased(OrganisationName)
    is_replaced = exists().where(
        later.organisation_id == OrganisationName.organisation_id, later.since > OrganisationName.since
    )
    return (
        select(
            Organisation.id,
            Organisation.bin,
            Organisation.kind,
            Organisation.region,
            Organisation.ended_on,
            OrganisationName.name_kk,
            OrganisationName.name_ru,
            OrganisationName.name_en,
        )
        .join(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .where(~is_replaced)
        .order_by(_ORDER.get(locale, OrganisationName.sort_key), Organisation.id)
    )


def _facts(row: Any) -> OrganisationFacts:
    name = Text(row.name_kk, row.name_ru, row.name_en)
    return OrganisationFacts(row.id, row.bin, row.kind, row.region, name, row.ended_on)


def get_organisation(organisation_id: str) -> OrganisationFacts | None:
    return organisations((organisation_id,)).get(organisation_id)


def organisations(ids: Iterable[str], *, locale: str = "kk") -> dict[str, OrganisationFacts]:
    """Organisations by id, in the alphabetical order of `locale`; unknown ids are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = db.session.execute(_in_force(locale).where(Organisation.id.in_(wanted)))
    return {row.id: _facts(row) for row in rows}


def organisation_by_bin(bin: str) -> OrganisationFacts | None:
    row = db.session.execute(_in_force().where(Organisation.bin == bin)).one_or_none()
    return _facts(row) if row else None


def organisations_of_user(user_id: str, *, locale: str = "kk") -> tuple[OrganisationFacts, ...]:
    """The organisations a user acts for, in the alphabetical order of `locale`."""
    return tuple(organisations(accounts.actor_of(user_id).organisations, locale=locale).values())


def search_organisations(
    text: str = "", kind: OrganisationKind | None = None, *, page: int = 1, locale: str = "kk"
) -> Page[OrganisationFacts]:
    """Organisations whose present or former name has every word of `text`, or whose BIN begins with it.

    In the order of their names as `locale` shows them.
    """
    rows = _in_force(locale)
    if kind is not None:
        rows = rows.where(Organisation.kind == kind)
    if words := fold(text).split():
        former = aliased(OrganisationName)
        named = exists().where(
            former.organisation_id == Organisation.id,
            *(former.folded.contains(word, autoescape=True) for word in words),
        )
        rows = rows.where(or_(named, Organisation.bin.startswith(text.strip(), autoescape=True)))
    return page_of(rows, _facts, number=page)


def names_of(organisation_id: str) -> tuple[NameFacts, ...]:
    """The organisation's names over time, the present one first."""
    rows = db.session.scalars(
        select(OrganisationName)
        .where(OrganisationName.organisation_id == organisation_id)
        .order_by(OrganisationName.since.desc())
    )
    return tuple(
        NameFacts(row.id, row.organisation_id, Text(row.name_kk, row.name_ru, row.name_en), row.since)
        for row in rows
    )


def get_name(name_id: str) -> NameFacts | None:
    row = db.session.get(OrganisationName, name_id)
    if row is None:
        return None
    return NameFacts(row.id, row.organisation_id, Text(row.name_kk, row.name_ru, row.name_en), row.since)


def subordinations() -> tuple[SubordinationFacts, ...]:
    """Every parent relation, ended ones too, in the order they began."""
    rows = db.session.scalars(select(Subordination).order_by(Subordination.since, Subordination.id))
    return tuple(_link(row) for row in rows)


def subordinations_of(organisation_id: str) -> tuple[SubordinationFacts, ...]:
    """Relations in which the organisation is the child or the parent, in the order they began."""
    rows = db.session.scalars(
        select(Subordination)
        .where(or_(Subordination.child_id == organisation_id, Subordination.parent_id == organisation_id))
        .order_by(Subordination.since, Subordination.id)
    )
    return tuple(_link(row) for row in rows)


def get_subordination(subordination_id: str) -> SubordinationFacts | None:
    row = db.session.get(Subordination, subordination_id)
    return _link(row) if row else None


def _link(row: Subordination) -> SubordinationFacts:
    return SubordinationFacts(row.id, row.child_id, row.parent_id, row.since, row.until)
