"""Counts worked by hand: every method, and every way in which p.123 settles a tie."""

from dataclasses import replace

import pytest

from awards.competition.domain import VoteMethod
from awards.jury.domain.ballots import MEDALS
from awards.jury.domain.methods import pairwise
from awards.jury.domain.tally import Pending, Question, Status, count
from tests.unit.jury.rounds import cast, line, made

GOLD, SILVER, BRONZE = MEDALS
SINGLE_COUNT = (VoteMethod.ROUNDS_PLURALITY, VoteMethod.SCHULZE, VoteMethod.BORDA)
NO_MAJORITY = ("first", "", "majority", None)


# rounds-majority


def test_more_than_half_wins_at_once():
    result = count(made("AB", "AC", "AB", "BA", "CA"))
    assert line(result) == [("first", "", "majority", "A")]
    assert result.steps[0].counts == {"A": 3, "B": 1, "C": 1}


def test_exactly_half_is_no_majority():
    assert line(count(made("A", "A", "BA", "CB")))[0] == NO_MAJORITY


def test_a_leader_meets_the_only_second_and_ballots_count_for_whichever_they_rank_higher():
    result = count(made("A", "A", "A", "A", "B", "B", "B", "CB", "CB"))
    assert line(result) == [NO_MAJORITY, ("run-off", "", "majority", "B")]
    assert [step.counts for step in result.steps] == [{"A": 4, "B": 3, "C": 2}, {"A": 4, "B": 5}]


def test_exactly_two_leaders_meet_without_the_chair():
    result = count(made("AB", "AB", "AC", "BC", "BC", "BC", "CB", "CB", chair=0))
    assert line(result) == [NO_MAJORITY, ("run-off", "", "majority", "B")]
    assert result.steps[1].counts == {"A": 3, "B": 5}


def test_the_chairs_ballot_says_which_of_the_seconds_enters():
    result = count(made("A", "A", "A", "B", "B", "C", "C", chair=5))
    assert line(result) == [
        NO_MAJORITY,
        ("run-off place 2", "BC", "chair_ballot", "C"),
        ("run-off", "", "majority", "A"),
    ]
    assert result.steps[2].counts == {"A": 3, "C": 2}  # a ballot that ranks neither has no vote here


def test_a_chair_silent_on_the_seconds_is_asked_who_enters():
    ballots = ("A", "A", "A", "BC", "BC", "CB", "CB")
    waiting = count(made(*ballots, chair=0))
    assert waiting.pending == Pending(GOLD, ("B", "C"), Question.ENTERS)
    assert line(waiting) == [NO_MAJORITY, ("run-off place 2", "BC", "casting", None)]
    settled = count(made(*ballots, chair=0, casting=(cast("BC", "C"),)))
    assert line(settled) == [
        NO_MAJORITY,
        ("run-off place 2", "BC", "casting", "C"),
        ("run-off", "", "majority", "C"),
    ]


def test_more_than_two_leaders_enter_by_the_chairs_ballot_the_first_and_then_the_second():
    result = count(made("AB", "BC", "CA", chair=2))
    assert line(result) == [
        NO_MAJORITY,
        ("run-off place 1", "ABC", "chair_ballot", "C"),
        ("run-off place 2", "AB", "chair_ballot", "A"),
        ("run-off", "", "majority", "C"),
    ]
    assert result.steps[3].counts == {"A": 1, "C": 2}


def test_the_chairs_ballot_may_give_the_first_place_and_a_casting_decision_the_second():
    assert count(made("A", "B", "C", chair=0)).pending == Pending(GOLD, ("B", "C"), Question.ENTERS)
    assert line(count(made("A", "B", "C", chair=0, casting=(cast("BC", "C"),)))) == [
        NO_MAJORITY,
        ("run-off place 1", "ABC", "chair_ballot", "A"),
        ("run-off place 2", "BC", "casting", "C"),
        ("run-off", "AC", "chair_ballot", "A"),
    ]


def test_the_second_place_in_the_run_off_is_between_the_other_leaders_only():
    result = count(
        made("AD", "A", "B", "B", "C", "C", "D", chair=0)
    )  # the chair's next choice, D, is no leader
    assert result.pending == Pending(GOLD, ("B", "C"), Question.ENTERS)


def test_casting_decisions_within_one_medal_are_told_apart_by_the_set_of_tied():
    castings = (cast("AC", "A", "j3"), cast("ABC", "B", "j3"), cast("AB", "A", "j3"))
    result = count(made("A", "B", "C", "", chair=3, casting=castings))
    assert line(result)[1:] == [
        ("run-off place 1", "ABC", "casting", "B"),
        ("run-off place 2", "AC", "casting", "A"),
        ("run-off", "AB", "casting", "A"),
    ]
    assert (result.status, result.medals[GOLD], result.unused) == (Status.DECIDED, "A", ())


def test_two_finalists_level_go_to_the_run_off_and_then_to_the_chair():
    result = count(made("AB", "BA", "A", "B", chair=1))
    assert line(result) == [NO_MAJORITY, ("run-off", "AB", "chair_ballot", "B")]


def test_a_ballot_whose_finalists_are_all_placed_does_not_raise_the_next_majority():
    result = count(made("A", "A", "A", "A", "B", "C", "BC", medals=(GOLD, SILVER)))
    assert line(result)[1] == ("first", "", "majority", "B")
    assert result.steps[1].counts == {"B": 2, "C": 1}


def test_each_medal_is_counted_from_the_start_over_those_not_yet_placed():
    result = count(made("ABC", "ABC", "ABC", "ACB", "CBA", medals=MEDALS))
    assert list(result.medals.values()) == ["A", "B", "C"]
    assert [dict(step.counts) for step in result.steps] == [
        {"A": 4, "B": 0, "C": 1},
        {"B": 3, "C": 2},
        {"C": 5},
    ]


# one count a medal


@pytest.mark.parametrize("method", SINGLE_COUNT)
@pytest.mark.parametrize(("chair", "winner"), [(6, "A"), (7, "B")])
def test_a_tie_goes_to_whom_the_chairs_ballot_ranks_highest_among_the_tied(method, chair, winner):
    ballots = ("ABC", "ABC", "ABC", "BAC", "BAC", "BAC", "CAB", "CBA")
    result = count(made(*ballots, method=method, chair=chair))
    assert line(result) == [("count", "AB", "chair_ballot", winner)]


@pytest.mark.parametrize("method", SINGLE_COUNT)
def test_a_tie_that_the_chairs_ballot_is_silent_on_waits_for_a_casting_decision(method):
    round_ = made("AB", "AB", "BA", "BA", "C", method=method, chair=4, medals=(GOLD, SILVER))
    waiting = count(round_)
    assert waiting.pending == Pending(GOLD, ("A", "B"), Question.WINS)
    assert (waiting.status, waiting.medals) == (Status.NEEDS_CASTING, {GOLD: None, SILVER: None})
    settled = count(replace(round_, casting=(cast("AB", "B", "j4"),)))
    assert (settled.status, settled.medals) == (Status.DECIDED, {GOLD: "B", SILVER: "A"})
    assert line(settled)[0] == ("count", "AB", "casting", "B")


def test_plurality_needs_no_half():
    assert line(count(made("A", "A", "B", "C", "D", method=VoteMethod.ROUNDS_PLURALITY))) == [
        ("count", "", "plurality", "A")
    ]


def test_borda_starts_anew_among_the_remaining():
    result = count(made("ABC", "ABC", "CBA", method=VoteMethod.BORDA, medals=(GOLD, SILVER)))
    assert [dict(step.counts) for step in result.steps] == [{"A": 4, "B": 3, "C": 2}, {"B": 2, "C": 1}]


def test_borda_gives_nothing_to_those_a_ballot_leaves_out():
    result = count(made("AB", "BCA", "C", method=VoteMethod.BORDA))
    assert result.steps[0].counts == {"A": 2, "B": 3, "C": 3}


def test_schulze_on_his_published_example_of_45_voters():
    groups = ((5, "ACBED"), (5, "ADECB"), (8, "BEDAC"), (3, "CABED"), (7, "CAEBD"), (2, "CBADE"))
    groups += ((7, "DCEBA"), (8, "EBADC"))
    ballots = [ranking for votes, ranking in groups for _ in range(votes)]
    result = count(made(*ballots, method=VoteMethod.SCHULZE, medals=MEDALS))
    assert list(result.medals.values()) == ["E", "A", "C"]  # Schulze 2011, example 1: E, A, C, B, D
    assert result.steps[0].counts == {"A": 3, "B": 1, "C": 2, "D": 0, "E": 4}


def test_schulze_measures_a_defeat_by_its_winning_votes_and_not_by_its_margin():
    ballots = ("AB", "AB", "AB", "BC", "BC", "C", "C", "C", "CA")
    pairs = pairwise(ballots, "ABC")
    assert (pairs["A", "B"], pairs["B", "A"]) == (4, 2)  # the fewest winning votes
    assert (pairs["B", "C"], pairs["C", "B"]) == (5, 4)  # the smallest margin: C would win by it
    assert (pairs["C", "A"], pairs["A", "C"]) == (6, 3)
    assert line(count(made(*ballots, method=VoteMethod.SCHULZE))) == [("count", "", "schulze", "B")]


# instant run-off


def irv(*ballots, **more):
    return made(*ballots, method=VoteMethod.IRV, **more)


def test_irv_passes_the_votes_of_the_lowest_on():
    result = count(irv("A", "A", "A", "A", "B", "B", "B", "CB", "CB", "CB", "DC"))
    assert line(result)[0] == ("elimination 1", "", "irv", "D")
    assert (result.steps[0].winner, result.steps[0].eliminated) == (None, "D")
    assert line(result)[1:] == [("elimination 2", "", "irv", "B"), ("final", "AC", "casting", None)]
    assert [dict(step.counts) for step in result.steps] == [
        {"A": 4, "B": 3, "C": 3, "D": 1},
        {"A": 4, "B": 3, "C": 4},
        {"A": 4, "C": 4},
    ]


TIED_FOR_LAST = ("A", "A", "A", "A", "B", "BC", "CB", "C", "C", "B")


@pytest.mark.parametrize(
    ("chair", "gone"),
    [(4, "C"), (5, "C"), (6, "B")],
    ids=["C is left out", "C ranked lower", "B ranked lower"],
)
def test_in_an_elimination_the_one_the_chairs_ballot_ranks_lowest_goes(chair, gone):
    result = count(irv(*TIED_FOR_LAST, chair=chair))
    assert line(result)[0] == ("elimination 1", "BC", "chair_ballot", gone)
    assert result.steps[0].winner is None
    assert result.steps[1].counts.keys() == set("ABC") - {gone}


def test_in_an_elimination_the_choice_of_a_casting_decision_goes():
    waiting = count(irv(*TIED_FOR_LAST, chair=0))
    assert waiting.pending == Pending(GOLD, ("B", "C"), Question.GOES)
    settled = count(irv(*TIED_FOR_LAST, chair=0, casting=(cast("BC", "B"),)))
    assert line(settled)[0] == ("elimination 1", "BC", "casting", "B")
    assert settled.steps[1].counts.keys() == {"A", "C"}


def test_a_chair_who_ranks_some_of_those_tied_for_last_is_asked_about_the_others_only():
    ballots = ("A", "A", "A", "B", "B", "C", "D", "E")
    waiting = count(irv(*ballots, chair=5))
    assert waiting.pending == Pending(GOLD, ("D", "E"), Question.GOES)
    result = count(irv(*ballots, chair=5, casting=(cast("DE", "D", "j5"),)))
    assert line(result) == [
        ("elimination 1", "DE", "casting", "D"),
        ("elimination 2", "CE", "chair_ballot", "E"),
        ("elimination 3", "", "irv", "C"),
        ("final", "", "irv", "A"),
    ]


def test_irv_asks_nobody_about_a_tie_below_a_majority():
    assert line(count(irv("A", "A", "A", "B", "C"))) == [("final", "", "irv", "A")]


def test_the_last_two_of_irv_are_tied_for_the_medal():
    assert line(count(irv("A", "A", "B", "B", chair=2))) == [("final", "AB", "chair_ballot", "B")]
    ballots = ("A", "A", "B", "B", "")
    assert count(irv(*ballots, chair=4)).pending == Pending(GOLD, ("A", "B"), Question.WINS)
    assert count(irv(*ballots, chair=4, casting=(cast("AB", "B", "j4"),))).medals[GOLD] == "B"


# medals, the chair's absence, casting decisions


@pytest.mark.parametrize("method", VoteMethod)
def test_a_medal_without_a_candidate_is_not_awarded(method):
    result = count(made("AB", "AB", "BA", method=method, medals=MEDALS))
    assert (result.status, result.medals) == (Status.DECIDED, {GOLD: "A", SILVER: "B", BRONZE: None})
    assert line(result)[-1][0] == "unopposed"


@pytest.mark.parametrize("method", VoteMethod)
def test_the_last_finalist_takes_its_medal_though_nobody_ranked_it(method):
    result = count(made("A", "A", candidates="AB", method=method, medals=(GOLD, SILVER)))
    assert result.medals == {GOLD: "A", SILVER: "B"}


@pytest.mark.parametrize("method", VoteMethod)
def test_a_round_without_candidates_awards_nothing(method):
    result = count(made("", "", method=method, medals=MEDALS))
    assert (result.status, set(result.medals.values()), result.steps) == (Status.DECIDED, {None}, ())


@pytest.mark.parametrize("method", VoteMethod)
def test_where_all_abstain_everything_is_the_chairs(method):
    result = count(made("", "", "", candidates="ABC", chair=0, method=method))
    assert result.pending is not None
    assert result.pending.tied == ("A", "B", "C")


def test_the_ballot_of_a_deputy_counts_as_the_chairs():
    round_ = replace(made("AB", "BA", "", chair=2), recused=("j2",), ballots=made("AB", "BA").ballots)
    assert count(round_).pending == Pending(GOLD, ("A", "B"), Question.WINS)
    assert count(replace(round_, chair="j1")).medals[GOLD] == "B"
    assert count(replace(round_, casting=(cast("AB", "A", "j1"),))).medals[GOLD] == "A"


def test_the_medals_decided_before_the_count_stops_stand():
    result = count(made("ABC", "ACB", "A", chair=2, medals=MEDALS))
    assert (result.status, result.medals) == (Status.NEEDS_CASTING, {GOLD: "A", SILVER: None, BRONZE: None})
    assert result.pending == Pending(SILVER, ("B", "C"), Question.WINS)


def test_a_casting_decision_for_another_medal_or_another_tie_settles_nothing():
    stray = (cast("AB", "A", "j2", SILVER), cast("ABC", "A", "j2"))
    result = count(made("AB", "BA", "", candidates="ABC", chair=2, casting=stray))
    assert (result.status, result.unused) == (Status.NEEDS_CASTING, stray)


def test_a_casting_decision_never_needed_changes_nothing_and_is_handed_back():
    unneeded = cast("AB", "B")
    plain, result = (
        count(made("AB", "AB", "BA", chair=0)),
        count(made("AB", "AB", "BA", chair=0, casting=(unneeded,))),
    )
    assert result == replace(plain, unused=(unneeded,))


def test_a_vote_that_equal_scores_leave_open_is_counted_for_its_own_medals():
    result = count(made("AB", "AB", "BA", medals=(SILVER, BRONZE)))
    assert result.medals == {SILVER: "A", BRONZE: "B"}
