"""Which assessor assesses which entry: the most suitable assignment without conflicts (p.121), proved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from awards.core.errors import InputError, NoAnswer

from .assignment_bridge import bridged
from .assignment_columns import best, best_with_ties
from .assignment_connect import connected, fewest_pieces, too_few_pairs
from .assignment_cuts import proved_connected
from .assignment_graph import inflation, pieces
from .assignment_infeasible import feasible_start, reason
from .assignment_lp import Network, Optimum, network_of
from .assignment_model import (
    Bools,
    Capacity,
    Model,
    Need,
    Preference,
    Problem,
    Solution,
    faults,
    model_of,
)

__all__ = ["Capacity", "InputError", "Need", "NoAnswer", "Preference", "Problem", "Solution", "solve"]


@dataclass(frozen=True)
class _Plan:
    """An assignment (E × m, fixed pairs included) and whether it is proved best for what was asked."""

    chosen: Bools
    proved: bool


def solve(problem: Problem, *, bridge: float = 0.0, raise_worst: bool = False) -> Solution:
    """The assignment of greatest total preference; ties by the seeded hash, whatever the order of the input.

    Every entry gets exactly its needs, every assessor between minimum and capacity, nobody twice on one
    entry, a pair in conflict never, fixed pairs always. `balance` charges uneven loads. `connect` joins the
    graph with the least loss. `bridge` (0..1) is the share of the greatest possible total that may be given
    up so that calibration is sound (95th percentile of variance inflation at most 2); it joins pieces first.
    It never takes the total below (1 − bridge) × upper bound. `raise_worst` first makes the least preference
    of any chosen pair as high as it can be, then maximises the total.

    Raises InputError for a malformed problem, NoAnswer with the entries and assessors at fault where no
    assignment exists.
    """
    fault = next(faults(problem), None)
    if fault is not None:
        raise InputError("problem", None, fault.cause)
    if not 0.0 <= bridge <= 1.0:
        raise InputError("problem", None, "bridge must be 0..1")
    model = model_of(problem)
    start = feasible_start(model, model.allowed)
    if start is None:
        raise reason(model)
    bound = best(network_of(model, balanced=False), start).bound + int(model.value[model.fixed].sum())
    if raise_worst:
        model, start = _worst_raised(model, start)
    network = network_of(model)
    optimum = best_with_ties(network, start, model.tie)
    plan = _Plan(optimum.chosen | model.fixed, optimum.proved)
    if problem.connect:
        plan = _joined(model, network, optimum, plan)
    if bridge > 0.0:
        plan = replace(plan, chosen=_bridged(model, plan.chosen, bridge, bound))
    return _solution(model, plan, bound, optimum)


def _joined(model: Model, network: Network, optimum: Optimum, plan: _Plan) -> _Plan:
    """The plan in as few pieces as can be: by least-loss changes, improved or proved by cuts where cheap."""
    target = fewest_pieces(model)
    if pieces(plan.chosen)[0] <= target:
        return plan
    greedy = connected(model, plan.chosen)
    whole = pieces(greedy)[0] <= target
    if whole and model.worth(greedy) == model.worth(plan.chosen):
        return _Plan(greedy, plan.proved)
    exact = None
    if whole or not too_few_pairs(model, target):
        exact = proved_connected(model, network, optimum, greedy if whole else None, target)
    if exact is None:
        return _Plan(greedy, proved=False)
    tied = whole and model.worth(greedy) == model.worth(exact)
    return _Plan(greedy if tied else exact, plan.proved)


def _bridged(model: Model, chosen: Bools, bridge: float, bound: int) -> Bools:
    """Pieces joined, then inflation lowered, with at least (1 − bridge) of the bound kept."""
    kept = (1 - Fraction(str(bridge))) * bound
    floor = -(-kept.numerator // kept.denominator)
    return bridged(model, connected(model, chosen, floor), floor)


def _worst_raised(model: Model, start: Bools) -> tuple[Model, Bools]:
    """The model without the pairs below the highest least preference there can be, found by bisection."""
    levels = np.unique(model.value[model.allowed])
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        attempt = feasible_start(model, model.allowed & (model.value >= levels[middle]))
        if attempt is None:
            high = middle - 1
        else:
            low, start = middle, attempt
    if len(levels):
        model = replace(model, allowed=model.allowed & (model.value >= levels[low]))
    return model, start


def _solution(model: Model, plan: _Plan, bound: int, optimum: Optimum) -> Solution:
    chosen = plan.chosen
    rows, cols = np.nonzero(chosen)
    pairs = sorted((model.assessors[col], model.entries[row]) for row, col in zip(rows, cols, strict=True))
    mean, p95 = inflation(chosen)
    return Solution(
        status="optimal" if optimum.proved else "feasible",
        proved=plan.proved,
        assignments=tuple(pairs),
        total_preference=int(model.value[chosen].sum()),
        upper_bound=bound,
        loads={name: int(load) for name, load in zip(model.assessors, chosen.sum(axis=0), strict=True)},
        components=pieces(chosen)[0],
        inflation_mean=mean,
        inflation_p95=p95,
    )
