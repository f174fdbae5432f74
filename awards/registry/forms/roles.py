"""Forms of the roles people hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FormField, StringField

from awards.registry.domain import OfficeFacts, PersonFacts, ProjectFacts, RoleCode, RoleData, roles
from awards.registry.forms.base import (
    ChoiceField,
    DayField,
    ReasonMixin,
    RegistryForm,
    enum_choices,
    needed,
    person_choices,
)
from awards.registry.forms.picking import PEOPLE, PickField
from awards.registry.forms.projects import HolderFields
from awards.web.locale import current_locale


class RoleForm(RegistryForm):
    """The clerk records a role held in an organisation, perhaps in its office or in one of its projects."""

    person_id = PickField(_l("Person"), PEOPLE, description=_l("A part of the name."))
    role = ChoiceField(_l("Role"))
    project_id = ChoiceField(_l("Project"), description=_l("For roles of a project and of its charter."))
    office_id = ChoiceField(_l("Project office"), description=_l("For roles of the office (appendix 1)."))
    unit = StringField(
        _l("Base direction, group or centre"), description=_l("Its name, where there are several.")
    )
    since = DayField(_l("From"), validators=[needed()])
    until = DayField(_l("Last day"), description=_l("Empty while it lasts."))
    act_number = StringField(_l("Number of the order or minutes"))
    act_date = DayField(_l("Date of the order or minutes"))

    def __init__(
        self,
        organisation_id: str,
        projects: Iterable[ProjectFacts],
        offices: Iterable[OfficeFacts],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        locale = current_locale()
        self.organisation_id = organisation_id
        self.role.choices = enum_choices(RoleCode, roles())
        self.project_id.choices = [
            ("", ""),
            *((each.id, f"{each.number} · {each.title.in_(locale)}") for each in projects),
        ]
        self.office_id.choices = [("", ""), *((each.id, each.title.in_(locale)) for each in offices)]

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
            self.office_id.data or None,
            " ".join((self.unit.data or "").split()),
        )


class CorrectRoleForm(ReasonMixin, RoleForm):
    pass


class OwnRoleForm(RoleForm):
    """A member records a role in their own organisation, for someone known there or a new person."""

    person_id = None  # type: ignore[assignment]  # WTForms: no such field here
    holder = FormField(HolderFields, _l("Person"))

    def __init__(self, organisation_id: str, found: Iterable[PersonFacts], *args: Any, **kwargs: Any) -> None:
        super().__init__(organisation_id, *args, **kwargs)
        self.holder.form.person_id.choices = person_choices(found)

    def value(self) -> RoleData:
        return self.role_data("the person named in `holder`")

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = super().validate(extra_validators)
        fields = self.holder.form
        if fields.holder().is_empty:
            fields.full_name.errors = [str(_l("Choose a person or write a name."))]
            return False
        return bool(fields.check()) and is_good
