"""Taking tables of the registry out: a file and the event that says who took it (S16)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

from awards.core.actor import Actor
from awards.infra import audit
from awards.infra.spreadsheets import write_csv, write_xlsx
from awards.registry.domain import ImportKind
from awards.registry.queries.exports import TableCells


class TableForm(StrEnum):
    """In which form a table goes out."""

    XLSX = "xlsx"
    CSV = "csv"


def written(table: TableCells, form: TableForm, title: str) -> tuple[bytes, int]:
    """The file and how many rows it has. A large table takes seconds: hold no lock meanwhile."""
    rows = list(table.rows)
    if form is TableForm.CSV:
        return write_csv(table.headers, rows), len(rows)
    return write_xlsx({title: (table.headers, rows)}), len(rows)


def record_export(
    kind: ImportKind,
    form: TableForm,
    data: bytes,
    rows: int,
    *,
    organisation_id: str | None,
    actor: Actor,
    at: datetime,
) -> bool:
    """Write into the log that the file goes out; of incentives and penalties only that some do (R18)."""
    facts = {"kind": kind.value, "form": form.value, "rows": rows, "digest": hashlib.sha256(data).hexdigest()}
    audit.record(
        "hr_record.exported" if organisation_id else "registry.exported",
        actor=actor,
        at=at,
        edition_id=None,
        object_kind="export",
        object_id=organisation_id or kind.value,
        facts={} if organisation_id else facts,
    )
    return True
