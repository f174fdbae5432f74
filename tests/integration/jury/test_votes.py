"""A vote from its opening to its medals: roster, ballots, the count, ties, the quorum (p.122, p.123, D8)."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from awards.cli import main
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import DeclarationState, RoundState, SegmentState
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.outbox import OutboxMessage
from awards.jury import queries, services
from awards.jury.domain.vocabulary import How, Medal
from awards.jury.models import Ballot, Juror
from awards.jury.queries import Task
from tests.factories.accounts import actor_of
from tests.factories.jury import (
    VOTING_DAY,
    juror_actor,
    make_juror,
    make_recusal,
    make_voting,
    user_of,
)

pytestmark = pytest.mark.usefixtures("writing")
DAY = date(2026, 10, 15)
CLOSES = VOTING_DAY + timedelta(days=3)
DEPUTY = {"number": "ҚА-5", "decided_on": DAY}


def opened(voting, *, deputy: Juror | None = None, closes_at=CLOSES):
    named = services.Deputy(deputy.id, **DEPUTY) if deputy else None
    return services.open_round(
        voting.segment.id, closes_at, deputy=named, actor=actor_of(voting.secretary), at=VOTING_DAY
    )


def cast(voting, juror, ranking, at=VOTING_DAY):
    places = [voting.entries[number] for number in ranking]
    return services.cast_ballot(voting.segment.id, places, actor=juror_actor(juror), at=at)


def closed(voting, at=CLOSES):
    return services.close_round(voting.segment.id, actor=actor_of(voting.secretary), at=at)


def decide(voting, juror, place, **more):
    choice = voting.entries[place]
    return services.cast_decision(voting.segment.id, choice, actor=juror_actor(juror), at=CLOSES, **more)


def sealed(voting):
    actor = actor_of(voting.secretary)
    return services.confirm_verdict(voting.segment.id, "ҚА-7", DAY, actor=actor, at=CLOSES)


def medals(voting):
    places = {entry: number for number, entry in enumerate(voting.entries)}
    return {
        one.medal.value: (places[one.entry_id], one.decided_by)
        for one in queries.verdict(voting.segment.id).awards
    }


def refusals(call):
    with pytest.raises((Refusal, Refusals)) as refused:
        call()
    error = refused.value
    return [one.code for one in error.reasons] if isinstance(error, Refusals) else [error.code]


def same_as_the_calculator(voting, tmp_path):
    """`awards tally` on the exported round prints exactly the stored report."""
    file = tmp_path / "round.json"
    file.write_text(json.dumps(queries.round_input(voting.segment.id)), encoding="utf-8")
    done = CliRunner().invoke(main, ["tally", str(file)])
    assert done.exit_code == 0, done.output
    return json.loads(done.output) == queries.round_of(voting.segment.id).report


def test_a_vote_over_five_finalists_from_opening_to_medals(tmp_path):
    voting = make_voting(jurors=3)
    chair, second, third = voting.jurors

    round_ = opened(voting)
    assert round_.state is RoundState.OPEN
    assert voting.segment.state is SegmentState.VOTING
    assert round_.candidates == sorted(voting.entries)
    cast(voting, chair, [4, 0, 1])
    cast(voting, second, [4, 1])
    cast(voting, third, [4, 1, 0])
    closed(voting, VOTING_DAY)
    sealed(voting)

    assert queries.verdict(voting.segment.id).how is How.BY_VOTE
    assert medals(voting) == {"gold": (4, "majority"), "silver": (1, "majority"), "bronze": (0, "majority")}
    assert voting.segment.state is SegmentState.SEALED
    assert same_as_the_calculator(voting, tmp_path)


def test_every_juror_with_a_ballot_is_called_by_mail_and_again_when_the_vote_reopens():
    voting = make_voting(jurors=3)
    make_recusal(voting.jurors[2], voting.entries[0], state=DeclarationState.RECUSED)
    called = {user_of(juror).email for juror in voting.jurors[:2]}

    opened(voting)
    letters = db.session.scalars(select(OutboxMessage)).all()
    assert {letter.recipient for letter in letters} == called
    assert {letter.params["closes"] for letter in letters} == {"23.10.2026 11:00"}

    closed(voting)
    again = services.reopen_round(
        voting.segment.id, CLOSES + timedelta(days=1), actor=actor_of(voting.secretary), at=CLOSES
    )
    assert again.state is RoundState.OPEN
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 4


def test_two_equal_below_a_first_vote_for_silver_and_bronze_alone(tmp_path):
    voting = make_voting([97_000, 95_000, 95_000])
    opened(voting)
    assert refusals(lambda: cast(voting, voting.chair, [0])) == ["jury.ballot_malformed"]
    for juror in voting.jurors:
        cast(voting, juror, [2, 1])
    closed(voting)
    sealed(voting)

    assert medals(voting) == {"gold": (0, "score"), "silver": (2, "majority"), "bronze": (1, "majority")}
    assert same_as_the_calculator(voting, tmp_path)


def test_a_ballot_is_replaced_until_the_closing_instant_which_is_late():
    voting = make_voting()
    opened(voting)
    first = cast(voting, voting.chair, [0]).receipt
    again = cast(voting, voting.chair, [1, 2], at=CLOSES - timedelta(microseconds=1))

    assert again.receipt != first
    assert [row.ranking for row in db.session.scalars(select(Ballot))] == [
        [voting.entries[1], voting.entries[2]]
    ]
    assert refusals(lambda: cast(voting, voting.chair, [3], at=CLOSES)) == ["jury.vote_closed"]


def test_it_closes_at_its_instant_or_when_everybody_has_voted_and_not_before():
    voting = make_voting()
    opened(voting)
    cast(voting, voting.jurors[0], [0, 1, 2])
    cast(voting, voting.jurors[1], [0, 1, 2])
    assert refusals(lambda: closed(voting, CLOSES - timedelta(seconds=1))) == ["jury.too_early_to_close"]
    cast(voting, voting.jurors[2], [])

    assert closed(voting, CLOSES - timedelta(seconds=1)).state is RoundState.DECIDED


def test_without_a_quorum_nothing_is_counted_and_the_same_box_opens_again():
    voting = make_voting(jurors=3)
    opened(voting)
    cast(voting, voting.jurors[1], [0, 1, 2])
    round_ = closed(voting)

    assert round_.state is RoundState.CLOSED
    assert round_.report["status"] == "no_quorum"
    assert (round_.report["steps"], round_.report["present"], round_.report["needed"]) == ([], 1, 2)
    assert queries.round_input(voting.segment.id) is None
    assert refusals(lambda: queries.count_of(round_.id)) == ["jury.not_counted"]
    assert refusals(lambda: sealed(voting)) == ["jury.vote_not_decided"]

    later = CLOSES + timedelta(days=2)
    secretary = actor_of(voting.secretary)
    services.reopen_round(voting.segment.id, later, actor=secretary, at=CLOSES)
    cast(voting, voting.jurors[2], [0, 1, 2], at=CLOSES)
    assert closed(voting, later).state is RoundState.DECIDED
    sealed(voting)
    assert medals(voting)["gold"] == (0, "majority")


def test_a_tie_goes_to_the_finalist_the_chairs_ballot_ranks_higher():
    voting = make_voting(jurors=2)
    opened(voting)
    cast(voting, voting.chair, [3, 2, 0])
    cast(voting, voting.jurors[1], [1, 2, 3])
    assert closed(voting).state is RoundState.DECIDED
    sealed(voting)

    assert medals(voting)["gold"] == (3, "chair_ballot")
    assert {step.decided_by.value for step in queries.minutes_facts(voting.segment.id).count.steps} >= {
        "chair_ballot"
    }


def test_a_tie_the_chairs_ballot_does_not_settle_is_put_to_the_chair_until_all_is_decided(tmp_path):
    voting = make_voting(jurors=3)
    chair, second, third = voting.jurors
    opened(voting)
    cast(voting, chair, [])
    cast(voting, second, [0, 2])
    cast(voting, third, [1, 3])
    assert closed(voting).state is RoundState.TIED
    assert refusals(lambda: sealed(voting)) == ["jury.vote_not_decided"]

    assert refusals(lambda: decide(voting, second, 0)) == ["jury.not_allowed"]
    assert refusals(lambda: decide(voting, chair, 4)) == ["jury.choice_not_tied"]
    asked = queries.juror_segment(voting.segment.id, chair.user_id).pending
    assert asked.tied == tuple(sorted(voting.entries[:2]))
    key = services.question_key(asked)
    decide(voting, chair, 1, asked=key)
    assert refusals(lambda: decide(voting, chair, 1, asked=key)) == ["jury.another_question"]
    while queries.round_of(voting.segment.id).state is RoundState.TIED:
        tied = queries.juror_segment(voting.segment.id, chair.user_id).pending.tied
        decide(voting, chair, voting.entries.index(tied[0]))
    sealed(voting)

    assert medals(voting)["gold"] == (1, "casting")
    assert len(queries.casting_decisions(queries.round_of(voting.segment.id).id)) >= 2
    assert same_as_the_calculator(voting, tmp_path)


def test_a_recused_chair_needs_a_deputy_who_then_holds_the_chairs_vote():
    voting = make_voting(jurors=4)
    chair, second, third, fourth = voting.jurors
    make_recusal(chair, voting.entries[0])
    assert refusals(lambda: opened(voting)) == ["jury.chair_recused"]
    make_recusal(second, voting.entries[4])
    assert refusals(lambda: opened(voting, deputy=second)) == ["jury.deputy_not_eligible"]
    assert refusals(lambda: opened(voting, deputy=chair)) == ["jury.deputy_not_eligible"]

    round_ = opened(voting, deputy=third)
    assert (round_.chair_juror_id, queries.round_of(voting.segment.id).eligible) == (third.id, 2)
    assert queries.round_of(voting.segment.id).deputy_decision.number == "ҚА-5"
    cast(voting, third, [2])
    cast(voting, fourth, [1])
    closed(voting)
    assert queries.count_of(round_.id).medals[Medal.GOLD] == voting.entries[2]
    silver = queries.juror_segment(voting.segment.id, third.user_id)
    assert silver.task is Task.CAST or queries.round_of(voting.segment.id).state is RoundState.DECIDED
    assert refusals(lambda: decide(voting, chair, 1))[0] in ("jury.not_allowed", "jury.no_tie")


def test_a_deputy_is_refused_where_the_chair_votes():
    voting = make_voting()
    assert refusals(lambda: opened(voting, deputy=voting.jurors[1])) == ["jury.deputy_not_needed"]


def test_a_chair_recused_in_an_open_vote_gives_the_voice_up_and_a_deputy_is_named_before_the_close():
    voting = make_voting(jurors=3)
    chair, second, third = voting.jurors
    opened(voting)
    cast(voting, chair, [0])
    actor, secretary = juror_actor(chair), actor_of(voting.secretary)
    declared = services.declare_recusal(voting.entries[0], "Жақын туысым.", actor=actor, at=VOTING_DAY)
    assert db.session.scalars(select(Ballot)).all() == []
    assert refusals(lambda: cast(voting, chair, [0])) == ["jury.declaration_pending"]
    cast(voting, second, [1, 2])
    cast(voting, third, [1, 3])
    assert refusals(lambda: closed(voting)) == ["jury.recusals_pending"]

    services.decide_recusal(
        declared.id, DeclarationState.RECUSED, "Туыстық.", "ҰК-9", DAY, actor=secretary, at=VOTING_DAY
    )
    assert refusals(lambda: cast(voting, chair, [0])) == ["jury.recused"]
    assert refusals(lambda: closed(voting)) == ["jury.chair_recused"]
    deputy = services.Deputy(second.id, **DEPUTY)
    services.name_deputy(voting.segment.id, deputy, actor=secretary, at=VOTING_DAY)
    closed(voting)

    facts = queries.minutes_facts(voting.segment.id)
    assert [one.id for one in facts.recused] == [chair.id]
    assert facts.voice.id == second.id
    assert facts.count.medals[Medal.GOLD] == voting.entries[1]


def test_an_allowed_juror_votes_and_a_declared_conflict_holds_the_opening_up():
    voting = make_voting(jurors=3)
    actor, secretary = juror_actor(voting.jurors[1]), actor_of(voting.secretary)
    declared = services.declare_recusal(voting.entries[2], "Бұрынғы әріптес.", actor=actor, at=VOTING_DAY)
    assert refusals(lambda: opened(voting)) == ["jury.recusals_pending"]
    services.decide_recusal(
        declared.id, DeclarationState.ALLOWED, "Мүдде жоқ.", "ҰК-9", DAY, actor=secretary, at=VOTING_DAY
    )
    opened(voting)

    assert cast(voting, voting.jurors[1], [2]).ranking == [voting.entries[2]]


def test_the_chair_decides_on_others_and_not_on_themselves():
    voting = make_voting(jurors=3)
    own = services.declare_recusal(
        voting.entries[0], "Жақын туысым.", actor=juror_actor(voting.chair), at=VOTING_DAY
    )
    theirs = services.declare_recusal(
        voting.entries[0], "Әріптес.", actor=juror_actor(voting.jurors[1]), at=VOTING_DAY
    )
    chair = juror_actor(voting.chair)

    def decided(row):
        return services.decide_recusal(
            row.id, DeclarationState.ALLOWED, "Мүдде жоқ.", "ҰК-9", DAY, actor=chair, at=VOTING_DAY
        )

    assert refusals(lambda: decided(own)) == ["jury.not_allowed"]
    assert decided(theirs).state is DeclarationState.ALLOWED


def test_a_roster_is_frozen_when_its_vote_opens():
    voting = make_voting(jurors=3)
    opened(voting)
    late = make_juror(voting.edition, "Кешіккен")
    actor = actor_of(voting.secretary)

    assert refusals(lambda: cast(voting, late, [0])) == ["jury.not_allowed"]
    assert queries.juror_segment(voting.segment.id, late.user_id).task is Task.NOT_ON_ROSTER
    assert refusals(
        lambda: services.remove_juror(voting.jurors[1].id, "ҰК-9", DAY, actor=actor, at=VOTING_DAY)
    ) == ["jury.roster_frozen"]
    assert services.remove_juror(late.id, "ҰК-9", DAY, actor=actor, at=VOTING_DAY).removed_at == VOTING_DAY
    assert [one.id for one in queries.jurors(voting.edition.id)].count(late.id) == 0


def test_no_vote_opens_where_scores_settle_everything():
    calm = make_voting([97_000, 95_000])
    assert refusals(lambda: opened(calm)) == ["jury.no_vote_needed"]


def test_a_vote_opens_once_and_closes_before_the_forum():
    voting = make_voting()
    assert refusals(lambda: opened(voting, closes_at=VOTING_DAY)) == ["jury.closes_in_the_past"]
    after = voting.edition.forum_at + timedelta(seconds=1)
    assert refusals(lambda: opened(voting, closes_at=after)) == ["jury.closes_after_forum"]
    opened(voting)
    assert refusals(lambda: opened(voting)) == ["jury.round_exists"]


def test_a_jury_without_a_chair_opens_no_vote():
    voting = make_voting(jurors=3)
    voting.chair.is_chair = False
    db.session.flush()
    assert refusals(lambda: opened(voting)) == ["jury.no_chair"]


def test_the_log_of_a_ballot_has_its_receipt_and_neither_choice_nor_juror():
    voting = make_voting()
    opened(voting)
    ballot = cast(voting, voting.jurors[1], [3, 1])

    event = db.session.scalar(select(AuditEvent).where(AuditEvent.event == "ballot.cast"))
    assert event.facts == {"receipt": ballot.receipt}
    assert event.actor_id == "juror"
    written = json.dumps([event.object_id, event.facts, event.actor_id])
    assert voting.jurors[1].user_id not in written
    assert voting.entries[3] not in written


def test_minutes_state_who_was_there_every_step_and_the_verdict():
    voting = make_voting(jurors=4)
    make_recusal(voting.jurors[3], voting.entries[0])
    opened(voting)
    cast(voting, voting.jurors[0], [0, 1, 2])
    cast(voting, voting.jurors[1], [0, 1, 2])
    facts = queries.minutes_facts(voting.segment.id)
    assert (facts.count, facts.present) == (None, ())
    closed(voting)
    sealed(voting)

    facts = queries.minutes_facts(voting.segment.id)
    assert [one.id for one in facts.present] == [one.id for one in voting.jurors[:2]]
    assert [one.id for one in facts.absent] == [voting.jurors[2].id]
    assert [one.id for one in facts.recused] == [voting.jurors[3].id]
    assert facts.voice.id == voting.chair.id
    assert facts.count.steps[0].medal is Medal.GOLD
    assert facts.vote.verdict.awards[0].entry_id == voting.entries[0]
