"""What the registry's clerk and the HR service find on their desks: certificates that end, namesakes, a file."""

from __future__ import annotations

from datetime import datetime, timedelta

from awards.accounts import services as accounts
from awards.accounts.queries import actor_of
from awards.core.actor import SYSTEM
from awards.core.text import Locale
from awards.demo.registry import World, add_person, add_user
from awards.infra.spreadsheets import write_csv
from awards.registry import queries, services
from awards.registry.domain import (
    CertificateData,
    FirmConsultantData,
    FirmEngagementData,
    HrRecordData,
    HrRecordKind,
    ImportKind,
    RoleCode,
    RoleData,
)
from awards.registry.services import hr_records, imports

BODY = "digital"
FIRM, CLIENT = "alem", "qorgau"
ENDS_IN = (6, 25, 55, -10)
"""Days until the certificates of four team members end; the last has ended."""


def load_desk(world: World, now: datetime) -> None:
    """Everything here happened this year; nobody in it is an assessor, so no assessment changes."""
    ago = now - timedelta(days=90)
    team = _load_team(world, ago, now)
    _load_namesake(world, ago)
    _load_contract(world, ago)
    _load_hr_service(world, team[0], ago)
    _bring_file(world, now - timedelta(hours=1))


def _load_team(world: World, at: datetime, now: datetime) -> list[str]:
    """Team members of a project whose certificates run out (p.115)."""
    began, today = at.date(), now.date()
    team = [add_person(world, world.next_name(), at, region="KZ-71") for _ in ENDS_IN]
    for number, (person, days) in enumerate(zip(team, ENDS_IN, strict=True), start=1):
        held = RoleData(
            person, RoleCode.TEAM_MEMBER, world.bodies[BODY], began, world.projects[BODY, 1], act_date=began
        )
        services.add_role(held, actor=SYSTEM, at=at)
        until = today + timedelta(days=days)
        issued = until - timedelta(days=3 * 365)
        proof = CertificateData(person, "pmp", f"ДЕМО-PMP-{number}", issued, until, issuer="PMI")
        services.add_certificate(proof, actor=SYSTEM, at=at)
    return team


def _load_namesake(world: World, at: datetime) -> None:
    """One more record of somebody known, with the words of the name the other way round."""
    known = queries.people([world.leaders[BODY, 0]])
    name = " ".join(reversed(next(iter(known.values())).full_name.split()))
    add_person(world, name, at, region="KZ-75")


def _load_contract(world: World, at: datetime) -> None:
    """A consulting firm's contract (p.109) with one person assigned to it."""
    began = at.date()
    contract = FirmEngagementData(
        world.bodies[FIRM], world.bodies[CLIENT], began, began + timedelta(days=365), "ДЕМО-К/7"
    )
    made = services.add_contract(contract, actor=SYSTEM, at=at)
    person = add_person(world, world.next_name(), at)
    services.assign_consultant(FirmConsultantData(made.id, person), actor=SYSTEM, at=at)


def _load_hr_service(world: World, person: str, at: datetime) -> None:
    """The HR service of one body, with an incentive and a penalty that only it can read (p.114(4))."""
    user = add_user(world, f"hr.{BODY}", "Кадр Қызметі (демо)", at, Locale.KK)
    accounts.join_organisation(user, world.bodies[BODY], actor=SYSTEM, at=at)
    secretary = actor_of(world.users["secretary"])
    accounts.grant_hr(user, world.bodies[BODY], "ДЕМО-К/1", actor=secretary, at=at)
    for kind, what in (
        (HrRecordKind.INCENTIVE, "Алғыс хат: жоба мерзімінен бұрын аяқталды (демо)"),
        (HrRecordKind.PENALTY, "Ескерту: есеп кешіктірілді (демо)"),
    ):
        record = HrRecordData(person, world.bodies[BODY], kind, what, at.date(), act_number="ДЕМО-К/2")
        hr_records.add_hr_record(record, actor=actor_of(user), at=at)


def _bring_file(world: World, at: datetime) -> None:
    """A list of people with a slip in it waits to be checked and taken over."""
    table = queries.template(ImportKind.PEOPLE, Locale.RU)
    rows = [["" for _ in table.headers] for _ in range(2)]
    column = {header.removesuffix(" *"): place for place, header in enumerate(table.headers)}
    for row, name in zip(rows, ("Нұрлан Айбарұлы (демо)", "Айгүл Серікқызы (демо)"), strict=True):
        row[column["Полное имя"]] = name
    rows[1][column["ИИН"]] = "123456789012"
    data = write_csv(table.headers, rows)
    imports.start_import(
        ImportKind.PEOPLE, "жобалау топтары.csv", data, actor=actor_of(world.users["clerk"]), at=at
    )
