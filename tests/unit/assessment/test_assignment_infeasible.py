"""The reason given for an infeasible problem is a true one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from awards.assessment.domain.assignment import solve
from awards.assessment.domain.assignment_model import Capacity, Need, Problem
from awards.core.errors import NoAnswer
from tests.factories.assignment_problems import oracle, problems


def refusal(problem: Problem) -> NoAnswer | None:
    try:
        solve(problem)
    except NoAnswer as none:
        return none
    return None


@settings(max_examples=300, deadline=None)
@given(problems(most_entries=6, most_assessors=5))
def test_the_cut_named_is_a_violator_of_hall(problem: Problem) -> None:
    none = refusal(problem)
    assert (none is None) == (oracle(problem) is not None)
    if none is None:
        return
    report, fixed = none.report, set(problem.fixed)
    entries, assessors = set(report["entries"]), set(report["assessors"])
    closed = fixed | set(problem.conflicts)
    needs = {e.id: e.needs - sum(p[1] == e.id for p in fixed) for e in problem.entries}
    taken = {a.id: sum(p[0] == a.id for p in fixed) for a in problem.assessors}
    open_to = {(a.id, e.id) for a in problem.assessors for e in problem.entries} - closed
    assert report["missing"] == report["needed"] - report["available"] > 0
    if "must have at least" in none.cause:
        minimum = {a.id: max(a.minimum - taken[a.id], 0) for a in problem.assessors}
        given_to = {e: sum((a, e) in open_to for a in assessors) for e in needs}
        assert report["needed"] == sum(minimum[a] for a in assessors)
        assert report["available"] == sum(min(needs[e], given_to[e]) for e in needs)
        assert entries == {e for e in needs if given_to[e] and needs[e]}
    else:
        room = {a.id: a.capacity - taken[a.id] for a in problem.assessors}
        asked = {a: sum((a, e) in open_to for e in entries) for a in room}
        assert report["needed"] == sum(needs[e] for e in entries)
        assert report["available"] == sum(min(room[a], asked[a]) for a in room)
        assert assessors == {a for a in room if asked[a]}


def test_the_reason_reads_as_people_would_say_it() -> None:
    """Entries S need 6, their allowed assessors can give 4, 2 missing; what is not at fault is not named."""
    short = tuple(Need(f"s{i}", 2) for i in range(3))
    people = (Capacity("a", 2), Capacity("b", 2), Capacity("c", 9))
    problem = Problem((*short, Need("fine", 1)), people, tuple(("c", one.id) for one in short))
    none = refusal(problem)
    assert none is not None
    assert none.report == {
        "status": "infeasible",
        "entries": ["s0", "s1", "s2"],
        "assessors": ["a", "b"],
        "needed": 6,
        "available": 4,
        "missing": 2,
    }
    assert none.cause == "entries s0, s1, s2 need 6, their allowed assessors can give 4, 2 missing"


def test_a_minimum_that_cannot_be_met_is_explained_in_the_same_shape() -> None:
    problem = Problem(
        (Need("e", 1), Need("f", 1)), (Capacity("a", 500, 400), Capacity("b", 2)), (("a", "f"),)
    )
    none = refusal(problem)
    assert none is not None
    assert none.report == {
        "status": "infeasible",
        "entries": ["e"],
        "assessors": ["a"],
        "needed": 400,
        "available": 1,
        "missing": 399,
    }
    assert "minimum" not in str(refusal(replace(problem, assessors=(Capacity("a", 0), Capacity("b", 1)))))


def test_more_needs_than_there_are_people_is_not_hidden_by_capacity() -> None:
    none = refusal(Problem((Need("e", 1_000_000),), (Capacity("a", 1_000_000),)))
    assert none is not None
    assert (none.report["needed"], none.report["available"]) == (1_000_000, 1)
