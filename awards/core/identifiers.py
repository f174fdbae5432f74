"""Identifiers: random public ids, and the national BIN and IIN with their check digit."""

from __future__ import annotations

import secrets

_FIRST_PASS = range(1, 12)
_SECOND_PASS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def new_id() -> str:
    """A random 128-bit id in 32 hexadecimal digits; never a sequence, so it can stand in an address."""
    return secrets.token_hex(16)


def check_digit(first_eleven: str) -> int | None:
    """The twelfth digit of a BIN or IIN, or None where such a number is never issued.

    Two passes of weights modulo 11 (Government decree No. 565 of 11 June 2003).
    """
    for weights in (_FIRST_PASS, _SECOND_PASS):
        digit = sum(int(figure) * weight for figure, weight in zip(first_eleven, weights, strict=True)) % 11
        if digit < 10:
            return digit
    return None


def is_national_number(number: str) -> bool:
    """Whether `number` is a well-formed BIN or IIN. Dates inside the digits are not looked at."""
    return (
        len(number) == 12
        and number.isascii()
        and number.isdigit()
        and number != "0" * 12
        and check_digit(number[:11]) == int(number[11])
    )
