"""p.121 and records that were found to be of one person: whatever is known of either binds the assessor."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from awards.assessment.domain.vocabulary import ClearanceVerdict
from awards.assessment.models import Assessor, ScoreSheet
from awards.assessment.queries import clearances, explain, nominees
from awards.assessment.queries.clearances import case_file
from awards.assessment.services import AssessorData, LoadData, compute_clearances, name_assessor
from awards.competition import queries as competition
from awards.core.actor import SYSTEM, Actor
from awards.core.errors import Refusal
from awards.core.workflow import SheetState
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.registry import services
from awards.registry.domain import FirmConsultantData, RoleCode
from awards.registry.services.merging import merge_people
from tests.factories.registry import (
    make_consultant,
    make_contract,
    make_engagement,
    make_organisation,
    make_person,
    make_project,
    make_role,
)
from tests.integration.assessment.scene import AT, Scene, make_scene
from tests.integration.assessment.test_clearances import confirmed, first_pair, sheet_of

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]
OLD = (date(2023, 1, 1), date(2024, 1, 1))
"""Days that p.121 no longer reads."""


def working(scene: Scene) -> tuple[str, str]:
    """Sheets on the desks; one pair of assessor and entry that has one."""
    compute_clearances(scene.edition.id, actor=scene.actor, at=AT)
    confirmed(scene)
    return first_pair(scene)


def person_of(scene: Scene, assessor_id: str) -> str:
    return next(one.person_id for one in scene.assessors if one.id == assessor_id)


def organisation_of(scene: Scene, entry_id: str) -> str:
    return next(entry.organisation_id for entry in scene.entries if entry.id == entry_id)


def secretary(scene: Scene) -> Actor:
    return scene.actor


@pytest.mark.parametrize("which", ["the assessor's record is merged", "another is merged into it"])
def test_a_merge_that_brings_a_tie_suspends_the_sheet_in_its_commit(which: str) -> None:
    with transaction():
        scene = make_scene()
        pair = working(scene)
        twin = make_person("Әлия Сәрсенова", region="KZ-75")
        body = next(one for one in scene.organisations if one.id == organisation_of(scene, pair[1]))
        make_engagement(twin, body)
    assert sheet_of(pair).state is SheetState.DRAFT
    own = person_of(scene, pair[0])
    former, survivor = (own, twin.id) if which.startswith("the") else (twin.id, own)
    with transaction():
        merge_people(former, survivor, "one person", actor=SYSTEM, at=AT)
    db.session.expire_all()
    assert sheet_of(pair).state is SheetState.SUSPENDED
    assert clearances(scene.edition.id)[pair].verdict is ClearanceVerdict.BLOCKED
    explanation = explain(*pair)
    assert explanation is not None and explanation.is_blocked


def test_a_record_that_comes_to_the_survivor_later_suspends_too() -> None:
    """The assessor's row still names the merged record; the new tie names the one that stands."""
    with transaction():
        scene = make_scene()
        pair = working(scene)
        twin = make_person("Әлия Сәрсенова")
        merge_people(person_of(scene, pair[0]), twin.id, "one person", actor=SYSTEM, at=AT)
    assert sheet_of(pair).state is SheetState.DRAFT
    with transaction():
        body = next(one for one in scene.organisations if one.id == organisation_of(scene, pair[1]))
        make_engagement(twin, body)
    db.session.expire_all()
    assert sheet_of(pair).state is SheetState.SUSPENDED


def test_a_nominee_merged_with_an_assessor_is_the_same_person() -> None:
    """Nobody assesses themselves, under whichever record they were entered."""
    with transaction():
        scene = make_scene()
        pair = working(scene)
        entry = next(one for one in scene.entries if one.id == pair[1])
        twin = make_person("Әлия Сәрсенова")
        entry.person_id = twin.id
        db.session.flush()
    assert clearances(scene.edition.id)[pair].verdict is ClearanceVerdict.CLEAR
    with transaction():
        merge_people(twin.id, person_of(scene, pair[0]), "one person", actor=SYSTEM, at=AT)
    db.session.expire_all()
    found = clearances(scene.edition.id)[pair]
    assert found.verdict is ClearanceVerdict.BLOCKED
    assert sheet_of(pair).state is SheetState.SUSPENDED
    case = case_file(scene.edition.id)
    nominee = next(one.person_id for one in case.entries if one.id == pair[1])
    assert nominee in {one.person_id for one in case.assessors}, "the bundle compares the same ids"


def test_a_merge_that_brings_nothing_leaves_every_sheet_alone() -> None:
    with transaction():
        scene = make_scene()
        pair = working(scene)
        twin = make_person("Әлия Сәрсенова")
    with transaction():
        merge_people(person_of(scene, pair[0]), twin.id, "one person", actor=SYSTEM, at=AT)
    states = db.session.scalars(select(ScoreSheet.state)).all()
    assert set(states) == {SheetState.DRAFT}


def test_an_assessor_is_not_named_twice_under_two_records() -> None:
    with transaction():
        scene = make_scene()
        twin = make_person("Әлия Сәрсенова")
        merge_people(scene.people[0].id, twin.id, "one person", actor=SYSTEM, at=AT)
    edition = competition.edition_by_id(scene.edition.id)
    assert edition is not None
    (found,) = nominees(edition, "Сәрсенова", AT.date()).items
    assert found.person.id == twin.id and found.is_named
    data = AssessorData(scene.people[0].id, LoadData(5), "9", date(2026, 8, 1))
    with pytest.raises(Refusal, match="already_named"):
        name_assessor(scene.edition.id, data, actor=secretary(scene), at=AT)
    assert len(db.session.scalars(select(Assessor)).all()) == len(scene.assessors)


def test_an_assignment_left_with_the_merged_record_suspends_when_it_is_corrected() -> None:
    """Of two assignments to one contract one stays with the merged record: its days still bind (p.121)."""
    with transaction():
        scene = make_scene()
        pair = working(scene)
        body = next(one for one in scene.organisations if one.id == organisation_of(scene, pair[1]))
        contract = make_contract(make_organisation("Кеңес беруші"), body)
        own = next(one for one in scene.people if one.id == person_of(scene, pair[0]))
        twin = make_person("Әлия Сәрсенова")
        make_consultant(contract, own, since=OLD[0], until=OLD[1])
        left = make_consultant(contract, twin, since=OLD[0], until=OLD[1])
        merge_people(twin.id, own.id, "one person", actor=SYSTEM, at=AT)
    assert (left.person_id, sheet_of(pair).state) == (twin.id, SheetState.DRAFT)
    with transaction():
        data = FirmConsultantData(contract.id, twin.id)
        services.correct_consultant(left.id, data, reason="The days were wrong", actor=SYSTEM, at=AT)
    db.session.expire_all()
    assert sheet_of(pair).state is SheetState.SUSPENDED


def test_a_role_on_the_merged_record_in_anothers_project_ties_to_the_owner() -> None:
    with transaction():
        scene = make_scene()
        pair = working(scene)
        body = next(one for one in scene.organisations if one.id == organisation_of(scene, pair[1]))
        twin = make_person("Әлия Сәрсенова")
        merge_people(twin.id, person_of(scene, pair[0]), "one person", actor=SYSTEM, at=AT)
    with transaction():
        giver = make_organisation("Жіберуші")
        make_role(twin, giver, RoleCode.TEAM_MEMBER, project=make_project(body))
    db.session.expire_all()
    assert sheet_of(pair).state is SheetState.SUSPENDED
