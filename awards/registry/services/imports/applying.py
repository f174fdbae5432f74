"""Taking a checked file over: every row is planned again, and only what was shown is written."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select

from awards.accounts import queries as accounts
from awards.core.actor import SYSTEM
from awards.core.canonical import canonical
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import ImportState
from awards.infra import audit, lifecycle
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.transaction import release, transaction
from awards.registry.domain import ImportMode, RowOutcome
from awards.registry.models import ImportRow, ImportRun
from awards.registry.queries.imports import import_counts
from awards.registry.services.imports.hold import Hold, chunk_of, handler_of, planned, write_report
from awards.registry.services.imports.plans import By, Handler, Plan

PIECE = 10_000
"""Rows taken over, chunk by chunk, before other runs get their turn."""

_CHANGES = (RowOutcome.ADD, RowOutcome.CHANGE)


class _Changed(Exception):  # noqa: N818 - an answer, not a fault
    """Rows that no longer come to what was shown, in a run that is to be taken over whole or not at all."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        super().__init__()
        self.plans = plans


def apply_piece(hold: Hold, at: datetime) -> None:
    """Go on with a run that people asked to have applied."""
    run = db.session.get_one(ImportRun, hold.run_id)
    if run.mode is ImportMode.ALL_OR_NOTHING:
        _all_or_nothing(hold, at)
    else:
        _valid_rows(hold, at)


def _all_or_nothing(hold: Hold, at: datetime) -> None:
    """One transaction; where any row has become another, nothing is written and the run is checked again."""
    digest = _digest(hold.run_id)
    release()
    try:
        with _quick_memory(), transaction():
            changed = _take_all_over(hold, at)
            if any(plan.outcome is not RowOutcome.SAME for plan in changed):
                raise _Changed(changed)
            write_report(hold.run_id, changed)
            run = hold.run(ImportState.APPLYING)
            run.done = run.rows
            _finish(run, _by(run, at), _digest(run.id) if changed else digest)
    except _Changed as refused:
        _go_back(hold, refused.plans, at)


@contextmanager
def _quick_memory() -> Iterator[None]:
    """While the lock is held the collector leaves alone what was there before: looking through all of the
    portal again and again would double the time for which others wait."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _take_all_over(hold: Hold, at: datetime) -> list[Plan]:
    """Write every row, chunk by chunk, in the one transaction; the plans of those that have changed."""
    changed: list[Plan] = []
    done, rows = 0, hold.run(ImportState.APPLYING).rows
    while done < rows:
        run = hold.run(ImportState.APPLYING)
        chunk = chunk_of(hold.run_id, done)
        changed += _take_over(handler_of(run), run, chunk, _by(run, at))
        done += len(chunk)
        db.session.expunge_all()
    return changed


def _go_back(hold: Hold, plans: Sequence[Plan], at: datetime) -> None:
    with transaction():
        run = hold.run(ImportState.APPLYING)
        write_report(hold.run_id, plans)
        run.refusal = {"code": "registry.import_changed", "point": "", "facts": {"count": len(plans)}}
        run.done = run.rows
        lifecycle.advance(run, ImportState.CHECKED, actor=SYSTEM, at=at, edition_id=None)


def _valid_rows(hold: Hold, at: datetime) -> None:
    """Chunk by chunk, each with its commit; rows that have become others are wrong and say so."""
    left = PIECE
    while left > 0:
        with transaction():
            run = hold.run(ImportState.APPLYING)
            by = _by(run, at)
            chunk = chunk_of(hold.run_id, run.done)
            if not chunk:
                _finish(run, by, _digest(run.id))
                return
            write_report(hold.run_id, [_told(p) for p in _take_over(handler_of(run), run, chunk, by)])
            run.done += len(chunk)
            left -= len(chunk)
        db.session.expunge_all()


def _told(plan: Plan) -> Plan:
    """A row that would now do something else than was shown is not taken over."""
    if not plan.is_change:
        return plan
    return Plan(plan.line, RowOutcome.WRONG, (Refusal("registry.import_row_changed", facts={"field": ""}),))


def _take_over(handler: Handler, run: ImportRun, chunk: Sequence[ImportRow], by: By) -> list[Plan]:
    """Write the chunk's rows that still come to what was shown; the plans of those that do not."""
    rows = [row for row in chunk if row.outcome in _CHANGES]
    if not rows:
        return []
    plans = planned(handler, tuple(run.headers), rows, [row.record_id for row in rows])
    changed = []
    for row, plan in zip(rows, plans, strict=True):
        if (plan.outcome, plan.changes) != (row.outcome, row.changes):
            changed.append(plan)
        elif refused := _written(handler, plan, row, by):
            changed.append(refused)
    handler.settle()
    return changed


def _written(handler: Handler, plan: Plan, row: ImportRow, by: By) -> Plan | None:
    """Write the row and note in its report which record it made; the plan of a refusal, if any."""
    try:
        record_id = handler.write(plan, by)
    except (Refusal, Refusals) as refused:
        reasons = refused.reasons if isinstance(refused, Refusals) else (refused,)
        return Plan(plan.line, RowOutcome.WRONG, reasons)
    if (row.record_kind, row.record_id) != (plan.record_kind, record_id):
        row.record_kind, row.record_id = plan.record_kind, record_id
    return None


def _by(run: ImportRun, at: datetime) -> By:
    """Who asked to have the run applied, as the log has it."""
    asked = db.session.scalar(
        select(AuditEvent.actor_id)
        .where(AuditEvent.object_id == run.id, AuditEvent.event == "state.moved")
        .order_by(AuditEvent.seq.desc())
        .limit(1)
    )
    return By(accounts.actor_of(asked or run.started_by), at, run.reason)


def _finish(run: ImportRun, by: By, digest: str) -> None:
    """The run is applied: one event with the digest of all its rows.

    Incentives and penalties have events of their own, which say nothing to others (R18).
    """
    run.finished_at, run.refusal = by.at, None
    if run.organisation_id is None:
        audit.record(
            "registry.imported",
            actor=by.actor,
            at=by.at,
            edition_id=None,
            object_kind="import_run",
            object_id=run.id,
            facts=_facts(run, digest),
        )
    lifecycle.advance(run, ImportState.APPLIED, actor=by.actor, at=by.at, edition_id=None)


def _facts(run: ImportRun, digest: str) -> dict[str, object]:
    counted = import_counts((run.id,))[run.id]
    return {
        "kind": run.kind.value,
        "rows": run.rows,
        "added": counted.get(RowOutcome.ADD, 0),
        "changed": counted.get(RowOutcome.CHANGE, 0),
        "refused": counted.get(RowOutcome.WRONG, 0),
        "digest": digest,
    }


def _digest(run_id: str) -> str:
    """SHA-256 over the canonical form of what each row did, in the order of the lines."""
    total = hashlib.sha256()
    rows = (
        select(ImportRow.line, ImportRow.outcome, ImportRow.record_id, ImportRow.changes)
        .where(ImportRow.run_id == run_id)
        .order_by(ImportRow.line)
        .execution_options(yield_per=1000)
    )
    for line, outcome, record_id, changes in db.session.execute(rows):
        row = {"line": line, "outcome": outcome.value, "record": record_id, "changes": changes}
        total.update(canonical(row) + b"\n")
    return total.hexdigest()
