from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.accounts.domain import DEMO_PASSWORD, LONGEST, SHORTEST, common_passwords, password_problem

WHO = {"email": "aliya.sarsenova@ministry.kz", "name": "Әлия Сәрсенова"}


def problem(password: str) -> str | None:
    return password_problem(password, **WHO, common=common_passwords())


@pytest.mark.parametrize(
    "password",
    [
        "password2026!",
        "Password Password",
        "қазақстан-2026",
        "Астана2026астана",
        "йцукенгшщзхъ1",
        "qwertyuiop123",
        "пароль_пароль_1",
        "құпиясөз12345",
        "839201748392",
    ],
)
def test_what_is_guessed_first_is_common(password: str) -> None:
    assert problem(password) == "common"


@pytest.mark.parametrize("password", ["Сәрсенова-1984!", "aliyasarsenova1", "aliya.sarsenova"])
def test_ones_own_name_and_address_are_personal(password: str) -> None:
    assert problem(password) == "personal"


@pytest.mark.parametrize("password", ["тас көпір үш алма", "жаңа-қала-1998-сағат", DEMO_PASSWORD])
def test_a_few_unrelated_words_are_a_password(password: str) -> None:
    assert problem(password) is None


def test_length_is_counted_in_characters_and_both_ends_are_in() -> None:
    rare = "ұжқғ"
    assert problem((rare * 30)[: SHORTEST - 1]) == "short"
    assert problem((rare * 30)[:SHORTEST]) is None
    assert problem((rare * 40)[:LONGEST]) is None
    assert problem((rare * 40)[: LONGEST + 1]) == "long"


@given(
    st.lists(st.sampled_from(sorted(common_passwords())), min_size=1, max_size=6), st.text("0123456789!-_ ")
)
def test_no_row_of_common_words_passes_whatever_signs_surround_it(words: list[str], signs: str) -> None:
    assert problem(signs + "".join(words) + signs) is not None
