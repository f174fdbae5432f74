"""The session cookie at the edge: whose request it is, and handing the cookie out and back (SECURITY S2)."""

from __future__ import annotations

from flask import current_app, g, request
from werkzeug.wrappers import Response

from awards.accounts import queries, services
from awards.accounts.domain import needs_touch
from awards.config import Settings
from awards.core import clock
from awards.core.actor import PUBLIC, Actor
from awards.infra.transaction import is_writing, transaction

COOKIE = "sid"
SECURE_COOKIE = "__Host-sid"


def cookie_name() -> str:
    """`__Host-` binds the cookie to https and to this very host; without https a browser refuses it."""
    settings: Settings = current_app.config["SETTINGS"]
    return SECURE_COOKIE if settings.is_secure else COOKIE


def load_actor() -> Actor:
    """The actor of this request's session cookie, or the public. Keeps an idle session's clock."""
    token = request.cookies.get(cookie_name())
    if not token:
        return PUBLIC
    at = clock.now()
    session = queries.live_session(queries.session_key(token), at)
    if session is None:
        return PUBLIC
    g.session_id = session.id
    if needs_touch(session.last_seen, at):
        _touch(session.id)
    return session.actor


def _touch(session_id: str) -> None:
    """A request that writes keeps its own transaction; one that reads makes a short one for this alone."""
    if is_writing():
        services.touch(session_id, at=clock.now())
        return
    with transaction():
        services.touch(session_id, at=clock.now())


def session_id() -> str | None:
    """The id of the session this request came with."""
    found: str | None = g.get("session_id")
    return found


def agent() -> str:
    """How the browser describes itself."""
    return request.headers.get("User-Agent", "")


def network() -> str:
    """Where the request came from, as the server sees it."""
    return request.remote_addr or "unknown"


def remember(response: Response, token: str) -> Response:
    """Give the browser its session: no script reads it, no other site sends it, closing it ends it."""
    response.set_cookie(
        cookie_name(),
        token,
        path="/",
        secure=cookie_name() == SECURE_COOKIE,
        httponly=True,
        samesite="Lax",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def forget(response: Response) -> Response:
    """Take the cookie back; the session itself has been ended on the server."""
    secure = cookie_name() == SECURE_COOKIE
    response.delete_cookie(cookie_name(), path="/", secure=secure, httponly=True, samesite="Lax")
    return response
