"""Places by score, and the votes they leave (p.122, D5, D6, D7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.jury.domain.ballots import MEDALS
from awards.jury.domain.vocabulary import Medal
from awards.jury.domain.zone import Vote, needs_vote, place_by_score

GOLD, SILVER, BRONZE = MEDALS

SETTLED = {
    "three apart": ([("A", 95_000), ("B", 97_000), ("C", 90_000)], "BAC", []),
    "two": ([("A", 95_000), ("B", 97_000)], "BA-", []),
    "one": ([("A", 95_000)], "A--", []),
    "none": ([], "---", []),
    "89.999 is not 90": ([("A", 95_000), ("B", 89_999)], "A--", []),
    "finalists below the line": ([("A", 91_000), ("B", 85_000), ("C", 80_000), ("D", 70_000)], "A--", []),
    "all equal": ([("A", 95_000), ("B", 95_000), ("C", 95_000)], "---", [("ABC", MEDALS)]),
    "equal first": ([("A", 95_000), ("C", 90_000), ("B", 95_000)], "--C", [("AB", (GOLD, SILVER))]),
    "equal second": ([("C", 91_000), ("A", 95_000), ("B", 91_000)], "A--", [("BC", (SILVER, BRONZE))]),
    "two equal alone": ([("A", 91_000), ("B", 91_000)], "---", [("AB", (GOLD, SILVER))]),
    "equal, one on the line": (
        [("A", 90_000), ("B", 90_000), ("C", 89_999)],
        "---",
        [("AB", (GOLD, SILVER))],
    ),
}


@pytest.mark.parametrize(("finalists", "medals", "votes"), SETTLED.values(), ids=SETTLED.keys())
def test_up_to_three_go_by_score_and_equal_scores_by_a_vote_between_them(finalists, medals, votes):
    placement = place_by_score(finalists)
    assert placement.by_score
    assert ["-" if name is None else name for name in placement.medals.values()] == list(medals)
    assert placement.votes == tuple(Vote(tuple(names), at_stake) for names, at_stake in votes)


def test_a_medal_without_a_candidate_is_not_awarded_but_one_that_waits_for_a_vote_is_open():
    assert place_by_score([("A", 91_000), ("B", 91_000)]).not_awarded == (BRONZE,)
    assert place_by_score([("A", 91_000)]).not_awarded == (SILVER, BRONZE)


def test_more_than_three_in_the_zone_are_voted_on_whatever_their_scores():
    finalists = [("D", 99_000), ("A", 90_000), ("C", 95_000), ("B", 92_000), ("E", 89_000)]
    placement = place_by_score(finalists)
    assert not placement.by_score
    assert placement.votes == (Vote(("A", "B", "C", "D"), MEDALS),)
    assert set(placement.medals.values()) == {None}
    assert placement.not_awarded == ()


def test_equal_scores_that_no_medal_hangs_on_need_no_vote():
    finalists = [("A", 95_000), ("B", 91_000), ("C", 91_000)]
    assert needs_vote(finalists, medals=(GOLD,)) == ()
    assert needs_vote(finalists, medals=(GOLD, SILVER)) == (Vote(("B", "C"), (SILVER,)),)


def test_the_line_is_the_methodologys():
    assert place_by_score([("A", 84_000)], line=80_000).medals[GOLD] == "A"


def test_an_entry_given_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        place_by_score([("A", 95_000), ("A", 95_000)])


SCORES = st.lists(st.integers(89_998, 90_002), max_size=6).map(
    lambda scores: list(zip("ABCDEF", scores, strict=False))
)


@given(SCORES, st.randoms())
def test_every_medal_has_exactly_one_fate_and_order_is_irrelevant(finalists, random):
    placement = place_by_score(finalists)
    taken = [medal for medal, entry in placement.medals.items() if entry is not None]
    voted = [medal for vote in placement.votes for medal in vote.medals]
    assert sorted([*taken, *voted, *placement.not_awarded]) == sorted(Medal)
    assert place_by_score(random.sample(finalists, len(finalists))) == placement


@given(SCORES)
def test_no_vote_can_put_a_lower_score_above_a_higher_one(finalists):
    placement = place_by_score(finalists)
    if not placement.by_score:
        return
    scores = dict(finalists)
    ladder = []
    for medal in MEDALS:
        vote = next((vote for vote in placement.votes if medal in vote.medals), None)
        holders = vote.candidates if vote else [name for name in [placement.medals[medal]] if name]
        ladder += [{scores[name] for name in holders}] if holders else []
    assert all(len(score) == 1 for score in ladder)
    heights = [score.pop() for score in ladder]
    assert heights == sorted(heights, reverse=True)
