"""p.121 against an oracle that knows no formula: it walks a small world day by day.

The oracle finds the beginning of the window by stepping back one day at a time, and a group by asking of
every single day who stands above or below whom. `conflicts` must name the very same records.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from awards.assessment.domain.conflicts import Entrant, Groups, Tie, TieKind, Window, conflicts, examine
from awards.assessment.domain.reading import Why, connection, read
from awards.registry.domain import SubordinationFacts

FIRST, LAST = date(2027, 1, 1), date(2029, 4, 30)
"""The world: it has one 29 February, in 2028."""
DAY = timedelta(days=1)
BODIES = "abcde"
Link = tuple[str, str, date, date | None]


def every_day(first: date = FIRST, last: date = LAST) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += DAY


def holds(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or day <= until)


@cache
def window_begins(reference: date, months: int) -> date:
    """Back day by day into the month that lies `months` before, to its same day or the nearest before."""
    day, crossed = reference, 0
    while crossed < months:
        earlier = day - DAY
        crossed += earlier.month != day.month
        day = earlier
    while day.day > reference.day:
        day -= DAY
    return day


def above(body: str, links: list[Link]) -> set[str]:
    found: set[str] = set()
    while True:
        more = {parent for child, parent, _, _ in links if child == body or child in found} - found
        if not more:
            return found
        found |= more


def related(one: str, other: str, links: list[Link], *, siblings: bool) -> bool:
    if one == other or other in above(one, links) or one in above(other, links):
        return True
    parents = [{parent for child, parent, _, _ in links if child == body} for body in (one, other)]
    return siblings and bool(parents[0] & parents[1])


def blocks(
    tie: Tie, entrant: str, reference: date, months: int, links: list[Link], *, siblings: bool
) -> bool:
    begins = window_begins(reference, months)
    days = [day for day in every_day() if holds(tie.since, tie.until, day)]
    is_recent = tie.until is None or any(day > begins for day in days)
    groups = {tuple(link for link in links if holds(link[2], link[3], day)) for day in (*days, reference)}
    return is_recent and any(
        related(tie.organisation_id, entrant, list(held), siblings=siblings) for held in groups
    )


days = st.dates(FIRST, LAST - timedelta(days=60)) | st.sampled_from(
    [
        date(2027, 2, 28),
        date(2027, 3, 1),
        date(2028, 2, 28),
        date(2028, 2, 29),
        date(2028, 3, 1),
        date(2029, 2, 28),
    ]
)
references = st.sampled_from(
    [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2029, 2, 28)]
) | st.dates(date(2028, 1, 1), date(2029, 2, 28))


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date | None]:
    since = draw(days)
    return since, draw(st.none() | st.dates(since, LAST) | st.just(since))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Tie], list[Link]]:
    ties = [
        Tie(
            str(number), "firm_consultant", TieKind.CONSULTANCY, draw(st.sampled_from(BODIES)), *draw(spans())
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    links: list[Link] = []
    for _ in range(draw(st.integers(0, 5))):
        child, parent = draw(st.lists(st.sampled_from(BODIES), min_size=2, max_size=2, unique=True))
        links.append((child, parent, *draw(spans())))
    return ties, links


def as_facts(links: list[Link]) -> tuple[SubordinationFacts, ...]:
    return tuple(SubordinationFacts(str(number), *link) for number, link in enumerate(links))


@given(worlds(), references, st.sampled_from(BODIES), st.booleans(), st.sampled_from([12, 18]))
@example(
    ([Tie("0", "role_held", TieKind.EMPLOYMENT, "a", FIRST, date(2028, 2, 29))], []),
    date(2029, 2, 28),
    "a",
    False,
    12,
)
@example(
    ([Tie("0", "role_held", TieKind.EMPLOYMENT, "a", FIRST, date(2027, 2, 28))], []),
    date(2028, 2, 29),
    "a",
    False,
    12,
)
@example(
    ([Tie("0", "role_held", TieKind.EMPLOYMENT, "a", FIRST, date(2027, 3, 1))], []),
    date(2028, 2, 29),
    "a",
    False,
    12,
)
def test_conflicts_are_what_walking_every_day_finds(
    world: tuple[list[Tie], list[Link]], reference: date, entrant: str, siblings: bool, months: int
) -> None:
    ties, links = world
    found = conflicts(
        ties, Entrant("e", entrant), Window(reference, months), Groups(as_facts(links), siblings=siblings)
    )
    assert {one.record_id for one in found} == {
        tie.record_id for tie in ties if blocks(tie, entrant, reference, months, links, siblings=siblings)
    }


@pytest.mark.parametrize(
    ("reference", "until", "is_blocked"),
    [
        (date(2028, 2, 29), date(2027, 2, 28), False),  # twelve months before the 29th is the 28th
        (date(2028, 2, 29), date(2027, 3, 1), True),
        (date(2029, 2, 28), date(2028, 2, 28), False),
        (date(2029, 2, 28), date(2028, 2, 29), True),  # a day less than twelve months back
        (date(2029, 3, 1), date(2028, 2, 29), False),
        (date(2028, 2, 29), date(2028, 2, 29), True),
    ],
)
def test_the_edges_around_29_february(reference: date, until: date, is_blocked: bool) -> None:
    tie = Tie("r", "engagement", TieKind.CONSULTANCY, "a", FIRST, until)
    assert bool(conflicts([tie], Entrant("e", "a"), Window(reference), Groups(()))) is is_blocked


@given(worlds(), references, st.sampled_from(BODIES), st.booleans())
def test_every_record_is_read_with_a_reason_that_agrees_with_the_rule(
    world: tuple[list[Tie], list[Link]], reference: date, entrant: str, siblings: bool
) -> None:
    """Nothing that was read is left out, and what is said of it is what the rule makes of it."""
    ties, facts = world[0], as_facts(world[1])
    window, groups = Window(reference), Groups(facts, siblings=siblings)
    checked = examine(ties, Entrant("e", entrant), window, groups)
    readings = read(checked, entrant, window, facts)
    assert [one.checked for one in readings] == list(checked)
    for one in readings:
        assert one.checked.blocks is (one.why in (Why.OPEN, Why.RECENT, Why.TO_COME))
        assert (one.why is Why.TOO_OLD) <= (one.checked.tie.until is not None)
        assert (one.why is Why.SIBLING) <= (not siblings and bool(one.chain))


@given(worlds(), references, st.sampled_from(BODIES))
def test_the_subordinations_shown_hold_together_on_one_day_and_lead_from_body_to_body(
    world: tuple[list[Tie], list[Link]], reference: date, entrant: str
) -> None:
    ties, links = world[0], as_facts(world[1])
    for tie in ties:
        chain = connection(tie, entrant, reference, links)
        if not chain:
            continue
        assert any(
            all(holds(link.since, link.until, day) for link in chain)
            for day in (*every_day(), reference)
            if holds(tie.since, tie.until, day) or day == reference
        )
        ends = [end for link in chain for end in (link.child_id, link.parent_id)]
        odd = {end for end in ends if ends.count(end) == 1}
        assert odd == {tie.organisation_id, entrant}
        in_one_group = entrant in Groups(links).during(tie, reference)
        ups = {chain[0].child_id == tie.organisation_id, chain[-1].parent_id == entrant}
        assert in_one_group or (len(chain) == 2 and ups == {True, False})
