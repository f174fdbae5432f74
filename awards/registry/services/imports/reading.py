"""From a file to rows that wait to be checked: headers recognised, cells kept as they were written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from awards.core.errors import Refusal
from awards.infra.spreadsheets import Row, read_table
from awards.registry import iin
from awards.registry.domain import ImportKind
from awards.registry.domain.tables import SECRET, TABLES, Parsed, is_comment, matched, parsed
from awards.registry.models import ImportRow

MAX_ROWS = 50_000
"""Rows in one run, the header not counted."""
_SEALED = "sealed:"


def opened(kind: ImportKind, data: bytes, filename: str) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The code of the column under each header, and the rows below them without the template's example.

    Raises the Refusals of `spreadsheets.read_table` and `tables.matched`, and `registry.import_no_rows`. Rows
    come as they are read, so a refusal may come half-way.
    """
    rows = _limited(read_table(data, filename, max_rows=MAX_ROWS + 2), filename)
    head = next(rows, None)
    if head is None:
        raise Refusal("spreadsheets.empty", facts={"name": filename})
    codes = matched(TABLES[kind], _bare(head.cells))
    below = (row for row in rows if not is_comment(row.cells))
    first = next(below, None)
    if first is None:
        raise Refusal("registry.import_no_rows")
    return codes, chain((first,), below)


def _limited(rows: Iterator[Row], filename: str) -> Iterator[Row]:
    """The rows, refused past the limit: a template's example is no row, the header is none either."""
    count = 0
    for row in rows:
        count += not is_comment(row.cells)
        if count > MAX_ROWS + 1:
            raise Refusal("spreadsheets.too_many_rows", facts={"name": filename, "limit": MAX_ROWS})
        yield row


def _bare(cells: Sequence[str]) -> tuple[str, ...]:
    """Headers without the empty cells at their end."""
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return tuple(kept)


def staged(run_id: str, codes: Sequence[str], row: Row) -> dict[str, Any]:
    """The columns of the waiting row; an IIN is stored sealed (SECURITY S14)."""
    cells = list(row.cells)
    for number, code in enumerate(codes[: len(cells)]):
        if code in SECRET and cells[number].strip():
            cells[number] = _SEALED + iin.seal(cells[number], _bound(run_id, row.line))
    return {"run_id": run_id, "line": row.line, "cells": cells}


def parsed_row(kind: ImportKind, codes: Sequence[str], row: ImportRow) -> Parsed:
    """The waiting row in values."""
    cells = list(row.cells)
    for number, code in enumerate(codes[: len(cells)]):
        if code in SECRET and cells[number].startswith(_SEALED):
            cells[number] = iin.unseal(cells[number].removeprefix(_SEALED), _bound(row.run_id, row.line))
    return parsed(TABLES[kind], codes, row.line, cells)


def _bound(run_id: str, line: int) -> str:
    return f"{run_id}:{line}"
