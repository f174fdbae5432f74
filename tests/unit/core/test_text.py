"""Kazakh alphabetical order, and folding that finds a word however it was typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.core.text import ALPHABET, Text, fold, name_key, sort_key, sort_keys

LOOSE = {"қ": "к", "ғ": "г", "ң": "н", "ә": "а", "ө": "о", "ұ": "у", "ү": "у", "і": "и", "һ": "х", "ё": "е"}
"""What people without a Kazakh keyboard type."""
CAPITALS = {
    "A": "А", "B": "В", "C": "С", "E": "Е", "H": "Н", "I": "І", "K": "К", "M": "М", "O": "О",
    "P": "Р", "T": "Т", "X": "Х", "Y": "У",
}  # fmt: skip
"""Latin capitals and the Cyrillic ones that look the same."""
SMALLS = {"a": "а", "c": "с", "e": "е", "o": "о", "p": "р", "x": "х", "y": "у", "i": "і", "h": "һ", "ə": "ә"}
words = st.text(alphabet=ALPHABET + ALPHABET.lower(), min_size=1, max_size=12)
texts = st.text(max_size=30)


def swapped(word: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(sign, sign) for sign in word)


@given(words)
def test_loose_letters_find_kazakh_ones_and_the_other_way_round(word: str) -> None:
    assert fold(swapped(word.lower(), LOOSE)) == fold(word.lower())


@given(words, st.data())
def test_look_alikes_of_either_case_find_the_word(word: str, data: st.DataObject) -> None:
    """Any letters but the last are typed in Latin look-alikes; the word stays a Cyrillic one."""
    word += "ж"
    latin = {cyrillic: look for look, cyrillic in (*CAPITALS.items(), *SMALLS.items())}
    typed = "".join(latin[sign] if sign in latin and data.draw(st.booleans()) else sign for sign in word)
    assert fold(typed) == fold(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Hұрсұлтан", "Нұрсұлтан"),
        ("AHHА", "АННА"),
        ("аhыл", "аһыл"),
        ("гауhар", "Гауһар"),
        ("CAPMAT", "Сармат"),
        ("ƏLI", "ALI"),
        ("ѳмiр", "Өмір"),
        ("ɵмір", "өмір"),
        ("Ұлытау", "Улытау"),
        ("Үкімет", "Yкiмет"),
        ("«Көмек»  қоры", "комек коры"),
        ("Йод", unicodedata.normalize("NFD", "Йод")),
        ("Әбі\u200bлов \u202eӨркен\u00ad", "Әбілов Өркен"),
    ],
)
def test_ways_of_typing_one_name(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


@pytest.mark.parametrize(("one", "other"), [("Нұрхан", "Хұрхан"), ("Ғани", "Қани"), ("Һарун", "Нарун")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ", max_size=30))
def test_a_latin_text_is_found_in_any_case(text: str) -> None:
    assert fold(text) == fold(text.upper()) == fold(text.lower())


@given(words)
def test_a_kazakh_word_is_found_in_any_case(word: str) -> None:
    assert fold(word) == fold(word.upper()) == fold(word.lower())


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_composed_and_decomposed_spelling_are_one(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=6), st.sampled_from(ALPHABET))
def test_letters_sort_in_the_order_of_the_alphabet(letters: list[str], more: str) -> None:
    ordered = sorted({*letters, more}, key=sort_key)
    assert ordered == [letter for letter in ALPHABET if letter in {*letters, more}]


@given(words, words)
def test_words_sort_letter_by_letter(one: str, other: str) -> None:
    ranks = [[ALPHABET.index(sign) for sign in word.upper()] for word in (one, other)]
    assert (sort_key(one) < sort_key(other)) == (ranks[0] < ranks[1])


def test_each_language_sorts_by_what_it_shows() -> None:
    keys = sort_keys(Text("Әділет", "Юстиция", ""))
    assert keys == {
        "sort_key": sort_key("Әділет"),
        "sort_key_ru": sort_key("Юстиция"),
        "sort_key_en": sort_key("Юстиция"),
    }
    assert max(len(key) for key in sort_keys(Text("ß" * 300, "ж" * 300, "")).values()) <= 900


def test_namesakes_share_their_key_in_any_order() -> None:
    assert name_key("Әбілов Өркен Серікұлы") == name_key("Өркен Әбілов")


@given(st.text(alphabet=st.sampled_from("ßŉǰΐİﬃ aЖқ"), max_size=40))
def test_keys_fit_the_columns_made_for_them(text: str) -> None:
    letters = len(unicodedata.normalize("NFC", text))
    assert len(sort_key(text)) <= 3 * letters
    assert len(fold(text)) <= letters
