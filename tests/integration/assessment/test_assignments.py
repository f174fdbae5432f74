"""Assignments: the solver's answer, edits of people, confirmation, and additions that keep what is there."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from awards.accounts.models import User
from awards.assessment.domain import assignment as solver
from awards.assessment.domain.problem_json import read
from awards.assessment.domain.vocabulary import ClearanceVerdict
from awards.assessment.models import Assessor, Assignment, AssignmentRun, Clearance, ScoreSheet
from awards.assessment.queries import (
    assignment_board,
    assignment_in,
    assignment_run,
    entry_panel,
    pairs_of_run,
)
from awards.assessment.services import (
    AssessorData,
    LoadData,
    ProposalData,
    compute_clearances,
    confirm_assignment,
    edit_assignment,
    name_assessor,
    propose_assignment,
    remove_assessor,
)
from awards.cli import main
from awards.core.actor import Role
from awards.core.errors import Refusal, Refusals
from awards.core.identifiers import new_id
from awards.core.workflow import EntryState, RunState, SheetState
from awards.infra.db import db
from awards.infra.outbox import OutboxMessage
from awards.registry.models import Certificate
from tests.factories.accounts import actor_of, make_membership, make_user
from tests.factories.competition import segment_of
from tests.factories.jury import make_finalists
from tests.factories.registry import (
    make_certificate,
    make_engagement,
    make_organisation,
    make_person,
)
from tests.factories.scoring import score
from tests.factories.submissions import make_entry
from tests.integration.assessment.scene import AT, Scene, make_scene

pytestmark = pytest.mark.usefixtures("app", "writing")


def propose(scene: Scene, **asked: object) -> AssignmentRun:
    return propose_assignment(scene.edition.id, ProposalData(**asked), actor=scene.actor, at=AT)  # type: ignore[arg-type]


def confirm(scene: Scene, run: AssignmentRun) -> AssignmentRun:
    return confirm_assignment(run.id, "7", AT.date(), actor=scene.actor, at=AT)


def refusal(act: object) -> Refusal:
    with pytest.raises(Refusal) as refused:
        act()  # type: ignore[operator]
    return refused.value


def sheets() -> dict[tuple[str, str], ScoreSheet]:
    return {(row.assessor_id, row.entry_id): row for row in db.session.scalars(select(ScoreSheet))}


def test_the_proposal_is_the_calculators_answer_to_the_exported_problem() -> None:
    scene = make_scene(entries=6, assessors=5, per_entry=3, capacity=5)
    make_engagement(scene.people[0], scene.organisations[0])
    run = propose(scene)
    answer = CliRunner().invoke(main, ["assign", "-"], input=json.dumps(run.problem))
    assert answer.exit_code == 0
    printed = json.loads(answer.stdout)
    assert printed == json.loads(json.dumps(run.report))
    assert {tuple(pair) for pair in printed["assignments"]} == {one.pair for one in pairs_of_run(run.id)}
    assert [scene.assessors[0].id, scene.entries[0].id] in run.problem["conflicts"]
    assert (
        solver.solve(read(json.dumps(run.problem), "again")).total_preference == printed["total_preference"]
    )


def test_nominations_language_and_another_region_decide_who_is_chosen() -> None:
    scene = make_scene(entries=1, assessors=3, per_entry=1)
    nomination = scene.entries[0].nomination_id
    scene.assessors[2].nominations = [nomination]
    scene.people[0].region = "KZ-71"
    db.session.flush()
    run = propose(scene)
    assert [one.assessor_id for one in pairs_of_run(run.id)] == [scene.assessors[2].id]


def test_an_infeasible_problem_is_refused_with_names_and_numbers() -> None:
    scene = make_scene(entries=2, assessors=2, per_entry=2)
    make_engagement(scene.people[0], scene.organisations[0])
    found = refusal(lambda: propose(scene))
    assert found.code == "assessment.too_few_allowed"
    assert found.facts["entries"] == "“Ауыл мектептеріне интернет 1”"
    assert found.facts["assessors"] == "Қайрат Төлегенов"
    assert (found.facts["needed"], found.facts["available"], found.facts["missing"]) == (2, 1, 1)
    make_engagement(scene.people[1], scene.organisations[0])
    assert refusal(lambda: propose(scene)).code == "assessment.nobody_allowed"


def test_least_numbers_that_cannot_be_met_are_named_too() -> None:
    scene = make_scene(entries=1, assessors=3, per_entry=2)
    for assessor in scene.assessors:
        assessor.minimum = 1
    db.session.flush()
    found = refusal(lambda: propose(scene))
    assert found.code == "assessment.minimums_too_high" and found.facts["missing"] == 1


def test_whoever_has_no_valid_certificate_is_not_proposed() -> None:
    scene = make_scene(entries=1, assessors=3, per_entry=2)
    lapsed = select(Certificate).where(Certificate.person_id == scene.people[0].id)
    db.session.scalars(lapsed).one().valid_until = AT.date()
    db.session.flush()
    run = propose(scene)
    assert {one.assessor_id for one in pairs_of_run(run.id)} == {one.id for one in scene.assessors[1:]}


def test_people_swap_and_blocked_pairs_are_neither_offered_nor_saved() -> None:
    scene = make_scene(entries=1, assessors=4, per_entry=2)
    make_engagement(scene.people[3], scene.organisations[0])
    run, entry = propose(scene), scene.entries[0].id
    blocked = (scene.assessors[3].id, entry)
    panel = entry_panel(run.id, entry, AT.date())
    assert panel is not None and len(panel.choices) == 1
    joins, leaves = panel.choices[0].assessor.id, panel.panel.members[0].assessor.id
    edit_assignment(run.id, add=[(joins, entry)], remove=[(leaves, entry)], actor=scene.actor, at=AT)
    now = {one.assessor_id: one.is_manual for one in pairs_of_run(run.id)}
    assert now[joins] is True and leaves not in now and len(now) == 2
    found = refusal(lambda: edit_assignment(run.id, add=[blocked], actor=scene.actor, at=AT))
    assert (found.code, found.point, found.facts["name"]) == (
        "assessment.pair_blocked",
        "p.121",
        "Үміт Өмірбек",
    )
    again = refusal(lambda: edit_assignment(run.id, add=[(joins, entry)], actor=scene.actor, at=AT))
    assert again.code == "assessment.pair_known"


def test_nobody_is_given_more_than_agreed_and_nothing_unknown_is_accepted() -> None:
    scene = make_scene(entries=2, assessors=3, per_entry=1, capacity=1)
    run = propose(scene)
    full = pairs_of_run(run.id)[0]
    other = next(entry.id for entry in scene.entries if entry.id != full.entry_id)
    add = lambda pair: lambda: edit_assignment(run.id, add=[pair], actor=scene.actor, at=AT)  # noqa: E731
    assert refusal(add((full.assessor_id, other))).code == "assessment.capacity_reached"
    assert refusal(add((new_id(), other))).code == "assessment.no_pair"
    missing = refusal(lambda: edit_assignment(run.id, remove=[(new_id(), other)], actor=scene.actor, at=AT))
    assert missing.code == "assessment.no_pair"


def test_confirming_opens_a_draft_sheet_for_each_pair_and_writes_to_assessors() -> None:
    scene = make_scene(entries=3, assessors=4, per_entry=2)
    run = confirm(scene, propose(scene))
    assert run.state is RunState.CONFIRMED and run.decision_id is not None
    made = sheets()
    assert set(made) == {one.pair for one in pairs_of_run(run.id)}
    assert {sheet.state for sheet in made.values()} == {SheetState.DRAFT}
    versions = {entry.id: entry.current_version_id for entry in scene.entries}
    assert all(sheet.entry_version_id == versions[sheet.entry_id] for sheet in made.values())
    mail = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.template == "assessment_assigned")
    ).all()
    assert len(mail) == len({assessor for assessor, _ in made})
    assert sum(one.params["count"] for one in mail) == len(made)
    assert (
        refusal(lambda: edit_assignment(run.id, actor=scene.actor, at=AT)).code == "assessment.not_proposed"
    )


def test_an_entry_left_short_keeps_the_proposal_from_being_confirmed() -> None:
    scene = make_scene(entries=1, assessors=3, per_entry=2)
    run = propose(scene)
    edit_assignment(run.id, remove=[pairs_of_run(run.id)[0].pair], actor=scene.actor, at=AT)
    with pytest.raises(Refusals) as refused:
        confirm(scene, run)
    assert [one.code for one in refused.value.reasons] == ["assessment.too_few_assessors"]


def test_a_later_run_keeps_the_pairs_in_work_and_adds_only_what_is_missing() -> None:
    scene = make_scene(entries=2, assessors=5, per_entry=2)
    first = confirm(scene, propose(scene))
    before = {one.pair for one in pairs_of_run(first.id)}
    locked, suspended = sorted(before)[0], sorted(before)[1]
    score(sheets()[locked], 80_000, locked_at=AT)
    person = next(one.person_id for one in scene.assessors if one.id == suspended[0])
    organisation = next(one.organisation_id for one in scene.entries if one.id == suspended[1])
    make_engagement(
        next(one for one in scene.people if one.id == person),
        next(one for one in scene.organisations if one.id == organisation),
    )
    late = make_entry(scene.edition, make_organisation("Кеш"), state=EntryState.ELIGIBLE)
    second = propose(scene, additional={locked[1]: 1})
    after = {one.pair for one in pairs_of_run(second.id)}
    kept = {pair for pair in before if pair != suspended and sheets()[pair].state is not SheetState.SUSPENDED}
    assert kept <= after and suspended not in after
    assert sum(entry == late.id for _, entry in after) == 2
    assert sum(entry == locked[1] for _, entry in after) == len([p for p in kept if p[1] == locked[1]]) + 1
    found = refusal(lambda: edit_assignment(second.id, remove=[locked], actor=scene.actor, at=AT))
    assert found.code == "assessment.sheet_locked_already"
    confirm(scene, second)
    assert db.session.get_one(AssignmentRun, first.id).state is RunState.REPLACED
    assert assignment_in(scene.edition.id, RunState.CONFIRMED).id == second.id  # type: ignore[union-attr]
    sheet = sheets()[locked]
    assert sheet.state is SheetState.LOCKED
    assert db.session.get_one(Assignment, sheet.assignment_id).run_id == second.id


def test_an_entry_whose_finalists_are_decided_gets_nobody_new_and_holds_up_nobody() -> None:
    scene = make_scene(entries=1, assessors=4, per_entry=2)
    first = confirm(scene, propose(scene))
    for sheet in sheets().values():
        score(sheet, 80_000, locked_at=AT)
    make_finalists(segment_of(scene.edition), ())
    before = {one.pair for one in pairs_of_run(first.id)}
    leaves = min(before)
    person = next(one.person_id for one in scene.assessors if one.id == leaves[0])
    make_engagement(next(one for one in scene.people if one.id == person), scene.organisations[0])
    second = propose(scene)
    assert sheets()[leaves].state is SheetState.SUSPENDED
    assert {one.pair for one in pairs_of_run(second.id)} == before - {leaves}
    spare = next(one.id for one in scene.assessors if one.id not in {pair[0] for pair in before})
    added = (spare, scene.entries[0].id)
    found = refusal(lambda: edit_assignment(second.id, add=[added], actor=scene.actor, at=AT))
    assert found.code == "assessment.scoring_over"
    confirm(scene, second)
    assert set(sheets()) == before


def test_a_draft_whose_pair_is_taken_out_becomes_void_and_is_not_offered_again() -> None:
    scene = make_scene(entries=1, assessors=4, per_entry=2)
    confirm(scene, propose(scene))
    second, entry = propose(scene), scene.entries[0].id
    leaves = pairs_of_run(second.id)[0].pair
    panel = entry_panel(second.id, entry, AT.date())
    assert panel is not None
    joins = (panel.choices[0].assessor.id, entry)
    edit_assignment(second.id, add=[joins], remove=[leaves], actor=scene.actor, at=AT)
    confirm(scene, second)
    assert sheets()[leaves].state is SheetState.VOID and sheets()[joins].state is SheetState.DRAFT
    third = propose(scene, additional={entry: 1})
    assert leaves not in {one.pair for one in pairs_of_run(third.id)}
    assert leaves[0] not in {one.assessor.id for one in entry_panel(third.id, entry, AT.date()).choices}  # type: ignore[union-attr]
    found = refusal(lambda: edit_assignment(third.id, add=[leaves], actor=scene.actor, at=AT))
    assert found.code == "assessment.pair_spent"


def test_a_new_proposal_replaces_the_old_one_and_the_board_adds_up() -> None:
    scene = make_scene(entries=4, assessors=5, per_entry=2)
    first = propose(scene)
    second = propose(scene)
    assert db.session.get_one(AssignmentRun, first.id).state is RunState.REPLACED
    assert second.problem_digest == first.problem_digest and second.report == first.report
    board = assignment_board(assignment_run(second.id))  # type: ignore[arg-type]
    assert (board.missing, board.suspended, board.edited) == (0, 0, 0)
    assert sum(load.count for load in board.loads) == 8
    assert board.total == second.report["total_preference"] <= second.report["upper_bound"]
    assert [graph.entries for graph in board.graphs] == [4]


def test_a_conflict_that_turns_up_in_a_proposal_keeps_it_from_being_confirmed() -> None:
    scene = make_scene(entries=1, assessors=2, per_entry=2)
    run = propose(scene)
    make_engagement(scene.people[0], scene.organisations[0])
    compute_clearances(scene.edition.id, actor=scene.actor, at=AT)
    with pytest.raises(Refusals) as refused:
        confirm(scene, run)
    assert {one.code for one in refused.value.reasons} == {
        "assessment.too_few_assessors",
        "assessment.pair_suspended",
    }


def test_naming_needs_a_certificate_an_account_and_the_right_side() -> None:
    scene = make_scene(entries=1, assessors=1)
    load = LoadData(5, 1)

    def name(person_id: str, email: str = "", of: LoadData = load) -> Assessor:
        data = AssessorData(person_id, of, "3", AT.date(), email)
        return name_assessor(scene.edition.id, data, actor=scene.actor, at=AT)

    person = make_person("Яна Петрова")
    assert refusal(lambda: name(person.id)).code == "assessment.no_certificates"
    make_certificate(person, valid_until=AT.date())
    gap = refusal(lambda: name(person.id))
    assert (gap.code, gap.point, gap.facts["day"]) == ("assessment.not_certified", "p.121", "20.08.2026")
    make_certificate(person)
    assert refusal(lambda: name(person.id)).code == "assessment.no_account"
    assert refusal(lambda: name(person.id, of=LoadData(1, 2))).code == "assessment.load_order"
    observer = make_user("Бақылаушы", role=Role.OBSERVER, edition_id=scene.edition.id)
    bystander = make_person("Цзян Ли", user_id=observer.id)
    make_certificate(bystander)
    assert refusal(lambda: name(bystander.id)).code == "accounts.other_side"
    user = make_user("Яна Петрова")
    assessor = name(person.id, user.email.upper())
    assert person.user_id == user.id
    assert actor_of(user).holds(Role.ASSESSOR, scene.edition.id)
    assert refusal(lambda: name(person.id)).code == "assessment.already_named"
    clearance = db.session.get_one(Clearance, (assessor.id, scene.entries[0].id))
    assert clearance.verdict is ClearanceVerdict.CLEAR
    remove_assessor(assessor.id, "өз өтініші", actor=scene.actor, at=AT)
    assert not actor_of(user).holds(Role.ASSESSOR, scene.edition.id)
    assert name(person.id).id == assessor.id


def test_an_assessor_with_sheets_is_not_removed_and_a_member_is_blocked() -> None:
    scene = make_scene(entries=1, assessors=3, per_entry=2)
    member = db.session.get_one(User, scene.assessors[2].user_id)
    make_membership(member, scene.organisations[0].id)
    run = confirm(scene, propose(scene))
    chosen = {one.assessor_id for one in pairs_of_run(run.id)}
    assert chosen == {one.id for one in scene.assessors[:2]}
    found = refusal(lambda: remove_assessor(min(chosen), "себеп", actor=scene.actor, at=AT))
    assert (found.code, found.facts["count"]) == ("assessment.has_sheets", 1)
