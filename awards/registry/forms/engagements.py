"""Forms of engagements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from awards.registry.domain import EngagementData, EngagementKind, OrganisationFacts
from awards.registry.forms.base import (
    ChoiceField,
    DayField,
    ReasonMixin,
    RegistryForm,
    enum_choices,
    needed,
    organisation_choices,
)


class EngagementForm(RegistryForm):
    organisation_id = ChoiceField(_l("Organisation"))
    kind = ChoiceField(_l("Kind of engagement"))
    firm = StringField(_l("Consulting firm"), description=_l("If the contract was with a firm."))
    contract_number = StringField(_l("Contract number"))
    since = DayField(_l("From"), validators=[needed()])
    until = DayField(_l("Last day"), description=_l("Empty while it lasts."))

    def __init__(self, person_id: str, found: Iterable[OrganisationFacts], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person_id = person_id
        self.organisation_id.choices = organisation_choices(found)
        self.kind.choices = enum_choices(EngagementKind)

    def value(self) -> EngagementData:
        return EngagementData(
            self.person_id,
            self.organisation_id.data or "",
            self.picked("kind", EngagementKind),
            self.since.data,
            self.until.data,
            self.firm.data or "",
            self.contract_number.data or "",
        )


class CorrectEngagementForm(ReasonMixin, EngagementForm):
    pass
