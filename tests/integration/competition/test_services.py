"""Use cases of an edition, called as views call them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from awards.accounts.models import EditionSide
from awards.competition import queries, services, stage_guards
from awards.competition.domain import (
    COMMON_CHECKS,
    EligibilityCheck,
    MethodologySettings,
    RubricTemplate,
    default_calendar,
)
from awards.competition.models import Edition
from awards.core.actor import Actor, Grant, Role, Side
from awards.core.errors import Refusal, Refusals
from awards.core.text import Text
from awards.core.workflow import EditionState, MethodologyState, SegmentState, Stage
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.registry.domain import OrganisationKind
from tests.factories.accounts import actor_of, make_user
from tests.factories.competition import make_edition, nomination_of, put_segment, segment_of
from tests.integration.postgres import attack_on

pytestmark = pytest.mark.usefixtures("writing")

AT = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
SECRETARY = Actor(user_id="s" * 32, name="Хатшы", grants=frozenset({Grant(Role.SECRETARY)}))
DATA = services.EditionData(2026, Text("Конкурс", "Конкурс", "Competition"), default_calendar(2026))


def draft() -> Edition:
    return make_edition(Stage.SETUP, approved=False)


def codes(caught: pytest.ExceptionInfo[Refusals]) -> set[str]:
    return {reason.code for reason in caught.value.reasons}


def test_a_secretary_of_another_year_becomes_secretary_of_the_edition_they_create() -> None:
    user = make_user(role=Role.SECRETARY, edition_id=make_edition(year=2025).id)
    edition = services.create_edition(DATA, actor=actor_of(user), at=AT)

    assert Grant(Role.SECRETARY, edition.id) in actor_of(user).grants
    assert queries.methodology(edition.id).settings == MethodologySettings()


def test_the_secretary_of_the_portal_stands_with_the_secretariat_of_the_edition_they_create() -> None:
    user = make_user(role=Role.SECRETARY)
    edition = services.create_edition(DATA, actor=actor_of(user), at=AT)

    side = db.session.get(EditionSide, (edition.id, user.id))
    assert side is not None
    assert side.side is Side.SECRETARIAT


def test_a_year_has_one_edition() -> None:
    make_edition(year=2026)
    with pytest.raises(Refusal, match="year_taken"):
        services.create_edition(DATA, actor=SECRETARY, at=AT)


def test_the_log_of_changed_dates_names_what_changed_and_nothing_else() -> None:
    edition = services.create_edition(DATA, actor=actor_of(make_user(role=Role.SECRETARY)), at=AT)
    changed = services.EditionData(2026, DATA.title, DATA.calendar, forum_place="Астана")
    services.change_edition(edition.id, changed, actor=SECRETARY, at=AT)

    event = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "edition.changed")).one()
    assert event.facts == {"before": {"forum_place": ""}, "after": {"forum_place": "Астана"}}


def test_standard_parts_are_added_once_and_leave_a_chosen_mapping_alone() -> None:
    edition = make_edition(Stage.SETUP, empty=True)
    services.add_standard_parts(edition.id, actor=SECRETARY, at=AT)
    first = {found.code: found.id for found in queries.categories(edition.id)}
    services.map_kinds(edition.id, {OrganisationKind.QUASI: first["private"]}, actor=SECRETARY, at=AT)
    services.add_standard_parts(edition.id, actor=SECRETARY, at=AT)

    assert {found.code: found.id for found in queries.categories(edition.id)} == first
    assert len(queries.segments(edition.id)) == 3 * 8
    assert queries.category_kinds(edition.id)[OrganisationKind.QUASI] == first["private"]


def test_every_pair_of_nomination_and_category_is_a_segment_whichever_came_first() -> None:
    edition = draft()
    special = services.NominationData("", Text("А", "А"), RubricTemplate.BEST_OFFICE, "Қор")
    services.add_nomination(edition.id, special, actor=SECRETARY, at=AT)
    services.add_category(edition.id, services.CategoryData("", Text("Б", "Б")), actor=SECRETARY, at=AT)

    pairs = {(found.nomination.id, found.category.id) for found in queries.segments(edition.id)}
    assert pairs == {
        (nomination.id, category.id)
        for nomination in queries.nominations(edition.id)
        for category in queries.categories(edition.id)
    }
    assert {"special-1", "category-1"} <= {
        found.code for found in (*queries.nominations(edition.id), *queries.categories(edition.id))
    }


def test_a_special_nomination_needs_its_proposer() -> None:
    nobody = services.NominationData("", Text("А", "А"), RubricTemplate.BEST_PROJECT, "  ")
    with pytest.raises(Refusal, match="proposer_missing"):
        services.add_nomination(draft().id, nobody, actor=SECRETARY, at=AT)


def test_a_special_nomination_picks_among_the_checks_that_can_be_made_of_its_entries() -> None:
    edition = draft()
    check = EligibilityCheck
    picked = (check.STAFF_CERTIFIED, check.OWN_PROJECT)
    special = services.NominationData("", Text("А", "А"), RubricTemplate.BEST_PROJECT, "Қор", checks=picked)
    made = services.add_nomination(edition.id, special, actor=SECRETARY, at=AT)
    found = queries.get_nomination(made.id)
    assert found is not None and found.checks == (*COMMON_CHECKS, check.OWN_PROJECT, check.STAFF_CERTIFIED)
    with pytest.raises(Refusals) as refused:
        services.add_nomination(
            edition.id, replace(special, checks=(check.LEADS_PROJECT,)), actor=SECRETARY, at=AT
        )
    assert [reason.code for reason in refused.value.reasons] == ["competition.check_not_possible"]
    standard = {one.code: one.checks for one in queries.nominations(edition.id)}
    assert standard["best_pmo"] == (*COMMON_CHECKS, check.CORE_STAFF, check.STAFF_CERTIFIED)


def test_a_removed_category_takes_its_segments_and_leaves_its_kinds_without_one() -> None:
    edition = draft()
    gone = next(found for found in queries.categories(edition.id) if found.code == "civil")
    services.remove_category(gone.id, actor=SECRETARY, at=AT)

    assert len(queries.segments(edition.id)) == 3 * 7
    assert queries.category_for(edition.id, OrganisationKind.CIVIL) is None


def test_a_kind_may_be_left_out_and_several_may_share_a_category() -> None:
    edition = draft()
    local = next(found for found in queries.categories(edition.id) if found.code == "local")
    services.map_kinds(
        edition.id,
        {OrganisationKind.CENTRAL: local.id, OrganisationKind.PRIVATE: None},
        actor=SECRETARY,
        at=AT,
    )

    assert queries.category_for(edition.id, OrganisationKind.CENTRAL) == local
    assert queries.category_for(edition.id, OrganisationKind.LOCAL) == local
    assert queries.category_for(edition.id, OrganisationKind.PRIVATE) is None


def test_a_category_of_another_edition_cannot_be_mapped() -> None:
    other = queries.categories(make_edition(Stage.OPEN, 2025).id)[0]
    with pytest.raises(Refusal, match="category_unknown"):
        services.map_kinds(draft().id, {OrganisationKind.CIVIL: other.id}, actor=SECRETARY, at=AT)


def test_weights_are_saved_only_when_they_make_100() -> None:
    nomination = nomination_of(draft())
    first, second, *_ = queries.rubric(nomination.id).criteria
    with pytest.raises(Refusal) as caught:
        services.change_rubric(nomination.id, {first.id: first.weight + 1}, actor=SECRETARY, at=AT)
    assert caught.value.facts["total"] == 101
    db.session.expire_all()

    moved = {first.id: first.weight + 1, second.id: second.weight - 1}
    services.change_rubric(nomination.id, moved, actor=SECRETARY, at=AT)
    assert queries.rubric(nomination.id).total == 100


def test_a_criterion_cannot_be_weighed_out_of_the_rubric() -> None:
    nomination = nomination_of(draft())
    first, second, *_ = queries.rubric(nomination.id).criteria
    weights = {first.id: 0, second.id: second.weight + first.weight}
    with pytest.raises(Refusal, match="criterion_weight"):
        services.change_rubric(nomination.id, weights, actor=SECRETARY, at=AT)


def test_approval_freezes_settings_rubrics_and_nominations() -> None:
    edition = draft()
    before = queries.methodology_digest(edition.id)
    services.approve_methodology(edition.id, "12-ЖБ", date(2026, 3, 9), actor=SECRETARY, at=AT)

    found = queries.methodology(edition.id)
    assert (found.state, found.digest) == (MethodologyState.APPROVED, before)
    assert found.decision is not None
    assert (found.decision.number, found.decision.decided_on) == ("12-ЖБ", date(2026, 3, 9))
    special = services.NominationData("", Text("А", "А"), RubricTemplate.BEST_OFFICE, "Қор")
    for act in (
        lambda: services.change_settings(edition.id, MethodologySettings(), actor=SECRETARY, at=AT),
        lambda: services.change_rubric(nomination_of(edition).id, {}, actor=SECRETARY, at=AT),
        lambda: services.add_nomination(edition.id, special, actor=SECRETARY, at=AT),
        lambda: services.remove_nomination(nomination_of(edition).id, actor=SECRETARY, at=AT),
        lambda: services.approve_methodology(edition.id, "13", date(2026, 3, 9), actor=SECRETARY, at=AT),
    ):
        with pytest.raises(Refusal, match="methodology_frozen"):
            act()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE methodology SET settings = '{}'",
        "UPDATE methodology SET state = 'draft'",
        "DELETE FROM methodology",
        "UPDATE criterion SET weight = 50 WHERE code = 'A1'",
        "DELETE FROM criterion WHERE code = 'A1'",
        "INSERT OR REPLACE INTO criterion SELECT * FROM criterion LIMIT 1",
        "UPDATE decision SET number = '99'",
        "DELETE FROM decision",
    ],
)
@pytest.mark.both_databases
def test_an_approved_methodology_holds_against_direct_sql(database: str, statement: str) -> None:
    make_edition(Stage.SETUP, approved=True)
    with pytest.raises(DBAPIError, match=r"frozen|append-only"):
        db.session.execute(text(attack_on(database, statement)))


def test_the_digest_follows_every_setting_and_every_weight() -> None:
    edition = draft()
    seen = {queries.methodology_digest(edition.id)}
    services.change_settings(edition.id, MethodologySettings(window_months=13), actor=SECRETARY, at=AT)
    seen.add(queries.methodology_digest(edition.id))
    nomination = nomination_of(edition, "best_pmo")
    first, second, *_ = queries.rubric(nomination.id).criteria
    services.change_rubric(
        nomination.id, {first.id: first.weight + 1, second.id: second.weight - 1}, actor=SECRETARY, at=AT
    )
    seen.add(queries.methodology_digest(edition.id))
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("number", "day", "code"),
    [(" ", date(2026, 3, 9), "decision_number"), ("1", date(2026, 3, 11), "decision_in_future")],
)
def test_a_decision_has_a_number_and_is_not_of_tomorrow(number: str, day: date, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        services.approve_methodology(draft().id, number, day, actor=SECRETARY, at=AT)


def test_a_decision_is_in_the_log() -> None:
    edition = draft()
    services.approve_methodology(edition.id, "12-ЖБ", date(2026, 3, 9), actor=SECRETARY, at=AT)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "decision.recorded")).one()
    assert (event.facts["number"], event.facts["date"]) == ("12-ЖБ", "2026-03-09")


def test_a_move_is_refused_with_every_reason_at_once() -> None:
    edition = make_edition(Stage.SETUP, empty=True)
    with pytest.raises(Refusals) as caught:
        services.move_edition(edition.id, EditionState.OPEN, actor=SECRETARY, at=AT)
    assert codes(caught) >= {
        "competition.methodology_draft",
        "competition.nominations_missing",
        "competition.categories_missing",
        "competition.kinds_unmapped",
        "competition.too_early",
    }


def test_three_nominations_that_are_not_the_standard_three_do_not_open_an_edition() -> None:
    edition = make_edition(Stage.SETUP, special=True, approved=False)
    services.remove_nomination(nomination_of(edition, "best_pmo").id, actor=SECRETARY, at=AT)
    reasons = stage_guards.reasons_against(edition.id, EditionState.OPEN, AT)
    assert "competition.nominations_missing" in {reason.code for reason in reasons}


def test_the_call_opens_at_its_instant_and_not_a_second_before() -> None:
    edition = make_edition(Stage.SETUP)
    early = edition.opens_at - timedelta(seconds=1)
    assert stage_guards.reasons_against(edition.id, EditionState.OPEN, early) != ()
    services.move_edition(edition.id, EditionState.OPEN, actor=SECRETARY, at=edition.opens_at)
    assert edition.state is EditionState.OPEN
    assert queries.stage_history(edition.id) == {"open": edition.opens_at}


def test_a_stage_cannot_be_skipped() -> None:
    edition = make_edition(Stage.OPEN)
    with pytest.raises(Refusal, match="no_such_step"):
        services.move_edition(edition.id, EditionState.ASSESSMENT, actor=SECRETARY, at=edition.forum_at)


def test_one_open_segment_holds_back_the_seal_and_says_so() -> None:
    edition = make_edition(Stage.VOTING)
    for segment in queries.segments(edition.id):
        services.advance_segment(segment.id, SegmentState.SEALED, actor=SECRETARY, at=AT)
    put_segment(segment_of(edition, "best_pmo", "quasi"), SegmentState.VOTING)
    reasons = stage_guards.reasons_against(edition.id, EditionState.SEALED, edition.forum_at)
    assert [(reason.code, reason.facts["count"]) for reason in reasons if reason.code.startswith("comp")] == [
        ("competition.segments_open", 1)
    ]


def test_the_stage_people_see_is_that_of_the_least_advanced_segment() -> None:
    edition = make_edition(Stage.VOTING)
    put_segment(segment_of(edition, "best_pmo", "quasi"), SegmentState.FINALISTS)
    found = queries.get_edition(2026)
    assert found is not None
    assert found.stage is Stage.FINALISTS
    assert queries.editions()[0].stage is Stage.FINALISTS


def test_a_seat_ends_once_and_not_before_it_began() -> None:
    edition = make_edition(Stage.ASSESSMENT)
    seat = services.seat_committee(
        edition.id, Text("Т", "П"), "Ерлан", since=date(2026, 4, 1), is_chair=True, actor=SECRETARY, at=AT
    )
    with pytest.raises(Refusal, match="seat_dates"):
        services.end_seat(seat.id, date(2026, 3, 31), actor=SECRETARY, at=AT)
    services.end_seat(seat.id, date(2026, 4, 1), actor=SECRETARY, at=AT)
    with pytest.raises(Refusal, match="seat_ended"):
        services.end_seat(seat.id, date(2026, 5, 1), actor=SECRETARY, at=AT)
