"""JSON whose every value knows its line, so that an error can name the line it stands on."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from awards.core.errors import InputError

_BLANK = " \t\n\r"


@dataclass(frozen=True)
class Located:
    """A JSON value and its line, counted from 1.

    `value` is a scalar, a list of `Located`, or a dict from key to `Located`.
    """

    value: Any
    line: int

    def at(self, path: tuple[str | int, ...]) -> Located:
        """The value that `path` leads to. Raises KeyError or IndexError where there is none."""
        node = self
        for key in path:
            node = node.value[key]
        return node


def parse(text: str, source: str) -> Located:
    """Read one JSON text.

    Raises `InputError` for what is not JSON, for a repeated key, and for NaN or infinity.
    """
    text = text.removeprefix("\ufeff")
    try:
        json.loads(text, parse_constant=_refuse)
        return _Walk(text, source).value(0)[0]
    except json.JSONDecodeError as error:
        raise InputError(source, error.lineno, f"not JSON: {error.msg}") from None
    except ValueError as error:
        raise InputError(source, None, f"not JSON: {error}") from None
    except RecursionError:
        raise InputError(source, None, "not JSON: nested too deeply") from None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a number")


class _Walk:
    """A second pass over text already known to be JSON, so it looks for places and not for faults."""

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.breaks = [at for at, char in enumerate(text) if char == "\n"]
        self.scalars = json.JSONDecoder()

    def value(self, at: int) -> tuple[Located, int]:
        """The value that starts at or after `at`, and the position behind it."""
        at = self._skip(at)
        line = bisect_right(self.breaks, at) + 1
        if self.text[at] == "{":
            return self._object(at + 1, line)
        if self.text[at] == "[":
            return self._array(at + 1, line)
        scalar, end = self.scalars.raw_decode(self.text, at)
        return Located(scalar, line), end

    def _object(self, at: int, line: int) -> tuple[Located, int]:
        members: dict[str, Located] = {}
        at = self._skip(at)
        while self.text[at] != "}":
            key, at = self.value(at)
            if key.value in members:
                raise InputError(self.source, key.line, f"key {key.value!r} is repeated")
            members[key.value], at = self.value(self._skip(at) + 1)
            at = self._next(at)
        return Located(members, line), at + 1

    def _array(self, at: int, line: int) -> tuple[Located, int]:
        items: list[Located] = []
        at = self._skip(at)
        while self.text[at] != "]":
            item, at = self.value(at)
            items.append(item)
            at = self._next(at)
        return Located(items, line), at + 1

    def _next(self, at: int) -> int:
        """Past the comma, or to the bracket that closes."""
        at = self._skip(at)
        return at + 1 if self.text[at] == "," else at

    def _skip(self, at: int) -> int:
        while self.text[at] in _BLANK:
            at += 1
        return at
