"""THE commit: services flush, an edge commits, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from awards.infra.db import db


def is_writing() -> bool:
    """Whether this context already holds the write lock."""
    session = db.session()
    return bool(session.info.get("writing")) and session.in_transaction()


def begin_writing() -> None:
    """Take the write lock before anything is read, so that what is checked stays true until the commit.

    On SQLite the transaction is IMMEDIATE; on PostgreSQL it holds an advisory lock until it ends. One writer
    at a time is the simplest law that leaves no lost update, no late entry, no second head of the audit chain
    and no second locked total, and nothing to retry: every act writes the audit log, so writers would wait
    for its one head row anyway. A read transaction already open is ended first.
    """
    if is_writing():
        return
    session = db.session()
    session.rollback()
    session.connection(execution_options={"rw": True})
    session.info["writing"] = True


def release() -> None:
    """Give the lock back for slow work without the database (checking an upload); the act takes it again."""
    session = db.session()
    session.rollback()
    session.info.pop("writing", None)


@contextmanager
def transaction() -> Iterator[None]:
    """Run one act under the write lock and commit it; any exception leaves nothing behind."""
    begin_writing()
    session = db.session()
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)
