"""Whether a vote may open, and who votes in it (D4, D8). Facts in, reasons out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from awards.core.errors import Refusal
from awards.core.workflow import DeclarationState


@dataclass(frozen=True)
class Member:
    """A juror as a segment's vote sees them: the declarations they made about its finalists."""

    juror: str
    is_chair: bool
    declared: tuple[DeclarationState, ...] = ()

    @property
    def is_recused(self) -> bool:
        return DeclarationState.RECUSED in self.declared

    @property
    def is_pending(self) -> bool:
        return DeclarationState.DECLARED in self.declared


@dataclass(frozen=True)
class Opening:
    """A vote somebody wants to open at the instant `at`, with the jury as it stands."""

    members: Sequence[Member]
    deputy: str | None
    closes_at: datetime
    announced_at: datetime
    """The forum at which results are announced (p.124)."""
    at: datetime

    @property
    def chair(self) -> Member | None:
        return next((member for member in self.members if member.is_chair), None)

    @property
    def eligible(self) -> tuple[str, ...]:
        """Recused jurors leave the quorum's base (D8)."""
        return tuple(member.juror for member in self.members if not member.is_recused)

    @property
    def voice(self) -> str | None:
        """Who holds the chair's vote for this item (p.123): the chair, or where recused the deputy."""
        chair = self.chair
        if chair is None or chair.is_recused:
            return self.deputy
        return chair.juror


def reasons_against(opening: Opening) -> tuple[Refusal, ...]:
    """Every reason why this vote may not open; empty means that it may."""
    chair = opening.chair
    pending = sum(member.is_pending for member in opening.members)
    checks = (
        (chair is None, Refusal("jury.no_chair", "p.120")),
        (not opening.eligible, Refusal("jury.nobody_eligible", "p.120")),
        (pending > 0, Refusal("jury.recusals_pending", "p.121", {"count": pending})),
        (not opening.at < opening.closes_at, Refusal("jury.closes_in_the_past")),
        (opening.closes_at > opening.announced_at, Refusal("jury.closes_after_forum", "p.124")),
        *deputy_checks(chair, opening.deputy, opening.eligible),
    )
    return tuple(refusal for failed, refusal in checks if failed)


def deputy_checks(
    chair: Member | None, deputy: str | None, eligible: Sequence[str]
) -> tuple[tuple[bool, Refusal], ...]:
    """A deputy is named exactly where the chair is recused, and is a juror who may vote here (D8)."""
    recused = chair is not None and chair.is_recused
    stranger = recused and deputy is not None and deputy not in eligible
    return (
        (recused and deputy is None, Refusal("jury.chair_recused", "p.123")),
        (not recused and deputy is not None, Refusal("jury.deputy_not_needed", "p.123")),
        (stranger, Refusal("jury.deputy_not_eligible", "p.123")),
    )
