"""Marks that give a wished total: levels in half-steps whose weighted sum is exactly that many milli-points."""

from __future__ import annotations

from math import gcd

from awards.assessment.domain.sheet import MarkFacts, NoteFacts, SheetContent
from awards.competition.domain import Rubric
from awards.core.points import HALF_LEVELS

HALF_MILLI = 50
"""One half-level of a criterion of weight 1, in milli-points."""

REASON = "Есептің тиісті бөлімінде құжатпен расталған (демо). Подтверждено документами в отчёте."
STRENGTH = "Жоспар мен нәтиже өлшенген, құжаттар толық. План и результат измерены, документы полны."
IMPROVEMENT = (
    "Алынған сабақтарды басқа командалармен бөлісу. Делиться извлечёнными уроками с другими командами."
)


def step_milli(rubric: Rubric) -> int:
    """The least difference between two totals of this rubric: weights that are all even give 100."""
    return HALF_MILLI * gcd(*(criterion.weight for criterion in rubric.criteria))


def half_levels(rubric: Rubric, total_milli: int) -> dict[str, int]:
    """Half-levels by criterion id whose total is `total_milli`.

    Raises ValueError when the total is not a multiple of the rubric's step or cannot be reached.
    """
    if total_milli % step_milli(rubric):
        raise ValueError(f"{total_milli} is not a multiple of {step_milli(rubric)} milli-points")
    base, rest = divmod(total_milli // HALF_MILLI, rubric.total)
    reached: dict[int, tuple[int, ...]] = {0: ()}
    for criterion in rubric.criteria:
        steps = [step for step in (0, 1, -1, 2) if 0 <= base + step <= HALF_LEVELS]
        following: dict[int, tuple[int, ...]] = {}
        for amount, chosen in reached.items():
            for step in steps:
                following.setdefault(amount + step * criterion.weight, (*chosen, step))
        reached = following
    if rest not in reached:
        raise ValueError(f"no levels give {total_milli} milli-points")
    return {criterion.id: base + step for criterion, step in zip(rubric.criteria, reached[rest], strict=True)}


def content(rubric: Rubric, total_milli: int) -> SheetContent:
    """A complete sheet with that total: levels, reasons, strengths and improvements."""
    levels = half_levels(rubric, total_milli)
    marks = {key: MarkFacts(level, REASON) for key, level in levels.items()}
    notes = {area.code: NoteFacts(STRENGTH, IMPROVEMENT) for area in rubric.areas}
    return SheetContent(marks, notes)
