"""A portal that is not the demo starts with sound settings only, and never beside demo accounts (S1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from waitress.proxy_headers import proxy_headers_middleware
from werkzeug.test import EnvironBuilder

from awards.accounts.models import User
from awards.app import create_app
from awards.cli import main
from awards.config import DEMO_KEY, from_environment
from awards.infra.db import db
from awards.portal import BEHIND_PROXY
from tests.factories.accounts import make_user
from tests.integration.postgres import Server

COMMANDS = (["serve"], ["migrate"], ["secretary", "--email", "a@b.kz", "--name", "Ә", "--password", "x" * 20])
pytestmark = pytest.mark.both_databases

KEY = "n4Yq-7Zt1sWc0LxR8vUe5KbM2oPd9GhJ"


@pytest.fixture
def environment(app: Flask, tmp_path: Path) -> dict[str, str]:
    """A sound environment for the test's own database."""
    (tmp_path / "storage").mkdir()
    return {
        "AWARDS_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "AWARDS_STORAGE": str(tmp_path / "storage"),
        "AWARDS_BASE_URL": "https://awards.example.kz",
        "AWARDS_SECRET_KEY": KEY,
        "AWARDS_MAIL_FROM": "portal@example.kz",
        "AWARDS_SMTP_HOST": "mail.example.kz",
    }


def call(arguments: list[str], environment: dict[str, str]) -> Result:
    return CliRunner().invoke(main, arguments, env=environment)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"AWARDS_DATABASE_URL": ""}, "AWARDS_DATABASE_URL is missing"),
        ({"AWARDS_DATABASE_URL": "awards.sqlite3"}, "AWARDS_DATABASE_URL must be an address"),
        ({"AWARDS_DATABASE_URL": "postgres://awards@localhost/awards"}, "or postgresql+psycopg://"),
        ({"AWARDS_BASE_URL": ""}, "AWARDS_BASE_URL is missing"),
        ({"AWARDS_BASE_URL": "http://awards.example.kz"}, "must begin with https://"),
        ({"AWARDS_BASE_URL": "https://"}, "must begin with https://"),
        ({"AWARDS_SECRET_KEY": "short"}, "at least 32 random bytes"),
        ({"AWARDS_SECRET_KEY": "a" * 64}, "known or trivial"),
        ({"AWARDS_SECRET_KEY": DEMO_KEY}, "known or trivial"),
        ({"AWARDS_STORAGE": "/nowhere/at/all"}, "not a writable folder"),
        ({"AWARDS_SMTP_PORT": "smtp"}, "AWARDS_SMTP_PORT"),
        ({"AWARDS_SMTP_PORT": "65536"}, "AWARDS_SMTP_PORT"),
        ({"AWARDS_SMTP_STARTTLS": "0"}, "SMTP without TLS"),
    ],
)
def test_each_unsound_setting_is_named_and_nothing_starts(
    environment: dict[str, str], change: dict[str, str], said: str
) -> None:
    for command in COMMANDS:
        result = call(command, environment | change)
        assert result.exit_code == 1 and said in result.output
    assert db.session.scalar(select(User.id)) is None


def test_a_database_that_does_not_answer_is_named_without_its_password(environment: dict[str, str]) -> None:
    away = environment | {"AWARDS_DATABASE_URL": "postgresql+psycopg://awards:qupiya@127.0.0.1:1/awards"}
    result = call(["migrate"], away)
    assert result.exit_code == 1 and "does not answer" in result.output
    assert "qupiya" not in result.output + repr(from_environment(away))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_database_without_kazakh_letters_is_refused(environment: dict[str, str], server: Server) -> None:
    narrow = server.create(encoding="LATIN1")
    address = narrow.render_as_string(hide_password=False)
    result = call(["migrate"], environment | {"AWARDS_DATABASE_URL": address})
    server.drop(narrow)
    assert result.exit_code == 1 and "ENCODING 'UTF8'" in result.output


def test_a_database_with_demo_accounts_is_refused(environment: dict[str, str]) -> None:
    make_user("Демо", is_demo=True)
    db.session.commit()
    for command in COMMANDS:
        result = call(command, environment)
        assert result.exit_code == 1 and "demo accounts" in result.output


def test_the_first_secretary_has_an_address_that_mail_can_reach(environment: dict[str, str]) -> None:
    command = ["secretary", "--name", "Әлия", "--password", "shanyraq astynda 7", "--email"]
    refused = call([*command, "secretary"], environment)
    assert refused.exit_code == 2 and "--email" in refused.output
    assert call([*command, "secretary@example.kz"], environment).exit_code == 0
    assert db.session.scalars(select(User.email)).all() == ["secretary@example.kz"]


def test_its_own_host_is_answered_and_a_foreign_one_is_a_bad_request(
    environment: dict[str, str],
) -> None:
    client = create_app(from_environment(environment)).test_client()
    assert client.get("/kk/", headers={"Host": "awards.example.kz"}).status_code == 200
    assert client.get("/kk/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/kk/demo", headers={"Host": "awards.example.kz"}).status_code == 404


def test_visitors_behind_the_proxy_are_told_apart_by_what_the_proxy_saw() -> None:
    seen: list[str] = []

    def portal(environ: dict[str, Any], _start: object) -> list[bytes]:
        seen.extend((environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]))
        return []

    request = EnvironBuilder(
        headers={"X-Forwarded-For": "192.0.2.1, 198.51.100.7", "X-Forwarded-Proto": "https"},
        environ_base={"REMOTE_ADDR": "127.0.0.1"},
    )
    proxy_headers_middleware(portal, **BEHIND_PROXY)(request.get_environ(), lambda *_: None)
    assert seen == ["198.51.100.7", "https"]


@pytest.mark.parametrize(
    "command",
    [["serve"], ["remind"], ["jobs", "--once"], ["mail"], ["tidy"], COMMANDS[2]],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_command_before_the_migration_says_what_to_do(
    environment: dict[str, str], tmp_path: Path, command: list[str]
) -> None:
    fresh = {**environment, "AWARDS_DATABASE_URL": f"sqlite:///{tmp_path / 'fresh.sqlite3'}"}
    done = call(command, fresh)
    assert (done.exit_code, "run `awards migrate`" in done.output) == (1, True)
    doctor = call(["doctor"], fresh)
    assert (doctor.exit_code, doctor.output) == (1, "BAD  database revision\n")


def test_a_refusal_of_the_command_line_is_in_english(environment: dict[str, str]) -> None:
    done = call(["secretary", "--email", "a@b.kz", "--name", "Ә", "--password", "short"], environment)
    assert done.exit_code == 1
    assert "The password is too short" in done.output
