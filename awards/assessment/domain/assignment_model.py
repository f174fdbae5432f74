"""The assignment problem: its parts by name, what may be wrong with it, and the arrays behind the solvers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Path = tuple[str | int, ...]

MOST_PREFERENCE = 1000
MOST_COUNT = 1_000_000
MOST_BALANCE = 1000
TIE_BITS = 20


@dataclass(frozen=True)
class Need:
    """An entry and how many assessors it must end up with, those of fixed pairs included."""

    id: str
    needs: int


@dataclass(frozen=True)
class Capacity:
    """An assessor and the fewest and most entries that he or she takes, those of fixed pairs included."""

    id: str
    capacity: int
    minimum: int = 0


@dataclass(frozen=True)
class Preference:
    """How suitable an assessor is for an entry: an integer, 0..1000, more is better."""

    assessor: str
    entry: str
    value: int


@dataclass(frozen=True)
class Problem:
    """Who may assess what. Pairs are (assessor, entry); the order of any part never changes the answer.

    `conflicts` are pairs that can never be assigned (p.121), `fixed` pairs are kept. `balance` is the price
    of an uneven load, in preference points: an assessor's t-th entry costs balance × (t − 1), at most three
    decimals. `connect` asks for an assignment graph in one piece. `seed` only chooses among equally good
    answers.
    """

    entries: tuple[Need, ...]
    assessors: tuple[Capacity, ...]
    conflicts: tuple[tuple[str, str], ...] = ()
    preferences: tuple[Preference, ...] = ()
    default_preference: int = 0
    fixed: tuple[tuple[str, str], ...] = ()
    connect: bool = False
    balance: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a problem; `path` leads to it, e.g. ("preferences", 3, "value")."""

    path: Path
    cause: str


@dataclass(frozen=True)
class Solution:
    """An assignment, and what it is worth.

    `status` is "optimal" when integer arithmetic proved the assignment within the capacities, conflicts and
    fixed pairs (and the worst pair, where asked for): no other has more preference less the price of balance.
    Connecting and bridging then give some of it up by least-loss swaps (DESIGN 4.1); `proved` says whether
    the loss is proved least too. What they gave up is `upper_bound − total_preference`, for everyone to see.
    `upper_bound` is the dual bound of total preference alone, before connection, balance, worst pair or
    bridging: `total_preference` equals it when none of them was asked for.
    `components` and `inflation` describe the graph of assignments, see `assignment_graph`.
    """

    status: str
    proved: bool
    assignments: tuple[tuple[str, str], ...]
    total_preference: int
    upper_bound: int
    loads: Mapping[str, int]
    components: int
    inflation_mean: float | None
    inflation_p95: float | None


@dataclass(frozen=True)
class Model:
    """A problem as arrays: E entries by m assessors, both sorted by id, so that every run repeats.

    `allowed` marks the pairs open to choice: a conflict or a fixed pair is False, which is its upper bound of
    zero. `needs` (E) is what the entries still need after the fixed pairs; `least` and `most` (m) bound whole
    loads and `taken` (m) is how much of them is fixed. `value` (E × m) is preference, `tie` a hash of the
    pair. `step` is the price of each further entry and `scale` the common factor that makes it an integer.
    """

    entries: tuple[str, ...]
    assessors: tuple[str, ...]
    needs: Ints
    least: Ints
    most: Ints
    taken: Ints
    allowed: Bools
    fixed: Bools
    value: Ints
    tie: Ints
    step: int = 0
    scale: int = 1

    def load_cost(self, loads: Ints) -> int:
        """What balance charges for these loads (m), in scaled points."""
        return int((self.step * loads * (loads - 1) // 2).sum())

    def worth(self, chosen: Bools) -> int:
        """Preference less the price of balance, scaled, of `chosen` (E × m, fixed pairs included)."""
        return self.scale * int(self.value[chosen].sum()) - self.load_cost(chosen.sum(axis=0, dtype=np.int64))


def model_of(problem: Problem) -> Model:
    """The arrays of a problem that has no faults."""
    needs = {entry.id: entry.needs for entry in problem.entries}
    limits = {assessor.id: assessor for assessor in problem.assessors}
    entries, assessors = tuple(sorted(needs)), tuple(sorted(limits))
    row = {name: index for index, name in enumerate(entries)}
    column = {name: index for index, name in enumerate(assessors)}
    shape = (len(entries), len(assessors))
    value = np.full(shape, problem.default_preference, dtype=np.int64)
    for preference in problem.preferences:
        value[row[preference.entry], column[preference.assessor]] = preference.value
    fixed, conflict = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    for marks, pairs in ((fixed, problem.fixed), (conflict, problem.conflicts)):
        for assessor, entry in pairs:
            marks[row[entry], column[assessor]] = True
    total = np.array([needs[name] for name in entries], dtype=np.int64)
    milli = round(problem.balance * 1000)
    scale = 1 if milli % 1000 == 0 else 1000
    return Model(
        entries,
        assessors,
        needs=total - fixed.sum(axis=1, dtype=np.int64),
        least=np.array([limits[name].minimum for name in assessors], dtype=np.int64),
        most=np.array([min(limits[name].capacity, len(entries)) for name in assessors], dtype=np.int64),
        taken=fixed.sum(axis=0, dtype=np.int64),
        allowed=~fixed & ~conflict,
        fixed=fixed,
        value=value,
        tie=_ties(entries, assessors, problem.seed),
        step=milli * scale // 1000,
        scale=scale,
    )


def faults(problem: Problem) -> Iterator[Fault]:
    """Everything that makes a problem malformed, part by part in the order of the file."""
    yield from _entry_faults(problem.entries)
    yield from _assessor_faults(problem.assessors)
    entries = {entry.id for entry in problem.entries}
    assessors = {assessor.id for assessor in problem.assessors}
    for index, pair in enumerate(problem.conflicts):
        yield from _unknown(("conflicts", index, 0), ("conflicts", index, 1), pair, assessors, entries)
    yield from _preference_faults(problem, assessors, entries)
    yield from _fixed_faults(problem, assessors, entries)
    if not 0 <= problem.default_preference <= MOST_PREFERENCE:
        yield Fault(("default_preference",), f"default_preference must be 0..{MOST_PREFERENCE}")
    if not 0 <= problem.balance <= MOST_BALANCE:
        yield Fault(("balance",), f"balance must be a number 0..{MOST_BALANCE}")
    elif round(problem.balance, 3) != problem.balance:
        yield Fault(("balance",), "balance has more than three decimals")


def _entry_faults(entries: Iterable[Need]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        yield from _identity(("entries", index, "id"), "entry", entry.id, seen)
        if not 0 <= entry.needs <= MOST_COUNT:
            yield Fault(("entries", index, "needs"), f"needs of entry {entry.id!r} must be 0..{MOST_COUNT}")


def _assessor_faults(assessors: Iterable[Capacity]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, one in enumerate(assessors):
        yield from _identity(("assessors", index, "id"), "assessor", one.id, seen)
        if not 0 <= one.capacity <= MOST_COUNT:
            cause = f"capacity of assessor {one.id!r} must be 0..{MOST_COUNT}"
            yield Fault(("assessors", index, "capacity"), cause)
        elif not 0 <= one.minimum <= one.capacity:
            cause = f"minimum of assessor {one.id!r} must be 0..its capacity"
            yield Fault(("assessors", index, "minimum"), cause)


def _identity(path: Path, kind: str, name: str, seen: set[str]) -> Iterator[Fault]:
    if not name.strip() or not name.isprintable():
        yield Fault(path, f"the id of an {kind} must be printable and not blank")
    elif name in seen:
        yield Fault(path, f"{kind} {name!r} is repeated")
    seen.add(name)


def _unknown(
    assessor_at: Path, entry_at: Path, pair: tuple[str, str], assessors: set[str], entries: set[str]
) -> Iterator[Fault]:
    assessor, entry = pair
    if assessor not in assessors:
        yield Fault(assessor_at, f"unknown assessor {assessor!r}")
    if entry not in entries:
        yield Fault(entry_at, f"unknown entry {entry!r}")


def _preference_faults(problem: Problem, assessors: set[str], entries: set[str]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for index, one in enumerate(problem.preferences):
        pair = (one.assessor, one.entry)
        at = ("preferences", index)
        yield from _unknown((*at, "assessor"), (*at, "entry"), pair, assessors, entries)
        if pair in seen:
            yield Fault(at, f"the preference of {pair} is repeated")
        seen.add(pair)
        if not 0 <= one.value <= MOST_PREFERENCE:
            yield Fault((*at, "value"), f"the preference of {pair} must be 0..{MOST_PREFERENCE}")


def _fixed_faults(problem: Problem, assessors: set[str], entries: set[str]) -> Iterator[Fault]:
    """A fixed pair must be known, new, free of conflict, and within the entry's needs and the capacity."""
    needs = {entry.id: entry.needs for entry in problem.entries}
    capacity = {assessor.id: assessor.capacity for assessor in problem.assessors}
    conflicts, seen = set(problem.conflicts), set[tuple[str, str]]()
    given, taken = Counter[str](), Counter[str]()
    for index, pair in enumerate(problem.fixed):
        path = ("fixed", index)
        yield from _unknown((*path, 0), (*path, 1), pair, assessors, entries)
        if pair in conflicts:
            yield Fault(path, f"fixed pair {pair} is in conflict (p.121)")
        if pair in seen:
            yield Fault(path, f"fixed pair {pair} is repeated")
        seen.add(pair)
        given[pair[1]] += 1
        taken[pair[0]] += 1
        if given[pair[1]] > needs.get(pair[1], MOST_COUNT):
            yield Fault(path, f"more fixed assessors for entry {pair[1]!r} than it needs")
        if taken[pair[0]] > capacity.get(pair[0], MOST_COUNT):
            yield Fault(path, f"more fixed entries for assessor {pair[0]!r} than the capacity")


def _ties(entries: tuple[str, ...], assessors: tuple[str, ...], seed: int) -> Ints:
    """A hash per pair (E × m), 0..2^20 − 1, of the seed and the two ids only: splitmix64 over BLAKE2b."""
    rows = np.array([_digest(f"{seed} entry {name}") for name in entries], dtype=np.uint64)
    columns = np.array([_digest(f"{seed} assessor {name}") for name in assessors], dtype=np.uint64)
    mixed = rows[:, None] + (columns[None, :] | np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed >> np.uint64(64 - TIE_BITS)).astype(np.int64)


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
