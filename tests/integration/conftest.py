"""A real SQLite database at the newest migration for each test, and a browser-less client."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from awards.app import create_app
from awards.config import MailSettings, Settings
from awards.core import clock
from awards.infra.db import db
from awards.infra.migrations import migrate
from awards.infra.transaction import transaction

NOW = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)
"""The day most tests happen on: while entries are open."""


def settings_in(folder: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'awards.sqlite3'}",
        storage=folder / "files",
        base_url="http://localhost",
        secret_key="a key for tests only, long enough to pass",
        mail=MailSettings(sender="portal@example.org", folder=str(folder / "mail")),
        testing=True,
    )


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file brought up from empty by the migrations, once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(settings_in(folder))
    with app.app_context():
        migrate()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return folder / "awards.sqlite3"


@pytest.fixture
def app(migrated: Path, tmp_path: Path) -> Iterator[Flask]:
    shutil.copy(migrated, tmp_path / "awards.sqlite3")
    app = create_app(settings_in(tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


class Browser(FlaskClient):
    """Each request has a context and a database session of its own, as under a server.

    What the test has added so far is committed first; rows it holds are read afresh afterwards.
    """

    def run_wsgi_app(self, environ: Any, buffered: bool = False) -> Any:
        db.session.commit()
        with self.application.app_context():
            return super().run_wsgi_app(environ, buffered)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.test_client_class = Browser
    return app.test_client()


@pytest.fixture
def at() -> Iterator[datetime]:
    """The clock stands at NOW."""
    with clock.frozen(NOW):
        yield NOW


@pytest.fixture
def writing(app: Flask) -> Iterator[None]:
    """The whole test runs in one writing transaction: for services called directly."""
    with transaction():
        yield
