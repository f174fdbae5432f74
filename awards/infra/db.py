"""The database: one declarative base, types that keep their meaning, one law on SQLite and PostgreSQL.

With their defaults both lose updates silently. Here there is one writer at a time: a writing transaction
holds the lock from its first moment (IMMEDIATE on SQLite, an advisory lock on PostgreSQL), so whatever it
checks stays true until it commits. A reading transaction sees one state of the database from beginning to
end. Text compares by bytes, foreign keys and triggers are on, and instants come back as aware UTC.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Column, Dialect, Engine, Enum, MetaData, String, event
from sqlalchemy import Text as LongText
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.ext.compiler import compiles
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


WRITERS = 0x51504D41
"""The advisory lock of writing transactions on PostgreSQL ("QPMA"), for every process of the portal."""

WAIT_SECONDS = 30
"""How long a writer waits for another: longer than the longest act, a large file taken over whole."""

POSTGRESQL_SESSION = {
    "default_transaction_isolation": r"repeatable\ read",
    "lock_timeout": f"{WAIT_SECONDS}s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "5min",
    "timezone": "UTC",
}
"""A writer waits for the lock as long as on SQLite; one that hangs with it lets go in the end."""


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


@compiles(String, "postgresql")
@compiles(LongText, "postgresql")
@compiles(Enum, "postgresql")
def _bytewise(kind: String, compiler: Any, **options: Any) -> str:
    """Columns of text compare by bytes, as on SQLite: a language's own order is what `sort_key` is for."""
    name: str = getattr(compiler, f"visit_{kind.__visit_name__}")(kind, **options)
    return f'{name} COLLATE "C"' if isinstance(options.get("type_expression"), Column) else name


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


def engine_options(database_url: str) -> dict[str, Any]:
    """What the engine of this address is made with: on PostgreSQL, limits for whoever waits or dawdles."""
    if not is_postgresql(make_url(database_url)):
        return {}
    limits = " ".join(f"-c {name}={value}" for name, value in POSTGRESQL_SESSION.items())
    return {"pool_pre_ping": True, "connect_args": {"options": limits}}


def is_postgresql(url: URL) -> bool:
    return url.get_backend_name() == "postgresql"


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
        f"busy_timeout={WAIT_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Begin as the law of this module wants it.

    On PostgreSQL a writer reads what is committed *now*, statement by statement: a snapshot of the whole
    transaction would be taken before the lock is granted.
    """
    writes = connection.get_execution_options().get("rw", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


class Titled:
    """Columns of a title in three languages; Kazakh and Russian are obligatory, English may be empty."""

    title_kk: Mapped[str] = mapped_column(String(300))
    title_ru: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")

    @property
    def title(self) -> Text:
        return Text(self.title_kk, self.title_ru, self.title_en)
