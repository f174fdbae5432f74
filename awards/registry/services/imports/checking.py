"""The dry run: every row is planned against the registry and the rows before it; nothing but the report is
written, and the write lock is held only while a chunk's report is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from awards.core.actor import SYSTEM
from awards.core.identifiers import new_id
from awards.core.workflow import ImportState
from awards.infra import lifecycle
from awards.infra.db import db
from awards.infra.transaction import release, transaction
from awards.registry.models import ImportRun
from awards.registry.services.imports.hold import Hold, chunk_of, handler_of, planned, write_report
from awards.registry.services.imports.plans import Handler

PIECE = 10_000
"""Rows checked before other runs get their turn."""


@dataclass(frozen=True)
class _Pass:
    """How far the check of a run came in this process, with what its handler remembers of the file."""

    done: int
    handler: Handler


_MOST_PASSES = 4
"""Runs remembered at a time: one that was abandoned half-way must not stay for ever."""

_passes: dict[str, _Pass] = {}
"""By run. A worker that finds none, or one that another worker has overtaken, plans the earlier rows anew."""


def check_piece(hold: Hold, at: datetime) -> None:
    """Plan up to PIECE rows more; after the last one the run is checked."""
    run = db.session.get_one(ImportRun, hold.run_id)
    codes, rows, done = tuple(run.headers), run.rows, run.done
    handler = _handler(run, codes)
    until = min(rows, done + PIECE)
    while done < until:
        chunk = chunk_of(hold.run_id, done)
        plans = planned(handler, codes, chunk, [new_id() for _ in chunk])
        with transaction():
            run = hold.run(ImportState.READING)
            write_report(hold.run_id, plans)
            done += len(chunk)
            run.done = done
        db.session.expunge_all()
    if done < rows:
        if len(_passes) >= _MOST_PASSES:
            _passes.clear()
        _passes[hold.run_id] = _Pass(done, handler)
        return
    with transaction():
        lifecycle.advance(
            hold.run(ImportState.READING), ImportState.CHECKED, actor=SYSTEM, at=at, edition_id=None
        )


def _handler(run: ImportRun, codes: tuple[str, ...]) -> Handler:
    """The handler as it stands after the rows already checked."""
    known = _passes.pop(run.id, None)
    if known is not None and known.done == run.done:
        return known.handler
    handler, run_id, until, done = handler_of(run), run.id, run.done, 0
    while done < until:
        chunk = chunk_of(run_id, done)[: until - done]
        planned(handler, codes, chunk, [row.record_id for row in chunk])
        done += len(chunk)
        release()
    return handler
