"""Whether an assignment exists at all, and if not, exactly why: maximum flow and the cut it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from awards.core.errors import NoAnswer

from .assignment_model import Bools, Ints, Model


@dataclass(frozen=True)
class Flow:
    """A maximum flow: `chosen` (left × right) pairs, its `value`, and the left nodes its residual reaches."""

    chosen: Bools
    value: int
    left_reached: Bools


def feasible_start(model: Model, allowed: Bools) -> Bools | None:
    """Some assignment (E × m) of all needs on `allowed` within minimum and capacity; None if there is none.

    Assessors pass their minimum straight to the sink and anything above it through one node that is as wide
    as the needs less all minimums, so a flow of all needs fills every minimum.
    """
    floor = np.maximum(model.least - model.taken, 0)
    total = int(model.needs.sum())
    if (model.needs > allowed.sum(axis=1)).any() or (model.least > model.most).any() or floor.sum() > total:
        return None
    flow = _maximum(model.needs, allowed, model.most - model.taken, floor)
    return flow.chosen if flow.value == total else None


def reason(model: Model) -> NoAnswer:
    """Why no assignment exists: the entries and assessors of a minimum cut (Hall 1935, König 1931).

    Either some entries need more than their allowed assessors can give, each at most once per entry, or the
    minimums of some assessors ask for more than their allowed entries can take. By Hoffman's theorem (1960)
    one of the two holds for every infeasible model. The figures are what is left after the fixed pairs.
    """
    needs = np.minimum(model.needs, len(model.assessors) + 1)
    flow = _maximum(needs, model.allowed, model.most - model.taken)
    entries = flow.left_reached & (model.needs > 0)
    if entries.any():
        per_assessor = model.allowed[entries].sum(axis=0)
        given = np.minimum(per_assessor, model.most - model.taken)
        needed, available = int(model.needs[entries].sum()), int(given.sum())
        cut = _cut(model, entries, per_assessor > 0, needed, available)
        names = ", ".join(cut["entries"])
        cause = f"entries {names} need {needed}, their allowed assessors can give {available}"
        return NoAnswer(cut, f"{cause}, {needed - available} missing")
    floor = np.maximum(model.least - model.taken, 0)
    flow = _maximum(np.minimum(floor, len(model.entries) + 1), model.allowed.T, needs)
    assessors = flow.left_reached & (floor > 0)
    per_entry = model.allowed[:, assessors].sum(axis=1)
    needed, available = int(floor[assessors].sum()), int(np.minimum(per_entry, model.needs).sum())
    cut = _cut(model, (per_entry > 0) & (model.needs > 0), assessors, needed, available)
    names = ", ".join(cut["assessors"])
    cause = f"assessors {names} must have at least {needed}, their allowed entries can take {available}"
    return NoAnswer(cut, f"{cause}, {needed - available} missing")


def _cut(model: Model, entries: Bools, assessors: Bools, needed: int, available: int) -> dict[str, Any]:
    return {
        "status": "infeasible",
        "entries": [model.entries[index] for index in np.flatnonzero(entries)],
        "assessors": [model.assessors[index] for index in np.flatnonzero(assessors)],
        "needed": needed,
        "available": available,
        "missing": needed - available,
    }


def _maximum(supply: Ints, allowed: Bools, room: Ints, floor: Ints | None = None) -> Flow:
    """Maximum flow source → left (supply) → right (1 per allowed pair) → sink (room, the floor first)."""
    lefts, rights = allowed.shape
    source, sink, above = lefts + rights, lefts + rights + 1, lefts + rights + 2
    rows, cols = np.nonzero(allowed)
    left, right = np.arange(lefts), lefts + np.arange(rights)
    straight = room if floor is None else floor
    arcs = [(np.full(lefts, source), left, supply), (rows, lefts + cols, np.ones(len(rows), dtype=np.int64))]
    arcs.append((right, np.full(rights, sink), straight))
    if floor is not None:
        arcs.append((right, np.full(rights, above), room - floor))
        arcs.append((np.array([above]), np.array([sink]), np.array([supply.sum() - floor.sum()])))
    tails, heads, widths = (np.concatenate(part) for part in zip(*arcs, strict=True))
    shape = (lefts + rights + 3,) * 2
    graph = coo_array((widths.astype(np.int32), (tails, heads)), shape=shape).tocsr()
    result = maximum_flow(graph, source, sink)
    flow = csr_array(result.flow)
    chosen = np.zeros(allowed.shape, dtype=np.bool_)
    sent = flow[:lefts, lefts : lefts + rights].tocoo()
    chosen[sent.row[sent.data > 0], sent.col[sent.data > 0]] = True
    residual = csr_array(graph - flow)
    residual.eliminate_zeros()
    reached = np.zeros(lefts + rights + 3, dtype=np.bool_)
    reached[breadth_first_order(residual, source, return_predecessors=False)] = True
    return Flow(chosen, int(result.flow_value), reached[:lefts])
