"""The whole demo on PostgreSQL: every feature writes its rows there, and its pages read them back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from awards.app import create_app
from awards.config import demo_settings
from awards.core import clock
from awards.demo import run
from awards.infra import audit
from awards.infra.db import db
from tests.integration.demo.test_visitors import crawl, enter, people
from tests.integration.postgres import URL, Server

NOW = datetime(2026, 9, 15, 6, 0, tzinfo=UTC)


def test_the_demo_loads_and_no_link_of_the_secretary_is_dead(
    server: Server, migrated_on_server: URL, tmp_path: Path
) -> None:
    with server.copy(migrated_on_server) as copied, clock.frozen(NOW):
        address = copied.render_as_string(hide_password=False)
        app = create_app(replace(demo_settings(tmp_path), database_url=address))
        assert run.load(app, NOW)
        with app.app_context():
            assert audit.first_break() is None
        client = app.test_client()
        enter(client, people(app)["secretary"])
        visited, bad = crawl(app, client)
        assert not bad, bad
        assert len(visited) > 50
        with app.app_context():
            db.engine.dispose()
