"""Reading imports: their history, how far one has come, and what each of its rows comes to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from awards.core.permissions import Subject
from awards.core.workflow import ImportState
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.paging import Page, page_of
from awards.registry.domain import ImportKind, ImportMode, RowOutcome
from awards.registry.models import ImportRow, ImportRun

Counts = Mapping[RowOutcome, int]
_NO_COUNTS = dict.fromkeys(RowOutcome, 0)
_COLUMNS = (
    ImportRun.id, ImportRun.kind, ImportRun.organisation_id, ImportRun.filename, ImportRun.sha256,
    ImportRun.headers, ImportRun.state, ImportRun.mode, ImportRun.reason, ImportRun.refusal,
    ImportRun.started_by, ImportRun.started_at, ImportRun.finished_at, ImportRun.rows, ImportRun.done,
)  # fmt: skip


@dataclass(frozen=True)
class RunFacts:
    """A file that was brought; `headers` are the codes of its columns once it is read."""

    id: str
    kind: ImportKind
    organisation_id: str | None
    filename: str
    sha256: str
    headers: tuple[str, ...]
    state: ImportState
    mode: ImportMode | None
    reason: str
    refusal: Mapping[str, Any] | None
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    rows: int
    done: int

    @property
    def subject(self) -> Subject:
        return Subject(organisation_id=self.organisation_id)

    @property
    def is_working(self) -> bool:
        return self.state in (ImportState.READING, ImportState.APPLYING)


@dataclass(frozen=True)
class RowFacts:
    """A row of a file: its line, its cells, and what it comes to."""

    line: int
    cells: tuple[str, ...]
    outcome: RowOutcome
    problems: tuple[Mapping[str, Any], ...]
    changes: Mapping[str, tuple[str, str]]
    record_kind: str
    record_id: str


def get_clerk_run(run_id: str) -> RunFacts | None:
    """A run of the registry's clerks; those of HR services are as if they did not exist (R18)."""
    return _run(ImportRun.id == run_id, ImportRun.organisation_id.is_(None))


def get_hr_run(organisation_id: str, run_id: str) -> RunFacts | None:
    """A run of the HR service of this body."""
    return _run(ImportRun.id == run_id, ImportRun.organisation_id == organisation_id)


def _run(*conditions: Any) -> RunFacts | None:
    row = db.session.execute(select(*_COLUMNS).where(*conditions)).one_or_none()
    return _facts(row) if row else None


def _facts(row: Any) -> RunFacts:
    values = row._asdict()
    return RunFacts(**{**values, "headers": tuple(values["headers"])})


def import_names(run_ids: Collection[str]) -> dict[str, str]:
    """Names of the files of the clerks' runs."""
    rows = select(ImportRun.id, ImportRun.filename).where(
        ImportRun.id.in_(tuple(run_ids)), ImportRun.organisation_id.is_(None)
    )
    return {row.id: row.filename for row in db.session.execute(rows)} if run_ids else {}


def import_runs(organisation_id: str | None = None, *, page: int = 1) -> Page[RunFacts]:
    """The imports of the clerks, or of one body's HR service, the newest first."""
    rows = (
        select(*_COLUMNS)
        .where(ImportRun.organisation_id == organisation_id)
        .order_by(ImportRun.started_at.desc(), ImportRun.id)
    )
    return page_of(rows, _facts, number=page)


def import_counts(run_ids: Collection[str]) -> dict[str, Counts]:
    """For each run, how many of its rows come to what."""
    found: dict[str, dict[RowOutcome, int]] = {run_id: dict(_NO_COUNTS) for run_id in run_ids}
    rows = db.session.execute(
        select(ImportRow.run_id, ImportRow.outcome, func.count())
        .where(ImportRow.run_id.in_(tuple(run_ids)))
        .group_by(ImportRow.run_id, ImportRow.outcome)
    )
    for run_id, outcome, count in rows:
        found[run_id][outcome] = count
    return dict(found)


def import_rows(run_id: str, outcome: RowOutcome | None = None, *, page: int = 1) -> Page[RowFacts]:
    """Rows of a run in the order of the file, all or those that come to `outcome`."""
    return page_of(_rows(run_id, outcome), lambda row: _row_facts(row[0]), number=page)


def import_report(run_id: str) -> Iterator[RowFacts]:
    """Every row of a run, read in chunks."""
    rows = _rows(run_id, None).execution_options(yield_per=1000)
    for chunk in db.session.scalars(rows).partitions():
        yield from (_row_facts(row) for row in chunk)


def _rows(run_id: str, outcome: RowOutcome | None) -> Any:
    rows = select(ImportRow).where(ImportRow.run_id == run_id).order_by(ImportRow.line)
    return rows if outcome is None else rows.where(ImportRow.outcome == outcome)


def _row_facts(row: ImportRow) -> RowFacts:
    return RowFacts(
        row.line,
        tuple(row.cells),
        row.outcome,
        tuple(row.problems),
        {code: (before, after) for code, (before, after) in row.changes.items()},
        row.record_kind,
        row.record_id,
    )


@dataclass(frozen=True)
class ImportedRow:
    """A record that an import added or changed: by whom, when, why; no `changes` for a new one."""

    at: datetime
    actor_id: str
    run_id: str
    reason: str
    record_kind: str
    record_id: str
    changes: Mapping[str, tuple[str, str]]


def imported_rows(record_ids: Collection[str], *, limit: int) -> tuple[ImportedRow, ...]:
    """What imports of the clerks did to these records, the newest first."""
    rows = db.session.execute(
        select(AuditEvent.at, AuditEvent.actor_id, ImportRun.id, ImportRun.reason, ImportRow)
        .join(ImportRun, ImportRun.id == ImportRow.run_id)
        .join(AuditEvent, AuditEvent.object_id == ImportRun.id)
        .where(
            ImportRow.record_id.in_(tuple(record_ids)),
            ImportRow.outcome.in_((RowOutcome.ADD, RowOutcome.CHANGE)),
            ImportRun.state == ImportState.APPLIED,
            ImportRun.organisation_id.is_(None),
            AuditEvent.event == "registry.imported",
        )
        .order_by(AuditEvent.seq.desc(), ImportRow.line)
        .limit(limit)
    )
    return tuple(
        ImportedRow(
            at,
            actor_id,
            run_id,
            reason,
            row.record_kind,
            row.record_id,
            _row_facts(row).changes if row.outcome is RowOutcome.CHANGE else {},
        )
        for at, actor_id, run_id, reason, row in rows
    )
