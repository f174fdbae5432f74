"""Who acts: a person with roles in editions, and the organisations they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """Roles of DESIGN section 1. Applicants are members of organisations and hold no grant."""

    SECRETARY = "secretary"
    COMMITTEE = "committee"
    ASSESSOR = "assessor"
    JUROR = "juror"
    CHAIR = "chair"
    OBSERVER = "observer"
    CLERK = "clerk"
    HR = "hr"


class Side(StrEnum):
    """The one side a person may stand on in one edition (SECURITY, rule 2)."""

    APPLICANT = "applicant"
    JUDGING = "judging"
    SECRETARIAT = "secretariat"
    COMMITTEE = "committee"
    OBSERVER = "observer"


SIDES: dict[Role, frozenset[Side]] = {
    Role.SECRETARY: frozenset({Side.SECRETARIAT}),
    Role.COMMITTEE: frozenset({Side.COMMITTEE, Side.JUDGING, Side.SECRETARIAT}),
    Role.ASSESSOR: frozenset({Side.JUDGING}),
    Role.JUROR: frozenset({Side.JUDGING}),
    Role.CHAIR: frozenset({Side.JUDGING}),
    Role.OBSERVER: frozenset({Side.OBSERVER}),
}
"""Sides on which a role may be held; a committee member may also sit on the jury (p.120)."""


@dataclass(frozen=True)
class Grant:
    """A role in one edition, or in the whole portal where `edition_id` is None (secretary, clerk, HR)."""

    role: Role
    edition_id: str | None = None


@dataclass(frozen=True)
class Actor:
    """The person behind a request; `user_id` is None for the public."""

    user_id: str | None = None
    name: str = ""
    locale: str = "kk"
    grants: frozenset[Grant] = field(default_factory=frozenset)
    organisations: frozenset[str] = field(default_factory=frozenset)
    hr_of: frozenset[str] = field(default_factory=frozenset)
    """Bodies in whose HR service this person works (R18)."""

    @property
    def is_known(self) -> bool:
        return self.user_id is not None

    def holds(self, role: Role, edition_id: str | None) -> bool:
        """Whether the role is held in that edition; a portal-wide grant holds in every edition."""
        return Grant(role, edition_id) in self.grants or Grant(role, None) in self.grants

    def holds_anywhere(self, role: Role) -> bool:
        return any(grant.role is role for grant in self.grants)


PUBLIC = Actor()
SYSTEM = Actor(user_id=None, name="system")
"""Acts of the portal itself (loading the demo, closing by a job); never signs in."""
