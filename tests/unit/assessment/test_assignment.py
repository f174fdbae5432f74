"""The assignment against independent solvers, and its laws."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.assessment.domain.assignment import solve
from awards.assessment.domain.assignment_lp import network_of
from awards.assessment.domain.assignment_model import Capacity, Need, Preference, Problem, model_of
from awards.core.errors import InputError, NoAnswer
from tests.factories.assignment_problems import (
    every_assignment,
    grouped,
    oracle,
    problems,
    rules_kept,
    value_of,
)


@settings(max_examples=250, deadline=None)
@given(problems())
def test_the_optimum_and_feasibility_are_those_of_min_cost_flow(problem: Problem) -> None:
    expected = oracle(problem)
    if expected is None:
        with pytest.raises(NoAnswer):
            solve(problem)
        return
    solution = solve(problem)
    rules_kept(problem, solution)
    assert solution.status == "optimal"
    assert 1000 * solution.total_preference == 1000 * solution.upper_bound == expected


@settings(max_examples=120, deadline=None)
@given(problems(), st.sampled_from([1, 2.5, 40.125, 600]))
def test_balance_is_the_optimum_of_preference_less_the_convex_price(problem: Problem, balance: float) -> None:
    problem = replace(problem, balance=balance)
    expected = oracle(problem)
    if expected is None:
        return
    solution = solve(problem)
    rules_kept(problem, solution)
    price = sum(load * (load - 1) // 2 for load in solution.loads.values()) * round(balance * 1000)
    assert 1000 * solution.total_preference - price == expected
    assert solution.upper_bound == solve(replace(problem, balance=0.0)).total_preference


@settings(max_examples=60, deadline=None)
@given(problems(most_entries=3, most_assessors=4))
def test_tiny_problems_agree_with_enumeration_and_the_worst_pair_can_be_raised(problem: Problem) -> None:
    every, values = every_assignment(problem), value_of(problem)
    if not every:
        with pytest.raises(NoAnswer):
            solve(problem)
        return

    def total(pairs: set[tuple[str, str]]) -> int:
        return sum(values[pair] for pair in pairs)

    def worst(pairs: set[tuple[str, str]]) -> int:
        return min((values[pair] for pair in pairs - set(problem.fixed)), default=0)

    assert solve(problem).total_preference == max(map(total, every))
    raised = solve(problem, raise_worst=True)
    rules_kept(problem, raised)
    top = max(map(worst, every))
    assert worst(set(raised.assignments)) == top
    assert raised.total_preference == max(total(pairs) for pairs in every if worst(pairs) == top)


@settings(max_examples=80, deadline=None)
@given(problems(), st.randoms(use_true_random=False), st.booleans(), st.sampled_from([0, 12.5]))
def test_the_order_of_the_input_is_irrelevant(
    problem: Problem, shuffle: random.Random, connect: bool, balance: float
) -> None:
    problem = replace(problem, connect=connect, balance=balance)
    parts = ("entries", "assessors", "conflicts", "preferences", "fixed")
    mixed = {part: list(getattr(problem, part)) for part in parts}
    for rows in mixed.values():
        shuffle.shuffle(rows)
    other = replace(problem, **{part: tuple(rows) for part, rows in mixed.items()})
    try:
        expected = solve(problem, bridge=0.05)
    except NoAnswer as none:
        with pytest.raises(NoAnswer) as again:
            solve(other, bridge=0.05)
        assert again.value.report == none.report
        return
    assert solve(other, bridge=0.05) == expected


def test_the_seed_chooses_among_ties_and_only_among_them() -> None:
    problem = grouped(20, 10, 3, 7, 1, seed=4)
    flat = replace(problem, preferences=(), default_preference=5)
    answers = {solve(replace(flat, seed=seed)).assignments for seed in range(6)}
    assert len(answers) == 6
    distinct = (*tuple(Preference("x", f"e{i}", 2**i) for i in range(5)), Preference("y", "e0", 0))
    unique = Problem(
        tuple(Need(f"e{i}", 1) for i in range(5)), (Capacity("x", 3), Capacity("y", 3)), (), distinct
    )
    assert len({solve(replace(unique, seed=seed)).assignments for seed in range(6)}) == 1


def test_ties_follow_the_hash_of_the_pairs_alone() -> None:
    """Without capacity in the way every entry takes the assessors of its greatest hashes."""
    problem = Problem(
        tuple(Need(f"e{i}", 2) for i in range(6)), tuple(Capacity(f"a{j}", 6) for j in range(5))
    )
    tie = model_of(problem).tie
    chosen = solve(problem).assignments
    for i in range(6):
        best = sorted(range(5), key=lambda j: -tie[i, j])[:2]
        assert {pair for pair in chosen if pair[1] == f"e{i}"} == {(f"a{j}", f"e{i}") for j in best}


def test_a_conflict_is_an_upper_bound_of_zero_not_a_cost() -> None:
    """p.121: even when the forbidden assessor is the only one who could do it."""
    problem = Problem(
        (Need("e", 1),), (Capacity("a", 1), Capacity("b", 0)), (("a", "e"),), (Preference("a", "e", 1000),)
    )
    assert not network_of(model_of(problem)).allowed[0, 0]
    with pytest.raises(NoAnswer):
        solve(problem)


def test_a_fixed_pair_counts_towards_needs_and_capacity() -> None:
    values = (Preference("a", "e", 0), Preference("b", "e", 9), Preference("c", "e", 8))
    people = tuple(Capacity(name, 1) for name in "abc")
    solution = solve(Problem((Need("e", 2), Need("f", 1)), people, (), values, fixed=(("a", "e"),)))
    assert solution.assignments == (("a", "e"), ("b", "e"), ("c", "f"))


def test_an_edition_without_entries_or_without_assessors_is_answered() -> None:
    empty = solve(Problem((), ()))
    assert (empty.status, empty.assignments, empty.inflation_mean) == ("optimal", (), None)
    assert solve(Problem((Need("e", 0),), ())).components == 0
    assert solve(Problem((), (Capacity("a", 3),))).loads == {"a": 0}
    nobody_free = Problem((Need("e", 0),), (Capacity("a", 0),), (("a", "e"),), balance=1)
    assert solve(nobody_free).status == "optimal"


@pytest.mark.parametrize(
    ("problem", "cause"),
    [
        (Problem((Need("e", 1), Need("e", 1)), ()), "repeated"),
        (Problem((Need("e", 1),), (Capacity("a", 1, 2),)), "minimum"),
        (Problem((Need("e", 1),), (Capacity("a", 1),), (("a", "e"),), fixed=(("a", "e"),)), "p.121"),
        (Problem((Need("e", 0),), (Capacity("a", 1),), fixed=(("a", "e"),)), "than it needs"),
        (
            Problem((Need("e", 1), Need("f", 1)), (Capacity("a", 1),), fixed=(("a", "e"), ("a", "f"))),
            "capacity",
        ),
        (Problem((), (), balance=float("nan")), "balance"),
        (Problem((), (), balance=0.0001), "three decimals"),
        (Problem((), (), default_preference=1001), "default_preference"),
    ],
)
def test_a_malformed_problem_is_refused_before_anything_is_assigned(problem: Problem, cause: str) -> None:
    with pytest.raises(InputError, match=cause):
        solve(problem)
