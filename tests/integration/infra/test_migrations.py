"""Migrations lead up, down and up again with rows in the tables, and both kinds of database end up alike."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import CheckConstraint, Connection, inspect

from awards.infra.db import db
from awards.infra.migrations import FOLDER, is_current, migrate
from awards.infra.transaction import transaction
from tests.factories.results import make_sealed

OLDEST = "001"
"""Down to the tables of the beginning, which hold the rows of a whole edition."""


def rows(connection: Connection) -> dict[str, int]:
    """How many rows each table holds that is as old as the first migration."""
    tables = sorted(set(inspect(connection).get_table_names()) - {"alembic_version"})
    counted = {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in tables
    }
    return {name: count for name, count in counted.items() if count}


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), db.metadata))


def test_an_edition_survives_the_way_down_and_up_again(app: Flask) -> None:
    with transaction():
        make_sealed()
    with db.engine.connect() as connection:
        before = rows(connection)
    assert len(before) > 40
    db.session.remove()
    downgrade(directory=str(FOLDER), revision=OLDEST)
    with db.engine.connect() as connection:
        assert rows(connection) == before
    migrate()
    assert is_current()
    with db.engine.connect() as connection:
        assert rows(connection) == before
        assert differences(connection) == []


def test_from_empty_to_the_newest_and_back_to_nothing(app: Flask) -> None:
    downgrade(directory=str(FOLDER), revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    migrate()
    with db.engine.connect() as connection:
        assert differences(connection) == []


def test_every_check_of_the_models_is_in_the_database(app: Flask) -> None:
    """Alembic compares no checks, and SQLite forgets them when a table is rebuilt."""
    found = inspect(db.engine)
    for table in db.metadata.sorted_tables:
        wanted = {str(rule.name) for rule in table.constraints if isinstance(rule, CheckConstraint)}
        assert {rule["name"] for rule in found.get_check_constraints(table.name)} == wanted, table.name


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_has_every_trigger_of_sqlite_and_they_always_fire(app: Flask, migrated: Path) -> None:
    with sqlite3.connect(migrated) as file:
        wanted = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    with db.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal")
        fires = dict(map(tuple, found))
    assert {name for name in fires if not name.endswith("_no_truncate")} == wanted
    assert {str(how) for how in fires.values()} == {"A"}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_every_column_of_text_compares_by_bytes_whatever_the_default_of_the_database(app: Flask) -> None:
    """`op.alter_column(type_=...)` forgets the collation: say it again there."""
    with db.engine.connect() as connection:
        strays = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND table_name <> 'alembic_version' "
            "AND data_type IN ('character varying', 'text', 'character') "
            "AND collation_name IS DISTINCT FROM 'C'"
        )
        assert strays.all() == []
