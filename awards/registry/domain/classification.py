"""Classification of a project by appendix 6: what its dates and its budget make of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from awards.registry.domain.vocabulary import CostClass, DurationClass

LOW_COST_BELOW = 70_000_000
HIGH_COST_ABOVE = 200_000_000
"""Tenge. Appendix 6 lets the bounds overlap: exactly 70 m and exactly 200 m are medium here."""

SHORT_BELOW_YEARS = 1
LONG_ABOVE_YEARS = 3
"""Calendar years: exactly one and exactly three years are medium."""


@dataclass(frozen=True)
class Classification:
    """The derived features of appendix 6; `duration` is None while the project has no end date."""

    duration: DurationClass | None
    cost: CostClass
    year_ends: date
    """The first day on which the project is no longer short."""
    three_years_end: date
    """The last day on which it is still medium."""


def classify(starts_on: date, ends_on: date | None, budget_tenge: int) -> Classification:
    """Duration and cost of a project (appendix 6)."""
    return Classification(
        duration=duration_class(starts_on, ends_on),
        cost=cost_class(budget_tenge),
        year_ends=years_later(starts_on, SHORT_BELOW_YEARS),
        three_years_end=years_later(starts_on, LONG_ABOVE_YEARS),
    )


def duration_class(starts_on: date, ends_on: date | None) -> DurationClass | None:
    """Short: under a year; medium: one to three years, both included; long: more than three."""
    if ends_on is None:
        return None
    if ends_on < years_later(starts_on, SHORT_BELOW_YEARS):
        return DurationClass.SHORT
    if ends_on <= years_later(starts_on, LONG_ABOVE_YEARS):
        return DurationClass.MEDIUM
    return DurationClass.LONG


def cost_class(budget_tenge: int) -> CostClass:
    """Low: under 70 m ₸; medium: 70 to 200 m, both included; high: more than 200 m."""
    if budget_tenge < LOW_COST_BELOW:
        return CostClass.LOW
    return CostClass.MEDIUM if budget_tenge <= HIGH_COST_ABOVE else CostClass.HIGH


def years_later(day: date, years: int) -> date:
    """The same day of the calendar `years` on; 29 February becomes 28 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
