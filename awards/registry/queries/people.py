"""Reading people: their certificates, roles and engagements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from awards.core.text import Text, fold
from awards.infra.db import db
from awards.infra.paging import Page, page_of
from awards.registry import iin
from awards.registry.domain import (
    CertificateFacts,
    CertificateState,
    PersonFacts,
    RoleFacts,
)
from awards.registry.models import Certificate, Person, RoleHeld
from awards.registry.queries.organisations import organisations


def person_facts(row: Person) -> PersonFacts:
    return PersonFacts(
        row.id, row.full_name, row.user_id, row.region, tuple(row.languages.split()), row.is_trainer
    )


def get_person(person_id: str) -> PersonFacts | None:
    row = db.session.get(Person, person_id)
    return person_facts(row) if row else None


def person_of_user(user_id: str) -> PersonFacts | None:
    row = db.session.scalar(select(Person).where(Person.user_id == user_id))
    return person_facts(row) if row else None


def people(ids: Iterable[str]) -> dict[str, PersonFacts]:
    """People by id, in Kazakh alphabetical order; unknown ids are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = db.session.scalars(
        select(Person).where(Person.id.in_(wanted)).order_by(Person.sort_key, Person.id)
    )
    return {row.id: person_facts(row) for row in rows}


def masked_iin(person_id: str) -> str:
    """The IIN as pages show it (`9913******28`), or "" where none is recorded."""
    row = db.session.get(Person, person_id)
    return iin.mask(iin.unseal(row.iin_cipher, row.id)) if row and row.iin_cipher else ""


def search_people(text: str = "", *, page: int = 1) -> Page[PersonFacts]:
    """People whose name has every word of `text`, letters folded. IINs are never searched in addresses."""
    rows = select(Person).order_by(Person.sort_key, Person.id)
    for word in fold(text).split():
        rows = rows.where(Person.folded.contains(word, autoescape=True))
    return page_of(rows, lambda row: person_facts(row[0]), number=page)


def all_people() -> tuple[PersonFacts, ...]:
    """Everyone, for the choices of a form."""
    return tuple(
        person_facts(row) for row in db.session.scalars(select(Person).order_by(Person.sort_key, Person.id))
    )


def latest_places(person_ids: Iterable[str]) -> dict[str, Text]:
    """Where each person holds or last held a role, in the organisation's present name."""
    latest: dict[str, str] = {}
    rows = db.session.execute(
        select(RoleHeld.person_id, RoleHeld.organisation_id)
        .where(RoleHeld.person_id.in_(set(person_ids)))
        .order_by(RoleHeld.since.desc(), RoleHeld.id)
    )
    for person_id, organisation_id in rows:
        latest.setdefault(person_id, organisation_id)
    named = organisations(latest.values())
    return {person_id: named[place].name for person_id, place in latest.items()}


def people_of_organisation(organisation_id: str) -> tuple[PersonFacts, ...]:
    """People who hold or held a role in the organisation, in alphabetical order."""
    holds = exists().where(RoleHeld.person_id == Person.id, RoleHeld.organisation_id == organisation_id)
    rows = db.session.scalars(select(Person).where(holds).order_by(Person.sort_key, Person.id))
    return tuple(person_facts(row) for row in rows)


def certificate_facts(row: Certificate) -> CertificateFacts:
    return CertificateFacts(
        id=row.id,
        person_id=row.person_id,
        scheme=row.scheme,
        level=row.level,
        number=row.number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        status=row.status,
        link=row.link,
    )


def get_certificate(certificate_id: str) -> CertificateFacts | None:
    row = db.session.get(Certificate, certificate_id)
    return certificate_facts(row) if row else None


def certificates_of(person_ids: Iterable[str]) -> dict[str, tuple[CertificateFacts, ...]]:
    """Certificates by person, the newest first; a person without any has an empty tuple."""
    wanted = tuple(dict.fromkeys(person_ids))
    found: defaultdict[str, list[CertificateFacts]] = defaultdict(list)
    rows = db.session.scalars(
        select(Certificate)
        .where(Certificate.person_id.in_(wanted))
        .order_by(Certificate.issued_on.desc(), Certificate.id)
    )
    for row in rows:
        found[row.person_id].append(certificate_facts(row))
    return {person_id: tuple(found[person_id]) for person_id in wanted}


def expiring_certificates(
    since: date, until: date, *, limit: int = 30
) -> tuple[tuple[PersonFacts, CertificateFacts], ...]:
    """Active certificates whose validity ends between two days, both included, the earliest first (p.115)."""
    rows = db.session.execute(
        select(Person, Certificate)
        .join(Certificate, Certificate.person_id == Person.id)
        .where(Certificate.status == CertificateState.ACTIVE, Certificate.valid_until.between(since, until))
        .order_by(Certificate.valid_until, Person.sort_key, Certificate.id)
        .limit(limit)
    )
    return tuple((person_facts(person), certificate_facts(held)) for person, held in rows)


def role_facts(row: Any) -> RoleFacts:
    """From a row of (RoleHeld, the holder's name)."""
    held, name = row
    return RoleFacts(
        id=held.id,
        person_id=held.person_id,
        person_name=name,
        role=held.role,
        organisation_id=held.organisation_id,
        project_id=held.project_id,
        since=held.since,
        until=held.until,
        act_number=held.act_number,
        act_date=held.act_date,
    )


def _roles(*conditions: Any) -> tuple[RoleFacts, ...]:
    rows = db.session.execute(
        select(RoleHeld, Person.full_name)
        .join(Person, Person.id == RoleHeld.person_id)
        .where(*conditions)
        .order_by(RoleHeld.since.desc(), Person.sort_key, RoleHeld.id)
    )
    return tuple(role_facts(row) for row in rows)


def get_role(role_id: str) -> RoleFacts | None:
    return next(iter(_roles(RoleHeld.id == role_id)), None)


def roles_of_project(project_id: str) -> tuple[RoleFacts, ...]:
    """Roles of the project, ended ones too, the latest first."""
    return _roles(RoleHeld.project_id == project_id)


def roles_in_organisation(organisation_id: str) -> tuple[RoleFacts, ...]:
    """Roles held in the organisation, in its office and its projects, the latest first."""
    return _roles(RoleHeld.organisation_id == organisation_id)


def roles_of_person(person_id: str) -> tuple[RoleFacts, ...]:
    return _roles(RoleHeld.person_id == person_id)
