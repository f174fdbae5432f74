"""What the cell of a column may hold: how it is read, written, kept in a report and said to people.

`parse` takes the trimmed text of a cell that is not empty; `render` gives the cell of an export; `plain` the
text without a language that a report keeps; `said` that text for a reader. For every value that the registry
can hold, `parse(render(value, any language)) == value`, texts with their spaces joined.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from awards.core.errors import Refusal
from awards.core.identifiers import is_national_number
from awards.core.text import Locale, Text, seen
from awards.registry.domain.data.checks import is_thinkable

_MOST_CHOICES = 12
_FIRST_SAFE_YEAR = 1901
"""Spreadsheets know no day before 1900 and count 1900 wrongly: earlier days are written as texts."""


class ColumnType(Protocol):
    """One way to write a value in a cell."""

    def parse(self, text: str) -> Any: ...

    def render(self, value: Any, locale: str) -> str | int | date: ...

    def plain(self, value: Any) -> str: ...

    def said(self, plain: str, locale: str) -> str: ...


class _Plain:
    """What most types share: the report's text is the value's own, and is said as it stands."""

    def plain(self, value: Any) -> str:
        return "" if value is None else str(value)

    def said(self, plain: str, locale: str) -> str:
        return plain


@dataclass(frozen=True)
class Words(_Plain):
    """A text in one line; spaces are joined, signs that cannot be printed are left out."""

    def parse(self, text: str) -> str:
        return tidy(text)

    def render(self, value: Any, locale: str) -> str:
        return str(value)


@dataclass(frozen=True)
class Code(_Plain):
    """The code of a record or the number of a project, as an export gave it."""

    def parse(self, text: str) -> str:
        return "".join(text.split())

    def render(self, value: Any, locale: str) -> str:
        return str(value or "")


@dataclass(frozen=True)
class Day(_Plain):
    """A day: 05.03.2026, 2026-03-05 or a date of the spreadsheet.

    Refuses with `registry.import_day`, also years in which nothing of the registry can happen.
    """

    def parse(self, text: str) -> date:
        ordered = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
        iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?", text)
        found = ordered.group(3, 2, 1) if ordered else iso.groups() if iso else None
        try:
            day = date(*(int(part) for part in found or ()))
        except (ValueError, TypeError):
            day = None
        if day is None or not is_thinkable(day):
            raise Refusal("registry.import_day", facts={"text": _short(text)})
        return day

    def render(self, value: Any, locale: str) -> str | date:
        if value is None:
            return ""
        return value if value.year >= _FIRST_SAFE_YEAR else str(value.isoformat())

    def plain(self, value: Any) -> str:
        return "" if value is None else str(value.isoformat())

    def said(self, plain: str, locale: str) -> str:
        return date.fromisoformat(plain).strftime("%d.%m.%Y") if plain else ""


@dataclass(frozen=True)
class Tenge(_Plain):
    """Whole tenge, digits in groups or not. Refuses with `registry.import_tenge`."""

    def parse(self, text: str) -> int:
        bare = re.sub(r"[\s₸]|(?:[.,]0{1,2})$", "", text)
        if not re.fullmatch(r"-?\d{1,18}", bare, re.ASCII):
            raise Refusal("registry.import_tenge", facts={"text": _short(text)})
        return int(bare)

    def render(self, value: Any, locale: str) -> int:
        return int(value)


@dataclass(frozen=True)
class NationalNumber(_Plain):
    """A BIN or an IIN (`code`): twelve digits with their check digit.

    A spreadsheet that took it for a number lost leading zeros or rounded it: that is told apart, and never
    repaired in silence. Refuses with `registry.import_zeros_lost`, `registry.import_rounded`,
    `registry.bin_invalid`, `registry.iin_invalid`.
    """

    code: str

    def parse(self, text: str) -> str:
        bare = re.sub(r"\s", "", text)
        if re.fullmatch(r"\d+([.,]\d+)?[eEеЕ]\+?\d+", bare):
            raise Refusal("registry.import_rounded", facts={"text": _short(text)})
        if re.fullmatch(r"\d{6,11}", bare, re.ASCII):
            raise Refusal("registry.import_zeros_lost", facts={"count": len(bare)})
        if not is_national_number(bare):
            raise Refusal(f"registry.{self.code}_invalid")
        return bare

    def render(self, value: Any, locale: str) -> str:
        return str(value or "")


@dataclass(frozen=True)
class OneOf:
    """One of a list, by its code or by its word in any of the three languages.

    `make` turns a code into the value. A word that two codes share is no word: then only the codes are read
    and written. `is_open` lets other texts through as they are. Refuses with `registry.import_choice`.
    """

    words: Mapping[str, Text]
    make: Callable[[str], Any] = str
    is_open: bool = False

    def parse(self, text: str) -> Any:
        code = self._codes().get(_key(text))
        if code is not None:
            return self.make(code)
        if self.is_open:
            return tidy(text)
        raise Refusal("registry.import_choice", facts={"text": _short(text), "allowed": self._allowed()})

    def render(self, value: Any, locale: str) -> str:
        return self.said(self.plain(value), locale)

    def plain(self, value: Any) -> str:
        return "" if value is None else str(value)

    def said(self, plain: str, locale: str) -> str:
        word = self.words[plain].in_(locale) if plain in self.words else plain
        return word if self._codes().get(_key(word)) == plain else plain

    def _allowed(self) -> str:
        named = [f"{code} ({text.in_(Locale.KK)})" for code, text in self.words.items()]
        return ", ".join(named[:_MOST_CHOICES]) + (", …" if len(named) > _MOST_CHOICES else "")

    def _codes(self) -> Mapping[str, str]:
        """Everything that names a code, folded; made once for each list."""
        made = _CODES.get(id(self.words))
        if made is None or made[0] is not self.words:
            made = (self.words, _codes_of(self.words))
            _CODES[id(self.words)] = made
        return made[1]


_CODES: dict[int, tuple[Mapping[str, Text], Mapping[str, str]]] = {}


def _codes_of(words: Mapping[str, Text]) -> dict[str, str]:
    named = {
        (_key(spelling), code)
        for code, text in words.items()
        for word in (text.kk, text.ru, text.en)
        for spelling in (word, re.split(r"[:(]", word)[0])
        if spelling.strip()
    }
    shared = Counter(word for word, _ in named)
    found = {word: code for word, code in named if shared[word] == 1}
    return {**found, **{_key(code): code for code in words}}


@dataclass(frozen=True)
class Flag:
    """Yes or no, in any of the three languages. Refuses with `registry.import_flag`."""

    def parse(self, text: str) -> bool:
        word = _key(text)
        if word in ("иә", "ия", "да", "yes", "true", "1", "+", "y"):
            return True
        if word in ("жоқ", "нет", "no", "false", "0", "-", "n"):
            return False
        raise Refusal("registry.import_flag", facts={"text": _short(text)})

    def render(self, value: Any, locale: str) -> str:
        return self.said(self.plain(value), locale)

    def plain(self, value: Any) -> str:
        return "yes" if value else "no"

    def said(self, plain: str, locale: str) -> str:
        if not plain:
            return ""
        return {"kk": ("жоқ", "иә"), "ru": ("нет", "да")}.get(locale, ("no", "yes"))[plain == "yes"]


@dataclass(frozen=True)
class Languages(_Plain):
    """Languages in which a person reads reports, by code. Refuses with `registry.import_languages`."""

    def parse(self, text: str) -> tuple[str, ...]:
        named = re.split(r"[\s,;/]+", text.casefold().strip(" ,;/"))
        if not set(named) <= set(Locale):
            raise Refusal("registry.import_languages", facts={"text": _short(text)})
        return tuple(code.value for code in Locale if code.value in named)

    def render(self, value: Any, locale: str) -> str:
        return self.plain(value)

    def plain(self, value: Any) -> str:
        return " ".join(value or ())


def tidy(text: str) -> str:
    """One line in NFC: spaces joined, control signs and those of direction or no width left out."""
    normal = unicodedata.normalize("NFC", seen(text))
    if normal.isprintable():  # as most texts are: the only space there is may be doubled or at an end
        return " ".join(normal.split())
    return " ".join("".join(sign for sign in normal if sign.isspace() or _is_printed(sign)).split())


def _is_printed(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs", "Cn")


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
