"""Roles, sides and membership: one person stands on one side of an edition (SECURITY, rule 2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from awards.accounts.domain import side_for
from awards.accounts.models import EditionSide, Membership, RoleGrant
from awards.accounts.queries import unfinished_sides
from awards.accounts.services.sessions import end_sessions_of
from awards.core.actor import SIDES, SYSTEM, Actor, Role, Side
from awards.core.errors import Refusal
from awards.core.permissions import Action, Subject, can
from awards.infra import audit
from awards.infra.db import db

_SECRETARYS_SIDES = (Side.SECRETARIAT, Side.COMMITTEE)


def grant_role(user_id: str, role: Role, edition_id: str | None, *, actor: Actor, at: datetime) -> RoleGrant:
    """Give the user a role in an edition, or in the whole portal (`edition_id` None, SYSTEM alone).

    Puts them on the role's side, ends their sessions (S2) and is logged; a role already held stays as it is.
    Refuses a grant to oneself, by someone who may not, or across sides (`accounts.other_side`).
    """
    if actor != SYSTEM:
        if actor.user_id == user_id:
            raise Refusal("accounts.self_grant")
        if edition_id is None:
            raise Refusal("accounts.portal_role")
        if not can(actor, Action.MANAGE_ROLES, Subject(edition_id=edition_id)):
            raise Refusal("accounts.not_allowed")
    return give_role(user_id, role, edition_id, by=actor, at=at)


def give_role(user_id: str, role: Role, edition_id: str | None, *, by: Actor, at: datetime) -> RoleGrant:
    """The grant itself, once it is settled that `by` may give it: also for an accepted invitation."""
    active = db.session.scalar(
        select(RoleGrant).where(
            RoleGrant.user_id == user_id,
            RoleGrant.role == role,
            RoleGrant.edition_id.is_(None) if edition_id is None else RoleGrant.edition_id == edition_id,
            RoleGrant.revoked_at.is_(None),
        )
    )
    if active is not None:
        return active
    side = None
    if edition_id is None:
        _stand_portal_wide(user_id, role)
    else:
        side = _stand_for(user_id, role, edition_id, at)
    grant = RoleGrant(
        user_id=user_id,
        role=role,
        edition_id=edition_id,
        side=side,
        granted_by=by.user_id or by.name,
        granted_at=at,
    )
    db.session.add(grant)
    db.session.flush()
    end_sessions_of(user_id, at=at)
    _record("role.granted", grant, by, at, {"role": role.value, "user": user_id})
    return grant


def revoke_role(grant_id: str, reason: str, *, actor: Actor, at: datetime) -> RoleGrant:
    """End a role in an edition. The person keeps their side: what they have seen, they have seen.

    Ends their sessions. Refuses a role of the whole portal to anyone but SYSTEM, and one's own.
    """
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None or grant.revoked_at is not None:
        raise Refusal("accounts.no_such_role")
    if actor != SYSTEM:
        if grant.edition_id is None:
            raise Refusal("accounts.portal_role")
        if grant.user_id == actor.user_id:
            raise Refusal("accounts.self_grant")
        if not can(actor, Action.MANAGE_ROLES, Subject(edition_id=grant.edition_id)):
            raise Refusal("accounts.not_allowed")
    grant.revoked_at = at
    db.session.flush()
    end_sessions_of(grant.user_id, at=at)
    facts = {"role": grant.role.value, "user": grant.user_id, "reason": reason}
    _record("role.revoked", grant, actor, at, facts)
    return grant


def take_side(edition_id: str, user_id: str, side: Side, *, at: datetime) -> None:
    """Stand on `side` in the edition, or be refused with `accounts.other_side`.

    The secretary of the whole portal stands with the secretariat of every edition.
    """
    if side not in _SECRETARYS_SIDES and _is_portal_secretary(user_id):
        raise Refusal("accounts.other_side", facts={"side": Side.SECRETARIAT})
    row = db.session.get(EditionSide, (edition_id, user_id))
    if row is None:
        db.session.add(EditionSide(edition_id=edition_id, user_id=user_id, side=side, taken_at=at))
    elif row.side is not side:
        raise Refusal("accounts.other_side", facts={"side": row.side})
    db.session.flush()


def join_organisation(
    user_id: str, organisation_id: str, *, actor: Actor, at: datetime, invited_by: str | None = None
) -> Membership:
    """From now on the user acts for the organisation; a second time changes nothing."""
    known = db.session.get(Membership, (user_id, organisation_id))
    if known is not None:
        return known
    membership = Membership(
        user_id=user_id, organisation_id=organisation_id, joined_at=at, invited_by=invited_by
    )
    db.session.add(membership)
    db.session.flush()
    audit.record(
        "organisation.joined",
        actor=actor,
        at=at,
        edition_id=None,
        object_kind="user",
        object_id=user_id,
        facts={"organisation": organisation_id},
    )
    return membership


def _stand_for(user_id: str, role: Role, edition_id: str, at: datetime) -> Side:
    """The side for the role; a committee member who joins the jury goes over to the judging side (p.120)."""
    if role not in SIDES:
        raise Refusal("accounts.role_of_portal")
    row = db.session.get(EditionSide, (edition_id, user_id))
    held = db.session.scalars(
        select(RoleGrant.role).where(RoleGrant.user_id == user_id, RoleGrant.edition_id == edition_id)
    )
    side = side_for(role, standing=row.side if row else None, held=held)
    if side is None:
        raise Refusal("accounts.other_side", facts={"side": row.side if row else None})
    if row is not None and row.side is not side and not _is_portal_secretary(user_id):
        row.side = side  # the grants held so far go along: ON UPDATE CASCADE
        db.session.flush()
        db.session.expire_all()
    take_side(edition_id, user_id, side, at=at)
    return side


def _stand_portal_wide(user_id: str, role: Role) -> None:
    """A secretary of the whole portal must not stand on another side of an edition that is still running."""
    if role in SIDES and role is not Role.SECRETARY:
        raise Refusal("accounts.role_of_edition")
    if role is Role.SECRETARY:
        for side in unfinished_sides(user_id):
            if side not in _SECRETARYS_SIDES:
                raise Refusal("accounts.other_side", facts={"side": side})


def _is_portal_secretary(user_id: str) -> bool:
    found = db.session.scalar(
        select(RoleGrant.id).where(
            RoleGrant.user_id == user_id,
            RoleGrant.role == Role.SECRETARY,
            RoleGrant.edition_id.is_(None),
            RoleGrant.revoked_at.is_(None),
        )
    )
    return found is not None


def _record(event: str, grant: RoleGrant, actor: Actor, at: datetime, facts: dict[str, str]) -> None:
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=grant.edition_id,
        object_kind="role",
        object_id=grant.id,
        facts=facts,
    )
