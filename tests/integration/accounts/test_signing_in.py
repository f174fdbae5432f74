from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from awards.accounts import queries, services
from awards.accounts.domain import SIGN_IN_ACCOUNT
from awards.accounts.models import UserSession
from awards.accounts.views.blueprint import safe_path
from awards.app import create_app
from awards.config import ConfigError, Settings
from awards.core import clock
from awards.core.actor import SYSTEM, Role
from awards.core.text import Locale
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.web.forms import form_token
from tests.factories.accounts import PASSWORD, make_membership, make_user, sign_in
from tests.factories.registry import make_organisation

pytestmark = pytest.mark.usefixtures("at")


def post(client: FlaskClient, path: str, **fields: str):  # type: ignore[no-untyped-def]
    """Send a form with the token that the page shows."""
    page = client.get(path)
    token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    return client.post(path, data={"csrf_token": token, **fields})


def enter(client: FlaskClient, email: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return post(client, "/en/sign-in", email=email, password=password, **more)


def events() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.event).order_by(AuditEvent.seq)))


def test_signing_in_gives_a_cookie_that_the_server_knows_only_by_its_hash(client: FlaskClient) -> None:
    user = make_user("Әлия", "aliya@example.kz")
    answer = enter(client, "  ALIYA@example.kz ")
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("sid=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
    assert "Max-Age" not in cookie
    token = cookie.partition("=")[2].partition(";")[0]
    assert len(token) >= 43, "256 bits"
    assert db.session.get(UserSession, queries.session_key(token)) is not None
    assert db.session.get(UserSession, token) is None
    assert "Әлия" in client.get("/en/account").text
    assert events() == ["account.signed_in"]
    assert user.id


def test_under_https_the_cookie_is_bound_to_the_host(settings: Settings) -> None:
    app = create_app(replace(settings, base_url="https://konkurs.example.kz"))
    with app.app_context():
        make_user("Әлия", "aliya@example.kz")
        db.session.commit()
    client = app.test_client()
    page = client.get("/en/sign-in", base_url="https://konkurs.example.kz").text
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    fields = {"csrf_token": token, "email": "aliya@example.kz", "password": PASSWORD}
    answer = client.post("/en/sign-in", base_url="https://konkurs.example.kz", data=fields)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-sid=")
    assert "Secure" in cookie
    assert "Path=/" in cookie


def test_an_unknown_address_and_a_wrong_password_are_told_alike(client: FlaskClient) -> None:
    make_user(email="aliya@example.kz")
    disabled = make_user(email="gone@example.kz")
    disabled.disabled_at = clock.now()
    answers = [
        enter(client, "aliya@example.kz", "not this one at all"),
        enter(client, "nobody@example.kz"),
        enter(client, "gone@example.kz"),
    ]
    said = {answer.text.partition('role="alert"')[2].partition("</ul>")[0] for answer in answers}
    assert len(said) == 1
    assert "do not match" in said.pop()
    assert not any("Set-Cookie" in answer.headers for answer in answers)
    assert events() == ["account.sign_in_failed"] * 3


def test_an_unknown_address_costs_a_whole_check(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is the same because the work is: exactly one hash is verified, with the same parameters."""
    from awards.accounts.services import passwords  # noqa: PLC0415 - its private hasher is watched here alone

    verified: list[str] = []
    real = passwords._hasher.verify
    monkeypatch.setattr(
        type(passwords._hasher),
        "verify",
        lambda self, kept, given: verified.append(kept) or real(kept, given),
    )
    with db.session.begin_nested():
        user = services.create_user("a@example.kz", "Ә", PASSWORD, Locale.KK, actor=SYSTEM, at=clock.now())
    assert services.matching_user("a@example.kz", PASSWORD) == user.id
    assert services.matching_user("nobody@example.kz", PASSWORD) is None
    known, unknown = verified
    assert known.split("$")[1:4] == unknown.split("$")[1:4] == ["argon2id", "v=19", "m=19456,t=2,p=1"]


def test_after_five_failures_even_the_right_password_waits(client: FlaskClient, at: datetime) -> None:
    make_user(email="aliya@example.kz")
    for _ in range(SIGN_IN_ACCOUNT[0].most):
        assert "do not match" in enter(client, "aliya@example.kz", "wrong wrong wrong").text
    blocked = enter(client, "aliya@example.kz")
    assert "Too many attempts" in blocked.text
    with clock.frozen(at + timedelta(minutes=1)):
        assert enter(client, "aliya@example.kz").status_code == 303


def test_the_wait_grows_and_successes_do_not_count(client: FlaskClient, at: datetime) -> None:
    make_user(email="aliya@example.kz")
    for minute in range(8):
        with clock.frozen(at + timedelta(minutes=minute)):
            assert enter(client, "aliya@example.kz").status_code == 303
    failures = 0
    for minute in range(8, 12):
        with clock.frozen(at + timedelta(minutes=minute)):
            while "do not match" in enter(client, "aliya@example.kz", "wrong wrong wrong").text:
                failures += 1
    assert failures == SIGN_IN_ACCOUNT[1].most, "the quarter of an hour bounds what the minutes would allow"


def test_one_address_cannot_try_many_accounts(client: FlaskClient, at: datetime) -> None:
    for number in range(50):
        with db.session.begin_nested():
            assert services.reserve_attempt(f"p{number}@example.kz", "10.0.0.1", at=at) == 0
    with db.session.begin_nested():
        assert services.reserve_attempt("fresh@example.kz", "10.0.0.1", at=at) > 0
        assert services.reserve_attempt("fresh@example.kz", "10.0.0.2", at=at) == 0


def test_a_new_session_at_each_sign_in_and_the_old_one_is_dead(client: FlaskClient, app: Flask) -> None:
    make_user(email="aliya@example.kz")
    first = enter(client, "aliya@example.kz").headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    second = enter(client, "aliya@example.kz").headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    assert first != second
    thief = app.test_client()
    thief.set_cookie("sid", first, domain="localhost")
    assert thief.get("/en/account").status_code == 302


def test_signing_out_ends_the_session_on_the_server(client: FlaskClient, app: Flask) -> None:
    user = make_user()
    sign_in(client, user)
    kept = client.get_cookie("sid")
    assert kept is not None
    page = client.get("/en/account").text
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    client.post("/en/sign-out", data={"csrf_token": token})
    assert client.get_cookie("sid") is None
    replayed = app.test_client()
    replayed.set_cookie("sid", kept.value, domain="localhost")
    assert replayed.get("/en/account").status_code == 302


def test_sessions_end_by_idleness_and_by_age(client: FlaskClient, at: datetime) -> None:
    applicant, assessor = make_user(), make_user(role=Role.CLERK)
    for user, minutes in ((applicant, 8 * 60), (assessor, 30)):
        sign_in(client, user)
        with clock.frozen(at + timedelta(minutes=minutes - 1)):
            assert client.get("/en/account").status_code == 200, "used a minute before the limit"
        with clock.frozen(at + timedelta(minutes=2 * minutes - 2)):
            limit = timedelta(hours=12)
            alive = timedelta(minutes=2 * minutes - 2) < limit
            assert client.get("/en/account").status_code == (200 if alive else 302)
        sign_in(client, user)
        with clock.frozen(at + timedelta(minutes=minutes)):
            assert client.get("/en/account").status_code == 302, "at the very instant it is over"


def test_who_it_is_costs_two_queries(client: FlaskClient, at: datetime, statements: list[str]) -> None:
    user = make_user(role=Role.CLERK)
    for _ in range(3):
        make_membership(user, make_organisation().id)
    token = services.open_session(user.id, agent="", at=at)
    db.session.commit()
    statements.clear()
    actor = queries.actor_of_session(queries.session_key(token), at)
    assert len(actor.organisations) == 3
    assert len(statements) == 2


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/kk/account?x=1", "/kk/account?x=1"),
        ("/kk/nowhere", None),
        ("//evil.kz/kk/account", None),
        ("/\\evil.kz", None),
        ("https://evil.kz/kk/account", None),
        ("/kk/sign-out", None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_page_of_the_portal_is_gone_on_to(app: Flask, target: str | None, path: str | None) -> None:
    with app.test_request_context("/kk/sign-in"):
        assert safe_path(target) == path


def test_a_guarded_page_is_reached_after_signing_in(client: FlaskClient) -> None:
    make_user(email="aliya@example.kz")
    sent = client.get("/kk/account/password?a=b")
    assert sent.status_code == 302
    page = client.get(sent.location)
    assert 'value="/kk/account/password?a=b"' in page.text
    answer = enter(client, "aliya@example.kz", next="/kk/account/password?a=b")
    assert answer.location == "/kk/account/password?a=b"


def test_a_form_of_another_session_is_refused_and_keeps_the_text(client: FlaskClient) -> None:
    user = make_user()
    sign_in(client, user)
    answer = client.post("/en/account", data={"csrf_token": "stale", "name": "Жаңа есім", "locale": "kk"})
    assert "Жаңа есім" in answer.text
    assert "Your session has changed" in answer.text
    assert queries.get_user(user.id).name == user.name  # type: ignore[union-attr]


def test_nobody_is_a_demo_visitor_outside_the_demo(client: FlaskClient, app: Flask) -> None:
    user = make_user(is_demo=True)
    with app.test_request_context("/en/sign-in"):
        token = form_token()
    assert client.post(f"/en/demo-entry/{user.id}", data={"csrf_token": token}).status_code == 404
    assert "Demonstration" not in client.get("/en/sign-in").text


def test_the_demo_lists_its_people_and_lets_in_with_one_click(settings: Settings) -> None:
    app = create_app(replace(settings, demo=True, testing=False))
    with app.app_context():
        clerk = make_user("Шолпан Тұрсын", role=Role.CLERK, is_demo=True)
        real = make_user("Нақты Адам")
        make_membership(make_user("Динара Есенова", is_demo=True), make_organisation("«Демо» министрлігі").id)
        clerk_id, real_id = clerk.id, real.id
        db.session.commit()
    client = app.test_client()
    page = client.get("/kk/sign-in").text
    assert "Шолпан Тұрсын" in page
    assert "«Демо» министрлігі" in page
    assert "Нақты Адам" not in page
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    assert client.post(f"/kk/demo-entry/{real_id}", data={"csrf_token": token}).status_code == 400
    assert client.post(f"/kk/demo-entry/{clerk_id}", data={"csrf_token": token}).status_code == 303
    assert "Шолпан Тұрсын" in client.get("/kk/account").text


def test_a_real_competition_does_not_start_beside_demo_accounts(settings: Settings) -> None:
    settings.storage.mkdir()
    real = replace(
        settings,
        testing=False,
        base_url="https://konkurs.example.kz",
        secret_key="0123456789abcdefghijklmnopqrstuvwxyz",
        mail=replace(settings.mail, sender="a@example.kz", host="mail.example.kz"),
    )
    app = create_app(real)
    with app.app_context():
        make_user(is_demo=True)
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(UserSession)) == 0
    with pytest.raises(ConfigError, match="demo accounts"):
        create_app(real)
