"""Invitations: who may be invited to what, who must approve, and where an invitation stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from awards.core.actor import Role

INVITABLE = (Role.COMMITTEE, Role.ASSESSOR, Role.JUROR, Role.CHAIR, Role.OBSERVER)
"""Roles of an edition. Secretary, clerk and HR are of the whole portal: only the command line grants them."""
NEEDS_APPROVAL = frozenset({Role.CHAIR, Role.OBSERVER})
"""Roles that a member of the committee approves (R19)."""
INVITATION_LIFETIME = timedelta(days=14)
LINK_LIFETIME = timedelta(hours=1)
"""Of the link that sets a new password."""


class InvitationState(StrEnum):
    """Where an invitation stands; computed, never stored."""

    UNAPPROVED = "unapproved"
    SENT = "sent"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def second_person_needed(role: Role | None, approved_by: str | None) -> bool:
    """Whether the invitation waits for a member of the committee."""
    return role in NEEDS_APPROVAL and approved_by is None


def invitation_state(
    *,
    role: Role | None,
    approved_by: str | None,
    accepted_at: datetime | None,
    withdrawn_at: datetime | None,
    expires_at: datetime,
    at: datetime,
) -> InvitationState:
    """At the instant of `expires_at` it has expired."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    if at >= expires_at:
        return InvitationState.EXPIRED
    return InvitationState.UNAPPROVED if second_person_needed(role, approved_by) else InvitationState.SENT
