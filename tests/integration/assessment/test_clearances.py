"""Clearances: bulk, repeatable, suspending at once, lifted by a correction, and closed to every back door."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from awards.assessment.domain.reading import Why
from awards.assessment.domain.vocabulary import ClearanceVerdict
from awards.assessment.models import Assignment, Clearance, Declaration, ScoreSheet
from awards.assessment.queries import assignment_in, clearances, explain, pairs_of_run
from awards.assessment.services import (
    DecisionData,
    compute_clearances,
    confirm_assignment,
    decide_declaration,
    declare,
    declare_clear,
    propose_assignment,
)
from awards.competition.domain import MethodologySettings
from awards.core import clock
from awards.core.errors import Refusal
from awards.core.identifiers import new_id
from awards.core.workflow import DeclarationState, RunState, SheetState
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.outbox import OutboxMessage
from awards.infra.transaction import transaction
from awards.registry.domain import EngagementKind, RoleCode
from awards.registry.models import Engagement
from tests.factories.accounts import actor_of, make_membership, make_user
from tests.factories.assessment import make_clearance, make_run
from tests.factories.registry import (
    make_engagement,
    make_organisation,
    make_person,
    make_project,
    make_role,
    make_subordination,
)
from tests.factories.scoring import score
from tests.factories.submissions import make_entry
from tests.integration.assessment.scene import AT, Scene, counted, make_scene
from tests.integration.postgres import REFUSED, beside

QUERIES = 21
"""Statements of one computation, whatever the number of pairs."""

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]


def compute(scene: Scene, days: int = 0) -> dict[tuple[str, str], ClearanceVerdict]:
    compute_clearances(scene.edition.id, actor=scene.actor, at=AT + timedelta(days=days))
    return {pair: found.verdict for pair, found in clearances(scene.edition.id).items()}


def confirmed(scene: Scene) -> None:
    run = propose_assignment(scene.edition.id, actor=scene.actor, at=AT)
    confirm_assignment(run.id, "7", AT.date(), actor=scene.actor, at=AT)


def first_pair(scene: Scene) -> tuple[str, str]:
    run = assignment_in(scene.edition.id, RunState.CONFIRMED)
    assert run is not None
    return pairs_of_run(run.id)[0].pair


def sheet_of(pair: tuple[str, str]) -> ScoreSheet:
    return db.session.execute(
        select(ScoreSheet).where(ScoreSheet.assessor_id == pair[0], ScoreSheet.entry_id == pair[1])
    ).scalar_one()


@pytest.mark.usefixtures("writing")
def test_every_pair_gets_a_verdict_with_its_reason() -> None:
    scene = make_scene(entries=3, assessors=3)
    consulted = make_engagement(scene.people[0], scene.organisations[0], until=date(2025, 5, 1))
    make_engagement(scene.people[1], scene.organisations[1], until=date(2025, 3, 1))
    found = compute(scene)
    assert len(found) == 9
    assert [pair for pair, verdict in found.items() if verdict is not ClearanceVerdict.CLEAR] == [
        (scene.assessors[0].id, scene.entries[0].id)
    ]
    (reason,) = clearances(scene.edition.id)[scene.assessors[0].id, scene.entries[0].id].reasons
    assert reason["record_id"] == consulted.id and reason["point"] == "p.121"
    assert (reason["since"], reason["until"]) == ("2024-01-01", "2025-05-01")


@pytest.mark.usefixtures("writing")
def test_eleven_months_block_and_thirteen_do_not_and_region_never_does() -> None:
    scene = make_scene(entries=1, assessors=2)
    for person in scene.people:
        person.region = "KZ-71"  # the organisation's own region
    make_engagement(scene.people[0], scene.organisations[0], until=date(2025, 5, 1))
    make_engagement(scene.people[1], scene.organisations[0], until=date(2025, 3, 1))
    found = compute(scene)
    assert found[scene.assessors[0].id, scene.entries[0].id] is ClearanceVerdict.BLOCKED
    assert found[scene.assessors[1].id, scene.entries[0].id] is ClearanceVerdict.CLEAR


@pytest.mark.usefixtures("writing")
def test_parents_roles_projects_membership_and_employment_are_read() -> None:
    scene = make_scene(entries=1, assessors=6)
    entrant, entry = scene.organisations[0], scene.entries[0].id
    government, ministry = make_organisation("Үкімет"), make_organisation("Министрлік")
    make_subordination(entrant, ministry)
    make_subordination(ministry, government)
    stranger = make_organisation("Бөтен")
    make_engagement(scene.people[0], government, EngagementKind.EMPLOYMENT)
    make_role(scene.people[1], entrant, RoleCode.OFFICE_CONSULTANT)
    project = make_project(entrant)
    make_role(scene.people[2], stranger, RoleCode.TEAM_MEMBER, project=project)
    make_membership(db.session.get_one(type(scene.secretary), scene.assessors[3].user_id), entrant.id)
    make_engagement(scene.people[4], stranger)
    found = compute(scene)
    verdicts = [found[assessor.id, entry].value for assessor in scene.assessors]
    assert verdicts == ["blocked", "blocked", "blocked", "blocked", "clear", "clear"]


@pytest.mark.usefixtures("writing")
def test_a_longer_window_is_the_methodologys() -> None:
    scene = make_scene(entries=1, assessors=1, settings=MethodologySettings(window_months=24))
    make_engagement(scene.people[0], scene.organisations[0], until=date(2024, 9, 1))
    assert set(compute(scene).values()) == {ClearanceVerdict.BLOCKED}


@pytest.mark.parametrize(
    ("siblings", "verdict"), [(False, ClearanceVerdict.CLEAR), (True, ClearanceVerdict.BLOCKED)]
)
@pytest.mark.usefixtures("writing")
def test_siblings_block_by_the_methodology_alone(siblings: bool, verdict: ClearanceVerdict) -> None:
    scene = make_scene(entries=1, assessors=1, settings=MethodologySettings(siblings_conflict=siblings))
    parent, sibling = make_organisation("Ата"), make_organisation("Іні")
    make_subordination(scene.organisations[0], parent)
    make_subordination(sibling, parent)
    make_engagement(scene.people[0], sibling)
    assert set(compute(scene).values()) == {verdict}


@pytest.mark.usefixtures("writing")
def test_the_manager_whom_an_entry_puts_forward_does_not_assess_it() -> None:
    scene = make_scene(entries=1, assessors=1)
    scene.entries[0].person_id = scene.people[0].id
    db.session.flush()
    assert set(compute(scene).values()) == {ClearanceVerdict.BLOCKED}


@pytest.mark.usefixtures("writing")
def test_computing_again_changes_nothing_but_the_instant_and_takes_few_queries() -> None:
    counts = []
    for size, year in ((2, 2026), (12, 2027)):
        scene = make_scene(entries=size, assessors=size, year=year)
        make_engagement(scene.people[0], scene.organisations[0])
        first = compute(scene)
        actor = scene.actor
        with counted() as statements:
            report = compute_clearances(scene.edition.id, actor=actor, at=AT + timedelta(days=1))
        assert (report.pairs, report.suspended, report.lifted) == (size * size, (), ())
        stored = clearances(scene.edition.id)
        assert {pair: found.verdict for pair, found in stored.items()} == first
        assert {found.computed_at for found in stored.values()} == {AT + timedelta(days=1)}
        counts.append(len(statements))
    assert counts == [QUERIES, QUERIES]


@pytest.mark.parametrize("with_keys", [True, False])
def test_a_blocked_pair_cannot_be_inserted_by_direct_sql(app: Flask, with_keys: bool) -> None:
    scene = make_scene(entries=1, assessors=1)
    pair = (scene.assessors[0].id, scene.entries[0].id)
    make_engagement(scene.people[0], scene.organisations[0])
    make_clearance(scene.assessors[0], pair[1], ClearanceVerdict.BLOCKED)
    run = make_run(scene.edition.id)
    db.session.commit()
    with beside(db.engine.url, with_keys=with_keys) as connection:
        for verdict in ("clear", "blocked"):
            row = ", ".join(f"'{value}'" for value in (new_id(), run.id, *pair, verdict))
            with pytest.raises(REFUSED):
                connection.execute(
                    "INSERT INTO assignment (id, run_id, assessor_id, entry_id, verdict, is_manual) "
                    f"VALUES ({row}, FALSE)"
                )
        assert connection.execute("SELECT count(*) FROM assignment").fetchone() == (0,)


@pytest.mark.usefixtures("writing")
def test_a_clearance_in_use_cannot_turn_until_its_assignment_is_suspended() -> None:
    scene = make_scene(entries=1, assessors=2)
    confirmed(scene)
    pair = first_pair(scene)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(
            text("UPDATE clearance SET verdict = 'blocked', reason_count = 1 WHERE assessor_id = :one"),
            {"one": pair[0]},
        )


def test_a_record_that_appears_later_suspends_the_sheet_at_once_and_its_correction_lifts_it() -> None:
    with transaction():
        scene = make_scene(entries=2, assessors=2)
        confirmed(scene)
        pair = first_pair(scene)
        organisation = next(e.organisation_id for e in scene.entries if e.id == pair[1])
        person = next(a.person_id for a in scene.assessors if a.id == pair[0])
        sheet_of(pair).saved_at = AT
    late = Engagement(
        person_id=person,
        organisation_id=organisation,
        kind=EngagementKind.CONSULTANCY,
        since=date(2025, 1, 1),
        until=date(2025, 6, 1),
    )
    with clock.frozen(AT + timedelta(days=1)), transaction():
        db.session.add(late)
    assert sheet_of(pair).state is SheetState.SUSPENDED
    assert sheet_of(pair).state_before == "draft"
    assignment = db.session.scalars(select(Assignment).where(Assignment.assessor_id == pair[0])).all()
    assert {(row.entry_id == pair[1], row.verdict, row.suspended_at is None) for row in assignment} == {
        (True, None, False),
        (False, "clear", True),
    }
    assert clearances(scene.edition.id)[pair].verdict is ClearanceVerdict.BLOCKED
    mail = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.template == "assessment_suspended")
    ).all()
    assert [one.recipient for one in mail] == [scene.secretary.email]
    moved = db.session.scalars(select(AuditEvent).where(AuditEvent.object_id == sheet_of(pair).id)).all()
    assert [(one.actor_id, one.facts["to"]) for one in moved] == [("system", "suspended")]
    with clock.frozen(AT + timedelta(days=2)), transaction():
        late.until = date(2025, 4, 1)  # the contract was found to have ended a year before
    assert sheet_of(pair).state is SheetState.DRAFT
    assert clearances(scene.edition.id)[pair].is_clear
    assert all(row.suspended_at is None for row in db.session.scalars(select(Assignment)))


def test_a_locked_sheet_comes_back_locked_and_a_deleted_record_lifts_too() -> None:
    with transaction():
        scene = make_scene(entries=1, assessors=2)
        confirmed(scene)
        pair = first_pair(scene)
        score(sheet_of(pair), 91_000, locked_at=AT)
        person = next(one for one in scene.people if one.id == _person(scene, pair[0]))
        organisation = scene.organisations[0]
    with clock.frozen(AT), transaction():
        late = make_engagement(person, organisation)
    assert sheet_of(pair).state is SheetState.SUSPENDED
    with clock.frozen(AT), transaction():
        db.session.delete(late)
    assert (sheet_of(pair).state, sheet_of(pair).total_milli) == (SheetState.LOCKED, 91_000)


def _person(scene: Scene, assessor_id: str) -> str:
    return next(one.person_id for one in scene.assessors if one.id == assessor_id)


def test_a_later_subordination_suspends_as_well() -> None:
    with transaction():
        scene = make_scene(entries=1, assessors=2)
        parent = make_organisation("Ата")
        make_engagement(scene.people[0], parent)
        confirmed(scene)
    assert sheet_of((scene.assessors[0].id, scene.entries[0].id)).state is SheetState.DRAFT
    with clock.frozen(AT), transaction():
        make_subordination(scene.organisations[0], parent)
    assert sheet_of((scene.assessors[0].id, scene.entries[0].id)).state is SheetState.SUSPENDED
    assert sheet_of((scene.assessors[1].id, scene.entries[0].id)).state is SheetState.DRAFT


@pytest.mark.usefixtures("writing")
def test_a_declared_conflict_suspends_and_the_committee_decides() -> None:
    scene = make_scene(entries=2, assessors=2)
    confirmed(scene)
    for number, recuse, after, state in (
        (0, False, ClearanceVerdict.CLEAR, SheetState.DRAFT),
        (1, True, ClearanceVerdict.RECUSED, SheetState.SUSPENDED),
    ):
        assessor = scene.assessors[number]
        pair = (assessor.id, scene.entries[0].id)
        me = actor_of(db.session.get_one(type(scene.secretary), assessor.user_id))
        row = declare(*pair, has_conflict=True, text="Туысым жұмыс істейді", actor=me, at=AT)
        assert clearances(scene.edition.id)[pair].verdict is ClearanceVerdict.DECLARED
        assert sheet_of(pair).state is SheetState.SUSPENDED
        decide_declaration(
            row.id, DecisionData(recuse, "Негізі бар", "9", AT.date()), actor=scene.actor, at=AT
        )
        assert clearances(scene.edition.id)[pair].verdict is after
        assert sheet_of(pair).state is state
    with pytest.raises(Refusal) as again:
        declare(*pair, has_conflict=False, actor=me, at=AT)
    assert again.value.code == "assessment.already_declared"


@pytest.mark.usefixtures("writing")
def test_may_assess_is_refused_where_facts_block() -> None:
    scene = make_scene(entries=1, assessors=1)
    make_engagement(scene.people[0], scene.organisations[0])
    me = actor_of(db.session.get_one(type(scene.secretary), scene.assessors[0].user_id))
    row = declare(scene.assessors[0].id, scene.entries[0].id, has_conflict=True, text="бар", actor=me, at=AT)
    with pytest.raises(Refusal) as refused:
        decide_declaration(row.id, DecisionData(False, "жоқ", "9", AT.date()), actor=scene.actor, at=AT)
    assert (refused.value.code, refused.value.point) == ("assessment.blocked_by_facts", "p.121")
    assert db.session.get_one(Declaration, row.id).state is DeclarationState.DECLARED


@pytest.mark.usefixtures("writing")
def test_declarations_are_ones_own_of_admitted_entries_and_with_a_text() -> None:
    scene = make_scene(entries=1, assessors=2)
    me = actor_of(db.session.get_one(type(scene.secretary), scene.assessors[0].user_id))
    mine, entry = scene.assessors[0].id, scene.entries[0].id
    submitted = make_entry(scene.edition, make_organisation("Қабылданбаған"))
    for code, act in {
        "assessment.not_own_declaration": lambda: declare(
            scene.assessors[1].id, entry, has_conflict=False, actor=me, at=AT
        ),
        "assessment.conflict_text": lambda: declare(
            mine, entry, has_conflict=True, text=" ", actor=me, at=AT
        ),
        "assessment.no_entry": lambda: declare(mine, submitted.id, has_conflict=False, actor=me, at=AT),
        "assessment.nothing_ticked": lambda: declare_clear(mine, [], actor=me, at=AT),
    }.items():
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == code
    declare_clear(mine, [entry], actor=me, at=AT)
    later = declare(mine, entry, has_conflict=True, text="Еске түсті", actor=me, at=AT)
    assert later.state is DeclarationState.DECLARED


@pytest.mark.usefixtures("writing")
def test_an_explanation_names_every_record_that_was_read() -> None:
    scene = make_scene(entries=1, assessors=1)
    old = make_engagement(scene.people[0], scene.organisations[0], until=date(2024, 1, 2))
    other = make_engagement(scene.people[0], make_organisation("Бөтен"))
    branch = make_organisation("Филиал")
    make_subordination(branch, scene.organisations[0])
    found = explain(scene.assessors[0].id, scene.entries[0].id)
    assert found is not None and not found.is_blocked
    assert {one.checked.tie.record_id: one.why for one in found.readings} == {
        old.id: Why.TOO_OLD,
        other.id: Why.UNRELATED,
    }
    assert {one.id for one in found.group} == {scene.organisations[0].id, branch.id}
    assert found.window.begins == date(2025, 4, 1)
    assert explain(scene.assessors[0].id, new_id()) is None


@pytest.mark.usefixtures("writing")
def test_people_outside_the_edition_are_not_looked_at() -> None:
    scene = make_scene(entries=1, assessors=1)
    make_engagement(make_person("Бөтен"), scene.organisations[0])
    make_user("Бөтен")
    assert set(compute(scene).values()) == {ClearanceVerdict.CLEAR}
    assert db.session.query(Clearance).count() == 1
