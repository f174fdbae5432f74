"""Beginning an entry, writing its sections, and who is kept from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from awards.accounts.services import take_side
from awards.core.actor import Actor, Role, Side
from awards.core.errors import Refusal
from awards.core.text import Locale
from awards.core.workflow import EntryState
from awards.infra.db import db
from awards.registry.domain import OrganisationKind, RoleCode
from awards.submissions import queries, services
from awards.submissions.domain import Answer, Contact, EntryFactsData
from awards.submissions.models import DraftFile, Entry
from awards.submissions.services import EntryData
from tests.factories.accounts import actor_of, make_grant, make_user
from tests.factories.competition import nomination_of
from tests.factories.registry import make_organisation, make_person, make_project, make_role
from tests.factories.submissions import make_blob, make_draft_file, make_entry
from tests.integration.submissions.conftest import Scene

pytestmark = pytest.mark.usefixtures("writing")


def data_of(scene: Scene, nomination: str = "best_project", key: str = "") -> EntryData:
    return EntryData(
        nomination_of(scene.edition, nomination).id, scene.organisation.id, key or scene.project.id, Locale.RU
    )


def refusal(data: EntryData, actor: Actor, at: datetime) -> str:
    with pytest.raises(Refusal) as refused:
        services.start_entry(data, actor=actor, at=at)
    return refused.value.code


def test_an_entry_begins_in_the_segment_of_its_nomination_and_category(scene: Scene, at: datetime) -> None:
    entry = services.start_entry(data_of(scene), actor=scene.actor, at=at)
    facts = queries.get_entry(entry.id)
    assert facts is not None
    assert (facts.state, facts.language) == (EntryState.DRAFT, Locale.RU)
    assert facts.title == "Су үнемдеу датчиктері"
    assert facts.category_title.ru == "Центральные государственные органы"
    assert facts.project_id == scene.project.id and facts.receipt is None


def test_the_same_project_is_entered_once_until_it_is_withdrawn(scene: Scene, at: datetime) -> None:
    first = services.start_entry(data_of(scene), actor=scene.actor, at=at)
    assert refusal(data_of(scene), scene.actor, at) == "submissions.entered_already"
    services.withdraw_entry(first.id, actor=scene.actor, at=at)
    assert services.start_entry(data_of(scene), actor=scene.actor, at=at).id != first.id


def test_the_database_itself_keeps_a_second_entry_out(scene: Scene) -> None:
    make_entry(scene.edition, scene.organisation, project=scene.project, state=EntryState.DRAFT)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        make_entry(scene.edition, scene.organisation, project=scene.project, state=EntryState.DRAFT)


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.JUROR, Role.CHAIR, Role.SECRETARY, Role.OBSERVER])
def test_whoever_judges_or_runs_the_edition_cannot_apply(scene: Scene, at: datetime, role: Role) -> None:
    make_grant(scene.user, role, scene.edition.id)
    assert refusal(data_of(scene), scene.actor, at) == "accounts.other_side"
    assert queries.own_entries(scene.actor).total == 0


def test_whoever_applied_cannot_be_made_an_assessor(scene: Scene, at: datetime) -> None:
    services.start_entry(data_of(scene), actor=scene.actor, at=at)
    with pytest.raises(Refusal) as refused:
        take_side(scene.edition.id, scene.user.id, Side.JUDGING, at=at)
    assert refused.value.code == "accounts.other_side"


def test_the_call_opens_at_its_first_instant_and_the_closing_instant_is_late(scene: Scene) -> None:
    early = scene.edition.opens_at - timedelta(microseconds=1)
    assert refusal(data_of(scene), scene.actor, early) == "submissions.call_not_open"
    assert refusal(data_of(scene), scene.actor, scene.edition.closes_at) == "submissions.call_closed"
    services.start_entry(data_of(scene), actor=scene.actor, at=scene.edition.opens_at)


def test_only_what_is_the_organisations_own_can_be_entered(scene: Scene, at: datetime) -> None:
    other = make_organisation("«Қорғау» демо-комитеті", kind=OrganisationKind.SECURITY)
    foreign = make_project(other)
    assert refusal(data_of(scene, key=foreign.id), scene.actor, at) == "submissions.not_a_candidate"
    theirs = replace(data_of(scene, key=foreign.id), organisation_id=other.id)
    assert refusal(theirs, scene.actor, at) == "submissions.not_your_organisation"


def test_a_manager_must_lead_a_registered_project_and_an_office_is_the_organisations(
    scene: Scene, at: datetime
) -> None:
    member = make_person("Өркен Әбілов")
    make_role(member, scene.organisation, RoleCode.TEAM_MEMBER, project=scene.project)
    leader = make_person("Қайрат Төлегенов")
    make_role(leader, scene.organisation, RoleCode.LEADER, project=scene.project)
    refused = refusal(data_of(scene, "best_manager", member.id), scene.actor, at)
    assert refused == "submissions.not_a_candidate"
    manager = services.start_entry(data_of(scene, "best_manager", leader.id), actor=scene.actor, at=at)
    office = services.start_entry(data_of(scene, "best_pmo", scene.organisation.id), actor=scene.actor, at=at)
    assert (manager.person_id, manager.project_id) == (leader.id, None)
    assert (office.person_id, office.project_id, office.subject_key) == (None, None, scene.organisation.id)


FACTS = EntryFactsData("Атауы", Locale.KK, "Мазмұны", Contact("Ұлан", "u@example.kz"))


def test_colleagues_write_different_areas_at_once_but_not_over_each_other(scene: Scene, at: datetime) -> None:
    colleague = actor_of(make_user(organisation_id=scene.organisation.id))
    entry = services.start_entry(data_of(scene), actor=scene.actor, at=at)
    draft = queries.get_draft(entry.id)
    assert draft is not None
    stamps = {area: services.answer_stamp(draft.copy, area) for area in "AB"}
    services.save_answer(entry.id, "A", Answer("менікі"), stamps["A"], actor=scene.actor, at=at)
    services.save_answer(entry.id, "B", Answer("сенікі"), stamps["B"], actor=colleague, at=at)
    with pytest.raises(Refusal) as refused:
        services.save_answer(entry.id, "A", Answer("үстінен"), stamps["A"], actor=colleague, at=at)
    assert refused.value.code == "web.stale"
    kept = queries.get_draft(entry.id)
    assert kept is not None and kept.copy.answers == {"A": Answer("менікі"), "B": Answer("сенікі")}


def test_saving_again_what_is_stored_is_never_stale(scene: Scene, at: datetime) -> None:
    entry = services.start_entry(data_of(scene), actor=scene.actor, at=at)
    draft = queries.get_draft(entry.id)
    assert draft is not None
    stamp = services.facts_stamp(draft.copy)
    first = services.save_facts(entry.id, FACTS, stamp, actor=scene.actor, at=at)
    again = services.save_facts(entry.id, FACTS, stamp, actor=scene.actor, at=at)
    assert first == again


def test_strangers_cannot_touch_an_entry_and_nobody_can_after_the_close(scene: Scene, at: datetime) -> None:
    entry = services.start_entry(data_of(scene), actor=scene.actor, at=at)
    stranger = actor_of(make_user(organisation_id=make_organisation("Басқа").id))
    for actor, instant, code in (
        (stranger, at, "submissions.no_entry"),
        (scene.actor, scene.edition.closes_at, "submissions.call_closed"),
    ):
        for act in (
            lambda a, t: services.save_facts(entry.id, FACTS, "", actor=a, at=t),
            lambda a, t: services.save_answer(entry.id, "A", Answer("x"), "", actor=a, at=t),
            lambda a, t: services.withdraw_entry(entry.id, actor=a, at=t),
            lambda a, t: services.remove_file(entry.id, "x", actor=a, at=t),
        ):
            with pytest.raises(Refusal) as refused:
                act(actor, instant)
            assert refused.value.code == code
    assert db.session.get_one(Entry, entry.id).state is EntryState.DRAFT


def test_files_that_no_entry_has_are_forgotten_after_a_day(scene: Scene, at: datetime) -> None:
    """What a version was submitted with stays, even when the working copy lets it go."""
    entry = make_entry(scene.edition, scene.organisation, project=scene.project)
    submitted = db.session.scalars(select(DraftFile.sha256).where(DraftFile.entry_id == entry.id)).one()
    db.session.execute(delete(DraftFile).where(DraftFile.entry_id == entry.id))
    drafted = make_draft_file(make_entry(scene.edition, state=EntryState.DRAFT, attached=False)).sha256
    stray = make_blob().sha256
    forgotten = services.forget_unused_files(at=at + timedelta(days=365))
    assert stray in forgotten
    assert not {submitted, drafted} & set(forgotten)
