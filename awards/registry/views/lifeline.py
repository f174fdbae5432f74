"""A person's roles, engagements and certificates as spans of one picture, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import gettext as _

from awards.registry.domain import (
    CertificateFacts,
    CertificateState,
    EngagementFacts,
    OrganisationFacts,
    RoleFacts,
    role_name,
    scheme_name,
)
from awards.registry.domain.timeline import FRAME, Span, Strand, Timeline, draw
from awards.web.locale import current_locale
from awards.web.words import label

LONGEST = 64
"""Signs of a label; the tables under the picture have the whole text."""
SIGNS = 119
"""How many signs of the picture's type the frame holds, wide letters counted in."""


def lifeline(
    roles: Iterable[RoleFacts],
    certificates: Iterable[CertificateFacts],
    engagements: Iterable[EngagementFacts],
    organisations: Mapping[str, OrganisationFacts],
    today: date,
) -> Timeline | None:
    """The picture, or None for a person of whom nothing dated is known."""
    names = {key: one.name.in_(current_locale()) for key, one in organisations.items()}
    spans = [
        *(_role(one, names[one.organisation_id]) for one in roles),
        *(_engagement(one, names[one.organisation_id]) for one in engagements),
        *(_certificate(one) for one in certificates),
    ]
    return draw(spans, today)


def _role(one: RoleFacts, where: str) -> Span:
    name = role_name(one.role).in_(current_locale())
    return _span(one.id, Strand.ROLE, one.since, one.until, name, where)


def _engagement(one: EngagementFacts, where: str) -> Span:
    return _span(one.id, Strand.ENGAGEMENT, one.since, one.until, label(one.kind), where)


def _certificate(one: CertificateFacts) -> Span:
    name = scheme_name(one.scheme).in_(current_locale())
    is_void = one.status in (CertificateState.SUSPENDED, CertificateState.REVOKED)
    said = label(one.status) if is_void else _("does not expire") if one.valid_until is None else ""
    named = f"{name}, {one.level}" if one.level else name
    return _span(one.id, Strand.CERTIFICATE, one.issued_on, one.valid_until, named, said, is_void=is_void)


def _span(
    key: str, strand: Strand, since: date, until: date | None, *words: str, is_void: bool = False
) -> Span:
    text = " · ".join(word for word in words if word)
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
    return Span(key, strand, since, until, shown, min(FRAME, len(shown) * FRAME // SIGNS), is_void)
