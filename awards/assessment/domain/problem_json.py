"""Contract 2: the JSON of an assignment problem, read with line numbers, and the JSON of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from awards.core.errors import InputError
from awards.core.located_json import Located, parse

from .assignment_model import Capacity, Need, Preference, Problem, Solution, faults

REQUIRED = ("entries", "assessors", "conflicts", "preferences")
OPTIONAL = ("default_preference", "fixed", "connect", "balance", "seed")


def read(text: str, source: str) -> Problem:
    """The problem that `text` states; InputError naming `source`, line and cause for anything malformed.

    Missing, unknown or repeated keys, wrong types, unknown or repeated ids, numbers out of range and fixed
    pairs that cannot be kept are all refused; the line is that of the value at fault.
    """
    root = parse(text, source)
    reader = _Reader(source)
    parts = reader.fields(root, "the problem", REQUIRED, OPTIONAL)
    problem = Problem(
        entries=tuple(reader.need(one) for one in reader.items(parts["entries"], "entries")),
        assessors=tuple(reader.capacity(one) for one in reader.items(parts["assessors"], "assessors")),
        conflicts=reader.pairs(parts["conflicts"], "conflicts"),
        preferences=tuple(
            reader.preference(one) for one in reader.items(parts["preferences"], "preferences")
        ),
        default_preference=reader.integer(parts.get("default_preference"), "default_preference"),
        fixed=reader.pairs(parts.get("fixed"), "fixed"),
        connect=reader.truth(parts.get("connect"), "connect"),
        balance=reader.number(parts.get("balance"), "balance"),
        seed=reader.integer(parts.get("seed"), "seed"),
    )
    fault = next(faults(problem), None)
    if fault is not None:
        raise InputError(source, root.line_of(fault.path), fault.cause)
    return problem


def report(solution: Solution) -> dict[str, Any]:
    """The answer as contract 2 prints it; the report of a problem without one comes with NoAnswer."""
    return {
        "status": solution.status,
        "assignments": [list(pair) for pair in solution.assignments],
        "total_preference": solution.total_preference,
        "upper_bound": solution.upper_bound,
        "loads": dict(solution.loads),
        "components": solution.components,
        "inflation": {"mean": solution.inflation_mean, "p95": solution.inflation_p95},
    }


class _Reader:
    """Turns located values into the problem's parts, refusing what is not of the type the contract gives."""

    def __init__(self, source: str) -> None:
        self.source = source

    def refuse(self, at: Located, cause: str) -> InputError:
        return InputError(self.source, at.line, cause)

    def fields(
        self, at: Located, what: str, required: Sequence[str], optional: Sequence[str] = ()
    ) -> dict[str, Located]:
        if not isinstance(at.value, dict):
            raise self.refuse(at, f"{what} must be an object")
        for name, field in at.value.items():
            if name not in required and name not in optional:
                raise self.refuse(field, f"{what} has an unknown key {name!r}")
        for name in required:
            if name not in at.value:
                raise self.refuse(at, f"{what} lacks {name!r}")
        return at.value

    def items(self, at: Located | None, what: str) -> list[Located]:
        if at is None:
            return []
        if not isinstance(at.value, list):
            raise self.refuse(at, f"{what} must be an array")
        return at.value

    def text(self, at: Located, what: str) -> str:
        if not isinstance(at.value, str):
            raise self.refuse(at, f"{what} must be a string")
        return at.value

    def integer(self, at: Located | None, what: str) -> int:
        if at is None:
            return 0
        if not isinstance(at.value, int) or isinstance(at.value, bool):
            raise self.refuse(at, f"{what} must be an integer")
        return at.value

    def number(self, at: Located | None, what: str) -> float:
        if at is None:
            return 0.0
        if not isinstance(at.value, int | float) or isinstance(at.value, bool):
            raise self.refuse(at, f"{what} must be a number")
        if abs(at.value) > 1e9:
            raise self.refuse(at, f"{what} is out of range")
        return float(at.value)

    def truth(self, at: Located | None, what: str) -> bool:
        if at is None:
            return False
        if not isinstance(at.value, bool):
            raise self.refuse(at, f"{what} must be true or false")
        return at.value

    def pairs(self, at: Located | None, what: str) -> tuple[tuple[str, str], ...]:
        found = []
        for one in self.items(at, what):
            names = self.items(one, f"a pair of {what}")
            if len(names) != 2:
                raise self.refuse(one, f"a pair of {what} must be [assessor, entry]")
            found.append((self.text(names[0], "an assessor"), self.text(names[1], "an entry")))
        return tuple(found)

    def need(self, at: Located) -> Need:
        part = self.fields(at, "an entry", ("id", "needs"))
        return Need(self.text(part["id"], "id"), self.integer(part["needs"], "needs"))

    def capacity(self, at: Located) -> Capacity:
        part = self.fields(at, "an assessor", ("id", "capacity"), ("minimum",))
        return Capacity(
            self.text(part["id"], "id"),
            self.integer(part["capacity"], "capacity"),
            self.integer(part.get("minimum"), "minimum"),
        )

    def preference(self, at: Located) -> Preference:
        part = self.fields(at, "a preference", ("assessor", "entry", "value"))
        return Preference(
            self.text(part["assessor"], "assessor"),
            self.text(part["entry"], "entry"),
            self.integer(part["value"], "value"),
        )
