"""Forms of reorganisations, and of the last day of a body."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from awards.registry.domain import SuccessionData, SuccessionKind
from awards.registry.forms.base import (
    ChoiceField,
    DayField,
    ReasonMixin,
    RegistryForm,
    enum_choices,
    needed,
    reason_field,
)
from awards.registry.forms.picking import ORGANISATIONS, PickField
from awards.web.forms import BaseForm


class SuccessionForm(RegistryForm):
    """What one body was, another is from a day on."""

    successor_id = PickField(
        _l("Successor"), ORGANISATIONS, description=_l("A part of the name, or the beginning of the BIN.")
    )
    kind = ChoiceField(
        _l("Form of reorganisation"),
        description=_l("All but a separation end the former organisation on the day before."),
    )
    effective_on = DayField(_l("In force from"), validators=[needed()])
    act_number = StringField(_l("Number of the act"))
    act_date = DayField(_l("Date of the act"))

    def __init__(self, predecessor_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.former_id = predecessor_id
        self.kind.choices = enum_choices(SuccessionKind)

    def value(self) -> SuccessionData:
        return SuccessionData(
            self.former_id,
            self.successor_id.data or "",
            self.picked("kind", SuccessionKind),
            self.effective_on.data,
            self.act_number.data or "",
            self.act_date.data,
        )


class CorrectSuccessionForm(ReasonMixin, SuccessionForm):
    """Either of the two bodies may have been the wrong one."""

    predecessor_id = PickField(
        _l("Former organisation"),
        ORGANISATIONS,
        description=_l("A part of the name, or the beginning of the BIN."),
    )

    def value(self) -> SuccessionData:
        self.former_id = self.predecessor_id.data or ""
        return super().value()


class BodyEndForm(BaseForm):
    """The last day of a body that was wound up; empty where it exists after all."""

    on = DayField(
        _l("Last day of the organisation"),
        description=_l("Empty if it exists. A merger or another reorganisation is recorded as such."),
    )
    reason = reason_field()
