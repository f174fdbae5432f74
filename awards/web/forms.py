"""The base form: bound to the session against forgery, and it keeps the text when something is wrong."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g, redirect, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response
from wtforms import ValidationError
from wtforms.csrf.core import CSRF
from wtforms.fields import Field

from awards.core.errors import Refusal, Refusals
from awards.infra.transaction import transaction
from awards.web.guards import current_actor
from awards.web.words import refusal_texts

Result = TypeVar("Result")


def form_token() -> str:
    """The token of this session's forms: an HMAC of the session, so nothing is stored for it."""
    current_actor()  # finds out whose session this is, where no guard has yet
    session_id = g.get("session_id") or "anonymous"
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"form:{session_id}".encode(), hashlib.sha256).hexdigest()


class SessionToken(CSRF):
    """WTForms' hook for `form_token`; a wrong token is a form error, so the user's text is kept."""

    def generate_csrf_token(self, csrf_token_field: Field) -> str:
        return form_token()

    def validate_csrf_token(self, form: Any, field: Field) -> None:
        if not hmac.compare_digest(field.data or "", form_token()):
            raise ValidationError(str(_l("Your session has changed. Your text is kept: send it again.")))


class BaseForm(FlaskForm):
    """Every form of the portal. `form.refused` holds the reasons a service gave."""

    class Meta(FlaskForm.Meta):
        csrf = True
        csrf_class = SessionToken
        csrf_field_name = "csrf_token"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused: list[str] = []


class ConfirmForm(BaseForm):
    """A button and its token."""


def act(form: BaseForm, do: Callable[[], Result]) -> Result | None:
    """Run one use case and commit it; a refusal is told in the form, which keeps its text.

    Returns what the use case returned, or None when it was refused (then `form.refused` says why), so a use
    case called through here returns something true.
    """
    try:
        with transaction():
            return do()
    except (Refusal, Refusals) as refused:
        form.refused = refusal_texts(refused)
    except StaleDataError:
        form.refused = refusal_texts(Refusal("web.stale"))
    return None


def go(endpoint: str, *, done: str | None = None, **values: Any) -> Response:
    """Redirect after an act, with a notice from the vocabulary."""
    return redirect(url_for(endpoint, done=done, **values), code=303)
