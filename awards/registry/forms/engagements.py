"""Forms of engagements, and of consulting firms' contracts (p.109)."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from awards.registry.domain import (
    EngagementData,
    EngagementKind,
    FirmConsultantData,
    FirmEngagementData,
)
from awards.registry.forms.base import (
    ChoiceField,
    DayField,
    ReasonMixin,
    RegistryForm,
    enum_choices,
    needed,
)
from awards.registry.forms.picking import ORGANISATIONS, PEOPLE, PickField


class EngagementForm(RegistryForm):
    organisation_id = PickField(
        _l("Organisation"), ORGANISATIONS, description=_l("A part of the name, or the beginning of the BIN.")
    )
    kind = ChoiceField(_l("Kind of engagement"))
    firm = StringField(_l("Consulting firm"), description=_l("If the contract was with a firm."))
    contract_number = StringField(_l("Contract number"))
    since = DayField(_l("From"), validators=[needed()])
    until = DayField(_l("Last day"), description=_l("Empty while it lasts."))

    def __init__(self, person_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person_id = person_id
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


class ContractForm(RegistryForm):
    """A consulting firm's contract with a client."""

    firm_id = PickField(
        _l("Consulting firm"),
        ORGANISATIONS,
        description=_l("A part of the name, or the beginning of the BIN."),
    )
    organisation_id = PickField(
        _l("Client"), ORGANISATIONS, description=_l("A part of the name, or the beginning of the BIN.")
    )
    contract_number = StringField(_l("Contract number"))
    since = DayField(_l("From"), validators=[needed()])
    until = DayField(_l("Last day"), description=_l("Empty while it lasts."))

    def value(self) -> FirmEngagementData:
        return FirmEngagementData(
            self.firm_id.data or "",
            self.organisation_id.data or "",
            self.since.data,
            self.until.data,
            (self.contract_number.data or "").strip(),
        )


class CorrectContractForm(ReasonMixin, ContractForm):
    pass


class ConsultantForm(RegistryForm):
    """Someone whom the firm assigned to its contract."""

    person_id = PickField(_l("Person"), PEOPLE, description=_l("A part of the name."))
    since = DayField(_l("From"), description=_l("Empty: from the first day of the contract."))
    until = DayField(_l("Last day"), description=_l("Empty: as long as the contract lasts."))

    def __init__(self, contract_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.contract_id = contract_id

    def value(self) -> FirmConsultantData:
        return FirmConsultantData(
            self.contract_id, self.person_id.data or "", self.since.data, self.until.data
        )


class CorrectConsultantForm(ReasonMixin, ConsultantForm):
    pass
