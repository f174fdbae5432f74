"""Invitations, and what a mailed link opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from awards.accounts.domain import InvitationState, invitation_state
from awards.accounts.models import Invitation, OneTimeToken, User
from awards.accounts.queries.people import UserFacts, facts_of, get_user
from awards.accounts.queries.sessions import session_key
from awards.core.actor import Role
from awards.core.permissions import Subject
from awards.core.text import Locale
from awards.infra.db import db


@dataclass(frozen=True)
class InvitationFacts:
    """An invitation and where it stands at the instant of the query."""

    id: str
    email: str
    locale: Locale
    organisation_id: str | None
    edition_id: str | None
    role: Role | None
    inviter: UserFacts
    created_at: datetime
    expires_at: datetime
    state: InvitationState

    @property
    def subject(self) -> Subject:
        return Subject(edition_id=self.edition_id, organisation_id=self.organisation_id)


def invitations_to_edition(edition_id: str, at: datetime) -> tuple[InvitationFacts, ...]:
    """Invitations to roles of the edition that nobody has accepted yet, the newest first."""
    return _open_invitations(Invitation.edition_id == edition_id, at)


def invitations_to_organisation(organisation_id: str, at: datetime) -> tuple[InvitationFacts, ...]:
    """Invitations to act for the organisation that nobody has accepted yet, the newest first."""
    return _open_invitations(Invitation.organisation_id == organisation_id, at)


def get_invitation(invitation_id: str, at: datetime) -> InvitationFacts | None:
    """The invitation with this id, in whatever state."""
    row = db.session.execute(_invitations().where(Invitation.id == invitation_id)).one_or_none()
    return _invitation(row, at) if row is not None else None


def invitation_behind(token: str, at: datetime) -> InvitationFacts | None:
    """The invitation that a mailed link opens, or None when the link is spent or over."""
    row = _living_token(token, at)
    if row is None or row.invitation_id is None:
        return None
    invitation = get_invitation(row.invitation_id, at)
    return invitation if invitation is not None and invitation.state is InvitationState.SENT else None


def reset_behind(token: str, at: datetime) -> UserFacts | None:
    """The user who may set a new password by a mailed link, or None when the link is spent or over."""
    row = _living_token(token, at)
    return get_user(row.user_id) if row is not None and row.user_id is not None else None


def _invitations() -> Select[*tuple[Any, ...]]:
    return select(Invitation, User).join(User, User.id == Invitation.created_by)


def _open_invitations(which: ColumnElement[bool], at: datetime) -> tuple[InvitationFacts, ...]:
    rows = db.session.execute(
        _invitations()
        .where(which, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.created_at.desc(), Invitation.id)
    )
    return tuple(_invitation(row, at) for row in rows)


def _invitation(row: Any, at: datetime) -> InvitationFacts:
    invitation, inviter = row
    state = invitation_state(
        role=invitation.role,
        approved_by=invitation.approved_by,
        accepted_at=invitation.accepted_at,
        withdrawn_at=invitation.withdrawn_at,
        expires_at=invitation.expires_at,
        at=at,
    )
    return InvitationFacts(
        id=invitation.id,
        email=invitation.email,
        locale=invitation.locale,
        organisation_id=invitation.organisation_id,
        edition_id=invitation.edition_id,
        role=invitation.role,
        inviter=facts_of(inviter),
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
        state=state,
    )


def _living_token(token: str, at: datetime) -> OneTimeToken | None:
    row = db.session.get(OneTimeToken, session_key(token))
    return row if row is not None and row.used_at is None and at < row.expires_at else None
