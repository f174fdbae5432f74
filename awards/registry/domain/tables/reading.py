"""From headers to columns and from cells to values: what is wrong is said of the column where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from awards.core.errors import Refusal
from awards.registry.domain.tables.columns import Column, Empty, fold_header, names_of
from awards.registry.domain.tables.kinds import Table
from awards.registry.domain.tables.types import tidy

COMMENT_MARK = "#"
"""A row whose first cell begins so is not read: the template's example."""

Values = dict[str, Any]
"""Values by the code of their column; a column that is not in the file, or keeps what is recorded, is out."""


@dataclass(frozen=True)
class Parsed:
    """A row in values, and what is wrong with its cells (fact `field`: the code of the column)."""

    line: int
    values: Values
    problems: tuple[Refusal, ...]


def matched(table: Table, headers: Sequence[str]) -> tuple[str, ...]:
    """The code of the column under each header, "" for an empty header.

    Headers are recognised in three languages or by code, in any order. Refuses with
    `registry.import_unknown_columns`, `registry.import_column_twice` and `registry.import_missing_columns`,
    each with the `names` concerned.
    """
    codes = {name: column.code for column in table.columns for name in names_of(column.text or column.code)}
    folded = [fold_header(header) for header in headers]
    unknown = [header for header, name in zip(headers, folded, strict=True) if name and name not in codes]
    if unknown:
        raise Refusal("registry.import_unknown_columns", facts={"names": _listed(unknown)})
    found = tuple(codes.get(name, "") for name in folded)
    twice = sorted({code for code in found if code and found.count(code) > 1})
    if twice:
        raise Refusal("registry.import_column_twice", facts={"names": _listed(_headers(table, twice))})
    missing = [column.code for column in table.columns if column.is_required and column.code not in found]
    if missing:
        raise Refusal("registry.import_missing_columns", facts={"names": _listed(_headers(table, missing))})
    return found


def parsed(table: Table, codes: Sequence[str], line: int, cells: Sequence[str]) -> Parsed:
    """The row's values. Cells beyond the headers must be empty (`registry.import_cells_beyond`)."""
    values: Values = {}
    problems: list[Refusal] = []
    for number, code in enumerate(codes):
        if not code:
            continue
        column = table.by_code[code]
        try:
            value = _value(column, cells[number] if number < len(cells) else "")
        except Refusal as refused:
            facts = {**refused.facts, "field": code}
            problems.append(Refusal(refused.code, refused.point, facts))
            continue
        if value is not Empty.KEEPS:
            values[code] = value
    if any(cells[len(codes) :]):
        problems.append(Refusal("registry.import_cells_beyond", facts={"field": ""}))
    return Parsed(line, values, tuple(problems))


def is_comment(cells: Sequence[str]) -> bool:
    return bool(cells) and cells[0].startswith(COMMENT_MARK)


def same(column: Column, one: Any, other: Any) -> bool:
    """Whether two values are one in a cell: spaces and unprintable signs make no difference."""
    return one == other or tidy(column.type.plain(one)) == tidy(column.type.plain(other))


def _value(column: Column, cell: str) -> Any:
    text = cell.strip()
    if text:
        return column.type.parse(text)
    if column.is_required:
        raise Refusal("registry.required")
    return column.empty


def _headers(table: Table, codes: Sequence[str]) -> list[str]:
    return [" / ".join(dict.fromkeys(_three(table.by_code[code]))) for code in codes]


def _three(column: Column) -> tuple[str, str, str]:
    return column.header.kk, column.header.ru, column.header.en


def _listed(names: Sequence[str]) -> str:
    shown = [f"«{name[:60]}»" for name in names[:10]]
    return ", ".join(shown) + (", …" if len(names) > 10 else "")
