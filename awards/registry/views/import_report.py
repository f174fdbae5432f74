"""The report of an import in words: what is wrong in which column, and what changes from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from awards.core.errors import Refusal
from awards.infra.spreadsheets import Cell
from awards.registry.domain import RoleCode, RowOutcome
from awards.registry.domain.tables import SECRET, TABLES, Column
from awards.registry.domain.tables.types import OneOf
from awards.registry.queries.imports import RowFacts, RunFacts
from awards.registry.views.pages import PLACES
from awards.web.locale import current_locale
from awards.web.words import label, refusal_text

_SHOWN_CELLS = 4
_SHOWN_WORDS = 8
_HIDDEN = "••••"


@dataclass(frozen=True)
class ShownChange:
    """A column before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownRow:
    """A row of the report as the reader sees it; `problems` are (heading of the column, text)."""

    line: int
    outcome: RowOutcome
    what: str
    url: str
    problems: tuple[tuple[str, str], ...]
    changes: tuple[ShownChange, ...]


def shown_row(run: RunFacts, row: RowFacts) -> ShownRow:
    return ShownRow(
        row.line,
        row.outcome,
        " · ".join(_cells(run, row)),
        _url(run, row),
        tuple(_problem(run, problem) for problem in row.problems),
        tuple(_change(run, code, *values) for code, values in row.changes.items()),
    )


def shown_refusal(refusal: Mapping[str, Any]) -> str:
    """The words of a refusal that was stored with its facts."""
    facts = dict(refusal["facts"])
    for name, value in facts.items():
        if name == "role" and value in tuple(RoleCode):
            facts[name] = RoleCode(value)
        elif isinstance(value, list):
            facts[name] = tuple(value)
    return refusal_text(Refusal(refusal["code"], refusal["point"], facts))


def report_cells(
    run: RunFacts, rows: Iterable[RowFacts]
) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """The report as a table, one line for each row of the file."""
    headers = (_("Line"), _("Outcome"), _("Row"), _("What is wrong"), _("What changes"))
    return headers, (_report_line(shown_row(run, row)) for row in rows)


def _report_line(row: ShownRow) -> tuple[Cell, ...]:
    wrong = "; ".join(f"{column}: {text}" if column else text for column, text in row.problems)
    changes = "; ".join(_said(row, one) for one in row.changes)
    return row.line, label(row.outcome), row.what, wrong, changes


def _said(row: ShownRow, change: ShownChange) -> str:
    if row.outcome is RowOutcome.ADD:
        return f"{change.column}: {change.after}"
    return f"{change.column}: {change.before or '—'} → {change.after or '—'}"


def _cells(run: RunFacts, row: RowFacts) -> list[str]:
    """The first cells that say something; an IIN is not among what a page shows (S14)."""
    named = list(zip((*run.headers, *[""] * len(row.cells)), row.cells, strict=False))
    found = [
        _HIDDEN if code in SECRET else cell
        for code, cell in named
        if cell and code not in ("id", "person_id")
    ]
    return [cell if len(cell) <= 60 else f"{cell[:59]}…" for cell in found[:_SHOWN_CELLS]]


def _problem(run: RunFacts, problem: Mapping[str, Any]) -> tuple[str, str]:
    column = TABLES[run.kind].by_code.get(problem["facts"].get("field", ""))
    if column is None:
        return "", shown_refusal(problem)
    facts = {**problem["facts"], **_allowed(column)}
    return column.header.in_(current_locale()), shown_refusal({**problem, "facts": facts})


def _allowed(column: Column) -> dict[str, str]:
    """What may stand in a column with a list, in the reader's language."""
    if not isinstance(column.type, OneOf):
        return {}
    words = [text.in_(current_locale()) for text in column.type.words.values()]
    return {"allowed": "; ".join(words[:_SHOWN_WORDS]) + ("; …" if len(words) > _SHOWN_WORDS else "")}


def _change(run: RunFacts, code: str, before: str, after: str) -> ShownChange:
    column, locale = TABLES[run.kind].by_code[code], current_locale()
    if code in SECRET:
        return ShownChange(column.header.in_(locale), _said_secret(before), _said_secret(after))
    said = column.type.said
    return ShownChange(column.header.in_(locale), said(before, locale), said(after, locale))


def _said_secret(value: str) -> str:
    return _("recorded") if value else ""


def _url(run: RunFacts, row: RowFacts) -> str:
    """The page of the record that an applied row made or changed."""
    if run.finished_at is None or row.record_kind not in PLACES or row.outcome is RowOutcome.WRONG:
        return ""
    endpoint, values = PLACES[row.record_kind](row.record_id)
    return url_for(endpoint, **values)
