"""The demo, loaded once for the tests of its folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from awards.app import create_app
from awards.config import demo_settings
from awards.core import clock
from awards.demo import run
from awards.infra.db import db
from awards.infra.migrations import migrate

NOW = datetime(2026, 9, 15, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo as of NOW."""
    app = create_app(demo_settings(tmp_path_factory.mktemp("demo")))
    with app.app_context():
        migrate()
    clock.set_source(lambda: NOW)
    assert run.load(app, NOW)
    clock.set_source(None)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def at_now(demo: Flask) -> Iterator[None]:
    """The clock stands at NOW while a test of this folder runs, and for no other test."""
    clock.set_source(lambda: NOW)
    yield
    clock.set_source(None)


@pytest.fixture
def inside(demo: Flask) -> Iterator[Flask]:
    """A context to ask the demo's database in."""
    with demo.app_context():
        yield demo
        db.session.remove()
