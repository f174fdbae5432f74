"""Forms of the methodology: settings, weights of a rubric, the approving decision."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, DecimalField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from awards.competition.domain import Aggregation, MethodologySettings, Rubric, VoteMethod
from awards.competition.forms.fields import trimmed
from awards.competition.forms.setup import MappingForm
from awards.core.points import HALF_LEVELS
from awards.web.forms import BaseForm
from awards.web.locale import current_locale
from awards.web.words import label


class ApproveForm(BaseForm):
    """The decision that approves the methodology (p.122)."""

    number = StringField(_l("Number of the decision"), [InputRequired(), Length(max=60)], filters=[trimmed])
    decided_on = DateField(_l("Date of the decision"), [InputRequired()])
    understood = BooleanField(
        _l("I understand that the methodology cannot be changed afterwards"), [InputRequired()]
    )


class RubricForm(BaseForm):
    """Weights of a rubric's criteria; made for a rubric by `rubric_form`."""

    ids: dict[str, str] = {}

    def field_of(self, criterion_id: str) -> Any:
        return self[self.ids[criterion_id]]

    @property
    def weights(self) -> dict[str, int]:
        return {criterion_id: self[name].data for criterion_id, name in self.ids.items()}


def rubric_form(rubric: Rubric) -> RubricForm:
    """The form with a weight for every criterion."""
    locale = current_locale()
    ids = {criterion.id: f"weight_{criterion.code}" for criterion in rubric.criteria}
    fields: dict[str, Any] = {
        f"weight_{criterion.code}": IntegerField(
            f"{criterion.code}. {criterion.title.in_(locale)}",
            [InputRequired(), NumberRange(1, 100)],
            default=criterion.weight,
        )
        for criterion in rubric.criteria
    }
    made: type[RubricForm] = type("NominationRubricForm", (RubricForm,), {**fields, "ids": ids})
    return made()


def half_levels(value: Any) -> int:
    """A level in steps of 0.5 as whole half-levels."""
    return int(value * 2)


def is_half(form: BaseForm, field: Any) -> None:
    if field.data is not None and (field.data * 2) % 1:
        raise ValidationError(_l("Levels go in steps of 0.5."))


def is_milli(form: BaseForm, field: Any) -> None:
    if field.data is not None and (field.data * 1000) % 1:
        raise ValidationError(_l("At most three decimals."))


def level_field(text: Any, hint: Any) -> DecimalField:
    return DecimalField(
        text, [InputRequired(), NumberRange(0, HALF_LEVELS // 2), is_half], places=1, description=hint
    )


class SettingsForm(BaseForm):
    """Every setting of the methodology, with the point of the Rules it rests on."""

    aggregation = RadioField(
        _l("How the scores of several assessors become one score"),
        [InputRequired()],
        description=_l("The plain mean is always computed too and shown beside it (point 122)."),
    )
    assessors_per_entry = IntegerField(
        _l("Assessors for each entry"),
        [InputRequired(), NumberRange(1, 15)],
        description=_l("The committee sets how many assessors there are (point 121)."),
    )
    minimum_sheets = IntegerField(
        _l("Score sheets an entry needs for a final score"),
        [InputRequired(), NumberRange(1, 15)],
        description=_l("With fewer there is no final score, and the segment waits (points 121 and 122)."),
    )
    window_months = IntegerField(
        _l("Months before the reference date that count as a conflict of interest"),
        [InputRequired(), NumberRange(12, 120)],
        description=_l("Twelve by point 121; it may be longer, never shorter."),
    )
    siblings_conflict = BooleanField(
        _l("Organisations under one parent count as one"),
        description=_l("Parents and subordinates always count, at any depth (point 121)."),
    )
    discrepancy_total = DecimalField(
        _l("Totals of two sheets disagree when they differ by more than, points"),
        [InputRequired(), NumberRange(0, 100), is_milli],
        places=3,
        description=_l("Such an entry goes to consensus or gets one more assessor (point 122)."),
    )
    discrepancy_level = level_field(
        _l("Levels of one criterion disagree when they differ by more than"),
        _l("In levels from 0 to 10, in steps of 0.5 (point 122)."),
    )
    rationale_at_or_below = level_field(
        _l("A written reason is needed at this level and below"),
        _l("In levels from 0 to 10, in steps of 0.5 (point 122)."),
    )
    rationale_at_or_above = level_field(
        _l("A written reason is needed at this level and above"),
        _l("In levels from 0 to 10, in steps of 0.5 (point 122)."),
    )
    top_n = IntegerField(
        _l("The best so many of a segment are finalists too"),
        [InputRequired(), NumberRange(0, 100)],
        description=_l(
            "0: only entries with 90 to 100 points. Winners always come from that zone (point 122)."
        ),
    )
    medals_in_special = BooleanField(
        _l("Special nominations award gold, silver and bronze too"),
        description=_l("Point 117 names medals for every nomination."),
    )
    vote_method = RadioField(
        _l("How the jury's ballots are counted"),
        [InputRequired()],
        description=_l("Ties are settled by the chair of the jury in every method (point 123)."),
    )
    quorum_numerator = IntegerField(_l("Quorum: parts"), [InputRequired(), NumberRange(1, 100)])
    quorum_denominator = IntegerField(
        _l("Quorum: out of"),
        [InputRequired(), NumberRange(1, 100)],
        description=_l("Of the jurors entitled to vote in the segment; 2 out of 3 by default (point 122)."),
    )
    subordinate_with_parent = MappingForm.subordinate_with_parent

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aggregation.choices = [(method.value, label(method)) for method in Aggregation]
        self.vote_method.choices = [(method.value, label(method)) for method in VoteMethod]

    @property
    def settings(self) -> MethodologySettings:
        return MethodologySettings(
            aggregation=Aggregation(self.aggregation.data),
            assessors_per_entry=self.assessors_per_entry.data,
            minimum_sheets=self.minimum_sheets.data,
            window_months=self.window_months.data,
            siblings_conflict=self.siblings_conflict.data,
            discrepancy_total_milli=int(self.discrepancy_total.data * 1000),
            discrepancy_level_halves=half_levels(self.discrepancy_level.data),
            rationale_at_or_below=half_levels(self.rationale_at_or_below.data),
            rationale_at_or_above=half_levels(self.rationale_at_or_above.data),
            top_n=self.top_n.data,
            medals_in_special=self.medals_in_special.data,
            vote_method=VoteMethod(self.vote_method.data),
            quorum_numerator=self.quorum_numerator.data,
            quorum_denominator=self.quorum_denominator.data,
            subordinate_with_parent=self.subordinate_with_parent.data,
        )


def settings_form(settings: MethodologySettings) -> SettingsForm:
    """The form filled with the settings as people read them: points and levels."""
    shown = {
        **vars(settings),
        "discrepancy_total": settings.discrepancy_total_milli / 1000,
        "discrepancy_level": settings.discrepancy_level_halves / 2,
        "rationale_at_or_below": settings.rationale_at_or_below / 2,
        "rationale_at_or_above": settings.rationale_at_or_above / 2,
        "aggregation": settings.aggregation.value,
        "vote_method": settings.vote_method.value,
    }
    return SettingsForm(data=shown)
