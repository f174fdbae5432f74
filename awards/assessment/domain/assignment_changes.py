"""Small changes of an assignment: two entries exchange assessors, or one entry changes an assessor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .assignment_model import Bools, Ints, Model

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Pairs:
    """The pairs of an assignment that may move: entry `row` and assessor `col` of each, sorted."""

    row: Ints
    col: Ints

    @classmethod
    def of(cls, chosen: Bools, fixed: Bools) -> Pairs:
        row, col = np.nonzero(chosen & ~fixed)
        return cls(row, col)

    def only(self, which: Ints | Bools) -> Pairs:
        return Pairs(self.row[which], self.col[which])

    def at(self, index: int) -> tuple[int, int]:
        return int(self.row[index]), int(self.col[index])


def swap_losses(model: Model, chosen: Bools, some: Pairs, every: Pairs) -> Ints:
    """What it costs (scaled points, P × Q) that pair p of `some` and q of `every` exchange assessors.

    NEVER where the exchange is forbidden or would give an entry the same assessor twice. Loads stay.
    """
    free = model.allowed & ~chosen
    there = (some.row[:, None], every.col[None, :])
    back = (every.row[None, :], some.col[:, None])
    now = model.value[some.row, some.col][:, None] + model.value[every.row, every.col][None, :]
    loss = model.scale * (now - model.value[there] - model.value[back])
    return np.where(free[there] & free[back], loss, NEVER)


def move_losses(model: Model, chosen: Bools, some: Pairs) -> Ints:
    """What it costs (scaled points, P × m) that pair p's entry changes assessor; NEVER where it cannot."""
    loads = chosen.sum(axis=0, dtype=np.int64)
    gives, takes = loads > model.least, loads < model.most
    ok = model.allowed[some.row] & ~chosen[some.row] & gives[some.col][:, None] & takes[None, :]
    loss = model.scale * (model.value[some.row, some.col][:, None] - model.value[some.row])
    loss += model.step * (loads[None, :] - (loads[some.col] - 1)[:, None])
    return np.where(ok, loss, NEVER)


@dataclass(frozen=True)
class Change:
    """An exchange between pairs `first` and `second` (entry, assessor), or, where `second` is None, a move of
    `first`'s entry to the assessor `to`; `loss` is what it costs in scaled points."""

    first: tuple[int, int]
    second: tuple[int, int] | None
    to: int
    loss: int

    def applied(self, model: Model, chosen: Bools) -> Bools | None:
        """`chosen` after the change, or None where it cannot be made there."""
        (row, col), after = self.first, chosen.copy()
        new = [(row, self.to)] if self.second is None else [(row, self.to), (self.second[0], col)]
        old = [self.first] if self.second is None else [self.first, self.second]
        if not all(chosen[pair] for pair in old) or any(chosen[pair] for pair in new):
            return None
        if self.second is None:
            given, taken = chosen[:, col].sum(), chosen[:, self.to].sum()
            if given <= model.least[col] or taken >= model.most[self.to]:
                return None
        for pair in old:
            after[pair] = False
        for pair in new:
            after[pair] = True
        return after


def swap_at(losses: Ints, some: Pairs, every: Pairs, p: int, q: int) -> Change:
    """The exchange at place (p, q) of `swap_losses`."""
    second = every.at(q)
    return Change(some.at(p), second, second[1], int(losses[p, q]))


def move_at(losses: Ints, some: Pairs, p: int, to: int) -> Change:
    """The move at place (p, to) of `move_losses`."""
    return Change(some.at(p), None, to, int(losses[p, to]))
