"""Sheets of one entry that differ more than the methodology allows: a consensus step is needed. Pure.

The rule is advice about people's work; it changes no score (DESIGN 4.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from awards.competition.domain import MethodologySettings


@dataclass(frozen=True)
class LockedSheet:
    """One assessor's total in milli-points and half-levels by criterion id."""

    assessor: str
    total_milli: int
    levels: Mapping[str, int]


@dataclass(frozen=True)
class CriterionGap:
    """A criterion on which the sheets of an entry are too far apart; levels are half-levels."""

    criterion_id: str
    low: int
    high: int


@dataclass(frozen=True)
class Discrepancy:
    """How far the totals of an entry are apart, whether that is too far, and where criteria are."""

    spread_milli: int
    totals_differ: bool
    criteria: tuple[CriterionGap, ...]

    @property
    def needs_consensus(self) -> bool:
        return self.totals_differ or bool(self.criteria)


def discrepancy(sheets: Iterable[LockedSheet], settings: MethodologySettings) -> Discrepancy:
    """The discrepancy of one entry's locked sheets; exactly at a limit is still within it.

    Totals may differ by `discrepancy_total_milli`, levels of one criterion by `discrepancy_level_halves`.
    """
    compared = tuple(sheets)
    totals = [sheet.total_milli for sheet in compared]
    spread = max(totals) - min(totals) if totals else 0
    given: dict[str, list[int]] = {}
    for sheet in compared:
        for criterion_id, half in sheet.levels.items():
            given.setdefault(criterion_id, []).append(half)
    gaps = tuple(
        CriterionGap(criterion_id, min(levels), max(levels))
        for criterion_id, levels in sorted(given.items())
        if max(levels) - min(levels) > settings.discrepancy_level_halves
    )
    return Discrepancy(spread, spread > settings.discrepancy_total_milli, gaps)
