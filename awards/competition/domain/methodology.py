"""The methodology: every decision D1-D9 that is a setting, with its default and its bounds (p.122)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from awards.core.errors import Refusal


class NominationKind(StrEnum):
    STANDARD = "standard"
    SPECIAL = "special"


class RubricTemplate(StrEnum):
    """The shipped rubrics; a special nomination starts from one of them."""

    BEST_PROJECT = "best_project"
    BEST_MANAGER = "best_manager"
    BEST_OFFICE = "best_pmo"


class DecisionBody(StrEnum):
    AUTHORISED_BODY = "authorised_body"
    COMMITTEE = "committee"
    JURY = "jury"


class Aggregation(StrEnum):
    """Methods of DESIGN 4.2; the methodology names one before the edition opens."""

    RAW = "raw"
    OFFSET = "offset"
    FIXED = "fixed"
    HUBER = "huber"
    TRIMMED = "trimmed"
    LOGIT = "logit"


class VoteMethod(StrEnum):
    """Methods of DESIGN 4.3."""

    ROUNDS_MAJORITY = "rounds-majority"
    ROUNDS_PLURALITY = "rounds-plurality"
    SCHULZE = "schulze"
    BORDA = "borda"
    IRV = "irv"


@dataclass(frozen=True)
class MethodologySettings:
    """Every decision D1-D9 that is a setting, with the default of the decisions page.

    Points are milli-points; `window_months` may be 12 or more, never less (D3).
    """

    aggregation: Aggregation = Aggregation.OFFSET
    assessors_per_entry: int = 3
    minimum_sheets: int = 3
    window_months: int = 12
    siblings_conflict: bool = False
    discrepancy_total_milli: int = 15_000
    discrepancy_level_halves: int = 6
    rationale_at_or_below: int = 8
    """Half-levels: a level of 4 or less needs a written rationale."""
    rationale_at_or_above: int = 18
    top_n: int = 0
    """D5: also admit the top N of a segment as finalists (0: the zone alone)."""
    medals_in_special: bool = True
    vote_method: VoteMethod = VoteMethod.ROUNDS_MAJORITY
    quorum_numerator: int = 2
    quorum_denominator: int = 3
    subordinate_with_parent: bool = False

    def to_json(self) -> dict[str, Any]:
        return {key: getattr(value, "value", value) for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> MethodologySettings:
        """Settings back from storage. Raises TypeError or ValueError for what it does not know."""
        known = dict(data)
        known["aggregation"] = Aggregation(known.get("aggregation", "offset"))
        known["vote_method"] = VoteMethod(known.get("vote_method", "rounds-majority"))
        return cls(**known)


def settings_faults(settings: MethodologySettings) -> tuple[Refusal, ...]:
    """Every reason why these settings may not be approved; empty means they may."""
    checks = (
        (settings.window_months < 12, Refusal("competition.window_too_short", "p.121", {"months": 12})),
        (
            not 1 <= settings.minimum_sheets <= settings.assessors_per_entry,
            Refusal("competition.minimum_sheets", "p.121", {"planned": settings.assessors_per_entry}),
        ),
        (not 1 <= settings.assessors_per_entry <= 15, Refusal("competition.assessors_per_entry", "p.121")),
        (not 0 <= settings.discrepancy_total_milli <= 100_000, Refusal("competition.discrepancy", "p.122")),
        (not 0 <= settings.discrepancy_level_halves <= 20, Refusal("competition.discrepancy", "p.122")),
        (
            not 0 <= settings.rationale_at_or_below < settings.rationale_at_or_above <= 20,
            Refusal("competition.rationale", "p.122"),
        ),
        (settings.top_n < 0, Refusal("competition.top_n", "p.122")),
        (
            not 0 < settings.quorum_numerator <= settings.quorum_denominator,
            Refusal("competition.quorum", "p.122"),
        ),
    )
    return tuple(refusal for failed, refusal in checks if failed)
