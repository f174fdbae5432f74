"""Forms of HR services: naming one, and incentives and penalties (p.114(4))."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from awards.accounts.queries import UserFacts
from awards.registry.domain import HrRecordData, HrRecordKind
from awards.registry.forms.base import (
    ChoiceField,
    DayField,
    ReasonMixin,
    RegistryForm,
    enum_choices,
    needed,
    reason_field,
)
from awards.web.forms import BaseForm


class HrRecordForm(RegistryForm):
    kind = ChoiceField(_l("Kind"))
    what = StringField(_l("What was given"), description=_l("For example: letter of thanks, reprimand."))
    given_on = DayField(_l("Given on"), validators=[needed()])
    lifted_on = DayField(_l("Last day of its effect"), description=_l("Empty while it lasts."))
    act_number = StringField(_l("Number of the order or minutes"))
    act_date = DayField(_l("Date of the order or minutes"))

    def __init__(self, organisation_id: str, person_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation_id, self.person_id = organisation_id, person_id
        self.kind.choices = enum_choices(HrRecordKind)

    def value(self) -> HrRecordData:
        return HrRecordData(
            person_id=self.person_id,
            organisation_id=self.organisation_id,
            kind=self.picked("kind", HrRecordKind),
            what=(self.what.data or "").strip(),
            given_on=self.given_on.data,
            lifted_on=self.lifted_on.data,
            act_number=(self.act_number.data or "").strip(),
            act_date=self.act_date.data,
        )


class CorrectHrRecordForm(ReasonMixin, HrRecordForm):
    pass


class LiftForm(BaseForm):
    """The last day of the effect, and why."""

    on = DayField(_l("Last day of its effect"), validators=[needed()])
    reason = reason_field()


class HrServiceForm(BaseForm):
    """A member of the body who is its HR service from now on, and by which act."""

    user_id = ChoiceField(_l("Member of the organisation"), validators=[needed()])
    act_number = StringField(
        _l("Number of the act that names them"),
        validators=[needed(), Length(max=60, message=_l("At most %(max)d characters."))],
    )

    def __init__(self, members: Iterable[UserFacts], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user_id.choices = [("", ""), *((each.id, f"{each.name} · {each.email}") for each in members)]


class EndHrServiceForm(BaseForm):
    """Why somebody is the HR service no longer."""

    reason = reason_field()
