"""Signing in, signing out, and the demo's one-click entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, render_template, request
from werkzeug.wrappers import Response

from awards.accounts import queries, services, sessions
from awards.accounts.domain import DEMO_PASSWORD
from awards.accounts.forms import SignInForm
from awards.accounts.queries import DemoPerson
from awards.accounts.views.blueprint import bp, onward, wait_texts
from awards.core import clock
from awards.core.actor import Role
from awards.core.errors import Refusal
from awards.core.text import Text
from awards.infra.transaction import transaction
from awards.web.forms import ConfirmForm, act, go
from awards.web.guards import current_actor, public, signed_in
from awards.web.lookups import organisation_names
from awards.web.words import refusal_texts


@dataclass(frozen=True)
class DemoGroup:
    """Demo accounts of one role (None: applicants), each with the names of its organisations."""

    role: Role | None
    people: tuple[tuple[DemoPerson, tuple[Text, ...]], ...]


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str | Response:
    form = SignInForm()
    if form.validate_on_submit():
        token = _attempt(form)
        if token:
            return onward(token, target=form.next.data)
    elif request.method == "GET":
        form.next.data = request.args.get("next", "")
    groups = _demo_groups() if current_app.config["DEMO"] else ()
    return render_template(
        "accounts/public/sign_in.html", form=form, groups=groups, demo_password=DEMO_PASSWORD
    )


@bp.post("/sign-out")
@signed_in
def sign_out() -> Response:
    form = ConfirmForm()
    if not form.validate_on_submit():
        abort(400)
    session_id = sessions.session_id() or ""
    act(form, lambda: services.sign_out(session_id, actor=current_actor(), at=clock.now()))
    return sessions.forget(go("accounts.sign_in", done="accounts.signed_out"))


@bp.post("/demo-entry/<user_id>")
@public
def enter_demo(user_id: str) -> Response:
    """Sign in as a demo account with one click; outside the demo there is no such page."""
    if not current_app.config["DEMO"]:
        abort(404)
    form, came_with, token = ConfirmForm(), _session_that_came(), None
    if form.validate_on_submit():
        token = act(
            form,
            lambda: services.enter_demo(user_id, agent=sessions.agent(), replaces=came_with, at=clock.now()),
        )
    if not token:
        abort(400)
    return onward(token, target=request.form.get("next"))


def _attempt(form: Any) -> str | None:
    """The session's secret, or None with the reason in the form. The slow check runs without a lock."""
    email, password, network = form.email.data, form.password.data, sessions.network()
    came_with = _session_that_came()
    with transaction():
        wait = services.reserve_attempt(email, network, at=clock.now())
    if wait:
        form.refused = wait_texts(wait)
        return None
    user_id = services.matching_user(email, password)
    with transaction():
        token = services.finish_sign_in(
            user_id,
            email=email,
            password=password,
            network=network,
            agent=sessions.agent(),
            replaces=came_with,
            at=clock.now(),
        )
    if token is None:
        form.refused = refusal_texts(Refusal("accounts.no_match"))
    return token


def _session_that_came() -> str | None:
    current_actor()
    return sessions.session_id()


def _demo_groups() -> tuple[DemoGroup, ...]:
    people = queries.demo_people()
    names = organisation_names({key for person in people for key in person.organisation_ids})
    shown: dict[Role | None, list[tuple[DemoPerson, tuple[Text, ...]]]] = {}
    for person in people:
        role = person.roles[0] if person.roles else None
        own = tuple(names[key] for key in person.organisation_ids if key in names)
        shown.setdefault(role, []).append((person, own))
    order: tuple[Role | None, ...] = (Role.SECRETARY, None, *queries.ROLE_ORDER[1:])
    return tuple(DemoGroup(role, tuple(shown[role])) for role in order if role in shown)
