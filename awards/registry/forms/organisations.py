"""Forms of organisations, their names and parents."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from awards.registry.domain import (
    EntityData,
    NameData,
    OrganisationData,
    OrganisationKind,
    SubordinationData,
)
from awards.registry.forms.base import (
    ChoiceField,
    DayField,
    ReasonMixin,
    RegistryForm,
    enum_choices,
    needed,
    region_choices,
)
from awards.registry.forms.picking import ORGANISATIONS, PickField


class NameForm(RegistryForm):
    name_kk = StringField(_l("Name in Kazakh"))
    name_ru = StringField(_l("Name in Russian"))
    name_en = StringField(_l("Name in English"), description=_l("May be left empty."))
    since = DayField(_l("In force from"), validators=[needed()])

    def value(self) -> NameData:
        return NameData(
            self.name_kk.data or "", self.name_ru.data or "", self.name_en.data or "", self.since.data
        )


class CorrectNameForm(ReasonMixin, NameForm):
    pass


class EntityFields(RegistryForm):
    """What identifies an organisation apart from its names."""

    bin = StringField(_l("BIN"), description=_l("12 digits"))
    kind = ChoiceField(_l("Kind of organisation"))
    region = ChoiceField(_l("Region"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = enum_choices(OrganisationKind)
        self.region.choices = region_choices()

    @property
    def digits(self) -> str:
        return re.sub(r"\s", "", self.bin.data or "")


class CorrectEntityForm(ReasonMixin, EntityFields):
    def value(self) -> EntityData:
        return EntityData(self.digits, self.picked("kind", OrganisationKind), self.region.data or "")


class OrganisationForm(EntityFields):
    """An applicant registers their organisation."""

    name_kk = StringField(_l("Name in Kazakh"))
    name_ru = StringField(_l("Name in Russian"))
    name_en = StringField(_l("Name in English"), description=_l("May be left empty."))

    def value(self) -> OrganisationData:
        return OrganisationData(
            self.digits,
            self.picked("kind", OrganisationKind),
            self.region.data or "",
            self.name_kk.data or "",
            self.name_ru.data or "",
            self.name_en.data or "",
            self.begun(),
        )

    def begun(self) -> date | None:
        return None


class ClerkOrganisationForm(OrganisationForm):
    since = DayField(_l("The name is in force from"), description=_l("Empty: from today."))

    def begun(self) -> date | None:
        found: date | None = self.since.data
        return found


class SubordinationForm(RegistryForm):
    parent_id = PickField(
        _l("Parent body"), ORGANISATIONS, description=_l("A part of the name, or the beginning of the BIN.")
    )
    since = DayField(_l("From"), validators=[needed()])
    until = DayField(_l("Last day"), description=_l("Empty while it lasts."))

    def __init__(self, child_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.child_id = child_id

    def value(self) -> SubordinationData:
        return SubordinationData(self.child_id, self.parent_id.data or "", self.since.data, self.until.data)


class CorrectSubordinationForm(ReasonMixin, SubordinationForm):
    pass
