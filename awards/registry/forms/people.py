"""Forms of people and certificates."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField

from awards.core.text import Locale
from awards.registry.domain import (
    CertificateData,
    CertificateState,
    PersonData,
    scheme_name,
    schemes,
)
from awards.registry.forms.base import (
    ChoiceField,
    DayField,
    ReasonMixin,
    RegistryForm,
    enum_choices,
    needed,
    region_choices,
)
from awards.web.locale import current_locale

FILE_KINDS = frozenset({"pdf", "png", "jpg"})
LARGEST_FILE = 10_000_000
"""Bytes of a scan of a certificate."""


class PersonForm(RegistryForm):
    full_name = StringField(
        _l("Full name"), description=_l("As the person writes it."), render_kw={"autocomplete": "off"}
    )
    iin = StringField(
        _l("IIN"),
        description=_l("May be left empty. It is stored encrypted and shown masked."),
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    region = ChoiceField(_l("Region"))
    in_kk = BooleanField(_l("Reads reports in Kazakh"), default=True)
    in_ru = BooleanField(_l("Reads reports in Russian"), default=True)
    in_en = BooleanField(_l("Reads reports in English"))
    is_trainer = BooleanField(_l("Trainer in project management with the relevant qualification (p.121)"))

    def __init__(self, user_id: str | None = None, *, is_known: bool = False, **kwargs: Any) -> None:
        """`is_known`: an empty IIN leaves the recorded one as it is."""
        super().__init__(**kwargs)
        self.user_id, self.is_known = user_id, is_known
        if is_known:
            self.iin.description = _l("Leave it empty to keep the one on record.")
        self.region.choices = region_choices()

    def value(self) -> PersonData:
        number = re.sub(r"\s", "", self.iin.data or "")
        return PersonData(
            self.full_name.data or "",
            number or (None if self.is_known else ""),
            self.region.data or "",
            tuple(code.value for code in Locale if self[f"in_{code.value}"].data),
            bool(self.is_trainer.data),
            self.user_id,
        )


class CorrectPersonForm(ReasonMixin, PersonForm):
    pass


class CertificateForm(RegistryForm):
    scheme = ChoiceField(_l("Certification scheme"))
    level = StringField(_l("Level"), description=_l("As printed on the certificate, if it has one."))
    number = StringField(_l("Number"))
    issuer = StringField(_l("Issued by"))
    issued_on = DayField(_l("Issued on"), validators=[needed()])
    valid_until = DayField(_l("Valid until"), description=_l("Empty if it does not expire."))
    status = ChoiceField(_l("Status"))
    link = StringField(_l("Address where it can be checked"), description="https://…")
    file = FileField(
        _l("Scan of the certificate"),
        description=_l("PDF, PNG or JPG, up to 10 MB. May be left empty."),
        render_kw={"accept": ".pdf,.png,.jpg,.jpeg"},
    )
    file_problem = ""
    """Why the file that came is refused; set by the page, which checks it before anything is stored."""

    def __init__(self, person_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        locale = current_locale()
        self.person_id = person_id
        self.scheme.choices = [("", ""), *((code, scheme_name(code).in_(locale)) for code in schemes())]
        self.status.choices = enum_choices(CertificateState)

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = super().validate(extra_validators)
        if self.file_problem:
            self.file.errors = [self.file_problem]
        return is_good and not self.file_problem

    def value(self) -> CertificateData:
        return CertificateData(
            person_id=self.person_id,
            scheme=self.scheme.data or "",
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            valid_until=self.valid_until.data,
            level=self.level.data or "",
            issuer=self.issuer.data or "",
            status=self.picked("status", CertificateState),
            link=(self.link.data or "").strip(),
        )


class CorrectCertificateForm(ReasonMixin, CertificateForm):
    """A file that comes takes the place of the former one; without one that stays."""
