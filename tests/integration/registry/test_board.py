"""The registry's board: what waits for the clerk; who only reads is not sent where they may not go."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from awards.core.actor import Role
from awards.infra.transaction import transaction
from awards.registry.domain import ImportKind
from awards.registry.services import imports
from tests.factories.accounts import actor_of, make_user, sign_in
from tests.factories.registry import make_certificate, make_person


@pytest.fixture
def known(app: Flask, at: datetime) -> None:
    """Two spellings of one name, a certificate about to end, a file that waits."""
    with transaction():
        clerk = make_user(role=Role.CLERK)
        person = make_person("Өркен Әбілов")
        make_person("Әбілов Өркен Серікұлы")
        make_certificate(person, number="ЖБ-77", valid_until=date(2026, 8, 1))
        imports.start_import(
            ImportKind.PEOPLE, "тізім.csv", "Толық аты\nДана\n".encode(), actor=actor_of(clerk), at=at
        )


@pytest.mark.usefixtures("known")
def test_the_clerk_sees_what_ends_who_may_be_one_person_and_which_files_came(client: FlaskClient) -> None:
    with transaction():
        user = make_user(role=Role.CLERK)
    sign_in(client, user)
    page = client.get("/en/registry/").text
    assert "ЖБ-77" in page
    assert "Names that several records bear: 1" in page
    assert "тізім.csv" in page


@pytest.mark.usefixtures("known")
def test_who_only_reads_the_registry_is_offered_no_clerks_work(client: FlaskClient) -> None:
    with transaction():
        user = make_user(role=Role.COMMITTEE)
    sign_in(client, user)
    page = client.get("/en/registry/").text
    assert "ЖБ-77" in page
    assert "several records" not in page
    assert "тізім.csv" not in page


@pytest.mark.parametrize("page", ["/en/registry/", "/en/registry/people", "/en/registry/substitution"])
@pytest.mark.usefixtures("known")
def test_the_menu_shows_that_one_is_in_the_registry(client: FlaskClient, page: str) -> None:
    with transaction():
        user = make_user(role=Role.CLERK)
    sign_in(client, user)
    header = client.get(page).text.partition("<main")[0]
    (here,) = re.findall(r'<a[^>]*aria-current="page"[^>]*>(?:(?!</a>).)*Registry', header, re.DOTALL)
    assert 'href="/en/registry/"' in here
