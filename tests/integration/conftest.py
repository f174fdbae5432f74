"""A real database at the newest migration for each test, SQLite or PostgreSQL, and a browser-less client."""

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
from tests.integration import postgres
from tests.integration.mail_server import Post, listening

NOW = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)
"""The day most tests happen on: while entries are open."""


ON_BOTH = {"accounts", "infra", "registry", "security", "submissions"}
"""The folders whose every test of the portal runs on both kinds of database."""


def settings_in(folder: Path, database: postgres.URL | None = None) -> Settings:
    """Settings of a test portal whose files lie in `folder`, and its SQLite database where none is given."""
    address = database.render_as_string(hide_password=False) if database is not None else None
    return Settings(
        database_url=address or f"sqlite:///{folder / 'awards.sqlite3'}",
        storage=folder / "files",
        base_url="http://localhost",
        secret_key="a key for tests only, long enough to pass",
        mail=MailSettings(sender="portal@example.org", folder=str(folder / "mail")),
        testing=True,
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of these folders, and whoever is marked so, run on SQLite and on PostgreSQL."""
    if "database" in metafunc.fixturenames:
        if any("database" in str(mark.args[0]) for mark in metafunc.definition.iter_markers("parametrize")):
            return
        folder = metafunc.definition.path.relative_to(Path(__file__).parent).parts[0]
        marked = metafunc.definition.get_closest_marker("both_databases")
        if folder in ON_BOTH or marked:
            metafunc.parametrize("database", ("sqlite", "postgresql"), indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database under the test's portal."""
    return getattr(request, "param", "sqlite")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file brought up from empty by the migrations, once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(settings_in(folder))
    with app.app_context():
        migrate()
        close_file()
    return folder / "awards.sqlite3"


def close_file() -> None:
    """Everything is in the one SQLite file, which may be copied."""
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server, started when the first test asks for it."""
    with postgres.server() as started:
        yield started


@pytest.fixture(scope="session")
def migrated_on_server(
    server: postgres.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[postgres.URL]:
    """The same on PostgreSQL: a database that nobody is connected to, for others to be copied from."""
    template = server.create()
    with create_app(settings_in(tmp_path_factory.mktemp("migrated"), template)).app_context():
        migrate()
        db.engine.dispose()
    yield template
    server.drop(template)


@pytest.fixture
def settings(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings of a portal over this test's own database, at the newest migration."""
    if database == "sqlite":
        shutil.copy(request.getfixturevalue("migrated"), tmp_path / "awards.sqlite3")
        yield settings_in(tmp_path)
    else:
        template = request.getfixturevalue("migrated_on_server")
        with request.getfixturevalue("server").copy(template) as copied:
            yield settings_in(tmp_path, copied)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
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


@pytest.fixture
def post() -> Iterator[tuple[Post, MailSettings]]:
    """A mail server that takes letters, and the settings that lead to it."""
    with listening() as found:
        yield found
