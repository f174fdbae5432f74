"""What is announced at the forum, in what order, and who may know it before (p.124, R15). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from awards.core.errors import Refusal
from awards.core.workflow import EditionState
from awards.jury.domain.ballots import MEDALS
from awards.jury.domain.vocabulary import Medal

ANNOUNCED: tuple[Medal, ...] = tuple(reversed(MEDALS))
"""Bronze first, gold last."""


def publication_faults(
    state: EditionState, approved_by: str | None, executor: str | None, forum_at: datetime, at: datetime
) -> tuple[Refusal, ...]:
    """Every reason why results may not be made public now: two people, sealed results, the forum begun."""
    checks = (
        (state is not EditionState.SEALED, Refusal("results.not_sealed", "p.122")),
        (approved_by is None, Refusal("results.not_approved", "p.124")),
        (approved_by is not None and approved_by == executor, Refusal("results.same_person", "p.124")),
        (at < forum_at, Refusal("results.before_forum", "p.124", {"when": forum_at})),
    )
    return tuple(refusal for failed, refusal in checks if failed)


def band(milli: int) -> str:
    """The band of an entry's own score that its applicant is told (R7): the score itself is not.

    >>> band(89_999)
    'strong'
    """
    bounds: Mapping[str, int] = {"zone": 90_000, "strong": 75_000, "sound": 60_000, "early": 0}
    return next(name for name, least in bounds.items() if milli >= least)
