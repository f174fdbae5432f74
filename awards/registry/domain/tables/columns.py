"""Columns of the registry's tables: what heads them in three languages, what they hold, and when.

The texts ship as data (`columns.json`, `words.json`), beside the catalogue of roles and regions.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from awards.core.text import Locale, Text
from awards.registry.domain.tables.types import ColumnType, OneOf

_FOLDER = Path(__file__).resolve().parents[2] / "data"
REQUIRED_MARK = "*"


class Empty(Enum):
    """An empty cell leaves what is recorded as it is; a new record gets its default."""

    KEEPS = "keeps"


@dataclass(frozen=True)
class Column:
    """One column: `code` names it in all languages, `empty` is what an empty cell says.

    `field` is the name under which refusals of the registry's own values call it; "" means `code`.
    """

    code: str
    type: ColumnType
    is_required: bool = False
    empty: Any = Empty.KEEPS
    field: str = ""
    text: str = ""
    """The entry of `columns.json`; "" means `code`."""

    @property
    def header(self) -> Text:
        return header(self.text or self.code)

    @property
    def hint(self) -> Text:
        return _text(_columns()[self.text or self.code]["hint"])

    @property
    def example(self) -> str:
        """An invented value, as the template shows it; "" where the cell is best left empty."""
        written: str = _columns()[self.text or self.code]["example"]
        if not written and self.is_required and isinstance(self.type, OneOf):
            return next(iter(self.type.words))
        return written


def header(code: str) -> Text:
    """What stands above a column; the code itself where it is not one of the registry's."""
    row = _columns().get(code)
    return _text(row) if row else Text(code, code, code)


@cache
def names_of(code: str) -> frozenset[str]:
    """Everything by which a header may call the column, folded."""
    text = header(code)
    return frozenset(fold_header(name) for name in (code, text.kk, text.ru, text.en))


def fold_header(name: str) -> str:
    """A header as it is compared: no case, no spaces, no mark of an obligatory column."""
    bare = unicodedata.normalize("NFC", name).casefold().replace(REQUIRED_MARK, "")
    return "".join(bare.split())


@cache
def words_of(kind: type[StrEnum]) -> Mapping[str, Text]:
    """The words of an enumeration by the code of each member."""
    return {code: _text(row) for code, row in _read("words")[kind.__name__].items()}


def example_mark(locale: str) -> str:
    """What the first cell of a template's example row ends with."""
    said = {Locale.KK.value: "мысал, оқылмайды", Locale.RU.value: "пример, не читается"}
    return said.get(locale, "example, not read")


@cache
def _columns() -> dict[str, Any]:
    return _read("columns")


def _text(row: Mapping[str, str]) -> Text:
    return Text(row["kk"], row["ru"], row["en"])


def _read(name: str) -> dict[str, Any]:
    rows: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return rows
