"""Links that work once: the secret goes into the mail, its hash into the table."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update

from awards.accounts.models import OneTimeToken
from awards.accounts.queries import session_key
from awards.core.errors import Refusal
from awards.infra.db import db


def issue_token(*, invitation_id: str | None = None, user_id: str | None = None, expires_at: datetime) -> str:
    """A secret that opens one invitation, or lets one user set a new password, until `expires_at`.

    Made when the mail is sent, so that no queue ever holds it.
    """
    token = secrets.token_urlsafe(32)
    db.session.add(
        OneTimeToken(
            id=session_key(token), invitation_id=invitation_id, user_id=user_id, expires_at=expires_at
        )
    )
    db.session.flush()
    return token


def use_token(token: str, *, at: datetime) -> OneTimeToken:
    """Use the token up, or refuse: of two who come at once, the number of rows changed decides.

    Every other unused token for the same thing is void from now on.
    """
    used = db.session.execute(
        update(OneTimeToken)
        .where(
            OneTimeToken.id == session_key(token),
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > at,
        )
        .values(used_at=at)
        .returning(OneTimeToken.id)
    ).all()
    if not used:
        raise Refusal("accounts.link_is_void")
    row = db.session.get_one(OneTimeToken, session_key(token))
    same = (
        OneTimeToken.invitation_id == row.invitation_id
        if row.invitation_id is not None
        else OneTimeToken.user_id == row.user_id
    )
    db.session.execute(update(OneTimeToken).where(same, OneTimeToken.used_at.is_(None)).values(used_at=at))
    return row
