"""Preferences and the problem made of them."""

from __future__ import annotations

import json
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from awards.assessment.domain.problem_json import read
from awards.assessment.domain.suitability import (
    Candidate,
    Wishes,
    Work,
    problem_document,
    problem_of,
    suitability,
)

WORK = Work("e", "best_project", "kk", "ministry", "KZ-71")


def test_the_best_assessor_knows_the_nomination_the_language_and_comes_from_elsewhere() -> None:
    best = Candidate("a", 5, 0, frozenset({"best_project"}), frozenset({"kk", "ru"}), "KZ-75")
    assert suitability(best, WORK) == 1000
    unknown = Candidate(
        "b", 5, 0, frozenset({"best_pmo"}), frozenset({"ru"}), "KZ-71", frozenset({"ministry"})
    )
    assert suitability(unknown, WORK) == 0
    alike = Candidate("c", 5, 0, frozenset(), frozenset({"kk"}), "KZ-75")
    assert 0 < suitability(alike, WORK) < 1000


@given(
    st.sampled_from([frozenset(), frozenset({"best_project"}), frozenset({"best_pmo"})]),
    st.frozensets(st.sampled_from(["kk", "ru", "en"])),
    st.sampled_from(["", "KZ-71", "KZ-75"]),
    st.sampled_from([frozenset(), frozenset({"ministry"})]),
)
def test_a_preference_is_within_the_contracts_bounds_and_the_own_region_never_adds(
    nominations: frozenset[str], languages: frozenset[str], region: str, assessed: frozenset[str]
) -> None:
    value = suitability(Candidate("a", 5, 0, nominations, languages, region, assessed), WORK)
    assert 0 <= value <= 1000
    assert value >= suitability(Candidate("a", 5, 0, nominations, languages, "KZ-71", assessed), WORK)


def test_what_is_not_clear_is_a_conflict_and_what_is_fixed_stays() -> None:
    works = [Work(f"e{n}", "best_project", "kk", f"o{n}", "KZ-71") for n in range(3)]
    people = [Candidate(f"a{n}", 1) for n in range(3)]
    clear = set(product(("a0", "a1", "a2"), ("e0", "e1", "e2"))) - {("a0", "e0")}
    fixed = {("a1", "e0"), ("a1", "e1")}
    problem = problem_of(works, people, clear, fixed, Wishes(2, additional={"e0": 2}))
    assert problem.conflicts == (("a0", "e0"),)
    assert problem.fixed == (("a1", "e0"), ("a1", "e1"))
    assert {need.id: need.needs for need in problem.entries} == {"e0": 3, "e1": 2, "e2": 2}
    assert {one.id: one.capacity for one in problem.assessors} == {"a0": 1, "a1": 2, "a2": 1}


def test_a_settled_entry_keeps_whom_it_has_and_gets_nobody_else() -> None:
    works = [Work(f"e{n}", "best_project", "kk", f"o{n}", "KZ-71") for n in range(2)]
    people = [Candidate(f"a{n}", 2) for n in range(3)]
    clear = set(product(("a0", "a1", "a2"), ("e0", "e1")))
    wishes = Wishes(3, additional={"e0": 1}, settled=frozenset({"e0"}))
    problem = problem_of(works, people, clear, {("a0", "e0"), ("a1", "e0")}, wishes)
    assert {need.id: need.needs for need in problem.entries} == {"e0": 2, "e1": 3}


def test_the_recorded_problem_is_what_the_calculator_reads() -> None:
    works = [WORK, Work("f", "best_pmo", "ru", "agency", "KZ-62")]
    people = [Candidate("a", 2, 1), Candidate("b", 3)]
    problem = problem_of(works, people, {("a", "e"), ("b", "e"), ("b", "f")}, {("a", "e")}, Wishes(1))
    assert read(json.dumps(problem_document(problem)), "problem") == problem
