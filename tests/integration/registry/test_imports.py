"""What an import makes of good rows, bad rows, contradictions, and rows of other bodies."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.accounts.models import HrGrant
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
from awards.registry.services.imports import checking, hold
from awards.registry.services.merging import merge_people
from tests.factories.accounts import LONG_AGO, actor_of, make_membership, make_user
from tests.factories.registry import (
    made_up_number as number,
)
from tests.factories.registry import (
    make_organisation,
    make_person,
    make_role,
)
from tests.integration.registry import scene_imports as scene
from tests.integration.registry.scene_imports import AT


@pytest.fixture
def clerk(app: Flask) -> Actor:
    found = scene.clerk()
    db.session.commit()
    return found


def test_bad_rows_are_named_by_line_and_column(clerk: Actor) -> None:
    good = number()
    run = scene.bring_rows(
        ImportKind.ORGANISATIONS,
        scene.BODIES,
        scene.body(good),
        scene.body("99134000080"),
        scene.body("9.9134E+11"),
        scene.body("991340000802"),
        (number(), "ministry", "KZ-71", "", "Город", "31.02.2020"),
        scene.body(good),
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
    run = scene.bring_rows(
        ImportKind.ORGANISATIONS, scene.BODIES, scene.body(number()), scene.body("1"), actor=clerk
    )
    with pytest.raises(Refusal, match="import_has_wrong"), transaction():
        imports.apply_import(run.id, ImportMode.ALL_OR_NOTHING, "бар", actor=clerk, at=AT)
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_valid_rows_are_taken_over_and_stand_in_the_history(clerk: Actor) -> None:
    bin = number()
    run = scene.bring_rows(
        ImportKind.ORGANISATIONS, scene.BODIES, scene.body(bin), scene.body("1"), actor=clerk
    )
    run = scene.apply(run, ImportMode.VALID_ROWS, clerk)
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
    rows = [scene.body(number()) for _ in range(3)]
    run = scene.apply(
        scene.bring_rows(ImportKind.ORGANISATIONS, scene.BODIES, *rows, actor=clerk),
        ImportMode.ALL_OR_NOTHING,
        clerk,
    )
    assert run.state is ImportState.APPLIED
    again = scene.bring_rows(ImportKind.ORGANISATIONS, scene.BODIES, *rows, actor=clerk)
    assert scene.counted(again) == {"same": 3}
    with pytest.raises(Refusal, match="import_nothing"), transaction():
        imports.apply_import(again.id, ImportMode.ALL_OR_NOTHING, "тағы", actor=clerk, at=AT)


def test_a_new_name_needs_its_day_and_a_known_day_corrects(clerk: Actor) -> None:
    bin = make_organisation("Ескі атау", name_ru="Город").bin
    db.session.commit()
    undated = scene.bring_rows(
        ImportKind.ORGANISATIONS, scene.BODIES, scene.body(bin, "Жаңа атау", ""), actor=clerk
    )
    assert scene.problems(undated) == [(2, "name_since", "registry.import_name_since")]
    dated = scene.bring_rows(
        ImportKind.ORGANISATIONS, scene.BODIES, scene.body(bin, "Жаңа атау", "01.07.2026"), actor=clerk
    )
    scene.apply(dated, ImportMode.ALL_OR_NOTHING, clerk)
    corrected = scene.bring_rows(
        ImportKind.ORGANISATIONS, scene.BODIES, scene.body(bin, "Түзетілген", "01.07.2026"), actor=clerk
    )
    scene.apply(corrected, ImportMode.ALL_OR_NOTHING, clerk)
    row = db.session.scalars(select(Organisation).where(Organisation.bin == bin)).one()
    assert [name.name_kk for name in row.names] == ["Ескі атау", "Түзетілген"]


def test_an_iin_is_stored_sealed_and_never_in_the_report(clerk: Actor) -> None:
    secret = number("9913993")
    run = scene.bring_rows(ImportKind.PEOPLE, scene.PEOPLE, ("Әлия Сәрсенова", secret, ""), actor=clerk)
    row = db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id)).one()
    assert secret not in repr((row.cells, row.changes, row.problems))
    assert db.session.get_one(ImportRun, run.id).content is None
    scene.apply(run, ImportMode.ALL_OR_NOTHING, clerk)
    person = db.session.scalars(select(Person)).one()
    assert iin.unseal(person.iin_cipher, person.id) == secret
    again = scene.bring_rows(
        ImportKind.PEOPLE, scene.PEOPLE, ("Әлия Сәрсенова", secret, "KZ-75"), actor=clerk
    )
    assert scene.counted(again) == {"change": 1}
    assert secret not in scene.exported(ImportKind.PEOPLE).decode()


def test_namesakes_are_told_apart_by_code_or_iin_alone(clerk: Actor) -> None:
    first = make_person("Өркен Әбілов").id
    make_person("Өркен Әбілов")
    db.session.commit()
    run = scene.bring_rows(ImportKind.PEOPLE, scene.PEOPLE, ("Оркен Абилов", "", "KZ-75"), actor=clerk)
    assert scene.problems(run) == [(2, "full_name", "registry.import_namesakes")]
    coded = scene.bring_rows(
        ImportKind.PEOPLE, ("id", "full_name", "region"), (first, "Өркен Әбілов", "KZ-75"), actor=clerk
    )
    assert scene.counted(coded) == {"change": 1}


def test_shifted_rows_are_noticed_by_the_name(clerk: Actor) -> None:
    person, body = make_person("Әлия Сәрсенова"), make_organisation()
    db.session.commit()
    headers = ("person_id", "full_name", "bin", "kind", "since")
    row = (person.id, "Басқа Адам", body.bin, "employment", "2024-01-01")
    run = scene.bring_rows(ImportKind.ENGAGEMENTS, headers, row, actor=clerk)
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
        run = scene.bring_rows(ImportKind.ROLES, headers, *rows, actor=clerk)
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
    run = scene.bring_rows(ImportKind.SUBORDINATIONS, headers, *rows, actor=clerk)
    assert scene.problems(run) == [(4, "parent_bin", "registry.circle")]
    scene.apply(run, ImportMode.VALID_ROWS, clerk)
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
    run = scene.bring_rows(ImportKind.FIRM_ENGAGEMENTS, headers, *rows, actor=clerk)
    assert scene.problems(run) == [(4, "until", "registry.import_contract_differs")]
    scene.apply(run, ImportMode.VALID_ROWS, clerk)
    assert scene.how_many([FirmEngagement]) == 1
    assert scene.how_many([FirmConsultant]) == 2
    assert scene.counted(scene.bring_rows(ImportKind.FIRM_ENGAGEMENTS, headers, *rows[:2], actor=clerk)) == {
        "same": 2
    }


def test_a_contract_to_which_one_person_was_assigned_twice_comes_back_unchanged(clerk: Actor) -> None:
    """Two records of one person stood in one contract; the merged one's row is history."""
    firm, client = make_organisation("«Сарапшы» ЖШС"), make_organisation("Қала әкімдігі")
    former, survivor = make_person("Өркен Әбілов"), make_person("Әбілов Өркен Серікұлы")
    contract = FirmEngagement(
        firm_id=firm.id, organisation_id=client.id, contract_number="7", since=date(2025, 1, 1)
    )
    db.session.add(contract)
    db.session.flush()
    both = (FirmConsultant(engagement_id=contract.id, person_id=one.id) for one in (former, survivor))
    db.session.add_all(both)
    db.session.commit()
    with transaction():
        merge_people(former.id, survivor.id, "бір адам", actor=clerk, at=AT)
    data = scene.exported(ImportKind.FIRM_ENGAGEMENTS)
    assert scene.counted(scene.bring(ImportKind.FIRM_ENGAGEMENTS, data, actor=clerk)) == {"same": 1}
    assert scene.how_many([FirmConsultant]) == 2, "what is on record stays"


def test_projects_get_their_numbers_when_they_are_taken_over(clerk: Actor) -> None:
    body = make_organisation()
    db.session.commit()
    headers = ("bin", "title_kk", "title_ru", "starts_on", "budget_tenge")
    rows = [(body.bin, f"Жоба {letter}", "Проект", "15.01.2026", "120 000 000") for letter in "АБ"]
    run = scene.apply(
        scene.bring_rows(ImportKind.PROJECTS, headers, *rows, actor=clerk), ImportMode.ALL_OR_NOTHING, clerk
    )
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
    run = scene.apply(
        scene.bring_rows(ImportKind.ROLES, headers, row, actor=clerk), ImportMode.ALL_OR_NOTHING, clerk
    )
    assert run.state is ImportState.APPLIED
    held = db.session.get_one(RoleHeld, role_id, populate_existing=True)
    assert (held.until, held.act_number) == (None, "12-НҚ")


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
    scene.apply(run, ImportMode.VALID_ROWS, actor)
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
    rows = [scene.body(number(), f"Ұйым {n}") for n in range(5)] + [scene.body("1"), scene.body("2")]
    outcomes = []
    for order in (rows, rows[::-1]):
        run = scene.bring_rows(ImportKind.ORGANISATIONS, scene.BODIES, *order, actor=clerk)
        found = db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id))
        outcomes.append({row.cells[0]: (row.outcome, repr(row.changes)) for row in found})
    assert outcomes[0] == outcomes[1]
    assert {outcome for outcome, _ in outcomes[0].values()} == {RowOutcome.ADD, RowOutcome.WRONG}
