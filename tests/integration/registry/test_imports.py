"""What an import does with good rows, bad rows, contradictions, and two who press the button at once."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from awards import jobs
from awards.accounts.models import HrGrant
from awards.core import clock
from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.workflow import ImportState
from awards.infra import audit
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.registry import iin, queries
from awards.registry.domain import ImportKind, ImportMode, RoleCode, RowOutcome
from awards.registry.models import (
    FirmConsultant,
    FirmEngagement,
    HrRecord,
    ImportRow,
    ImportRun,
    Organisation,
    Person,
    Project,
    RoleHeld,
    Subordination,
)
from awards.registry.services import imports
from awards.registry.services.imports import checking, hold, worker
from tests.factories.accounts import LONG_AGO, actor_of, make_membership, make_user
from tests.factories.registry import (
    made_up_number as number,
)
from tests.factories.registry import (
    make_organisation,
    make_person,
    make_project,
    make_role,
)
from tests.integration.registry import scene_imports as scene
from tests.integration.registry.scene_imports import AT

BODIES = ("БСН", "Түрі", "Өңір", "Қазақша атауы", "Орысша атауы", "name_since")
PEOPLE = ("Full name", "IIN", "Region")


@pytest.fixture
def clerk(app: Flask) -> Actor:
    found = scene.clerk()
    db.session.commit()
    return found


def _body(bin: str, name: str = "Қала", since: str = "2020-01-01") -> tuple[str, ...]:
    return bin, "central", "KZ-71", name, "Город", since


def _apply(run: ImportRun, mode: ImportMode, actor: Actor, at: datetime = AT) -> ImportRun:
    run_id = run.id
    with transaction():
        imports.apply_import(run_id, mode, "Министрліктің тізімі", actor=actor, at=at)
    return scene.settle(run_id, at)


def _bring(kind: ImportKind, headers: tuple[str, ...], *rows: tuple[Any, ...], actor: Actor) -> ImportRun:
    return scene.bring(kind, scene.csv_of(headers, *rows), actor=actor)


def test_bad_rows_are_named_by_line_and_column(clerk: Actor) -> None:
    good = number()
    run = _bring(
        ImportKind.ORGANISATIONS,
        BODIES,
        _body(good),
        _body("99134000080"),
        _body("9.9134E+11"),
        _body("991340000802"),
        (number(), "ministry", "KZ-71", "", "Город", "31.02.2020"),
        _body(good),
        actor=clerk,
    )
    assert scene.problems(run) == [
        (3, "bin", "registry.import_zeros_lost"),
        (4, "bin", "registry.import_rounded"),
        (5, "bin", "registry.bin_invalid"),
        (6, "kind", "registry.import_choice"),
        (6, "name_kk", "registry.required"),
        (6, "name_since", "registry.import_day"),
        (7, "bin", "registry.import_twice"),
    ]
    assert scene.counted(run) == {"add": 1, "wrong": 5}
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_all_or_nothing_with_a_wrong_row_is_refused_and_leaves_nothing(clerk: Actor) -> None:
    run = _bring(ImportKind.ORGANISATIONS, BODIES, _body(number()), _body("1"), actor=clerk)
    with pytest.raises(Refusal, match="import_has_wrong"), transaction():
        imports.apply_import(run.id, ImportMode.ALL_OR_NOTHING, "бар", actor=clerk, at=AT)
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_valid_rows_are_taken_over_and_stand_in_the_history(clerk: Actor) -> None:
    bin = number()
    run = _bring(ImportKind.ORGANISATIONS, BODIES, _body(bin), _body("1"), actor=clerk)
    run = _apply(run, ImportMode.VALID_ROWS, clerk)
    assert (run.state, run.finished_at) == (ImportState.APPLIED, AT)
    row = db.session.scalars(select(Organisation).where(Organisation.bin == bin)).one()
    change = queries.history_of([row.id])[0]
    assert (change.event, change.actor_id, change.facts["reason"]) == (
        "registry.imported",
        clerk.user_id,
        "Министрліктің тізімі",
    )
    assert "registry.imported" in [one.event for one in queries.last_changes()]
    assert audit.first_break() is None


def test_the_same_file_again_changes_nothing(clerk: Actor) -> None:
    rows = [_body(number()) for _ in range(3)]
    run = _apply(
        _bring(ImportKind.ORGANISATIONS, BODIES, *rows, actor=clerk), ImportMode.ALL_OR_NOTHING, clerk
    )
    assert run.state is ImportState.APPLIED
    again = _bring(ImportKind.ORGANISATIONS, BODIES, *rows, actor=clerk)
    assert scene.counted(again) == {"same": 3}
    with pytest.raises(Refusal, match="import_nothing"), transaction():
        imports.apply_import(again.id, ImportMode.ALL_OR_NOTHING, "тағы", actor=clerk, at=AT)


def test_a_new_name_needs_its_day_and_a_known_day_corrects(clerk: Actor) -> None:
    bin = make_organisation("Ескі атау", name_ru="Город").bin
    db.session.commit()
    undated = _bring(ImportKind.ORGANISATIONS, BODIES, _body(bin, "Жаңа атау", ""), actor=clerk)
    assert scene.problems(undated) == [(2, "name_since", "registry.import_name_since")]
    dated = _bring(ImportKind.ORGANISATIONS, BODIES, _body(bin, "Жаңа атау", "01.07.2026"), actor=clerk)
    _apply(dated, ImportMode.ALL_OR_NOTHING, clerk)
    corrected = _bring(ImportKind.ORGANISATIONS, BODIES, _body(bin, "Түзетілген", "01.07.2026"), actor=clerk)
    _apply(corrected, ImportMode.ALL_OR_NOTHING, clerk)
    row = db.session.scalars(select(Organisation).where(Organisation.bin == bin)).one()
    assert [name.name_kk for name in row.names] == ["Ескі атау", "Түзетілген"]


def test_an_iin_is_stored_sealed_and_never_in_the_report(clerk: Actor) -> None:
    secret = number("9913993")
    run = _bring(ImportKind.PEOPLE, PEOPLE, ("Әлия Сәрсенова", secret, ""), actor=clerk)
    row = db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id)).one()
    assert secret not in repr((row.cells, row.changes, row.problems))
    assert db.session.get_one(ImportRun, run.id).content is None
    _apply(run, ImportMode.ALL_OR_NOTHING, clerk)
    person = db.session.scalars(select(Person)).one()
    assert iin.unseal(person.iin_cipher, person.id) == secret
    again = _bring(ImportKind.PEOPLE, PEOPLE, ("Әлия Сәрсенова", secret, "KZ-75"), actor=clerk)
    assert scene.counted(again) == {"change": 1}
    assert secret not in scene.exported(ImportKind.PEOPLE).decode()


def test_namesakes_are_told_apart_by_code_or_iin_alone(clerk: Actor) -> None:
    first = make_person("Өркен Әбілов").id
    make_person("Өркен Әбілов")
    db.session.commit()
    run = _bring(ImportKind.PEOPLE, PEOPLE, ("Оркен Абилов", "", "KZ-75"), actor=clerk)
    assert scene.problems(run) == [(2, "full_name", "registry.import_namesakes")]
    coded = _bring(
        ImportKind.PEOPLE, ("id", "full_name", "region"), (first, "Өркен Әбілов", "KZ-75"), actor=clerk
    )
    assert scene.counted(coded) == {"change": 1}


def test_shifted_rows_are_noticed_by_the_name(clerk: Actor) -> None:
    person, body = make_person("Әлия Сәрсенова"), make_organisation()
    db.session.commit()
    headers = ("person_id", "full_name", "bin", "kind", "since")
    row = (person.id, "Басқа Адам", body.bin, "employment", "2024-01-01")
    run = _bring(ImportKind.ENGAGEMENTS, headers, row, actor=clerk)
    assert scene.problems(run) == [(2, "full_name", "registry.import_other_name")]


def test_one_head_of_an_office_at_a_time_across_the_rows_of_a_file(
    clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second row contradicts the first, whether they are checked together or in two pieces."""
    body = make_organisation()
    people = [make_person(f"Адам Бірінші {letter}") for letter in "АБВ"]
    db.session.commit()
    headers = ("full_name", "role", "bin", "since", "until")
    rows = (
        (people[0].full_name, "1.1", body.bin, "2024-01-01", "2024-12-31"),
        (people[1].full_name, "1.1", body.bin, "2024-12-31", ""),
        (people[2].full_name, "1.1", body.bin, "2025-01-01", ""),
    )
    for piece in (checking.PIECE, 1):
        monkeypatch.setattr(checking, "PIECE", piece)
        monkeypatch.setattr(hold, "CHUNK", piece)
        run = _bring(ImportKind.ROLES, headers, *rows, actor=clerk)
        assert scene.problems(run) == [(3, "role", "registry.role_taken")]
        checking._passes.clear()


def test_a_circle_within_one_file_is_refused(clerk: Actor) -> None:
    bins = [make_organisation(f"Ұйым {letter}").bin for letter in "АБВ"]
    db.session.commit()
    headers = ("bin", "parent_bin", "since")
    rows = [
        (bins[0], bins[1], "2024-01-01"),
        (bins[1], bins[2], "2024-01-01"),
        (bins[2], bins[0], "2024-01-01"),
    ]
    run = _bring(ImportKind.SUBORDINATIONS, headers, *rows, actor=clerk)
    assert scene.problems(run) == [(4, "parent_bin", "registry.circle")]
    _apply(run, ImportMode.VALID_ROWS, clerk)
    assert db.session.scalar(select(func.count()).select_from(Subordination)) == 2


def test_a_contract_is_made_by_its_first_row_and_joined_by_the_others(clerk: Actor) -> None:
    firm, client = make_organisation("Фирма"), make_organisation("Тапсырыс беруші")
    names = [make_person(f"Кеңесші Бірінші {letter}").full_name for letter in "АБ"]
    db.session.commit()
    headers = ("firm_bin", "client_bin", "contract_number", "since", "until", "full_name")
    contract = (firm.bin, client.bin, "К-1", "2025-01-01")
    rows = (
        (*contract, "2025-12-31", names[0]),
        (*contract, "2025-12-31", names[1]),
        (*contract, "2026-12-31", ""),
    )
    run = _bring(ImportKind.FIRM_ENGAGEMENTS, headers, *rows, actor=clerk)
    assert scene.problems(run) == [(4, "until", "registry.import_contract_differs")]
    _apply(run, ImportMode.VALID_ROWS, clerk)
    assert scene.how_many([FirmEngagement]) == 1
    assert scene.how_many([FirmConsultant]) == 2
    assert scene.counted(_bring(ImportKind.FIRM_ENGAGEMENTS, headers, *rows[:2], actor=clerk)) == {"same": 2}


def test_projects_get_their_numbers_when_they_are_taken_over(clerk: Actor) -> None:
    body = make_organisation()
    db.session.commit()
    headers = ("bin", "title_kk", "title_ru", "starts_on", "budget_tenge")
    rows = [(body.bin, f"Жоба {letter}", "Проект", "15.01.2026", "120 000 000") for letter in "АБ"]
    run = _apply(_bring(ImportKind.PROJECTS, headers, *rows, actor=clerk), ImportMode.ALL_OR_NOTHING, clerk)
    assert run.state is ImportState.APPLIED
    found = db.session.scalars(select(Project).order_by(Project.number)).all()
    assert [(row.number, row.budget_tenge) for row in found] == [
        ("2026-000001", 120_000_000),
        ("2026-000002", 120_000_000),
    ]


def test_a_column_that_is_left_out_keeps_and_an_empty_cell_empties(clerk: Actor) -> None:
    person, body = make_person("Әлия Сәрсенова"), make_organisation()
    role = make_role(person, body, RoleCode.ANALYST, until=date(2025, 1, 1))
    role.act_number, role_id = "12-НҚ", role.id
    db.session.commit()
    headers = ("id", "full_name", "role", "bin", "since", "until")
    row = (role.id, person.full_name, "2.2", body.bin, "2024-01-01", "")
    run = _apply(_bring(ImportKind.ROLES, headers, row, actor=clerk), ImportMode.ALL_OR_NOTHING, clerk)
    assert run.state is ImportState.APPLIED
    held = db.session.get_one(RoleHeld, role_id, populate_existing=True)
    assert (held.until, held.act_number) == (None, "12-НҚ")


@pytest.mark.parametrize("mode", list(ImportMode))
def test_what_changed_after_the_check_is_not_taken_over_unnoticed(clerk: Actor, mode: ImportMode) -> None:
    """Somebody records one of the bodies under another name between the report and the button."""
    first, second = number(), number()
    run = _bring(ImportKind.ORGANISATIONS, BODIES, _body(first), _body(second), actor=clerk)
    make_organisation("Қолмен жазылған", bin=second)
    db.session.commit()
    run = _apply(run, mode, clerk)
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
    run = _bring(ImportKind.ORGANISATIONS, BODIES, _body(number()), actor=clerk)
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
    data = scene.csv_of(BODIES, *(_body(number()) for _ in range(600)))
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
    rows = [_body(number()) for _ in range(160)]
    with transaction():
        data = scene.csv_of(BODIES, *rows)
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
    data = scene.csv_of(BODIES, _body(number()))
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
    run_id = _bring(ImportKind.ORGANISATIONS, BODIES, _body(number()), actor=clerk).id

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
    assert _apply(run, ImportMode.ALL_OR_NOTHING, clerk).state is ImportState.APPLIED


def test_a_file_is_left_and_cannot_be_taken_over_afterwards(clerk: Actor) -> None:
    run_id = _bring(ImportKind.ORGANISATIONS, BODIES, _body(number()), actor=clerk).id
    with transaction():
        imports.abandon_import(run_id, actor=clerk, at=AT)
    with pytest.raises(Refusal, match="no_such_step"), transaction():
        imports.apply_import(run_id, ImportMode.VALID_ROWS, "кеш", actor=clerk, at=AT)


@pytest.fixture
def hr(app: Flask) -> tuple[Actor, Organisation]:
    """The HR service of a body, and a secretary who named it."""
    body = make_organisation("Кадр органы")
    user, other = make_user(), make_user()
    make_membership(user, body.id)
    grant = HrGrant(
        user_id=user.id, organisation_id=body.id, act_number="7-ж", granted_by=other.id, granted_at=LONG_AGO
    )
    db.session.add(grant)
    db.session.commit()
    actor = actor_of(user)
    return Actor(actor.user_id, actor.name, actor.locale, hr_of=frozenset({body.id})), body


def test_an_hr_service_brings_records_of_its_own_people_alone(hr: tuple[Actor, Organisation]) -> None:
    actor, body = hr
    other = make_organisation("Басқа орган")
    own, stranger = make_person("Өз Адамы"), make_person("Бөтен Адам")
    make_role(own, body, RoleCode.ANALYST)
    make_role(stranger, other, RoleCode.ANALYST)
    body_id, own_id = body.id, own.id
    db.session.commit()
    headers = ("full_name", "bin", "kind", "what", "given_on", "act_number")
    data = scene.csv_of(
        headers,
        ("Өз Адамы", body.bin, "Көтермелеу", "Алғыс хат", "2026-01-05", "1-ж"),
        ("Бөтен Адам", body.bin, "Жаза", "Сөгіс", "2026-01-05", "2-ж"),
        ("Өз Адамы", other.bin, "Жаза", "Сөгіс", "2026-01-05", "3-ж"),
    )
    run = scene.bring(ImportKind.HR_RECORDS, data, actor=actor, organisation_id=body_id)
    assert scene.problems(run) == [
        (3, "full_name", "registry.import_no_person"),
        (4, "bin", "registry.import_other_body"),
    ]
    _apply(run, ImportMode.VALID_ROWS, actor)
    record = db.session.scalars(select(HrRecord)).one()
    assert (record.what, record.person_id) == ("Алғыс хат", own_id)
    said = repr([(one.event, one.facts) for one in db.session.scalars(select(audit.AuditEvent))])
    assert "Алғыс" not in said
    assert "registry.imported" not in said
    assert queries.last_changes() == ()
    again = scene.exported(ImportKind.HR_RECORDS, organisation_id=body_id)
    db.session.rollback()
    back = scene.bring(ImportKind.HR_RECORDS, again, actor=actor, organisation_id=body_id)
    assert scene.counted(back) == {"same": 1}


def test_incentives_and_penalties_are_not_brought_by_clerks(clerk: Actor) -> None:
    with pytest.raises(Refusal, match="import_not_here"), transaction():
        imports.start_import(ImportKind.HR_RECORDS, "f.csv", b"x", actor=clerk, at=AT)


def test_the_order_of_independent_rows_makes_no_difference(clerk: Actor) -> None:
    rows = [_body(number(), f"Ұйым {n}") for n in range(5)] + [_body("1"), _body("2")]
    outcomes = []
    for order in (rows, rows[::-1]):
        run = _bring(ImportKind.ORGANISATIONS, BODIES, *order, actor=clerk)
        found = db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id))
        outcomes.append({row.cells[0]: (row.outcome, repr(row.changes)) for row in found})
    assert outcomes[0] == outcomes[1]
    assert {outcome for outcome, _ in outcomes[0].values()} == {RowOutcome.ADD, RowOutcome.WRONG}
