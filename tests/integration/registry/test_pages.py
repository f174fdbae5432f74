"""Pages of the registry: who may open them, what they keep, how many queries they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from awards.core import clock
from awards.core.actor import SYSTEM, Role
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.registry import queries, services
from awards.registry.domain import PersonData, RoleCode
from awards.registry.models import Organisation, Person, Project, RoleHeld
from tests.factories.accounts import actor_of, make_user, sign_in
from tests.factories.registry import (
    made_up_number,
    make_certificate,
    make_charter,
    make_engagement,
    make_organisation,
    make_person,
    make_project,
    make_role,
    make_subordination,
)

pytestmark = pytest.mark.usefixtures("at")


def token(page: str) -> str:
    return page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]


def send(client: FlaskClient, address: str, values: dict[str, str]) -> tuple[int, str, str]:
    """(status, page, where to) of a form sent with the token of its own page."""
    shown = client.get(address).get_data(as_text=True)
    answer = client.post(address, data={"csrf_token": token(shown), **values})
    return answer.status_code, answer.get_data(as_text=True), answer.headers.get("Location", "")


def as_(client: FlaskClient, role: Role) -> None:
    with transaction():
        user = make_user(role=role)
    sign_in(client, user)


@pytest.fixture
def member(client: FlaskClient) -> str:
    """A signed-in member; the id of their organisation."""
    with transaction():
        organisation_id = make_organisation("«Іле» ЖШС").id
        user = make_user(organisation_id=organisation_id)
    sign_in(client, user)
    return organisation_id


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_an_applicant_registers_their_organisation(client: FlaskClient) -> None:
    with transaction():
        user = make_user()
    sign_in(client, user)
    bin = made_up_number()
    values = {"bin": f"{bin[:6]} {bin[6:]}", "kind": "private", "region": "KZ-75", "name_kk": "«Іле» ЖШС"}
    status, page, _ = send(client, "/en/registry/register-organisation", values)
    assert status == 200
    assert "Fill this in." in page and "«Іле» ЖШС" in page, "the text typed so far is kept"
    status, _, where = send(client, "/en/registry/register-organisation", {**values, "name_ru": "ТОО «Иле»"})
    assert status == 303
    shown = client.get(where).get_data(as_text=True)
    assert "Your organisation is registered" in shown and bin in shown


def test_a_known_bin_is_explained_without_saying_who_is_there(client: FlaskClient) -> None:
    with transaction():
        known = make_organisation("Құпия атау").bin
        user = make_user()
    sign_in(client, user)
    values = {"bin": known, "kind": "private", "region": "KZ-75", "name_kk": "А", "name_ru": "А"}
    status, page, _ = send(client, "/en/registry/register-organisation", values)
    assert status == 200
    assert "Ask a colleague" in page and "Құпия атау" not in page


def test_strangers_do_not_learn_that_a_record_exists(client: FlaskClient, member: str) -> None:
    with transaction():
        other = make_organisation("Басқа")
        project = make_project(other)
        held = make_role(make_person(), other, project=project)
        addresses = [
            f"/en/registry/my/{other.id}",
            f"/en/registry/my/{other.id}/projects/new",
            f"/en/registry/my/projects/{project.id}",
            f"/en/registry/my/roles/{held.id}/end",
            f"/en/registry/my/{other.id}/people/{held.person_id}/certificates/new",
            f"/en/registry/my/{member}/people/{held.person_id}/certificates/new",
            f"/en/registry/organisations/{other.id}",
            f"/en/registry/people/{held.person_id}",
            "/en/registry/",
        ]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.get(f"/en/registry/my/{member}").status_code == 200


def test_the_committee_reads_and_the_clerk_writes(client: FlaskClient) -> None:
    with transaction():
        made = make_organisation()
        edit, read = f"/en/registry/organisations/{made.id}/correct", f"/en/registry/organisations/{made.id}"
    as_(client, Role.COMMITTEE)
    assert (client.get(read).status_code, client.get(edit).status_code) == (200, 404)
    assert "Correct" not in client.get(read).get_data(as_text=True)
    as_(client, Role.CLERK)
    assert (client.get(read).status_code, client.get(edit).status_code) == (200, 200)


def test_only_the_secretary_sees_an_iin_and_it_is_logged(client: FlaskClient, at: datetime) -> None:
    with transaction():
        clerk = make_user(role=Role.CLERK)
        person = services.add_person(PersonData("Үміт", "991399300028"), actor=actor_of(clerk), at=at).id
    sign_in(client, clerk)
    shown = client.get(f"/en/registry/people/{person}").get_data(as_text=True)
    assert "9913******28" in shown and "991399300028" not in shown
    assert client.get(f"/en/registry/people/{person}/iin").status_code == 404
    as_(client, Role.SECRETARY)
    address = f"/en/registry/people/{person}/iin"
    assert "991399300028" not in send(client, address, {"reason": " "})[1]
    assert "991399300028" in send(client, address, {"reason": "comparing two people"})[1]
    logged = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "registry.iin_revealed")).all()
    assert [each.object_id for each in logged] == [person]


def test_a_member_records_a_project_with_its_charter(client: FlaskClient, member: str) -> None:
    with transaction():
        known = make_person("Әлия Сәрсенова")
        make_role(known, db.session.get_one(Organisation, member), RoleCode.OFFICE_HEAD)
        known_id = known.id
    values = {
        "title_kk": "Жоба",
        "title_ru": "Проект",
        "starts_on": "2026-02-01",
        "budget_tenge": "120 000 000",
        "scale": "mono",
        "product": "other",
        "time_limit": "normal",
        "financing": "internal",
        "leader-person_id": known_id,
        "sponsor-full_name": "Ыбырай Тоқтар",
        "sponsor-iin": "123456789012",
    }
    address = f"/en/registry/my/{member}/projects/new"
    status, page, _ = send(client, address, values)
    assert status == 200 and "This is not an IIN" in page and "Ыбырай Тоқтар" in page
    assert db.session.scalar(select(Project.id)) is None, "a wrong holder leaves no half-made project"
    status, _, where = send(client, address, {**values, "sponsor-iin": ""})
    assert status == 303
    shown = client.get(where).get_data(as_text=True)
    assert "2026-000001" in shown and "Medium: 70 to 200 million ₸" in shown
    assert "The charter is not complete" in shown and "Project initiator" in shown


def test_a_member_cannot_name_people_of_other_organisations(client: FlaskClient, member: str) -> None:
    with transaction():
        stranger = make_person("Бөтен").id
    values = {"role": "1.1", "since": "2026-01-01", "holder-person_id": stranger}
    status, page, _ = send(client, f"/en/registry/my/{member}/roles/new", values)
    assert status == 200 and "Бөтен" not in page
    assert db.session.scalar(select(RoleHeld.id)) is None


def test_a_member_records_office_staff_and_their_certificate(client: FlaskClient, member: str) -> None:
    values = {"role": "1.1", "since": "2026-01-01", "holder-full_name": "Ұлан Жақсыбек"}
    assert send(client, f"/en/registry/my/{member}/roles/new", values)[0] == 303
    person = db.session.scalars(select(Person.id)).one()
    values = {"scheme": "ipma", "number": "KZ-9", "issued_on": "01.02.2026", "status": "active"}
    assert send(client, f"/en/registry/my/{member}/people/{person}/certificates/new", values)[0] == 303
    shown = client.get(f"/en/registry/my/{member}").get_data(as_text=True)
    assert "IPMA 4-L-C" in shown and "In force" in shown
    assert "Head of the project office: Ұлан Жақсыбек" in shown


def test_a_clerk_corrects_with_a_reason_and_the_page_tells_the_history(client: FlaskClient) -> None:
    with transaction():
        person = make_person("Һәкім Рахимов").id
    as_(client, Role.CLERK)
    address = f"/en/registry/people/{person}/correct"
    values = {"full_name": "Һәкім Рахымов", "region": "KZ-71", "in_kk": "y", "in_ru": "y"}
    status, page, _ = send(client, address, values)
    assert status == 200 and "Һәкім Рахымов" in page
    assert send(client, address, {**values, "reason": "misspelt"})[0] == 303
    shown = client.get(f"/en/registry/people/{person}").get_data(as_text=True)
    assert "Full name: Һәкім Рахимов → Һәкім Рахымов" in shown and "misspelt" in shown


def test_a_forged_form_changes_nothing(client: FlaskClient) -> None:
    as_(client, Role.CLERK)
    answer = client.post("/en/registry/people/new", data={"full_name": "Біреу", "csrf_token": "no"})
    assert answer.status_code == 200
    assert "Біреу" in answer.get_data(as_text=True), "the text is kept"
    assert db.session.scalar(select(Person.id)) is None


def test_every_page_of_the_registry_opens_in_every_language(client: FlaskClient) -> None:
    with transaction():
        body = make_organisation()
        child = make_organisation()
        link = make_subordination(child, body)
        project = make_project(body)
        held = make_charter(project, body)[0]
        person = db.session.get_one(Person, held.person_id)
        certificate = make_certificate(person, valid_until=date(2026, 8, 1))
        tie = make_engagement(person, child)
        name = queries.names_of(body.id)[0]
        paths = [
            "",
            "organisations",
            "organisations/new",
            f"organisations/{body.id}",
            *(f"organisations/{body.id}/{each}/new" for each in ("names", "parents", "projects", "roles")),
            f"names/{name.id}/correct",
            *(f"subordinations/{link.id}/{act}" for act in ("correct", "end")),
            "people",
            "people/new",
            f"people/{person.id}",
            *(f"people/{person.id}/{each}/new" for each in ("certificates", "engagements")),
            f"certificates/{certificate.id}/correct",
            *(f"engagements/{tie.id}/{act}" for act in ("correct", "end")),
            "projects",
            f"projects/{project.id}",
            f"projects/{project.id}/correct",
            *(f"roles/{held.id}/{act}" for act in ("correct", "end")),
        ]
    as_(client, Role.CLERK)
    wrong = [
        (language, path)
        for language in ("kk", "ru", "en")
        for path in paths
        if client.get(f"/{language}/registry/{path}").status_code != 200
    ]
    assert wrong == []


def _organisations(count: int) -> None:
    for number in range(count):
        make_organisation(f"Ұйым {number:02d}")


def _people(count: int) -> None:
    for number in range(count):
        make_certificate(make_person(f"Адам {number:02d}"))


def _projects(count: int) -> None:
    for number in range(count):
        make_project(make_organisation(f"Ұйым {number:02d}"), f"Жоба {number:02d}")


@pytest.mark.parametrize(
    ("path", "fill", "queries_made"),
    [("organisations", _organisations, 2), ("people", _people, 3), ("projects", _projects, 3)],
)
@pytest.mark.parametrize("count", [1, 30])
def test_lists_make_the_same_few_queries_however_long(
    app: Flask, client: FlaskClient, path: str, fill: Callable[[int], None], queries_made: int, count: int
) -> None:
    with transaction():
        fill(count)
    as_(client, Role.CLERK)
    with counted(app) as signing_in:
        client.get("/en/registry/organisations/new")
    with counted(app) as statements:
        page = client.get(f"/en/registry/{path}").get_data(as_text=True)
    assert page.count('<th scope="row"') == count
    assert len(statements) - len(signing_in) == queries_made


def test_a_person_sees_what_the_registry_knows_about_them(client: FlaskClient) -> None:
    with transaction():
        user = make_user()
        make_certificate(make_person("Яна Петрова", user_id=user.id))
        other = make_user()
    sign_in(client, user)
    assert "Яна Петрова" in client.get("/en/registry/me").get_data(as_text=True)
    sign_in(client, other)
    assert client.get("/en/registry/me").status_code == 404


def test_a_budget_is_typed_with_spaces_and_shown_with_them(client: FlaskClient) -> None:
    with transaction():
        project = make_project(make_organisation(), budget_tenge=70_000_000).id
    as_(client, Role.CLERK)
    address = f"/en/registry/projects/{project}/correct"
    assert 'value="70 000 000"' in client.get(address).get_data(as_text=True)
    values = {"title_kk": "Ж", "title_ru": "П", "starts_on": "2026-02-01", "reason": "checked"}
    kinds = {"scale": "mono", "product": "other", "time_limit": "normal", "financing": "internal"}
    status, page, _ = send(client, address, {**values, **kinds, "budget_tenge": "70 mln"})
    assert status == 200 and "in whole tenge, in digits" in page and "70 mln" in page
    assert send(client, address, {**values, **kinds, "budget_tenge": "71\u00a0000\u202f001"})[0] == 303
    assert queries.projects((project,))[project].budget_tenge == 71_000_001


@pytest.mark.parametrize("day", ["0001-01-01", "05.03.0206", "9999-12-31"])
def test_a_day_of_no_thinkable_year_is_a_slip_of_the_keyboard(client: FlaskClient, day: str) -> None:
    """The day before the first of the calendar is no day, and a picture of ten thousand years no picture."""
    with transaction():
        former, heir, person = make_organisation("Бұрынғы"), make_organisation("Мұрагер"), make_person()
        ids = former.id, heir.id, person.id
    as_(client, Role.CLERK)
    values = {
        "successor_id": ids[1],
        "kind": "accession",
        "effective_on": day,
        "act_number": "1",
        "act_date": day,
    }
    status, page, _ = send(client, f"/en/registry/organisations/{ids[0]}/reorganisations/new", values)
    assert status == 200 and "Write the day as 05.03.2026" in page
    values = {"organisation_id": ids[0], "kind": "consultancy", "since": day}
    status, page, _ = send(client, f"/en/registry/people/{ids[2]}/engagements/new", values)
    assert status == 200 and "Write the day as 05.03.2026" in page


def test_a_member_ends_a_role_lately_and_the_clerk_long_ago(client: FlaskClient, member: str) -> None:
    """A day long past would take back what p.121 has read."""
    with transaction():
        body = db.session.get_one(Organisation, member)
        role_id = make_role(make_person(), body, RoleCode.OFFICE_CONSULTANT).id
    address = f"/en/registry/my/roles/{role_id}/end"
    status, page, _ = send(client, address, {"on": "2026-06-13", "reason": "left"})
    assert status != 303
    assert "from 14.06.2026 on" in page
    assert 'value="2026-06-13"' in page, "what was written stays in the form"
    assert send(client, address, {"on": "2026-06-14", "reason": "left"})[0] == 303
    with transaction():
        ended = db.session.get_one(RoleHeld, role_id)
        assert ended.until == date(2026, 6, 14)


def test_a_member_who_tries_many_iins_has_to_wait(client: FlaskClient, member: str) -> None:
    """Whether an IIN is on record is told to nobody who asks for many, refused forms counted too (S12)."""
    iin = made_up_number("9913993")
    with transaction():
        services.add_person(PersonData("Өркен Әбілов", iin), actor=SYSTEM, at=clock.now())
    address = f"/en/registry/my/{member}/roles/new"
    holder = {"holder-full_name": "Басқа Адам", "holder-iin": iin}
    values = {**holder, "role": RoleCode.OFFICE_HEAD.value, "since": "2026-01-01"}
    for _ in range(30):
        assert "another name" in send(client, address, values)[1]
    assert "another name" not in send(client, address, values)[1]
    assert "minutes" in send(client, address, values)[1]
    assert send(client, address, {**values, "holder-iin": ""})[0] == 303, "without an IIN nothing is asked"
