"""Organisations, their names and who is above whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from awards.core.errors import Refusal
from awards.core.identifiers import is_national_number
from awards.registry.domain.data.checks import missing, order, region, too_long
from awards.registry.domain.vocabulary import OrganisationKind, SuccessionKind


@dataclass(frozen=True)
class NameData:
    """A name in three languages (kk and ru obligatory), in force from `since`."""

    name_kk: str
    name_ru: str
    name_en: str = ""
    since: date | None = None

    def problems(self) -> tuple[Refusal, ...]:
        return (
            *missing(name_kk=self.name_kk, name_ru=self.name_ru),
            *too_long(300, name_kk=self.name_kk, name_ru=self.name_ru, name_en=self.name_en),
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
        return (*wrong, *region(self.region, is_required=True))


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
        return (*missing(parent_id=self.parent_id), *itself, *order(self.since, self.until))


@dataclass(frozen=True)
class SuccessionData:
    """A reorganisation by an act: from `effective_on` the one body is succeeded by the other."""

    predecessor_id: str
    successor_id: str
    kind: SuccessionKind
    effective_on: date
    act_number: str = ""
    act_date: date | None = None

    def problems(self) -> tuple[Refusal, ...]:
        itself = (
            (Refusal("registry.own_successor", facts={"field": "successor_id"}),)
            if self.predecessor_id == self.successor_id
            else ()
        )
        return (
            *missing(predecessor_id=self.predecessor_id, successor_id=self.successor_id),
            *missing(act_number=self.act_number, act_date=self.act_date),
            *too_long(60, act_number=self.act_number),
            *itself,
        )


@dataclass(frozen=True)
class OfficeData:
    """The project office of a body (p.54); `base_id` is another organisation where it sits (p.55)."""

    organisation_id: str
    title_kk: str
    title_ru: str
    title_en: str = ""
    base_id: str | None = None
    since: date | None = None
    until: date | None = None
    act_number: str = ""
    act_date: date | None = None

    def problems(self) -> tuple[Refusal, ...]:
        at_home = (
            (Refusal("registry.own_base", facts={"field": "base_id"}),)
            if self.base_id == self.organisation_id
            else ()
        )
        return (
            *missing(title_kk=self.title_kk, title_ru=self.title_ru, since=self.since),
            *too_long(300, title_kk=self.title_kk, title_ru=self.title_ru, title_en=self.title_en),
            *too_long(60, act_number=self.act_number),
            *at_home,
            *order(self.since, self.until),
        )
