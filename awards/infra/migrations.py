"""Bring a database to the newest revision, and tell whether it is there."""

from __future__ import annotations

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade

from awards.config import ROOT, ConfigError
from awards.infra.db import db, is_postgresql

FOLDER = ROOT / "migrations"


def migrate() -> None:
    """Upgrade the app's database to the newest revision; needs an app context.

    Raises ConfigError for a PostgreSQL database that does not keep text in UTF-8: Kazakh letters need it.
    """
    db.session.remove()
    if is_postgresql(db.engine.url):
        with db.engine.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise ConfigError(f"the database keeps text in {encoding}: create it with ENCODING 'UTF8'")
    upgrade(directory=str(FOLDER))
    db.session.remove()


def is_current() -> bool:
    """Whether the database stands at the newest revision."""
    config = Config(str(FOLDER / "alembic.ini"))
    config.set_main_option("script_location", str(FOLDER))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
