"""p.121 by examples at every boundary, and by laws (D3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.assessment.domain.conflicts import (
    Checked,
    Entrant,
    Groups,
    Relation,
    Tie,
    TieKind,
    Window,
    conflicts,
    examine,
    months_before,
)
from awards.registry.domain import SubordinationFacts

REFERENCE = date(2026, 4, 1)
WINDOW = Window(REFERENCE)
ENTRANT = Entrant("entry", "ministry")
ALONE = Groups(())


def tie(
    until: date | None, organisation: str = "ministry", since: date = date(2020, 1, 1), record: str = "r"
) -> Tie:
    return Tie(record, "engagement", TieKind.CONSULTANCY, organisation, since, until)


def link(
    child: str, parent: str, since: date = date(2000, 1, 1), until: date | None = None
) -> SubordinationFacts:
    return SubordinationFacts(f"{child}>{parent}", child, parent, since, until)


@pytest.mark.parametrize(
    ("until", "blocks"),
    [
        (date(2025, 3, 31), False),
        (date(2025, 4, 1), False),  # exactly twelve months before: allowed
        (date(2025, 4, 2), True),
        (date(2026, 4, 1), True),
        (date(2027, 1, 1), True),
        (None, True),
    ],
)
def test_a_tie_blocks_when_it_ended_less_than_twelve_months_before(until: date | None, blocks: bool) -> None:
    assert bool(conflicts([tie(until)], ENTRANT, WINDOW, ALONE)) is blocks


def test_a_tie_that_begins_after_the_reference_date_blocks_too() -> None:
    later = tie(date(2026, 9, 1), since=date(2026, 6, 1))
    assert conflicts([later], ENTRANT, WINDOW, ALONE)


@pytest.mark.parametrize(
    ("reference", "begins"),
    [
        (date(2028, 2, 29), date(2027, 2, 28)),  # there is no 29 February a year before
        (date(2029, 2, 28), date(2028, 2, 28)),  # so 29 February 2028 is less than twelve months before
        (date(2025, 2, 28), date(2024, 2, 28)),
        (date(2026, 1, 31), date(2025, 1, 31)),
        (date(2026, 12, 31), date(2025, 12, 31)),
    ],
)
def test_the_window_counts_calendar_months(reference: date, begins: date) -> None:
    window = Window(reference)
    assert window.begins == begins
    assert not window.covers(begins)
    assert window.covers(begins + timedelta(days=1))


def test_a_longer_window_is_taken_and_a_shorter_one_is_not() -> None:
    ended = tie(date(2024, 6, 1))
    assert not conflicts([ended], ENTRANT, WINDOW, ALONE)
    assert conflicts([ended], ENTRANT, Window(REFERENCE, 24), ALONE)
    assert Window(REFERENCE, 3).begins == WINDOW.begins
    assert months_before(date(2026, 3, 31), 18) == date(2024, 9, 30)


def test_parents_and_subordinates_block_at_any_depth_and_siblings_do_not() -> None:
    links = (link("ministry", "government"), link("centre", "ministry"), link("branch", "centre"),
             link("agency", "government"))  # fmt: skip
    related = {"government": Relation.GROUP, "centre": Relation.GROUP, "branch": Relation.GROUP,
               "ministry": Relation.SAME, "agency": None, "stranger": None}  # fmt: skip
    for organisation, relation in related.items():
        (checked,) = examine([tie(None, organisation)], ENTRANT, WINDOW, Groups(links))
        assert checked.relation is relation
        assert checked.blocks is (relation is not None)


def test_siblings_block_where_the_methodology_says_so() -> None:
    links = (link("ministry", "government"), link("agency", "government"))
    (checked,) = examine([tie(None, "agency")], ENTRANT, WINDOW, Groups(links, siblings=True))
    assert checked.relation is Relation.SIBLING and checked.blocks


def test_a_group_of_the_engagements_days_counts_though_it_is_dissolved_since() -> None:
    ended = tie(date(2025, 12, 31), "centre", since=date(2025, 1, 1))
    gone = Groups([link("centre", "ministry", until=date(2025, 6, 30))])
    assert conflicts([ended], ENTRANT, WINDOW, gone)
    before = Groups([link("centre", "ministry", until=date(2024, 12, 31))])
    assert not conflicts([ended], ENTRANT, WINDOW, before)


def test_a_group_that_came_about_after_the_engagement_counts_on_the_reference_date() -> None:
    ended = tie(date(2025, 12, 31), "centre", since=date(2025, 1, 1))
    assert conflicts([ended], ENTRANT, WINDOW, Groups([link("centre", "ministry", since=REFERENCE)]))
    tomorrow = REFERENCE + timedelta(days=1)
    assert not conflicts([ended], ENTRANT, WINDOW, Groups([link("centre", "ministry", since=tomorrow)]))


def test_the_nominee_is_tied_to_their_own_entry() -> None:
    entrant = Entrant("entry", "ministry", "me")
    (found,) = conflicts([], entrant, WINDOW, ALONE, person_id="me")
    assert (found.kind, found.record_id, found.point) == ("nominee", "entry", "p.121")
    assert not conflicts([], entrant, WINDOW, ALONE, person_id="another")
    assert not conflicts([], ENTRANT, WINDOW, ALONE, person_id="")


def test_every_reason_is_told_with_its_record() -> None:
    found = conflicts([tie(None, record="a"), tie(date(2020, 2, 1), record="b"), tie(REFERENCE, record="c")],
                      ENTRANT, WINDOW, ALONE)  # fmt: skip
    assert [one.record_id for one in found] == ["a", "c"]
    assert found[0].to_json() == {
        "kind": "consultancy", "record_id": "a", "source": "engagement", "point": "p.121",
        "organisation_id": "ministry", "since": "2020-01-01", "until": None, "relation": "same",
    }  # fmt: skip


days = st.dates(date(2020, 1, 1), date(2028, 12, 31))
names = st.sampled_from("abcdef")


@st.composite
def ties(draw: st.DrawFn) -> Tie:
    since = draw(days)
    until = draw(st.none() | st.dates(since, date(2029, 12, 31)))
    return tie(until, draw(names), since, record=str(draw(st.integers(0, 99))))


@st.composite
def links(draw: st.DrawFn) -> SubordinationFacts:
    child, parent = draw(st.lists(names, min_size=2, max_size=2, unique=True))
    since = draw(days)
    return link(child, parent, since, draw(st.none() | st.dates(since, date(2029, 12, 31))))


def blocked(found: tuple[Checked, ...]) -> set[str]:
    return {one.tie.record_id for one in found if one.blocks}


@given(ties(), st.lists(links(), max_size=8), days, names, st.booleans())
def test_the_group_of_an_engagement_is_that_of_some_of_its_days_or_the_reference(
    one: Tie, given_links: list[SubordinationFacts], reference: date, organisation: str, siblings: bool
) -> None:
    """The few days looked at stand for all of them: the same as asking every single day."""
    groups = Groups(given_links, siblings=siblings)
    last = min(one.until or date(2030, 1, 1), date(2030, 1, 1))
    every = {one.since + timedelta(days=n) for n in range((last - one.since).days + 1)} | {reference}
    slow = any(
        one.organisation_id in Groups(given_links).on(organisation, day, siblings=siblings)
        for day in sorted({day for day in every if _changes(given_links, day)} | {one.since, last, reference})
    )
    assert (groups.relation(one, organisation, reference) is not None) is slow


def _changes(given_links: list[SubordinationFacts], day: date) -> bool:
    """Whether a link begins on the day, ends on it or ended the day before."""
    return any(
        day in (one.since, one.until) or (one.until and day == one.until + timedelta(days=1))
        for one in given_links
    )


@given(st.lists(ties(), max_size=6), st.lists(links(), max_size=6), days, names)
def test_conflicts_are_exactly_the_records_that_block(
    given_ties: list[Tie], given_links: list[SubordinationFacts], reference: date, organisation: str
) -> None:
    entrant, window, groups = Entrant("e", organisation), Window(reference), Groups(given_links)
    found = conflicts(given_ties, entrant, window, groups)
    checked = examine(given_ties, entrant, window, groups)
    assert len(checked) == len(given_ties)
    assert [one.record_id for one in found] == [one.tie.record_id for one in checked if one.blocks]


@given(st.lists(ties(), max_size=6), st.lists(links(), max_size=6), days, names, st.integers(12, 60))
def test_more_months_more_links_or_siblings_never_free_anybody(
    given_ties: list[Tie],
    given_links: list[SubordinationFacts],
    reference: date,
    organisation: str,
    months: int,
) -> None:
    entrant = Entrant("e", organisation)
    plain = blocked(examine(given_ties, entrant, Window(reference), Groups(given_links[1:])))
    wider = blocked(
        examine(given_ties, entrant, Window(reference, months), Groups(given_links, siblings=True))
    )
    assert plain <= wider


@given(ties(), days, st.integers(0, 800))
def test_ending_an_engagement_earlier_never_adds_a_conflict(
    one: Tie, reference: date, days_less: int
) -> None:
    if one.until is None:
        return
    until = max(one.since, one.until - timedelta(days=days_less))
    earlier = Tie(one.record_id, one.source, one.kind, one.organisation_id, one.since, until)
    entrant, window = Entrant("e", one.organisation_id), Window(reference)
    assert bool(conflicts([earlier], entrant, window, ALONE)) <= bool(
        conflicts([one], entrant, window, ALONE)
    )


@given(days, st.integers(12, 60))
def test_a_window_is_never_shorter_than_its_months(reference: date, months: int) -> None:
    begins = Window(reference, months).begins
    assert (begins.year * 12 + begins.month) == reference.year * 12 + reference.month - months
    assert begins.day <= reference.day
