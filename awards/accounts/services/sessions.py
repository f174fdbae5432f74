"""Server-side sessions: opening, touching and ending them (SECURITY S2)."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update

from awards.accounts.models import UserSession
from awards.accounts.queries import session_key
from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.infra import audit
from awards.infra.db import db

_TOKEN_BYTES = 32


def open_session(user_id: str, *, agent: str, at: datetime, replaces: str | None = None) -> str:
    """A new session of the user; the answer is the secret for the cookie, which is stored nowhere.

    `replaces` is the id of the session that the browser came with; it ends.
    """
    if replaces is not None:
        end_session(replaces, at=at)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    db.session.add(
        UserSession(id=session_key(token), user_id=user_id, created_at=at, last_seen=at, agent=agent[:200])
    )
    db.session.flush()
    return token


def touch(session_id: str, *, at: datetime) -> None:
    """Note that the session is in use; never backwards."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.last_seen < at)
        .values(last_seen=at)
    )


def end_session(session_id: str, *, at: datetime) -> None:
    """The session ends; its cookie is worthless from now on."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def end_sessions_of(user_id: str, *, at: datetime) -> None:
    """Every session of the user ends: the password or the roles changed."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def end_own_session(public_id: str, *, actor: Actor, at: datetime) -> bool:
    """End one of the actor's own sessions, named by the beginning of its id as their page shows it."""
    ended = db.session.scalars(
        update(UserSession)
        .where(
            UserSession.user_id == actor.user_id,
            UserSession.id.startswith(public_id, autoescape=True),
            UserSession.revoked_at.is_(None),
        )
        .values(revoked_at=at)
        .returning(UserSession.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not ended:
        raise Refusal("accounts.no_such_session")
    audit.record(
        "account.session_ended",
        actor=actor,
        at=at,
        edition_id=None,
        object_kind="user",
        object_id=str(actor.user_id),
    )
    return True
