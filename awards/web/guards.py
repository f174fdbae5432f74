"""Every route declares its permission; a route without one is refused (SECURITY S7)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from awards.core.actor import PUBLIC, Actor
from awards.core.permissions import Action, Subject, can
from awards.infra.transaction import begin_writing

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PUBLIC_POLICY = "public"
SIGNED_IN_POLICY = "signed-in"


def current_actor() -> Actor:
    """Who makes this request; the public where nobody is signed in."""
    if "actor" not in g:
        load = cast(Callable[[], Actor], current_app.extensions["awards.actor_loader"])
        g.actor = load()
    return cast(Actor, g.actor)


def public(view: View) -> View:
    """Anyone may open this page."""
    view.__dict__["policy"] = PUBLIC_POLICY
    return view


def signed_in(view: View) -> View:
    """Anyone who is signed in may open this page; it shows only their own things."""

    @wraps(view)
    def guarded(**values: Any) -> Any:
        if not current_actor().is_known:
            return to_sign_in()
        return view(**values)

    guarded.__dict__["policy"] = SIGNED_IN_POLICY
    return cast(View, guarded)


def requires(action: Action, load: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Let in whoever the table of permissions lets do `action` to the loaded record.

    `load` takes the address's values and returns a record with `.subject` (or None: not found); the view gets
    the record in place of those values. A stranger to the record is answered 404, as if it did not exist.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            actor = current_actor()
            record = load(**values) if load else None
            subject = getattr(record, "subject", None) or Subject()
            g.edition = getattr(record, "edition", None)
            if not actor.is_known and not can(actor, action, subject):
                return to_sign_in()
            if (load and record is None) or not can(actor, action, subject):
                abort(404)
            return view(record) if load else view(**values)

        guarded.__dict__["policy"] = action
        return cast(View, guarded)

    return decorate


def to_sign_in() -> BaseResponse:
    """Off to the sign-in page, and back here afterwards."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=here))


def refuse_undeclared() -> None:
    """Deny by default: an endpoint that declares no policy does not answer."""
    if request.endpoint is None or request.endpoint == "static":
        return
    if "policy" not in current_app.view_functions[request.endpoint].__dict__:
        abort(403)


def refuse_foreign_origin() -> None:
    """Refuse an unsafe request that another site caused (the first of two defences against forgery)."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        abort(403)
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        abort(403)


def open_write_transaction() -> None:
    """An unsafe request holds the write lock from the start, so what a loader read stays true.

    The form is read first, and the whole body with it: a slow sender must not hold the lock.
    """
    if request.method not in SAFE_METHODS and request.endpoint is not None:
        if any("\0" in value for values in request.form.listvalues() for value in values):
            abort(400)  # no database text has NUL
        begin_writing()


def private_pages_are_not_stored(response: Response) -> Response:
    if g.get("actor", PUBLIC).is_known:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def init_app(app: Flask, load_actor: Callable[[], Actor]) -> None:
    """Install the guards; `load_actor` finds who the request's session belongs to."""
    app.extensions["awards.actor_loader"] = load_actor
    app.before_request(refuse_undeclared)
    app.before_request(refuse_foreign_origin)
    app.before_request(open_write_transaction)
    app.after_request(private_pages_are_not_stored)
