"""An edition in admissibility with assessors and admitted entries: what most of these tests begin with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import event

from awards.accounts.models import User
from awards.assessment.models import Assessor
from awards.competition.domain import MethodologySettings
from awards.competition.models import Edition
from awards.core.actor import Actor, Role
from awards.core.workflow import EntryState, Stage
from awards.infra.db import db
from awards.registry.models import Organisation, Person
from awards.submissions.models import Entry
from tests.factories.accounts import actor_of, make_user
from tests.factories.assessment import make_assessor
from tests.factories.competition import make_edition
from tests.factories.registry import make_certificate, make_organisation, make_person
from tests.factories.submissions import make_entry

AT = datetime(2026, 8, 12, 6, 0, tzinfo=UTC)
"""Admissibility: declarations and assignment."""


@dataclass
class Scene:
    edition: Edition
    secretary: User
    organisations: list[Organisation]
    entries: list[Entry]
    assessors: list[Assessor]
    people: list[Person]

    @property
    def actor(self) -> Actor:
        return actor_of(self.secretary)


NAMES = ("Әлия Сәрсенова", "Қайрат Төлегенов", "Ұлан Жақсыбек", "Үміт Өмірбек", "Іңкәр Болатқызы",
         "Һәкім Рахимов", "Ғалым Нұрланұлы", "Өркен Әбілов", "Ыбырай Тоқтар", "Ирина Ким")  # fmt: skip
TITLES = ("Ауыл мектептеріне интернет", "Жаңа емхана", "Су үнемдеу датчиктері", "Мұрағатты цифрландыру")


def make_scene(
    *,
    entries: int = 2,
    assessors: int = 4,
    per_entry: int = 2,
    capacity: int = 10,
    stage: Stage = Stage.ADMISSIBILITY,
    names: Sequence[str] = NAMES,
    settings: MethodologySettings | None = None,
    year: int = 2026,
) -> Scene:
    """`entries` admitted entries of as many organisations, and certified assessors of another region."""
    chosen = settings or MethodologySettings(assessors_per_entry=per_entry, minimum_sheets=per_entry)
    edition = make_edition(stage, year, settings=chosen)
    secretary = make_user("Хатшы", role=Role.SECRETARY, edition_id=edition.id)
    organisations = [make_organisation(f"«Демо» ұйым {n + 1}") for n in range(entries)]
    made = [
        make_entry(
            edition,
            organisations[n],
            state=EntryState.ELIGIBLE,
            title=f"{TITLES[n % len(TITLES)]} {n // len(TITLES) + 1}",
        )
        for n in range(entries)
    ]
    people, found = [], []
    for n in range(assessors):
        name = names[n % len(names)] + ("" if n < len(names) else f" {n}")
        user = make_user(name)
        person = make_person(name, user_id=user.id, region="KZ-75")
        make_certificate(person)
        people.append(person)
        found.append(make_assessor(edition.id, name, person=person, user=user, capacity=capacity))
    return Scene(edition, secretary, organisations, made, found, people)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL statements sent meanwhile."""
    statements: list[str] = []

    def note(*execution: object) -> None:
        statements.append(str(execution[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
