"""Every source that p.121 reads suspends a sheet in the commit that brings it; a correction gives it back.

The sheet under attack is locked with a total: it must come back exactly so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from awards.accounts.models import Membership, User
from awards.assessment.models import Assignment, ScoreSheet
from awards.assessment.queries import assignment_in, pairs_of_run
from awards.assessment.services import confirm_assignment, propose_assignment
from awards.core import clock
from awards.core.actor import SYSTEM
from awards.core.workflow import RunState, SheetState
from awards.infra.db import db
from awards.infra.outbox import OutboxMessage
from awards.infra.transaction import transaction
from awards.registry import services
from awards.registry.domain import (
    EngagementData,
    EngagementKind,
    FirmConsultantData,
    FirmEngagementData,
    ImportKind,
    ImportMode,
    RoleCode,
    SubordinationData,
    SuccessionData,
    SuccessionKind,
)
from awards.registry.models import Organisation, Person, Project, RoleHeld
from awards.registry.services import imports
from tests.factories.accounts import make_membership
from tests.factories.registry import (
    make_consultant,
    make_contract,
    make_engagement,
    make_organisation,
    make_person,
    make_project,
    make_role,
    make_subordination,
)
from tests.factories.scoring import score
from tests.integration.assessment.scene import AT, make_scene
from tests.integration.registry import scene_imports

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]
BY = {"actor": SYSTEM, "at": AT}
OLD, OPEN = (date(2023, 1, 1), date(2024, 1, 1)), (date(2025, 1, 1), None)
"""Days that p.121 no longer reads, and days that block."""


@dataclass
class Case:
    """A locked sheet of one assessor on one entry, and people and bodies that have nothing to do with it."""

    sheet_id: str
    person: Person
    organisation: Organisation
    user_id: str
    secretary: str
    other_person: Person
    other: Organisation

    @property
    def sheet(self) -> ScoreSheet:
        db.session.expire_all()
        return db.session.get_one(ScoreSheet, self.sheet_id)


@pytest.fixture
def case() -> Iterator[Case]:
    with clock.frozen(AT):
        with transaction():
            scene = make_scene(entries=1, assessors=2)
            run = propose_assignment(scene.edition.id, actor=scene.actor, at=AT)
            confirm_assignment(run.id, "7", AT.date(), actor=scene.actor, at=AT)
            confirmed = assignment_in(scene.edition.id, RunState.CONFIRMED)
            assert confirmed is not None
            pair = pairs_of_run(confirmed.id)[0].pair
            sheet = db.session.scalars(select(ScoreSheet).where(ScoreSheet.assessor_id == pair[0])).one()
            score(sheet, 91_000, locked_at=AT)
            assessor = next(one for one in scene.assessors if one.id == pair[0])
            person = next(one for one in scene.people if one.id == assessor.person_id)
            other, other_person = make_organisation("Бөтен ұйым"), make_person("Бөтен адам")
            made = Case(
                sheet.id,
                person,
                scene.organisations[0],
                assessor.user_id,
                scene.secretary.email,
                other_person,
                other,
            )
        yield made


Step = Callable[[], object]
Story = Callable[[Case], tuple[Step, Step]]
"""What happens before, within a transaction of its own; then what ties, and what takes the tie back."""


def a_contract_of_the_person(case: Case) -> tuple[Step, Step]:
    row = make_engagement(case.person, case.organisation, since=OLD[0], until=OLD[1])

    def dated(since: date, until: date | None) -> Step:
        data = EngagementData(case.person.id, case.organisation.id, EngagementKind.CONSULTANCY, since, until)
        return lambda: services.correct_engagement(row.id, data, reason="Күні қате", **BY)

    return dated(*OPEN), dated(*OLD)


def an_engagement_of_somebody_else(case: Case) -> tuple[Step, Step]:
    row = make_engagement(case.other_person, case.organisation)

    def of(person: Person) -> Step:
        data = EngagementData(person.id, case.organisation.id, EngagementKind.EMPLOYMENT, *OPEN)
        return lambda: services.correct_engagement(row.id, data, reason="Басқа адам", **BY)

    return of(case.person), of(case.other_person)


def an_assignment_by_a_firm(case: Case) -> tuple[Step, Step]:
    contract = make_contract(case.other, case.organisation)
    made: list[str] = []

    def assign() -> None:
        made.append(services.assign_consultant(FirmConsultantData(contract.id, case.person.id), **BY).id)

    never = FirmConsultantData(contract.id, case.person.id, *OLD)
    return assign, lambda: services.correct_consultant(made[0], never, reason="Тағайындалмаған", **BY)


def another_person_assigned_by_a_firm(case: Case) -> tuple[Step, Step]:
    contract = make_contract(case.other, case.organisation)
    row = make_consultant(contract, case.other_person)

    def of(person: Person) -> Step:
        data = FirmConsultantData(contract.id, person.id)
        return lambda: services.correct_consultant(row.id, data, reason="Басқа адам", **BY)

    return of(case.person), of(case.other_person)


def a_firms_contract_with_other_days(case: Case) -> tuple[Step, Step]:
    row = make_contract(case.other, case.organisation, case.person, since=OLD[0], until=OLD[1], number="1")

    def dated(since: date, until: date | None) -> Step:
        data = FirmEngagementData(case.other.id, case.organisation.id, since, until, "1")
        return lambda: services.correct_contract(row.id, data, reason="Күні қате", **BY)

    return dated(*OPEN), dated(*OLD)


def a_firms_contract_with_another_client(case: Case) -> tuple[Step, Step]:
    third = make_organisation("Үшінші")
    row = make_contract(case.other, third, case.person, number="1")

    def with_(client: Organisation) -> Step:
        data = FirmEngagementData(case.other.id, client.id, date(2024, 1, 1), None, "1")
        return lambda: services.correct_contract(row.id, data, reason="Тапсырыс беруші басқа", **BY)

    return with_(case.organisation), with_(third)


def a_role_in_the_organisation(case: Case) -> tuple[Step, Step]:
    made: list[RoleHeld] = []

    def hold() -> None:
        made.append(make_role(case.person, case.organisation, RoleCode.OFFICE_CONSULTANT))

    def end() -> None:
        made[0].since, made[0].until = OLD

    return hold, end


def a_project_handed_over(case: Case) -> tuple[Step, Step]:
    project = make_project(case.other)
    make_role(case.person, make_organisation("Жіберуші"), RoleCode.TEAM_MEMBER, project=project)

    def to(organisation: Organisation) -> Step:
        def hand() -> None:
            db.session.get_one(Project, project.id).organisation_id = organisation.id

        return hand

    return to(case.organisation), to(case.other)


def a_subordination_of_other_days(case: Case) -> tuple[Step, Step]:
    make_engagement(case.person, case.other)
    link = make_subordination(case.other, case.organisation, since=date(2015, 1, 1), until=date(2016, 1, 1))

    def dated(since: date, until: date | None) -> Step:
        data = SubordinationData(case.other.id, case.organisation.id, since, until)
        return lambda: services.correct_subordination(link.id, data, reason="Күні қате", **BY)

    return dated(date(2015, 1, 1), None), dated(date(2015, 1, 1), date(2016, 1, 1))


def a_reorganisation(case: Case) -> tuple[Step, Step]:
    make_engagement(case.person, case.other)
    made: list[str] = []

    def into(successor: Organisation) -> SuccessionData:
        kind, day = SuccessionKind.ACCESSION, date(2026, 1, 1)
        return SuccessionData(case.other.id, successor.id, kind, day, act_number="12", act_date=day)

    def join() -> None:
        made.append(services.add_succession(into(case.organisation), **BY).id)

    third = make_organisation("Үшінші")
    return join, lambda: services.correct_succession(made[0], into(third), reason="Басқа ұйым", **BY)


def acting_for_the_organisation(case: Case) -> tuple[Step, Step]:
    def join() -> None:
        make_membership(db.session.get_one(User, case.user_id), case.organisation.id)

    def leave() -> None:
        db.session.delete(db.session.scalars(select(Membership)).one())

    return join, leave


def an_account_that_is_found_to_be_theirs(case: Case) -> tuple[Step, Step]:
    """The account of the person in the registry was another one than that which acts for the entrant."""
    db.session.get_one(Person, case.person.id).user_id = None
    db.session.flush()
    make_membership(db.session.get_one(User, case.user_id), case.organisation.id)

    def link(user_id: str | None) -> Step:
        def do() -> None:
            db.session.get_one(Person, case.person.id).user_id = user_id

        return do

    return link(case.user_id), link(None)


STORIES: tuple[Story, ...] = (
    a_contract_of_the_person,
    an_engagement_of_somebody_else,
    an_assignment_by_a_firm,
    another_person_assigned_by_a_firm,
    a_firms_contract_with_other_days,
    a_firms_contract_with_another_client,
    a_role_in_the_organisation,
    a_project_handed_over,
    a_subordination_of_other_days,
    a_reorganisation,
    acting_for_the_organisation,
    an_account_that_is_found_to_be_theirs,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_each_source_suspends_at_once_is_told_and_gives_back_what_it_took(case: Case, story: Story) -> None:
    with transaction():
        tie, take_back = story(case)
    assert case.sheet.state is SheetState.LOCKED
    with transaction():
        tie()
    assert case.sheet.state is SheetState.SUSPENDED
    assert [row.suspended_at is None for row in assignments(case)] == [False]
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "assessment_suspended"))
    assert [letter.recipient for letter in mail] == [case.secretary]
    with clock.frozen(AT + timedelta(hours=1)), transaction():
        take_back()
    assert (case.sheet.state, case.sheet.total_milli, case.sheet.locked_at) == (SheetState.LOCKED, 91_000, AT)
    assert [row.suspended_at is None for row in assignments(case)] == [True]


def assignments(case: Case) -> list[Assignment]:
    rows = select(Assignment).where(Assignment.assessor_id == case.sheet.assessor_id)
    return list(db.session.scalars(rows))


@pytest.mark.parametrize(
    "kind", [ImportKind.ENGAGEMENTS, ImportKind.FIRM_ENGAGEMENTS, ImportKind.SUBORDINATIONS]
)
def test_an_import_suspends_in_the_commit_of_the_rows_that_tie(case: Case, kind: ImportKind) -> None:
    """A file that is only checked ties nobody; taken over, it counts at once."""
    if kind is ImportKind.SUBORDINATIONS:
        with transaction():
            make_engagement(case.person, case.other)
    bins = case.other.bin, case.organisation.bin
    named = case.person.full_name
    day = "2025-01-01"
    table = {
        ImportKind.ENGAGEMENTS: {"full_name": named, "bin": bins[1], "kind": "consultancy", "since": day},
        ImportKind.FIRM_ENGAGEMENTS: {
            "firm_bin": bins[0],
            "client_bin": bins[1],
            "since": day,
            "full_name": named,
        },
        ImportKind.SUBORDINATIONS: {"bin": bins[0], "parent_bin": bins[1], "since": day},
    }[kind]
    clerk = scene_imports.clerk()
    db.session.commit()
    run = scene_imports.bring(
        kind, scene_imports.csv_of(tuple(table), tuple(table.values())), actor=clerk, at=AT
    )
    assert scene_imports.problems(run) == []
    assert case.sheet.state is SheetState.LOCKED
    with transaction():
        imports.apply_import(run.id, ImportMode.ALL_OR_NOTHING, "Шарттар тізімі", actor=clerk, at=AT)
    scene_imports.settle(run.id, AT)
    assert case.sheet.state is SheetState.SUSPENDED


def test_a_change_that_is_rolled_back_suspends_nothing(case: Case) -> None:
    with pytest.raises(RuntimeError), transaction():
        make_engagement(case.person, case.organisation)
        raise RuntimeError
    with transaction():
        make_person("Кейінгі")
    assert case.sheet.state is SheetState.LOCKED


def test_records_of_people_who_assess_nothing_cost_nothing(case: Case) -> None:
    with transaction():
        make_contract(case.other, case.organisation, case.other_person)
        make_engagement(case.other_person, case.organisation)
    assert case.sheet.state is SheetState.LOCKED
