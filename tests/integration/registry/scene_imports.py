"""A registry with something of every kind, awkward letters included, and files made of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from awards.core.actor import Actor, Role
from awards.infra.db import Base, db
from awards.infra.spreadsheets import write_csv
from awards.infra.transaction import transaction
from awards.registry import queries
from awards.registry.domain import (
    CertificateState,
    EngagementKind,
    HrRecordKind,
    ImportKind,
    ImportMode,
    OrganisationKind,
    RoleCode,
    RowOutcome,
)
from awards.registry.models import (
    Certificate,
    Engagement,
    FirmConsultant,
    FirmEngagement,
    HrRecord,
    ImportRow,
    ImportRun,
    Organisation,
    OrganisationName,
    Person,
    Project,
    ProjectOffice,
    RoleHeld,
    Subordination,
)
from awards.registry.queries.imports import import_counts
from awards.registry.services import imports
from tests.factories.accounts import actor_of, make_user
from tests.factories.registry import (
    make_certificate,
    make_engagement,
    make_organisation,
    make_person,
    make_project,
    make_role,
    make_subordination,
)

AT = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)
AWKWARD = (
    '«Қ» ұйымы, "әріптер"',
    "=cmd()|' /C calc'!A0",
    "'тырнақша",
    "+7 (717) 2",
    "-5/1",
    "@кеңсе",
    "0012",
)
BODIES = ("БСН", "Түрі", "Өңір", "Қазақша атауы", "Орысша атауы", "name_since")
PEOPLE = ("Full name", "IIN", "Region")
TABLES_OF_RECORDS: tuple[type[Base], ...] = (
    Organisation,
    OrganisationName,
    Subordination,
    Person,
    Project,
    ProjectOffice,
    RoleHeld,
    Certificate,
    Engagement,
    FirmEngagement,
    FirmConsultant,
    HrRecord,
)


def clerk() -> Actor:
    return actor_of(make_user(role=Role.CLERK))


def populate() -> Organisation:
    """A little of everything; names begin with what spreadsheets and CSV stumble over."""
    parent = make_organisation("Министрлік «Ә»", name_en="Ministry")
    bodies = [
        make_organisation(
            f"{text} ұйымы", name_ru=text, kind=OrganisationKind.SUBORDINATE, since=date(1999, 2, 3)
        )
        for text in AWKWARD
    ]
    bodies[0].names.append(
        OrganisationName(
            name_kk="Жаңа атау", name_ru="Новое", name_en="", since=date(2024, 5, 5), sort_key="", folded=""
        )
    )
    people = [make_person(f"{text} Әбілов") for text in AWKWARD]
    make_person(people[0].full_name)  # a namesake: only the code tells them apart
    firm = make_organisation("Кеңесші фирма", kind=OrganisationKind.PRIVATE)
    for number, (body, person) in enumerate(zip(bodies, people, strict=True)):
        text = AWKWARD[number]
        make_subordination(body, parent, since=date(2020, 1, 1), until=date(2025, 1, number + 1))
        project = make_project(body, f"{text} жобасы", ends_on=None if number % 2 else date(2027, 1, 1))
        office = ProjectOffice(
            organisation_id=body.id,
            base_id=parent.id if number % 2 else None,
            title_kk=f"{text} кеңсесі",
            title_ru=text,
            title_en="",
            since=date(2021, 1, 1),
            act_number=text,
        )
        db.session.add(office)
        db.session.flush()
        make_role(person, body, project=project, until=date(2026, 1, 1))
        held = make_role(person, body, RoleCode.OFFICE_HEAD)
        held.office_id, held.act_number, held.act_date = office.id, text, date(2023, 12, 1)
        make_role(person, body, RoleCode.GROUP_HEAD).unit = text
        make_certificate(
            person, number=f"{text}-{number}", valid_until=None, status=CertificateState.SUSPENDED
        )
        make_engagement(person, parent, EngagementKind.EMPLOYMENT, firm=text, contract_number=text)
        contract = FirmEngagement(
            firm_id=firm.id,
            organisation_id=body.id,
            contract_number=text,
            since=date(2025, 1, 1),
            until=date(2025, 12, 31) if number % 2 else None,
        )
        db.session.add(contract)
        db.session.flush()
        if number:
            db.session.add(
                FirmConsultant(engagement_id=contract.id, person_id=person.id, since=date(2025, 3, 1))
            )
        db.session.add(
            HrRecord(
                person_id=person.id,
                organisation_id=bodies[0].id,
                kind=HrRecordKind.INCENTIVE,
                what=text,
                given_on=date(2024, 1, 1),
                act_number=text,
            )
        )
    db.session.flush()
    return bodies[0]


def exported(kind: ImportKind, locale: str = "kk", organisation_id: str | None = None) -> bytes:
    table = queries.export(kind, locale, organisation_id=organisation_id)
    return write_csv(table.headers, table.rows)


def body(bin: str, name: str = "Қала", since: str = "2020-01-01") -> tuple[str, ...]:
    """A row under the headings `BODIES`."""
    return bin, "central", "KZ-71", name, "Город", since


def csv_of(headers: Sequence[str], *rows: Sequence[Any]) -> bytes:
    return write_csv(headers, rows)


def bring(
    kind: ImportKind,
    data: bytes,
    *,
    actor: Actor,
    filename: str = "file.csv",
    organisation_id: str | None = None,
    at: datetime = AT,
) -> ImportRun:
    """Start an import and let the worker come to the end of its check."""
    with transaction():
        run = imports.start_import(kind, filename, data, actor=actor, at=at, organisation_id=organisation_id)
        run_id = run.id
    return settle(run_id, at)


def bring_rows(kind: ImportKind, headers: Sequence[str], *rows: Sequence[Any], actor: Actor) -> ImportRun:
    """As `bring`, from the headings and the rows of a table."""
    return bring(kind, csv_of(headers, *rows), actor=actor)


def apply(run: ImportRun, mode: ImportMode, actor: Actor, at: datetime = AT) -> ImportRun:
    """Take a checked file over, and let the worker do all of it."""
    run_id = run.id
    with transaction():
        imports.apply_import(run_id, mode, "Министрліктің тізімі", actor=actor, at=at)
    return settle(run_id, at)


def settle(run_id: str, at: datetime = AT) -> ImportRun:
    """Work until nothing waits; the run afterwards."""
    for _ in range(100):
        if not imports.work(at):
            break
    db.session.expire_all()
    return db.session.get_one(ImportRun, run_id)


def counted(run: ImportRun) -> dict[str, int]:
    """Outcomes of the rows, those that do not occur left out."""
    return {outcome.value: count for outcome, count in import_counts((run.id,))[run.id].items() if count}


def problems(run: ImportRun) -> list[tuple[int, str, str]]:
    """(line, column, code) of everything that is wrong."""
    rows = db.session.scalars(
        select(ImportRow)
        .where(ImportRow.run_id == run.id, ImportRow.outcome == RowOutcome.WRONG)
        .order_by(ImportRow.line)
    )
    return [(row.line, each["facts"].get("field", ""), each["code"]) for row in rows for each in row.problems]


def rows_of_everything() -> dict[str, list[tuple[Any, ...]]]:
    """The whole registry as it stands, to compare with later."""
    return {
        table.__tablename__: sorted(
            (tuple(row) for row in db.session.execute(select(*table.__table__.columns))), key=repr
        )
        for table in TABLES_OF_RECORDS
    }


def how_many(tables: Iterable[type[Base]]) -> int:
    return sum(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
