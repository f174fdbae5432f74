"""A score sheet: its total, what still blocks its lock, and when it may be opened at all. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from awards.competition.domain import MethodologySettings, Rubric
from awards.core.errors import Refusal
from awards.core.points import criterion_milli
from awards.core.workflow import DeclarationState, SheetState


@dataclass(frozen=True)
class MarkFacts:
    """A level in half-levels 0..20 (None: not given yet) and why."""

    half_level: int | None = None
    rationale: str = ""


@dataclass(frozen=True)
class NoteFacts:
    """What is strong in an area of the rubric, and what to improve: the feedback is made of these."""

    strengths: str = ""
    improvements: str = ""


@dataclass(frozen=True)
class SheetContent:
    """An assessor's own text: marks by criterion id, notes by area code. What is absent is empty."""

    marks: Mapping[str, MarkFacts] = field(default_factory=dict)
    notes: Mapping[str, NoteFacts] = field(default_factory=dict)

    def mark(self, criterion_id: str) -> MarkFacts:
        return self.marks.get(criterion_id, MarkFacts())

    def note(self, area_code: str) -> NoteFacts:
        return self.notes.get(area_code, NoteFacts())

    @property
    def levels(self) -> dict[str, int]:
        """Half-levels given so far, by criterion id."""
        return {key: mark.half_level for key, mark in self.marks.items() if mark.half_level is not None}


def total_milli(rubric: Rubric, levels: Mapping[str, int]) -> int:
    """Σ weight × level / 10 in milli-points, exact; a criterion without a level adds nothing.

    >>> total_milli(Rubric(()), {})
    0
    """
    return sum(
        criterion_milli(criterion.weight, levels[criterion.id])
        for criterion in rubric.criteria
        if criterion.id in levels
    )


def marked(rubric: Rubric, content: SheetContent) -> int:
    """How many criteria of the rubric have a level."""
    return sum(criterion.id in content.levels for criterion in rubric.criteria)


def needs_rationale(half_level: int | None, settings: MethodologySettings) -> bool:
    """Whether the methodology wants a reason for this level: the low and the high ones."""
    return half_level is not None and (
        half_level <= settings.rationale_at_or_below or half_level >= settings.rationale_at_or_above
    )


def lock_faults(rubric: Rubric, content: SheetContent, settings: MethodologySettings) -> tuple[Refusal, ...]:
    """Every reason why the sheet cannot be locked yet, in the order of the rubric; empty means it can."""
    faults: list[Refusal] = []
    for area in rubric.areas:
        for criterion in area.criteria:
            mark = content.mark(criterion.id)
            facts = {"code": criterion.code, "title": criterion.title}
            if mark.half_level is None:
                faults.append(Refusal("assessment.mark_missing", facts=facts))
            elif needs_rationale(mark.half_level, settings) and not mark.rationale.strip():
                faults.append(Refusal("assessment.rationale_missing", facts=facts))
        note = content.note(area.code)
        facts = {"code": area.code, "title": area.title}
        if not note.strengths.strip():
            faults.append(Refusal("assessment.strengths_missing", facts=facts))
        if not note.improvements.strip():
            faults.append(Refusal("assessment.improvements_missing", facts=facts))
    return tuple(faults)


def may_read(declaration: DeclarationState | None) -> bool:
    """Whether the assessor has declared about the entry, and nothing in it stands against reading (D4)."""
    return declaration in (DeclarationState.CLEAR, DeclarationState.ALLOWED)


def opening_faults(
    state: SheetState,
    declaration: DeclarationState | None,
    is_qualified: bool,
) -> tuple[Refusal, ...]:
    """Why the report and the sheet stay closed today; empty means the assessor may work.

    `is_qualified`: the certificate is looked at on every scoring day, not only on naming (p.121).
    """
    faults = []
    if state in (SheetState.SUSPENDED, SheetState.VOID):
        faults.append(Refusal("assessment.sheet_suspended", "p.121"))
    if not may_read(declaration):
        faults.append(Refusal("assessment.not_declared", "p.121"))
    if not is_qualified:
        faults.append(Refusal("assessment.no_certificate", "p.121"))
    return tuple(faults)
