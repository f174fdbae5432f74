"""The registry as tables: the same columns as an import takes, so that what goes out may come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from awards.infra.spreadsheets import Cell
from awards.registry.domain import ImportKind
from awards.registry.domain.tables import (
    COMMENT_MARK,
    REQUIRED_MARK,
    SECRET,
    TABLES,
    Column,
    Values,
    example_mark,
)
from awards.registry.models import HrRecord
from awards.registry.queries.tables import exported


@dataclass(frozen=True)
class TableCells:
    """A table to be written: its headings and its rows, which are read as they are asked for."""

    headers: tuple[str, ...]
    rows: Iterator[tuple[Cell, ...]]


def export(kind: ImportKind, locale: str, *, organisation_id: str | None = None) -> TableCells:
    """Every record of a kind with headings and words in `locale`; IINs are left out (S16).

    Incentives and penalties come for one body alone. Raises ValueError when the body is missing for them, or
    given for anything else.
    """
    if (kind is ImportKind.HR_RECORDS) is not (organisation_id is not None):
        raise ValueError("incentives and penalties are exported for one body, everything else for all")
    conditions = () if organisation_id is None else (HrRecord.organisation_id == organisation_id,)
    columns = TABLES[kind].columns
    rows = (_cells(columns, values, locale) for values in exported(kind, *conditions))
    return TableCells(tuple(column.header.in_(locale) for column in columns), rows)


def _cells(columns: tuple[Column, ...], values: Values, locale: str) -> tuple[Cell, ...]:
    return tuple(_cell(column, values, locale) for column in columns)


def _cell(column: Column, values: Values, locale: str) -> Cell:
    value = values.get(column.code)
    if value is None or column.code in SECRET:
        return ""
    return column.type.render(value, locale)


def template(kind: ImportKind, locale: str) -> TableCells:
    """The headings of a kind, obligatory ones marked, and one example row that an import does not read."""
    columns = TABLES[kind].columns
    headers = tuple(
        column.header.in_(locale) + (f" {REQUIRED_MARK}" if column.is_required else "") for column in columns
    )
    first = f"{COMMENT_MARK} {columns[0].example} ({example_mark(locale)})".replace("  ", " ")
    return TableCells(headers, iter([(first, *(column.example for column in columns[1:]))]))


def explanation(kind: ImportKind, locale: str) -> list[tuple[str, str, str]]:
    """For each column its heading, what it is for, and the words it knows (where it is one of a list)."""
    return [
        (column.header.in_(locale), column.hint.in_(locale), _choices(column, locale))
        for column in TABLES[kind].columns
    ]


def _choices(column: Column, locale: str) -> str:
    words = getattr(column.type, "words", {})
    return "; ".join(f"{code} = {text.in_(locale)}" for code, text in words.items())
