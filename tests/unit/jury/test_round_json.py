"""Contract 3: the file of a round, its errors with their lines, and the report's exact shape."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.competition.domain import VoteMethod
from awards.core.errors import InputError
from awards.jury.domain.ballots import MEDALS, Ballot, Casting, Round
from awards.jury.domain.round_json import read, report, write
from awards.jury.domain.tally import count
from awards.jury.domain.vocabulary import Medal
from tests.unit.jury.rounds import counted_to_the_end, made, rounds

TEXT = """{
  "candidates": ["A", "Ә", "C"],
  "method": "rounds-majority",
  "chair": "aigul",
  "roster": ["aigul", "bolat", "dana", "marat"],
  "recused": ["marat"],
  "quorum": [2, 3],
  "medals": 3,
  "ballots": [
    {"juror": "aigul", "ranking": ["A"]},
    {"juror": "bolat",
     "ranking": ["Ә",
                 "C"]},
    {"juror": "dana", "ranking": ["C"], "spoiled": true}
  ],
  "casting": [
    {"medal": "silver", "tied": ["Ә", "C"], "choice": "C", "by": "aigul"}
  ]
}
"""


def test_reading_a_round():
    assert read(TEXT, "round.json") == Round(
        candidates=("A", "Ә", "C"),
        method=VoteMethod.ROUNDS_MAJORITY,
        chair="aigul",
        roster=("aigul", "bolat", "dana", "marat"),
        recused=("marat",),
        quorum=Fraction(2, 3),
        medals=MEDALS,
        ballots=(Ballot("aigul", ("A",)), Ballot("bolat", ("Ә", "C")), Ballot("dana", spoiled=True)),
        casting=(Casting(Medal.SILVER, frozenset("ӘC"), "C", "aigul"),),
    )


def test_casting_is_optional_a_chair_may_be_null_and_a_byte_order_mark_is_no_fault():
    facts = json.loads(TEXT) | {"chair": None}
    del facts["casting"]
    round_ = read("\ufeff" + json.dumps(facts), "-")
    assert (round_.chair, round_.casting) == (None, ())


# what to replace in TEXT, by what, the line of the fault, and a word of the cause
FAULTS = {
    "no JSON": ('"medals": 3,', '"medals": 3', 9, "not JSON"),
    "cut off": ('"casting": [', "", 17, "not JSON"),
    "NaN": ('"medals": 3', '"medals": NaN', 8, "NaN"),
    "repeated key": ('"medals": 3,', '"medals": 3,\n"medals": 2,', 9, "repeated"),
    "missing key": ('"medals": 3,', "", 1, "lacks medals"),
    "unknown key": ('"medals": 3,', '"medals": 3,\n"title": "x",', 9, "unknown key 'title'"),
    "unknown method": ("rounds-majority", "approval", 3, "one of rounds-majority"),
    "method no string": ('"rounds-majority"', "[]", 3, "method"),
    "candidates no list": ('["A", "Ә", "C"],', '"A",', 2, "list"),
    "candidate a number": ('["A", "Ә", "C"]', '["A",\n1]', 3, "name"),
    "empty name": ('["A", "Ә", "C"]', '["A", " "]', 2, "name"),
    "half a surrogate": ('["A", "Ә", "C"]', '["A", "\\ud800"]', 2, "surrogate"),
    "repeated candidate": ('["A", "Ә", "C"]', '["A",\n"Ә",\n"A"]', 4, "candidate 'A' is repeated"),
    "chair off the roster": ('"chair": "aigul"', '"chair": "olga"', 4, "chair 'olga'"),
    "repeated juror": ('"dana", "marat"]', '"dana", "marat",\n"dana"]', 6, "juror 'dana' is repeated"),
    "recused stranger": ('["marat"]', '["olga"]', 6, "recused juror 'olga'"),
    "quorum of one number": ("[2, 3]", "[2]", 7, "quorum"),
    "quorum above one": ("[2, 3]", "[3, 2]", 7, "quorum"),
    "quorum of zero": ("[2, 3]", "[0, 3]", 7, "quorum"),
    "quorum over zero": ("[2, 3]", "[0, 0]", 7, "quorum"),
    "quorum a fraction": ("[2, 3]", "[2,\n3.5]", 8, "whole"),
    "four medals": ('"medals": 3', '"medals": 4', 8, "1 to 3"),
    "no medal": ('"medals": 3', '"medals": 0', 8, "1 to 3"),
    "medals true": ('"medals": 3', '"medals": true', 8, "whole"),
    "ballot no object": ('{"juror": "aigul", "ranking": ["A"]}', "[]", 10, "object"),
    "ballot without ranking": ('"aigul", "ranking": ["A"]', '"aigul"', 10, "lacks ranking"),
    "ballot with a misspelt key": ('"spoiled"', '"spoilt"', 14, "unknown key 'spoilt'"),
    "spoiled no boolean": ("true", "1", 14, "spoiled"),
    "ballot of a stranger": ('"juror": "bolat"', '"juror": "olga"', 11, "'olga', who is not on the roster"),
    "second ballot": ('"juror": "bolat"', '"juror": "aigul"', 11, "second ballot of 'aigul'"),
    "ballot of a recused": ('"juror": "bolat"', '"juror": "marat"', 11, "'marat', who is recused"),
    "unknown candidate": ('"C"]},', '"Z"]},', 13, "unknown candidate 'Z'"),
    "candidate twice": ('"C"]},', '"Ә"]},', 13, "candidate 'Ә' is repeated"),
    "casting for no medal": ('"medal": "silver"', '"medal": "tin"', 17, "medal must be one of"),
    "casting without by": (', "by": "aigul"', "", 17, "lacks by"),
    "choice not tied": ('"choice": "C"', '"choice": "A"', 17, "not among the tied"),
    "tied unknown": ('"tied": ["Ә", "C"]', '"tied": ["Z", "C"]', 17, "unknown candidate 'Z'"),
    "tied twice": ('"tied": ["Ә", "C"]', '"tied": ["C", "C"]', 17, "twice"),
    "tied alone": ('"tied": ["Ә", "C"]', '"tied": ["C"]', 17, "at least two"),
    "casting by another": ('"by": "aigul"', '"by": "bolat"', 17, "not the chair"),
}


@pytest.mark.parametrize(("old", "new", "line", "cause"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_refused_with_its_line(old, new, line, cause):
    assert TEXT.count(old) == 1 or old in {'"C"]},'}, old
    with pytest.raises(InputError) as refused:
        read(TEXT.replace(old, new, 1), "round.json")
    assert (refused.value.source, refused.value.line) == ("round.json", line)
    assert cause in refused.value.cause
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "[]", "3", "null", "[" * 100_000, "9" * 5_000])
def test_what_is_no_round_at_all_is_refused(text):
    with pytest.raises(InputError):
        read(text, "-")


PLAIN = st.none() | st.booleans() | st.integers(-1, 4) | st.sampled_from(["", "A", "aigul", "gold", "borda"])
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["juror", "ranking", "medal", "tied", "choice", "by"]), inner)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(json.loads(TEXT))), ANYTHING)
def test_whatever_stands_under_a_key_is_read_or_refused_with_a_line(key, value):
    text = json.dumps(json.loads(TEXT) | {key: value})
    try:
        assert count(read(text, "-")).present == 2 or key == "ballots"
    except InputError as error:
        assert error.line == 1


def test_a_spoiled_ballot_is_not_read_for_its_ranking_but_is_still_a_jurors_only_one():
    junk = TEXT.replace('"ranking": ["C"], "spoiled"', '"ranking": ["C", "C", "nobody"], "spoiled"')
    assert read(junk, "-") == read(TEXT, "-")
    with pytest.raises(InputError, match="second ballot"):
        read(TEXT.replace('"juror": "dana"', '"juror": "bolat"'), "-")


def test_the_report_has_the_contracts_keys_and_no_others():
    assert report(count(made("A", "A", "B", chair=2, candidates="AB"))) == {
        "status": "decided",
        "medals": {"gold": "A", "silver": None, "bronze": None},
        "steps": [
            {
                "medal": "gold",
                "stage": "first",
                "counts": {"A": 2, "B": 1},
                "tied": [],
                "decided_by": "majority",
                "winner": "A",
            }
        ],
        "pending": None,
        "present": 3,
        "needed": 2,
    }


def test_the_report_of_a_count_that_waits_names_the_tied():
    waiting = report(count(made("A", "B", "", chair=2)))
    assert (waiting["status"], waiting["pending"]) == ("needs_casting", {"medal": "gold", "tied": ["A", "B"]})
    assert waiting["steps"][-1] == {
        "medal": "gold",
        "stage": "run-off",
        "counts": {"A": 1, "B": 1},
        "tied": ["A", "B"],
        "decided_by": "casting",
        "winner": None,
    }


def test_the_report_of_a_round_without_a_quorum():
    round_ = replace(made("A", "B", "A"), ballots=(Ballot("j0", ("A",)),))
    none = {"gold": None, "silver": None, "bronze": None}
    assert report(count(round_)) == {
        "status": "no_quorum",
        "medals": none,
        "steps": [],
        "pending": None,
        "present": 1,
        "needed": 2,
    }


@given(rounds())
def test_every_round_can_be_written_and_read_and_its_report_is_plain_json(round_):
    for indent in (None, 1):
        assert read(json.dumps(write(round_, {}), indent=indent), "-") == round_
    result = report(counted_to_the_end(round_))
    assert json.loads(json.dumps(result)) == result


def test_a_round_for_the_lower_medals_names_them():
    facts = json.loads(TEXT) | {"medals": ["silver", "bronze"]}
    round_ = read(json.dumps(facts), "-")
    assert round_.medals == (Medal.SILVER, Medal.BRONZE)
    assert write(round_, {})["medals"] == ["silver", "bronze"]


@pytest.mark.parametrize("medals", [[], ["bronze", "silver"], ["gold", "gold"], ["iron"]])
def test_medals_named_out_of_order_twice_or_not_at_all_are_an_error(medals):
    with pytest.raises(InputError):
        read(json.dumps(json.loads(TEXT) | {"medals": medals}), "-")


def test_a_round_is_written_under_pseudonyms_and_counts_the_same():
    round_ = read(TEXT, "-")
    names = {"aigul": "Juror 1", "A": "Entry 1", "Ә": "Entry 2", "C": "Entry 3"}
    masked = read(json.dumps(write(round_, names)), "-")
    assert masked.chair == "Juror 1"
    assert {names.get(key, key) if key else None for key in count(round_).medals.values()} == set(
        count(masked).medals.values()
    )
