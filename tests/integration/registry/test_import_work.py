"""Imports at work: two at one run, a worker that dies, a registry that changes, files that cannot be read."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from awards import jobs
from awards.core import clock
from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.workflow import ImportState
from awards.infra import audit
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.registry.domain import ImportKind, ImportMode
from awards.registry.models import (
    ImportRow,
    ImportRun,
    Organisation,
    RoleHeld,
)
from awards.registry.services import imports
from awards.registry.services.imports import checking, hold, worker
from tests.factories.registry import (
    made_up_number as number,
)
from tests.factories.registry import (
    make_organisation,
    make_person,
    make_project,
)
from tests.integration.registry import scene_imports as scene
from tests.integration.registry.scene_imports import AT


@pytest.fixture
def clerk(app: Flask) -> Actor:
    found = scene.clerk()
    db.session.commit()
    return found


@pytest.mark.parametrize("mode", list(ImportMode))
def test_what_changed_after_the_check_is_not_taken_over_unnoticed(clerk: Actor, mode: ImportMode) -> None:
    """Somebody records one of the bodies under another name between the report and the button."""
    first, second = number(), number()
    run = scene.bring_rows(
        ImportKind.ORGANISATIONS, scene.BODIES, scene.body(first), scene.body(second), actor=clerk
    )
    make_organisation("Қолмен жазылған", bin=second)
    db.session.commit()
    run = scene.apply(run, mode, clerk)
    found = {row.bin for row in db.session.scalars(select(Organisation))}
    if mode is ImportMode.ALL_OR_NOTHING:
        assert (run.state, found) == (ImportState.CHECKED, {second})
        assert run.refusal == {"code": "registry.import_changed", "point": "", "facts": {"count": 1}}
        assert scene.counted(run) == {"add": 1, "change": 1}
    else:
        assert (run.state, found) == (ImportState.APPLIED, {first, second})
        assert scene.problems(run) == [(3, "", "registry.import_row_changed")]
    name = db.session.scalars(select(Organisation).where(Organisation.bin == second)).one().name.kk
    assert name == "Қолмен жазылған"


def test_of_two_who_press_the_button_one_takes_over(clerk: Actor) -> None:
    run = scene.bring_rows(ImportKind.ORGANISATIONS, scene.BODIES, scene.body(number()), actor=clerk)
    run_id = run.id
    with transaction():
        imports.apply_import(run_id, ImportMode.ALL_OR_NOTHING, "бірінші", actor=clerk, at=AT)
    with pytest.raises(Refusal, match="no_such_step"), transaction():
        imports.apply_import(run_id, ImportMode.ALL_OR_NOTHING, "екінші", actor=clerk, at=AT)
    assert scene.settle(run_id).reason == "бірінші"


def test_two_threads_at_one_run_do_it_once(app: Flask, clerk: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers call as fast as they can; two people press the button at the same moment."""
    monkeypatch.setattr(hold, "CHUNK", 50)
    monkeypatch.setattr(checking, "PIECE", 100)
    monkeypatch.setattr(worker.applying, "PIECE", 100)
    data = scene.csv_of(scene.BODIES, *(scene.body(number()) for _ in range(600)))
    with transaction():
        run_id = imports.start_import(ImportKind.ORGANISATIONS, "f.csv", data, actor=clerk, at=AT).id
    _both(app, lambda: [imports.work(AT) for _ in range(12)])
    assert db.session.get_one(ImportRun, run_id).state is ImportState.CHECKED
    db.session.rollback()
    asked = _both(app, lambda: _press(run_id, clerk))
    assert sorted(asked, key=str) == [False, True]
    _both(app, lambda: [imports.work(AT) for _ in range(12)])
    run = scene.settle(run_id)
    assert (run.state, scene.how_many([Organisation])) == (ImportState.APPLIED, 600)
    events = select(func.count()).where(audit.AuditEvent.event == "registry.imported")
    assert db.session.scalar(events) == 1
    assert audit.first_break() is None


def _press(run_id: str, actor: Actor) -> bool:
    try:
        with transaction():
            imports.apply_import(run_id, ImportMode.VALID_ROWS, "екеуі", actor=actor, at=AT)
    except Refusal:
        return False
    return True


def _both(app: Flask, act: Any) -> list[Any]:
    """Run `act` in two threads that begin together; faults of either fail the test."""
    gate, found, faults = threading.Barrier(2), [], []

    def body() -> None:
        with app.app_context(), clock.frozen(AT):
            gate.wait()
            try:
                found.append(act())
            except Exception as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=body) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return found


class Dies(BaseException):
    """The process is gone: nothing may catch this."""


@pytest.mark.parametrize("phase", ["reading", "checking", "applying"])
def test_a_worker_that_dies_loses_nothing(clerk: Actor, monkeypatch: pytest.MonkeyPatch, phase: str) -> None:
    monkeypatch.setattr(hold, "CHUNK", 50)
    rows = [scene.body(number()) for _ in range(160)]
    with transaction():
        data = scene.csv_of(scene.BODIES, *rows)
        run_id = imports.start_import(ImportKind.ORGANISATIONS, "f.csv", data, actor=clerk, at=AT).id
    if phase == "applying":
        _settle_and_ask(run_id, clerk)
    if phase == "checking":
        assert imports.work(AT)
    _die_after(monkeypatch, phase, chunks=2)
    with pytest.raises(Dies):
        imports.work(AT)
    db.session.rollback()
    monkeypatch.undo()
    monkeypatch.setattr(hold, "CHUNK", 50)
    checking._passes.clear()
    assert not imports.work(AT)  # the lease of the dead one still holds
    later = AT + worker.LEASE + timedelta(seconds=1)
    run = scene.settle(run_id, later)
    if phase != "applying":
        assert (run.state, scene.counted(run)) == (ImportState.CHECKED, {"add": 160})
        _settle_and_ask(run_id, clerk)
        run = scene.settle(run_id, later)
    assert (run.state, scene.how_many([Organisation])) == (ImportState.APPLIED, 160)
    assert scene.counted(run) == {"add": 160}


def _settle_and_ask(run_id: str, actor: Actor) -> None:
    scene.settle(run_id)
    db.session.rollback()
    with transaction():
        imports.apply_import(run_id, ImportMode.VALID_ROWS, "тізім", actor=actor, at=AT)


def _die_after(monkeypatch: pytest.MonkeyPatch, phase: str, *, chunks: int) -> None:
    """The worker dies within its third chunk."""
    module, name = {
        "reading": (worker.reading, "staged"),
        "checking": (checking, "write_report"),
        "applying": (worker.applying, "write_report"),
    }[phase]
    act, left = getattr(module, name), [chunks * (50 if phase == "reading" else 1)]

    def dying(*args: Any) -> Any:
        if left[0] == 0:
            raise Dies
        left[0] -= 1
        return act(*args)

    monkeypatch.setattr(module, name, dying)


def test_a_chunk_costs_the_same_queries_whatever_its_rows(clerk: Actor) -> None:
    """2,000 roles: what is asked of the database grows with the chunks, not with the rows."""
    body = make_organisation()
    people = [make_person(f"Адам{n} Әбілов{n}") for n in range(40)]
    make_project(body)
    db.session.commit()
    headers = ("person_id", "full_name", "role", "bin", "since", "until")
    rows = [
        (people[n % 40].id, people[n % 40].full_name, "2.2", body.bin, day, day)
        for n in range(2000)
        for day in [(date(2000, 1, 1) + timedelta(days=n)).isoformat()]
    ]
    with transaction():
        data = scene.csv_of(headers, *rows)
        run_id = imports.start_import(ImportKind.ROLES, "f.csv", data, actor=clerk, at=AT).id
    assert imports.work(AT)
    assert _statements(lambda: imports.work(AT)) == CHECK_QUERIES[db.engine.name]
    assert db.session.get_one(ImportRun, run_id).state is ImportState.CHECKED
    assert scene.counted(db.session.get_one(ImportRun, run_id)) == {"add": 2000}
    _settle_and_ask(run_id, clerk)
    assert _statements(lambda: imports.work(AT)) == APPLY_QUERIES[db.engine.name]
    assert scene.how_many([RoleHeld]) == 2000


CHECK_QUERIES = {"sqlite": 52, "postgresql": 55}
APPLY_QUERIES = {"sqlite": 80, "postgresql": 86}
"""For 2,000 rows in four chunks, with the lease and the log of the run."""


def _statements(act: Any) -> int:
    count = 0

    def note(*_args: Any) -> None:
        nonlocal count
        count += 1

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return count


def test_the_command_does_everything_that_waits(app: Flask, clerk: Actor) -> None:
    """`awards jobs --once`: one piece reads each file, one checks it."""
    data = scene.csv_of(scene.BODIES, scene.body(number()))
    with transaction():
        ids = [
            imports.start_import(ImportKind.ORGANISATIONS, name, data, actor=clerk, at=AT).id
            for name in ("a.csv", "b.csv")
        ]
    assert jobs.work_once(app) == 4
    assert {scene.settle(run_id).state for run_id in ids} == {ImportState.CHECKED}


def test_files_that_cannot_be_read_say_why_and_leave_no_rows(clerk: Actor) -> None:
    for name, data, code in (
        ("a.csv", "Аты\r\nx".encode("cp1251"), "spreadsheets.not_unicode"),
        ("a.xlsx", b"PK\x03\x04 nothing", "spreadsheets.damaged"),
        ("a.csv", scene.csv_of(("Full name", "Colour"), ("A", "b")), "registry.import_unknown_columns"),
        ("a.csv", scene.csv_of(("Region",), ("KZ-71",)), "registry.import_missing_columns"),
        ("a.csv", scene.csv_of(("Full name", "Толық аты-жөні"), ("A", "b")), "registry.import_column_twice"),
        ("a.csv", scene.csv_of(("Full name",)), "registry.import_no_rows"),
        ("a.csv", scene.csv_of(("Full name",), ("# Әлия (мысал)",)), "registry.import_no_rows"),
    ):
        run = scene.bring(ImportKind.PEOPLE, data, actor=clerk, filename=name)
        assert run.refusal is not None
        assert (run.state, run.refusal["code"], run.rows) == (ImportState.REFUSED, code, 0)
        assert scene.how_many([ImportRow]) == 0


def test_a_fault_of_the_program_ends_the_run_and_loses_nothing(
    clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a file is read it is refused; while it is taken over everything goes back to the report."""
    run_id = scene.bring_rows(ImportKind.ORGANISATIONS, scene.BODIES, scene.body(number()), actor=clerk).id

    def breaks(*_args: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(worker.applying, "planned", breaks)
    with transaction():
        imports.apply_import(run_id, ImportMode.ALL_OR_NOTHING, "тізім", actor=clerk, at=AT)
    run = scene.settle(run_id)
    assert (run.state, run.refusal["code"] if run.refusal else "") == (
        ImportState.CHECKED,
        "registry.import_failed",
    )
    assert scene.how_many([Organisation]) == 0
    monkeypatch.undo()
    assert scene.apply(run, ImportMode.ALL_OR_NOTHING, clerk).state is ImportState.APPLIED


def test_a_file_is_left_and_cannot_be_taken_over_afterwards(clerk: Actor) -> None:
    run_id = scene.bring_rows(ImportKind.ORGANISATIONS, scene.BODIES, scene.body(number()), actor=clerk).id
    with transaction():
        imports.abandon_import(run_id, actor=clerk, at=AT)
    with pytest.raises(Refusal, match="no_such_step"), transaction():
        imports.apply_import(run_id, ImportMode.VALID_ROWS, "кеш", actor=clerk, at=AT)
