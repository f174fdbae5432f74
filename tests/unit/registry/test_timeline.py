"""Laws of a person's picture: bars keep their order, stay in the frame, and never lie on each other."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from awards.registry.domain.timeline import FRAME, Span, Strand, Timeline, draw

DAYS = st.dates(date(1995, 1, 1), date(2040, 12, 31))
TODAY = date(2026, 9, 15)


@st.composite
def spans(draw_from: st.DrawFn) -> list[Span]:
    found = []
    for number in range(draw_from(st.integers(1, 14))):
        since = draw_from(DAYS)
        length = draw_from(st.one_of(st.none(), st.integers(0, 6000)))
        until = None if length is None else since + timedelta(days=length)
        width = draw_from(st.integers(0, FRAME))
        found.append(Span(str(number), draw_from(st.sampled_from(Strand)), since, until, "x", width))
    return found


def drawn(known: list[Span], today: date = TODAY) -> Timeline:
    line = draw(known, today)
    assert line is not None
    return line


@given(spans(), DAYS)
def test_every_bar_and_label_lies_inside_the_frame_and_is_seen(known: list[Span], today: date) -> None:
    line = drawn(known, today)
    assert 0 <= line.today < FRAME
    for lane in line.lanes:
        for bar in lane.bars:
            assert bar.begins >= 0 and bar.ends <= FRAME
            assert bar.left < bar.right


@given(spans())
def test_nothing_in_a_lane_lies_on_anything_else(known: list[Span]) -> None:
    for lane in drawn(known).lanes:
        for one, other in pairwise(lane.bars):
            assert one.ends <= other.begins


@given(spans())
def test_every_span_is_drawn_once_in_a_lane_of_its_strand(known: list[Span]) -> None:
    line = drawn(known)
    bars = [bar.span.id for lane in line.lanes for bar in lane.bars]
    assert sorted(bars) == sorted(span.id for span in known)
    assert all(bar.span.strand is lane.strand for lane in line.lanes for bar in lane.bars)
    order = [list(Strand).index(lane.strand) for lane in line.lanes]
    assert order == sorted(order)


@given(spans())
def test_what_begins_or_ends_earlier_is_never_drawn_further_right(known: list[Span]) -> None:
    bars = [bar for lane in drawn(known).lanes for bar in lane.bars]
    for one in bars:
        for other in bars:
            if one.span.since <= other.span.since:
                assert one.left <= other.left
    assert all(bar.right == FRAME for bar in bars if bar.is_open)


@given(spans(), st.randoms())
def test_the_order_of_the_records_does_not_matter(known: list[Span], chance: object) -> None:
    mixed = list(known)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert draw(known, TODAY) == draw(mixed, TODAY)


@given(spans())
def test_years_stand_in_order_from_the_left_edge(known: list[Span]) -> None:
    years = drawn(known).years
    assert years[0].left == 0
    assert [year.year for year in years] == list(range(years[0].year, years[-1].year + 1))
    assert all(one.left < other.left for one, other in pairwise(years))


def test_neighbours_in_time_share_a_lane_and_the_first_day_of_a_year_is_its_line() -> None:
    first = Span("a", Strand.ROLE, date(2025, 1, 1), date(2025, 12, 31))
    second = Span("b", Strand.ROLE, date(2026, 1, 1), date(2026, 12, 31))
    line = drawn([second, first])
    (lane,) = line.lanes
    assert [bar.span.id for bar in lane.bars] == ["a", "b"]
    assert lane.bars[1].left == line.years[1].left == lane.bars[0].right


def test_one_who_has_nothing_dated_has_no_picture() -> None:
    assert draw([], TODAY) is None
