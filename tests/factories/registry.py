"""Rows of the registry with sensible defaults: each function adds one row and flushes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar

from awards.core.identifiers import check_digit
from awards.core.text import Text, fold, name_key, sort_key, sort_keys
from awards.infra.db import db
from awards.registry.domain import (
    CHARTER_ROLES,
    CertificateState,
    EngagementKind,
    Financing,
    OrganisationKind,
    ProductKind,
    ProjectScale,
    RoleCode,
    TimeLimit,
)
from awards.registry.models import (
    Certificate,
    Engagement,
    FirmConsultant,
    FirmEngagement,
    Organisation,
    OrganisationName,
    Person,
    Project,
    ProjectOffice,
    RoleHeld,
    Subordination,
)

REGISTERED = datetime(2025, 1, 10, 5, 0, tzinfo=UTC)
_serial = count(1)
Row = TypeVar("Row")


def made_up_number(prefix: str = "9913400") -> str:
    """A BIN or IIN with a true check digit and month 13, so that it belongs to nobody."""
    while True:
        eleven = f"{prefix}{next(_serial):0{11 - len(prefix)}d}"
        if (digit := check_digit(eleven)) is not None:
            return f"{eleven}{digit}"


def make_organisation(
    name: str = "«Демо» Цифрлық қызметтер министрлігі",
    *,
    kind: OrganisationKind = OrganisationKind.CENTRAL,
    region: str = "KZ-71",
    bin: str = "",
    name_ru: str = "",
    name_en: str = "",
    since: date = date(2020, 1, 1),
) -> Organisation:
    organisation = Organisation(
        bin=bin or made_up_number(), kind=kind, region=region, registered_at=REGISTERED
    )
    organisation.names = [
        OrganisationName(
            name_kk=name,
            name_ru=name_ru or name,
            name_en=name_en,
            since=since,
            **sort_keys(Text(name, name_ru or name, name_en)),
            folded=fold(f"{name} {name_ru or name} {name_en}"),
        )
    ]
    return _added(organisation)


def make_subordination(
    child: Organisation, parent: Organisation, *, since: date = date(2020, 1, 1), until: date | None = None
) -> Subordination:
    return _added(Subordination(child_id=child.id, parent_id=parent.id, since=since, until=until))


def make_person(
    full_name: str = "Әлия Сәрсенова",
    *,
    user_id: str | None = None,
    region: str = "KZ-71",
    languages: str = "kk ru",
    is_trainer: bool = False,
) -> Person:
    return _added(
        Person(
            full_name=full_name,
            sort_key=sort_key(full_name),
            folded=fold(full_name),
            name_key=name_key(full_name),
            user_id=user_id,
            region=region,
            languages=languages,
            is_trainer=is_trainer,
            registered_at=REGISTERED,
        )
    )


def make_certificate(
    person: Person,
    *,
    scheme: str = "ipma",
    level: str = "C",
    number: str = "",
    issued_on: date = date(2024, 1, 1),
    valid_until: date | None = date(2029, 1, 1),
    status: CertificateState = CertificateState.ACTIVE,
) -> Certificate:
    return _added(
        Certificate(
            person_id=person.id,
            scheme=scheme,
            level=level,
            number=number or f"PM-{next(_serial):05d}",
            issued_on=issued_on,
            valid_until=valid_until,
            status=status,
        )
    )


def make_project(
    organisation: Organisation,
    title: str = "Ауыл мектептеріне интернет",
    *,
    title_ru: str = "",
    number: str = "",
    starts_on: date = date(2024, 1, 1),
    ends_on: date | None = date(2025, 12, 31),
    budget_tenge: int = 120_000_000,
    scale: ProjectScale = ProjectScale.MONO,
    product: ProductKind = ProductKind.INFORMATISATION,
    time_limit: TimeLimit = TimeLimit.NORMAL,
    financing: Financing = Financing.INTERNAL,
) -> Project:
    return _added(
        Project(
            number=number or f"2025-{next(_serial):06d}",
            organisation_id=organisation.id,
            title_kk=title,
            title_ru=title_ru or title,
            title_en=title,
            starts_on=starts_on,
            ends_on=ends_on,
            budget_tenge=budget_tenge,
            scale=scale,
            product=product,
            time_limit=time_limit,
            financing=financing,
            **sort_keys(Text(title, title_ru or title, title)),
            folded=fold(title),
            registered_at=REGISTERED,
        )
    )


def make_office(
    organisation: Organisation,
    *,
    base: Organisation | None = None,
    since: date = date(2024, 1, 1),
    until: date | None = None,
) -> ProjectOffice:
    return _added(
        ProjectOffice(
            organisation_id=organisation.id,
            base_id=base.id if base else None,
            title_kk="Жобалық офис",
            title_ru="Проектный офис",
            title_en="Project office",
            since=since,
            until=until,
        )
    )


def make_role(
    person: Person,
    organisation: Organisation,
    role: RoleCode = RoleCode.LEADER,
    *,
    project: Project | None = None,
    office: ProjectOffice | None = None,
    unit: str = "",
    since: date = date(2024, 1, 1),
    until: date | None = None,
) -> RoleHeld:
    return _added(
        RoleHeld(
            person_id=person.id,
            organisation_id=organisation.id,
            role=role,
            project_id=project.id if project else None,
            office_id=office.id if office else None,
            unit=unit,
            since=since,
            until=until,
        )
    )


def make_charter(
    project: Project, organisation: Organisation, leader: Person | None = None
) -> tuple[RoleHeld, ...]:
    """The four roles of the charter (p.85), each held by a new person (the leader by `leader`, if given)."""
    return tuple(
        make_role(
            leader if leader and role is RoleCode.LEADER else make_person(f"Өркен Әбілов {next(_serial)}"),
            organisation,
            role,
            project=project,
        )
        for role in CHARTER_ROLES
    )


def make_engagement(
    person: Person,
    organisation: Organisation,
    kind: EngagementKind = EngagementKind.CONSULTANCY,
    *,
    since: date = date(2024, 1, 1),
    until: date | None = None,
    firm: str = "",
    contract_number: str = "",
) -> Engagement:
    return _added(
        Engagement(
            person_id=person.id,
            organisation_id=organisation.id,
            kind=kind,
            since=since,
            until=until,
            firm=firm,
            contract_number=contract_number,
        )
    )


def make_contract(
    firm: Organisation,
    client: Organisation,
    *people: Person,
    since: date = date(2024, 1, 1),
    until: date | None = None,
    number: str = "",
) -> FirmEngagement:
    """A consulting firm's contract, and the people it assigned for the whole of it."""
    contract = _added(
        FirmEngagement(
            firm_id=firm.id,
            organisation_id=client.id,
            contract_number=number or f"К-{next(_serial)}",
            since=since,
            until=until,
        )
    )
    for person in people:
        make_consultant(contract, person)
    return contract


def make_consultant(
    contract: FirmEngagement, person: Person, since: date | None = None, until: date | None = None
) -> FirmConsultant:
    return _added(FirmConsultant(engagement_id=contract.id, person_id=person.id, since=since, until=until))


def _added(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
