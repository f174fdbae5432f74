"""People for tests: users with roles and organisations, and a browser that is signed in."""

from __future__ import annotations

import hashlib
import itertools
import secrets
from datetime import UTC, datetime
from functools import cache

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import select

from awards.accounts.models import EditionSide, Membership, RoleGrant, User, UserSession
from awards.accounts.sessions import COOKIE
from awards.core import clock
from awards.core.actor import SIDES, Actor, Grant, Role, Side
from awards.core.text import Locale, sort_key
from awards.infra.db import db

PASSWORD = "жаңа-қала-1998-сағат"
LONG_AGO = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)
_SIDE_OF = {Role.COMMITTEE: Side.COMMITTEE}

_numbers = itertools.count(1)


@cache
def _hash() -> str:
    """The hash of PASSWORD with the cheapest parameters; made once a run."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_user(
    name: str = "",
    email: str = "",
    *,
    role: Role | None = None,
    edition_id: str | None = None,
    organisation_id: str | None = None,
    locale: Locale = Locale.EN,
    is_demo: bool = False,
) -> User:
    """A user whose password is PASSWORD, with a role (portal-wide without `edition_id`) or organisation."""
    number = next(_numbers)
    user = User(
        email=email or f"person{number}@example.kz",
        name=name or f"Person {number}",
        sort_key=sort_key(name or f"Person {number}"),
        password_hash=_hash(),
        locale=locale,
        is_demo=is_demo,
        created_at=LONG_AGO,
    )
    db.session.add(user)
    db.session.flush()
    if role is not None:
        make_grant(user, role, edition_id)
    if organisation_id is not None:
        make_membership(user, organisation_id)
    return user


def make_grant(user: User, role: Role, edition_id: str | None = None) -> RoleGrant:
    """A role held since LONG_AGO; in an edition it puts the user on the role's side, if on none yet."""
    side = None
    if edition_id is not None:
        row = db.session.get(EditionSide, (edition_id, user.id))
        if row is None:
            first = _SIDE_OF.get(role) or min(SIDES[role])
            row = EditionSide(edition_id=edition_id, user_id=user.id, side=first, taken_at=LONG_AGO)
            db.session.add(row)
            db.session.flush()
        side = row.side
    grant = RoleGrant(
        user_id=user.id, role=role, edition_id=edition_id, side=side, granted_by="system", granted_at=LONG_AGO
    )
    db.session.add(grant)
    db.session.flush()
    return grant


def make_membership(user: User, organisation_id: str) -> Membership:
    membership = Membership(user_id=user.id, organisation_id=organisation_id, joined_at=LONG_AGO)
    db.session.add(membership)
    db.session.flush()
    return membership


def actor_of(user: User) -> Actor:
    """The user as services see them: with the grants and organisations stored now."""
    grants = db.session.scalars(
        select(RoleGrant).where(RoleGrant.user_id == user.id, RoleGrant.revoked_at.is_(None))
    )
    organisations = db.session.scalars(
        select(Membership.organisation_id).where(Membership.user_id == user.id)
    )
    return Actor(
        user_id=user.id,
        name=user.name,
        locale=user.locale.value,
        grants=frozenset(Grant(grant.role, grant.edition_id) for grant in grants),
        organisations=frozenset(organisations),
    )


def sign_in(client: FlaskClient, user: User) -> None:
    """Give the browser a session of this user, begun now; sign in again after moving the clock by hours."""
    token = secrets.token_urlsafe(32)
    at = clock.now()
    db.session.add(
        UserSession(
            id=hashlib.sha256(token.encode()).hexdigest(), user_id=user.id, created_at=at, last_seen=at
        )
    )
    db.session.commit()
    client.set_cookie(COOKIE, token, domain="localhost")
