"""Registering, and accepting an invitation."""

from __future__ import annotations

from flask import render_template, url_for
from werkzeug.wrappers import Response

from awards.accounts import queries, services, sessions
from awards.accounts.domain import REGISTER_NETWORK
from awards.accounts.forms import JoinForm, RegisterForm, locale_of
from awards.accounts.queries import InvitationFacts
from awards.accounts.views.blueprint import bp, onward, refused_for_now
from awards.core import clock
from awards.core.text import Text
from awards.web.forms import ConfirmForm, act
from awards.web.guards import current_actor, public
from awards.web.lookups import organisation_names

AFTER_REGISTERING = "registry_member.register_organisation"


@bp.route("/register", methods=["GET", "POST"])
@public
def register() -> str | Response:
    form = RegisterForm()
    if form.validate_on_submit():
        form.refused = refused_for_now("register", sessions.network(), REGISTER_NETWORK)
        token = None if form.refused else _register(form)
        if token:
            return onward(token, target=url_for(AFTER_REGISTERING, done="accounts.welcome"))
    return render_template("accounts/public/register.html", form=form)


def _register(form: RegisterForm) -> str | None:
    came_with = sessions.session_id()
    return act(
        form,
        lambda: services.register(
            form.email.data,
            form.name.data,
            form.password.data,
            locale_of(form),
            agent=sessions.agent(),
            replaces=came_with,
            at=clock.now(),
        ),
    )


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> str | Response:
    """What is offered, and how to accept: a new account, one's own, or sign in first."""
    offered = queries.invitation_behind(token, clock.now())
    if offered is None:
        return render_template("accounts/public/link_over.html", kind="invitation")
    known = queries.user_by_email(offered.email)
    if known is None:
        return _join(offered, token)
    mine = current_actor().user_id == known.id
    return _accept(offered, token) if mine else render_template(
        "accounts/public/invitation_sign_in.html", invitation=offered, where=_organisation(offered),
        here=url_for("accounts.invitation", token=token),
    )  # fmt: skip


def _join(offered: InvitationFacts, token: str) -> str | Response:
    form = JoinForm()
    if form.validate_on_submit():
        came_with = sessions.session_id()
        secret = act(
            form,
            lambda: services.accept_as_new_user(
                token,
                form.name.data,
                form.password.data,
                locale_of(form),
                agent=sessions.agent(),
                replaces=came_with,
                at=clock.now(),
            ),
        )
        if secret:
            return onward(secret, done="accounts.accepted")
    return render_template(
        "accounts/public/invitation_join.html", form=form, invitation=offered, where=_organisation(offered)
    )


def _accept(offered: InvitationFacts, token: str) -> str | Response:
    form = ConfirmForm()
    if form.validate_on_submit():
        actor, came_with = current_actor(), sessions.session_id()
        secret = act(
            form,
            lambda: services.accept_as(
                token, actor=actor, agent=sessions.agent(), replaces=came_with, at=clock.now()
            ),
        )
        if secret:
            return onward(secret, done="accounts.accepted")
    return render_template(
        "accounts/public/invitation_accept.html", form=form, invitation=offered, where=_organisation(offered)
    )


def _organisation(offered: InvitationFacts) -> Text | None:
    if offered.organisation_id is None:
        return None
    return organisation_names([offered.organisation_id]).get(offered.organisation_id)
