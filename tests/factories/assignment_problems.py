"""Assignment problems for tests: random ones, and the answer of independent solvers to compare with."""

from __future__ import annotations

import random
from itertools import combinations, product

from hypothesis import strategies as st
from ortools.graph.python import min_cost_flow

from awards.assessment.domain.assignment_model import Capacity, Need, Preference, Problem, Solution

FORCE = 10_000_000


def value_of(problem: Problem) -> dict[tuple[str, str], int]:
    """The preference of every pair (assessor, entry)."""
    default = problem.default_preference
    values = {(a.id, e.id): default for a in problem.assessors for e in problem.entries}
    return values | {(one.assessor, one.entry): one.value for one in problem.preferences}


def oracle(problem: Problem) -> int | None:
    """The best preference less the price of balance (milli-points), by OR-tools; None if infeasible.

    Minimums and fixed pairs are arcs with a bonus that outweighs everything else, counted afterwards.
    """
    values, flow = value_of(problem), min_cost_flow.SimpleMinCostFlow()
    entry = {e.id: i for i, e in enumerate(problem.entries)}
    assessor = {a.id: len(entry) + i for i, a in enumerate(problem.assessors)}
    sink, total, forced = len(entry) + len(assessor), sum(e.needs for e in problem.entries), 0
    for e in problem.entries:
        flow.set_node_supply(entry[e.id], e.needs)
    flow.set_node_supply(sink, -total)
    for (a, e), value in values.items():
        bonus = FORCE * 1000 if (a, e) in problem.fixed else 0
        forced += bonus > 0
        if (a, e) not in problem.conflicts:
            flow.add_arc_with_capacity_and_unit_cost(entry[e], assessor[a], 1, -1000 * value - bonus)
    step = round(problem.balance * 1000)
    for a in problem.assessors:
        forced += a.minimum
        for rank in range(a.capacity):
            bonus = FORCE * 1000 if rank < a.minimum else 0
            flow.add_arc_with_capacity_and_unit_cost(assessor[a.id], sink, 1, step * rank - bonus)
    if flow.solve() != flow.OPTIMAL:
        return None
    satisfied, rest = divmod(-flow.optimal_cost(), FORCE * 1000)
    if rest > FORCE * 500:  # the price of balance may exceed the preference
        satisfied, rest = satisfied + 1, rest - FORCE * 1000
    return rest if satisfied == forced else None


def every_assignment(problem: Problem) -> list[set[tuple[str, str]]]:
    """All assignments of a tiny problem that keep every rule, by enumeration."""
    names = [a.id for a in problem.assessors]
    choices = [combinations(names, e.needs) for e in problem.entries]
    found = []
    for teams in product(*choices):
        pairs = {(a, e.id) for e, team in zip(problem.entries, teams, strict=True) for a in team}
        loads = [sum(pair[0] == a.id for pair in pairs) for a in problem.assessors]
        within = all(a.minimum <= n <= a.capacity for a, n in zip(problem.assessors, loads, strict=True))
        if within and not pairs & set(problem.conflicts) and pairs >= set(problem.fixed):
            found.append(pairs)
    return found


def rules_kept(problem: Problem, solution: Solution) -> None:
    """Every hard rule of the contract, and the sums of the answer, checked by name."""
    pairs, values = list(solution.assignments), value_of(problem)
    assert len(pairs) == len(set(pairs)), "somebody assesses one entry twice"
    assert not set(pairs) & set(problem.conflicts), "a pair in conflict is assigned"
    assert set(problem.fixed) <= set(pairs)
    for e in problem.entries:
        assert sum(pair[1] == e.id for pair in pairs) == e.needs
    for a in problem.assessors:
        load = sum(pair[0] == a.id for pair in pairs)
        assert a.minimum <= load <= a.capacity
        assert solution.loads[a.id] == load
    assert solution.total_preference == sum(values[pair] for pair in pairs) <= solution.upper_bound
    assert pairs == sorted(pairs)


@st.composite
def problems(draw: st.DrawFn, most_entries: int = 9, most_assessors: int = 7, **given: object) -> Problem:
    """Any problem without faults: often infeasible, with many ties, conflicts, minimums and fixed pairs."""
    entries = tuple(Need(f"e{i}", draw(st.integers(0, 3))) for i in range(draw(st.integers(1, most_entries))))
    assessors = []
    for i in range(draw(st.integers(1, most_assessors))):
        capacity = draw(st.integers(0, len(entries) + 1))
        assessors.append(Capacity(f"a{i}", capacity, draw(st.integers(0, min(capacity, 2)))))
    pairs = [(a.id, e.id) for a in assessors for e in entries]
    conflicts = tuple(draw(st.lists(st.sampled_from(pairs), max_size=8, unique=True)))
    levels = draw(st.sampled_from([(0, 1), (0, 500, 1000), tuple(range(1001))]))
    preferences = tuple(
        Preference(*pair, draw(st.sampled_from(levels)))
        for pair in draw(st.lists(st.sampled_from(pairs), unique=True))
    )
    fixed = draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
    needs, room = {e.id: e.needs for e in entries}, {a.id: a.capacity for a in assessors}
    kept: list[tuple[str, str]] = []
    for a, e in fixed:
        if (a, e) not in conflicts and needs[e] and room[a]:
            kept.append((a, e))
            needs[e], room[a] = needs[e] - 1, room[a] - 1
    options = {"seed": draw(st.integers(0, 9)), "default_preference": draw(st.sampled_from([0, 7]))}
    return Problem(
        entries, tuple(assessors), conflicts, preferences, fixed=tuple(kept), **{**options, **given}
    )  # type: ignore[arg-type]


def grouped(entries: int, assessors: int, needs: int, capacity: int, groups: int, seed: int) -> Problem:
    """A feasible problem whose preferences keep groups (say, languages) apart; some conflicts at random."""
    draw = random.Random(seed)
    people = [Capacity(f"a{j:03}", capacity) for j in range(assessors)]
    works = [Need(f"e{i:03}", needs) for i in range(entries)]
    conflicts, preferences = [], []
    for j, a in enumerate(people):
        for i, e in enumerate(works):
            if draw.random() < 0.05:
                conflicts.append((a.id, e.id))
            near = 600 if i % groups == j % groups else 0
            preferences.append(Preference(a.id, e.id, near + draw.randint(0, 400)))
    return Problem(tuple(works), tuple(people), tuple(conflicts), tuple(preferences))
