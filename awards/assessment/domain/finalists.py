"""Who is a finalist (p.122, D5, D6): the zone of 90 to 100, and the top N where so decided. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from awards.core.points import LINE_MILLI, MAX_MILLI


@dataclass(frozen=True)
class Ranked:
    """An entry's place: equal scores share it, and the next place is counted on (1, 2, 2, 4)."""

    rank: int
    entry_id: str
    milli: int

    @property
    def in_zone(self) -> bool:
        return in_zone(self.milli)


def in_zone(milli: int) -> bool:
    """Whether a score of record is in the winners' zone; compared in milli-points, never rounded (D6)."""
    return LINE_MILLI <= milli <= MAX_MILLI


def ranked(scores: Mapping[str, int]) -> tuple[Ranked, ...]:
    """All entries best first. Within a shared place the order is that of the ids and means nothing."""
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    values = sorted(scores.values(), reverse=True)
    return tuple(Ranked(values.index(milli) + 1, entry_id, milli) for entry_id, milli in ordered)


def finalists(scores: Mapping[str, int], top_n: int = 0) -> tuple[Ranked, ...]:
    """The finalists of a segment, best first: everybody in the zone, and everybody placed within `top_n`.

    A tie at the cut admits all of the tied. Nobody may be a finalist: then the list is empty.
    """
    return tuple(place for place in ranked(scores) if place.in_zone or place.rank <= top_n)
