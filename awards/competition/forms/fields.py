"""Fields that several forms share: instants in Astana time, titles in three languages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, StringField
from wtforms.validators import InputRequired, Length, Optional

from awards.core.clock import ASTANA
from awards.core.text import Text
from awards.web.forms import BaseForm

TITLE_LENGTH = 300


def trimmed(text: str | None) -> str:
    """One line without spaces around and doubled inside."""
    return " ".join((text or "").split())


class AstanaField(DateTimeLocalField):
    """An instant that people read and write in Astana time, to the minute."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)
        self.type = "DateTimeLocalField"  # templates draw it as one

    def process_data(self, value: datetime | None) -> None:
        self.data = value.astimezone(ASTANA).replace(tzinfo=None) if value else None

    @property
    def instant(self) -> datetime:
        """The instant in UTC. Raises ValueError on a form that is not valid."""
        if self.data is None:
            raise ValueError("no instant was given")
        return self.data.replace(tzinfo=ASTANA).astimezone(UTC)


class TitledForm(BaseForm):
    """A title in Kazakh and Russian, and in English where there is one."""

    title_kk = StringField(
        _l("Title in Kazakh"), [InputRequired(), Length(max=TITLE_LENGTH)], filters=[trimmed]
    )
    title_ru = StringField(
        _l("Title in Russian"), [InputRequired(), Length(max=TITLE_LENGTH)], filters=[trimmed]
    )
    title_en = StringField(_l("Title in English"), [Optional(), Length(max=TITLE_LENGTH)], filters=[trimmed])

    @property
    def title(self) -> Text:
        return Text(self.title_kk.data, self.title_ru.data, self.title_en.data or "")
