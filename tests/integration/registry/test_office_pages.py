"""Pages of offices, roles, substitution and reorganisations: who opens them and what they say."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from awards.core.actor import Role
from awards.infra.transaction import transaction
from awards.registry import queries
from awards.registry.domain import RoleCode
from tests.factories.accounts import make_user, sign_in
from tests.factories.registry import (
    make_certificate,
    make_office,
    make_organisation,
    make_person,
    make_project,
    make_role,
)
from tests.integration.registry.test_pages import as_, counted, send

pytestmark = pytest.mark.usefixtures("at")


def staffed_office(people: int = 1) -> tuple[str, str]:
    """(body, office): a head without a certificate, and administrators whose certificates run out soon."""
    body = make_organisation()
    office = make_office(body)
    make_role(make_person("Басшы Бақыт"), body, RoleCode.OFFICE_HEAD, office=office)
    for number in range(people):
        administrator = make_person(f"Әкімші {number}")
        make_role(administrator, body, RoleCode.OFFICE_ADMINISTRATOR, office=office)
        make_certificate(administrator, valid_until=date(2026, 8, 1))
    return body.id, office.id


def test_an_office_says_what_is_missing_and_who_may_act(client: FlaskClient) -> None:
    with transaction():
        _, office = staffed_office()
    as_(client, Role.CLERK)
    page = client.get(f"/en/registry/offices/{office}").get_data(as_text=True)
    assert "Not filled" in page and "Chief manager of the project office" in page
    assert "No valid certificate (p.55, 110)" in page and "Басшы Бақыт" in page
    assert "certificate until 01.08.2026" in page
    assert "the Rules do not say who goes first" in page
    assert "undecided, so not allowed" in page and "A7-1" in page
    assert "Appendix 7 has no rule for this role." in page


def test_a_member_measures_their_own_office_and_no_other(client: FlaskClient) -> None:
    with transaction():
        body, office = staffed_office()
        _, other = staffed_office()
        user = make_user(organisation_id=body)
    sign_in(client, user)
    page = client.get(f"/en/registry/my/offices/{office}").get_data(as_text=True)
    assert "Басшы Бақыт" in page and "/registry/people/" not in page
    for address in (f"/my/offices/{other}", f"/my/offices/{other}/end", f"/offices/{office}"):
        assert client.get(f"/en/registry{address}").status_code == 404


def test_a_member_opens_corrects_and_ends_the_office(client: FlaskClient) -> None:
    with transaction():
        body = make_organisation().id
        user = make_user(organisation_id=body)
    sign_in(client, user)
    values = {"title_kk": "Жобалық офис", "title_ru": "Проектный офис", "since": "2026-01-01"}
    status, _, where = send(client, f"/en/registry/my/{body}/offices/new", values)
    assert status == 303 and "/my/offices/" in where
    page = send(client, f"/en/registry/my/{body}/offices/new", values)[1]
    assert "A body has one project office at a time" in page
    (office,) = queries.offices_of(body)
    right = {**values, "since": "2026-02-01", "reason": "the order says February"}
    assert send(client, f"/en/registry/my/offices/{office.id}/correct", right)[0] == 303
    assert send(client, f"/en/registry/my/offices/{office.id}/end", {"on": "2026-06-30"})[0] == 303
    (ended,) = queries.offices_of(body)
    assert (ended.since, ended.until) == (date(2026, 2, 1), date(2026, 6, 30))


def test_a_role_is_added_from_the_office_with_its_place_filled_in(client: FlaskClient) -> None:
    with transaction():
        body, office = staffed_office()
        user = make_user(organisation_id=body)
    sign_in(client, user)
    address = f"/en/registry/my/{body}/roles/new?office_id={office}&role=1.2"
    values = {"role": "1.2", "office_id": office, "since": "2026-02-01", "holder-full_name": "Жаңа Менеджер"}
    status, _, where = send(client, address, values)
    assert status == 303 and f"/my/offices/{office}" in where
    assert "Жаңа Менеджер" in client.get(where).get_data(as_text=True)


def test_the_law_is_open_to_whoever_is_signed_in(client: FlaskClient) -> None:
    addresses = [
        f"/{locale}/registry/{page}" for locale in ("kk", "ru", "en") for page in ("roles", "substitution")
    ]
    assert {client.get(address).status_code for address in addresses} == {302}
    with transaction():
        user = make_user()
    sign_in(client, user)
    pages = {address: client.get(address).get_data(as_text=True) for address in addresses}
    assert "at least 1" in pages["/en/registry/roles"] and "кемінде 1" in pages["/kk/registry/roles"]
    for locale, words in (("kk", "беттің үзілуі"), ("ru", "граница страницы"), ("en", "A page break")):
        assert words in pages[f"/{locale}/registry/substitution"]


def test_a_reorganisation_stands_on_both_pages_and_ends_the_former_body(client: FlaskClient) -> None:
    with transaction():
        former, heir = make_organisation("Бұрынғы комитет"), make_organisation("Мұрагер министрлік")
        ids = (former.id, heir.id)
    as_(client, Role.CLERK)
    values = {"kind": "merger", "effective_on": "2026-03-01", "act_number": "17", "act_date": "2026-02-01"}
    address = f"/en/registry/organisations/{ids[0]}/reorganisations/new"
    assert send(client, address, {**values, "successor_id": ids[1]})[0] == 303
    for page in (client.get(f"/en/registry/organisations/{each}").get_data(as_text=True) for each in ids):
        assert "Merger" in page and "01.03.2026" in page and "this organisation" in page
    ended = client.get(f"/en/registry/organisations/{ids[0]}").get_data(as_text=True)
    assert "This organisation ended on 28.02.2026" in ended
    assert "ended on 28.02.2026" in client.get("/en/registry/organisations?q=комитет").get_data(as_text=True)
    project = {"title_kk": "Ж", "title_ru": "П", "starts_on": "2026-03-01"}
    refused = send(client, f"/en/registry/organisations/{ids[0]}/projects/new", project)[1]
    assert "This organisation ended on 28.02.2026, and nothing that begins later" in refused


def test_a_history_names_records_instead_of_their_ids(client: FlaskClient) -> None:
    with transaction():
        body, base = (
            make_organisation("Министрлік"),
            make_organisation("«Базис» РМК", name_en="Base Enterprise"),
        )
        office, base_id = make_office(body).id, base.id
    as_(client, Role.CLERK)
    values = {
        "title_kk": "Офис",
        "title_ru": "Офис",
        "since": "2024-01-01",
        "base_id": base_id,
        "reason": "order",
    }
    assert send(client, f"/en/registry/offices/{office}/correct", values)[0] == 303
    page = client.get(f"/en/registry/offices/{office}").get_data(as_text=True)
    assert "Based in: — → Base Enterprise" in page


def test_a_body_is_wound_up_by_hand_and_exists_again(client: FlaskClient) -> None:
    with transaction():
        body = make_organisation().id
    as_(client, Role.CLERK)
    address = f"/en/registry/organisations/{body}/end"
    assert "Fill this in." in send(client, address, {"on": "2026-05-31"})[1], "a reason is asked for"
    assert send(client, address, {"on": "2026-05-31", "reason": "wound up"})[0] == 303
    assert send(client, address, {"on": "", "reason": "it was another body"})[0] == 303
    found = queries.get_organisation(body)
    assert found is not None and found.ended_on is None


def test_a_project_shows_its_stages_and_the_bounds_of_its_class(client: FlaskClient) -> None:
    with transaction():
        project = make_project(make_organisation()).id
    as_(client, Role.CLERK)
    address = f"/en/registry/projects/{project}"
    assert "No approval of the charter" in client.get(address).get_data(as_text=True)
    values = {
        "title_kk": "Ж", "title_ru": "П", "starts_on": "2024-01-01", "ends_on": "2025-12-31",
        "budget_tenge": "120000000", "scale": "mono", "product": "other", "time_limit": "normal",
        "financing": "internal", "chartered_on": "2024-02-01", "planned_on": "2024-01-15", "reason": "order",
    }  # fmt: skip
    assert "before the stage that goes ahead" in send(client, f"{address}/correct", values)[1]
    late = {**values, "planned_on": "2024-03-01", "closed_on": "2026-12-01"}
    assert "this day is yet to come" in send(client, f"{address}/correct", late)[1]
    assert send(client, f"{address}/correct", {**values, "planned_on": "2024-03-01"})[0] == 303
    page = client.get(address).get_data(as_text=True)
    assert "charter approved on 01.02.2024" in page
    assert "Medium: 70 to 200 million ₸, both included" in page and "from the budget:" in page
    assert "one year is reached on 01.01.2025, three years end on 01.01.2027" in page


@pytest.mark.parametrize("people", [1, 30])
def test_an_office_page_asks_the_database_a_fixed_number_of_times(
    app: Flask, client: FlaskClient, people: int
) -> None:
    with transaction():
        _, office = staffed_office(people)
    as_(client, Role.CLERK)
    client.get(f"/en/registry/offices/{office}")
    with counted(app) as statements:
        assert client.get(f"/en/registry/offices/{office}").status_code == 200
    assert len(statements) == 9


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("kk", ["Ауыл министрлігі", "Өнер комитеті"]),
        ("ru", ["Комитет искусств", "Министерство села"]),
        ("en", ["Arts Committee", "Village Ministry"]),
    ],
)
def test_lists_follow_the_names_they_show(client: FlaskClient, locale: str, expected: list[str]) -> None:
    with transaction():
        make_organisation("Ауыл министрлігі", name_ru="Министерство села", name_en="Village Ministry")
        make_organisation("Өнер комитеті", name_ru="Комитет искусств", name_en="Arts Committee")
    as_(client, Role.CLERK)
    page = client.get(f"/{locale}/registry/organisations").get_data(as_text=True)
    assert page.index(expected[0]) < page.index(expected[1])
