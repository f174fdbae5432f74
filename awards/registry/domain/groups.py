"""Groups of organisations on a day: everyone above and below, at any depth (D3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import date

from awards.registry.domain.facts import SubordinationFacts, holds_on


def group_on(
    organisation_id: str, links: Iterable[SubordinationFacts], day: date, *, siblings: bool = False
) -> frozenset[str]:
    """The organisation itself, its parents and its subordinates on `day`, at any depth.

    Organisations that merely share a direct parent are in only with `siblings`.
    """
    parents: defaultdict[str, set[str]] = defaultdict(set)
    children: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        if holds_on(link.since, link.until, day):
            parents[link.child_id].add(link.parent_id)
            children[link.parent_id].add(link.child_id)
    group = _reached(organisation_id, parents) | _reached(organisation_id, children)
    if siblings:
        for parent in parents.get(organisation_id, ()):
            group |= children[parent]
    return frozenset(group)


def closes_circle(new: SubordinationFacts, links: Iterable[SubordinationFacts]) -> bool:
    """Whether `new` would make an organisation its own superior on some day.

    Links change only on the days they begin, so those days within `new` decide for all others.
    """
    known = tuple(link for link in links if link.id != new.id)
    days = {new.since} | {link.since for link in known if holds_on(new.since, new.until, link.since)}
    return any(new.child_id in _superiors(new.parent_id, known, day) for day in days)


def _superiors(organisation_id: str, links: Iterable[SubordinationFacts], day: date) -> set[str]:
    parents: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        if holds_on(link.since, link.until, day):
            parents[link.child_id].add(link.parent_id)
    return _reached(organisation_id, parents)


def _reached(start: str, steps: Mapping[str, Set[str]]) -> set[str]:
    """Everything reachable from `start`, itself included; circles end by themselves."""
    seen, waiting = {start}, [start]
    while waiting:
        for following in steps.get(waiting.pop(), ()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return seen
