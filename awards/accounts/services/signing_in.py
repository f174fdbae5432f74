"""Signing in and out: the attempt is counted, the password checked without a lock, the session opened."""

from __future__ import annotations

import logging
from datetime import datetime

from awards.accounts.domain import ALL_FAILURES, SIGN_IN_ACCOUNT, SIGN_IN_NETWORK, fold_email
from awards.accounts.models import User
from awards.accounts.queries import actor_of
from awards.accounts.services.attempts import forget_ended_attempts, give_back, take
from awards.accounts.services.passwords import hash_password, is_outdated
from awards.accounts.services.sessions import end_session, open_session
from awards.core.actor import PUBLIC, Actor
from awards.core.errors import Refusal
from awards.infra import audit
from awards.infra.db import db

_log = logging.getLogger("awards.accounts")


def reserve_attempt(email: str, network: str, *, at: datetime) -> int:
    """Count an attempt to sign in, or say how many seconds to wait (0: check the password)."""
    wait = take("sign-in-network", network, SIGN_IN_NETWORK, at=at)
    return wait or take("sign-in", _pair(email, network), SIGN_IN_ACCOUNT, at=at)


def finish_sign_in(
    user_id: str | None,
    *,
    email: str,
    password: str,
    network: str,
    agent: str,
    replaces: str | None,
    at: datetime,
) -> str | None:
    """Open a session for the user whom the password matched, or log the failure and answer None.

    A success gives the counted attempt back; too many failures in the whole portal raise an alarm in the log.
    """
    if user_id is None:
        if take("sign-in-all", "", (ALL_FAILURES,), at=at):
            _log.warning("alarm: more than %s failed sign-ins in ten minutes", ALL_FAILURES.most)
        audit.record(
            "account.sign_in_failed",
            actor=PUBLIC,
            at=at,
            edition_id=None,
            object_kind="user",
            object_id="unknown",
            facts={"reason": "mismatch"},
        )
        return None
    give_back("sign-in-network", network, SIGN_IN_NETWORK, at=at)
    give_back("sign-in", _pair(email, network), SIGN_IN_ACCOUNT, at=at)
    forget_ended_attempts(at=at)
    user = db.session.get_one(User, user_id)
    if is_outdated(user.password_hash):
        user.password_hash = hash_password(password)
    return _enter(user_id, agent=agent, replaces=replaces, at=at)


def enter_demo(user_id: str, *, agent: str, replaces: str | None, at: datetime) -> str:
    """A session of a demo account, without a password; the edge allows it in the demo alone."""
    user = db.session.get(User, user_id)
    if user is None or not user.is_demo or user.disabled_at is not None:
        raise Refusal("accounts.not_demo")
    return _enter(user_id, agent=agent, replaces=replaces, at=at)


def sign_out(session_id: str, *, actor: Actor, at: datetime) -> bool:
    """The session ends on the server, so that its cookie is worth nothing any more."""
    end_session(session_id, at=at)
    _record("account.signed_out", actor, at)
    return True


def _enter(user_id: str, *, agent: str, replaces: str | None, at: datetime) -> str:
    token = open_session(user_id, agent=agent, at=at, replaces=replaces)
    _record("account.signed_in", actor_of(user_id), at)
    return token


def _record(event: str, actor: Actor, at: datetime) -> None:
    audit.record(event, actor=actor, at=at, edition_id=None, object_kind="user", object_id=str(actor.user_id))


def _pair(email: str, network: str) -> str:
    return f"{fold_email(email)}|{network}"
