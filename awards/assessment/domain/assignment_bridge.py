"""Bridging: give up a little preference so that the assignment carries a sound calibration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .assignment_changes import NEVER, Pairs, move_losses, moved, swap_losses, swapped
from .assignment_graph import pieces, variances
from .assignment_model import Bools, Floats, Ints, Model

TARGET = 2.0
POWER = 8  # the p-norm that stands in for the 95th percentile, which has no useful slope
TRIED = 24
ACTIVE = 200
LEAST_GAIN = 1e-6


@dataclass(frozen=True)
class Candidate:
    """A change with what it loses (scaled points) and what it gains by the first-order estimate."""

    after: Bools
    loss: int


def bridged(model: Model, chosen: Bools, floor: int) -> Bools:
    """`chosen` (E × m) with less variance inflation: 95th percentile at most 2 where the numbers allow it.

    Exchanges and single changes are taken one at a time, by how much inflation they remove for the preference
    they lose; the estimate is the gradient of the p-norm through M⁻¹, the best few are computed exactly.
    Total preference never falls below `floor`, loads stay within their limits, no piece of the graph is split
    off. It ends at the target, at the floor, or where no change helps.
    """
    for _ in range(2 * int(chosen.sum())):
        values, inverse, rows = variances(chosen)
        if not len(rows) or np.percentile(values, 95) <= TARGET:
            break
        slope = _slopes(model, chosen, values, inverse, rows)
        after = _best_change(model, chosen, slope, float(np.percentile(values, 95)), floor)
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


def _best_change(model: Model, chosen: Bools, slope: Floats, current: float, floor: int) -> Bools | None:
    """The change that removes most inflation per point lost, by exact computation over the likeliest."""
    budget = int(model.value[chosen].sum()) - floor
    count = pieces(chosen)[0]
    start = _size(chosen)
    for thrifty in (True, False):
        best: tuple[float, Bools] | None = None
        for candidate in _likeliest(model, chosen, slope, budget, thrifty):
            after = candidate.after
            if int(model.value[after].sum()) < floor or pieces(after)[0] > count:
                continue
            fall = start - _size(after)
            rate = fall / (max(candidate.loss, 0) / model.scale + 1.0)
            if fall > LEAST_GAIN * start and (best is None or rate > best[0]):
                best = (rate, after)
        if best is not None:
            return best[1]
    return None


def _size(chosen: Bools) -> float:
    """The p-norm of the entries' variance inflation."""
    values, _, _ = variances(chosen)
    return float(np.linalg.norm(values, POWER))


def _likeliest(model: Model, chosen: Bools, slope: Floats, budget: int, thrifty: bool) -> list[Candidate]:
    """The few changes with the greatest estimated fall, per point lost if `thrifty`."""
    every = Pairs.of(chosen, model.fixed)
    if not len(every.row):
        return []
    active = np.sort(np.argsort(-slope.max(axis=1), kind="stable")[:ACTIVE])
    some = every.only(active)
    swaps = swap_losses(model, chosen, some, every)
    gain = slope[active][:, every.col] + slope[:, some.col].T
    moves = move_losses(model, chosen, every)
    found: list[tuple[float, Candidate]] = []
    for losses, gains, swap in ((swaps, gain, True), (moves, slope, False)):
        affordable = (
            (losses < NEVER) & (losses <= budget * model.scale + model.step * chosen.size) & (gains > 0)
        )
        points = np.maximum(losses, 0) / model.scale + 1.0 if thrifty else 1.0
        score = np.where(affordable, gains / points, -np.inf)
        for flat in np.argsort(-score, axis=None, kind="stable")[:TRIED]:
            a, b = (int(one) for one in np.unravel_index(int(flat), score.shape))
            if score[a, b] == -np.inf:
                break
            if swap:
                first = (int(some.row[a]), int(some.col[a]))
                after = swapped(chosen, first, (int(every.row[b]), int(every.col[b])))
            else:
                after = moved(chosen, (int(every.row[a]), int(every.col[a])), b)
            found.append((float(score[a, b]), Candidate(after, int(losses[a, b]))))
    return [candidate for _, candidate in found]
