"""Who votes, who is present, and which facts a round refuses."""

from dataclasses import replace
from fractions import Fraction

import pytest

from awards.competition.domain import VoteMethod
from awards.jury.domain.ballots import Ballot, Casting, Round, RoundError
from awards.jury.domain.tally import Status, count
from awards.jury.domain.vocabulary import Medal

ROUND = Round(
    candidates=("A", "B", "C"),
    method=VoteMethod.ROUNDS_MAJORITY,
    chair="aigul",
    roster=("aigul", "bolat", "dana", "erlan", "marat"),
    recused=("marat",),
    ballots=(
        Ballot("aigul", ("A", "B")),
        Ballot("bolat", ("B",)),
        Ballot("dana", ()),
        Ballot("erlan", ("C", "C", "nobody"), spoiled=True),
    ),
)


def test_abstention_counts_for_the_quorum_and_not_as_a_vote_and_spoiled_counts_for_neither():
    assert (ROUND.present, ROUND.votes) == (3, (("A", "B"), ("B",)))


@pytest.mark.parametrize(
    ("jurors", "recused", "needed"),
    [(9, 0, 6), (9, 1, 6), (9, 2, 5), (8, 0, 6), (7, 0, 5), (1, 0, 1), (3, 3, 1)],
)
def test_two_thirds_of_the_entitled_are_needed_rounded_up(jurors, recused, needed):
    roster = tuple(f"j{at}" for at in range(jurors))
    round_ = Round(("A",), VoteMethod.BORDA, None, roster, roster[:recused])
    assert round_.needed == needed


def test_without_a_quorum_nothing_is_counted():
    round_ = replace(ROUND, ballots=ROUND.ballots[1:])
    result = count(round_)
    assert (result.status, result.present, result.needed) == (Status.NO_QUORUM, 2, 3)
    assert (set(result.medals.values()), result.steps, result.pending) == ({None}, (), None)


def test_exactly_the_quorum_is_enough():
    assert count(ROUND).status is not Status.NO_QUORUM


def test_a_recused_juror_leaves_the_base_of_the_quorum():
    roster = ("a", "b", "c", "d")
    ballots = (Ballot("a", ("A",)), Ballot("b", ("A",)))
    full = Round(("A", "B"), VoteMethod.BORDA, None, roster, ballots=ballots)
    assert count(full).status is Status.NO_QUORUM
    assert count(replace(full, recused=("d",))).status is Status.DECIDED


def test_where_everyone_is_recused_there_is_no_quorum():
    assert count(Round(("A",), VoteMethod.BORDA, None, ("a",), ("a",))).status is Status.NO_QUORUM


def test_a_spoiled_or_absent_ballot_of_the_chair_ranks_nobody():
    assert replace(ROUND, chair="erlan").chair_ranking == ()
    assert replace(ROUND, chair="marat").chair_ranking == ()
    assert replace(ROUND, chair=None).chair_ranking == ()
    assert ROUND.chair_ranking == ("A", "B")


def casting(choice="A", tied="AB", by="aigul", medal=Medal.GOLD):
    return Casting(medal, frozenset(tied), choice, by)


REFUSED = {
    "repeated candidate": ({"candidates": ("A", "B", "A")}, ("candidates", 2)),
    "repeated juror": ({"roster": ("aigul", "bolat", "dana", "erlan", "marat", "dana")}, ("roster", 5)),
    "recused twice": ({"recused": ("marat", "marat")}, ("recused", 1)),
    "recused stranger": ({"recused": ("marat", "olga")}, ("recused", 1)),
    "chair off the roster": ({"chair": "olga"}, ("chair",)),
    "quorum of nothing": ({"quorum": Fraction(0)}, ("quorum",)),
    "quorum above all": ({"quorum": Fraction(4, 3)}, ("quorum",)),
    "no medal": ({"medals": ()}, ("medals",)),
    "medals out of order": ({"medals": (Medal.SILVER, Medal.GOLD)}, ("medals",)),
    "medal twice": ({"medals": (Medal.GOLD, Medal.GOLD)}, ("medals",)),
    "ballot off the roster": ({"ballots": (Ballot("olga", ("A",)),)}, ("ballots", 0, "juror")),
    "ballot of a recused": ({"ballots": (Ballot("marat", ()),)}, ("ballots", 0, "juror")),
    "second ballot": ({"ballots": (Ballot("dana"), Ballot("dana", ("A",)))}, ("ballots", 1, "juror")),
    "second after spoiled": (
        {"ballots": (Ballot("dana", spoiled=True), Ballot("dana", ("A",)))},
        ("ballots", 1, "juror"),
    ),
    "unknown candidate": ({"ballots": (Ballot("dana", ("A", "Z")),)}, ("ballots", 0, "ranking", 1)),
    "candidate twice": ({"ballots": (Ballot("dana", ("A", "B", "A")),)}, ("ballots", 0, "ranking", 2)),
    "casting for unknown": ({"casting": (casting(tied="AZ"),)}, ("casting", 0, "tied")),
    "casting between one": ({"casting": (casting(tied="A"),)}, ("casting", 0, "tied")),
    "choice outside the tie": ({"casting": (casting(choice="C"),)}, ("casting", 0, "choice")),
    "casting by a stranger": ({"casting": (casting(by="olga"),)}, ("casting", 0, "by")),
    "casting by a recused": ({"casting": (casting(by="marat"),)}, ("casting", 0, "by")),
    "casting by another than the chair": ({"casting": (casting(by="dana"),)}, ("casting", 0, "by")),
    "casting twice": ({"casting": (casting(), casting(choice="B"))}, ("casting", 1)),
}


@pytest.mark.parametrize(("changes", "path"), REFUSED.values(), ids=REFUSED.keys())
def test_a_round_that_contradicts_itself_is_refused_where_it_does(changes, path):
    with pytest.raises(RoundError) as refused:
        replace(ROUND, **changes)
    assert refused.value.path == path


def test_a_deputy_casts_where_the_chair_is_recused_or_not_named():
    for chair in ("marat", None):
        assert replace(ROUND, chair=chair, casting=(casting(by="dana"),)).casting[0].by == "dana"


def test_casting_for_the_same_tie_of_two_medals_is_not_a_repetition():
    both = (casting(), casting(medal=Medal.SILVER))
    assert replace(ROUND, casting=both).casting == both
