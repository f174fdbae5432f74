"""From finalists to medals without a vote: places by score, vacant medals, segments without any (D7)."""

from __future__ import annotations

from datetime import date

import pytest

from awards.competition.domain import MethodologySettings
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import SegmentState
from awards.jury import queries, services
from awards.jury.domain.vocabulary import How, Medal
from tests.factories.accounts import actor_of, make_user
from tests.factories.jury import VOTING_DAY, juror_actor, make_voting

pytestmark = pytest.mark.usefixtures("writing")
DAY = date(2026, 10, 15)


def confirm(voting, actor=None):
    secretary = actor or actor_of(voting.secretary)
    return services.confirm_verdict(voting.segment.id, "ҚА-7", DAY, actor=secretary, at=VOTING_DAY)


@pytest.mark.parametrize(
    ("scores", "medals"),
    [
        ([97_000, 95_000, 90_000], [0, 1, 2]),
        ([97_000, 95_000, 89_999], [0, 1]),
        ([90_000, 88_000], [0]),
    ],
)
def test_up_to_three_in_the_zone_take_places_by_score_and_the_rest_stays_vacant(scores, medals):
    voting = make_voting(scores)

    confirm(voting)

    verdict = queries.verdict(voting.segment.id)
    assert verdict.how is How.BY_SCORE
    assert [(one.medal, one.entry_id, one.milli, one.decided_by) for one in verdict.awards] == [
        (medal, voting.entries[place], scores[place], "score")
        for medal, place in zip(Medal, medals, strict=False)
    ]
    assert voting.segment.state is SegmentState.SEALED
    assert (verdict.decision.number, verdict.decision.decided_on) == ("ҚА-7", DAY)


@pytest.mark.parametrize("scores", [[], [89_999]])
def test_a_segment_with_nobody_in_the_zone_is_sealed_without_medals(scores):
    voting = make_voting(scores)

    confirm(voting)

    verdict = queries.verdict(voting.segment.id)
    assert (verdict.how, verdict.awards) == (How.NO_FINALISTS, ())
    assert voting.segment.state is SegmentState.SEALED


def test_a_special_nomination_may_be_sealed_without_medals_where_the_methodology_says_so():
    settings = MethodologySettings(medals_in_special=False)
    voting = make_voting([97_000] * 5, settings=settings, nomination="best_start", special=True)
    assert not queries.segment_vote(voting.segment.id).needs_vote

    confirm(voting)

    verdict = queries.verdict(voting.segment.id)
    assert (verdict.how, verdict.awards) == (How.NO_MEDALS, ())


@pytest.mark.parametrize(
    ("scores", "between", "medals"),
    [
        ([97_000, 95_000, 93_000, 91_000], [0, 1, 2, 3], ["gold", "silver", "bronze"]),
        ([97_000, 95_000, 95_000], [1, 2], ["silver", "bronze"]),
        ([97_000, 97_000, 90_000], [0, 1], ["gold", "silver"]),
        ([97_000, 97_000], [0, 1], ["gold", "silver"]),
    ],
)
def test_what_scores_leave_open_needs_a_vote_and_no_verdict_comes_before_it(scores, between, medals):
    voting = make_voting(scores)

    vote = queries.segment_vote(voting.segment.id)
    assert {line.entry.id for line in vote.candidates} == {voting.entries[place] for place in between}
    assert vote.at_stake == tuple(medals)
    with pytest.raises(Refusals) as refused:
        confirm(voting)
    assert [reason.code for reason in refused.value.reasons] == ["jury.vote_needed"]


def test_medals_are_confirmed_once():
    voting = make_voting([97_000])
    confirm(voting)

    with pytest.raises(Refusals) as refused:
        confirm(voting)
    assert [reason.code for reason in refused.value.reasons] == ["jury.already_sealed"]


def test_a_stranger_and_a_plain_juror_confirm_nothing():
    voting = make_voting([97_000])
    juror = juror_actor(voting.jurors[1])
    for actor in (actor_of(make_user()), juror):
        with pytest.raises(Refusal) as refused:
            confirm(voting, actor)
        assert refused.value.code == "jury.not_allowed"
    assert confirm(voting, juror_actor(voting.chair)).how is How.BY_SCORE
