"""What a password must be: long, and not one that is guessed first (NIST SP 800-63B, 3.1.1.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Set
from functools import cache
from pathlib import Path

SHORTEST, LONGEST = 12, 128
"""Characters. The upper end only keeps the work of hashing bounded."""

DEMO_PASSWORD = "shanyraq-2026-demo"  # noqa: S105 - meant to be known
"""Of every account of the demo; printed on its sign-in page."""

_LIST = Path(__file__).resolve().parent.parent / "common_passwords.txt"


@cache
def common_passwords() -> frozenset[str]:
    """Words that common passwords are made of (English, Russian, Kazakh, rows of keys), folded."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(_plain(line) for line in lines if line and not line.startswith("#"))


def password_problem(password: str, *, email: str, name: str, common: Set[str]) -> str | None:
    """The code of what is wrong with a new password, or None.

    "short": under SHORTEST characters; "long": over LONGEST; "common": nothing but common words, digits and
    signs; "personal": nothing but parts of the person's own name or address, digits and signs.
    """
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    plain = _plain(password)
    if plain in common or _is_made_of(_letters(plain), common):
        return "common"
    own = {_letters(part) for part in (*_plain(name).split(), *_plain(email).replace("@", ".").split("."))}
    if _is_made_of(_letters(plain), frozenset(part for part in own if len(part) > 2)):
        return "personal"
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()


def _letters(text: str) -> str:
    """The letters alone: digits and signs at the end of a common word do not make it rare."""
    return "".join(sign for sign in text if sign.isalpha())


def _is_made_of(letters: str, words: Set[str]) -> bool:
    """Whether `letters` is nothing but words of the set, one after another; so is no letter at all."""
    reached = {0}
    for end in range(1, len(letters) + 1):
        if any(letters[start:end] in words for start in reached):
            reached.add(end)
    return len(letters) in reached
