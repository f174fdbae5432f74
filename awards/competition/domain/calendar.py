"""The calendar of an edition: instants in order, and whether the call is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from awards.core.errors import Refusal


@dataclass(frozen=True)
class Calendar:
    """Instants of an edition in UTC; the days are Astana days.

    `reference_date` is the day the conflict window of p.121 counts back from (D3).
    """

    announced_on: date
    reference_date: date
    opens_at: datetime
    closes_at: datetime
    admissibility_until: datetime
    assessment_until: datetime
    voting_until: datetime
    forum_at: datetime

    def is_open(self, at: datetime) -> bool:
        """The closing instant is late: an entry that arrives at `closes_at` is refused."""
        return self.opens_at <= at < self.closes_at


_ORDER = (
    ("opens_at", "closes_at"),
    ("closes_at", "admissibility_until"),
    ("admissibility_until", "assessment_until"),
    ("assessment_until", "voting_until"),
    ("voting_until", "forum_at"),
)


def calendar_faults(calendar: Calendar) -> tuple[Refusal, ...]:
    """Every pair of instants that stands in the wrong order; empty for a calendar that can be run."""
    faults = [
        Refusal("competition.calendar_order", facts={"first": first, "then": then})
        for first, then in _ORDER
        if getattr(calendar, first) >= getattr(calendar, then)
    ]
    if calendar.reference_date > calendar.opens_at.date():
        faults.append(Refusal("competition.reference_date_late", "p.121"))
    return tuple(faults)
