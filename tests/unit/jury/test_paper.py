"""Numbers on the paper become the ranking they say, or nothing does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.core.errors import Refusal
from awards.jury.domain.paper import check_ranking, ranking_of

NAMES = "ABCDEF"


@given(st.permutations(NAMES), st.integers(1, len(NAMES)))
def test_a_paper_numbered_from_one_on_is_the_ranking_it_was_made_from(order, length):
    ranking = tuple(order[:length])
    numbers = {name: ranking.index(name) + 1 if name in ranking else None for name in NAMES}
    assert ranking_of(numbers, abstains=False) == ranking


@given(st.dictionaries(st.sampled_from(NAMES), st.one_of(st.none(), st.integers(0, 7)), min_size=1))
def test_every_other_paper_is_refused_rather_than_guessed(numbers):
    given_ = sorted(number for number in numbers.values() if number is not None)
    if given_ and given_ == list(range(1, len(given_) + 1)):
        ranking = ranking_of(numbers, abstains=False)
        assert [numbers[name] for name in ranking] == given_
    else:
        with pytest.raises(Refusal):
            ranking_of(numbers, abstains=False)


def test_an_abstention_is_empty_and_has_no_numbers():
    assert ranking_of({"A": None}, abstains=True) == ()
    with pytest.raises(Refusal, match=r"jury\.abstains_with_numbers"):
        ranking_of({"A": 1}, abstains=True)


@pytest.mark.parametrize("ranking", [["X"], ["A", "A"]])
def test_a_ranking_of_strangers_or_doubles_is_refused(ranking):
    check_ranking(["B", "A"], NAMES)
    with pytest.raises(Refusal, match=r"jury\.ballot_malformed"):
        check_ranking(ranking, NAMES)
