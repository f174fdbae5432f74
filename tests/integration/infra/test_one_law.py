"""What a transaction, an order and a search mean is the same on both kinds of database."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from awards.app import create_app
from awards.config import Settings
from awards.core.actor import SYSTEM
from awards.core.text import sort_key
from awards.infra import audit
from awards.infra.audit import AuditEvent
from awards.infra.db import POSTGRESQL_SESSION, WRITERS, db
from awards.infra.transaction import transaction
from awards.registry.models import Person, ProjectCounter
from awards.registry.queries import search_people
from tests.factories.registry import make_person
from tests.integration.postgres import connect

AT = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)
HANDS, TURNS = 6, 10
NAMES = (
    "Ұлан Жақсыбек", "Үміт Әбілова", "Ұлан Жақсыбеков", "улан жақсыбек", "Әлия Қасым", "Алия Касым",
    "Ёлкин Егор", "Ефимов Егор", "Іңкәр Һашим", "Ыбырай Хасен", "Иван Цой", "Йод Ян", "Ғани Гүл", "Қожа Ким",
    "Ян Ли", "John Smith", "«Демо» Аман", "О'Нил Бота", "Өмір Нұр", "Ңұр Нар", "Щука Шын", "Эль Юн",
    "Анна-Мария Ли", "Анна Мария Ли", "Анна Ли", "100% Адам", "А_Б Адам", r"А\Б Адам",
)  # fmt: skip


def at_once(app: Flask, act: Callable[[int], object], hands: int = HANDS) -> None:
    """Everyone begins at the same moment, in a thread and a session of their own."""
    start = Barrier(hands)

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                act(number)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(hands) as pool:
        list(pool.map(run, range(hands)))


def test_of_read_and_write_by_many_none_is_lost(app: Flask) -> None:
    db.session.add(ProjectCounter(year=2026, last=0))
    db.session.commit()

    def count(_: int) -> None:
        for _ in range(TURNS):
            with transaction():
                db.session.get_one(ProjectCounter, 2026).last += 1

    at_once(app, count)
    assert db.session.scalar(select(ProjectCounter.last)) == HANDS * TURNS


def test_the_log_has_one_head_whoever_writes_at_once(app: Flask) -> None:
    """The first of all events too, where there is no head yet to lock."""

    def note(number: int) -> None:
        for turn in range(TURNS):
            with transaction():
                audit.record(
                    "state.moved",
                    actor=SYSTEM,
                    at=AT,
                    edition_id=None,
                    object_kind="round",
                    object_id=f"{number}-{turn}",
                    facts={"from": "draft", "to": "open", "reason": ""},
                )

    at_once(app, note)
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == HANDS * TURNS
    assert audit.first_break() is None
    assert audit.head().seq == HANDS * TURNS


def test_a_reader_sees_one_state_from_beginning_to_end(app: Flask) -> None:
    count = select(func.count()).select_from(Person)
    before = db.session.scalar(count)

    def add(_: int) -> None:
        with transaction():
            make_person("Кейін Келген")

    at_once(app, add, hands=1)
    assert db.session.scalar(count) == before == 0
    db.session.rollback()
    assert db.session.scalar(count) == 1


def test_what_a_writer_reads_after_the_wait_is_what_the_other_wrote(app: Flask) -> None:
    """Each takes the number after the highest: were the reading older than the lock, two would be alike."""

    def take(_: int) -> None:
        with transaction():
            highest = db.session.scalar(select(func.max(ProjectCounter.year))) or 0
            db.session.add(ProjectCounter(year=highest + 1, last=0))

    at_once(app, take)
    assert db.session.scalars(select(ProjectCounter.year)).all() == list(range(1, HANDS + 1))


def test_names_come_in_kazakh_order(app: Flask) -> None:
    names = list(NAMES)
    random.Random(7).shuffle(names)
    for name in names:
        make_person(name)
    db.session.commit()
    listed = db.session.scalars(select(Person.full_name).order_by(Person.sort_key, Person.id)).all()
    assert [sort_key(name) for name in listed] == sorted(sort_key(name) for name in names)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("улан", {"Ұлан Жақсыбек", "Ұлан Жақсыбеков", "улан жақсыбек"}),
        ("АНАСЫ", set()),
        ("анна ли", {"Анна-Мария Ли", "Анна Мария Ли", "Анна Ли"}),
        ("100%", {"100% Адам"}),
        ("%", None),
        ("_", None),
    ],
)
def test_search_finds_the_same(app: Flask, words: str, found: set[str] | None) -> None:
    """Signs that a pattern would take for anything at all are no letters, and say nothing."""
    for name in NAMES:
        make_person(name)
    db.session.commit()
    assert {row.full_name for row in search_people(words).items} == (set(NAMES) if found is None else found)


def test_a_pattern_in_what_is_sought_is_taken_literally(app: Flask) -> None:
    for name in NAMES:
        make_person(name)
    db.session.commit()
    for sign, name in (("%", "100% Адам"), ("_", "А_Б Адам"), ("\\", r"А\Б Адам")):
        wanted = Person.full_name.contains(sign, autoescape=True)
        assert db.session.scalars(select(Person.full_name).where(wanted)).all() == [name]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_session_waits_and_dawdles_for_so_long_only(app: Flask) -> None:
    said = {name: db.session.scalar(text(f"SHOW {name}")) for name in POSTGRESQL_SESSION}
    assert said == {
        "default_transaction_isolation": "repeatable read",
        "lock_timeout": "30s",
        "statement_timeout": "1min",
        "idle_in_transaction_session_timeout": "5min",
        "timezone": "UTC",
    }


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_writer_that_waits_in_vain_gives_up(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(POSTGRESQL_SESSION, "lock_timeout", "200ms")
    in_vain = pytest.raises(OperationalError, match="lock timeout")
    with create_app(settings).app_context(), connect(db.engine.url) as other:
        other.execute("BEGIN")
        other.execute(f"SELECT pg_advisory_xact_lock({WRITERS})")
        with in_vain, transaction():
            pytest.fail("two writers at once")
        db.engine.dispose()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_connection_that_the_server_has_closed_is_replaced(app: Flask) -> None:
    db.session.scalar(select(func.count()).select_from(Person))
    db.session.remove()
    with connect(db.engine.url) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0
