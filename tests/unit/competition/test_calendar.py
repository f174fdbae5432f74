"""A calendar that can be run has its instants in order; the closing instant is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.competition.domain import Calendar, Milestone, calendar_faults, default_calendar
from awards.core.clock import ASTANA

INSTANTS = st.integers(0, 200 * 24 * 60).map(lambda minutes: OPENING + timedelta(minutes=minutes))
OPENING = datetime(2026, 6, 1, tzinfo=UTC)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any six instants of the second half of a year, in any order."""
    instants = {milestone.value: draw(INSTANTS) for milestone in Milestone}
    return Calendar(date(2026, 4, 1), date(2026, 4, 1), **instants)


@pytest.mark.parametrize("year", [2023, 2024, 2026, 2100])
def test_the_usual_year_can_be_run(year: int) -> None:
    assert calendar_faults(default_calendar(year)) == ()


def test_the_usual_year_is_told_in_astana_time_on_both_sides_of_the_change_of_zone() -> None:
    """Astana moved from UTC+6 to UTC+5 on 1 March 2024."""
    assert default_calendar(2023).opens_at == datetime(2023, 6, 1, 3, tzinfo=UTC)
    assert default_calendar(2026).opens_at == datetime(2026, 6, 1, 4, tzinfo=UTC)


@given(calendars())
def test_a_calendar_without_faults_is_strictly_increasing_and_the_other_way_round(calendar: Calendar) -> None:
    instants = [getattr(calendar, milestone.value) for milestone in Milestone]
    increasing = all(earlier < later for earlier, later in pairwise(instants))
    assert (calendar_faults(calendar) == ()) == increasing


@given(calendars())
def test_each_fault_names_two_neighbours_that_stand_the_wrong_way(calendar: Calendar) -> None:
    for fault in calendar_faults(calendar):
        first, then = fault.facts["first"], fault.facts["then"]
        assert getattr(calendar, first) >= getattr(calendar, then)


@given(st.integers(min_value=-3, max_value=3))
def test_the_closing_instant_itself_is_late_and_the_opening_one_is_not(seconds: int) -> None:
    calendar, off = default_calendar(2026), timedelta(seconds=seconds)
    assert calendar.is_open(calendar.opens_at + off) == (seconds >= 0)
    assert calendar.is_open(calendar.closes_at + off) == (seconds < 0)


def test_the_reference_date_may_be_the_opening_day_in_astana_but_not_the_day_after() -> None:
    """00:30 in Astana is still the day before in UTC: the day that counts is Astana's."""
    opening = datetime(2026, 6, 1, 0, 30, tzinfo=ASTANA).astimezone(UTC)
    calendar = replace(default_calendar(2026), opens_at=opening, reference_date=date(2026, 6, 1))
    assert calendar_faults(calendar) == ()
    late = calendar_faults(replace(calendar, reference_date=date(2026, 6, 2)))
    assert [fault.code for fault in late] == ["competition.reference_date_late"]


def test_an_edition_is_not_announced_after_it_opens() -> None:
    faults = calendar_faults(replace(default_calendar(2026), announced_on=date(2026, 6, 2)))
    assert [fault.code for fault in faults] == ["competition.announced_late"]
