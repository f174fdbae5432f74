"""Who may stand in for whom when a role is not filled or its holder is absent (p.107, appendix 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from awards.core.text import Text
from awards.registry.domain.catalogue import read_shipped, roles, shipped_text
from awards.registry.domain.facts import RoleFacts, holds_on
from awards.registry.domain.vocabulary import RoleCode


class SubstitutionCell(StrEnum):
    """What the table says of a pair; what it leaves undecided is not allowed."""

    ALLOWED = "+"
    NOT_ALLOWED = "-"
    UNDECIDED = "?"


Pair = tuple[RoleCode, RoleCode]
"""(who stands in, for whom)."""


@dataclass(frozen=True)
class SchemeNote:
    """Where the printed table had to be read, not copied; `cells` are the pairs it leaves undecided."""

    id: str
    text: Text
    cells: tuple[Pair, ...]


@dataclass(frozen=True)
class SubstitutionScheme:
    """The table of appendix 7: `rows` stand in, `columns` are stood in for; both in the printed order."""

    title: Text
    source: Text
    rows: tuple[RoleCode, ...]
    columns: tuple[RoleCode, ...]
    cells: dict[Pair, SubstitutionCell]
    notes: tuple[SchemeNote, ...]

    def cell(self, substitute: RoleCode, replaced: RoleCode) -> SubstitutionCell:
        """What the table says; a pair that it does not have is not allowed."""
        return self.cells.get((substitute, replaced), SubstitutionCell.NOT_ALLOWED)

    def has_rule(self, replaced: RoleCode) -> bool:
        """Whether the table says at all who stands in for this role (A7-5)."""
        return replaced in self.columns

    def substitutes(self, replaced: RoleCode) -> tuple[RoleCode, ...]:
        """Roles that may stand in. Their order is the table's: the Rules do not say who goes first."""
        return tuple(row for row in self.rows if self.cell(row, replaced) is SubstitutionCell.ALLOWED)

    def undecided(self, replaced: RoleCode) -> tuple[RoleCode, ...]:
        return tuple(row for row in self.rows if self.cell(row, replaced) is SubstitutionCell.UNDECIDED)

    def reason(self, pair: Pair) -> SchemeNote | None:
        """Why a pair is undecided."""
        return next((note for note in self.notes if pair in note.cells), None)


@cache
def substitution_scheme() -> SubstitutionScheme:
    """Appendix 7 as it ships."""
    data = read_shipped("substitution")
    columns = tuple(RoleCode(code) for code in data["columns"])
    rows = {RoleCode(code): signs for code, signs in data["rows"].items()}
    return SubstitutionScheme(
        title=shipped_text(data["title"]),
        source=shipped_text(data["source"]),
        rows=tuple(rows),
        columns=columns,
        cells={
            (row, column): SubstitutionCell(sign)
            for row, signs in rows.items()
            for column, sign in zip(columns, signs, strict=True)
        },
        notes=tuple(
            SchemeNote(
                each["id"],
                shipped_text(each["text"]),
                tuple((RoleCode(one), RoleCode(other)) for one, other in each["cells"]),
            )
            for each in data["notes"]
        ),
    )


@dataclass(frozen=True)
class StandIn:
    """Who may act for a role on a day.

    `holders` hold it; `substitutes` hold a role that may stand in, by the table's order of roles and then in
    the order given, which ranks nobody. `has_rule` is False where appendix 7 does not name the role.
    """

    role: RoleCode
    unit: str
    has_rule: bool
    holders: tuple[RoleFacts, ...]
    substitutes: tuple[RoleFacts, ...]
    undecided: tuple[RoleCode, ...]


def stand_in(role: RoleCode, held: Iterable[RoleFacts], day: date, unit: str = "") -> StandIn:
    """Who holds `role` in `unit` on `day`, and who may act for its holder (p.107).

    `held` are the roles of one organisation. Nobody stands in for themselves; another holder of the same role
    does where the table says so (a base-direction head for another).
    """
    present = tuple(each for each in held if holds_on(each.since, each.until, day))
    holders = tuple(each for each in present if each.role is role and roles()[role].unit(each.unit) == unit)
    themselves = {each.person_id for each in holders}
    table = substitution_scheme()
    return StandIn(
        role=role,
        unit=unit,
        has_rule=table.has_rule(role),
        holders=holders,
        substitutes=tuple(
            each
            for substitute in table.substitutes(role)
            for each in present
            if each.role is substitute and each.person_id not in themselves
        ),
        undecided=table.undecided(role),
    )
