"""What a database cannot hold is turned away at the edge, alike on both: PostgreSQL has no text with NUL."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from awards.core.actor import Role
from tests.factories.accounts import make_user, sign_in
from tests.factories.competition import make_edition


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/entries/a%00b", 404),
        ("/en/registry/people/%00", 404),
        ("/en/registry/people?q=%00", 400),
        ("/en/committee/2026/audit?event=state.moved&event=%00", 400),
        ("/en/committee/99999999999/", 404),
        ("/en/registry/people?page=99999999999999999999", 200),
    ],
)
def test_an_address_is_one_that_can_be_looked_up(client: FlaskClient, address: str, status: int) -> None:
    make_edition(year=2026)
    sign_in(client, make_user(role=Role.SECRETARY))
    assert client.get(address).status_code == status


def test_a_form_with_nul_is_not_read(client: FlaskClient, app: Flask) -> None:
    fields = {"email": "a\0@example.kz", "password": "шаңырақ"}
    assert client.post("/en/sign-in", data=fields).status_code == 400
