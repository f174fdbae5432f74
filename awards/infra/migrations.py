"""Bring a database to the newest revision, and tell whether it is there."""

from __future__ import annotations

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade

from awards.config import ROOT
from awards.infra.db import db

FOLDER = ROOT / "migrations"


def migrate() -> None:
    """Upgrade the app's database to the newest revision; needs an app context."""
    db.session.remove()
    upgrade(directory=str(FOLDER))
    db.session.remove()


def is_current() -> bool:
    """Whether the database stands at the newest revision."""
    config = Config(str(FOLDER / "alembic.ini"))
    config.set_main_option("script_location", str(FOLDER))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
