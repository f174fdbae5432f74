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
    """A row of appendix 1, a role of the charter (p.85), or a role that stands above the appendix.

    `units` says how many there are, as printed; `least` and `most` are the same as numbers (`most` None: no
    bound), counted in each `per`: "office", "centre", "direction", "group", "project" or "body". `employment`
    is "full", "combined" (with the main work), "either", or "" where the Rules do not say.
    """

    code: RoleCode
    number: str
    section: str
    name: Text
    units: Text
    least: int
    most: int | None
    per: str
    employment: str
    appointed: Text
    who: Text

    def unit(self, named: str) -> str:
        """The unit in which the role counts: the one named, or "" where the role is not counted by units."""
        return named if self.per in ("direction", "group", "centre") else ""


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
    return {row["code"]: shipped_text(row) for row in read_shipped("regions")}


@cache
def roles() -> dict[RoleCode, RoleEntry]:
    """The role catalogue in the order of appendix 1, then the charter's roles and those above it."""
    data = read_shipped("roles")
    return {RoleCode(row["code"]): _role(row, data) for row in data["roles"]}


@cache
def role_sections() -> dict[str, Text]:
    """The sections of the catalogue in the order of appendix 1."""
    return {code: shipped_text(row) for code, row in read_shipped("roles")["sections"].items()}


def _role(row: dict[str, Any], data: dict[str, Any]) -> RoleEntry:
    return RoleEntry(
        code=RoleCode(row["code"]),
        number=row["number"],
        section=row["section"],
        name=shipped_text(row),
        units=shipped_text(data["units"][row["units"]]),
        least=row["min"],
        most=row["max"],
        per=row["per"],
        employment=row["employment"],
        appointed=shipped_text(data["appointed"][row["appointed"]]),
        who=shipped_text(data["who"][row["who"]]),
    )


@cache
def schemes() -> dict[str, SchemeEntry]:
    """Certification schemes by code."""
    return {
        row["code"]: SchemeEntry(row["code"], shipped_text(row), tuple(row["levels"]), row["years"])
        for row in read_shipped("schemes")
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


def shipped_text(row: dict[str, Any]) -> Text:
    """The three languages of a shipped record."""
    return Text(row["kk"], row["ru"], row["en"])


def read_shipped(name: str) -> Any:
    """What the shipped file `name` holds."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
