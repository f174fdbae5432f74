"""Hashing passwords with argon2id, and checking them in the same time whoever asks (SECURITY S13)."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from awards.accounts.domain import LONGEST, SHORTEST, common_passwords, fold_email, password_problem
from awards.accounts.models import User
from awards.core.errors import Refusal
from awards.infra.db import db

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The argon2id hash of a password that has passed `check_password`."""
    return _hasher.hash(_normal(password))


def check_password(password: str, *, email: str, name: str) -> None:
    """Refuse a password that is too short, common or made of the person's own name."""
    problem = password_problem(password, email=email, name=name, common=common_passwords())
    if problem is not None:
        raise Refusal(f"accounts.password_{problem}", facts={"shortest": SHORTEST, "longest": LONGEST})


def matching_user(email: str, password: str) -> str | None:
    """The id of the enabled user with this address and password, or None.

    An unknown address costs the same work as a wrong password. Takes tens of milliseconds on purpose: call it
    while no write lock is held.
    """
    user = db.session.scalar(select(User).where(User.email == fold_email(email)))
    known = user is not None and user.disabled_at is None and user.password_hash != ""
    stored = user.password_hash if user is not None and known else _nobody()
    matches = is_match(stored, password)
    return user.id if user is not None and known and matches else None


def is_match(stored: str, password: str) -> bool:
    """Whether the password has this hash. Passwords beyond the longest are never hashed."""
    try:
        return _hasher.verify(stored, _normal(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    """A hash that no password has, with today's parameters."""
    return _hasher.hash("\x00nobody")


def _normal(password: str) -> str:
    """One form whatever keyboard composed the letters (Й typed as one sign or as two)."""
    return unicodedata.normalize("NFC", password)
