"""When the end of a certificate is told: each step once, the nearest one where days were missed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.registry.domain.reminders import EXPIRED, STEPS, Reminder, due_on, window

END = date(2026, 10, 31)


def before(days: int) -> date:
    return END - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "step"),
    [(61, None), (60, 60), (59, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, EXPIRED),
     (-7, EXPIRED), (-8, None)],
)  # fmt: skip
def test_the_step_that_has_come(days: int, step: int | None) -> None:
    """The last day of validity still counts as valid: “expired” comes on the day after."""
    found = due_on("c", END, before(days), ())
    assert (found.step if found else None) == step


def test_a_certificate_without_end_never_reminds() -> None:
    assert due_on("c", None, END, ()) is None


def test_a_corrected_end_reminds_anew() -> None:
    sent = {Reminder("c", END, 60).key}
    assert due_on("c", END, before(60), sent) is None
    assert due_on("c", END + timedelta(days=1), before(59), sent) is not None


def run(days: list[date], end: date = END) -> list[int]:
    """Steps sent by a portal that runs on these days."""
    sent: dict[str, int] = {}
    for day in days:
        reminder = due_on("c", end, day, sent)
        if reminder is not None:
            sent[reminder.key] = reminder.step
    return list(sent.values())


def test_a_portal_that_runs_every_day_tells_each_step_once() -> None:
    assert run([before(days) for days in range(90, -30, -1)]) == [*STEPS, EXPIRED]


def test_a_portal_that_was_down_tells_the_nearest_step_alone() -> None:
    assert run([before(61), before(25), before(24)]) == [30]
    assert run([before(5)]) == [7]
    assert run([before(-3), before(-4)]) == [EXPIRED]
    assert run([before(-20)]) == []


@given(st.lists(st.integers(-40, 100), max_size=60))
def test_no_step_is_told_twice_nor_after_a_nearer_one(offsets: list[int]) -> None:
    """Whatever the days on which the portal runs, in whatever order."""
    steps = run([before(offset) for offset in offsets])
    assert steps == sorted(set(steps), reverse=True)


@given(st.integers(-400, 400))
def test_the_window_holds_every_day_that_can_be_due(offset: int) -> None:
    today = before(offset)
    first, last = window(today)
    if due_on("c", END, today, ()) is not None:
        assert first <= END <= last
