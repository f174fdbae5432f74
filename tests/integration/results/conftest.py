"""One sealed edition, built once by the services and copied for each test."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from awards.app import create_app
from awards.infra.db import db
from awards.infra.transaction import transaction
from tests.factories.results import SealedEdition, make_sealed
from tests.integration.conftest import settings_in


@pytest.fixture(scope="session")
def sealed_folder(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    shutil.copy(migrated, folder / "awards.sqlite3")
    app = create_app(settings_in(folder))
    with app.app_context():
        with transaction():
            made = make_sealed()
        (folder / "made").write_bytes(pickle.dumps(made))
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return folder


@pytest.fixture
def app(sealed_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    shutil.copy(sealed_folder / "awards.sqlite3", tmp_path / "awards.sqlite3")
    app = create_app(settings_in(tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def sealed(sealed_folder: Path) -> SealedEdition:
    made = pickle.loads((sealed_folder / "made").read_bytes())
    assert isinstance(made, SealedEdition)
    return made
