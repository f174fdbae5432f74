"""The calendar of an edition: instants in order, and whether the call is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import pairwise

from awards.core.clock import ASTANA
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


class Milestone(StrEnum):
    """The instants of the calendar, by the names of their fields."""

    OPENS = "opens_at"
    CLOSES = "closes_at"
    ADMISSIBILITY = "admissibility_until"
    ASSESSMENT = "assessment_until"
    VOTING = "voting_until"
    FORUM = "forum_at"


def calendar_faults(calendar: Calendar) -> tuple[Refusal, ...]:
    """Every pair of instants that stands in the wrong order; empty for a calendar that can be run.

    Each instant is strictly before the next. Entries open on or after the day of the announcement, and the
    reference date (D3) is not after the day entries open; days are Astana days.
    """
    order = tuple(Milestone)
    faults = [
        Refusal("competition.calendar_order", facts={"first": first, "then": then})
        for first, then in pairwise(order)
        if getattr(calendar, first) >= getattr(calendar, then)
    ]
    opening_day = calendar.opens_at.astimezone(ASTANA).date()
    if calendar.reference_date > opening_day:
        faults.append(Refusal("competition.reference_date_late", "p.121"))
    if calendar.announced_on > opening_day:
        faults.append(Refusal("competition.announced_late"))
    return tuple(faults)


def default_calendar(year: int) -> Calendar:
    """The usual year: announced on 1 April, entries from 1 June to 31 July, the forum on 20 November."""

    def at(month: int, day: int, hour: int) -> datetime:
        return datetime(year, month, day, hour, tzinfo=ASTANA).astimezone(UTC)

    return Calendar(
        announced_on=date(year, 4, 1),
        reference_date=date(year, 4, 1),
        opens_at=at(6, 1, 9),
        closes_at=at(7, 31, 18),
        admissibility_until=at(8, 20, 18),
        assessment_until=at(9, 30, 18),
        voting_until=at(10, 30, 18),
        forum_at=at(11, 20, 10),
    )
