"""Contract 2: what is read, what is refused and where, what is printed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.assessment.domain.assignment import solve
from awards.assessment.domain.problem_json import read, report
from awards.core.errors import InputError
from awards.core.located_json import Located, parse

GOOD = """{
  "entries": [
    {"id": "Есеп 1", "needs": 1},
    {"id": "Есеп 2", "needs": 2}
  ],
  "assessors": [
    {"id": "Әлия", "capacity": 2},
    {"id": "Ерлан", "capacity": 2, "minimum": 1}
  ],
  "conflicts": [
    ["Әлия", "Есеп 1"]
  ],
  "preferences": [
    {"assessor": "Ерлан", "entry": "Есеп 1", "value": 700}
  ],
  "default_preference": 10,
  "fixed": [["Әлия", "Есеп 2"]],
  "connect": true,
  "balance": 0.5,
  "seed": 3
}
"""


def test_the_answer_has_exactly_the_keys_of_the_contract() -> None:
    assert report(solve(read(GOOD, "problem.json"))) == {
        "status": "optimal",
        "assignments": [["Ерлан", "Есеп 1"], ["Ерлан", "Есеп 2"], ["Әлия", "Есеп 2"]],
        "total_preference": 720,
        "upper_bound": 720,
        "loads": {"Ерлан": 2, "Әлия": 1},
        "components": 1,
        "inflation": {"mean": 1.25, "p95": pytest.approx(1.475)},
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "cause"),
    [
        ('"needs": 2', '"needs": -1', 4, "needs of entry 'Есеп 2' must be 0..1000000"),
        ('"needs": 2', '"needs": 1.0', 4, "needs must be an integer"),
        ('"needs": 2', '"needs": true', 4, "needs must be an integer"),
        ('"needs": 2', '"need": 2', 4, "an entry has an unknown key 'need'"),
        ('{"id": "Есеп 2", "needs": 2}', '{"id": "Есеп 2"}', 4, "an entry lacks 'needs'"),
        ('{"id": "Есеп 2", "needs": 2}', '"Есеп 2"', 4, "an entry must be an object"),
        ('"id": "Есеп 2"', '"id": "Есеп 1"', 4, "entry 'Есеп 1' is repeated"),
        ('"id": "Есеп 2"', '"id": ""', 4, "the id of an entry must be printable and not blank"),
        ('"id": "Есеп 2"', '"id": "\\ud800"', 4, "the id of an entry must be printable and not blank"),
        ('"id": "Есеп 2"', '"id": 2', 4, "id must be a string"),
        ('"id": "Ерлан"', '"id": "Әлия"', 8, "assessor 'Әлия' is repeated"),
        ('"minimum": 1', '"minimum": 3', 8, "minimum of assessor 'Ерлан' must be 0..its capacity"),
        ('["Әлия", "Есеп 1"]', '["Әлия",\n "Есеп 9"]', 12, "unknown entry 'Есеп 9'"),
        ('["Әлия", "Есеп 1"]', '["Әлия"]', 11, "a pair of conflicts must be [assessor, entry]"),
        ('["Әлия", "Есеп 1"]', '["Есеп 1", "Әлия"]', 11, "unknown assessor 'Есеп 1'"),
        ('"value": 700', '"value": 1001', 14, "the preference of ('Ерлан', 'Есеп 1') must be 0..1000"),
        ('"value": 700', '"value": "700"', 14, "value must be an integer"),
        ('"assessor": "Ерлан"', '"assessor": "Асан"', 14, "unknown assessor 'Асан'"),
        ('"default_preference": 10', '"default_preference": -1', 16, "default_preference must be 0..1000"),
        (
            '[["Әлия", "Есеп 2"]]',
            '[["Әлия", "Есеп 1"]]',
            17,
            "fixed pair ('Әлия', 'Есеп 1') is in conflict (p.121)",
        ),
        ('"connect": true', '"connect": 1', 18, "connect must be true or false"),
        ('"balance": 0.5', '"balance": -2', 19, "balance must be a number 0..1000"),
        ('"balance": 0.5', '"balance": 1e400', 19, "balance is out of range"),
        ('"balance": 0.5', '"balance": 1, "balance": 2', 19, "the key 'balance' is repeated"),
        ('"balance": 0.5', '"balans": 0.5', 19, "the problem has an unknown key 'balans'"),
        ('"conflicts"', '"conflict"', 10, "the problem has an unknown key 'conflict'"),
        ('"seed": 3', '"seed": 3,', 21, "not JSON: "),
    ],
)
def test_a_fault_is_refused_with_its_line_and_cause(old: str, new: str, line: int, cause: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(InputError) as refused:
        read(GOOD.replace(old, new), "problem.json")
    assert (refused.value.source, refused.value.line) == ("problem.json", line)
    assert refused.value.cause.startswith(cause)
    assert "\n" not in str(refused.value)


def test_a_repeated_preference_is_refused_where_it_is_repeated() -> None:
    one = '{"assessor": "Ерлан", "entry": "Есеп 1", "value": 700}'
    with pytest.raises(InputError, match=r"problem.json:15: the preference of .* is repeated"):
        read(GOOD.replace(one, f"{one},\n{one}"), "problem.json")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "not JSON"),
        ("[]", "the problem must be an object"),
        ("{}", "the problem lacks 'entries'"),
        ("[" * 100_000, "nested too deeply"),
        ("[" * 900 + "]" * 900, "the problem must be an object|nested too deeply"),
        ('{"seed": NaN}', "NaN is not a number"),
        ('{"seed": ' + "9" * 5000 + "}", "not JSON"),
    ],
)
def test_what_is_no_problem_at_all_is_refused_in_one_line(text: str, cause: str) -> None:
    with pytest.raises(InputError, match=cause) as refused:
        read(text, "-")
    assert "\n" not in str(refused.value)


def plain(located: Located) -> Any:
    inside = located.value
    if isinstance(inside, dict):
        return {key: plain(one) for key, one in inside.items()}
    return [plain(one) for one in inside] if isinstance(inside, list) else inside


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_located_values_are_those_of_the_standard_reader(
    value: Any, ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert plain(parse(text, "x")) == json.loads(text)


def test_lines_are_counted_past_strings_with_escapes_and_brackets() -> None:
    root = parse('{"a\\"[": "\\\\",\n\n"b": [1,\n {"c": null}]}', "x")
    assert root.line_of(("b",)) == 3
    assert root.line_of(("b", 1, "c")) == 4
    assert root.line_of(("b", 1, "missing")) == 4
