"""Alembic's environment: the portal's metadata, SQLite's foreign keys off while tables are rebuilt, and on
PostgreSQL as much time as a migration needs."""

from __future__ import annotations

from alembic import context
from flask import current_app

db = current_app.extensions["migrate"].db


def run() -> None:
    engine = db.engine
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        if connection.dialect.name == "sqlite":
            raw.execute("PRAGMA foreign_keys=OFF")
        connection = connection.execution_options(rw=True)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            user_module_prefix="awards_db.",
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            context.run_migrations()
        if connection.dialect.name == "sqlite":
            raw.execute("PRAGMA foreign_keys=ON")


run()
