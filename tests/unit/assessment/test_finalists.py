"""Finalists (p.122, D5, D6), discrepancies and the arithmetic shown to people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.assessment.domain.aggregation import Method
from awards.assessment.domain.calibration import calibrate
from awards.assessment.domain.discrepancy import LockedSheet, discrepancy
from awards.assessment.domain.explanation import explain
from awards.assessment.domain.finalists import finalists, in_zone, ranked
from awards.assessment.domain.naming import assessor_codes, numbers_in_entry
from awards.assessment.domain.panel import Panel
from awards.competition.domain import MethodologySettings
from awards.core.points import MAX_MILLI, shown

SCORES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.integers(85_000, MAX_MILLI), max_size=12
)


def test_the_line_is_exact() -> None:
    assert not in_zone(89_999)
    assert shown(89_999) == "89.99"
    assert in_zone(90_000)
    assert in_zone(100_000)
    assert [place.entry_id for place in finalists({"a": 89_999, "b": 90_000})] == ["b"]


def test_nobody_in_the_zone_is_an_answer() -> None:
    assert finalists({"a": 89_999, "b": 12}) == ()
    assert finalists({}) == ()


def test_a_tie_at_the_cut_admits_all_of_the_tied() -> None:
    scores = {"a": 80_000, "b": 79_000, "c": 79_000, "d": 78_999}
    assert [place.entry_id for place in finalists(scores, top_n=2)] == ["a", "b", "c"]
    assert [place.rank for place in ranked(scores)] == [1, 2, 2, 4]


@given(SCORES, st.integers(0, 6))
def test_finalists_are_the_zone_and_the_first_n(scores: dict[str, int], top_n: int) -> None:
    named = {place.entry_id for place in finalists(scores, top_n)}
    for entry_id, milli in scores.items():
        better = sum(other > milli for other in scores.values())
        assert (entry_id in named) == (milli >= 90_000 or better < top_n)


@given(SCORES, st.integers(0, 6))
def test_no_finalist_is_worse_than_somebody_left_out(scores: dict[str, int], top_n: int) -> None:
    named = {place.entry_id for place in finalists(scores, top_n)}
    out = [milli for entry_id, milli in scores.items() if entry_id not in named]
    assert all(scores[entry_id] > worst for entry_id in named for worst in out)


@given(SCORES)
def test_places_depend_on_scores_alone(scores: dict[str, int]) -> None:
    renamed = {f"z{key[::-1]}-{key}": milli for key, milli in scores.items()}
    assert [(place.rank, place.milli) for place in ranked(scores)] == [
        (place.rank, place.milli) for place in ranked(renamed)
    ]


def sheets(*rows: tuple[int, int]) -> list[LockedSheet]:
    return [LockedSheet(f"a{at}", total, {"c1": half}) for at, (total, half) in enumerate(rows)]


def test_a_difference_at_the_limit_is_still_within_it() -> None:
    found = discrepancy(sheets((75_000, 10), (90_000, 16)), MethodologySettings())
    assert not found.needs_consensus
    assert discrepancy(sheets((74_999, 10), (90_000, 10)), MethodologySettings()).totals_differ
    gap = discrepancy(sheets((90_000, 10), (90_000, 17)), MethodologySettings()).criteria
    assert [(row.criterion_id, row.low, row.high) for row in gap] == [("c1", 10, 17)]


def test_one_sheet_cannot_disagree_with_itself() -> None:
    assert not discrepancy(sheets((10_000, 3)), MethodologySettings()).needs_consensus
    assert not discrepancy([], MethodologySettings()).needs_consensus


@st.composite
def panels(draw: st.DrawFn) -> Panel:
    entries, assessors = draw(st.integers(3, 7)), draw(st.integers(3, 5))
    return Panel.from_rows(
        (f"e{entry}", f"a{assessor}", draw(st.integers(600, 2000)) * 50)
        for entry in range(entries)
        for assessor in range(assessors)
        if (entry + assessor) % 4 or assessor < 2
    )


@given(panels(), st.sampled_from([Method.RAW, Method.OFFSET, Method.FIXED]))
def test_the_explanation_adds_up_on_paper(panel: Panel, method: Method) -> None:
    run = calibrate(panel, method)
    offsets = {row.assessor: row.offset for row in run.assessors}
    for row in run.entries:
        own = [(sheet.assessor, sheet.milli) for sheet in run.sheets if sheet.entry == row.entry]
        told = explain(method, row.score, own, [offsets[name] for name, _ in own])
        assert told is not None
        assert told.total_micro - told.offset_micro == len(own) * told.score_micro
        assert told.milli == row.milli
        for term in told.terms:
            assert term.offset == pytest.approx(offsets[term.assessor], abs=5e-6)


@pytest.mark.parametrize("method", [Method.HUBER, Method.TRIMMED, Method.LOGIT])
def test_no_sum_is_shown_where_there_is_none(method: Method) -> None:
    assert explain(method, 90.0, [("a", 90_000)], [0.0]) is None


def test_codes_follow_the_people_and_numbers_never_shift() -> None:
    codes = assessor_codes(["x", "y", "z", "x"])
    assert sorted(codes.values()) == ["A01", "A02", "A03"]
    assert codes == assessor_codes(["z", "x", "y"])
    opened = datetime(2026, 8, 1, tzinfo=UTC)
    first = numbers_in_entry("e", [("x", opened), ("y", opened)])
    later = numbers_in_entry("e", [("z", opened + timedelta(days=1)), ("y", opened), ("x", opened)])
    assert sorted(first.values()) == [1, 2]
    assert later == {**first, "z": 3}
