"""Words of the jury that both rules and tables use."""

from __future__ import annotations

from enum import StrEnum


class Medal(StrEnum):
    GOLD = "gold"
    SILVER = "silver"
    BRONZE = "bronze"


class How(StrEnum):
    """How a segment's medals were settled (D7, D8)."""

    BY_SCORE = "by_score"
    BY_VOTE = "by_vote"
    NO_FINALISTS = "no_finalists"
