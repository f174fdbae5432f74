"""Pages of an edition: who may open them, what they say, how many queries they take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from awards.accounts.models import User
from awards.competition import queries, services
from awards.core import clock
from awards.core.actor import SYSTEM, Role
from awards.core.text import Text
from awards.core.workflow import Stage
from awards.infra.db import db
from awards.registry.domain import OrganisationKind
from tests.factories.accounts import make_user, sign_in
from tests.factories.competition import category_of, make_category, make_decision, make_edition, nomination_of
from tests.factories.registry import make_organisation, make_subordination

SETUP_PAGES = ("setup", "nominations", "categories", "seats", "methodology", "decisions", "stage")
CHANGES = (
    "setup/dates",
    "nominations/new",
    "categories/new",
    "categories/mapping",
    "seats/new",
    "methodology/settings",
    "methodology/approve",
)
LANGS = ("kk", "ru", "en")


@contextmanager
def queries_counted() -> Iterator[list[str]]:
    """Every SELECT that is run inside."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("page", [*SETUP_PAGES, *CHANGES])
def test_a_stranger_does_not_learn_that_an_edition_is_being_set_up(client: FlaskClient, page: str) -> None:
    make_edition(Stage.SETUP)
    stranger = make_user(role=Role.SECRETARY, edition_id=make_edition(year=2025).id)
    sign_in(client, stranger)
    assert client.get(f"/en/committee/2026/{page}").status_code == 404
    assert client.get(f"/en/committee/2031/{page}").status_code == 404


def test_the_public_is_asked_to_sign_in(client: FlaskClient) -> None:
    make_edition(Stage.SETUP)
    assert client.get("/en/committee/2026/setup").status_code == 302
    assert client.get("/en/committee/editions").status_code == 302


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.OBSERVER, Role.ASSESSOR, Role.CHAIR])
def test_others_of_the_edition_read_and_change_nothing(client: FlaskClient, role: Role) -> None:
    edition = make_edition(Stage.SETUP, approved=False)
    sign_in(client, make_user(role=role, edition_id=edition.id))
    for page in SETUP_PAGES:
        names_assessors = page == "decisions" and role in (Role.ASSESSOR, Role.CHAIR)
        expected = 404 if names_assessors else 200
        assert client.get(f"/en/committee/2026/{page}").status_code == expected, page
    for page in CHANGES:
        assert client.get(f"/en/committee/2026/{page}").status_code == 404, page
    assert client.post("/en/committee/2026/stage", data={"to": "open"}).status_code == 404
    assert client.get("/en/committee/editions").status_code == 404


def test_a_part_of_another_edition_is_not_reached_through_this_one(
    client: FlaskClient, secretary: User
) -> None:
    make_edition(Stage.SETUP, approved=False)
    other = make_edition(Stage.SETUP, year=2027, approved=False)
    nomination, category = nomination_of(other).id, category_of(other).id
    base = "/en/committee/2026"
    assert client.get(f"{base}/nominations/{nomination}/remove").status_code == 404
    assert client.get(f"{base}/categories/{category}/remove").status_code == 404
    assert client.get(f"{base}/methodology/rubrics/{nomination}").status_code == 404


def test_a_post_without_its_token_moves_nothing(client: FlaskClient, secretary: User) -> None:
    edition = make_edition(Stage.SETUP)
    with clock.frozen(edition.opens_at):
        answer = client.post("/en/committee/2026/stage", data={"to": "open"})
    assert answer.status_code == 200
    found = queries.get_edition(2026)
    assert found is not None
    assert found.stage is Stage.SETUP


@pytest.mark.parametrize("lang", LANGS)
def test_the_stage_page_names_every_reason(client: FlaskClient, secretary: User, lang: str) -> None:
    make_edition(Stage.SETUP, empty=True)
    with clock.frozen(datetime(2026, 3, 10, 5, tzinfo=UTC)):
        page = client.get(f"/{lang}/committee/2026/stage").get_data(as_text=True)
    points = {"kk": "Қағидалардың 122-тармағы", "ru": "пункт 122 Правил", "en": "point 122 of the Rules"}
    assert points[lang] in page
    assert "01.06.2026 09:00" in page
    assert page.count("/committee/2026/methodology") >= 1
    blockers = page.split('class="blockers"')[1].split("</ul>")[0]
    assert blockers.count("<li>") >= 5


@pytest.mark.parametrize("lang", LANGS)
def test_the_front_page_before_the_first_edition_is_calm(client: FlaskClient, lang: str) -> None:
    make_edition(Stage.SETUP)
    page = client.get(f"/{lang}/")
    assert page.status_code == 200
    assert "2026" not in page.get_data(as_text=True).split("<main")[1].split("<footer")[0]


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.SETUP])
def test_the_front_page_stands_at_every_stage(client: FlaskClient, stage: Stage) -> None:
    make_edition(stage, special=True)
    with clock.frozen(datetime(2026, 7, 15, 9, tzinfo=UTC)):
        for lang in LANGS:
            assert client.get(f"/{lang}/").status_code == 200


def test_the_front_page_counts_down_to_the_closing_minute_by_the_servers_clock(client: FlaskClient) -> None:
    edition = make_edition(Stage.OPEN)
    with clock.frozen(datetime(2026, 7, 31, 12, 59, 0, tzinfo=UTC)):
        assert 'data-countdown="60"' in client.get("/en/").get_data(as_text=True)
    with clock.frozen(edition.closes_at):
        page = client.get("/en/").get_data(as_text=True)
    assert "Submit an entry" not in page
    assert "The forum begins in" in page


def test_the_public_methodology_shows_the_decision_the_digest_and_every_anchor(client: FlaskClient) -> None:
    edition = make_edition(Stage.OPEN)
    page = client.get("/kk/2026/methodology").get_data(as_text=True)
    assert queries.methodology(edition.id).digest in page
    assert "2026-ЖБ/12" in page
    assert "2026 жылғы 20 мамыр" in page
    for name in ("approach", "result"):
        for words in queries.anchors(name).values():
            assert words.kk in page


def test_the_methodology_of_an_edition_in_set_up_is_not_public(client: FlaskClient) -> None:
    make_edition(Stage.SETUP)
    assert client.get("/kk/2026/methodology").status_code == 404


@pytest.mark.parametrize(
    ("language", "said"),
    [("kk", "54, 55, 1-қосымша"), ("ru", "54, 55, приложение 1"), ("en", "54, 55, appendix 1")],
)
def test_a_rubric_cites_appendices_in_the_readers_language(
    client: FlaskClient, secretary: User, language: str, said: str
) -> None:
    edition = make_edition(Stage.SETUP, approved=False)
    nomination = nomination_of(edition, "best_pmo")
    page = client.get(f"/{language}/committee/2026/methodology/rubrics/{nomination.id}").text
    assert said in page
    assert "app." not in page


def test_a_rubric_that_does_not_make_100_comes_back_with_what_was_written(
    client: FlaskClient, secretary: User
) -> None:
    edition = make_edition(Stage.SETUP, approved=False)
    nomination = nomination_of(edition)
    address = f"/ru/committee/2026/methodology/rubrics/{nomination.id}"
    form = client.get(address).get_data(as_text=True)
    token = form.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    criteria = queries.rubric(nomination.id).criteria
    weights = {f"weight_{criterion.code}": str(criterion.weight) for criterion in criteria}
    answer = client.post(address, data={**weights, "weight_A1": "37", "csrf_token": token})

    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert 'value="37"' in page
    assert "Лучший проект года" in page
    assert "127" in page


def test_the_list_of_editions_takes_as_many_queries_for_ten_as_for_one(
    client: FlaskClient, secretary: User
) -> None:
    def taken() -> int:
        with queries_counted() as seen:
            assert client.get("/kk/committee/editions").status_code == 200
        return len(seen)

    make_edition(Stage.VOTING, year=2024)
    one = taken()
    for year in range(2025, 2034):
        make_edition(Stage.ASSESSMENT, year=year)
    assert (one, taken()) == (4, 4)


def test_the_list_of_decisions_takes_as_many_queries_for_thirty_as_for_one(
    client: FlaskClient, secretary: User
) -> None:
    edition = make_edition(Stage.OPEN)

    def taken() -> int:
        with queries_counted() as seen:
            assert client.get("/kk/committee/2026/decisions").status_code == 200
        return len(seen)

    one = taken()
    for number in range(34):
        make_decision(edition, number=f"{number}-К")
    assert (one, taken()) == (5, 5)
    assert "34-К" not in client.get("/kk/committee/2026/decisions?page=2").get_data(as_text=True)


def test_the_front_page_takes_the_same_queries_whatever_it_shows(client: FlaskClient) -> None:
    def taken() -> int:
        with queries_counted() as seen:
            assert client.get("/kk/").status_code == 200
        return len(seen)

    edition = make_edition(Stage.OPEN)
    few = taken()
    for number in range(20):
        make_category(edition, f"more-{number}", Text(f"Санат {number}", f"Категория {number}"))
        services.seat_committee(
            edition.id,
            Text("Мүше", "Член"),
            "Ерлан",
            since=date(2026, 4, 1),
            actor=SYSTEM,
            at=datetime(2026, 4, 1, tzinfo=UTC),
        )
    assert (few, taken()) == (8, 8)


@pytest.mark.usefixtures("writing")
@pytest.mark.parametrize(("with_parent", "code"), [(False, "subordinate"), (True, "central")])
def test_a_subordinate_organisation_competes_where_the_methodology_says(with_parent: bool, code: str) -> None:
    edition = make_edition(Stage.SETUP, approved=False)
    at = datetime(2026, 3, 10, tzinfo=UTC)
    services.place_subordinates(edition.id, with_parent, actor=SYSTEM, at=at)
    ministry = make_organisation(kind=OrganisationKind.CENTRAL)
    centre = make_organisation(kind=OrganisationKind.SUBORDINATE)
    make_subordination(centre, ministry)

    found = queries.category_for_organisation(edition.id, centre.id)
    assert found is not None
    assert found.code == code
    assert queries.category_for_organisation(edition.id, "nobody") is None
