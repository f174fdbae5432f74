"""Bridging: give up a little preference so that the assignment carries a sound calibration."""

from __future__ import annotations

import numpy as np

from .assignment_changes import NEVER, Change, Pairs, move_at, move_losses, swap_at, swap_losses
from .assignment_graph import pieces, variances
from .assignment_model import Bools, Floats, Ints, Model

TARGET = 2.0
POWER = 8  # the p-norm that stands in for the 95th percentile, which has no useful slope
TRIED = 24
ACTIVE = 200
AT_ONCE = 8
LEAST_GAIN = 1e-6


def bridged(model: Model, chosen: Bools, floor: int) -> Bools:
    """`chosen` (E × m) with less variance inflation: 95th percentile at most 2 where the numbers allow it.

    Exchanges and single moves are taken a few at a time, by how much inflation they remove for the preference
    they lose; the estimate is the gradient of the p-norm through M⁻¹, the best few are computed exactly.
    Total preference never falls below `floor`, loads stay within their limits, no piece of the graph is split
    off. It ends at the target, at the floor, or where no change helps.
    """
    for _ in range(2 * int(chosen.sum())):
        values, inverse, rows = variances(chosen)
        if not len(rows) or np.percentile(values, 95) <= TARGET:
            break
        slope = _slopes(model, chosen, values, inverse, rows)
        after = _improved(model, chosen, slope, floor)
        if after is None:
            break
        chosen = after
    return chosen


def _slopes(model: Model, chosen: Bools, values: Floats, inverse: Floats, rows: Ints) -> Floats:
    """First-order fall of Σ inflation^p / max^(p−1) if pair p's entry goes to another assessor (P × m).

    Entry i adds L(A) = diag(1_A) − 1_A 1_Aᵀ/k to M; with weights ω and H = G (Σ ω_i w_i w_iᵀ/k_i) G the fall
    is ⟨H, L(A′) − L(A)⟩ less the change of i's own w_iᵀ G w_i at weight ω_i.
    """
    pairs = Pairs.of(chosen, model.fixed)
    held = chosen.astype(np.float64)
    counts = np.maximum(held.sum(axis=1), 1.0)
    weights = np.zeros(len(held))
    weights[rows] = (values / values.max()) ** (POWER - 1)
    middle = held.T @ (held * (weights / counts)[:, None])
    spread = inverse @ middle @ inverse
    own = weights[pairs.row][:, None] / counts[pairs.row][:, None]
    share = 1.0 / counts[pairs.row][:, None]
    diagonal = np.diag(spread)
    laplace = diagonal[None, :] - diagonal[pairs.col][:, None] - share * _quadratic(spread, held, pairs)
    fall: Floats = laplace - own * _quadratic(inverse, held, pairs)
    return fall


def _quadratic(matrix: Floats, held: Floats, pairs: Pairs) -> Floats:
    """Change of w_iᵀ S w_i when pair (i, j)'s assessor j becomes l (P × m), for a symmetric S."""
    product = held @ matrix
    diagonal = np.diag(matrix)
    linear = product[pairs.row] - product[pairs.row, pairs.col][:, None]
    change: Floats = 2 * linear + diagonal[None, :] + diagonal[pairs.col][:, None] - 2 * matrix[pairs.col]
    return change


def _improved(model: Model, chosen: Bools, slope: Floats, floor: int) -> Bools | None:
    """`chosen` after the likeliest changes that truly help, best first; None where none of them does.

    Each is computed exactly on its own, by inflation removed per point lost, then made in that order as
    long as it still helps after those before it and the target is not reached.
    """
    count = pieces(chosen)[0]
    for thrifty in (True, False):
        start = _size(chosen)[0]
        rated = []
        for index, change in enumerate(_likeliest(model, chosen, slope, floor, thrifty)):
            after = _kept(model, chosen, change, floor, count)
            fall = 0.0 if after is None else start - _size(after)[0]
            if fall > LEAST_GAIN * start:
                rated.append((-fall / (max(change.loss, 0) / model.scale + 1.0), index, change))
        best = chosen
        for _, _, change in sorted(rated)[:AT_ONCE]:
            after = _kept(model, best, change, floor, count)
            if after is None:
                continue
            size, reached = _size(after)
            if size < start * (1.0 - LEAST_GAIN):
                best, start = after, size
            if reached:
                break
        if rated:
            return best
    return None


def _kept(model: Model, chosen: Bools, change: Change, floor: int, count: int) -> Bools | None:
    """`chosen` after a change, unless it is impossible, goes below the floor or splits off a piece."""
    after = change.applied(model, chosen)
    if after is None or int(model.value[after].sum()) < floor or pieces(after)[0] > count:
        return None
    return after


def _size(chosen: Bools) -> tuple[float, bool]:
    """The p-norm of the entries' variance inflation, and whether its 95th percentile meets the target."""
    values, _, _ = variances(chosen)
    return float(np.linalg.norm(values, POWER)), bool(np.percentile(values, 95) <= TARGET)


def _likeliest(model: Model, chosen: Bools, slope: Floats, floor: int, thrifty: bool) -> list[Change]:
    """The few changes with the greatest estimated fall, per point lost if `thrifty`."""
    every = Pairs.of(chosen, model.fixed)
    if not len(every.row):
        return []
    active = np.sort(np.argsort(-slope.max(axis=1), kind="stable")[:ACTIVE])
    some = every.only(active)
    swaps, moves = swap_losses(model, chosen, some, every), move_losses(model, chosen, every)
    budget = (int(model.value[chosen].sum()) - floor) * model.scale + model.step * chosen.shape[0]
    gain = slope[active][:, every.col] + slope[:, some.col].T
    exchanges = [
        swap_at(swaps, some, every, p, q) for p, q in _top(swaps, gain, budget, model.scale, thrifty)
    ]
    return exchanges + [
        move_at(moves, every, p, to) for p, to in _top(moves, slope, budget, model.scale, thrifty)
    ]


def _top(losses: Ints, gains: Floats, budget: int, scale: int, thrifty: bool) -> list[tuple[int, int]]:
    """The places of the most promising changes within the budget, best first."""
    points = np.clip(losses, 0, max(budget, 0)) / scale + 1.0 if thrifty else 1.0
    score = np.where((losses <= budget) & (losses < NEVER) & (gains > 0), gains / points, 0.0).ravel()
    few = np.argpartition(-score, min(TRIED, score.size - 1))[:TRIED]
    few = few[np.lexsort((few, -score[few]))]
    width = losses.shape[1]
    return [(int(place) // width, int(place) % width) for place in few if score[place] > 0]
