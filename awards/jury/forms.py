"""Forms of the jury: decisions with number and date, declarations, the ballot paper, the casting decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, Optional

from awards.competition.forms.fields import AstanaField, trimmed
from awards.core.workflow import DeclarationState
from awards.jury.queries import FinalistLine, JurorFacts
from awards.web.forms import BaseForm
from awards.web.words import label

MAX_TEXT = 4000


def _cleaned(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class DecisionForm(BaseForm):
    """A recorded decision of people (D12)."""

    number = StringField(_l("Number of the decision"), [InputRequired(), Length(max=60)], filters=[trimmed])
    decided_on = DateField(_l("Date of the decision"), [InputRequired()])


class NameForm(DecisionForm):
    """Who joins the jury, by which decision."""

    email = StringField(
        _l("E-mail of the juror's account"),
        [InputRequired(), Email(), Length(max=254)],
        filters=[trimmed],
        description=_l(
            "The person needs an account. Invite them on the page “People and roles” if they have none."
        ),
    )
    is_chair = BooleanField(_l("Chairs the jury"))


class RecusalForm(BaseForm):
    """What conflict a juror has with a finalist (D4)."""

    text = TextAreaField(
        _l("What is the conflict of interest?"), [InputRequired(), Length(max=MAX_TEXT)], filters=[_cleaned]
    )


class RecusalDecisionForm(DecisionForm):
    """Recuse or may vote, with the reason (D4)."""

    verdict = RadioField(_l("Decision"), [InputRequired()])
    reason = TextAreaField(_l("Reason"), [InputRequired(), Length(max=MAX_TEXT)], filters=[_cleaned])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = (DeclarationState.RECUSED, DeclarationState.ALLOWED)
        self.verdict.choices = [(option.value, label(option)) for option in options]


class CloseAtForm(BaseForm):
    """When a vote closes."""

    closes_at = AstanaField(_l("The vote closes at (Astana time)"), [InputRequired()])


class OpenForm(CloseAtForm):
    """Opening a vote, with a deputy where the chair is recused (D8)."""

    deputy = SelectField(_l("Deputy of the chair for this item"), [Optional()], validate_choice=True)
    number = StringField(
        _l("Number of the jury's decision on the deputy"), [Optional(), Length(max=60)], filters=[trimmed]
    )
    decided_on = DateField(_l("Date of the jury's decision on the deputy"), [Optional()])

    def offer(self, jurors: Sequence[JurorFacts]) -> None:
        self.deputy.choices = [("", "—"), *((juror.id, juror.name) for juror in jurors)]


class DeputyForm(DecisionForm):
    """Naming the deputy in a vote that is open (D8)."""

    deputy = SelectField(_l("Deputy of the chair for this item"), [InputRequired()])

    def offer(self, jurors: Sequence[JurorFacts]) -> None:
        self.deputy.choices = [(juror.id, juror.name) for juror in jurors]


class CastingForm(BaseForm):
    """The chair's decision between exactly the tied; `asked` is the question the page put."""

    choice = RadioField(_l("Your decision"), [InputRequired()])
    asked = HiddenField()

    def offer(self, lines: Sequence[FinalistLine], asked: str) -> None:
        self.choice.choices = [(line.entry.id, line.entry.title) for line in lines]
        self.question = asked

    question: str = ""


class BallotForm(BaseForm):
    """The ballot paper; `ballot_form` adds a number for each finalist."""

    abstains = BooleanField(_l("I abstain"))
    fields: dict[str, str] = {}

    def field_of(self, entry_id: str) -> Any:
        return self[self.fields[entry_id]]

    @property
    def numbers(self) -> dict[str, int | None]:
        """Entry id to the number beside it."""
        chosen = {entry_id: self[name].data for entry_id, name in self.fields.items()}
        return {entry_id: int(number) if number else None for entry_id, number in chosen.items()}


def ballot_form(lines: Sequence[FinalistLine]) -> BallotForm:
    """The paper of one vote, with a choice of 1 to n or nothing beside each finalist."""
    names = {line.entry.id: f"place_{number}" for number, line in enumerate(lines)}
    choices = [("", "—"), *((str(number), str(number)) for number in range(1, len(lines) + 1))]
    made: dict[str, Any] = {
        names[line.entry.id]: SelectField(line.entry.title, choices=choices, default="") for line in lines
    }
    kind: type[BallotForm] = type("SegmentBallotForm", (BallotForm,), {**made, "fields": names})
    return kind()
