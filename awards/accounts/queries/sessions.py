"""Sessions: whose a cookie is, and where else a person is signed in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from awards.accounts.domain import device_of, is_alive
from awards.accounts.models import User, UserSession
from awards.accounts.queries.people import actor_from, actor_of
from awards.core.actor import PUBLIC, Actor
from awards.infra.db import db


@dataclass(frozen=True)
class LiveSession:
    """A session that holds, and who is behind it."""

    id: str
    actor: Actor
    last_seen: datetime


@dataclass(frozen=True)
class SessionFacts:
    """One of a person's own sessions; `public_id` names it on their page without giving its id away."""

    public_id: str
    device: str
    created_at: datetime
    last_seen: datetime
    is_this: bool


def session_key(token: str) -> str:
    """What the tables hold of a secret: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def live_session(session_id: str, at: datetime) -> LiveSession | None:
    """The session and its person with their roles and organisations, if it holds at `at`; two queries."""
    found = db.session.execute(
        select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.id == session_id, UserSession.revoked_at.is_(None), User.disabled_at.is_(None))
    ).one_or_none()
    if found is None:
        return None
    session, user = found
    actor = actor_from(user)
    if not is_alive(session.created_at, session.last_seen, has_role=bool(actor.grants or actor.hr_of), at=at):
        return None
    return LiveSession(session.id, actor, session.last_seen)


def actor_of_session(session_id: str, at: datetime) -> Actor:
    """The signed-in person with their roles and organisations, or the public."""
    session = live_session(session_id, at)
    return session.actor if session else PUBLIC


def sessions_of(user_id: str, *, this: str | None, at: datetime) -> tuple[SessionFacts, ...]:
    """The user's sessions that still hold, the most recently used first; `this` is the asking one's id."""
    actor = actor_of(user_id)
    has_role = bool(actor.grants or actor.hr_of)
    rows = db.session.scalars(
        select(UserSession)
        .where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
        .order_by(UserSession.last_seen.desc(), UserSession.id)
    )
    return tuple(
        SessionFacts(row.id[:16], device_of(row.agent), row.created_at, row.last_seen, row.id == this)
        for row in rows
        if is_alive(row.created_at, row.last_seen, has_role=has_role, at=at)
    )
