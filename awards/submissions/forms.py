"""What people fill in about entries; each form hands over a frozen value."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from awards.core.text import Locale
from awards.submissions.domain import (
    MAX_ANSWER,
    MAX_SUMMARY,
    MAX_TITLE,
    Answer,
    Contact,
    EntryFactsData,
    FileKind,
    Verdict,
    WorkingCopy,
)
from awards.submissions.services import Consents
from awards.web.forms import BaseForm

_TOO_LONG = _l("At most %(max)d characters. Shorten the text, or put the rest into the report.")
_LANGUAGES = ((Locale.KK.value, "Қазақша"), (Locale.RU.value, "Русский"), (Locale.EN.value, "English"))
_CHOOSE = _l("Choose one of these.")


def _clean(text: str | None) -> str:
    """NFC, single newlines, nothing around: so that an untouched text is equal to the stored one."""
    whole = unicodedata.normalize("NFC", text or "")
    return whole.replace("\r\n", "\n").replace("\r", "\n").strip()


class StartForm(BaseForm):
    """Which project, person or office is entered, and the language of the report."""

    key = RadioField(validators=[InputRequired(_CHOOSE)])
    language = RadioField(
        _l("Language of the report"), choices=_LANGUAGES, validators=[InputRequired(_CHOOSE)]
    )


class FactsForm(BaseForm):
    """The first section. Nothing is obligatory here: a draft keeps whatever is written."""

    title = StringField(_l("Title of the entry"), [Length(max=MAX_TITLE, message=_TOO_LONG)], [_clean])
    language = RadioField(
        _l("Language of the report"), choices=_LANGUAGES, validators=[InputRequired(_CHOOSE)]
    )
    summary = TextAreaField(_l("Summary"), [Length(max=MAX_SUMMARY, message=_TOO_LONG)], [_clean])
    contact_name = StringField(_l("Full name"), [Length(max=200, message=_TOO_LONG)], [_clean])
    contact_email = StringField(_l("E-mail"), [Length(max=254, message=_TOO_LONG)], [_clean])
    contact_phone = StringField(_l("Telephone"), [Length(max=40, message=_TOO_LONG)], [_clean])
    stamp = HiddenField()

    @classmethod
    def of(cls, copy: WorkingCopy, stamp: str) -> FactsForm:
        """The form as the working copy stands; what was sent with the request goes before it."""
        facts, contact = copy.facts, copy.facts.contact
        return cls(
            data={
                "title": facts.title,
                "language": facts.language.value,
                "summary": facts.summary,
                "contact_name": contact.name,
                "contact_email": contact.email,
                "contact_phone": contact.phone,
                "stamp": stamp,
            }
        )

    def value(self) -> EntryFactsData:
        contact = Contact(_text(self.contact_name), _text(self.contact_email), _text(self.contact_phone))
        return EntryFactsData(_text(self.title), Locale(self.language.data), _text(self.summary), contact)


class AnswerForm(BaseForm):
    """One area of the rubric."""

    done = TextAreaField(_l("What was done"), [Length(max=MAX_ANSWER, message=_TOO_LONG)], [_clean])
    evidence = TextAreaField(_l("What proves it"), [Length(max=MAX_ANSWER, message=_TOO_LONG)], [_clean])
    stamp = HiddenField()

    @classmethod
    def of(cls, answer: Answer, stamp: str) -> AnswerForm:
        return cls(data={"done": answer.done, "evidence": answer.evidence, "stamp": stamp})

    def value(self) -> Answer:
        return Answer(_text(self.done), _text(self.evidence))


def _text(field: Any) -> str:
    return str(field.data or "")


class FileForm(BaseForm):
    """One file and what it is."""

    kind = RadioField(_l("What this file is"), validators=[InputRequired(_CHOOSE)])
    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])

    def what(self) -> FileKind:
        return FileKind(self.kind.data)


class SubmitForm(BaseForm):
    """The two consents, and the one button."""

    accuracy = BooleanField(
        _l("The information in this entry is accurate, and the organisation answers for it.")
    )
    personal_data = BooleanField(
        _l("Everyone named in the entry has agreed to the processing of their personal data.")
    )

    def consents(self) -> Consents:
        return Consents(bool(self.accuracy.data), bool(self.personal_data.data))


class DecisionForm(BaseForm):
    """The secretary's decision on eligibility; `seen` are the findings it was made on."""

    seen = HiddenField(default="")
    verdict = RadioField(_l("Decision"), validators=[InputRequired(_CHOOSE)])
    reason = TextAreaField(_l("Reason"), [Optional(), Length(max=2_000, message=_TOO_LONG)], [_clean])

    def verdict_value(self) -> Verdict:
        return Verdict(self.verdict.data)


class ReasonForm(BaseForm):
    """A reason or a reference that is written to the audit log."""

    reason = StringField(_l("Reason"), [Length(max=300, message=_TOO_LONG)], [_clean])
