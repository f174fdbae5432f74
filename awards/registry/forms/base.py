"""What the registry's forms share: days, money, choices, and problems shown at their fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import DateField, IntegerField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import TextInput

from awards.core.errors import Refusal
from awards.registry.domain import PersonFacts, regions
from awards.registry.domain.data.checks import is_thinkable
from awards.registry.forms.picking import picks
from awards.web.forms import BaseForm
from awards.web.locale import current_locale
from awards.web.words import label, refusal_text

Member = TypeVar("Member", bound=StrEnum)
Choices = list[tuple[str, str]]


class Value(Protocol):
    """A frozen value of `registry.domain`."""

    def problems(self) -> tuple[Refusal, ...]: ...


class DayField(DateField):
    """A day, as the browser sends it or as people write it (05.03.2026); of no year but a thinkable one."""

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)
        self.type = "DateField"  # the macro for fields knows its width by this name

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError:
            self.data = None
        if self.data is None or not is_thinkable(self.data):
            self.data = None
            raise ValueError(str(_l("Write the day as 05.03.2026.")))


class ChoiceField(SelectField):
    """One of a list; nothing chosen is the empty text, whether it was sent or not."""

    def process_data(self, value: Any) -> None:
        super().process_data("" if value is None else value)

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValueError:
            raise ValidationError(str(_l("Choose from the list."))) from None


class TengeField(IntegerField):
    """Whole tenge; spaces between groups of digits are welcome."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:,}".replace(",", " ") if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = re.sub(r"\s", "", valuelist[0]) if valuelist else ""
        if not text:
            self.data = 0
        elif text.lstrip("-").isdecimal() and len(text) <= 18:
            self.data = int(text)
        else:
            raise ValueError(str(_l("Write the amount in whole tenge, in digits.")))


def needed() -> InputRequired:
    return InputRequired(message=_l("Fill this in."))


def reason_field() -> TextAreaField:
    return TextAreaField(
        _l("Reason for the change"),
        validators=[needed()],
        description=_l("Kept in the history of the record."),
    )


def enum_choices(kind: type[StrEnum], members: Iterable[StrEnum] | None = None) -> Choices:
    return [(member.value, label(member)) for member in members or kind]


def region_choices() -> Choices:
    locale = current_locale()
    return [("", ""), *((code, text.in_(locale)) for code, text in regions().items())]


def person_choices(found: Iterable[PersonFacts]) -> Choices:
    return [("", ""), *((each.id, each.full_name) for each in found)]


class RegistryForm(BaseForm):
    """Adds the problems of the value to the errors of the fields they name."""

    def is_submitted(self) -> bool:
        """Not yet, where a button of the page only looked for a record to choose."""
        return bool(super().is_submitted()) and not any(field.is_asking for field in picks(self))

    value: Callable[[], Value]
    """What the form hands over, cleaned; each form says it in a method."""

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = bool(super().validate(extra_validators))
        for reason in self.value().problems():
            field = getattr(self, str(reason.facts.get("field")), None)
            if field is None:
                self.form_errors.append(refusal_text(reason))
            elif not field.errors:
                field.errors = [*field.errors, refusal_text(reason)]
            is_good = False
        return is_good

    def picked(self, field: str, kind: type[Member]) -> Member:
        """The chosen member; the first one while the choice is wrong, which is an error of its own."""
        given = self[field].data
        return kind(given) if given in tuple(kind) else next(iter(kind))


class ReasonMixin:
    """A correction says why."""

    reason = reason_field()


class EndForm(BaseForm):
    """The last day on which a fact held."""

    on = DayField(_l("Last day"), validators=[needed()])
    reason = StringField(
        _l("Reason for the change"), default="", description=_l("Kept in the history of the record.")
    )


class RevealForm(BaseForm):
    """Why the IIN must be seen in full."""

    reason = StringField(
        _l("Why you need the full IIN"),
        validators=[needed()],
        description=_l("Your name, the time and this reason go into the audit log."),
    )
