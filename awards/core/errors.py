"""Coded refusals: what the portal says no with. The edge (web, command line) has the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """An act was refused for a reason the rules give.

    `code` names the reason (`submissions.call_closed`), `point` the point of the Rules it rests on
    ("p.122", or "" where none), `facts` the values its words need.
    """

    code: str
    point: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code} {dict(self.facts)}" if self.facts else self.code


@dataclass(eq=False)
class Refusals(Exception):  # noqa: N818 - answers, not a fault
    """Every reason at once, so that a board or a form can show all of them."""

    reasons: tuple[Refusal, ...]

    def __str__(self) -> str:
        return "; ".join(str(reason) for reason in self.reasons)


@dataclass(eq=False)
class InputError(Exception):
    """A file given to an offline calculator is malformed: exit status 2, one line on stderr."""

    source: str
    line: int | None
    cause: str

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}" if self.line is not None else self.source
        return f"{place}: {self.cause}"


@dataclass(eq=False)
class NoAnswer(Exception):  # noqa: N818 - an answer, not a fault
    """A well-formed problem without an answer: exit status 3, `report` goes to stdout."""

    report: Mapping[str, Any]
    cause: str

    def __str__(self) -> str:
        return self.cause
