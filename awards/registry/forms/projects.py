"""Forms of projects and of the roles people hold."""

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
    ProjectFacts,
    ProjectScale,
    RoleCode,
    RoleData,
    TimeLimit,
    roles,
)
from awards.registry.forms.base import (
    ChoiceField,
    Choices,
    DayField,
    ReasonMixin,
    RegistryForm,
    TengeField,
    enum_choices,
    needed,
    person_choices,
)
from awards.web.locale import current_locale
from awards.web.words import refusal_text


class ProjectForm(RegistryForm):
    title_kk = StringField(_l("Title in Kazakh"))
    title_ru = StringField(_l("Title in Russian"))
    title_en = StringField(_l("Title in English"), description=_l("May be left empty."))
    starts_on = DayField(_l("Begins"))
    ends_on = DayField(_l("Ends"), description=_l("Empty while it is not known."))
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


class RoleForm(RegistryForm):
    """The clerk records a role held in an organisation, perhaps in one of its projects."""

    person_id = ChoiceField(_l("Person"))
    role = ChoiceField(_l("Role"))
    project_id = ChoiceField(_l("Project"), description=_l("For roles of a project and of its charter."))
    since = DayField(_l("From"), validators=[needed()])
    until = DayField(_l("Last day"), description=_l("Empty while it lasts."))
    act_number = StringField(_l("Number of the order or minutes"))
    act_date = DayField(_l("Date of the order or minutes"))

    def __init__(
        self,
        organisation_id: str,
        found: Iterable[PersonFacts],
        projects: Iterable[ProjectFacts],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        locale = current_locale()
        self.organisation_id = organisation_id
        self.offer_people(person_choices(found))
        self.role.choices = enum_choices(RoleCode, roles())
        self.project_id.choices = [
            ("", ""),
            *((each.id, f"{each.number} · {each.title.in_(locale)}") for each in projects),
        ]

    def offer_people(self, choices: Choices) -> None:
        self.person_id.choices = choices

    def value(self) -> RoleData:
        return self.role_data(self.person_id.data or "")

    def role_data(self, person_id: str) -> RoleData:
        return RoleData(
            person_id,
            self.picked("role", RoleCode),
            self.organisation_id,
            self.since.data,
            self.project_id.data or None,
            self.until.data,
            self.act_number.data or "",
            self.act_date.data,
        )


class CorrectRoleForm(ReasonMixin, RoleForm):
    pass


class OwnRoleForm(RoleForm):
    """A member records a role in their own organisation, for someone known there or a new person."""

    person_id = None  # type: ignore[assignment]  # WTForms: no such field here
    holder = FormField(HolderFields, _l("Person"))

    def offer_people(self, choices: Choices) -> None:
        self.holder.form.person_id.choices = choices

    def value(self) -> RoleData:
        return self.role_data("the person named in `holder`")

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = super().validate(extra_validators)
        fields = self.holder.form
        if fields.holder().is_empty:
            fields.full_name.errors = [str(_l("Choose a person or write a name."))]
            return False
        return bool(fields.check()) and is_good
