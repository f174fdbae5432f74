"""Score sheets: totals are exact integers, and a lock says everything that is missing at once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from awards.assessment.domain.sheet import (
    MarkFacts,
    NoteFacts,
    SheetContent,
    lock_faults,
    marked,
    may_read,
    opening_faults,
    total_milli,
)
from awards.competition.domain import (
    Area,
    MethodologySettings,
    Rubric,
    RubricTemplate,
    rubric_template,
)
from awards.core.points import HALF_LEVELS, MAX_MILLI
from awards.core.workflow import DeclarationState, SheetState

SETTINGS = MethodologySettings()


def with_ids(rubric: Rubric) -> Rubric:
    return Rubric(
        tuple(
            Area(
                area.code,
                area.title,
                tuple(replace(criterion, id=f"id-{criterion.code}") for criterion in area.criteria),
            )
            for area in rubric.areas
        )
    )


RUBRIC = with_ids(rubric_template(RubricTemplate.BEST_PROJECT))
LEVELS = st.fixed_dictionaries({criterion.id: st.integers(0, HALF_LEVELS) for criterion in RUBRIC.criteria})


def filled(levels: dict[str, int], rationale: str = "") -> SheetContent:
    return SheetContent(
        {key: MarkFacts(half, rationale) for key, half in levels.items()},
        {area.code: NoteFacts("strong", "improve") for area in RUBRIC.areas},
    )


def even(half: int) -> dict[str, int]:
    return {criterion.id: half for criterion in RUBRIC.criteria}


@given(LEVELS)
def test_the_total_is_the_exact_sum_in_milli_points(levels: dict[str, int]) -> None:
    total = total_milli(RUBRIC, levels)
    assert isinstance(total, int)
    tenths = sum(criterion.weight * levels[criterion.id] * 5 for criterion in RUBRIC.criteria)
    assert total == tenths * 10
    assert 0 <= total <= MAX_MILLI


def test_the_ends_of_the_scale() -> None:
    assert total_milli(RUBRIC, even(20)) == 100_000
    assert total_milli(RUBRIC, even(0)) == 0
    assert total_milli(RUBRIC, {**even(18), "id-A4": 17}) == 89_750


@given(LEVELS, st.sampled_from([criterion.id for criterion in RUBRIC.criteria]))
def test_half_a_level_more_is_worth_its_weight(levels: dict[str, int], chosen: str) -> None:
    weight = next(criterion.weight for criterion in RUBRIC.criteria if criterion.id == chosen)
    levels[chosen] = min(levels[chosen], HALF_LEVELS - 1)
    more = {**levels, chosen: levels[chosen] + 1}
    assert total_milli(RUBRIC, more) - total_milli(RUBRIC, levels) == weight * 50


def test_a_criterion_without_a_level_adds_nothing_and_is_not_counted() -> None:
    content = SheetContent({"id-A1": MarkFacts(20), "id-A2": MarkFacts(None, "later")})
    assert total_milli(RUBRIC, content.levels) == 10_000
    assert marked(RUBRIC, content) == 1


def test_an_empty_sheet_is_refused_with_every_reason() -> None:
    codes = [fault.code for fault in lock_faults(RUBRIC, SheetContent(), SETTINGS)]
    assert codes.count("assessment.mark_missing") == len(RUBRIC.criteria)
    assert codes.count("assessment.strengths_missing") == len(RUBRIC.areas)
    assert codes.count("assessment.improvements_missing") == len(RUBRIC.areas)


def test_levels_at_the_edges_of_the_methodology_need_a_reason() -> None:
    def wants(half: int) -> bool:
        faults = lock_faults(RUBRIC, filled({**even(12), "id-C1": half}), SETTINGS)
        assert {fault.code for fault in faults} <= {"assessment.rationale_missing"}
        return bool(faults)

    assert [half for half in range(HALF_LEVELS + 1) if wants(half)] == [*range(9), 18, 19, 20]


def test_blanks_are_no_reason() -> None:
    assert len(lock_faults(RUBRIC, filled(even(20), " \n"), SETTINGS)) == len(RUBRIC.criteria)
    assert lock_faults(RUBRIC, filled(even(20), "reached"), SETTINGS) == ()


def test_a_report_opens_only_after_a_clear_declaration() -> None:
    readable = {state for state in DeclarationState if may_read(state)}
    assert readable == {DeclarationState.CLEAR, DeclarationState.ALLOWED}
    assert not may_read(None)


def test_every_reason_for_a_closed_sheet_is_given() -> None:
    codes = [fault.code for fault in opening_faults(SheetState.SUSPENDED, None, False)]
    assert codes == ["assessment.sheet_suspended", "assessment.not_declared", "assessment.no_certificate"]
    assert opening_faults(SheetState.DRAFT, DeclarationState.CLEAR, True) == ()
