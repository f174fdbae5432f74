"""Choosing one record of very many: words are looked for, kept, and never mistaken for a choice."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from awards.core.actor import Role
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.registry.models import Engagement
from tests.factories.accounts import make_user, sign_in
from tests.factories.registry import make_organisation, make_person
from tests.integration.registry.test_pages import token

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
def address(client: FlaskClient) -> str:
    """The clerk's form of an engagement."""
    with transaction():
        person = make_person("Өркен Әбілов").id
        user = make_user(role=Role.CLERK)
    sign_in(client, user)
    return f"/en/registry/people/{person}/engagements/new"


def sent(client: FlaskClient, address: str, **values: str) -> str:
    known = token(client.get(address).get_data(as_text=True))
    named = {key.replace("__", "-"): value for key, value in values.items()}
    return client.post(address, data={"csrf_token": known, **named}).get_data(as_text=True)


def test_a_search_finds_by_name_and_number_and_keeps_everything_typed(
    client: FlaskClient, address: str
) -> None:
    with transaction():
        wanted = make_organisation("«Іле» ЖШС", bin="991340000801").id
        make_organisation("«Ертіс» ЖШС")
    for words in ("иле", "9913400008"):
        page = sent(
            client,
            address,
            organisation_id__words=words,
            organisation_id__find="1",
            contract_number="17-К",
        )
        assert f'value="{wanted}"' in page and "Ертіс" not in page
        assert 'value="17-К"' in page and "Fill this in." not in page
    assert db.session.scalar(select(Engagement.id)) is None


def test_words_not_looked_for_are_no_choice(client: FlaskClient, address: str) -> None:
    """Somebody chose one body, then wrote the name of another and pressed the last button."""
    with transaction():
        first, second = make_organisation("Бірінші").id, make_organisation("Екінші").id
    values = {"kind": "consultancy", "since": "2025-01-01", "organisation_id": first}
    words = {"organisation_id__words": "екінші", "organisation_id__asked": "бірінші"}
    page = sent(client, address, **values, **words)
    assert "Choose one of those found." in page and f'value="{second}"' in page
    assert db.session.scalar(select(Engagement.id)) is None
    sent(
        client,
        address,
        **{**values, "organisation_id": second},
        **{**words, "organisation_id__asked": "екінші"},
    )
    assert db.session.scalar(select(Engagement.organisation_id)) == second


def test_a_correction_offers_the_record_chosen_before(client: FlaskClient, address: str) -> None:
    with transaction():
        organisation = make_organisation("«Іле» ЖШС")
    sent(client, address, organisation_id=organisation.id, kind="employment", since="2025-01-01")
    made = db.session.scalars(select(Engagement.id)).one()
    page = client.get(f"/en/registry/engagements/{made}/correct").get_data(as_text=True)
    chosen = next(line for line in page.split("<input ") if f'value="{organisation.id}"' in line)
    assert "checked" in chosen and "«Іле» ЖШС" in chosen


def test_a_list_longer_than_the_page_says_how_many_more(client: FlaskClient, address: str) -> None:
    with transaction():
        for number in range(15):
            make_organisation(f"Мектеп {number}")
    page = sent(client, address, organisation_id__words="мектеп", organisation_id__find="1")
    assert page.count('type="radio"') == 12 and "More match: 3" in page


def test_an_unknown_id_is_not_a_choice(client: FlaskClient, address: str) -> None:
    page = sent(client, address, organisation_id="no such", kind="employment", since="2025-01-01")
    assert "Choose from the list." in page
