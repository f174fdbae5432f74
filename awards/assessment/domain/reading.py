"""What each record read for a pair comes to, and the subordinations that connect the two bodies. Pure.

`conflicts` decides; this module only says why, record by record, for people to read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from awards.assessment.domain.conflicts import Checked, Tie, TieKind, Window
from awards.registry.domain import SubordinationFacts, holds_on

Links = tuple[SubordinationFacts, ...]


class Why(StrEnum):
    """The first four block the pair, the others do not."""

    NOMINEE = "nominee"
    OPEN = "open"
    RECENT = "recent"
    TO_COME = "to_come"
    TOO_OLD = "too_old"
    SIBLING = "sibling_only"
    """Subordinate of the same parent, which the methodology does not count."""
    UNRELATED = "unrelated"


@dataclass(frozen=True)
class Reading:
    """A record, what it comes to and why; `chain` are the subordinations from its body to the entrant."""

    checked: Checked
    why: Why
    chain: Links = ()


def read(checked: Iterable[Checked], entrant_id: str, window: Window, links: Links) -> tuple[Reading, ...]:
    """Each record with its reason. `entrant_id` is the organisation that entered."""
    found = []
    for one in checked:
        chain = connection(one.tie, entrant_id, window.reference, links)
        found.append(Reading(one, _why(one, window, is_sibling=bool(chain)), chain))
    return tuple(found)


def _why(one: Checked, window: Window, *, is_sibling: bool) -> Why:
    if one.relation is None:
        return Why.SIBLING if is_sibling else Why.UNRELATED
    if not one.is_recent:
        return Why.TOO_OLD
    if one.tie.kind is TieKind.NOMINEE:
        return Why.NOMINEE
    if one.tie.since > window.reference:
        return Why.TO_COME
    return Why.OPEN if one.tie.until is None else Why.RECENT


def connection(tie: Tie, organisation_id: str, reference: date, links: Sequence[SubordinationFacts]) -> Links:
    """The subordinations that lead from the tie's organisation to the other one, the shortest way.

    They hold together on the first day that connects the two, of the days of the tie and `reference`: all
    upwards or all downwards; a common direct parent only where there is no such way. Empty: none connects
    them, or both are the same.
    """
    if tie.organisation_id == organisation_id:
        return ()
    days = sorted(
        {tie.since, reference} | {link.since for link in links if holds_on(tie.since, tie.until, link.since)}
    )
    sides: Links = ()
    for day in days:
        held = tuple(link for link in links if holds_on(link.since, link.until, day))
        for upwards in (True, False):
            way = _way(tie.organisation_id, organisation_id, held, upwards=upwards)
            if way:
                return way
        sides = sides or _common_parent(tie.organisation_id, organisation_id, held)
    return sides


def _way(start: str, goal: str, held: Links, *, upwards: bool) -> Links:
    came_by: dict[str, SubordinationFacts | None] = {start: None}
    waiting = deque([start])
    while waiting and goal not in came_by:
        here = waiting.popleft()
        for link in held:
            source, target = (link.child_id, link.parent_id) if upwards else (link.parent_id, link.child_id)
            if source == here and target not in came_by:
                came_by[target] = link
                waiting.append(target)
    return _walked_back(goal, came_by, upwards=upwards) if goal in came_by else ()


def _walked_back(goal: str, came_by: Mapping[str, SubordinationFacts | None], *, upwards: bool) -> Links:
    way: list[SubordinationFacts] = []
    here = goal
    while (link := came_by[here]) is not None:
        way.append(link)
        here = link.child_id if upwards else link.parent_id
    return tuple(reversed(way))


def _common_parent(one: str, other: str, held: Links) -> Links:
    """The subordinations of both under a parent they share; the first found where they share several."""
    theirs = tuple(link for link in held if link.child_id == other)
    for first in (link for link in held if link.child_id == one):
        for second in theirs:
            if first.parent_id == second.parent_id:
                return (first, second)
    return ()
