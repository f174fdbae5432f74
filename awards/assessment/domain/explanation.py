"""How a score came about, in figures that add up on paper to the last digit. Pure.

The identity "raw mean − score = mean of the offsets" holds for `raw`, `offset` and `fixed` only
(`aggregation`); for the other methods there is no such sum, and none is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from awards.assessment.domain.aggregation import Method

MICRO = 1_000_000
ADDITIVE = frozenset({Method.RAW, Method.OFFSET, Method.FIXED})


@dataclass(frozen=True)
class Term:
    """One sheet: total in milli-points and what is taken off it, in micro-points."""

    assessor: str
    total_milli: int
    offset_micro: int

    @property
    def offset(self) -> float:
        return self.offset_micro / MICRO

    @property
    def adjusted(self) -> float:
        """The total without the assessor's offset, in points."""
        return (self.total_milli * 1000 - self.offset_micro) / MICRO


@dataclass(frozen=True)
class Explanation:
    """(Σ totals − Σ offsets) / n = score, exactly, in whole micro-points."""

    terms: tuple[Term, ...]
    score_micro: int

    @property
    def total_micro(self) -> int:
        return sum(term.total_milli for term in self.terms) * 1000

    @property
    def offset_micro(self) -> int:
        return sum(term.offset_micro for term in self.terms)

    @property
    def total(self) -> float:
        return self.total_micro / MICRO

    @property
    def offset(self) -> float:
        return self.offset_micro / MICRO

    @property
    def adjusted(self) -> float:
        return (self.total_micro - self.offset_micro) / MICRO

    @property
    def score(self) -> float:
        return self.score_micro / MICRO

    @property
    def milli(self) -> int:
        """The score of record: micro-points truncated to milli-points, within 0..100."""
        return min(100_000, max(0, self.score_micro // 1000))


def explain(
    method: Method, score: float, sheets: Sequence[tuple[str, int]], offsets: Sequence[float]
) -> Explanation | None:
    """The arithmetic of an entry's `score` (points), from (assessor, total in milli) and offsets (points).

    Offsets are rounded to micro-points so that their sum is exactly what the score leaves of the totals: each
    is moved by a few millionths of a point at most. None for a method without such a sum.
    """
    if method not in ADDITIVE or not sheets:
        return None
    score_micro = round(score * MICRO)
    wanted = sum(total for _, total in sheets) * 1000 - len(sheets) * score_micro
    rounded = _rounded_to_sum(offsets, wanted)
    return Explanation(
        tuple(
            Term(assessor, total, offset) for (assessor, total), offset in zip(sheets, rounded, strict=True)
        ),
        score_micro,
    )


def _rounded_to_sum(values: Sequence[float], wanted: int) -> list[int]:
    """Values in whole micro-points whose sum is `wanted`, spread evenly over those rounded the farthest."""
    exact = [value * MICRO for value in values]
    whole = [round(value) for value in exact]
    missing = wanted - sum(whole)
    step = 1 if missing > 0 else -1
    order = sorted(range(len(whole)), key=lambda at: (step * (whole[at] - exact[at]), at))
    for turn in range(abs(missing)):
        whole[order[turn % len(order)]] += step
    return whole
