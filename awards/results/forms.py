"""Forms of this package."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from awards.core.text import Locale
from awards.jury.domain.vocabulary import Medal
from awards.results.domain.vocabulary import DocumentKind
from awards.results.services import Paper
from awards.web.forms import BaseForm
from awards.web.locale import NAMES

PAPERS = (DocumentKind.MINUTES, DocumentKind.JURY_MINUTES, DocumentKind.DIPLOMA)


class PaperForm(BaseForm):
    """Which document to make, in which language."""

    kind = HiddenField(validators=[AnyOf([kind.value for kind in PAPERS])])
    segment = HiddenField(validators=[Optional(), Length(max=32)])
    medal = HiddenField(validators=[Optional(), AnyOf([medal.value for medal in Medal])])
    locale = SelectField(
        _l("Language"),
        choices=[(code.value, name) for code, name in NAMES.items()],
        validators=[InputRequired()],
    )

    def paper(self, edition_id: str) -> Paper:
        kind = DocumentKind(self.kind.data)
        return Paper(
            edition_id=edition_id,
            kind=kind,
            locale=Locale(self.locale.data),
            segment_id=None if kind is DocumentKind.JURY_MINUTES else self.segment.data or "",
            medal=Medal(self.medal.data) if kind is DocumentKind.DIPLOMA and self.medal.data else None,
        )
