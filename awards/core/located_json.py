"""JSON whose every value knows the line it stands on, so that an error in a file can name the place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from awards.core.errors import InputError

MARK = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+')


@dataclass(frozen=True)
class Located:
    """A JSON value at a line (from 1): a scalar, a list of Located, or a dict of key → Located."""

    value: Any
    line: int

    def at(self, path: Sequence[str | int]) -> Located:
        """The value that `path` leads to. Raises KeyError or IndexError where there is none."""
        node = self
        for step in path:
            node = node.value[step]
        return node

    def line_of(self, path: Sequence[str | int]) -> int:
        """The line of the value that `path` leads to, as far as it leads."""
        here = self
        for step in path:
            inside = here.value
            known = step in inside if isinstance(inside, dict) else isinstance(inside, list)
            if not known:
                break
            here = inside[step]
        return here.line


def parse(text: str, source: str) -> Located:
    """The located value of `text`; InputError with the line for malformed JSON, a repeated key, NaN."""
    text = text.removeprefix("\ufeff")
    try:
        json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as fault:
        raise InputError(source, fault.lineno, f"not JSON: {fault.msg}") from None
    except _NotANumberError as fault:
        line = text.count("\n", 0, _place_of(fault.name, text)) + 1
        raise InputError(source, line, f"not JSON: {fault.name} is not a number") from None
    except ValueError as fault:
        raise InputError(source, 1, f"not JSON: {fault}") from None
    except RecursionError:
        raise InputError(source, 1, "not JSON: nested too deeply") from None
    marks = _marks(text)
    try:
        return _value(*next(marks), marks, source)
    except RecursionError:
        raise InputError(source, 1, "not JSON: nested too deeply") from None


class _NotANumberError(Exception):
    """`NaN`, `Infinity` or `-Infinity`, which Python's reader would take and JSON does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _no_constant(name: str) -> NoReturn:
    raise _NotANumberError(name)


def _place_of(name: str, text: str) -> int:
    """Where `name` first stands outside of a string."""
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|-?[A-Za-z]+', text):
        if found.group() == name:
            return found.start()
    return 0


def _marks(text: str) -> Iterator[tuple[str, int]]:
    """Each mark with its line; the text is known to be valid JSON."""
    line, at = 1, 0
    for match in MARK.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield match.group(), line


def _value(mark: str, line: int, marks: Iterator[tuple[str, int]], source: str) -> Located:
    if mark == "{":
        return Located(_object(marks, source), line)
    if mark == "[":
        items: list[Located] = []
        for following, place in marks:
            if following == "]":
                break
            if following != ",":
                items.append(_value(following, place, marks, source))
        return Located(items, line)
    return Located(json.loads(mark), line)


def _object(marks: Iterator[tuple[str, int]], source: str) -> dict[str, Located]:
    found: dict[str, Located] = {}
    for mark, line in marks:
        if mark == "}":
            break
        if mark == ",":
            continue
        key = json.loads(mark)
        if key in found:
            raise InputError(source, line, f"the key {key!r} is repeated")
        next(marks)
        found[key] = _value(*next(marks), marks, source)
    return found
