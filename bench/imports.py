"""Fifty thousand rows through an import, against as many bare rows put into the same database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event, insert

from awards.accounts import services as accounts
from awards.app import create_app
from awards.config import demo_settings
from awards.core.actor import SYSTEM, Actor, Role
from awards.core.identifiers import check_digit, new_id
from awards.core.text import Locale
from awards.infra.db import db
from awards.infra.migrations import migrate
from awards.infra.spreadsheets import write_csv
from awards.infra.transaction import transaction
from awards.registry.domain import ImportKind, ImportMode
from awards.registry.models import Organisation
from awards.registry.services import imports
from bench.measure import Row

ROWS = 50_000
AT = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)
FLOOR = "the same rows inserted bare, without names"
_HEADERS = ("bin", "kind", "region", "name_kk", "name_ru", "name_since")


def import_rows() -> Iterator[Row]:
    """Check, taking over whole, how long that holds the write lock, and the same file again."""
    with TemporaryDirectory() as folder:
        app = create_app(demo_settings(Path(folder)))
        with app.app_context():
            migrate()
            yield from _measured(_clerk())
            db.session.remove()
            db.engine.dispose()


def _measured(clerk: Actor) -> Iterator[Row]:
    floor = _floor()
    locks = _locks()
    data = write_csv(
        _HEADERS, ((bin, "central", "KZ-71", f"Ұйым {bin}", "Город", "2020-01-01") for bin in _bins())
    )
    run_id = _start(data, clerk)
    yield Row(f"import {ROWS} rows: read and check", _took(_work), FLOOR, floor)
    locks.clear()
    with transaction():
        imports.apply_import(run_id, ImportMode.ALL_OR_NOTHING, "bench", actor=clerk, at=AT)
    yield Row(f"import {ROWS} rows: take over whole", _took(_work), FLOOR, floor)
    yield Row("  of it under the write lock", max(locks), FLOOR, floor)
    _start(data, clerk)
    yield Row("  the same file again, nothing to change", _took(_work), FLOOR, floor)


def _bins() -> Iterator[str]:
    eleven = (f"{99134000000 + number:011d}" for number in count(1))
    return islice((f"{one}{check_digit(one)}" for one in eleven if check_digit(one) is not None), ROWS)


def _clerk() -> Actor:
    with transaction():
        user = accounts.create_user(
            "clerk@example.kz", "Clerk", "жаңа-қала-1998-сағат", Locale.KK, actor=SYSTEM, at=AT
        )
        accounts.grant_role(user.id, Role.CLERK, None, actor=SYSTEM, at=AT)
        return Actor(user.id, "Clerk")


def _floor() -> float:
    """Seconds for as many rows of the same table by one statement, rolled back afterwards."""
    rows = [
        {"id": new_id(), "bin": bin, "kind": "central", "region": "KZ-71", "registered_at": AT}
        for bin in _bins()
    ]
    took = _took(lambda: db.session.execute(insert(Organisation), rows))
    db.session.rollback()
    return took


def _start(data: bytes, clerk: Actor) -> str:
    with transaction():
        run = imports.start_import(ImportKind.ORGANISATIONS, "bench.csv", data, actor=clerk, at=AT)
        return run.id


def _work() -> None:
    while imports.work(AT):
        pass


def _took(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _locks() -> list[float]:
    """Seconds for which each writing transaction held the lock, as they end."""
    held: list[float] = []
    begun: list[float] = []

    def begin(connection: object) -> None:
        if connection.get_execution_options().get("rw"):  # type: ignore[attr-defined]
            begun.append(time.perf_counter())

    def end(_connection: object) -> None:
        if begun:
            held.append(time.perf_counter() - begun.pop())

    event.listen(db.engine, "begin", begin)
    event.listen(db.engine, "commit", end)
    return held
