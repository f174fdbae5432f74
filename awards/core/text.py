"""Text in the three languages, Kazakh alphabetical order, and folding for search."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
"""The 42 letters in their official order (ICU `kk`, glibc `kk_KZ`)."""

_RANK = {letter: index for index, letter in enumerate(ALPHABET.lower())}

_FOLD = str.maketrans(
    {
        "і": "и", "i": "и", "ı": "и", "һ": "х", "h": "х", "ә": "а", "ə": "а", "ө": "о", "ѳ": "о", "ɵ": "о",
        "қ": "к", "ғ": "г", "ң": "н", "ұ": "у", "ү": "у", "ё": "е",
        "a": "а", "b": "в", "c": "с", "e": "е", "k": "к", "m": "м", "o": "о", "p": "р", "t": "т", "x": "х",
        "y": "у",
    }
)  # fmt: skip
"""Each Kazakh letter that a keyboard may lack, and each Latin letter that looks like a Cyrillic one."""

_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN_H = str.maketrans({"H": "Н", "h": "һ"})
"""H in a Cyrillic word: the capital looks like Н, the small letter like һ."""


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

    Case is a last resort; punctuation at the start ("«Демо»") does not count. Three signs for each letter at
    most, which columns count on: where lower case has more letters than the text ("ß"), the end is cut.
    """
    composed = unicodedata.normalize("NFC", text)
    ranks = []
    for sign in composed.casefold():
        if sign in _RANK:
            ranks.append(f"c{_RANK[sign]:02d}")
        elif sign.isdigit():
            ranks.append(f"a{sign}")
        elif sign.isalpha():
            ranks.append(f"d{sign}")
        elif sign.isspace() and ranks:
            ranks.append(" ")
    return "".join(ranks)[: 3 * len(composed)]


def sort_keys(text: Text) -> dict[str, str]:
    """The keys for the order of the text as it is shown in each language, by the columns that hold them."""
    keys = {"sort_key": Locale.KK, "sort_key_ru": Locale.RU, "sort_key_en": Locale.EN}
    return {column: sort_key(text.in_(locale)) for column, locale in keys.items()}


def seen(text: str) -> str:
    """The text without format signs (category Cf), which no Kazakh, Russian or English word needs.

    Those of no width part a name from its own spelling; those of direction turn the line in which they stand.
    """
    if text.isprintable():
        return text
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def fold(text: str) -> str:
    """Text for loose matching: Kazakh letters and look-alike Latin ones fold to one Russian letter.

    Never longer than the text. Signs that nobody sees do not count. Both ways round: what is typed in Latin
    look-alikes finds Cyrillic, and the other way. One Latin letter looks like two: H is Н, h is һ. In a word
    with a Cyrillic letter its case decides; in a Latin word it is one letter whatever its case, so that
    "Health" and "health" match.

    >>> fold("Hұрсұлтан") == fold("Нурсултан")
    True
    >>> fold("aйбар қызы") == fold("АЙБАР КЫЗЫ")
    True
    """
    composed = unicodedata.normalize("NFC", seen(text))
    folded = _WORD.sub(_cyrillic_h, composed).casefold().translate(_FOLD)
    plain = (sign for sign in folded if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())[
        : len(composed)
    ].rstrip()


def _cyrillic_h(word: re.Match[str]) -> str:
    return word.group().translate(_LATIN_H) if _CYRILLIC.search(word.group()) else word.group()


def name_key(full_name: str) -> str:
    """What two spellings of one person's name share: their first two words, folded, in alphabetical order.

    >>> name_key("Әбілов Өркен Серікұлы") == name_key("Өркен Әбілов")
    True
    """
    return " ".join(sorted(fold(full_name).split()[:2]))
