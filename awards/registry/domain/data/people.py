"""People and their certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from awards.core.errors import Refusal
from awards.core.identifiers import is_national_number
from awards.core.text import Locale
from awards.registry.domain.data.checks import missing, order, region, too_long
from awards.registry.domain.vocabulary import CertificateState


@dataclass(frozen=True)
class PersonData:
    """A person as they write their name; `iin` "" is unknown, None (in a correction) leaves it as it is."""

    full_name: str
    iin: str | None = ""
    region: str = ""
    languages: tuple[str, ...] = (Locale.KK.value, Locale.RU.value)
    is_trainer: bool = False
    user_id: str | None = None

    def problems(self) -> tuple[Refusal, ...]:
        wrong = (
            (Refusal("registry.iin_invalid", facts={"field": "iin"}),)
            if self.iin and not is_national_number(self.iin)
            else ()
        )
        return (
            *missing(full_name=self.full_name),
            *too_long(200, full_name=self.full_name),
            *wrong,
            *region(self.region, is_required=False),
        )


@dataclass(frozen=True)
class HolderData:
    """Who holds a role: someone recorded (`person_id`), or a new person by name, with the IIN if known."""

    person_id: str = ""
    full_name: str = ""
    iin: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.person_id or self.full_name.strip() or self.iin)

    @property
    def person(self) -> PersonData:
        return PersonData(self.full_name, self.iin)

    def problems(self) -> tuple[Refusal, ...]:
        return () if self.person_id or self.is_empty else self.person.problems()


@dataclass(frozen=True)
class CertificateData:
    """A certificate in project management (p.110, p.121); `valid_until` None does not expire."""

    person_id: str
    scheme: str
    number: str
    issued_on: date
    valid_until: date | None = None
    level: str = ""
    issuer: str = ""
    status: CertificateState = CertificateState.ACTIVE
    link: str = ""

    def problems(self) -> tuple[Refusal, ...]:
        unsafe = (
            (Refusal("registry.link_not_https", facts={"field": "link"}),)
            if self.link and not self.link.startswith("https://")
            else ()
        )
        return (
            *missing(scheme=self.scheme, number=self.number),
            *too_long(80, scheme=self.scheme, number=self.number, level=self.level),
            *too_long(200, issuer=self.issuer),
            *too_long(300, link=self.link),
            *unsafe,
            *order(self.issued_on, self.valid_until, "valid_until"),
        )
