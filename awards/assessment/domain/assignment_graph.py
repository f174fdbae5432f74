"""The graph of an assignment: its pieces, the pairs it hangs on, and what it does to calibrated scores."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .assignment_model import Bools, Floats, Ints


def pieces(chosen: Bools) -> tuple[int, Ints]:
    """How many connected components the pairs of `chosen` (E × m) make, and a label per node.

    Nodes are the entries and assessors that have a pair; the labels (E, then m) of the others are −1.
    """
    entries, assessors = chosen.shape
    rows, cols = np.nonzero(chosen)
    size = entries + assessors
    graph = coo_array((np.ones(len(rows)), (rows, entries + cols)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    used = np.concatenate([chosen.any(axis=1), chosen.any(axis=0)])
    numbers, labels[used] = np.unique(labels[used], return_inverse=True)
    return len(numbers), np.where(used, labels, -1).astype(np.int64)


def lone_links(chosen: Bools) -> Bools:
    """The pairs (E × m) that lie on no cycle: taking one away splits its component (Tarjan 1974)."""
    entries = chosen.shape[0]
    neighbours = [(entries + np.flatnonzero(row)).tolist() for row in chosen]
    neighbours += [np.flatnonzero(column).tolist() for column in chosen.T]
    found = np.zeros(chosen.shape, dtype=np.bool_)
    entered, lowest = [0] * len(neighbours), [0] * len(neighbours)
    clock = 0
    for root in range(entries):
        if entered[root]:
            continue
        clock += 1
        entered[root] = lowest[root] = clock
        path = [(root, -1, iter(neighbours[root]))]
        while path:
            node, parent, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
                if parent >= 0:
                    lowest[parent] = min(lowest[parent], lowest[node])
                    if lowest[node] > entered[parent]:
                        found[min(node, parent), max(node, parent) - entries] = True
            elif not entered[following]:
                clock += 1
                entered[following] = lowest[following] = clock
                path.append((following, node, iter(neighbours[following])))
            elif following != parent:
                lowest[node] = min(lowest[node], entered[following])
    return found


def variances(chosen: Bools) -> tuple[Floats, Floats, Ints]:
    """Variance inflation of each entry that has assessors, the matrix G behind it, and those entries' rows.

    With assessor effects fixed (λ = 0 in the `offset` model, Σ b = 0 in each component) an entry's calibrated
    score has Var(x_i)/σ² = [De⁻¹ + De⁻¹ W G Wᵀ De⁻¹]_ii, G the pseudo-inverse of M = Da − Wᵀ De⁻¹ W.
    Inflation is that relative to 1/k_i, what the raw mean of its k_i scores would have: 1 + w_iᵀ G w_i / k_i,
    at least 1. G (m × m) is (M + J)⁻¹ − J, J the projection onto M's null space, the indicators of the
    components.
    """
    rows = np.flatnonzero(chosen.any(axis=1))
    held = chosen[rows].astype(np.float64)
    counts = held.sum(axis=1)
    matrix = np.diag(held.sum(axis=0)) - held.T @ (held / counts[:, None])
    labels = pieces(chosen)[1][chosen.shape[0] :].copy()
    alone = labels < 0  # an assessor without entries is a null space of its own
    labels[alone] = labels.max(initial=0) + 1 + np.arange(int(alone.sum()))
    same = (labels[:, None] == labels[None, :]).astype(np.float64)
    null = same / same.sum(axis=1, keepdims=True) if same.size else same
    inverse = np.linalg.inv(matrix + null) - null
    inflation = 1.0 + ((held @ inverse) * held).sum(axis=1) / counts
    return np.maximum(inflation, 1.0), inverse, rows


def inflation(chosen: Bools) -> tuple[float | None, float | None]:
    """Mean and 95th percentile (linear) of the entries' variance inflation; None without any assignment."""
    if not chosen.any():
        return None, None
    values, _, _ = variances(chosen)
    return float(values.mean()), float(np.percentile(values, 95))
