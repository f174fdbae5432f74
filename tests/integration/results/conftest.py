"""One sealed edition, built once by the services for each kind of database and copied for each test."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from awards.app import create_app
from awards.config import Settings
from awards.infra.db import db
from awards.infra.transaction import transaction
from tests.factories.results import SealedEdition, make_sealed
from tests.integration import postgres
from tests.integration.conftest import close_file, settings_in


@dataclass(frozen=True)
class Sealed:
    """The database to copy (a folder's file where it is SQLite) and what is in it."""

    folder: Path
    database: postgres.URL | None = None

    @property
    def edition(self) -> SealedEdition:
        made = pickle.loads((self.folder / "made").read_bytes())
        assert isinstance(made, SealedEdition)
        return made

    def fill(self) -> None:
        with create_app(settings_in(self.folder, self.database)).app_context():
            with transaction():
                made = make_sealed()
            (self.folder / "made").write_bytes(pickle.dumps(made))
            db.engine.dispose() if self.database is not None else close_file()


@pytest.fixture(scope="session")
def sealed_file(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    stock = Sealed(tmp_path_factory.mktemp("sealed"))
    shutil.copy(migrated, stock.folder / "awards.sqlite3")
    stock.fill()
    return stock


@pytest.fixture(scope="session")
def sealed_on_server(
    server: postgres.Server, migrated_on_server: postgres.URL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sealed]:
    with server.copy(migrated_on_server) as database:
        stock = Sealed(tmp_path_factory.mktemp("sealed"), database)
        stock.fill()
        yield stock


@pytest.fixture
def stock(database: str, request: pytest.FixtureRequest) -> Sealed:
    """The sealed edition in this kind of database."""
    stock = request.getfixturevalue("sealed_file" if database == "sqlite" else "sealed_on_server")
    assert isinstance(stock, Sealed)
    return stock


@pytest.fixture
def settings(stock: Sealed, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings of a portal over a copy of the sealed edition."""
    if stock.database is None:
        shutil.copy(stock.folder / "awards.sqlite3", tmp_path)
        yield settings_in(tmp_path)
    else:
        with request.getfixturevalue("server").copy(stock.database) as copied:
            yield settings_in(tmp_path, copied)


@pytest.fixture
def sealed(stock: Sealed) -> SealedEdition:
    return stock.edition
