"""Timing: the best of several tries, because whatever else the machine does can only add to a try."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

SECONDS = 2.0
"""How long a thing and its floor are tried."""

FEWEST = 5


@dataclass(frozen=True)
class Row:
    """What was measured and the floor it is held to, both in seconds a call."""

    what: str
    seconds: float
    floor: str
    floor_seconds: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor_seconds


def compare(what: str, act: Callable[[], object], floor: str, floor_act: Callable[[], object]) -> Row:
    """One row: the fastest call of each, tried in turns: both meet the same noise."""
    act()
    floor_act()
    tries: list[tuple[float, float]] = []
    until = time.perf_counter() + SECONDS
    while len(tries) < FEWEST or time.perf_counter() < until:
        tries.append((_seconds(act), _seconds(floor_act)))
    return Row(what, min(took for took, _ in tries), floor, min(took for _, took in tries))


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def table(rows: Iterable[Row]) -> str:
    """The rows as lines of text, times in milliseconds."""
    lines = [f"{'what':50} {'ms':>9}   {'floor':48} {'ms':>9} {'ratio':>8}"]
    lines += [
        f"{row.what:50} {row.seconds * 1000:9.2f}   {row.floor:48} {row.floor_seconds * 1000:9.2f}"
        f" {row.ratio:8.2f}"
        for row in rows
    ]
    return "\n".join(lines)
