"""A panel: who scored what, as names outside and as arrays inside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from awards.core.points import MAX_MILLI

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Row = tuple[str, str, int]
"""Entry, assessor, total of the sheet in milli-points."""


@dataclass(frozen=True, eq=False)
class Panel:
    """Locked score sheets of n pairs, E entries and A assessors, at most one sheet per pair.

    `entries` and `assessors` are sorted names. `entry_of`, `assessor_of` and `milli` have shape (n,), are
    sorted by entry and then assessor, and cannot be written to: the order in which rows arrive cannot reach a
    result.
    """

    entries: tuple[str, ...]
    assessors: tuple[str, ...]
    entry_of: Ints
    assessor_of: Ints
    milli: Ints

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> Panel:
        """The panel of these rows, in any order.

        Raises ValueError when there are none, when a pair is repeated, or when a total is outside 0..100000.
        """
        ordered = sorted(rows)
        if not ordered:
            raise ValueError("a panel has at least one score sheet")
        for before, after in pairwise(ordered):
            if before[:2] == after[:2]:
                raise ValueError(f"entry {after[0]!r} and assessor {after[1]!r} are paired twice")
        entries = sorted({row[0] for row in ordered})
        assessors = sorted({row[1] for row in ordered})
        entry_at = {name: at for at, name in enumerate(entries)}
        assessor_at = {name: at for at, name in enumerate(assessors)}
        milli = _frozen([row[2] for row in ordered])
        if milli.min() < 0 or milli.max() > MAX_MILLI:
            raise ValueError(f"a total is outside 0..{MAX_MILLI} milli-points")
        return cls(
            tuple(entries),
            tuple(assessors),
            _frozen([entry_at[row[0]] for row in ordered]),
            _frozen([assessor_at[row[1]] for row in ordered]),
            milli,
        )

    def rows(self) -> Iterator[Row]:
        """The rows again, sorted by entry and assessor."""
        for entry, assessor, milli in zip(self.entry_of, self.assessor_of, self.milli, strict=True):
            yield self.entries[entry], self.assessors[assessor], int(milli)

    @cached_property
    def points(self) -> Floats:
        """Totals in points, shape (n,)."""
        return self.milli / 1000.0

    @cached_property
    def sheets_per_entry(self) -> Ints:
        """k_i, shape (E,)."""
        return np.bincount(self.entry_of, minlength=len(self.entries))

    @cached_property
    def sheets_per_assessor(self) -> Ints:
        """Shape (A,)."""
        return np.bincount(self.assessor_of, minlength=len(self.assessors))

    @cached_property
    def raw(self) -> Floats:
        """Raw means in points, shape (E,), from whole milli-points: a mean of exactly 90 is 90.0."""
        total = np.bincount(self.entry_of, weights=self.milli, minlength=len(self.entries))
        return np.asarray(total / (1000.0 * self.sheets_per_entry))

    @cached_property
    def range(self) -> Floats:
        """Highest minus lowest sheet of each entry in points, shape (E,)."""
        high = np.zeros(len(self.entries), dtype=np.int64)
        low = np.full(len(self.entries), MAX_MILLI, dtype=np.int64)
        np.maximum.at(high, self.entry_of, self.milli)
        np.minimum.at(low, self.entry_of, self.milli)
        return (high - low) / 1000.0

    @cached_property
    def component_of(self) -> Ints:
        """Connected component of each assessor, shape (A,), numbered from 0.

        Two assessors are connected when a chain of shared entries joins them. Severities of unconnected
        assessors cannot be compared with one another.
        """
        size = len(self.entries) + len(self.assessors)
        link = (np.ones(len(self.milli)), (self.entry_of, self.assessor_of + len(self.entries)))
        _, label = connected_components(coo_array(link, shape=(size, size)), directed=False)
        return np.asarray(label[len(self.entries) :], dtype=np.int64)

    @property
    def components(self) -> int:
        return int(self.component_of.max()) + 1


def input_digest(panel: Panel) -> str:
    """SHA-256 (hexadecimal) of the sorted rows as compact UTF-8 JSON, `[["entry","assessor",milli],...]`."""
    canonical = json.dumps([list(row) for row in panel.rows()], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _frozen(values: list[int]) -> Ints:
    array = np.array(values, dtype=np.int64)
    array.setflags(write=False)
    return array
