"""Accounts themselves: made, changed, and given a new password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from awards.accounts.domain import RESET_ACCOUNT, fold_email
from awards.accounts.models import User
from awards.accounts.queries import actor_of
from awards.accounts.services.attempts import take
from awards.accounts.services.passwords import check_password, hash_password, is_match
from awards.accounts.services.sessions import end_sessions_of, open_session
from awards.accounts.services.tokens import use_token
from awards.core.actor import PUBLIC, Actor
from awards.core.errors import Refusal
from awards.core.text import Locale, sort_key
from awards.infra import audit, outbox
from awards.infra.db import db


def create_user(
    email: str,
    name: str,
    password: str,
    locale: Locale,
    *,
    actor: Actor,
    at: datetime,
    is_demo: bool = False,
) -> User:
    """A new account, or a refusal: the address is taken, or the password is weak."""
    folded, shown = fold_email(email), " ".join(name.split())
    if db.session.scalar(select(User.id).where(User.email == folded)) is not None:
        raise Refusal("accounts.email_taken")
    check_password(password, email=folded, name=shown)
    user = User(
        email=folded,
        name=shown,
        sort_key=sort_key(shown)[:600],
        password_hash=hash_password(password),
        locale=Locale(locale),
        is_demo=is_demo,
        created_at=at,
    )
    db.session.add(user)
    db.session.flush()
    _record("account.registered", user, actor, at, {"locale": user.locale.value})
    return user


def register(
    email: str,
    name: str,
    password: str,
    locale: Locale,
    *,
    agent: str,
    replaces: str | None,
    at: datetime,
) -> str:
    """A person makes their own account and is signed in at once; the answer is the session's secret."""
    user = create_user(email, name, password, locale, actor=PUBLIC, at=at)
    outbox.post("welcome", to=user.email, locale=user.locale.value, params={"name": user.name}, at=at)
    return open_session(user.id, agent=agent, at=at, replaces=replaces)


def change_account(name: str, locale: Locale, *, actor: Actor, at: datetime) -> User:
    """The actor's own name and the language of their mail."""
    user = db.session.get_one(User, actor.user_id)
    user.name = " ".join(name.split())
    user.sort_key = sort_key(user.name)[:600]
    user.locale = Locale(locale)
    db.session.flush()
    _record("account.changed", user, actor, at, {"locale": user.locale.value})
    return user


def change_password(current: str, new: str, *, actor: Actor, agent: str, at: datetime) -> str:
    """The actor sets a new password; every session ends and a new one begins, whose secret is the answer."""
    user = db.session.get_one(User, actor.user_id)
    if not is_match(user.password_hash, current):
        raise Refusal("accounts.wrong_password")
    _set_password(user, new, by="owner", actor=actor, at=at)
    return open_session(user.id, agent=agent, at=at)


def request_reset(email: str, *, at: datetime) -> bool:
    """Mail a link for a new password, if there is such an account; the answer is the same if not.

    Three times an hour for one address; further requests are answered alike and send nothing.
    """
    folded = fold_email(email)
    wait = take("reset", folded, RESET_ACCOUNT, at=at)
    user = db.session.scalar(select(User).where(User.email == folded, User.disabled_at.is_(None)))
    if user is not None and not wait:
        outbox.post(
            "reset_password",
            to=user.email,
            locale=user.locale.value,
            params={"name": user.name, "user_id": user.id},
            at=at,
        )
    return True


def set_new_password(token: str, new: str, *, agent: str, at: datetime) -> str:
    """Use a mailed link to set a new password; every session ends and a new one begins."""
    row = use_token(token, at=at)
    user = db.session.get(User, row.user_id) if row.user_id is not None else None
    if user is None or user.disabled_at is not None:
        raise Refusal("accounts.link_is_void")
    _set_password(user, new, by="mail", actor=actor_of(user.id), at=at)
    return open_session(user.id, agent=agent, at=at)


def _set_password(user: User, new: str, *, by: str, actor: Actor, at: datetime) -> None:
    check_password(new, email=user.email, name=user.name)
    user.password_hash = hash_password(new)
    db.session.flush()
    end_sessions_of(user.id, at=at)
    _record("account.password_changed", user, actor, at, {"by": by})
    outbox.post(
        "password_changed", to=user.email, locale=user.locale.value, params={"name": user.name}, at=at
    )


def _record(event: str, user: User, actor: Actor, at: datetime, facts: dict[str, str]) -> None:
    audit.record(
        event, actor=actor, at=at, edition_id=None, object_kind="user", object_id=user.id, facts=facts
    )
