"""The blueprint of the pages everyone has, and what they share."""

from __future__ import annotations

import math
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from flask import Blueprint, current_app, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from awards.accounts import services, sessions
from awards.accounts.domain import Limit, is_local_path
from awards.core import clock
from awards.core.errors import Refusal
from awards.infra.transaction import transaction
from awards.web.forms import go
from awards.web.words import refusal_texts

bp = Blueprint("accounts", __name__)

HOME = "board.desk"
"""Where people go after signing in."""


def onward(token: str, *, target: str | None = None, done: str | None = None) -> Response:
    """Give the browser its session and send it to the page it came for, or home."""
    path = safe_path(target)
    home = HOME if HOME in current_app.view_functions else "accounts.account"
    response: Response = redirect(path, code=303) if path else go(home, done=done)
    return sessions.remember(response, token)


def safe_path(target: str | None) -> str | None:
    """`target` as a path of this portal that some page answers to, or None (SECURITY S13)."""
    if not target or not is_local_path(target):
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return None
    try:
        current_app.url_map.bind(request.host).match(parts.path, method="GET")
    except HTTPException:
        return None
    return urlunsplit(("", "", parts.path, parts.query, ""))


def refused_for_now(kind: str, who: str, limits: Iterable[Limit]) -> list[str]:
    """Count an attempt, in its own transaction so that a failed act stays counted; why to wait, if so."""
    with transaction():
        wait = services.take(kind, who, limits, at=clock.now())
    return wait_texts(wait)


def wait_texts(seconds: int) -> list[str]:
    """How long to wait, rounded up to minutes; nothing where there is no wait."""
    if not seconds:
        return []
    return refusal_texts(Refusal("accounts.wait", facts={"minutes": math.ceil(seconds / 60)}))
