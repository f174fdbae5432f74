"""Forms about records of one person: which stays, or that they are two people; and a word from the person."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from awards.registry.forms.base import needed
from awards.web.forms import BaseForm

_TOO_LONG = _l("At most %(max)d characters.")


class MergeForm(BaseForm):
    """Which of two records stays, and why they are one person."""

    survivor_id = RadioField(
        _l("Which record stays"), validators=[InputRequired(message=_l("Choose one of these."))]
    )
    reason = TextAreaField(
        _l("Why this is one person"),
        validators=[needed(), Length(max=300, message=_TOO_LONG)],
        description=_l("Kept in the history of both records."),
    )

    def __init__(self, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.survivor_id.choices = choices


class DistinctForm(BaseForm):
    """Why these are two people."""

    reason = TextAreaField(
        _l("Why these are two people"), validators=[needed(), Length(max=300, message=_TOO_LONG)]
    )


class AskForm(BaseForm):
    """What the person says is wrong in their own record."""

    text = TextAreaField(
        _l("What is wrong, and how it should be"),
        validators=[needed(), Length(max=1000, message=_TOO_LONG)],
        description=_l("The registry’s clerks read it. Do not write your IIN here."),
    )
