"""Column generation and the lexicographic tie-break."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from awards.assessment.domain.assignment import solve
from awards.assessment.domain.assignment_columns import best, best_with_ties
from awards.assessment.domain.assignment_infeasible import feasible_start
from awards.assessment.domain.assignment_lp import Network, dual_bound, network_of, solve_on
from awards.assessment.domain.assignment_model import Bools, Ints, Problem, model_of
from tests.factories.assignment_problems import grouped, oracle, problems, rules_kept

WHOLE = 10**9


def parts(problem: Problem) -> tuple[Network, Bools, Ints]:
    model = model_of(problem)
    start = feasible_start(model, model.allowed)
    assert start is not None
    return network_of(model), start, model.tie


@pytest.mark.parametrize("balance", [0, 7])
@pytest.mark.parametrize("coarse", [1, 250])
def test_a_few_columns_reach_the_optimum_of_the_full_programme(balance: int, coarse: int) -> None:
    """400 entries, 120 assessors, capacity tight: with distinct and with mostly tied preferences."""
    problem = grouped(400, 120, 3, 10 + (balance > 0), 4, seed=11)
    tied = tuple(replace(one, value=one.value // coarse * coarse) for one in problem.preferences)
    problem = replace(problem, preferences=tied, balance=balance)
    network, start, tie = parts(problem)
    few = best(network, start)
    assert few.proved
    assert few.value == solve_on(network, network.allowed).value
    if not balance:
        assert 1000 * few.value == oracle(problem)
    lexicographic = best_with_ties(network, start, tie)
    if not balance:
        assert int(network.gain[lexicographic.chosen].sum()) == int(network.gain[few.chosen].sum())
    rules_kept(problem, solve(problem))


@settings(max_examples=100, deadline=None)
@given(problems())
def test_both_ways_give_the_same_assignment(problem: Problem) -> None:
    if oracle(problem) is None:
        return
    network, start, tie = parts(problem)
    few = best_with_ties(network, start, tie, full_up_to=0)
    full = best_with_ties(network, start, tie, full_up_to=WHOLE)
    assert few.value == full.value
    assert int(tie[few.chosen].sum()) == int(tie[full.chosen].sum())


@settings(max_examples=100, deadline=None)
@given(problems())
def test_the_tie_break_never_touches_the_optimum_and_is_itself_optimal(problem: Problem) -> None:
    """One programme on gain × 10^8 + hash, exact at this size, has the same value in both parts."""
    if oracle(problem) is None:
        return
    network, start, tie = parts(problem)
    answer = best_with_ties(network, start, tie)
    joint = solve_on(replace(network, gain=network.gain * 10**8 + tie), network.allowed)
    assert int(network.gain[answer.chosen].sum()) == int(network.gain[joint.chosen].sum()) == answer.value
    assert int(tie[answer.chosen].sum()) == int(tie[joint.chosen].sum())


def test_wrong_prices_prove_nothing() -> None:
    network, start, _ = parts(grouped(30, 12, 3, 9, 2, seed=3))
    answer = best(network, start)
    assert answer.proved
    for shift in (-5, 5):
        prices = answer.assessor_price + shift * (np.arange(12) % 2)
        assert dual_bound(network, replace(answer, assessor_price=prices), network.allowed) >= answer.value
