"""Connected assignments, bridging, and the inflation that is reported."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from awards.assessment.domain.assignment import solve
from awards.assessment.domain.assignment_graph import inflation, lone_links, pieces, variances
from awards.assessment.domain.assignment_model import Bools, Capacity, Need, Preference, Problem, Solution
from tests.factories.assignment_problems import (
    every_assignment,
    grouped,
    oracle,
    problems,
    rules_kept,
    value_of,
)


def matrix_of(problem: Problem, pairs: set[tuple[str, str]]) -> Bools:
    return np.array(
        [[(a.id, e.id) in pairs for a in problem.assessors] for e in problem.entries], dtype=np.bool_
    )


def matrix(problem: Problem, solution: Solution) -> Bools:
    return matrix_of(problem, set(solution.assignments))


def test_a_connected_assignment_loses_as_little_as_any_does() -> None:
    """Tiny problems whose groups pull apart, against enumeration of all assignments in one piece."""
    seen = 0
    for seed in range(40):
        problem = grouped(4, 4, 2, 3, 2, seed)
        values = value_of(problem)
        whole = [
            sum(values[pair] for pair in pairs)
            for pairs in every_assignment(problem)
            if pieces(matrix_of(problem, pairs))[0] == 1
        ]
        if not whole:
            continue
        solution = solve(replace(problem, connect=True))
        rules_kept(problem, solution)
        assert (solution.components, solution.proved) == (1, True)
        assert solution.total_preference == max(whole)
        seen += solution.total_preference < solution.upper_bound
    assert seen >= 10, "connection must have cost something often enough to be tested"


@settings(max_examples=80, deadline=None)
@given(problems())
def test_connection_and_bridging_keep_every_rule_and_never_split(problem: Problem) -> None:
    if oracle(problem) is None:
        return
    plain = solve(problem)
    for asked, bridge in ((True, 0.0), (False, 0.1), (True, 1.0)):
        solution = solve(replace(problem, connect=asked), bridge=bridge)
        rules_kept(problem, solution)
        assert solution.components <= plain.components
        assert solution.upper_bound == plain.upper_bound
        if not asked:
            assert 10 * solution.total_preference >= 9 * solution.upper_bound


def test_what_cannot_be_connected_is_answered_and_its_loss_not_called_least() -> None:
    """Four entries with one assessor each make four pairs: at least two pieces with capacity 2."""
    values = tuple(Preference(f"a{i}", f"e{i}", 10) for i in range(4))
    problem = Problem(
        tuple(Need(f"e{i}", 1) for i in range(4)), tuple(Capacity(f"a{i}", 2) for i in range(4)), (), values
    )
    solution = solve(replace(problem, connect=True))
    rules_kept(problem, solution)
    assert (solution.proved, solution.components) == (False, 2)


def test_pieces_that_conflicts_keep_apart_do_not_stand_in_the_way_of_a_proof() -> None:
    people, works = ("a", "b", "c", "d"), ("e", "f", "g", "h")
    conflicts = tuple((a, e) for a in people for e in works if (a in "ab") != (e in "ef"))
    problem = Problem(
        tuple(Need(e, 2) for e in works), tuple(Capacity(a, 4) for a in people), conflicts, connect=True
    )
    assert (solve(problem).proved, solve(problem).components) == (True, 2)


@pytest.mark.parametrize("shape", [(60, 24, 3, 8, 4), (60, 24, 2, 6, 2), (150, 50, 3, 12, 5)])
def test_bridging_makes_calibration_sound_for_a_small_share_of_the_preference(shape: tuple[int, ...]) -> None:
    problem = grouped(*shape, seed=1)  # type: ignore[arg-type]
    apart, joined = solve(problem), solve(replace(problem, connect=True))
    assert apart.components > 1
    assert joined.components == 1
    assert joined.inflation_p95 is not None
    assert joined.inflation_p95 > 3, "the least-loss connection alone is a thread"
    sound = solve(problem, bridge=0.05)
    rules_kept(problem, sound)
    assert sound.components == 1
    assert sound.inflation_p95 is not None
    assert sound.inflation_p95 <= 2
    assert 100 * sound.total_preference >= 95 * sound.upper_bound
    assert solve(problem, bridge=0.0) == apart


def test_inflation_is_the_variance_of_least_squares_with_assessors_as_fixed_effects() -> None:
    """Against ordinary least squares on the scores, assessors' effects as contrasts that sum to 0."""
    problem = grouped(12, 6, 2, 5, 1, seed=5)
    chosen = matrix(problem, solve(replace(problem, connect=True)))
    assert pieces(chosen)[0] == 1
    rows, cols = np.nonzero(chosen)
    contrasts = np.vstack([np.eye(5), -np.ones(5)])
    design = np.hstack([np.eye(12)[rows], contrasts[cols]])
    variance = np.linalg.inv(design.T @ design).diagonal()[:12] * chosen.sum(axis=1)
    values, _, _ = variances(chosen)
    np.testing.assert_allclose(values, variance, rtol=1e-9)
    assert inflation(chosen) == (pytest.approx(variance.mean()), pytest.approx(np.percentile(variance, 95)))


def test_everyone_assessing_everything_inflates_nothing() -> None:
    assert inflation(np.ones((7, 4), dtype=np.bool_)) == (pytest.approx(1.0), pytest.approx(1.0))


@settings(max_examples=80, deadline=None)
@given(problems())
def test_lone_links_are_the_pairs_whose_removal_splits(problem: Problem) -> None:
    if oracle(problem) is None:
        return
    chosen = matrix(problem, solve(problem))
    lone, size = lone_links(chosen), sum(chosen.shape)
    for row, col in zip(*np.nonzero(chosen), strict=True):
        without = chosen.copy()
        without[row, col] = False
        gone = size - without.any(axis=0).sum() - without.any(axis=1).sum()
        before = size - chosen.any(axis=0).sum() - chosen.any(axis=1).sum()
        assert lone[row, col] == (pieces(without)[0] + gone > pieces(chosen)[0] + before)
