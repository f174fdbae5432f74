"""One's own account: name, language, password, sessions."""

from __future__ import annotations

from flask import abort, render_template
from werkzeug.wrappers import Response

from awards.accounts import queries, services, sessions
from awards.accounts.domain import SIGN_IN_ACCOUNT
from awards.accounts.forms import AccountForm, ChangePasswordForm, locale_of
from awards.accounts.views.blueprint import bp, refused_for_now
from awards.core import clock
from awards.core.text import Text
from awards.web.forms import ConfirmForm, act, go
from awards.web.guards import current_actor, signed_in
from awards.web.lookups import organisation_names


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> str | Response:
    user = queries.get_user(str(current_actor().user_id))
    if user is None:
        abort(404)
    form = AccountForm(name=user.name, locale=user.locale.value)
    if form.validate_on_submit() and act(
        form,
        lambda: services.change_account(
            form.name.data, locale_of(form), actor=current_actor(), at=clock.now()
        ),
    ):
        return go("accounts.account", done="accounts.saved")
    return render_template(
        "accounts/own/account.html",
        form=form,
        user=user,
        organisations=_organisations(),
        sessions=queries.sessions_of(user.id, this=sessions.session_id(), at=clock.now()),
        confirm=ConfirmForm(formdata=None),
    )


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def password() -> str | Response:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        form.refused = refused_for_now("password", str(current_actor().user_id), SIGN_IN_ACCOUNT)
        token = None if form.refused else _change(form)
        if token:
            return sessions.remember(go("accounts.account", done="accounts.password_set"), token)
    return render_template("accounts/own/password.html", form=form)


def _change(form: ChangePasswordForm) -> str | None:
    return act(
        form,
        lambda: services.change_password(
            form.current.data,
            form.password.data,
            actor=current_actor(),
            agent=sessions.agent(),
            at=clock.now(),
        ),
    )


@bp.post("/account/sessions/<public_id>/end")
@signed_in
def end_session(public_id: str) -> Response:
    form = ConfirmForm()
    if not form.validate_on_submit():
        abort(400)
    ended = act(form, lambda: services.end_own_session(public_id, actor=current_actor(), at=clock.now()))
    return go("accounts.account", done="accounts.session_ended" if ended else None)


def _organisations() -> list[tuple[str, Text]]:
    """The actor's organisations by id and name."""
    names = organisation_names(current_actor().organisations)
    return sorted(names.items(), key=lambda pair: pair[1].kk)
