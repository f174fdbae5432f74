"""Forms of projects and of the people their charters name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FormField, StringField
from wtforms.form import Form

from awards.registry.domain import (
    CHARTER_ROLES,
    Financing,
    HolderData,
    PersonFacts,
    ProductKind,
    ProjectData,
    ProjectScale,
    RoleCode,
    TimeLimit,
)
from awards.registry.forms.base import (
    ChoiceField,
    DayField,
    ReasonMixin,
    RegistryForm,
    TengeField,
    enum_choices,
    person_choices,
)
from awards.web.words import refusal_text


class ProjectForm(RegistryForm):
    title_kk = StringField(_l("Title in Kazakh"))
    title_ru = StringField(_l("Title in Russian"))
    title_en = StringField(_l("Title in English"), description=_l("May be left empty."))
    starts_on = DayField(_l("Begins"))
    ends_on = DayField(_l("Ends"), description=_l("Empty while it is not known."))
    chartered_on = DayField(_l("Charter approved"), description=_l("Initiation ended on this day."))
    planned_on = DayField(_l("Plan approved"), description=_l("Planning ended on this day."))
    closed_on = DayField(_l("Closing approved"), description=_l("The project was over on this day."))
    budget_tenge = TengeField(_l("Budget, ₸"), default=0, render_kw={"inputmode": "numeric"})
    scale = ChoiceField(_l("Scale"), default=ProjectScale.MONO.value)
    product = ChoiceField(_l("Product"), default=ProductKind.OTHER.value)
    time_limit = ChoiceField(_l("Time limit"), default=TimeLimit.NORMAL.value)
    financing = ChoiceField(_l("Source of financing"), default=Financing.INTERNAL.value)

    def __init__(self, organisation_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation_id = organisation_id
        for field, kind in _PROJECT_ENUMS.items():
            self[field].choices = enum_choices(kind)

    def value(self) -> ProjectData:
        return ProjectData(
            organisation_id=self.organisation_id,
            title_kk=self.title_kk.data or "",
            title_ru=self.title_ru.data or "",
            title_en=self.title_en.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            budget_tenge=self.budget_tenge.data or 0,
            scale=self.picked("scale", ProjectScale),
            product=self.picked("product", ProductKind),
            time_limit=self.picked("time_limit", TimeLimit),
            financing=self.picked("financing", Financing),
            chartered_on=self.chartered_on.data,
            planned_on=self.planned_on.data,
            closed_on=self.closed_on.data,
        )


_PROJECT_ENUMS: dict[str, type[StrEnum]] = {
    "scale": ProjectScale,
    "product": ProductKind,
    "time_limit": TimeLimit,
    "financing": Financing,
}


class CorrectProjectForm(ReasonMixin, ProjectForm):
    pass


class HolderFields(Form):
    """Someone recorded, or a new person."""

    person_id = ChoiceField(_l("Someone already recorded in your organisation"), choices=[])
    full_name = StringField(_l("Or a new person: full name"), render_kw={"autocomplete": "off"})
    iin = StringField(
        _l("IIN"),
        description=_l("May be left empty; with it nobody is recorded twice. Stored encrypted."),
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )

    def holder(self) -> HolderData:
        number = re.sub(r"\s", "", self.iin.data or "")
        return HolderData(self.person_id.data or "", (self.full_name.data or "").strip(), number)

    def check(self) -> bool:
        """Put the problems of the holder at their fields; whether there is none."""
        reasons = self.holder().problems()
        for reason in reasons:
            field = self[str(reason.facts["field"])]
            field.errors = [*field.errors, refusal_text(reason)]
        return not reasons


class CharterProjectForm(ProjectForm):
    """A member records a project together with the four roles of its charter (p.85)."""

    initiator = FormField(HolderFields, _l("Initiator"))
    sponsor = FormField(HolderFields, _l("Sponsor"))
    customer = FormField(HolderFields, _l("Customer"))
    leader = FormField(HolderFields, _l("Leader"))

    def __init__(self, organisation_id: str, found: Iterable[PersonFacts], **kwargs: Any) -> None:
        super().__init__(organisation_id, **kwargs)
        choices = person_choices(found)
        for role in CHARTER_ROLES:
            self[role.value].form.person_id.choices = choices

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = super().validate(extra_validators)
        named = [self[role.value].form.check() for role in CHARTER_ROLES]
        return is_good and all(named)

    def holders(self) -> dict[RoleCode, HolderData]:
        return {role: self[role.value].form.holder() for role in CHARTER_ROLES}
