"""The data that ships: regions, the role catalogue, certification schemes, in three languages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from awards.core.text import Text
from awards.registry.domain.vocabulary import RoleCode

_FOLDER = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class RoleEntry:
    """A row of appendix 1, or a role that stands above it; `units` is how many there may be, as printed."""

    code: RoleCode
    number: str
    section: str
    name: Text
    units: str


@dataclass(frozen=True)
class SchemeEntry:
    """A certification scheme: its levels as printed on certificates; `years` of validity where known."""

    code: str
    name: Text
    levels: tuple[str, ...]
    years: int | None


@cache
def regions() -> dict[str, Text]:
    """Regions by their ISO 3166-2 code, in the order of the codes."""
    return {row["code"]: _text(row) for row in _read("regions")}


@cache
def roles() -> dict[RoleCode, RoleEntry]:
    """The role catalogue in the order of appendix 1, then the charter's roles and those above it."""
    return {
        RoleCode(row["code"]): RoleEntry(
            RoleCode(row["code"]), row["number"], row["section"], _text(row), row["units"]
        )
        for row in _read("roles")
    }


@cache
def schemes() -> dict[str, SchemeEntry]:
    """Certification schemes by code."""
    return {
        row["code"]: SchemeEntry(row["code"], _text(row), tuple(row["levels"]), row["years"])
        for row in _read("schemes")
    }


def region_name(code: str) -> Text:
    """The region's name; the code itself where it is not in the list."""
    return regions().get(code) or Text(code, code, code)


def role_name(code: RoleCode) -> Text:
    return roles()[code].name


def scheme_name(code: str) -> Text:
    """The scheme's name; what was written where it is not one of the list."""
    entry = schemes().get(code)
    return entry.name if entry else Text(code, code, code)


def _text(row: dict[str, Any]) -> Text:
    return Text(row["kk"], row["ru"], row["en"])


def _read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return rows
