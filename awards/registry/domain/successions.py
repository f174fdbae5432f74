"""What the end of a body does to its parent relations (D13): they end with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from awards.registry.domain.facts import SubordinationFacts
from awards.registry.domain.vocabulary import ENDING_SUCCESSIONS, SuccessionKind


def last_day(kind: SuccessionKind, effective_on: date) -> date | None:
    """The last day of the former body: the eve of the reorganisation, or None where it goes on to exist."""
    return effective_on - timedelta(days=1) if kind in ENDING_SUCCESSIONS else None


def ends_of_parents(
    organisation_id: str, links: Iterable[SubordinationFacts], was: date | None, now: date | None
) -> dict[str, date | None]:
    """The new last day of each parent relation that changes when the body's end moves from `was` to `now`.

    Relations that outlast the body are cut at its end; those that were cut at `was` follow it to `now`, and
    open again where the body does not end after all.
    """
    changed: dict[str, date | None] = {}
    for link in links:
        if link.child_id != organisation_id:
            continue
        ended_with_it = was is not None and link.until == was
        outlasts = now is not None and (link.until is None or link.until > now)
        if (ended_with_it or outlasts) and link.until != now:
            changed[link.id] = now
    return changed


def begun_after(
    organisation_id: str, links: Iterable[SubordinationFacts], end: date
) -> tuple[SubordinationFacts, ...]:
    """Parent relations that would begin only after the body has ended."""
    return tuple(link for link in links if link.child_id == organisation_id and link.since > end)
