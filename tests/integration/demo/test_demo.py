"""Every case that the demo must show is in its database, and its published results verify."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.accounts.models import User
from awards.assessment import queries as assessment
from awards.assessment.domain.vocabulary import ClearanceVerdict
from awards.assessment.models import Assessor, Clearance
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core import clock
from awards.core.text import Text
from awards.core.workflow import EditionState, EntryState, RoundState, SegmentState
from awards.demo import run
from awards.demo.names import BODIES
from awards.infra import audit
from awards.infra.db import db
from awards.jury import queries as jury
from awards.jury.domain.vocabulary import How, Medal
from awards.registry.models import Organisation, Person
from awards.results import queries as results
from awards.results.domain import verification
from awards.submissions import queries as submissions
from awards.submissions.models import Entry
from tests.integration.demo.conftest import NOW

ZONE = 90_000
pytestmark = pytest.mark.usefixtures("inside")


def edition(year: int = NOW.year) -> EditionFacts:
    found = competition.get_edition(year)
    assert found is not None
    return found


def segment(nomination: str, category: str) -> str:
    return next(
        one.id
        for one in competition.segments(edition().id)
        if (one.nomination.code, one.category.code) == (nomination, category)
    )


def scores(nomination: str, category: str) -> Mapping[str, int]:
    latest = assessment.latest_run(segment(nomination, category))
    assert latest is not None
    return latest.milli


def in_zone(nomination: str, category: str) -> int:
    return sum(milli >= ZONE for milli in scores(nomination, category).values())


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_there_is_enough_to_look_at() -> None:
    assert count(Organisation) >= 10
    assert count(Entry) >= 60
    assert len(assessment.assessors(edition().id)) == 24
    assert len(jury.jurors(edition().id)) == 9
    assert [one.state for one in competition.editions()] == [
        EditionState.OPEN, EditionState.ASSESSMENT, EditionState.PUBLISHED,
    ]  # fmt: skip
    stages = {one.state for one in competition.segments(edition().id)}
    assert stages == set(SegmentState), "segments stand at every stage"


def test_five_in_the_zone_wait_for_a_vote_that_is_open() -> None:
    assert in_zone("best_project", "central") == 5
    vote = jury.round_of(segment("best_project", "central"))
    assert vote is not None and vote.state is RoundState.OPEN and vote.takes_ballots(NOW)
    assert 0 < vote.cast < vote.eligible


def test_exactly_three_in_the_zone_take_the_medals_by_score() -> None:
    assert in_zone("best_project", "local") == 3
    verdict = jury.verdict(segment("best_project", "local"))
    assert verdict is not None and verdict.how is How.BY_SCORE
    assert [award.medal for award in verdict.awards] == list(Medal)


def test_one_in_the_zone_leaves_two_medals_vacant() -> None:
    assert in_zone("best_project", "private") == 1
    verdict = jury.verdict(segment("best_project", "private"))
    assert verdict is not None and [award.medal for award in verdict.awards] == [Medal.GOLD]


def test_nobody_in_the_zone() -> None:
    assert in_zone("best_project", "quasi") == 0
    named = assessment.finalists(segment("best_project", "quasi"))
    assert named is not None and not named.entries


def test_ninety_is_in_the_zone_and_a_hundredth_less_is_not() -> None:
    assert {90_000, 89_990} <= set(scores("best_manager", "private").values())
    assert in_zone("best_manager", "private") == 1


def test_a_tie_in_the_vote_is_settled_by_the_chairs_ballot() -> None:
    verdict = jury.verdict(segment("best_manager", "local"))
    assert verdict is not None and verdict.how is How.BY_VOTE
    assert "chair_ballot" in {award.decided_by for award in verdict.awards}


def test_a_tie_waits_for_the_deputy_of_a_recused_chair() -> None:
    vote = jury.segment_vote(segment("best_manager", "central"))
    assert vote is not None and vote.round is not None
    assert vote.round.state is RoundState.TIED and vote.round.deputy_decision is not None
    chair = next(juror for juror in jury.jurors(edition().id) if juror.is_chair)
    assert chair.user_id in vote.recused_user_ids and vote.round.chair_juror_id != chair.id


def verdicts(assessor: int, body: str) -> set[ClearanceVerdict]:
    """How the pairs of one demo assessor with the entries of a body stand."""
    kk = next(one.name.kk for one in BODIES if one.key == body)
    mine = [
        entry.id for entry in submissions.admitted_entries(edition().id) if entry.organisation_name.kk == kk
    ]
    assert mine, f"{body} has entries"
    found = (
        select(Clearance.verdict)
        .join(Assessor, Assessor.id == Clearance.assessor_id)
        .join(User, User.id == Assessor.user_id)
        .where(User.email == f"assessor{assessor}@demo.example", Clearance.entry_id.in_(mine))
    )
    return set(db.session.scalars(found))


def test_consultancy_blocks_after_eleven_months_and_not_after_thirteen() -> None:
    assert verdicts(1, "water") == {ClearanceVerdict.BLOCKED}
    assert ClearanceVerdict.BLOCKED not in verdicts(2, "water")


def test_work_in_a_subordinate_body_blocks_its_parent() -> None:
    child = next(one for one in BODIES if one.key == "datacentre")
    assert child.parent
    assert verdicts(3, child.parent) == {ClearanceVerdict.BLOCKED}


def test_an_expired_certificate_keeps_a_person_from_being_named() -> None:
    person = db.session.scalars(select(Person).where(Person.full_name.contains("Мерзімі Өткен"))).one()
    found = assessment.naming(edition(), person.id, clock.today())
    assert found is not None and found.qualification.certificates and not found.qualification.is_met


def test_totals_that_disagree_go_to_consensus() -> None:
    limit = competition.methodology(edition().id).settings.discrepancy_total_milli
    rows = assessment.sheets_of_segment(segment("best_manager", "quasi"))
    totals: dict[str, list[int]] = {}
    for row in rows:
        if row.total_milli is not None:
            totals.setdefault(row.entry_id, []).append(row.total_milli)
    assert any(max(given) - min(given) > limit == 15_000 for given in totals.values())


def test_an_entry_without_a_charter_role_is_not_admitted() -> None:
    refused = db.session.scalars(
        select(Entry).where(Entry.edition_id == edition().id, Entry.state == EntryState.INELIGIBLE)
    )
    failed = set()
    for row in refused:
        entry = submissions.get_entry(row.id)
        assert entry is not None
        decision = submissions.decision_of(entry)
        assert decision is not None and decision.reason
        failed |= {finding.code for finding in decision.findings if not finding.ok}
    assert {code for code in failed if "charter" in code}, failed


def test_the_published_edition_verifies() -> None:
    assert audit.first_break() is None
    stored = results.public_bundle(edition(NOW.year - 1).id)
    assert stored is not None
    report = verification.report(stored[0])
    assert report["verified"], [check for check in report["checks"] if not check["ok"]]


def test_a_second_load_changes_nothing(demo: Flask) -> None:
    before = count(Entry)
    assert not run.load(demo, NOW)
    assert count(Entry) == before


def test_names_are_in_three_languages() -> None:
    for one in competition.editions():
        assert isinstance(one.title, Text) and one.title.kk and one.title.ru and one.title.en
