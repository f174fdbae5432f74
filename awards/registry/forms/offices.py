"""Forms of project offices (p.54, 55)."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from awards.registry.domain import OfficeData
from awards.registry.forms.base import DayField, ReasonMixin, RegistryForm, needed
from awards.registry.forms.picking import ORGANISATIONS, PickField


class OwnOfficeForm(RegistryForm):
    """A member records the office of their own body; where it sits elsewhere, the clerk says where.

    Members choose nothing from the whole registry (R17), so `base_id` stays what it was.
    """

    title_kk = StringField(_l("Name in Kazakh"))
    title_ru = StringField(_l("Name in Russian"))
    title_en = StringField(_l("Name in English"), description=_l("May be left empty."))
    since = DayField(_l("From"), validators=[needed()])
    until = DayField(_l("Last day"), description=_l("Empty while it lasts."))
    act_number = StringField(_l("Number of the order or minutes"))
    act_date = DayField(_l("Date of the order or minutes"))

    def __init__(self, organisation_id: str, known_base: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation_id, self.known_base = organisation_id, known_base

    def base(self) -> str | None:
        return self.known_base

    def value(self) -> OfficeData:
        return OfficeData(
            self.organisation_id,
            self.title_kk.data or "",
            self.title_ru.data or "",
            self.title_en.data or "",
            self.base(),
            self.since.data,
            self.until.data,
            self.act_number.data or "",
            self.act_date.data,
        )


class CorrectOwnOfficeForm(ReasonMixin, OwnOfficeForm):
    pass


class OfficeForm(OwnOfficeForm):
    base_id = PickField(
        _l("Based in"),
        ORGANISATIONS,
        or_none=_l("In its own body"),
        description=_l("Only where the office sits in another organisation (p.55): its name or BIN."),
    )

    def base(self) -> str | None:
        return self.base_id.data or None


class CorrectOfficeForm(ReasonMixin, OfficeForm):
    pass
