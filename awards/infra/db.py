"""The database: one declarative base, types that keep their meaning, and SQLite made safe.

With its defaults SQLite loses updates silently; here a writing transaction begins IMMEDIATE, foreign keys and
triggers are on, and instants come back as aware UTC.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Dialect, Engine, Enum, MetaData, String, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from awards.core.identifiers import new_id
from awards.core.text import Text

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored as ISO text in UTC with microseconds, so that it sorts and returns aware.

    Raises ValueError for a naive datetime: an instant without a zone is a fault of the caller.
    """

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is not an instant")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


State = TypeVar("State", bound=StrEnum)


db = SQLAlchemy(model_class=Base)


def state_column(kind: type[State], initial: State | None = None, **options: Any) -> Mapped[State]:
    """A column of an enumeration: stores the values, with a CHECK; only lifecycle moves a `.state`."""
    values = [member.value for member in kind]
    column_type = Enum(
        kind,
        values_callable=lambda _: values,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=24,
        name=kind.__name__.lower(),
    )
    return mapped_column(column_type, default=initial, nullable=options.pop("nullable", False), **options)


def key_column() -> Mapped[str]:
    """A random public id as primary key."""
    return mapped_column(String(32), primary_key=True, default=new_id)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    connection.create_function("lower", 1, lambda text: text.lower() if text is not None else None)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("rw", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Titled:
    """Columns of a title in three languages; Kazakh and Russian are obligatory, English may be empty."""

    title_kk: Mapped[str] = mapped_column(String(300))
    title_ru: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")

    @property
    def title(self) -> Text:
        return Text(self.title_kk, self.title_ru, self.title_en)
