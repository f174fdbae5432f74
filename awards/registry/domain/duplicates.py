"""Which records may be of one person: namesakes, less those whom a fact tells apart. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations


class Clue(StrEnum):
    """What two records have in common beside the first two words of the name."""

    PATRONYMIC = "patronymic"
    ORGANISATION = "organisation"
    SCHEME = "scheme"
    REGION = "region"


WEIGHT = {Clue.PATRONYMIC: 4, Clue.ORGANISATION: 3, Clue.SCHEME: 2, Clue.REGION: 1}
"""How much a clue counts: the pairs with the greatest sum are shown first. Nothing is merged by it."""


@dataclass(frozen=True)
class Namesake:
    """A person as far as likeness goes; `iin_index` is the blind index, None where no IIN is recorded."""

    id: str
    full_name: str
    folded: str
    name_key: str
    iin_index: str | None = None
    region: str = ""
    organisations: frozenset[str] = frozenset()
    schemes: frozenset[str] = frozenset()

    @property
    def patronymic(self) -> str:
        """The third word of the name and what follows it, folded; "" where there is none."""
        return " ".join(self.folded.split()[2:])


@dataclass(frozen=True)
class Candidates:
    """Two records that may be of one person, and what they share."""

    first: Namesake
    second: Namesake
    clues: tuple[Clue, ...]

    @property
    def likeness(self) -> int:
        return sum(WEIGHT[clue] for clue in self.clues)


def told_apart(one: Namesake, other: Namesake) -> bool:
    """Whether a fact says that these are two people: two IINs, or two patronymics."""
    if one.iin_index and other.iin_index and one.iin_index != other.iin_index:
        return True
    return bool(one.patronymic and other.patronymic and one.patronymic != other.patronymic)


def clues(one: Namesake, other: Namesake) -> tuple[Clue, ...]:
    """What the two have in common, the weightiest first."""
    shared = {
        Clue.PATRONYMIC: bool(one.patronymic) and one.patronymic == other.patronymic,
        Clue.ORGANISATION: bool(one.organisations & other.organisations),
        Clue.SCHEME: bool(one.schemes & other.schemes),
        Clue.REGION: bool(one.region) and one.region == other.region,
    }
    return tuple(clue for clue in Clue if shared[clue])


def candidates(
    people: Iterable[Namesake], distinct: Collection[tuple[str, str]] = frozenset()
) -> tuple[Candidates, ...]:
    """Pairs of namesakes who may be one person, the most alike first, then by name.

    `distinct` holds pairs of ids (the smaller first) that were looked at and are two people. In a pair the
    smaller id is first; the order of `people` does not matter.
    """
    by_name: defaultdict[str, list[Namesake]] = defaultdict(list)
    for person in people:
        if person.name_key:
            by_name[person.name_key].append(person)
    found = [
        Candidates(first, second, clues(first, second))
        for namesakes in by_name.values()
        for first, second in combinations(sorted(namesakes, key=lambda person: person.id), 2)
        if (first.id, second.id) not in distinct and not told_apart(first, second)
    ]
    return tuple(
        sorted(found, key=lambda pair: (-pair.likeness, pair.first.name_key, pair.first.id, pair.second.id))
    )
