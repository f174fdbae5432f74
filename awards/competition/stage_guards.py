"""What blocks a move of stage: each package names its own reasons, and the board shows all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from awards.core.errors import Refusal
from awards.core.workflow import EditionState

Guard = Callable[[str, datetime], tuple[Refusal, ...]]
"""(edition id, instant) to every reason against the move; empty when nothing stands in the way."""

Occupied = Callable[[str], frozenset[str]]
"""Edition id to the ids of its segments that have entries to assess."""

_guards: dict[EditionState, list[Guard]] = {}
_occupied: list[Occupied] = []


def register(to: EditionState, guard: Guard) -> None:
    """Ask `guard` before an edition moves to `to`; asking twice for the same guard changes nothing."""
    known = _guards.setdefault(to, [])
    if guard not in known:
        known.append(guard)


def reasons_against(edition_id: str, to: EditionState, at: datetime) -> tuple[Refusal, ...]:
    """Every reason, of every package, why the edition may not move to `to` now."""
    return tuple(reason for guard in _guards.get(to, ()) for reason in guard(edition_id, at))


def register_occupied(occupied: Occupied) -> None:
    """Name who knows which segments have entries; the package of entries stands above this one."""
    _occupied[:] = [occupied]


def occupied_segments(edition_id: str) -> frozenset[str]:
    """Segments with something to assess: only these go through the stages, the others stay waiting."""
    return frozenset(segment for occupied in _occupied for segment in occupied(edition_id))
