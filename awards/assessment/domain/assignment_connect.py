"""An assignment graph in one piece, for as little preference as possible."""

from __future__ import annotations

import numpy as np

from .assignment_changes import NEVER, Change, Pairs, move_at, move_losses, swap_at, swap_losses
from .assignment_graph import lone_links, pieces
from .assignment_model import Bools, Ints, Model

BLOCK = 256


def fewest_pieces(model: Model) -> int:
    """How few components any assignment can have, as far as conflicts alone decide it."""
    wanted = (model.needs > 0) | model.fixed.any(axis=1)
    count, _ = pieces((model.allowed | model.fixed) & wanted[:, None])
    return count


def too_few_pairs(model: Model, target: int) -> bool:
    """Whether `target` components are out of reach: a graph of n nodes in t pieces has at least n − t pairs.

    The fewest assessors that can carry all needs are those of the largest capacity.
    """
    pairs = int(model.needs.sum() + model.taken.sum())
    entries = int(((model.needs > 0) | model.fixed.any(axis=1)).sum())
    carried = np.cumsum(np.sort(model.most)[::-1])
    fewest = int(np.searchsorted(carried, pairs)) + 1
    return pairs < entries + max(fewest, int((model.least > 0).sum())) - target


def connected(model: Model, chosen: Bools, floor: int | None = None) -> Bools:
    """`chosen` (E × m) joined piece by piece, each time by the change that loses least.

    Two pairs of different pieces that exchange assessors join them if either lies on a cycle; so does an
    entry that goes to an assessor of another piece. It ends in one piece, or where no single change joins
    two, or where the next would take total preference below `floor`. Equal losses go by the seeded hash of
    the pairs.
    """
    while True:
        count, labels = pieces(chosen)
        after = _least_join(model, chosen, labels) if count > 1 else None
        if after is None or (floor is not None and int(model.value[after].sum()) < floor):
            return chosen
        chosen = after


def _least_join(model: Model, chosen: Bools, labels: Ints) -> Bools | None:
    """The assignment after the change that joins two pieces at the least loss; None if no change does."""
    entries = chosen.shape[0]
    every = Pairs.of(chosen, model.fixed)
    if not len(every.row):
        return None
    lone = lone_links(chosen)
    largest = np.bincount(labels[labels >= 0]).argmax()
    some = every.only(labels[every.row] != largest)
    found: list[tuple[int, int, Change]] = []
    for start in range(0, len(some.row), BLOCK):
        part = some.only(np.arange(start, min(start + BLOCK, len(some.row))))
        loss = swap_losses(model, chosen, part, every)
        apart = labels[part.row][:, None] != labels[every.row][None, :]
        cyclic = ~lone[part.row, part.col][:, None] | ~lone[every.row, every.col][None, :]
        loss[~(apart & cyclic)] = NEVER
        tie = (
            model.tie[part.row[:, None], every.col[None, :]]
            + model.tie[every.row[None, :], part.col[:, None]]
        )
        p, q = _least(loss, tie)
        if loss[p, q] < NEVER:
            found.append((int(loss[p, q]), -int(tie[p, q]), swap_at(loss, part, every, p, q)))
    loss = move_losses(model, chosen, every)
    joins = (labels[entries:][None, :] >= 0) & (labels[entries:][None, :] != labels[every.row][:, None])
    emptied = chosen.sum(axis=0)[every.col] == 1
    loss[~(joins & (~lone[every.row, every.col] | emptied)[:, None])] = NEVER
    p, to = _least(loss, model.tie[every.row])
    if loss[p, to] < NEVER:
        found.append((int(loss[p, to]), -int(model.tie[every.row[p], to]), move_at(loss, every, p, to)))
    return min(found, key=lambda one: one[:2])[2].applied(model, chosen) if found else None


def _least(loss: Ints, tie: Ints) -> tuple[int, int]:
    """Where `loss` is least, and of those where `tie` is greatest."""
    ranked = np.where(loss == loss.min(), tie, -1)
    p, q = np.unravel_index(int(ranked.argmax()), loss.shape)
    return int(p), int(q)
