"""p.121: who may not assess whose entry, from dated facts alone (D3). Nothing here can be overridden."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from awards.registry.domain import SubordinationFacts, group_on, holds_on

POINT = "p.121"
SHORTEST_WINDOW = 12
"""Months. The Rules say one year; a methodology may ask for more, never for less."""


class TieKind(StrEnum):
    """How an assessor is tied to an organisation or to an entry."""

    CONSULTANCY = "consultancy"
    PROJECT_ACTIVITY = "project_activity"
    EMPLOYMENT = "employment"
    MEMBERSHIP = "membership"
    """Acts for the organisation in this portal."""
    NOMINEE = "nominee"
    """Is the very person the entry puts forward."""


class Relation(StrEnum):
    """What the organisation of a tie is to the entrant."""

    SAME = "same"
    GROUP = "group"
    """A parent or subordinate body, at any depth."""
    SIBLING = "sibling"
    """Another subordinate of a direct parent: counts only where the methodology says so."""


@dataclass(frozen=True)
class Tie:
    """A dated record that ties a person to an organisation; `until` None is open-ended, else its last day."""

    record_id: str
    source: str
    """The table of the record: "engagement", "firm_consultant", "role_held", "membership" or "entry"."""
    kind: TieKind
    organisation_id: str
    since: date
    until: date | None = None
    note: str = ""
    firm_id: str = ""
    """The consulting firm that assigned the person to its client, where it was through one (p.109)."""


@dataclass(frozen=True)
class Entrant:
    """What of an entry p.121 looks at; `person_id` is the manager whom the entry puts forward, if any."""

    entry_id: str
    organisation_id: str
    person_id: str | None = None


@dataclass(frozen=True)
class Window:
    """The look-back: `months` calendar months before the edition's reference date, counted back from it.

    Counting back decides about 29 February: from 29.02.2028 it comes to 28.02.2027, from 28.02.2029 to
    28.02.2028, so that a tie which ended on 29.02.2028 is still less than 12 months old on 28.02.2029.
    """

    reference: date
    months: int = SHORTEST_WINDOW

    @property
    def begins(self) -> date:
        """What ended on this day ended exactly `months` ago, and no longer counts."""
        return months_before(self.reference, max(self.months, SHORTEST_WINDOW))

    def covers(self, until: date | None) -> bool:
        """Whether a tie that ends on `until` counts: it is open, ended less than `months` ago, or is to come.

        When it began does not matter: one that begins after the reference date runs during the competition.
        """
        return until is None or until > self.begins


@dataclass(frozen=True)
class Checked:
    """A record that was read for a pair, and what it comes to: a conflict if it is recent and related."""

    tie: Tie
    is_recent: bool
    relation: Relation | None

    @property
    def blocks(self) -> bool:
        return self.is_recent and self.relation is not None


@dataclass(frozen=True)
class Conflict:
    """One reason why an assessor may not assess an entry, with the record it rests on."""

    kind: str
    record_id: str
    source: str
    organisation_id: str
    since: date | None = None
    until: date | None = None
    relation: str = ""
    point: str = POINT

    def to_json(self) -> dict[str, Any]:
        """As a clearance keeps it: dates as ISO text, the rest as it is."""
        return {
            "kind": self.kind,
            "record_id": self.record_id,
            "source": self.source,
            "point": self.point,
            "organisation_id": self.organisation_id,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "relation": self.relation,
        }


def months_before(day: date, months: int) -> date:
    """The same day of the calendar `months` earlier, or the last day of that month where it is shorter.

    >>> months_before(date(2028, 2, 29), 12)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Groups:
    """Groups of organisations over time, each computed once however many pairs ask for it."""

    def __init__(self, links: Iterable[SubordinationFacts], *, siblings: bool = False) -> None:
        self._links = tuple(links)
        self._siblings = siblings
        self._on: dict[tuple[str, date, bool], frozenset[str]] = {}
        self._during: dict[tuple[str, date, date | None, date, bool], frozenset[str]] = {}

    def on(self, organisation_id: str, day: date, *, siblings: bool = False) -> frozenset[str]:
        """The organisation's group on a day, itself included."""
        key = (organisation_id, day, siblings)
        if key not in self._on:
            self._on[key] = group_on(organisation_id, self._links, day, siblings=siblings)
        return self._on[key]

    def during(self, tie: Tie, reference: date, *, siblings: bool = False) -> frozenset[str]:
        """What is in the group of the tie's organisation on some day of the tie, or on `reference`.

        Between two beginnings of links a group only loses members: those days and the tie's first decide.
        """
        key = (tie.organisation_id, tie.since, tie.until, reference, siblings)
        if key not in self._during:
            days = {tie.since, reference}
            days |= {link.since for link in self._links if holds_on(tie.since, tie.until, link.since)}
            groups = (self.on(tie.organisation_id, day, siblings=siblings) for day in sorted(days))
            self._during[key] = frozenset().union(*groups)
        return self._during[key]

    def relation(self, tie: Tie, organisation_id: str, reference: date) -> Relation | None:
        """What the tie's organisation is to another one; None where p.121 sees no connection."""
        if tie.organisation_id == organisation_id:
            return Relation.SAME
        if organisation_id in self.during(tie, reference):
            return Relation.GROUP
        if self._siblings and organisation_id in self.during(tie, reference, siblings=True):
            return Relation.SIBLING
        return None


def examine(
    ties: Sequence[Tie], entrant: Entrant, window: Window, groups: Groups, *, person_id: str = ""
) -> tuple[Checked, ...]:
    """Every record read for one pair, in the order given, with what each comes to.

    The nominee of the entry is tied to it whatever the dates. Region is no reason and is not looked at.
    """
    checked = [
        Checked(
            tie,
            window.covers(tie.until),
            groups.relation(tie, entrant.organisation_id, window.reference),
        )
        for tie in ties
    ]
    if person_id and person_id == entrant.person_id:
        own = Tie(entrant.entry_id, "entry", TieKind.NOMINEE, entrant.organisation_id, window.reference)
        checked.append(Checked(own, is_recent=True, relation=Relation.SAME))
    return tuple(checked)


def conflicts(
    ties: Sequence[Tie], entrant: Entrant, window: Window, groups: Groups, *, person_id: str = ""
) -> tuple[Conflict, ...]:
    """Every reason, under p.121, why this person may not assess this entry; empty means none."""
    recent = [tie for tie in ties if window.covers(tie.until)]
    return tuple(
        Conflict(
            kind=one.tie.kind.value,
            record_id=one.tie.record_id,
            source=one.tie.source,
            organisation_id=one.tie.organisation_id,
            since=one.tie.since,
            until=one.tie.until,
            relation=one.relation.value if one.relation else "",
        )
        for one in examine(recent, entrant, window, groups, person_id=person_id)
        if one.blocks
    )
