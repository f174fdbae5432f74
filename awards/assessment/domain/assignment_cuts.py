"""The best assignment whose graph is in one piece, proved by cuts: for problems where the proof is cheap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, vstack

from .assignment_graph import pieces
from .assignment_lp import Network, Optimum, reduced_costs
from .assignment_model import Bools, Floats, Ints, Model

MOST_COLUMNS = 2_500
MOST_NODES = 50
MOST_ROUNDS = 15


@dataclass(frozen=True)
class Reduced:
    """The pairs still undecided (`row`, `col`), those every better answer holds, and the programme's rows."""

    row: Ints
    col: Ints
    kept: Bools
    matrix: csr_array
    equal: Ints
    network: Network


def proved_connected(
    model: Model, network: Network, optimum: Optimum, known: Bools | None, target: int
) -> Bools | None:
    """The best assignment (E × m, fixed pairs included) of `target` components, or None if it takes too long.

    Each round solves the programme with integrality and adds, for every component (S, A) of its answer that
    another could still be joined to, the cut "a pair joins S ∪ A to the rest". A connected answer meets all
    cuts, so the first answer in one piece is the best. `known` is a connected assignment: pairs whose reduced
    cost at the optimum exceeds its loss are settled beforehand. Limits count nodes and rounds, not seconds,
    so that the same problem always ends the same way.
    """
    reduced = _reduce(model, network, optimum, known)
    if len(reduced.row) + len(network.owner) > MOST_COLUMNS:
        return None
    cuts: list[Floats] = []
    needed: list[float] = []
    for _ in range(MOST_ROUNDS):
        chosen = _solve(reduced, cuts, needed)
        if chosen is None:
            return None
        whole = chosen | model.fixed
        count, labels = pieces(whole)
        if count <= target:
            return whole
        before = len(cuts)
        for piece in range(count):
            _add_cut(reduced, labels == piece, cuts, needed)
        if len(cuts) == before:
            return None
    return None


def _reduce(model: Model, network: Network, optimum: Optimum, known: Bools | None) -> Reduced:
    """Settle pairs by reduced cost: one that loses more than `known` does is never in a better answer."""
    pairs, _ = reduced_costs(network, optimum)
    kept = np.zeros(pairs.shape, dtype=np.bool_)
    undecided = network.allowed
    if known is not None:
        loss = model.worth(optimum.chosen | model.fixed) - model.worth(known)
        kept = network.allowed & (pairs > loss)
        undecided = network.allowed & (np.abs(pairs) <= loss)
    row, col = np.nonzero(undecided)
    entries, assessors = pairs.shape
    count, slices = len(row), len(network.owner)
    numbers = np.arange(count)
    at = np.concatenate([row, entries + col, entries + network.owner])
    of = np.concatenate([numbers, numbers, count + np.arange(slices)])
    sign = np.concatenate([np.ones(2 * count), -np.ones(slices)])
    matrix = coo_array((sign, (at, of)), shape=(entries + assessors, count + slices)).tocsr()
    equal = np.concatenate([network.needs - kept.sum(axis=1), -network.taken - kept.sum(axis=0)])
    return Reduced(row, col, kept, matrix, equal, network)


def _solve(reduced: Reduced, cuts: list[Floats], needed: list[float]) -> Bools | None:
    """The proved optimum under the cuts so far, or None where it is not reached within the limit of nodes."""
    network, count = reduced.network, len(reduced.row)
    low = np.concatenate([np.zeros(count), network.low])
    high = np.concatenate([np.ones(count), network.high])
    rules = [LinearConstraint(reduced.matrix, reduced.equal, reduced.equal)]
    if cuts:
        rules.append(
            LinearConstraint(vstack([csr_array(cut[None, :]) for cut in cuts]), np.array(needed), np.inf)
        )
    found = milp(
        np.concatenate([-network.gain[reduced.row, reduced.col], network.cost]),
        integrality=np.concatenate([np.ones(count), np.zeros(len(network.owner))]),
        bounds=Bounds(low, high),
        constraints=rules,
        options={"node_limit": MOST_NODES, "mip_rel_gap": 0.0},
    )
    if found.status != 0:
        return None
    chosen = reduced.kept.copy()
    chosen[reduced.row, reduced.col] = np.rint(found.x[:count]) == 1
    return chosen


def _add_cut(reduced: Reduced, inside: Bools, cuts: list[Floats], needed: list[float]) -> None:
    """The cut of one component (`inside`: E, then m), unless no pair could cross it or one is sure to."""
    entries = reduced.kept.shape[0]
    here, theirs = inside[:entries], inside[entries:]
    if (reduced.kept & (here[:, None] != theirs[None, :])).any():
        return
    crossing = here[reduced.row] != theirs[reduced.col]
    if crossing.any():
        cuts.append(np.concatenate([crossing.astype(np.float64), np.zeros(len(reduced.network.owner))]))
        needed.append(1.0)
