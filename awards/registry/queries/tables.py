"""Records as rows of the registry's tables: the one place that says which column shows what.

An import compares with it, an export writes it, so that what is exported and brought again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, select

from awards.core.text import Locale
from awards.infra.db import Base, db
from awards.registry.domain import ImportKind
from awards.registry.domain.tables import Values
from awards.registry.models import (
    Certificate,
    Engagement,
    FirmConsultant,
    FirmEngagement,
    HrRecord,
    Organisation,
    OrganisationName,
    Person,
    Project,
    ProjectOffice,
    RoleHeld,
    Subordination,
)

CHUNK = 1000
_STANDS = FirmConsultant.person_id.not_in(select(Person.id).where(Person.merged_into_id.is_not(None)))
"""What stays with a merged person is what the survivor was assigned as well: history, no row to bring."""
_ORGANISATIONS = ("organisation_id", "child_id", "parent_id", "base_id", "firm_id")


@dataclass
class References:
    """How rows name the other records they refer to, by id."""

    bins: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    projects: dict[str, str] = field(default_factory=dict)
    offices: dict[str, date] = field(default_factory=dict)

    def bin(self, organisation_id: str | None) -> str | None:
        return self.bins[organisation_id] if organisation_id else None


@dataclass(frozen=True)
class Assignment:
    """A firm's contract with one of the people assigned to it, or alone."""

    contract: FirmEngagement
    consultant: FirmConsultant | None = None


@dataclass(frozen=True)
class Source:
    """Where the rows of a kind come from (in a total order), and how one is described."""

    table: type[Base]
    rows: Any
    describe: Callable[[Any, References], Values]


def references(records: Iterable[Any]) -> References:
    """What these records refer to: four queries at most."""
    parts = [part for each in records for part in _parts(each)]
    found = References()
    ids = {getattr(part, name, None) for part in parts for name in _ORGANISATIONS}
    found.bins = _by_id(select(Organisation.id, Organisation.bin), Organisation.id, ids)
    ids = {getattr(part, "person_id", None) for part in parts}
    found.people = _by_id(select(Person.id, Person.full_name), Person.id, ids)
    ids = {getattr(part, "project_id", None) for part in parts}
    found.projects = _by_id(select(Project.id, Project.number), Project.id, ids)
    ids = {getattr(part, "office_id", None) for part in parts}
    found.offices = _by_id(select(ProjectOffice.id, ProjectOffice.since), ProjectOffice.id, ids)
    return found


def _parts(record: Any) -> tuple[Any, ...]:
    return (record.contract, record.consultant) if isinstance(record, Assignment) else (record,)


def _by_id(rows: Any, column: Any, ids: set[Any]) -> dict[str, Any]:
    wanted = sorted(ids - {None})
    return {row[0]: row[1] for row in db.session.execute(rows.where(column.in_(wanted)))} if wanted else {}


def described(kind: ImportKind, records: Sequence[Any]) -> list[Values]:
    """The records' values by column, in the order given."""
    known, describe = references(records), SOURCES[kind].describe
    return [describe(record, known) for record in records]


def exported(kind: ImportKind, *conditions: Any) -> Iterator[Values]:
    """Every record of a kind by column, in a total order; read in chunks, so memory stays small."""
    rows = SOURCES[kind].rows.where(*conditions).execution_options(yield_per=CHUNK)
    for chunk in db.session.execute(rows).partitions():
        records = [Assignment(*row) if len(row) == 2 else row[0] for row in chunk]
        yield from described(kind, records)


def _organisation(row: Organisation, known: References) -> Values:
    latest = row.names[-1]
    return {
        "bin": row.bin,
        "kind": row.kind,
        "region": row.region,
        **_name(latest),
        "name_since": latest.since,
    }


def _name(row: OrganisationName) -> Values:
    return {"name_kk": row.name_kk, "name_ru": row.name_ru, "name_en": row.name_en}


def _dated_name(row: OrganisationName, known: References) -> Values:
    return {"bin": known.bin(row.organisation_id), "since": row.since, **_name(row)}


def _subordination(row: Subordination, known: References) -> Values:
    return {
        "id": row.id,
        "bin": known.bin(row.child_id),
        "parent_bin": known.bin(row.parent_id),
        "since": row.since,
        "until": row.until,
    }


def _person(row: Person, known: References) -> Values:
    """The IIN is never among the values: whether there is one is the import's own business."""
    return {
        "id": row.id,
        "full_name": row.full_name,
        "region": row.region,
        "languages": tuple(code.value for code in Locale if code.value in row.languages.split()),
        "is_trainer": row.is_trainer,
    }


def _title(row: Project | ProjectOffice) -> Values:
    return {"title_kk": row.title_kk, "title_ru": row.title_ru, "title_en": row.title_en}


def _project(row: Project, known: References) -> Values:
    same = (
        "number", "starts_on", "ends_on", "chartered_on", "planned_on", "closed_on", "budget_tenge",
        "scale", "product", "time_limit", "financing",
    )  # fmt: skip
    named = {name: getattr(row, name) for name in same}
    return {**named, "bin": known.bin(row.organisation_id), **_title(row)}


def _dates(row: Any) -> Values:
    return {"since": row.since, "until": row.until}


def _act(row: Any) -> Values:
    return {"act_number": row.act_number, "act_date": row.act_date}


def _office(row: ProjectOffice, known: References) -> Values:
    place = {"bin": known.bin(row.organisation_id), "base_bin": known.bin(row.base_id)}
    return {**place, **_title(row), **_dates(row), **_act(row)}


def _whom(person_id: str, known: References) -> Values:
    return {"person_id": person_id, "full_name": known.people[person_id]}


def _role(row: RoleHeld, known: References) -> Values:
    return {
        "id": row.id,
        **_whom(row.person_id, known),
        "role": row.role,
        "bin": known.bin(row.organisation_id),
        "project_number": known.projects[row.project_id] if row.project_id else None,
        "office_since": known.offices[row.office_id] if row.office_id else None,
        "unit": row.unit,
        **_dates(row),
        **_act(row),
    }


def _certificate(row: Certificate, known: References) -> Values:
    same = ("scheme", "level", "issuer", "issued_on", "valid_until", "status", "link")
    named = {name: getattr(row, name) for name in same}
    return {**named, "certificate_number": row.number, **_whom(row.person_id, known)}


def _engagement(row: Engagement, known: References) -> Values:
    return {
        "id": row.id,
        **_whom(row.person_id, known),
        "bin": known.bin(row.organisation_id),
        "kind": row.kind,
        **_dates(row),
        "firm": row.firm,
        "contract_number": row.contract_number,
    }


def _assignment(row: Assignment, known: References) -> Values:
    contract, person = row.contract, row.consultant
    return {
        "firm_bin": known.bin(contract.firm_id),
        "client_bin": known.bin(contract.organisation_id),
        "contract_number": contract.contract_number,
        **_dates(contract),
        **(_whom(person.person_id, known) if person else {"person_id": "", "full_name": ""}),
        "person_since": person.since if person else None,
        "person_until": person.until if person else None,
    }


def _hr_record(row: HrRecord, known: References) -> Values:
    return {
        "id": row.id,
        **_whom(row.person_id, known),
        "bin": known.bin(row.organisation_id),
        "kind": row.kind,
        "what": row.what,
        "given_on": row.given_on,
        "lifted_on": row.lifted_on,
        **_act(row),
    }


def _named(table: Any) -> Select[Any]:
    """Records about people, in the order of their names."""
    rows = select(table).join(Person, Person.id == table.person_id)
    return rows.order_by(Person.sort_key, Person.id, table.id)


SOURCES: Mapping[ImportKind, Source] = {
    ImportKind.ORGANISATIONS: Source(
        Organisation, select(Organisation).order_by(Organisation.bin), _organisation
    ),
    ImportKind.NAMES: Source(
        OrganisationName,
        select(OrganisationName)
        .join(Organisation, Organisation.id == OrganisationName.organisation_id)
        .order_by(Organisation.bin, OrganisationName.since),
        _dated_name,
    ),
    ImportKind.SUBORDINATIONS: Source(
        Subordination,
        select(Subordination)
        .join(Organisation, Organisation.id == Subordination.child_id)
        .order_by(Organisation.bin, Subordination.since, Subordination.id),
        _subordination,
    ),
    ImportKind.PEOPLE: Source(
        Person,
        select(Person).where(Person.merged_into_id.is_(None)).order_by(Person.sort_key, Person.id),
        _person,
    ),
    ImportKind.PROJECTS: Source(Project, select(Project).order_by(Project.number), _project),
    ImportKind.OFFICES: Source(
        ProjectOffice,
        select(ProjectOffice)
        .join(Organisation, Organisation.id == ProjectOffice.organisation_id)
        .order_by(Organisation.bin, ProjectOffice.since),
        _office,
    ),
    ImportKind.ROLES: Source(RoleHeld, _named(RoleHeld), _role),
    ImportKind.CERTIFICATES: Source(Certificate, _named(Certificate), _certificate),
    ImportKind.ENGAGEMENTS: Source(Engagement, _named(Engagement), _engagement),
    ImportKind.FIRM_ENGAGEMENTS: Source(
        FirmEngagement,
        select(FirmEngagement, FirmConsultant)
        .outerjoin(FirmConsultant, and_(FirmConsultant.engagement_id == FirmEngagement.id, _STANDS))
        .order_by(FirmEngagement.since, FirmEngagement.id, FirmConsultant.id),
        _assignment,
    ),
    ImportKind.HR_RECORDS: Source(HrRecord, _named(HrRecord), _hr_record),
}
