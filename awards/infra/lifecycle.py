"""The sole writer of every `.state`: it checks the step against the table and logs it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.workflow import may_follow
from awards.infra import audit


class Stateful(Protocol):
    """A row with an id and a state."""

    id: Any
    state: Any


def advance(
    row: Stateful, to: StrEnum, *, actor: Actor, at: datetime, edition_id: str | None, reason: str = ""
) -> None:
    """Move `row` to the state `to`, or refuse with `workflow.no_such_step`.

    The table of steps is `core.workflow.STEPS`; the move is written to the audit log of `edition_id`.
    """
    before: StrEnum = row.state
    if not may_follow(before, to):
        raise Refusal("workflow.no_such_step", facts={"from": before.value, "to": to.value})
    row.state = to
    audit.record(
        "state.moved",
        actor=actor,
        at=at,
        edition_id=edition_id,
        object_kind=type(row).__name__.lower(),
        object_id=str(row.id),
        facts={"from": before.value, "to": to.value, "reason": reason},
    )
