"""What people enter into the registry, as frozen values that know every reason why they cannot stand.

`problems()` returns refusals with the name of the field in `facts["field"]`; empty means that the value is
well-formed. Whether it agrees with what is already recorded is the services' business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from awards.core.errors import Refusal
from awards.core.identifiers import is_national_number
from awards.core.text import Locale
from awards.registry.domain.catalogue import regions
from awards.registry.domain.vocabulary import (
    PROJECT_ROLES,
    CertificateState,
    EngagementKind,
    Financing,
    OrganisationKind,
    ProductKind,
    ProjectScale,
    RoleCode,
    TimeLimit,
)

MAX_BUDGET = 10**15
"""Tenge: a thousand times the yearly republican budget is a slip of the keyboard."""


def _missing(**values: object) -> Iterator[Refusal]:
    """A refusal for each value that is empty."""
    for field, value in values.items():
        if value is None or (isinstance(value, str) and not value.strip()):
            yield Refusal("registry.required", facts={"field": field})


def _too_long(limit: int, **values: str) -> Iterator[Refusal]:
    for field, value in values.items():
        if len(value) > limit:
            yield Refusal("registry.too_long", facts={"field": field, "limit": limit})


def _order(since: date | None, until: date | None, field: str = "until") -> Iterator[Refusal]:
    if since is not None and until is not None and until < since:
        yield Refusal("registry.date_order", facts={"field": field})


def _region(code: str, *, is_required: bool) -> Iterator[Refusal]:
    if (code or is_required) and code not in regions():
        yield Refusal("registry.unknown_region", facts={"field": "region"})


@dataclass(frozen=True)
class NameData:
    """A name in three languages (kk and ru obligatory), in force from `since`."""

    name_kk: str
    name_ru: str
    name_en: str = ""
    since: date | None = None

    def problems(self) -> tuple[Refusal, ...]:
        return (
            *_missing(name_kk=self.name_kk, name_ru=self.name_ru),
            *_too_long(300, name_kk=self.name_kk, name_ru=self.name_ru, name_en=self.name_en),
        )


@dataclass(frozen=True)
class EntityData:
    """What identifies an organisation apart from its names."""

    bin: str
    kind: OrganisationKind
    region: str

    def problems(self) -> tuple[Refusal, ...]:
        wrong = (
            () if is_national_number(self.bin) else (Refusal("registry.bin_invalid", facts={"field": "bin"}),)
        )
        return (*wrong, *_region(self.region, is_required=True))


@dataclass(frozen=True)
class OrganisationData:
    """A new organisation with its first name; `since` None: the name holds from the day of registration."""

    bin: str
    kind: OrganisationKind
    region: str
    name_kk: str
    name_ru: str
    name_en: str = ""
    since: date | None = None

    @property
    def entity(self) -> EntityData:
        return EntityData(self.bin, self.kind, self.region)

    @property
    def first_name(self) -> NameData:
        return NameData(self.name_kk, self.name_ru, self.name_en, self.since)

    def problems(self) -> tuple[Refusal, ...]:
        return (*self.entity.problems(), *self.first_name.problems())


@dataclass(frozen=True)
class SubordinationData:
    """The parent body of an organisation; `until` None is open-ended."""

    child_id: str
    parent_id: str
    since: date
    until: date | None = None

    def problems(self) -> tuple[Refusal, ...]:
        itself = (
            (Refusal("registry.own_parent", facts={"field": "parent_id"}),)
            if self.child_id == self.parent_id
            else ()
        )
        return (*_missing(parent_id=self.parent_id), *itself, *_order(self.since, self.until))


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
            *_missing(full_name=self.full_name),
            *_too_long(200, full_name=self.full_name),
            *wrong,
            *_region(self.region, is_required=False),
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
            *_missing(scheme=self.scheme, number=self.number),
            *_too_long(80, scheme=self.scheme, number=self.number, level=self.level),
            *_too_long(200, issuer=self.issuer),
            *_too_long(300, link=self.link),
            *unsafe,
            *_order(self.issued_on, self.valid_until, "valid_until"),
        )


@dataclass(frozen=True)
class ProjectData:
    """A project of an organisation; its number is given by the registry (p.94(8)). Budget in whole tenge."""

    organisation_id: str
    title_kk: str
    title_ru: str
    title_en: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    budget_tenge: int = 0
    scale: ProjectScale = ProjectScale.MONO
    product: ProductKind = ProductKind.OTHER
    time_limit: TimeLimit = TimeLimit.NORMAL
    financing: Financing = Financing.INTERNAL

    def problems(self) -> tuple[Refusal, ...]:
        budget = (
            ()
            if 0 <= self.budget_tenge <= MAX_BUDGET
            else (Refusal("registry.budget_out_of_range", facts={"field": "budget_tenge"}),)
        )
        return (
            *_missing(title_kk=self.title_kk, title_ru=self.title_ru, starts_on=self.starts_on),
            *_too_long(300, title_kk=self.title_kk, title_ru=self.title_ru, title_en=self.title_en),
            *_order(self.starts_on, self.ends_on, "ends_on"),
            *budget,
        )


@dataclass(frozen=True)
class RoleData:
    """A role of appendix 1 or of a charter (p.85), held by an act from `since` until `until`."""

    person_id: str
    role: RoleCode
    organisation_id: str
    since: date
    project_id: str | None = None
    until: date | None = None
    act_number: str = ""
    act_date: date | None = None

    def problems(self) -> tuple[Refusal, ...]:
        homeless = (
            (Refusal("registry.role_needs_project", "p.85", {"field": "role", "role": self.role}),)
            if self.role in PROJECT_ROLES and not self.project_id
            else ()
        )
        return (
            *_missing(person_id=self.person_id),
            *homeless,
            *_too_long(60, act_number=self.act_number),
            *_order(self.since, self.until),
        )


@dataclass(frozen=True)
class EngagementData:
    """A consultancy contract (p.109), employment or project activity; `until` None is open-ended."""

    person_id: str
    organisation_id: str
    kind: EngagementKind
    since: date
    until: date | None = None
    firm: str = ""
    contract_number: str = ""

    def problems(self) -> tuple[Refusal, ...]:
        return (
            *_missing(person_id=self.person_id, organisation_id=self.organisation_id),
            *_too_long(200, firm=self.firm),
            *_too_long(60, contract_number=self.contract_number),
            *_order(self.since, self.until),
        )
