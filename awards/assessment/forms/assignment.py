"""Forms of assessors, conflicts and the assignment; each hands over a frozen value."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from awards.assessment.services import AssessorData, DecisionData, LoadData, ProposalData
from awards.core.text import Locale
from awards.web.forms import BaseForm

MAX_TEXT = 4000
_LANGUAGES = ((Locale.KK.value, "Қазақша"), (Locale.RU.value, "Русский"), (Locale.EN.value, "English"))
_NEEDED = _l("Fill this in.")


def trimmed(text: str | None) -> str:
    return (text or "").strip()


class ChecksField(SelectMultipleField):
    """Several of a list, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LoadForm(BaseForm):
    """How many entries an assessor takes, and what they know."""

    capacity = IntegerField(_l("At most, entries"), [InputRequired(_NEEDED), NumberRange(0, 200)], default=10)
    minimum = IntegerField(_l("At least, entries"), [InputRequired(_NEEDED), NumberRange(0, 200)], default=0)
    nominations = ChecksField(_l("Nominations known"))

    @property
    def load(self) -> LoadData:
        return LoadData(self.capacity.data, self.minimum.data, tuple(self.nominations.data or ()))


class DecisionFields(BaseForm):
    """The number and date of a decision of the committee (D12)."""

    number = StringField(_l("Number of the decision"), [InputRequired(_NEEDED), Length(max=60)], [trimmed])
    decided_on = DateField(_l("Date of the decision"), [InputRequired(_NEEDED)])


class NamingForm(LoadForm, DecisionFields):
    """A new assessor."""

    email = StringField(_l("E-mail of the account"), [Length(max=254)], [trimmed])

    def data_for(self, person_id: str) -> AssessorData:
        return AssessorData(
            person_id, self.load, self.number.data, self.decided_on.data, self.email.data or ""
        )


class InviteForm(BaseForm):
    """An invitation by mail to somebody without an account."""

    address = StringField(_l("E-mail"), [InputRequired(_NEEDED), Length(max=254)], [trimmed])
    language = SelectField(_l("Language of the letter"), choices=_LANGUAGES)

    @property
    def locale(self) -> Locale:
        return Locale(self.language.data)


class ReasonForm(BaseForm):
    """A reason, in words."""

    reason = TextAreaField(_l("Reason"), [InputRequired(_NEEDED), Length(max=MAX_TEXT)], [trimmed])


class TickForm(BaseForm):
    """Entries with which there is no conflict."""

    entries = ChecksField(_l("Entries"))


class DeclarationForm(BaseForm):
    """One entry: no conflict, or a conflict in the assessor's own words."""

    answer = RadioField(
        _l("Do you have a conflict of interest with this entry?"),
        choices=(("no", _l("No conflict of interest")), ("yes", _l("There is a conflict of interest"))),
        validators=[InputRequired(_l("Choose one of these."))],
    )
    text = TextAreaField(_l("What the conflict is"), [Length(max=MAX_TEXT)], [trimmed])

    @property
    def has_conflict(self) -> bool:
        return bool(self.answer.data == "yes")


class RulingForm(DecisionFields):
    """The committee's decision on a declared conflict."""

    verdict = RadioField(
        _l("Decision"),
        choices=(
            ("recuse", _l("Recuse: does not assess this entry")),
            ("allow", _l("May assess this entry")),
        ),
        validators=[InputRequired(_l("Choose one of these."))],
    )
    reason = TextAreaField(_l("Reason"), [InputRequired(_NEEDED), Length(max=MAX_TEXT)], [trimmed])

    @property
    def ruling(self) -> DecisionData:
        return DecisionData(
            self.verdict.data == "recuse", self.reason.data, self.number.data, self.decided_on.data
        )


class ProposalForm(BaseForm):
    """What is asked of the solver."""

    connect = BooleanField(_l("Join all assessors through shared entries, so that scores can be compared"))
    balance = IntegerField(
        _l("Price of an uneven load, points per further entry"),
        [InputRequired(_NEEDED), NumberRange(0, 1000)],
        default=10,
    )

    @property
    def proposal(self) -> ProposalData:
        return ProposalData(bool(self.connect.data), self.balance.data)


class PanelForm(BaseForm):
    """Who leaves an entry and who joins it; both together are a swap.

    The service refuses a blocked assessor with the reason, so the form lets any id through.
    """

    leaves = RadioField(_l("Who leaves"), validators=[Optional()], validate_choice=False)
    joins = RadioField(_l("Who joins"), validators=[Optional()], validate_choice=False)

    def pairs(self, entry_id: str) -> dict[str, Any]:
        """The arguments of `edit_assignment`."""
        return {
            "remove": [(self.leaves.data, entry_id)] if self.leaves.data else [],
            "add": [(self.joins.data, entry_id)] if self.joins.data else [],
        }
