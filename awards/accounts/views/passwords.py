"""A forgotten password: a link by mail, and the new password."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from awards.accounts import queries, services, sessions
from awards.accounts.domain import RESET_NETWORK
from awards.accounts.forms import ForgottenForm, NewPasswordForm
from awards.accounts.views.blueprint import bp, onward, refused_for_now
from awards.core import clock
from awards.web.forms import act, go
from awards.web.guards import public


@bp.route("/password/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> str | Response:
    """Answers alike whether there is such an account or not."""
    form = ForgottenForm()
    if form.validate_on_submit():
        form.refused = refused_for_now("reset-network", sessions.network(), RESET_NETWORK)
        if not form.refused and act(form, lambda: services.request_reset(form.email.data, at=clock.now())):
            return go("accounts.sign_in", done="accounts.link_sent")
    return render_template("accounts/public/forgotten.html", form=form)


@bp.route("/password/new/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> str | Response:
    """The page behind the mailed link."""
    user = queries.reset_behind(token, clock.now())
    if user is None:
        return render_template("accounts/public/link_over.html", kind="reset")
    form = NewPasswordForm()
    if form.validate_on_submit():
        secret = act(
            form,
            lambda: services.set_new_password(
                token, form.password.data, agent=sessions.agent(), at=clock.now()
            ),
        )
        if secret:
            return onward(secret, done="accounts.password_set")
    return render_template("accounts/public/reset.html", form=form, user=user)
