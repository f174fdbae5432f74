"""Invitations by mail: to act for an organisation, or to hold a role in an edition (R19)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, update

from awards.accounts.domain import INVITABLE, INVITATION_LIFETIME, NEEDS_APPROVAL, InvitationState, fold_email
from awards.accounts.models import Invitation, User
from awards.accounts.queries import actor_of, get_invitation, user_by_email
from awards.accounts.services.roles import give_role, join_organisation
from awards.accounts.services.sessions import open_session
from awards.accounts.services.tokens import use_token
from awards.accounts.services.users import create_user
from awards.core.actor import Actor, Role
from awards.core.errors import Refusal
from awards.core.permissions import Action, Subject, can
from awards.core.text import Locale
from awards.infra import audit, outbox
from awards.infra.db import db


def invite_colleague(
    organisation_id: str, email: str, locale: Locale, *, organisation: str, actor: Actor, at: datetime
) -> Invitation:
    """Invite someone to act for the actor's own organisation; `organisation` is its name for the mail."""
    if not can(actor, Action.INVITE_COLLEAGUE, Subject(organisation_id=organisation_id)):
        raise Refusal("accounts.not_allowed")
    known = user_by_email(email)
    if known is not None and organisation_id in actor_of(known.id).organisations:
        raise Refusal("accounts.already_member")
    _withdraw_earlier(email, Invitation.organisation_id == organisation_id, at)
    invitation = _make(email, locale, actor=actor, at=at, organisation_id=organisation_id)
    _mail(invitation, {"organisation": organisation, "inviter": actor.name}, at)
    return invitation


def invite_to_role(
    edition_id: str, role: Role, email: str, locale: Locale, *, year: int, actor: Actor, at: datetime
) -> Invitation:
    """Invite someone to a role in the edition of `year`.

    A role that a second person approves is mailed on approval; every other at once. Refuses an invitation to
    oneself, to a role of the whole portal, or to a role already held.
    """
    if role not in INVITABLE:
        raise Refusal("accounts.portal_role")
    if not can(actor, Action.MANAGE_ROLES, Subject(edition_id=edition_id)):
        raise Refusal("accounts.not_allowed")
    known = user_by_email(email)
    if known is not None and known.id == actor.user_id:
        raise Refusal("accounts.self_grant")
    if known is not None and actor_of(known.id).holds(role, edition_id):
        raise Refusal("accounts.role_held")
    _withdraw_earlier(email, (Invitation.edition_id == edition_id) & (Invitation.role == role), at)
    invitation = _make(email, locale, actor=actor, at=at, edition_id=edition_id, role=role)
    if role not in NEEDS_APPROVAL:
        _mail(invitation, {"year": year, "role": role.value, "inviter": actor.name}, at)
    return invitation


def approve_invitation(invitation_id: str, *, year: int, actor: Actor, at: datetime) -> Invitation:
    """A member of the committee approves, and the invitation is mailed; never one's own proposal."""
    invitation = _expect(invitation_id, InvitationState.UNAPPROVED, at)
    if not can(actor, Action.APPROVE_ROLE, Subject(edition_id=invitation.edition_id)):
        raise Refusal("accounts.not_allowed")
    if invitation.created_by == actor.user_id:
        raise Refusal("accounts.four_eyes")
    if fold_email(invitation.email) == _email_of(actor):
        raise Refusal("accounts.self_grant")
    invitation.approved_by = actor.user_id
    db.session.flush()
    _record("invitation.approved", invitation, actor, at)
    inviter = db.session.get_one(User, invitation.created_by)
    role = invitation.role.value if invitation.role else ""
    _mail(invitation, {"year": year, "role": role, "inviter": inviter.name}, at)
    return invitation


def withdraw_invitation(invitation_id: str, *, actor: Actor, at: datetime) -> Invitation:
    """An invitation that nobody has accepted is called back; its link no longer works."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise Refusal("accounts.invitation_over")
    action = Action.INVITE_COLLEAGUE if invitation.organisation_id else Action.MANAGE_ROLES
    subject = Subject(edition_id=invitation.edition_id, organisation_id=invitation.organisation_id)
    if not can(actor, action, subject):
        raise Refusal("accounts.not_allowed")
    invitation.withdrawn_at = at
    db.session.flush()
    _record("invitation.withdrawn", invitation, actor, at)
    return invitation


def accept_as(token: str, *, actor: Actor, agent: str, replaces: str | None, at: datetime) -> str:
    """The signed-in owner of the invited address accepts; a new session begins, with the new rights."""
    invitation = _open_by(token, at)
    if invitation.email != _email_of(actor):
        raise Refusal("accounts.other_address", facts={"email": invitation.email})
    _accept(invitation, actor, at)
    return open_session(str(actor.user_id), agent=agent, at=at, replaces=replaces)


def accept_as_new_user(
    token: str, name: str, password: str, locale: Locale, *, agent: str, replaces: str | None, at: datetime
) -> str:
    """Someone without an account makes one by accepting; the mailed link has proved the address."""
    invitation = _open_by(token, at)
    inviter = actor_of(invitation.created_by)
    user = create_user(invitation.email, name, password, locale, actor=inviter, at=at)
    _accept(invitation, actor_of(user.id), at)
    return open_session(user.id, agent=agent, at=at, replaces=replaces)


def _make(
    email: str,
    locale: Locale,
    *,
    actor: Actor,
    at: datetime,
    organisation_id: str | None = None,
    edition_id: str | None = None,
    role: Role | None = None,
) -> Invitation:
    invitation = Invitation(
        email=fold_email(email),
        locale=Locale(locale),
        organisation_id=organisation_id,
        edition_id=edition_id,
        role=role,
        created_by=actor.user_id,
        created_at=at,
        expires_at=at + INVITATION_LIFETIME,
    )
    db.session.add(invitation)
    db.session.flush()
    _record("invitation.made", invitation, actor, at, {"locale": invitation.locale.value})
    return invitation


def _mail(invitation: Invitation, params: dict[str, str | int], at: datetime) -> None:
    template = "invite_colleague" if invitation.organisation_id else "invite_role"
    outbox.post(
        template,
        to=invitation.email,
        locale=invitation.locale.value,
        params={**params, "invitation_id": invitation.id},
        at=at,
    )


def _withdraw_earlier(email: str, same: ColumnElement[bool], at: datetime) -> None:
    """A second invitation to the same thing takes the place of the first."""
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.email == fold_email(email),
            same,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )


def _expect(invitation_id: str, state: InvitationState, at: datetime) -> Invitation:
    facts = get_invitation(invitation_id, at)
    if facts is None or facts.state is not state:
        raise Refusal("accounts.invitation_over")
    return db.session.get_one(Invitation, invitation_id)


def _open_by(token: str, at: datetime) -> Invitation:
    row = use_token(token, at=at)
    if row.invitation_id is None:
        raise Refusal("accounts.link_is_void")
    return _expect(row.invitation_id, InvitationState.SENT, at)


def _accept(invitation: Invitation, actor: Actor, at: datetime) -> None:
    inviter = actor_of(invitation.created_by)
    if not _may_still_invite(inviter, invitation):
        raise Refusal("accounts.link_is_void")
    invitation.accepted_at = at
    db.session.flush()
    if invitation.organisation_id is not None:
        join_organisation(
            str(actor.user_id), invitation.organisation_id, actor=actor, at=at, invited_by=inviter.user_id
        )
    elif invitation.role is not None:
        give_role(str(actor.user_id), invitation.role, invitation.edition_id, by=inviter, at=at)
    _record("invitation.accepted", invitation, actor, at)


def _may_still_invite(inviter: Actor, invitation: Invitation) -> bool:
    """Whether the inviter still has what the invitation rests on: a body of their own, or the role."""
    if invitation.organisation_id is not None:
        return invitation.organisation_id in inviter.organisations
    return can(inviter, Action.MANAGE_ROLES, Subject(edition_id=invitation.edition_id))


def _email_of(actor: Actor) -> str:
    user = db.session.get(User, actor.user_id) if actor.user_id else None
    return user.email if user is not None else ""


def _record(
    event: str, invitation: Invitation, actor: Actor, at: datetime, more: dict[str, str] | None = None
) -> None:
    kind = invitation.role.value if invitation.role else "colleague"
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=invitation.edition_id,
        object_kind="invitation",
        object_id=invitation.id,
        facts={"kind": kind, **(more or {})},
    )
