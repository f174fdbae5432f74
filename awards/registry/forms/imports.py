"""Forms of imports: which file of what, and whether its rows are taken over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from awards.registry.domain import ImportKind, ImportMode
from awards.registry.forms.base import ChoiceField, enum_choices, needed
from awards.web.forms import BaseForm

_CHOOSE = _l("Choose from the list.")


class UploadForm(BaseForm):
    """A table of one kind."""

    kind = ChoiceField(_l("What the file holds"), validators=[InputRequired(_CHOOSE)])
    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])

    def __init__(self, kinds: Iterable[ImportKind], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        found = enum_choices(ImportKind, kinds)
        self.kind.choices = found if len(found) == 1 else [("", ""), *found]

    @property
    def chosen(self) -> ImportKind:
        return ImportKind(self.kind.data)


class ApplyForm(BaseForm):
    """How the checked rows are taken over, and why."""

    mode = RadioField(_l("Which rows"), validators=[InputRequired(_CHOOSE)])
    reason = TextAreaField(
        _l("Reason"),
        validators=[needed(), Length(max=300)],
        description=_l(
            "Where the data comes from, up to 300 characters. Kept in the history of each record."
        ),
    )

    def __init__(self, modes: Iterable[ImportMode], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mode.choices = enum_choices(ImportMode, modes)

    @property
    def chosen(self) -> ImportMode:
        return ImportMode(self.mode.data)
