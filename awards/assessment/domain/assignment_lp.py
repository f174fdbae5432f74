"""The linear programme of assignment: a network, so its vertices are integral and its prices integers.

Entries supply their needs, assessors take between `low` and `high`; the matrix is totally unimodular (Heller
& Tompkins 1956), the dual simplex returns a vertex, and weak duality is then checked in integer arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from .assignment_model import Bools, Floats, Ints, Model

WHOLE = 1e-6


@dataclass(frozen=True)
class Network:
    """Maximise Σ gain·x − Σ cost·y over x in {0, 1} on `allowed`, Σ_j x = needs, Σ_i x + taken = Σ y.

    `gain`, `allowed` are E × m; `needs` E; `taken` m. A load is the sum of an assessor's slices: `owner` (S)
    says whose a slice is, `low` and `high` bound it, `cost` is its price per entry, rising with each slice.
    """

    gain: Ints
    allowed: Bools
    needs: Ints
    taken: Ints
    owner: Ints
    low: Ints
    high: Ints
    cost: Ints


@dataclass(frozen=True)
class Optimum:
    """`chosen` (E × m) and its prices: `entry_price` (E), `assessor_price` (m); `value` is what was maximal.

    `bound` is what the prices prove for every pair that was priced; the answer is optimal when they are
    equal.
    """

    chosen: Bools
    slices: Ints
    entry_price: Ints
    assessor_price: Ints
    value: int
    bound: int

    @property
    def proved(self) -> bool:
        return self.value == self.bound


class UnsolvedError(ArithmeticError):
    """HiGHS did not return an integral vertex of a feasible programme; never expected."""


def network_of(model: Model, *, balanced: bool = True) -> Network:
    """The programme of a model, with the convex price of balance unless told to leave it out.

    Without a price one slice per assessor spans minimum to capacity. With it each entry of a load is a slice
    of its own, the t-th at balance × (t − 1); rising prices fill them in order, which keeps it a network.
    """
    owners = np.arange(len(model.assessors), dtype=np.int64)
    scale = model.scale if balanced else 1
    if not (balanced and model.step):
        zero = np.zeros(len(owners), dtype=np.int64)
        slices = (owners, model.least, model.most, zero)
    else:
        owner = np.repeat(owners, model.most)
        rank = np.concatenate([np.arange(most, dtype=np.int64) for most in model.most] or [owners])
        low = (rank < model.least[owner]).astype(np.int64)
        slices = (owner, low, np.ones(len(owner), dtype=np.int64), model.step * rank)
    return Network(model.value * scale, model.allowed, model.needs, model.taken, *slices)


def solve_on(network: Network, columns: Bools) -> Optimum:
    """The optimum over `columns` (E × m, a subset of the allowed pairs that holds a feasible answer)."""
    rows, cols = np.nonzero(columns)
    if network.allowed.size == 0 or len(rows) + len(network.owner) == 0:
        return _without_pairs(network)
    primal, prices = _highs(network, rows, cols)
    chosen = np.zeros(columns.shape, dtype=np.bool_)
    whole = np.rint(primal).astype(np.int64)
    if np.abs(primal - whole).max(initial=0.0) > WHOLE:
        raise UnsolvedError("the vertex is not integral")
    chosen[rows, cols] = whole[: len(rows)] == 1
    slices = whole[len(rows) :]
    _check(network, chosen, slices)
    whole_prices = np.rint(prices).astype(np.int64)
    entry_price, assessor_price = np.split(whole_prices, [len(network.needs)])
    value = int(network.gain[chosen].sum()) - int((network.cost * slices).sum())
    answer = Optimum(chosen, slices, entry_price, assessor_price, value, 0)
    return replace(answer, bound=dual_bound(network, answer, columns))


def reduced_costs(network: Network, answer: Optimum) -> tuple[Ints, Ints]:
    """What one more unit of each pair (E × m) and of each slice (S) would add at the answer's prices."""
    pairs = network.gain - answer.entry_price[:, None] - answer.assessor_price[None, :]
    return pairs, answer.assessor_price[network.owner] - network.cost


def dual_bound(network: Network, answer: Optimum, columns: Bools) -> int:
    """An upper bound on every answer over `columns`, by weak duality, whatever integer prices are given."""
    pairs, slices = reduced_costs(network, answer)
    best_slices = np.where(slices > 0, slices * network.high, slices * network.low).sum()
    return int(
        (answer.entry_price * network.needs).sum()
        - (answer.assessor_price * network.taken).sum()
        + pairs[columns & (pairs > 0)].sum()
        + best_slices
    )


def optimal_face(network: Network, answer: Optimum, gain: Ints) -> tuple[Network, Bools]:
    """The programme of a second objective over just the optimal answers of the first, and its forced pairs.

    By complementary slackness an answer is optimal if and only if it leaves out what loses at the optimal
    prices and keeps what wins; what neither wins nor loses stays free. So ties are broken without any
    perturbation of the first objective.
    """
    pairs, slices = reduced_costs(network, answer)
    forced = network.allowed & (pairs > 0)
    face = Network(
        gain,
        network.allowed & (pairs == 0),
        network.needs - forced.sum(axis=1, dtype=np.int64),
        network.taken + forced.sum(axis=0, dtype=np.int64),
        network.owner,
        np.where(slices > 0, network.high, network.low),
        np.where(slices < 0, network.low, network.high),
        np.zeros(len(slices), dtype=np.int64),
    )
    return face, forced


def _highs(network: Network, rows: Ints, cols: Ints) -> tuple[Floats, Floats]:
    """Primal values (pairs, then slices) and prices (entries, then assessors) from the dual simplex."""
    entries, assessors = network.gain.shape
    count, slices = len(rows), len(network.owner)
    numbers = np.arange(count)
    at = np.concatenate([rows, entries + cols, entries + network.owner])
    of = np.concatenate([numbers, numbers, count + np.arange(slices)])
    sign = np.concatenate([np.ones(2 * count), -np.ones(slices)])
    matrix = coo_array((sign, (at, of)), shape=(entries + assessors, count + slices)).tocsr()
    low = np.concatenate([np.zeros(count), network.low])
    high = np.concatenate([np.ones(count), network.high])
    found = linprog(
        np.concatenate([-network.gain[rows, cols], network.cost]),
        A_eq=matrix,
        b_eq=np.concatenate([network.needs, -network.taken]),
        bounds=np.column_stack([low, high]),
        method="highs-ds",
    )
    if found.status != 0:
        raise UnsolvedError(str(found.message))
    return np.asarray(found.x, dtype=np.float64), -np.asarray(found.eqlin.marginals, dtype=np.float64)


def _check(network: Network, chosen: Bools, slices: Ints) -> None:
    """The rounded answer meets every constraint exactly."""
    loads = np.bincount(network.owner, weights=slices, minlength=chosen.shape[1]).astype(np.int64)
    if (
        (chosen & ~network.allowed).any()
        or (chosen.sum(axis=1) != network.needs).any()
        or (chosen.sum(axis=0) + network.taken != loads).any()
        or (slices < network.low).any()
        or (slices > network.high).any()
    ):
        raise UnsolvedError("the rounded vertex breaks a constraint")


def _without_pairs(network: Network) -> Optimum:
    """With no entries or no assessors at all there is nothing to choose."""
    entries, assessors = network.gain.shape
    zero = np.zeros(max(entries, assessors), dtype=np.int64)
    nothing = np.zeros((entries, assessors), dtype=np.bool_)
    return Optimum(
        nothing, np.zeros(len(network.owner), dtype=np.int64), zero[:entries], zero[:assessors], 0, 0
    )
