from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from awards.accounts import queries, services
from awards.accounts.models import OneTimeToken, User
from awards.core import clock
from awards.core.actor import SYSTEM
from awards.core.errors import Refusal
from awards.core.text import Locale
from awards.infra.db import db
from awards.infra.outbox import OutboxMessage
from tests.factories.accounts import PASSWORD, actor_of, make_user, sign_in
from tests.integration.accounts.test_invitations import letters, post

pytestmark = pytest.mark.usefixtures("at")
NEW = "тас көпір үш алма"
FIELDS = {"name": "Әлия Сәрсенова", "email": "aliya@example.kz", "password": NEW, "locale": "kk"}


def test_registering_signs_in_at_once_and_leads_to_the_organisation(client: FlaskClient, app: Flask) -> None:
    answer = post(client, "/en/register", **FIELDS)
    assert answer.status_code == 303
    assert answer.location.startswith("/en/registry/")
    assert client.get(answer.location).status_code == 200
    assert "Әлия Сәрсенова" in client.get("/en/account").text
    [letter] = letters(app)
    assert letter.to == "aliya@example.kz"
    assert "Әлия Сәрсенова" in letter.body
    kept = db.session.scalars(select(User.password_hash)).one()
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "short"}, "too short"),
        ({"password": "password2026!"}, "very common"),
        ({"password": "Сәрсенова-1984-Әлия"}, "own name"),
        ({"email": "nobody at all"}, "e-mail address like"),
        ({"name": " "}, "Fill this in."),
    ],
)
def test_what_registering_refuses_and_that_the_text_stays(
    client: FlaskClient, change: dict[str, str], said: str
) -> None:
    answer = post(client, "/en/register", **{**FIELDS, **change})
    assert answer.status_code == 200
    assert said in answer.text
    assert ("Әлия Сәрсенова" in answer.text) == ("name" not in change)
    assert db.session.scalars(select(User)).all() == []


def test_an_address_has_one_account_however_it_is_written(client: FlaskClient) -> None:
    make_user(email="aliya@example.kz")
    assert "exists" in post(client, "/en/register", **{**FIELDS, "email": "Aliya@EXAMPLE.kz"}).text


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(client: FlaskClient, app: Flask) -> None:
    user = make_user(email="aliya@example.kz")
    elsewhere = app.test_client()
    sign_in(elsewhere, user)
    post(client, "/en/password/forgotten", email="Aliya@example.kz")
    [letter] = letters(app)
    assert "too short" in post(client, letter.link, password="short").text
    assert post(client, letter.link, password=NEW).status_code == 303
    assert elsewhere.get("/en/account").status_code == 302, "every other session has ended"
    assert client.get("/en/account").status_code == 200
    assert "no longer works" in app.test_client().get(letter.link).text
    assert services.matching_user("aliya@example.kz", NEW) == user.id
    assert services.matching_user("aliya@example.kz", PASSWORD) is None
    assert [one.subject for one in letters(app)] == ["Your password has been changed"]


def test_a_link_for_a_new_password_ends_after_an_hour(client: FlaskClient, app: Flask, at: datetime) -> None:
    make_user(email="aliya@example.kz")
    services.request_reset("aliya@example.kz", at=at)
    [letter] = letters(app)
    with clock.frozen(at + timedelta(hours=1)):
        assert "no longer works" in client.get(letter.link).text
        with pytest.raises(Refusal, match="link_is_void"), db.session.begin_nested():
            services.set_new_password(letter.link.rpartition("/")[2], NEW, agent="", at=clock.now())


def test_a_newer_link_in_use_voids_the_older(app: Flask, at: datetime) -> None:
    make_user(email="aliya@example.kz")
    tokens = []
    for _ in range(2):
        services.request_reset("aliya@example.kz", at=at)
        tokens.append(letters(app)[0].link.rpartition("/")[2])
    services.set_new_password(tokens[1], NEW, agent="", at=at)
    with pytest.raises(Refusal, match="link_is_void"):
        services.set_new_password(tokens[0], NEW, agent="", at=at)


def test_nobody_learns_who_has_an_account_and_nobody_is_flooded(client: FlaskClient, at: datetime) -> None:
    make_user(email="aliya@example.kz")
    answers = {
        post(client, "/en/password/forgotten", email=email).location
        for email in ("aliya@example.kz", "x@y.kz")
    }
    assert len(answers) == 1
    for _ in range(4):
        post(client, "/en/password/forgotten", email="aliya@example.kz")
    queued = db.session.scalars(select(OutboxMessage)).all()
    assert len(queued) == 3, "three an hour"
    with clock.frozen(at + timedelta(hours=1)):
        post(client, "/en/password/forgotten", email="aliya@example.kz")
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 4


def test_an_invitation_link_sets_no_password_and_the_other_way_round(app: Flask, at: datetime) -> None:
    user = make_user(email="aliya@example.kz")
    services.request_reset(user.email, at=at)
    token = letters(app)[0].link.rpartition("/")[2]
    assert queries.invitation_behind(token, at) is None
    with pytest.raises(Refusal, match="link_is_void"), db.session.begin_nested():
        services.accept_as(token, actor=actor_of(user), agent="", replaces=None, at=at)
    assert db.session.scalars(select(OneTimeToken.used_at)).one() is None, "a refusal uses nothing up"


def test_changing_the_password_needs_the_present_one_and_ends_the_other_sessions(
    client: FlaskClient, app: Flask, at: datetime
) -> None:
    user = services.create_user("a@example.kz", "Ә", PASSWORD, Locale.EN, actor=SYSTEM, at=at)
    elsewhere = app.test_client()
    sign_in(elsewhere, user)
    sign_in(client, user)
    before = client.get_cookie("sid")
    wrong = post(client, "/en/account/password", current="not this one", password=NEW)
    assert "present password is not right" in wrong.text
    assert post(client, "/en/account/password", current=PASSWORD, password=NEW).status_code == 303
    assert client.get_cookie("sid") != before
    assert client.get("/en/account").status_code == 200
    assert elsewhere.get("/en/account").status_code == 302


def test_one_ends_ones_own_sessions_and_nobody_elses(client: FlaskClient, app: Flask, at: datetime) -> None:
    user, other = make_user(), make_user()
    elsewhere, foreign = app.test_client(), app.test_client()
    sign_in(elsewhere, user)
    sign_in(foreign, other)
    sign_in(client, user)
    mine = {one.public_id for one in queries.sessions_of(user.id, this=None, at=at)}
    theirs = queries.sessions_of(other.id, this=None, at=at)[0]
    page = client.get("/en/account").text
    assert page.count("/end") == 1, "the session in use has no button"
    public_id = page.partition("/account/sessions/")[2].partition("/")[0]
    assert public_id in mine
    assert post(client, f"/en/account/sessions/{public_id}/end", "/en/account").status_code == 303
    assert elsewhere.get("/en/account").status_code == 302
    assert client.get("/en/account").status_code == 200
    post(client, f"/en/account/sessions/{theirs.public_id}/end", "/en/account")
    assert foreign.get("/en/account").status_code == 200


def test_name_and_language_are_ones_own_to_change(client: FlaskClient) -> None:
    user = make_user("Әлия")
    sign_in(client, user)
    post(client, "/en/account", name="  Әлия   Ким ", locale="ru")
    facts = queries.get_user(user.id)
    assert facts is not None
    assert (facts.name, facts.locale) == ("Әлия Ким", Locale.RU)
