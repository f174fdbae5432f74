"""Forms of scoring: a sheet made from its rubric, notes and the jury's decision."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length

from awards.assessment.domain.sheet import MarkFacts, NoteFacts, SheetContent
from awards.competition.domain import Area, Criterion, Rubric
from awards.core.points import HALF_LEVELS
from awards.web.filters import level
from awards.web.forms import BaseForm

MAX_TEXT = 4000


def _cleaned(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class VersionForm(BaseForm):
    """A form that knows which version of the sheet its page was made from."""

    stamp = HiddenField()

    @property
    def read_version(self) -> int:
        """The version; 0, which no sheet has, where it is not a number."""
        text = str(self.stamp.data or "")
        return int(text) if text.isascii() and text.isdigit() else 0


class SheetForm(VersionForm):
    """Marks and notes of one rubric."""

    def level_of(self, criterion: Criterion) -> Field:
        return self[f"level_{criterion.code}"]

    def rationale_of(self, criterion: Criterion) -> Field:
        return self[f"rationale_{criterion.code}"]

    def strengths_of(self, area: Area) -> Field:
        return self[f"strengths_{area.code}"]

    def improvements_of(self, area: Area) -> Field:
        return self[f"improvements_{area.code}"]

    def content(self, rubric: Rubric) -> SheetContent:
        """What is filled in, as frozen facts."""
        return SheetContent(
            {
                criterion.id: MarkFacts(
                    int(self.level_of(criterion).data) if self.level_of(criterion).data else None,
                    _cleaned(self.rationale_of(criterion).data),
                )
                for criterion in rubric.criteria
            },
            {
                area.code: NoteFacts(
                    _cleaned(self.strengths_of(area).data), _cleaned(self.improvements_of(area).data)
                )
                for area in rubric.areas
            },
        )


def sheet_form(rubric: Rubric, content: SheetContent, version: int) -> SheetForm:
    """The form of a rubric, filled in from the stored sheet (or from the request)."""
    fields: dict[str, Any] = {}
    stored: dict[str, Any] = {"stamp": str(version)}
    for criterion in rubric.criteria:
        mark = content.mark(criterion.id)
        fields[f"level_{criterion.code}"] = SelectField(
            _l("Level"),
            choices=lambda: [("", "—"), *((str(half), level(half)) for half in range(HALF_LEVELS + 1))],
        )
        fields[f"rationale_{criterion.code}"] = TextAreaField(_l("Reason"), [Length(max=MAX_TEXT)])
        stored[f"level_{criterion.code}"] = "" if mark.half_level is None else str(mark.half_level)
        stored[f"rationale_{criterion.code}"] = mark.rationale
    for area in rubric.areas:
        note = content.note(area.code)
        fields[f"strengths_{area.code}"] = TextAreaField(_l("Strengths"), [Length(max=MAX_TEXT)])
        fields[f"improvements_{area.code}"] = TextAreaField(
            _l("Areas for improvement"), [Length(max=MAX_TEXT)]
        )
        stored[f"strengths_{area.code}"] = note.strengths
        stored[f"improvements_{area.code}"] = note.improvements
    form: SheetForm = type("RubricForm", (SheetForm,), fields)(data=stored)
    return form


class LockForm(VersionForm):
    """The button that locks what was reviewed."""


class NoteForm(BaseForm):
    """A text about one entry, for the record."""

    entry_id = HiddenField()
    text = TextAreaField(
        _l("Text for the record"), [InputRequired(_l("Write the text.")), Length(max=MAX_TEXT)]
    )


class DecisionForm(BaseForm):
    """The jury's decision: number and date of its minutes."""

    number = StringField(
        _l("Number of the decision"), [InputRequired(_l("Write the number of the decision.")), Length(max=60)]
    )
    decided_on = DateField(
        _l("Date of the decision"), [InputRequired(_l("Write the date as in 05.03.2026."))]
    )
