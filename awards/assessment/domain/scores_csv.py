"""Scores in a CSV file: `entry,assessor,score`, one row per pair, scores 0..100 with up to three decimals."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from awards.assessment.domain.panel import Panel, Row
from awards.core.errors import InputError
from awards.core.points import MAX_MILLI

HEADER = ["entry", "assessor", "score"]
_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_SHOWN = 60
"""An error is one short line, whatever the file holds."""


def read(text: str, source: str) -> Panel:
    """The panel in `text`; `source` is the name that errors give to the file.

    A byte order mark, CRLF line ends, quoted fields, blanks around a field and empty lines are accepted.
    Raises InputError with the line (the first one of a quoted field over several lines) and the cause.
    """
    lines = _records(text.removeprefix("\ufeff"), source)
    number, header = next(lines, (None, []))
    if number is None:
        raise InputError(source, 1, "the file is empty; it starts with the header entry,assessor,score")
    if header != HEADER:
        raise InputError(
            source, number, f"the header is {_quote(','.join(header))}, not entry,assessor,score"
        )
    seen: dict[tuple[str, str], int] = {}
    rows: list[Row] = []
    for number, fields in lines:
        row = _row(fields, source, number)
        first = seen.setdefault(row[:2], number)
        if first != number:
            pair = f"entry {_quote(row[0])} and assessor {_quote(row[1])}"
            raise InputError(source, number, f"{pair} are scored twice, on lines {first} and {number}")
        rows.append(row)
    if not rows:
        raise InputError(source, 1, "there are no scores under the header")
    return Panel.from_rows(rows)


def _records(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not an empty line, with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        start = reader.line_num + 1
        try:
            fields = next(reader, None)
        except csv.Error as error:
            raise InputError(source, start, f"the line is not valid CSV ({error})") from error
        if fields is None:
            return
        if fields:
            yield start, [field.strip() for field in fields]


def _row(fields: list[str], source: str, number: int) -> Row:
    if len(fields) != len(HEADER):
        raise InputError(source, number, f"there are {len(fields)} fields, not 3 (entry,assessor,score)")
    entry, assessor, score = fields
    for name, value in (("entry", entry), ("assessor", assessor)):
        if not value:
            raise InputError(source, number, f"the {name} is empty")
        if not value.isprintable():
            raise InputError(source, number, f"the {name} {_quote(value)} has an unprintable character")
    return entry, assessor, _milli(score, source, number)


def _milli(score: str, source: str, number: int) -> int:
    match = _NUMBER.fullmatch(score)
    if match is None:
        hint = "; the decimal mark is a point and thousands are not separated" if "," in score else ""
        raise InputError(source, number, f"the score {_quote(score)} is not a number{hint}")
    sign, whole, decimals = match[1], match[2].lstrip("0"), match[3] or ""
    if len(decimals) > 3:
        raise InputError(source, number, f"the score {_quote(score)} has more than three decimals")
    # Length first: a number of thousands of digits is refused without being computed.
    milli = int(whole or "0") * 1000 + int(decimals.ljust(3, "0")) if len(whole) <= 3 else MAX_MILLI + 1
    if milli > MAX_MILLI or (sign and milli > 0):
        raise InputError(source, number, f"the score {_quote(score)} is outside 0..100")
    return milli


def _quote(value: str) -> str:
    short = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
    return repr(short)
