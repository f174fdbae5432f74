"""A worker's hold on a run, and the rows of a run in chunks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import select, update

from awards.core.workflow import ImportState
from awards.infra.db import db
from awards.registry.domain import ImportKind
from awards.registry.models import ImportRow, ImportRun
from awards.registry.services import records
from awards.registry.services.imports.contracts import FirmEngagements
from awards.registry.services.imports.offices import Offices, Roles
from awards.registry.services.imports.organisations import Names, Organisations, Subordinations
from awards.registry.services.imports.people import Certificates, Engagements, HrRecords, People
from awards.registry.services.imports.plans import Handler, Plan, Scope
from awards.registry.services.imports.projects import Projects
from awards.registry.services.imports.reading import parsed_row

Item = TypeVar("Item")
CHUNK = 500
"""Rows that are looked up, planned and committed together."""

HANDLERS: dict[ImportKind, type[Handler]] = {
    handler.kind: handler
    for handler in (
        Organisations,
        Names,
        Subordinations,
        People,
        Projects,
        Offices,
        Roles,
        Certificates,
        Engagements,
        FirmEngagements,
        HrRecords,
    )
}


class Lost(Exception):  # noqa: N818 - an answer, not a fault
    """The lease is over, or the run was abandoned: what was not committed is not to be written."""


@dataclass(frozen=True)
class Hold:
    """The lease of one worker on one run; `until` also tells it from every other lease."""

    run_id: str
    until: datetime

    def run(self, *states: ImportState) -> ImportRun:
        """The run, locked in the current writing transaction. Raises Lost when it is no longer held."""
        run = db.session.get(ImportRun, self.run_id, with_for_update=True, populate_existing=True)
        if run is None or run.claimed_until != self.until or run.state not in states:
            raise Lost
        return run

    def let_go(self, at: datetime) -> None:
        """The next piece may be claimed at once, by anybody."""
        held = (ImportRun.id == self.run_id, ImportRun.claimed_until == self.until)
        db.session.execute(update(ImportRun).where(*held).values(claimed_until=at))


def in_chunks(rows: Iterable[Item]) -> Iterator[list[Item]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def chunk_of(run_id: str, done: int) -> list[ImportRow]:
    """The rows that follow the first `done` ones."""
    rows = select(ImportRow).where(ImportRow.run_id == run_id).order_by(ImportRow.line)
    return list(db.session.scalars(rows.offset(done).limit(CHUNK)))


def handler_of(run: ImportRun) -> Handler:
    """The procedure of the run's kind, at its beginning."""
    return HANDLERS[run.kind](Scope(records.day_of(run.started_at), run.organisation_id))


def planned(
    handler: Handler, codes: Sequence[str], rows: Sequence[ImportRow], ids: Sequence[str]
) -> list[Plan]:
    """What each row comes to; `ids` are for the records that would be new."""
    found = [parsed_row(handler.kind, codes, row) for row in rows]
    handler.prepare(found)
    return [handler.plan(row, own) for row, own in zip(found, ids, strict=True)]


def stored(plan: Plan) -> dict[str, Any]:
    """The columns of a row's report."""
    problems = [
        {"code": each.code, "point": each.point, "facts": _plain(each.facts)} for each in plan.problems
    ]
    return {
        "line": plan.line,
        "outcome": plan.outcome,
        "problems": problems,
        "changes": plan.changes,
        "record_kind": plan.record_kind,
        "record_id": plan.record_id,
    }


def _plain(facts: Any) -> dict[str, Any]:
    return {name: value if isinstance(value, int) else str(value) for name, value in facts.items()}


def write_report(run_id: str, plans: Iterable[Plan]) -> None:
    """Store what these rows come to."""
    rows = [{"run_id": run_id, **stored(plan)} for plan in plans]
    if rows:
        db.session.execute(update(ImportRow), rows)
