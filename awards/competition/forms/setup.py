"""Forms of an edition's set-up: dates, nominations, categories, committee, moves."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from awards.competition.domain import (
    COMMON_CHECKS,
    SUGGESTED_SEATS,
    Calendar,
    EligibilityCheck,
    MethodologySettings,
    Milestone,
    RubricTemplate,
)
from awards.competition.forms.fields import TITLE_LENGTH, AstanaField, TitledForm, trimmed
from awards.competition.queries import CategoryFacts, EditionFacts
from awards.competition.services import CategoryData, EditionData, NominationData
from awards.core.text import Text
from awards.core.workflow import EditionState
from awards.registry.domain import OrganisationKind
from awards.web.forms import BaseForm
from awards.web.locale import current_locale
from awards.web.words import label


class EditionForm(TitledForm):
    """Titles and dates of an edition."""

    announced_on = DateField(_l("Announced on"), [InputRequired()])
    reference_date = DateField(
        _l("Reference date for conflicts of interest"),
        [Optional()],
        description=_l(
            "The 12 months of point 121 are counted back from this day. Left empty, it is the day of the "
            "announcement."
        ),
    )
    opens_at = AstanaField(_l("Call opens"), [InputRequired()])
    closes_at = AstanaField(
        _l("Call closes"),
        [InputRequired()],
        description=_l("An entry that arrives at this very minute is late."),
    )
    admissibility_until = AstanaField(_l("Admissibility is decided by"), [InputRequired()])
    assessment_until = AstanaField(_l("Independent assessment ends"), [InputRequired()])
    voting_until = AstanaField(_l("The jury has voted by"), [InputRequired()])
    forum_at = AstanaField(
        _l("Forum begins"),
        [InputRequired()],
        description=_l("The results are announced at the forum (point 124)."),
    )
    forum_place = StringField(_l("Place of the forum"), [Optional(), Length(max=200)], filters=[trimmed])
    is_double_blind = BooleanField(
        _l("Assessors do not see which organisation entered"),
        description=_l("They are never shown to the applicants either way."),
    )

    def data_for(self, year: int) -> EditionData:
        announced_on = self.announced_on.data
        calendar = Calendar(
            announced_on=announced_on,
            reference_date=self.reference_date.data or announced_on,
            **{milestone.value: self[milestone.value].instant for milestone in Milestone},
        )
        return EditionData(year, self.title, calendar, self.forum_place.data or "", self.is_double_blind.data)


def edition_form(edition: EditionFacts) -> EditionForm:
    """The form filled with the edition as it is."""
    titles = {"title_kk": edition.title.kk, "title_ru": edition.title.ru, "title_en": edition.title.en}
    return EditionForm(
        data={
            **vars(edition.calendar),
            **titles,
            "forum_place": edition.forum_place,
            "is_double_blind": edition.is_double_blind,
        }
    )


class NewEditionForm(EditionForm):
    year = IntegerField(_l("Year"), [InputRequired(), NumberRange(2023, 2100)])


class NominationForm(TitledForm):
    """A special nomination (p.117)."""

    proposer = StringField(
        _l("Who proposed it"),
        [InputRequired(), Length(max=300)],
        filters=[trimmed],
        description=_l("A sponsor, or the organising committee (point 117)."),
    )
    template = RadioField(
        _l("Rubric to start from"),
        [InputRequired()],
        description=_l("The nomination gets its own copy; its weights can be changed until approval."),
    )

    checks = SelectMultipleField(
        _l("What is checked before an entry is admitted"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l(
            "Nothing ticked: all that the rubric’s own nomination checks. The organisation, its BIN, the "
            "term, the report and the fee are checked of every entry."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template.choices = [(template.value, label(template)) for template in RubricTemplate]
        self.checks.choices = [
            (check.value, label(check)) for check in EligibilityCheck if check not in COMMON_CHECKS
        ]

    @property
    def nomination(self) -> NominationData:
        return NominationData(
            "",
            self.title,
            RubricTemplate(self.template.data),
            self.proposer.data,
            checks=tuple(EligibilityCheck(code) for code in self.checks.data or ()),
        )


class CategoryForm(TitledForm):
    """A category of participants (D1)."""

    fee_tenge = IntegerField(
        _l("Fee of a participant, tenge"),
        [InputRequired(), NumberRange(min=0, max=100_000_000)],
        default=0,
        description=_l("Participants' fees are one of the sources of point 119; 0 means free of charge."),
    )

    @property
    def category(self) -> CategoryData:
        return CategoryData("", self.title, self.fee_tenge.data)


class MappingForm(BaseForm):
    """Which category each kind of organisation competes in; made for an edition by `mapping_form`."""

    subordinate_with_parent = BooleanField(
        _l("A subordinate organisation competes in the category of its parent"),
        description=_l(
            "Its nearest superior on the reference date decides. This is a setting of the methodology."
        ),
    )

    @property
    def mapping(self) -> dict[OrganisationKind, str | None]:
        return {kind: self[f"kind_{kind.value}"].data or None for kind in OrganisationKind}

    @property
    def kind_fields(self) -> list[Any]:
        return [self[f"kind_{kind.value}"] for kind in OrganisationKind]


def mapping_form(
    categories: tuple[CategoryFacts, ...],
    mapped: dict[OrganisationKind, str],
    settings: MethodologySettings,
) -> MappingForm:
    """The form with one list of categories for each kind of organisation."""
    choices = [("", _l("Does not take part"))]
    choices += [(category.id, category.title.in_(current_locale())) for category in categories]
    fields = {
        f"kind_{kind.value}": SelectField(label(kind), choices=choices, default=mapped.get(kind, ""))
        for kind in OrganisationKind
    }
    made: type[MappingForm] = type("EditionMappingForm", (MappingForm,), fields)
    return made(subordinate_with_parent=settings.subordinate_with_parent)


class SeatForm(BaseForm):
    """A seat of the committee: one of the functions of p.118, or another one written out."""

    function = SelectField(
        _l("Function"),
        description=_l("The functions that point 118 names; choose “Another function” to write your own."),
    )
    holder = StringField(_l("Name of the holder"), [InputRequired(), Length(max=200)], filters=[trimmed])
    since = DateField(_l("Holds the seat since"), [InputRequired()])
    is_chair = BooleanField(_l("Chairs the organising committee"))
    title_kk = StringField(_l("Function in Kazakh"), [Length(max=TITLE_LENGTH)], filters=[trimmed])
    title_ru = StringField(_l("Function in Russian"), [Length(max=TITLE_LENGTH)], filters=[trimmed])
    title_en = StringField(_l("Function in English"), [Length(max=TITLE_LENGTH)], filters=[trimmed])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.function.choices = [
            *((seat.code, seat.function.in_(current_locale())) for seat in SUGGESTED_SEATS),
            ("", _l("Another function")),
        ]

    def validate_title_kk(self, field: Any) -> None:
        if not self.function.data and not (field.data and self.title_ru.data):
            raise ValidationError(_l("Write the function in Kazakh and in Russian, or choose one above."))

    @property
    def seat(self) -> tuple[Text, bool]:
        """The function, and whether it chairs the committee."""
        known = next((seat for seat in SUGGESTED_SEATS if seat.code == self.function.data), None)
        if known is not None:
            return known.function, known.is_chair or self.is_chair.data
        return Text(self.title_kk.data, self.title_ru.data, self.title_en.data or ""), self.is_chair.data


class EndSeatForm(BaseForm):
    until = DateField(_l("Last day in the seat"), [InputRequired()])


class MoveForm(BaseForm):
    """The next stage, as the page showed it: a second press of the button cannot move it twice."""

    to = HiddenField()

    @property
    def stage(self) -> EditionState:
        return EditionState(self.to.data)

    def validate_to(self, field: Any) -> None:
        """Publication is not a move of this page: it takes two people (SECURITY, rule 5)."""
        if field.data not in tuple(EditionState) or field.data == EditionState.PUBLISHED:
            raise ValidationError(_l("This page does not move the edition to that stage."))
