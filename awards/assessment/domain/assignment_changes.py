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


def swapped(chosen: Bools, first: tuple[int, int], second: tuple[int, int]) -> Bools:
    """`chosen` after two (entry, assessor) pairs exchanged their assessors."""
    after = chosen.copy()
    after[first] = after[second] = False
    after[first[0], second[1]] = after[second[0], first[1]] = True
    return after


def moved(chosen: Bools, pair: tuple[int, int], assessor: int) -> Bools:
    """`chosen` after the entry of an (entry, assessor) pair went to another assessor."""
    after = chosen.copy()
    after[pair] = False
    after[pair[0], assessor] = True
    return after
