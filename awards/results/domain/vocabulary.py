"""Words of results: documents that are handed out, scopes of a bundle, forms of an export."""

from __future__ import annotations

import secrets
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a stored document is. `BUNDLE` is complete; `PUBLIC_BUNDLE` leaves assessors' ties out (R5)."""

    MINUTES = "minutes"
    JURY_MINUTES = "jury_minutes"
    DIPLOMA = "diploma"
    BUNDLE = "bundle"
    PUBLIC_BUNDLE = "public_bundle"


class Scope(StrEnum):
    """Who a bundle is for."""

    FULL = "full"
    PUBLIC = "public"


class ExportForm(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, O, 1 or I: a code is read off paper."""
CODE_LENGTH = 10


def new_code() -> str:
    """A short code of 50 random bits, in two groups of five: it can be typed, and not be guessed."""
    signs = [secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)]
    return "".join(signs[:5]) + "-" + "".join(signs[5:])


def tidy_code(written: str) -> str:
    """A code as it was given out, whatever way somebody typed it in.

    >>> tidy_code(" ab2cd 9xyz8 ")
    'AB2CD-9XYZ8'
    """
    signs = "".join(sign for sign in written.upper() if sign in ALPHABET)
    return signs[:5] + "-" + signs[5:] if len(signs) == CODE_LENGTH else ""
