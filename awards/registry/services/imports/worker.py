"""The background worker: it claims a run with a lease, does a bounded piece of it, and lets go.

Every piece ends in a commit that also says how far it came, so a worker that dies loses nothing: when its
lease is over, another goes on from there. A worker whose lease was lost notices before it writes.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import OperationalError

from awards.core.actor import SYSTEM
from awards.core.errors import Refusal
from awards.core.workflow import ImportState
from awards.infra import lifecycle
from awards.infra.db import db
from awards.infra.transaction import release, transaction
from awards.registry.models import ImportRow, ImportRun
from awards.registry.services.imports import applying, checking, reading
from awards.registry.services.imports.hold import Hold, Lost, in_chunks

LEASE = timedelta(minutes=5)
_WORKING = (ImportState.READING, ImportState.APPLYING)
_log = logging.getLogger(__name__)


def work(at: datetime) -> bool:
    """Do one piece of one run; False when no run waits. Call it again and again, from any number of workers.

    A fault of the program ends the run (refused while it is read, back to checked while it is applied) and
    is logged; a database that does not answer leaves it to the next worker.
    """
    hold = _claim(at)
    if hold is None:
        return False
    try:
        _piece(hold, at)
    except Lost:
        release()
    except OperationalError:
        release()
        raise
    except Exception:
        release()
        _log.exception("import %s failed", hold.run_id)
        _give_up(hold, Refusal("registry.import_failed"), at)
    return True


def _claim(at: datetime) -> Hold | None:
    with transaction():
        waiting = (
            select(ImportRun.id)
            .where(ImportRun.state.in_(_WORKING), ImportRun.claimed_until <= at)
            .order_by(ImportRun.started_at, ImportRun.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        claimed = (
            update(ImportRun)
            .where(ImportRun.id.in_(waiting.scalar_subquery()))
            .values(claimed_until=at + LEASE)
            .returning(ImportRun.id)
        )
        run_id = db.session.scalar(claimed)
    return Hold(run_id, at + LEASE) if run_id else None


def _piece(hold: Hold, at: datetime) -> None:
    run = db.session.get_one(ImportRun, hold.run_id)
    if run.state is ImportState.APPLYING:
        applying.apply_piece(hold, at)
    elif run.content is not None:
        _read(hold, at)
    else:
        checking.check_piece(hold, at)
    with transaction():
        hold.let_go(at)


def _read(hold: Hold, at: datetime) -> None:
    """Stage the rows of the file; what an earlier worker staged before it died is staged anew."""
    run = db.session.get_one(ImportRun, hold.run_id)
    kind, filename, content = run.kind, run.filename, run.content or b""
    release()
    with transaction():
        hold.run(ImportState.READING)
        db.session.execute(delete(ImportRow).where(ImportRow.run_id == hold.run_id))
    try:
        codes, rows = reading.opened(kind, content, filename)
        count = 0
        for chunk in in_chunks(rows):
            count += len(chunk)
            with transaction():
                hold.run(ImportState.READING)
                staged = [reading.staged(hold.run_id, codes, row) for row in chunk]
                db.session.execute(insert(ImportRow), staged)
    except Refusal as refused:
        release()
        _give_up(hold, refused, at)
        return
    with transaction():
        run = hold.run(ImportState.READING)
        run.headers, run.rows, run.done, run.content = list(codes), count, 0, None


def _give_up(hold: Hold, refused: Refusal, at: datetime) -> None:
    """End the reading of a file that cannot be read, or go back from applying, and say why."""
    with transaction():
        run = hold.run(ImportState.READING, ImportState.APPLYING)
        run.refusal = {"code": refused.code, "point": refused.point, "facts": _plain(refused)}
        if run.state is ImportState.READING:
            db.session.execute(delete(ImportRow).where(ImportRow.run_id == run.id))
            lifecycle.advance(run, ImportState.REFUSED, actor=SYSTEM, at=at, edition_id=None)
            run.content, run.finished_at = None, at
        else:
            lifecycle.advance(run, ImportState.CHECKED, actor=SYSTEM, at=at, edition_id=None)
        hold.let_go(at)


def _plain(refused: Refusal) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in refused.facts.items()}
