"""THE commit: services flush, an edge commits, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from awards.infra.db import db


def begin_writing() -> None:
    """Take the write lock before anything is read, so that what is checked stays true until the commit.

    On SQLite the transaction is IMMEDIATE. A read transaction already open is ended first.
    """
    session = db.session()
    if session.info.get("writing") and session.in_transaction():
        return
    session.rollback()
    session.connection(execution_options={"rw": True})
    session.info["writing"] = True


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
