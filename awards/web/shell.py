"""What the shells around every page show: the account, the edition in the bar; and the style page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, current_app, g, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from awards.core.actor import Actor, Role
from awards.web.filters import text
from awards.web.forms import BaseForm
from awards.web.guards import current_actor, public
from awards.web.words import label

bp = Blueprint("web", __name__)

ROLE_WORDS = {
    Role.SECRETARY: _l("Secretary of the committee"),
    Role.COMMITTEE: _l("Committee member"),
    Role.CHAIR: _l("Chair of the jury"),
    Role.JUROR: _l("Juror"),
    Role.ASSESSOR: _l("Assessor"),
    Role.OBSERVER: _l("Observer"),
    Role.CLERK: _l("Registry clerk"),
    Role.HR: _l("HR service"),
}


def _link(endpoint: str, words: Any, icon: str) -> list[dict[str, Any]]:
    if endpoint not in current_app.view_functions:
        return []
    return [{"label": words, "url": url_for(endpoint), "icon": icon}]


def role_word(actor: Actor) -> str:
    """The actor's foremost role in words; applicants are members of organisations."""
    for role, words in ROLE_WORDS.items():
        if actor.holds_anywhere(role):
            return str(words)
    return str(_l("Applicant")) if actor.organisations else ""


def account() -> dict[str, Any]:
    """Who is signed in, with their links; or the way to the sign-in page."""
    actor = current_actor()
    if not actor.is_known:
        found = _link("accounts.sign_in", "", "")
        return {"sign_in_url": found[0]["url"] if found else ""}
    return {
        "name": actor.name,
        "role": role_word(actor),
        "links": _link("board.desk", _l("My desk"), "house")
        + _link("accounts.account", _l("My account"), "person"),
        "sign_out_url": url_for("accounts.sign_out"),
    }


def bar_edition() -> dict[str, Any] | None:
    """The edition this page belongs to, with its stage as a chip."""
    edition = g.get("edition")
    if edition is None:
        return None
    return {"title": text(edition.title), "stage": label(edition.stage), "kind": "info"}


class StyleForm(BaseForm):
    """Fields for the style page."""

    name = StringField(_l("Name"), validators=[InputRequired()])
    answer = TextAreaField(_l("Answer"))
    level = SelectField(_l("Level"), choices=["8", "8.5", "9"])


@bp.get("/style")
@public
def style() -> str:
    """Every piece of the look on one page, with made-up data."""
    form = StyleForm()
    form.validate()

    def page_url(number: int) -> str:
        return url_for("web.style", page=number)

    return render_template("style.html", form=form, page_url=page_url, page=request.args.get("page", 3, int))


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"account": account(), "bar_edition": bar_edition()})
