"""One person, several records: who stands for whom, and which records may be of one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from awards.core.permissions import Subject
from awards.infra.db import db
from awards.infra.paging import PAGE_SIZE, Page
from awards.registry.domain.duplicates import Candidates, Namesake, candidates, clues
from awards.registry.models import Certificate, DistinctPeople, Person, RoleHeld

_MANY = 500
"""Ids asked for at once: databases limit the values of one query."""


@dataclass(frozen=True)
class PairOfPeople:
    """Two records side by side, from an address."""

    pair: Candidates

    @property
    def subject(self) -> Subject:
        return Subject()


def records_of(ids: Collection[str]) -> Any:
    """A subquery of (asked, record): all records of each asked person, those merged into one included."""
    asked, record = aliased(Person), aliased(Person)
    standing = func.coalesce(asked.merged_into_id, asked.id)
    return (
        select(asked.id.label("asked"), record.id.label("record"))
        .join(record, or_(record.id == standing, record.merged_into_id == standing))
        .where(asked.id.in_(ids))
        .subquery()
    )


def survivors(ids: Iterable[str]) -> dict[str, str]:
    """By each asked id the record that stands for it: itself, or the one it was merged into.

    Ids that are not in the registry stand for themselves.
    """
    wanted = tuple(dict.fromkeys(ids))
    found = {person_id: person_id for person_id in wanted}
    for start in range(0, len(wanted), _MANY):
        rows = db.session.execute(
            select(Person.id, Person.merged_into_id).where(
                Person.id.in_(wanted[start : start + _MANY]), Person.merged_into_id.is_not(None)
            )
        )
        found.update({former: into for former, into in rows if into is not None})
    return found


def family(person_id: str) -> frozenset[str]:
    """Every record of this person: the one that stands, and those merged into it."""
    known = records_of((person_id,))
    return frozenset(db.session.scalars(select(known.c.record)))


def merged_into(person_id: str) -> str | None:
    """The record that stands for this one, where it was merged."""
    return db.session.scalar(select(Person.merged_into_id).where(Person.id == person_id))


def candidate_pairs(page: int = 1) -> Page[Candidates]:
    """Records that may be of one person, the most alike first; a fixed number of queries."""
    found = candidates(_namesakes(), _distinct())
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(1, page), pages)
    return Page(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, pages, len(found))


def pair_of(first_id: str, second_id: str) -> PairOfPeople | None:
    """These two records, if neither has been merged; the smaller id is first."""
    if first_id == second_id:
        return None
    rows = db.session.scalars(
        select(Person)
        .where(Person.id.in_((first_id, second_id)), Person.merged_into_id.is_(None))
        .order_by(Person.id)
    ).all()
    if len(rows) != 2:
        return None
    first, second = _with_ties(rows)
    return PairOfPeople(Candidates(first, second, clues(first, second)))


def shared_names() -> int:
    """How many names several records bear: one cheap query, before anything is known of who they are."""
    return db.session.scalar(select(func.count()).select_from(_shared().subquery())) or 0


def _shared() -> Any:
    return (
        select(Person.name_key)
        .where(Person.merged_into_id.is_(None), Person.name_key != "")
        .group_by(Person.name_key)
        .having(func.count() > 1)
    )


def _namesakes() -> list[Namesake]:
    """Everybody who shares the first two words of the name with somebody else."""
    alike = Person.merged_into_id.is_(None) & Person.name_key.in_(_shared())
    return _with_ties(db.session.scalars(select(Person).where(alike).order_by(Person.id)).all(), alike)


def _with_ties(rows: Iterable[Person], which: Any = None) -> list[Namesake]:
    people = tuple(rows)
    condition = Person.id.in_([row.id for row in people]) if which is None else which
    places = _sets(RoleHeld.person_id, RoleHeld.organisation_id, condition)
    schemes = _sets(Certificate.person_id, Certificate.scheme, condition)
    return [
        Namesake(
            row.id,
            row.full_name,
            row.folded,
            row.name_key,
            row.iin_index,
            row.region,
            frozenset(places.get(row.id, ())),
            frozenset(schemes.get(row.id, ())),
        )
        for row in people
    ]


def _sets(owner: Any, value: Any, which: Any) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    rows = select(owner, value).join(Person, Person.id == owner).where(which).distinct()
    for person_id, one in db.session.execute(rows):
        found[person_id].add(one)
    return found


def _distinct() -> frozenset[tuple[str, str]]:
    rows = db.session.execute(select(DistinctPeople.first_id, DistinctPeople.second_id))
    return frozenset((first, second) for first, second in rows)


def repeated_roles(person_ids: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of roles of these people that are the same role in the same place on days that meet.

    After a merge both stay on record; whoever keeps the registry corrects the dates of one.
    """
    one, other = aliased(RoleHeld), aliased(RoleHeld)
    rows = db.session.execute(
        select(one.id, other.id)
        .where(
            one.id < other.id,
            one.person_id.in_(person_ids),
            other.person_id.in_(person_ids),
            one.role == other.role,
            one.organisation_id == other.organisation_id,
            func.coalesce(one.project_id, "") == func.coalesce(other.project_id, ""),
            or_(one.until.is_(None), one.until >= other.since),
            or_(other.until.is_(None), other.until >= one.since),
        )
        .order_by(one.id, other.id)
    )
    return tuple((first, second) for first, second in rows)
