"""The pages of imports as a clerk walks them, and who may not."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from awards.accounts.models import HrGrant, User
from awards.core.actor import Role
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.spreadsheets import read_table, write_csv
from awards.registry import queries
from awards.registry.domain import ImportKind
from awards.registry.domain.tables import TABLES, is_comment, matched
from awards.registry.models import ImportRun, Organisation
from tests.factories.accounts import LONG_AGO, make_membership, make_user, sign_in
from tests.factories.registry import made_up_number, make_organisation, make_person, make_role
from tests.integration.registry import scene_imports as scene

HEADERS = ("БИН", "Вид", "Регион", "Название на казахском", "Название на русском", "Название действует с")


def _upload(client: FlaskClient, address: str, kind: ImportKind, data: bytes, name: str = "файл.csv") -> str:
    answer = client.post(
        address,
        data={"csrf_token": _token(client, address), "kind": kind.value, "file": (io.BytesIO(data), name)},
    )
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def _token(client: FlaskClient, address: str) -> str:
    page = client.get(address).text
    return page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]


@pytest.fixture
def clerk(client: FlaskClient, at: datetime) -> User:
    user = make_user(role=Role.CLERK)
    db.session.commit()
    sign_in(client, user)
    return user


def test_a_clerk_brings_a_file_reads_the_report_and_takes_it_over(
    client: FlaskClient, clerk: User, at: datetime
) -> None:
    good, bad = made_up_number(), made_up_number()
    data = scene.csv_of(
        HEADERS,
        (good, "центральный государственный орган", "Астана қаласы", "Қала", "Город", "05.03.2020"),
        (bad[:-1], "central", "KZ-71", "Қала", "Город", ""),
    )
    page = _upload(client, "/ru/registry/imports/new", ImportKind.ORGANISATIONS, data)
    waiting = client.get(page)
    assert waiting.headers["Refresh"] == "3"
    run_id = db.session.query(ImportRun.id).scalar()
    scene.settle(run_id, at)
    report = client.get(page)
    assert "Refresh" not in report.headers
    assert "Только верные строки" in report.text
    assert "11" in report.text
    assert (
        client.get(f"/en/registry/imports/{run_id}?outcome=wrong").text.count('<th scope="row" class="num"')
        == 1
    )
    token = _token(client, page)
    answer = client.post(
        f"/ru/registry/imports/{run_id}/apply",
        data={"csrf_token": token, "mode": "valid_rows", "reason": "Список министерства"},
    )
    assert answer.status_code == 303, answer.text
    scene.settle(run_id, at)
    body = db.session.query(Organisation).filter_by(bin=good).one()
    assert "Список министерства" in client.get(f"/ru/registry/organisations/{body.id}").text
    table = client.get(f"/ru/registry/imports/{run_id}/report.csv")
    assert table.mimetype == "text/csv"
    assert good in table.get_data().decode("utf-8-sig")
    assert "файл.csv" in client.get("/ru/registry/imports").text
    assert "файл.csv" in client.get("/ru/registry/").text


def test_what_cannot_be_read_is_refused_and_said(client: FlaskClient, clerk: User, at: datetime) -> None:
    for name, data, said in (
        ("table.xls", b"x", "XLSX"),
        ("table.csv", b"   ", "empty"),
    ):
        token = _token(client, "/en/registry/imports/new")
        answer = client.post(
            "/en/registry/imports/new",
            data={"csrf_token": token, "kind": "people", "file": (io.BytesIO(data), name)},
        )
        assert answer.status_code == 200
        assert said in answer.text
    page = _upload(client, "/en/registry/imports/new", ImportKind.PEOPLE, b"Height,Full name\n1,A", "a.csv")
    scene.settle(db.session.query(ImportRun.id).scalar(), at)
    assert "«Height»" in client.get(page).text


@pytest.mark.parametrize("kind", list(ImportKind))
def test_each_template_is_a_file_that_the_import_reads(app: Flask, kind: ImportKind) -> None:
    """The example row is not read: a template that nobody filled in has no rows."""
    for locale in ("kk", "ru", "en"):
        table = queries.template(kind, locale)
        rows = list(read_table(write_csv(table.headers, table.rows), "t.csv"))
        assert matched(TABLES[kind], rows[0].cells) == tuple(column.code for column in TABLES[kind].columns)
        assert [is_comment(row.cells) for row in rows[1:]] == [True]


def _hr(client: FlaskClient, body: Organisation) -> User:
    user, other = make_user(), make_user()
    make_membership(user, body.id)
    grant = HrGrant(
        user_id=user.id, organisation_id=body.id, act_number="7-ж", granted_by=other.id, granted_at=LONG_AGO
    )
    db.session.add(grant)
    db.session.commit()
    sign_in(client, user)
    return user


def test_an_hr_service_has_pages_of_its_own_that_clerks_do_not_reach(
    app: Flask, client: FlaskClient, clerk: User, at: datetime
) -> None:
    body, person = make_organisation("Кадр органы"), make_person("Өз Адамы")
    make_role(person, body)
    body_id, bin = body.id, body.bin
    colleague = app.test_client()
    _hr(colleague, body)
    base = f"/kk/registry/hr/{body_id}/imports"
    data = scene.csv_of(
        ("full_name", "bin", "kind", "what", "given_on"),
        ("Өз Адамы", bin, "incentive", "Ерекше-белгі", "2026-01-05"),
    )
    page = _upload(colleague, f"{base}/new", ImportKind.HR_RECORDS, data, "құпия-файл.csv")
    run_id = db.session.query(ImportRun.id).scalar()
    scene.settle(run_id, at)
    assert "Ерекше-белгі" in colleague.get(page).text
    assert colleague.get(f"{base}/template.xlsx").status_code == 200
    assert "Ерекше-белгі" in colleague.get(f"{base}/{run_id}/report.csv").get_data().decode()
    for address in (base, f"{base}/new", page, f"{base}/{run_id}/report.csv", f"{base}/template.csv"):
        assert client.get(address).status_code == 404, address
    for address in (f"/kk/registry/imports/{run_id}", f"/kk/registry/imports/{run_id}/report.csv"):
        assert client.get(address).status_code == 404, address
        assert colleague.get(address).status_code == 404, address
    assert "құпия-файл" not in client.get("/kk/registry/imports").text
    token = _token(colleague, page)
    answer = colleague.post(
        f"{base}/{run_id}/apply", data={"csrf_token": token, "mode": "all_or_nothing", "reason": "Бұйрық"}
    )
    assert answer.status_code == 303, answer.text
    scene.settle(run_id, at)
    for address in ("/kk/registry/", f"/kk/registry/organisations/{body_id}"):
        assert "Ерекше-белгі" not in client.get(address).text
    taken = colleague.post(f"/kk/registry/hr/{body_id}/export.csv", data={"csrf_token": token})
    assert "Ерекше-белгі" in taken.get_data().decode()
    assert client.post(f"/kk/registry/hr/{body_id}/export.csv", data={}).status_code == 404


def test_a_clerk_takes_a_table_out_and_the_log_says_so(
    client: FlaskClient, clerk: User, at: datetime
) -> None:
    make_organisation("=Формула ұйымы")
    db.session.commit()
    token = _token(client, "/kk/registry/exports")
    answer = client.post("/kk/registry/exports/organisations.csv", data={"csrf_token": token})
    assert answer.status_code == 200, answer.text
    assert '"\'=Формула ұйымы"' in answer.get_data().decode("utf-8-sig")
    assert "2026-07-15%2014-00" in answer.headers["Content-Disposition"]
    event = db.session.query(AuditEvent).filter_by(event="registry.exported").one()
    assert (event.actor_id, event.facts["kind"], event.facts["rows"]) == (clerk.id, "organisations", 1)
    assert client.post("/kk/registry/exports/hr_records.csv", data={"csrf_token": token}).status_code == 404
    assert client.post("/kk/registry/exports/organisations.csv", data={}).mimetype == "text/html"


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.COMMITTEE, None])
def test_others_neither_bring_files_nor_take_tables_out(
    client: FlaskClient, at: datetime, role: Role | None
) -> None:
    sign_in(client, make_user(role=role))
    db.session.commit()
    for address in ("/kk/registry/imports", "/kk/registry/imports/new", "/kk/registry/exports"):
        assert client.get(address).status_code == 404
    assert client.post("/kk/registry/exports/people.csv", data={}).status_code == 404
