"""Column generation: the optimum over all pairs from programmes over a few of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .assignment_lp import Network, Optimum, dual_bound, optimal_face, reduced_costs, solve_on
from .assignment_model import Bools, Floats, Ints

FULL_UP_TO = 4_000
SPARE_COLUMNS = 7
PRICE_STEPS = 40


def best(network: Network, start: Bools, *, full_up_to: int = FULL_UP_TO) -> Optimum:
    """The optimum over every allowed pair; `start` (E × m) is a feasible answer or holds one.

    Up to `full_up_to` pairs go to the solver at once. Beyond, it begins with the best k + 7 pairs of each
    entry at subgradient prices (k its needs), and all pairs are priced after each programme until none would
    add anything: the prices then prove the bound for all pairs, which `Optimum.bound` is computed over.
    """
    columns = network.allowed
    if int(columns.sum()) > full_up_to:
        worth = network.gain - subgradient_prices(network)[None, :]
        columns = (start | _top(worth, network.allowed, network.needs)) & network.allowed
    while True:
        answer = solve_on(network, columns)
        pairs, _ = reduced_costs(network, answer)
        missing = network.allowed & ~columns & (pairs > 0)
        if not missing.any():
            return replace(answer, bound=dual_bound(network, answer, network.allowed))
        columns = columns | _top(pairs.astype(np.float64), missing, network.needs)


def best_with_ties(network: Network, start: Bools, tie: Ints, *, full_up_to: int = FULL_UP_TO) -> Optimum:
    """The optimum that has the most `tie` (E × m) among all optima: lexicographic, so exactly as good."""
    first = best(network, start, full_up_to=full_up_to)
    if not first.proved:
        return first
    face, forced = optimal_face(network, first, tie)
    if not (face.allowed & ~first.chosen).any():
        return first
    second = best(face, first.chosen & ~forced, full_up_to=full_up_to)
    return replace(first, chosen=second.chosen | forced, slices=second.slices)


def subgradient_prices(network: Network, steps: int = PRICE_STEPS) -> Floats:
    """Prices (m) of the assessors' places, by subgradient on the Lagrangian of their capacities.

    Each entry takes its best pairs at the current prices; the price of an overfull assessor rises. Only a
    start: the answer does not depend on it.
    """
    assessors = network.gain.shape[1]
    prices = np.zeros(assessors)
    most = np.bincount(network.owner, weights=network.high, minlength=assessors) - network.taken
    places = np.maximum(most, 1.0)
    worth = np.where(network.allowed, network.gain, -np.inf)
    reach = float(network.gain.max(initial=0)) / 4 + 1.0
    for step in range(steps):
        wanted = _top(worth - prices[None, :], network.allowed, network.needs, spare=0)
        excess = (wanted.sum(axis=0) - most) / places
        prices = np.maximum(prices + reach / (1 + step) * np.clip(excess, -1.0, 1.0), 0.0)
    return prices


def _top(worth: Floats, allowed: Bools, needs: Ints, spare: int = SPARE_COLUMNS) -> Bools:
    """The best needs + `spare` allowed pairs of each row; equal worth goes by column, in sorted order."""
    ranked = np.argsort(np.where(allowed, -worth, np.inf), axis=1, kind="stable")
    place = np.empty_like(ranked)
    np.put_along_axis(place, ranked, np.arange(worth.shape[1])[None, :], axis=1)
    return np.asarray(allowed & (place < (needs + spare)[:, None]), dtype=np.bool_)
