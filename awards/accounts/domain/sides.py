"""One person stands on one side of an edition (SECURITY, rule 2)."""

from __future__ import annotations

from collections.abc import Iterable

from awards.core.actor import SIDES, Role, Side

_ORDER = (Side.COMMITTEE, Side.SECRETARIAT, Side.JUDGING, Side.OBSERVER)
"""Where a role may be held on several sides, the side it has when held alone comes first."""


def side_for(role: Role, *, standing: Side | None, held: Iterable[Role]) -> Side | None:
    """The side on which someone standing on `standing` with the roles `held` may hold `role` too.

    A person keeps their side where the role allows it. A committee member who joins the jury goes over to the
    judging side, for the committee's role may be held there as well (p.120); nobody else changes sides. None
    means that the role and what the person already is exclude each other.
    """
    allowed = SIDES.get(role, frozenset())
    if standing is None:
        return next((side for side in _ORDER if side in allowed), None)
    if standing in allowed:
        return standing
    others = tuple(held)
    if not others:
        return None
    common = allowed.intersection(*(SIDES.get(other, frozenset()) for other in others))
    return next((side for side in _ORDER if side in common), None)
