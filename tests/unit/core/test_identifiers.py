"""BIN and IIN: the published vectors and what a check digit is worth."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from awards.core.identifiers import check_digit, is_national_number

elevens = st.text(alphabet="0123456789", min_size=11, max_size=11)


@pytest.mark.parametrize(
    "number",
    ["991340000801", "991340000017", "991340000097", "991340000106", "991399300028", "991399400054"],
)
def test_numbers_that_are_good(number: str) -> None:
    assert is_national_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "123456789012",
        "111111111111",
        "000000000000",
        "991340000800",
        "99134000080",
        "9913400008011",
        "",
        "99134000080a",
        "٩٩١٣٤٠٠٠٠٨٠١",
        "991 34000801",
        "-91340000801",
    ],
)
def test_numbers_that_are_not(number: str) -> None:
    assert not is_national_number(number)


def test_the_second_pass_and_a_prefix_that_is_never_issued() -> None:
    first = sum(int(digit) * weight for digit, weight in zip("99134000080", range(1, 12), strict=True))
    assert first % 11 == 10, "the vector needs the second pass"
    assert check_digit("99134000080") == 1
    assert check_digit("99134000160") is None
    assert not any(is_national_number(f"99134000160{digit}") for digit in range(10))


@given(elevens, st.integers(0, 10), st.integers(1, 9))
def test_a_slip_in_one_digit_of_the_first_pass_is_caught(eleven: str, place: int, shift: int) -> None:
    """Eleven is prime and every weight is below it, so one wrong digit always changes the first sum."""
    wrong = f"{eleven[:place]}{(int(eleven[place]) + shift) % 10}{eleven[place + 1 :]}"
    sums = [
        sum(int(digit) * weight for digit, weight in zip(number, range(1, 12), strict=True)) % 11
        for number in (eleven, wrong)
    ]
    assume(place < 10)
    assume(10 not in sums)
    assert check_digit(eleven) != check_digit(wrong)


@given(elevens)
def test_dates_inside_the_number_decide_nothing(eleven: str) -> None:
    digit = check_digit(eleven)
    assume(digit is not None and eleven != "0" * 11)
    assert is_national_number(f"{eleven}{digit}")
