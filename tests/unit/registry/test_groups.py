"""Groups of organisations: ancestors and descendants over dated links, never cousins."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from awards.registry.domain import SubordinationFacts, closes_circle, group_on

DAY = date(2026, 4, 1)
NAMES = "abcdefg"


def link(
    child: str, parent: str, since: date = date(2020, 1, 1), until: date | None = None
) -> SubordinationFacts:
    return SubordinationFacts(f"{child}<{parent}", child, parent, since, until)


@st.composite
def trees(draw: st.DrawFn) -> tuple[SubordinationFacts, ...]:
    """Links in which everyone's parents come earlier in the alphabet, so there is no circle."""
    found = []
    for index, child in enumerate(NAMES[1:], start=1):
        for parent in draw(st.sets(st.sampled_from(NAMES[:index]), max_size=2)):
            since = DAY + timedelta(days=draw(st.integers(-3, 3)))
            until = draw(
                st.none() | st.integers(0, 3).map(lambda days, since=since: since + timedelta(days=days))
            )
            found.append(link(child, parent, since, until))
    return tuple(found)


def test_depth_does_not_matter_and_siblings_do_not_count() -> None:
    links = (link("b", "a"), link("c", "b"), link("d", "c"), link("e", "b"), link("f", "a"))
    assert group_on("c", links, DAY) == set("abcd")
    assert group_on("b", links, DAY) == set("abcde")
    assert group_on("c", links, DAY, siblings=True) == set("abcde")


def test_a_link_holds_on_its_first_and_its_last_day_only_between() -> None:
    links = (link("b", "a", DAY, DAY + timedelta(days=1)),)
    held = [day for day in range(-1, 3) if "a" in group_on("b", links, DAY + timedelta(days=day))]
    assert held == [0, 1]


def test_a_body_that_moved_belongs_to_each_parent_in_its_time() -> None:
    moved = date(2025, 9, 8)
    links = (link("c", "a", until=moved - timedelta(days=1)), link("c", "b", since=moved))
    assert group_on("c", links, moved - timedelta(days=1)) == {"c", "a"}
    assert group_on("c", links, moved) == {"c", "b"}


@given(trees(), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_being_in_the_group_is_mutual(links: tuple[SubordinationFacts, ...], one: str, two: str) -> None:
    assert (two in group_on(one, links, DAY)) == (one in group_on(two, links, DAY))


@given(trees(), st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_the_order_of_links_does_not_matter(
    links: tuple[SubordinationFacts, ...], one: str, random: object
) -> None:
    shuffled = list(links)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    group = group_on(one, links, DAY)
    assert one in group
    assert group_on(one, shuffled, DAY) == group


@given(trees(), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_a_circle_is_seen_on_whatever_day_it_would_close(
    links: tuple[SubordinationFacts, ...], child: str, parent: str
) -> None:
    """By brute force: some day on which the new parent already stands under the child."""
    if child == parent:
        return
    new = SubordinationFacts("new", child, parent, DAY, DAY + timedelta(days=4))
    days = [DAY + timedelta(days=day) for day in range(5)]

    def stands_under(low: str, high: str, day: date) -> bool:
        direct = {each.parent_id for each in links if each.child_id == low and each.since <= day
                  and (each.until is None or day <= each.until)}  # fmt: skip
        return high in direct or any(stands_under(middle, high, day) for middle in direct)

    assert closes_circle(new, links) == any(stands_under(parent, child, day) for day in days)


def test_a_circle_in_the_data_does_not_hang() -> None:
    assert group_on("a", (link("a", "b"), link("b", "a")), DAY) == {"a", "b"}
