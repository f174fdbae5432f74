"""Words of the jury that both rules and tables use."""

from __future__ import annotations

from enum import StrEnum


class Medal(StrEnum):
    GOLD = "gold"
    SILVER = "silver"
    BRONZE = "bronze"


class How(StrEnum):
    """How a segment's medals were settled (D7, D8).

    Two ways leave the segment without any: nobody in the zone of 90 to 100 points, and a special nomination
    of a methodology that gives none there (D2).
    """

    BY_SCORE = "by_score"
    BY_VOTE = "by_vote"
    NO_FINALISTS = "no_finalists"
    NO_MEDALS = "no_medals"
