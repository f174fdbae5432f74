"""Project offices (p.54, 55): their staffing measured against appendix 1, and how many may hold a role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from awards.registry.domain.catalogue import roles
from awards.registry.domain.facts import CertificateFacts, RoleFacts, holds_on, is_valid_on
from awards.registry.domain.vocabulary import CORE_STAFF, RoleCode

EXPIRING_DAYS = 60
"""How far ahead a certificate that runs out is told of (p.115)."""

OFFICE_SECTIONS = ("office", "group", "analysis", "communication", "council", "acceleration")
"""Sections of appendix 1 that belong to the project office; its projects and those above it do not."""

_STAFF_SECTIONS = ("office", "group")
_IF_NEEDED = ("analysis",)
"""Section 2 of appendix 1 is set up "if needed": it is measured only once somebody holds a role in it."""


def office_roles() -> tuple[RoleCode, ...]:
    """The roles that may be held in a project office, in the order of appendix 1."""
    return tuple(code for code, entry in roles().items() if entry.section in OFFICE_SECTIONS)


def needs_certificate(role: RoleCode) -> bool:
    """Whether its holder must be certified: the office's staff (p.55, 110) and consultants (appendix 1)."""
    return roles()[role].section in _STAFF_SECTIONS


def one_at_a_time(role: RoleCode) -> bool:
    """Whether appendix 1 names exactly one holder: for the office, or for each direction, group or project.

    A second holder of such a role in the same place and unit is refused, not warned of: the appendix states
    the number. "At least 1" and "as needed" have no upper bound. Roles above the appendix are counted only
    where it numbers them (elements 3 and 4: one typical base direction, one head for each base direction).
    """
    return roles()[role].most == 1


class Proof(StrEnum):
    """What a holder's certificates prove on a day."""

    NOT_ASKED = "not_asked"
    VALID = "valid"
    EXPIRING = "expiring"
    MISSING = "missing"


@dataclass(frozen=True)
class Seat:
    """Someone who holds a role of the office; `valid_until`: the last day on which a certificate is valid."""

    held: RoleFacts
    proof: Proof
    valid_until: date | None = None


@dataclass(frozen=True)
class Post:
    """A role of the office, in a unit where there are several, with those who hold it on the day."""

    role: RoleCode
    unit: str
    required: int
    most: int | None
    seats: tuple[Seat, ...]

    @property
    def is_core(self) -> bool:
        return self.role in CORE_STAFF

    @property
    def missing(self) -> int:
        return max(0, self.required - len(self.seats))

    @property
    def surplus(self) -> int:
        return max(0, len(self.seats) - self.most) if self.most is not None else 0


@dataclass(frozen=True)
class Staffing:
    """An office measured on a day."""

    day: date
    posts: tuple[Post, ...]

    @property
    def missing(self) -> tuple[Post, ...]:
        """Posts with fewer holders than appendix 1 asks for."""
        return tuple(post for post in self.posts if post.missing)

    @property
    def uncertified(self) -> tuple[Seat, ...]:
        """Those who need a valid certificate and have none (p.55, 110)."""
        return self._with(Proof.MISSING)

    @property
    def expiring(self) -> tuple[Seat, ...]:
        """Those whose last valid certificate runs out within `EXPIRING_DAYS` (p.115)."""
        return self._with(Proof.EXPIRING)

    @property
    def directions(self) -> tuple[str, ...]:
        """Base directions that have a group, by name."""
        return tuple(dict.fromkeys(post.unit for post in self.posts if post.unit))

    @property
    def is_complete(self) -> bool:
        return not (self.missing or self.uncertified)

    def _with(self, proof: Proof) -> tuple[Seat, ...]:
        return tuple(seat for post in self.posts for seat in post.seats if seat.proof is proof)


def staffing(
    held: Iterable[RoleFacts], certificates: Mapping[str, Iterable[CertificateFacts]], day: date
) -> Staffing:
    """The office's posts on `day`: what appendix 1 asks for, who holds it, with which proof.

    `held` are the roles of the office's body, `certificates` those of each person by id. A group is asked for
    in each base direction that somebody leads or works in on that day; a direction without a name counts as
    one. Roles of projects, of other sections and of other days are left out.
    """
    present = tuple(each for each in held if holds_on(each.since, each.until, day))
    directions = _directions(present)
    posts = []
    for role in office_roles():
        entry = roles()[role]
        units = directions if entry.per == "direction" else _units(present, role)
        is_asked = entry.section not in _IF_NEEDED or _has_section(present, entry.section)
        for unit in units:
            seats = tuple(
                _seat(each, certificates.get(each.person_id, ()), day)
                for each in present
                if each.role is role and entry.unit(each.unit) == unit
            )
            posts.append(Post(role, unit, entry.least if is_asked else 0, entry.most, seats))
    return Staffing(day, tuple(posts))


def _directions(present: Iterable[RoleFacts]) -> tuple[str, ...]:
    """Base directions with a head or with anyone in their group, by name."""
    named = {
        each.unit
        for each in present
        if roles()[each.role].section == "group" or each.role is RoleCode.BASE_DIRECTION_HEAD
    }
    return tuple(sorted(named))


def _units(present: Iterable[RoleFacts], role: RoleCode) -> tuple[str, ...]:
    """The units in which an office's role is held; one without a name where it is held in none."""
    entry = roles()[role]
    return tuple(sorted({entry.unit(each.unit) for each in present if each.role is role})) or ("",)


def _has_section(present: Iterable[RoleFacts], section: str) -> bool:
    return any(roles()[each.role].section == section for each in present)


def _seat(held: RoleFacts, certificates: Iterable[CertificateFacts], day: date) -> Seat:
    if not needs_certificate(held.role):
        return Seat(held, Proof.NOT_ASKED)
    valid = tuple(each for each in certificates if is_valid_on(each, day))
    if not valid:
        return Seat(held, Proof.MISSING)
    ends = tuple(each.valid_until for each in valid if each.valid_until is not None)
    if len(ends) < len(valid):
        return Seat(held, Proof.VALID)
    last = max(ends)
    is_close = last <= day + timedelta(days=EXPIRING_DAYS)
    return Seat(held, Proof.EXPIRING if is_close else Proof.VALID, last)
