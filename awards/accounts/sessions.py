"""Server-side sessions: the cookie is a random token, the table can revoke it (SECURITY S2)."""

from __future__ import annotations

import hashlib

from flask import g, request

from awards.accounts import queries
from awards.core import clock
from awards.core.actor import PUBLIC, Actor

COOKIE = "sid"
SECURE_COOKIE = "__Host-sid"


def load_actor() -> Actor:
    """The actor of this request's session cookie, or the public."""
    token = request.cookies.get(SECURE_COOKIE) or request.cookies.get(COOKIE)
    if not token:
        return PUBLIC
    session_id = hashlib.sha256(token.encode()).hexdigest()
    actor = queries.actor_of_session(session_id, clock.now())
    if actor.is_known:
        g.session_id = session_id
    return actor
