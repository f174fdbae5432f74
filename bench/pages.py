"""Pages of the demo through the WSGI client, against the least page that Flask can serve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient

from awards.accounts import queries as accounts
from awards.accounts import services
from awards.accounts.sessions import COOKIE
from awards.app import create_app
from awards.config import demo_settings
from awards.core import clock
from awards.core.actor import Role
from awards.demo import run
from awards.infra.db import db
from awards.infra.migrations import migrate
from awards.infra.transaction import transaction
from bench.measure import Row, compare

FLOOR = "a bare page that says hello"


def bare() -> FlaskClient:
    """An application of one page with neither a database nor a template."""
    app = Flask("bare")
    app.add_url_rule("/", "hello", lambda: "hello")
    return app.test_client()


def page_rows() -> Iterator[Row]:
    """The secretary's board of the edition under way, and a public page; the demo is loaded for it."""
    hello, at = bare(), clock.now()
    with TemporaryDirectory() as folder:
        app = _demo(Path(folder), at)
        client, year = _secretary(app, at), at.year
        for what, address in (
            ("the committee's board", f"/kk/committee/{year}/"),
            ("the desk of a person", "/kk/desk"),
            ("an edition's public page", f"/kk/{year}"),
        ):
            yield compare(f"page: {what}", partial(_read, client, address), FLOOR, partial(_read, hello, "/"))
        with app.app_context():
            db.engine.dispose()


def _demo(folder: Path, at: datetime) -> Flask:
    app = create_app(demo_settings(folder))
    with app.app_context():
        migrate()
    run.load(app, at)
    return app


def _secretary(app: Flask, at: datetime) -> FlaskClient:
    """A browser in which the demo's secretary is signed in."""
    with app.app_context(), transaction():
        person = next(one for one in accounts.demo_people() if Role.SECRETARY in one.roles)
        token = services.enter_demo(person.user.id, agent="", replaces=None, at=at)
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return client


def _read(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
