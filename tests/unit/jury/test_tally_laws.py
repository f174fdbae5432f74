"""What holds for every round: names and order do not matter, majorities and unanimity do."""

from collections import Counter
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from awards.competition.domain import VoteMethod
from awards.jury.domain.ballots import Ballot, Casting
from awards.jury.domain.tally import DecidedBy, Status, count
from awards.jury.domain.vocabulary import Medal
from tests.unit.jury.rounds import answered, counted_to_the_end, rounds

CHAIR = {DecidedBy.CHAIR_BALLOT, DecidedBy.CASTING}


@given(rounds(), st.randoms())
def test_the_order_of_ballots_roster_and_candidates_is_irrelevant(round_, random):
    def shuffled(things):
        return tuple(random.sample(things, len(things)))

    other = replace(
        round_,
        ballots=shuffled(round_.ballots),
        roster=shuffled(round_.roster),
        candidates=shuffled(round_.candidates),
    )
    assert count(other) == count(round_)


@given(rounds(), st.randoms())
def test_anonymity_which_juror_but_the_chair_cast_which_ballot_is_irrelevant(round_, random):
    others = [ballot for ballot in round_.ballots if ballot.juror != round_.chair]
    dealt = random.sample([ballot.ranking for ballot in others], len(others))
    swapped = [replace(ballot, ranking=ranking) for ballot, ranking in zip(others, dealt, strict=True)]
    kept = [ballot for ballot in round_.ballots if ballot.juror == round_.chair]
    assert count(replace(round_, ballots=(*kept, *swapped))) == count(round_)


@given(rounds(), st.permutations("ABCDEFGH"))
def test_neutrality_renaming_the_candidates_renames_the_count(round_, letters):
    names = dict(zip("ABCDEFGH", letters, strict=True))
    renamed = replace(
        round_,
        candidates=tuple(names[name] for name in round_.candidates),
        ballots=tuple(replace(b, ranking=tuple(names[name] for name in b.ranking)) for b in round_.ballots),
    )
    mine, other = count(round_), count(renamed)
    assert other.medals == {medal: name and names[name] for medal, name in mine.medals.items()}
    assert [(s.stage, set(s.tied), s.decided_by) for s in other.steps] == [
        (s.stage, {names[name] for name in s.tied}, s.decided_by) for s in mine.steps
    ]


@given(rounds(), st.data())
def test_unanimity_whoever_every_vote_ranks_first_wins_gold(round_, data):
    first = data.draw(st.sampled_from(round_.candidates))
    ballots = tuple(
        replace(b, ranking=(first, *(name for name in b.ranking if name != first))) for b in round_.ballots
    )
    result = count(replace(round_, ballots=ballots))
    assert result.medals[Medal.GOLD] == first
    assert CHAIR.isdisjoint(step.decided_by for step in result.steps if step.medal is Medal.GOLD)


MAJORITARIAN = (VoteMethod.ROUNDS_MAJORITY, VoteMethod.ROUNDS_PLURALITY, VoteMethod.IRV, VoteMethod.SCHULZE)


@given(st.sampled_from(MAJORITARIAN).flatmap(lambda method: rounds(method=method, most=4)))
def test_majority_whoever_more_than_half_of_the_votes_rank_first_wins_gold(round_):
    votes = round_.votes
    firsts = Counter(ranking[0] for ranking in votes).most_common(1)
    assume(firsts and 2 * firsts[0][1] > len(votes))
    assert count(round_).medals[Medal.GOLD] == firsts[0][0]


@given(rounds())
def test_a_count_ends_with_every_medal_that_has_a_candidate_given_once(round_):
    result = counted_to_the_end(round_)
    given_out = [name for name in result.medals.values() if name is not None]
    assert (result.status, result.pending) == (Status.DECIDED, None)
    assert len(given_out) == len(set(given_out)) == min(len(round_.medals), len(round_.candidates))
    assert list(result.medals.values())[: len(given_out)] == given_out


@given(rounds())
def test_a_casting_decision_carries_the_count_on_from_where_it_stopped(round_):
    before = count(round_)
    while before.status is Status.NEEDS_CASTING:
        round_ = answered(round_)
        after = count(round_)
        assert after.steps[: len(before.steps) - 1] == before.steps[:-1]
        last, settled = before.steps[-1], after.steps[len(before.steps) - 1]
        assert (settled.counts, settled.tied, settled.decided_by) == (
            last.counts,
            last.tied,
            DecidedBy.CASTING,
        )
        assert (settled.winner or settled.eliminated) == round_.casting[-1].choice
        assert after.pending != before.pending
        before = after


@given(rounds())
def test_steps_say_who_decided_and_between_whom(round_):
    result = counted_to_the_end(round_)
    for step in result.steps:
        assert (len(step.tied) >= 2) == (step.decided_by in CHAIR)
        assert set(step.tied) <= step.counts.keys()
        assert step.winner is None or step.winner in step.counts
    for medal, name in result.medals.items():
        last = [step for step in result.steps if step.medal is medal][-1:]
        assert [step.winner for step in last] == ([name] if name else [])


@given(rounds(chaired=True, partial=False))
def test_a_chair_who_ranks_everyone_is_never_asked(round_):
    assert count(round_).status is Status.DECIDED


@given(rounds())
def test_without_a_tie_it_is_irrelevant_who_the_chair_is(round_):
    result = count(round_)
    assume(CHAIR.isdisjoint(step.decided_by for step in result.steps))
    for juror in round_.roster:
        assert count(replace(round_, chair=juror)) == result


@given(rounds())
def test_a_juror_who_abstains_or_spoils_moves_no_medal(round_):
    more = replace(
        round_,
        roster=(*round_.roster, "abstains", "spoils"),
        ballots=(*round_.ballots, Ballot("abstains"), Ballot("spoils", ("A",), spoiled=True)),
    )
    assume(more.present >= more.needed)
    plain, other = count(round_), count(more)
    assert (other.medals, other.steps, other.present) == (plain.medals, plain.steps, plain.present + 1)


@settings(max_examples=50)
@given(rounds(chaired=False), st.data())
def test_a_casting_decision_for_a_tie_that_never_comes_changes_nothing(round_, data):
    assume(len(round_.candidates) > 1)
    tied = data.draw(st.sets(st.sampled_from(round_.candidates), min_size=2))
    plain = count(round_)
    assume(plain.status is Status.DECIDED)
    stray = Casting(data.draw(st.sampled_from(Medal)), frozenset(tied), min(tied), round_.roster[0])
    assert count(replace(round_, casting=(stray,))) == replace(plain, unused=(stray,))
