"""Against pref_voting: the winners of gold, ties included."""

from hypothesis import assume, given, settings
from pref_voting.iterative_methods import instant_runoff_for_truncated_linear_orders, instant_runoff_put
from pref_voting.margin_based_methods import beat_path
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.scoring_methods import borda, plurality

from awards.competition.domain import VoteMethod
from awards.jury.domain.ballots import Round
from awards.jury.domain.methods import path_wins
from awards.jury.domain.tally import Count, DecidedBy, count
from awards.jury.domain.vocabulary import Medal
from tests.unit.jury.rounds import counted_to_the_end, rounds

FULL = {"partial": False, "most": 5}
ORACLE = settings(max_examples=60, deadline=None)


def full(round_: Round) -> Profile:
    return Profile([[ord(name) - ord("A") for name in vote] for vote in round_.votes])


def truncated(round_: Round) -> ProfileWithTies:
    ranks = [{ord(name) - ord("A"): place for place, name in enumerate(vote, 1)} for vote in round_.votes]
    profile = ProfileWithTies(ranks, candidates=list(range(len(round_.candidates))))
    profile.use_extended_strict_preference()
    return profile


def letters(winners: list[int]) -> set[str]:
    return {chr(ord("A") + winner) for winner in winners}


def gold(result: Count) -> set[str]:
    """Whom the ballots alone put first: the tied, or the winner."""
    step = next(step for step in result.steps if step.medal is Medal.GOLD)
    return set(step.tied) or {str(step.winner)}


@ORACLE
@given(rounds(method=VoteMethod.BORDA, **FULL))
def test_borda(round_):
    assert gold(count(round_)) == letters(borda(full(round_)))


@ORACLE
@given(rounds(method=VoteMethod.ROUNDS_PLURALITY, **FULL))
def test_plurality(round_):
    assert gold(count(round_)) == letters(plurality(full(round_)))


@ORACLE
@given(rounds(method=VoteMethod.SCHULZE, **FULL))
def test_schulze_with_full_ballots(round_):
    assert gold(count(round_)) == letters(beat_path(full(round_)))


@ORACLE
@given(rounds(method=VoteMethod.SCHULZE, most=5))
def test_schulze_with_partial_ballots_by_winning_votes(round_):
    assume(round_.votes)
    profile = truncated(round_)
    winners = beat_path(profile, strength_function=profile.support)
    assert path_wins(round_.votes, round_.candidates)[1] == letters(winners)
    assert gold(count(round_)) == letters(winners)


@ORACLE
@given(rounds(method=VoteMethod.IRV, **FULL))
def test_irv_ends_where_some_way_of_breaking_its_ties_ends(round_):
    result = counted_to_the_end(round_)
    assert result.medals[Medal.GOLD] in letters(instant_runoff_put(full(round_)))


@ORACLE
@given(rounds(method=VoteMethod.IRV, most=5))
def test_irv_with_partial_ballots_and_no_ties(round_):
    assume(round_.votes)
    result = count(round_)
    steps = [step for step in result.steps if step.medal is Medal.GOLD]
    assume(all(step.decided_by is DecidedBy.IRV for step in steps))
    assert letters(instant_runoff_for_truncated_linear_orders(truncated(round_))) == {
        result.medals[Medal.GOLD]
    }
