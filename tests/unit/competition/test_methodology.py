"""Settings within their bounds, and rubrics that make 100 points."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.competition.domain import (
    TOTAL_POINTS,
    Aggregation,
    Area,
    Criterion,
    MethodologySettings,
    Rubric,
    RubricTemplate,
    VoteMethod,
    anchors,
    rubric_template,
    rubric_titles,
    settings_faults,
)
from awards.core.text import Text

SETTINGS = st.builds(
    MethodologySettings,
    aggregation=st.sampled_from(Aggregation),
    vote_method=st.sampled_from(VoteMethod),
    assessors_per_entry=st.integers(-1, 20),
    minimum_sheets=st.integers(-1, 20),
    window_months=st.integers(0, 40),
    discrepancy_total_milli=st.integers(-1, 100_001),
    discrepancy_level_halves=st.integers(-1, 21),
    rationale_at_or_below=st.integers(-1, 21),
    rationale_at_or_above=st.integers(-1, 21),
    top_n=st.integers(-1, 5),
    quorum_numerator=st.integers(-1, 5),
    quorum_denominator=st.integers(-1, 5),
)


def codes(settings: MethodologySettings) -> list[str]:
    return [fault.code for fault in settings_faults(settings)]


def test_the_defaults_of_the_decisions_page_may_be_approved() -> None:
    assert codes(MethodologySettings()) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"window_months": 11}, "window_too_short"),
        ({"minimum_sheets": 4}, "minimum_sheets"),
        ({"minimum_sheets": 0}, "minimum_sheets"),
        ({"assessors_per_entry": 16}, "assessors_per_entry"),
        ({"discrepancy_total_milli": 100_001}, "discrepancy"),
        ({"discrepancy_level_halves": 21}, "discrepancy"),
        ({"rationale_at_or_below": 18}, "rationale"),
        ({"rationale_at_or_above": 21}, "rationale"),
        ({"top_n": -1}, "top_n"),
        ({"quorum_numerator": 4}, "quorum"),
        ({"quorum_numerator": 0}, "quorum"),
    ],
)
def test_one_step_over_a_bound_is_refused_for_that_bound(change: dict[str, int], code: str) -> None:
    assert codes(replace(MethodologySettings(), **change)) == [f"competition.{code}"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"window_months": 12},
        {"window_months": 36},
        {"minimum_sheets": 1},
        {"assessors_per_entry": 15},
        {"discrepancy_total_milli": 0},
        {"rationale_at_or_below": 17},
        {"quorum_numerator": 3},
    ],
)
def test_the_bound_itself_is_allowed(change: dict[str, int]) -> None:
    assert codes(replace(MethodologySettings(), **change)) == []  # type: ignore[arg-type]


@given(SETTINGS)
def test_settings_come_back_from_storage_as_they_went(settings: MethodologySettings) -> None:
    assert MethodologySettings.from_json(settings.to_json()) == settings


def test_settings_with_an_unknown_name_are_not_read_as_something_else() -> None:
    with pytest.raises(TypeError):
        MethodologySettings.from_json({"window": 1})
    with pytest.raises(ValueError, match="zscore"):
        MethodologySettings.from_json({"aggregation": "zscore"})


def test_every_setting_is_stored() -> None:
    assert MethodologySettings().to_json().keys() == {field.name for field in fields(MethodologySettings)}


@pytest.mark.parametrize("template", RubricTemplate)
def test_a_shipped_rubric_makes_100_and_speaks_three_languages(template: RubricTemplate) -> None:
    rubric = rubric_template(template)
    assert rubric.total == TOTAL_POINTS
    assert rubric.faults(rubric_titles()[template]) == ()
    assert len({criterion.code for criterion in rubric.criteria}) == len(rubric.criteria)
    texts = [area.title for area in rubric.areas] + [criterion.title for criterion in rubric.criteria]
    assert all(text.kk and text.ru and text.en for text in (*texts, rubric_titles()[template]))


@pytest.mark.parametrize("template", RubricTemplate)
def test_every_criterion_has_anchors_for_the_even_levels(template: RubricTemplate) -> None:
    for criterion in rubric_template(template).criteria:
        levels = anchors(criterion.anchor_set)
        assert sorted(levels) == [0, 2, 4, 6, 8, 10]
        assert all(text.kk and text.ru and text.en for text in levels.values())


@given(st.lists(st.integers(1, 100), min_size=1, max_size=20))
def test_a_rubric_is_refused_exactly_when_its_points_do_not_make_100(weights: list[int]) -> None:
    title = Text("а", "а", "a")
    criteria = tuple(Criterion(f"A{n}", title, weight, "result") for n, weight in enumerate(weights))
    faults = Rubric((Area("A", title, criteria),)).faults(title)
    assert bool(faults) == (sum(weights) != 100)
    assert all(fault.facts["total"] == sum(weights) for fault in faults)
