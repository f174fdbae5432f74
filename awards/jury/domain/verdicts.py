"""From places by score and the count to medals (p.122, D7, D12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from awards.jury.domain.ballots import MEDALS
from awards.jury.domain.tally import Count, Status
from awards.jury.domain.vocabulary import How, Medal
from awards.jury.domain.zone import Placement

BY_SCORE = "score"
"""`Place.decided_by` of a medal that the scores alone settled."""


@dataclass(frozen=True)
class Place:
    """A medal that is awarded: to whom, and by which rule (`score`, or a step's `decided_by`)."""

    medal: Medal
    entry: str
    decided_by: str


def places(placement: Placement, count: Count | None) -> tuple[Place, ...]:
    """The medals awarded, the highest first; a medal without a place is not awarded (D7).

    Raises ValueError where the placement leaves medals to a vote that has not decided them.
    """
    if placement.votes and (count is None or count.status is not Status.DECIDED):
        raise ValueError("the medals at stake are not decided")
    found = []
    for medal in MEDALS:
        by_score = placement.medals.get(medal)
        voted = count.medals.get(medal) if count else None
        if by_score is not None:
            found.append(Place(medal, by_score, BY_SCORE))
        elif voted is not None and count is not None:
            found.append(Place(medal, voted, settled_by(count, medal)))
    return tuple(found)


def settled_by(count: Count, medal: Medal) -> str:
    """The rule of the step that named the medal's winner: the last step of that medal."""
    return next(step.decided_by.value for step in reversed(count.steps) if step.medal is medal)


def how_settled(zone: Sequence[str], placement: Placement, *, gives_medals: bool) -> How:
    """How the segment's medals are settled; `zone` are the finalists with 90 to 100 points."""
    if not gives_medals:
        return How.NO_MEDALS
    if not zone:
        return How.NO_FINALISTS
    return How.BY_VOTE if placement.votes else How.BY_SCORE


def by_medal(found: Sequence[Place]) -> Mapping[Medal, str]:
    """Medal to entry id."""
    return {place.medal: place.entry for place in found}
