"""Text in the three languages, Kazakh alphabetical order, and folding for search."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
"""The 42 letters in their official order (ICU `kk`, glibc `kk_KZ`)."""

_RANK = {letter: index for index, letter in enumerate(ALPHABET.lower())}

_FOLD = str.maketrans(
    {
        "і": "и", "i": "и", "һ": "х", "h": "х", "ә": "а", "ə": "а", "ө": "о", "ѳ": "о", "қ": "к",
        "ғ": "г", "ң": "н", "ұ": "у", "ү": "у", "ё": "е",
        "a": "а", "c": "с", "e": "е", "k": "к", "m": "м", "o": "о", "p": "р", "t": "т", "x": "х", "y": "у",
    }
)  # fmt: skip


class Locale(StrEnum):
    """The languages of the portal; Kazakh, the state language, is the default."""

    KK = "kk"
    RU = "ru"
    EN = "en"


@dataclass(frozen=True)
class Text:
    """One text in Kazakh, Russian and English; English may be empty and falls back to Russian."""

    kk: str
    ru: str
    en: str = ""

    def in_(self, locale: str) -> str:
        """The text in `locale`, or in the nearest language that has it."""
        order = {"kk": (self.kk, self.ru, self.en), "ru": (self.ru, self.kk, self.en)}
        return next((text for text in order.get(locale, (self.en, self.ru, self.kk)) if text), "")


def sort_key(text: str) -> str:
    """A key whose plain string order is the Kazakh alphabetical order, the same on every database.

    Case is a last resort; punctuation at the start ("«Демо»") does not count.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    ranks = []
    for sign in folded:
        if sign in _RANK:
            ranks.append(f"c{_RANK[sign]:02d}")
        elif sign.isdigit():
            ranks.append(f"a{sign}")
        elif sign.isalpha():
            ranks.append(f"d{sign}")
        elif sign.isspace() and ranks:
            ranks.append(" ")
    return "".join(ranks)


def fold(text: str) -> str:
    """Text for loose matching: Kazakh letters and look-alike Latin ones fold to one Russian letter."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded).split())


def name_key(full_name: str) -> str:
    """What two spellings of one person's name share: their first two words, folded, in alphabetical order.

    >>> name_key("Әбілов Өркен Серікұлы") == name_key("Өркен Әбілов")
    True
    """
    return " ".join(sorted(fold(full_name).split()[:2]))
