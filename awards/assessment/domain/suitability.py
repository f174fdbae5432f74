"""How suitable an assessor is for an entry, and the assignment problem that is made of it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from awards.assessment.domain.assignment_model import Capacity, Need, Preference, Problem

KNOWS_NOMINATION, KNOWS_ALL_ALIKE = 500, 300
READS_LANGUAGE, OTHER_REGION, NEW_TO_ENTRANT = 300, 100, 100
"""Parts of a preference; together they make 0..1000."""

Pair = tuple[str, str]
"""(assessor id, entry id)."""


@dataclass(frozen=True)
class Candidate:
    """An assessor as the assignment sees one; `nominations` empty means all alike.

    `assessed` are organisations whose entries he or she assessed in earlier editions.
    """

    id: str
    capacity: int
    minimum: int = 0
    nominations: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    region: str = ""
    assessed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Work:
    """An entry as the assignment sees one."""

    id: str
    nomination_id: str
    language: str
    organisation_id: str
    region: str


@dataclass(frozen=True)
class Wishes:
    """What the secretary asks of a proposal; `balance` is whole points for each further entry of a load."""

    assessors_per_entry: int
    connect: bool = True
    balance: int = 10
    seed: int = 0
    additional: Mapping[str, int] = field(default_factory=dict)
    """Entries that need more assessors than the methodology's number, and how many more."""
    settled: frozenset[str] = frozenset()
    """Entries whose finalists are decided: they keep the assessors they have, and get no other."""


def suitability(candidate: Candidate, work: Work) -> int:
    """0..1000: expertise in the nomination, language of the report, another region, a new pair of eyes.

    One's own region is never a reason to be chosen, and never one to be excluded.
    """
    knows = KNOWS_NOMINATION if work.nomination_id in candidate.nominations else 0
    if not candidate.nominations:
        knows = KNOWS_ALL_ALIKE
    reads = READS_LANGUAGE if work.language in candidate.languages else 0
    elsewhere = OTHER_REGION if candidate.region and candidate.region != work.region else 0
    new = NEW_TO_ENTRANT if work.organisation_id not in candidate.assessed else 0
    return knows + reads + elsewhere + new


def problem_of(
    works: Iterable[Work],
    candidates: Iterable[Candidate],
    clear: Set[Pair],
    fixed: Set[Pair],
    wishes: Wishes,
) -> Problem:
    """The assignment problem: what is not `clear` is a conflict, what is `fixed` stays.

    An entry needs the methodology's number (and its additional ones), or as many as it already has where that
    is more, or just those where it is settled; an assessor who already has more than the capacity keeps them.
    """
    entries, people = sorted(works, key=lambda one: one.id), sorted(candidates, key=lambda one: one.id)
    of_person, of_entry = Counter(assessor for assessor, _ in fixed), Counter(entry for _, entry in fixed)
    pairs = [(person, work) for person in people for work in entries]
    return Problem(
        entries=tuple(Need(work.id, _needs(work.id, of_entry[work.id], wishes)) for work in entries),
        assessors=tuple(
            Capacity(one.id, max(one.capacity, of_person[one.id]), one.minimum) for one in people
        ),
        conflicts=tuple(
            (person.id, work.id)
            for person, work in pairs
            if (person.id, work.id) not in clear and (person.id, work.id) not in fixed
        ),
        preferences=tuple(
            Preference(person.id, work.id, suitability(person, work)) for person, work in pairs
        ),
        fixed=tuple(sorted(fixed)),
        connect=wishes.connect,
        balance=float(wishes.balance),
        seed=wishes.seed,
    )


def _needs(entry_id: str, has: int, wishes: Wishes) -> int:
    if entry_id in wishes.settled:
        return has
    return max(wishes.assessors_per_entry, has + wishes.additional.get(entry_id, 0))


def problem_document(problem: Problem) -> dict[str, Any]:
    """The problem in the shape that `awards assign` reads: whole numbers only, so that it can be hashed.

    Raises ValueError for a balance that is not whole.
    """
    if problem.balance != int(problem.balance):
        raise ValueError("the balance of a recorded problem is whole")
    return {
        "entries": [{"id": entry.id, "needs": entry.needs} for entry in problem.entries],
        "assessors": [
            {"id": one.id, "capacity": one.capacity, "minimum": one.minimum} for one in problem.assessors
        ],
        "conflicts": [list(pair) for pair in problem.conflicts],
        "preferences": [
            {"assessor": one.assessor, "entry": one.entry, "value": one.value} for one in problem.preferences
        ],
        "default_preference": problem.default_preference,
        "fixed": [list(pair) for pair in problem.fixed],
        "connect": problem.connect,
        "balance": int(problem.balance),
        "seed": problem.seed,
    }
