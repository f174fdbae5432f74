"""What the end of a body does to its parent relations, and that taking the end back undoes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from awards.registry.domain import (
    ENDING_SUCCESSIONS,
    SubordinationFacts,
    SuccessionKind,
    begun_after,
    ends_of_parents,
    last_day,
)

DAY = date(2026, 3, 1)


def test_only_a_separation_leaves_the_former_body_in_place() -> None:
    ending = {kind for kind in SuccessionKind if last_day(kind, DAY) == date(2026, 2, 28)}
    assert ending == ENDING_SUCCESSIONS
    assert last_day(SuccessionKind.SEPARATION, DAY) is None


def link(number: int, child: str, since: date, until: date | None) -> SubordinationFacts:
    return SubordinationFacts(str(number), child, f"parent{number}", since, until)


def changed(links: list[SubordinationFacts], ends: dict[str, date | None]) -> list[SubordinationFacts]:
    return [replace(each, until=ends[each.id]) if each.id in ends else each for each in links]


days = st.integers(0, 40).map(lambda number: DAY + timedelta(days=number))


@st.composite
def relations(draw: st.DrawFn) -> list[SubordinationFacts]:
    found = []
    for number in range(draw(st.integers(0, 5))):
        since = draw(days)
        lasts = draw(st.none() | st.integers(0, 60))
        until = None if lasts is None else since + timedelta(days=lasts)
        found.append(link(number, draw(st.sampled_from(["body", "other"])), since, until))
    return found


@given(relations(), days)
def test_after_the_end_no_parent_remains(links: list[SubordinationFacts], end: date) -> None:
    after = changed(links, ends_of_parents("body", links, None, end))
    for each, was in zip(after, links, strict=True):
        if each.child_id != "body":
            assert each == was
        else:
            assert each.until is not None and each.until <= end
            assert each.until == end or each.until == was.until


@given(relations(), days, days)
def test_moving_the_end_and_taking_it_back_reopens_what_was_open(
    links: list[SubordinationFacts], end: date, moved: date
) -> None:
    opened = [replace(each, until=None) for each in links]
    ended = changed(opened, ends_of_parents("body", opened, None, end))
    assert changed(ended, ends_of_parents("body", ended, end, None)) == opened
    later = changed(ended, ends_of_parents("body", ended, end, moved))
    assert later == changed(opened, ends_of_parents("body", opened, None, moved))


@given(relations(), days)
def test_relations_that_begin_after_the_end_are_found(links: list[SubordinationFacts], end: date) -> None:
    found = begun_after("body", links, end)
    assert all(each.child_id == "body" and each.since > end for each in found)
    assert not {each.id for each in links if each.since <= end} & {each.id for each in found}
