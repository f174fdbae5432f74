"""Tables in and out as CSV and XLSX, such that no cell becomes a formula and no file becomes a flood (S16).

In CSV a text that a spreadsheet would take for a formula gets a leading apostrophe, which reading takes off
again; in XLSX texts are marked as texts. XLSX is read in a child process (`spreadsheet_worker`).
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from awards.core.clock import ASTANA
from awards.core.errors import Refusal
from awards.infra import confined

WORKER = "awards.infra.spreadsheet_worker"
WALL_SECONDS = 20
MAX_BYTES = 20 * 1024**2
MAX_TEXT = MAX_BYTES
"""Signs in all cells of an XLSX together: no more than the largest CSV can have."""
MAX_COLUMNS = 200
_LONGEST_CELL = 32_767
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠]|'*[\t\r\n\0]")
_SHEET_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DELIMITERS = (",", ";", "\t")

Cell = str | int | float | Decimal | date | time | None
"""What may be written; a `bool` is an `int`, a `datetime` a `date`."""


@dataclass(frozen=True)
class Row:
    """One row that is not blank: its line in the file (from 1) and its cells as trimmed text."""

    line: int
    cells: tuple[str, ...]


class SpreadsheetError(Exception):
    """The reader itself is broken (not the file)."""


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, commas, CRLF, every cell in quotes, formula-like texts disarmed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (headers, *rows):
        writer.writerow([_csv_text(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Cell]]]]) -> bytes:
    """A workbook with one sheet for each title, its headings bold and frozen.

    Texts are stored as texts whatever they begin with (cut at Excel's 32,767 signs), numbers and dates as
    such; instants with a zone are shown in Astana time. Raises ValueError when there is no sheet.
    """
    if not sheets:
        raise ValueError("a workbook has at least one sheet")
    book = Workbook(write_only=True)
    book.properties.creator = ""
    for title, (headers, rows) in sheets.items():
        sheet = book.create_sheet(_SHEET_TITLE.sub(" ", title)[:31].strip("' ") or None)
        sheet.freeze_panes = "A2"
        for index, header in enumerate(headers, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = min(60, max(12, len(header) + 2))
        heads = [_xlsx_cell(sheet, header) for header in headers]
        for head in heads:
            head.font = Font(bold=True)
        sheet.append(heads)
        for row in rows:
            sheet.append([_xlsx_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_table(data: bytes, filename: str, *, max_rows: int = 50_000) -> Iterator[Row]:
    """The rows of a CSV (`,` `;` or tab; UTF-8, or UTF-16 with its mark) or of an XLSX's first visible sheet.

    Formulas are never computed: in XLSX the value stored with one is read. Dates come as ISO 8601, numbers in
    plain decimals, blank rows are left out. Raises Refusal with `spreadsheets.kind_not_allowed`, `.empty`,
    `.too_large`, `.damaged` (fact `line` for CSV), `.not_unicode`, `.encrypted`, `.bomb`, `.too_many_rows`,
    `.too_many_columns`; facts `name`, `limit`. CSV is read as it is asked for, so a refusal may come
    half-way: take the whole table before acting on it.
    """
    extension = refuse_unfit(data, filename)
    rows = _xlsx_rows(data, filename, max_rows) if extension == "xlsx" else _csv_rows(data, filename)
    return _within(rows, filename, max_rows)


def refuse_unfit(data: bytes, filename: str) -> str:
    """What can be told of a table without opening it; the extension of its name.

    Raises Refusal with `spreadsheets.kind_not_allowed`, `.empty` and `.too_large`.
    """
    extension = filename.rpartition(".")[2].lower()
    if extension not in ("csv", "xlsx"):
        raise _refusal("kind_not_allowed", filename, allowed=("csv", "xlsx"))
    if not data.strip():
        raise _refusal("empty", filename)
    if len(data) > MAX_BYTES:
        raise _refusal("too_large", filename, limit=MAX_BYTES)
    return extension


def _within(rows: Iterator[Row], filename: str, max_rows: int) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        if number > max_rows:
            raise _refusal("too_many_rows", filename, limit=max_rows)
        if len(row.cells) > MAX_COLUMNS:
            raise _refusal("too_many_columns", filename, limit=MAX_COLUMNS)
        yield row


def _csv_rows(data: bytes, filename: str) -> Iterator[Row]:
    text = _decode(data, filename)
    first = next(line for line in text.splitlines() if line.strip())
    bare = re.sub(r'"[^"]*"', "", first)
    delimiter = max(_DELIMITERS, key=bare.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return _read_csv(reader, filename)


def _read_csv(reader: Any, filename: str) -> Iterator[Row]:
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _refusal("damaged", filename, line=line) from error
        if any(cell.strip() for cell in cells):
            yield Row(line, tuple(_armed(cell) for cell in cells))
        line = reader.line_num + 1


def _decode(data: bytes, filename: str) -> str:
    """The text. Eight-bit code pages are refused: none holds the Kazakh letters, so some are lost already."""
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal("not_unicode", filename) from error
    if "\0" in text:
        raise _refusal("damaged", filename)
    if not text.strip():
        raise _refusal("empty", filename)
    return text


def _xlsx_rows(data: bytes, filename: str, max_rows: int) -> Iterator[Row]:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        encrypted = data.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in data
        raise _refusal("encrypted" if encrypted else "damaged", filename)
    limits = {"max_rows": max_rows, "max_columns": MAX_COLUMNS, "max_text": MAX_TEXT}
    request = json.dumps(limits).encode() + b"\n" + data
    ended = confined.run(WORKER, request, seconds=WALL_SECONDS)
    if ended.hit_a_limit:
        raise _refusal("bomb", filename)
    if ended.crashed:
        raise _refusal("damaged", filename)
    try:
        answer = json.loads(ended.stdout)
        code, rows = answer["code"], answer["rows"]
    except (ValueError, KeyError, TypeError) as error:
        lines = ended.stderr.decode(errors="replace").splitlines() or ["no answer"]
        raise SpreadsheetError(lines[-1]) from error
    if code:
        raise _refusal(code, filename, limit=answer["limit"])
    return (Row(line, tuple(cells)) for line, cells in rows)


def _refusal(reason: str, filename: str, **facts: Any) -> Refusal:
    return Refusal(f"spreadsheets.{reason}", facts={"name": filename, **facts})


def _csv_text(cell: Cell) -> str:
    """The text of a cell; only texts are disarmed, so that -5 stays a number."""
    if isinstance(cell, str):
        return f"'{cell}" if _FORMULA.match(cell) else cell
    if cell is None or (isinstance(cell, float) and not isfinite(cell)):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)


def _armed(cell: str) -> str:
    """The opposite of `_csv_text` for texts, trimmed."""
    return (cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell).strip()


def _xlsx_cell(sheet: Any, cell: Cell) -> Any:
    if isinstance(cell, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", cell)
        text = text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"
        made = WriteOnlyCell(sheet, value="")
        made.value, made.data_type = text, "s"
        made.quotePrefix = bool(_FORMULA.match(text))
        return made
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        cell = cell.astimezone(ASTANA).replace(tzinfo=None)
    if isinstance(cell, float) and not isfinite(cell):
        cell = None
    return WriteOnlyCell(sheet, value=cell)
