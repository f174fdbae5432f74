"""THE state machines: what may follow what. `infra.lifecycle` is the only writer of a `.state`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """Stages of an edition and, from `assessment` to `sealed`, of each of its segments."""

    SETUP = "setup"
    OPEN = "open"
    ADMISSIBILITY = "admissibility"
    ASSESSMENT = "assessment"
    FINALISTS = "finalists"
    VOTING = "voting"
    SEALED = "sealed"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class EditionState(StrEnum):
    """An edition's own moves. While its segments advance by themselves it stands at `assessment`."""

    SETUP = "setup"
    OPEN = "open"
    ADMISSIBILITY = "admissibility"
    ASSESSMENT = "assessment"
    SEALED = "sealed"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class SegmentState(StrEnum):
    """A segment (nomination × category) waits until the edition's assessment begins."""

    WAITING = "waiting"
    ASSESSMENT = "assessment"
    FINALISTS = "finalists"
    VOTING = "voting"
    SEALED = "sealed"


class MethodologyState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"


class EntryState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"


class ImportState(StrEnum):
    """A file for the registry: its rows are read and checked, then taken over, or it is left or refused."""

    READING = "reading"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    ABANDONED = "abandoned"
    REFUSED = "refused"


class RunState(StrEnum):
    """An assignment run."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REPLACED = "replaced"


class SheetState(StrEnum):
    DRAFT = "draft"
    LOCKED = "locked"
    SUSPENDED = "suspended"
    VOID = "void"


class DeclarationState(StrEnum):
    """A declared conflict waits for the committee: recuse or may assess (D4)."""

    CLEAR = "clear"
    DECLARED = "declared"
    RECUSED = "recused"
    ALLOWED = "allowed"


class RoundState(StrEnum):
    """A jury round: draft, then open, then closed; `tied` waits for the chair's casting decision."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    TIED = "tied"
    DECIDED = "decided"


class PublicationState(StrEnum):
    APPROVED = "approved"
    EXECUTED = "executed"


STEPS: Mapping[type[StrEnum], Mapping[StrEnum, frozenset[StrEnum]]] = {
    EditionState: {
        EditionState.SETUP: frozenset({EditionState.OPEN}),
        EditionState.OPEN: frozenset({EditionState.ADMISSIBILITY}),
        EditionState.ADMISSIBILITY: frozenset({EditionState.ASSESSMENT}),
        EditionState.ASSESSMENT: frozenset({EditionState.SEALED}),
        EditionState.SEALED: frozenset({EditionState.PUBLISHED}),
        EditionState.PUBLISHED: frozenset({EditionState.ARCHIVED}),
    },
    SegmentState: {
        SegmentState.WAITING: frozenset({SegmentState.ASSESSMENT}),
        SegmentState.ASSESSMENT: frozenset({SegmentState.FINALISTS}),
        SegmentState.FINALISTS: frozenset({SegmentState.VOTING, SegmentState.SEALED}),
        SegmentState.VOTING: frozenset({SegmentState.SEALED}),
    },
    MethodologyState: {MethodologyState.DRAFT: frozenset({MethodologyState.APPROVED})},
    EntryState: {
        EntryState.DRAFT: frozenset({EntryState.SUBMITTED, EntryState.WITHDRAWN}),
        EntryState.SUBMITTED: frozenset(
            {EntryState.SUBMITTED, EntryState.WITHDRAWN, EntryState.ELIGIBLE, EntryState.INELIGIBLE}
        ),
    },
    ImportState: {
        ImportState.READING: frozenset({ImportState.CHECKED, ImportState.REFUSED, ImportState.ABANDONED}),
        ImportState.CHECKED: frozenset({ImportState.APPLYING, ImportState.ABANDONED}),
        ImportState.APPLYING: frozenset({ImportState.APPLIED, ImportState.CHECKED}),
    },
    RunState: {
        RunState.PROPOSED: frozenset({RunState.CONFIRMED, RunState.REPLACED}),
        RunState.CONFIRMED: frozenset({RunState.REPLACED}),
    },
    SheetState: {
        SheetState.DRAFT: frozenset({SheetState.LOCKED, SheetState.SUSPENDED, SheetState.VOID}),
        SheetState.LOCKED: frozenset({SheetState.SUSPENDED, SheetState.VOID}),
        SheetState.SUSPENDED: frozenset({SheetState.DRAFT, SheetState.LOCKED, SheetState.VOID}),
    },
    DeclarationState: {
        DeclarationState.DECLARED: frozenset({DeclarationState.RECUSED, DeclarationState.ALLOWED}),
        DeclarationState.CLEAR: frozenset({DeclarationState.DECLARED}),
    },
    RoundState: {
        RoundState.DRAFT: frozenset({RoundState.OPEN}),
        RoundState.OPEN: frozenset({RoundState.CLOSED}),
        RoundState.CLOSED: frozenset({RoundState.TIED, RoundState.DECIDED, RoundState.OPEN}),
        RoundState.TIED: frozenset({RoundState.TIED, RoundState.DECIDED}),
    },
    PublicationState: {PublicationState.APPROVED: frozenset({PublicationState.EXECUTED})},
}
"""A closed round without a quorum may be opened again; nothing else goes back."""


def may_follow(before: StrEnum, after: StrEnum) -> bool:
    """Whether the state machine of `before` has a step to `after`."""
    return type(before) is type(after) and after in STEPS[type(before)].get(before, frozenset())
