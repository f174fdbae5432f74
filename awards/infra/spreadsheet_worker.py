"""Child process of `spreadsheets`: reads the first visible sheet of an XLSX file under hard limits.

Standard input: a line of JSON `{"max_rows", "max_columns", "max_text"}`, then the file; answer on standard
output: `{"code", "limit", "rows": [[line, [text, ...]], ...]}`, `code` "" when all is well. Two cells in
opposite corners make the parser ask for gigabytes, and so does a long text that is kept once and stands in
many cells: that ends here and not in the portal.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from awards.infra import confined
from awards.infra.file_check_worker import CPU_SECONDS, MEMORY_BYTES, Rejected, entries

_CODES = {"files.bomb": "bomb", "files.encrypted": "encrypted"}


class _TooMany(Exception):  # noqa: N818 - an answer, not a fault
    """A limit on the table was passed: (code, limit)."""


def main() -> int:
    """Set the limits, read the file, print its rows or the reason why not."""
    confined.confine(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS, file_bytes=0)
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    request = json.loads(head)
    code, limit = "", None
    rows: list[tuple[int, list[str]]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries(archive)
        rows = _rows(data, request["max_rows"], request["max_columns"], request["max_text"])
    except _TooMany as excess:
        code, limit = excess.args
    except Rejected as refusal:
        code = _CODES.get(str(refusal), "damaged")
    except MemoryError:
        code = "bomb"
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError):
        code = "damaged"
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the parser's own, which it does not export
            raise
        code = "damaged"
    json.dump({"code": code, "limit": limit, "rows": rows}, sys.stdout)
    return 0


def _rows(data: bytes, max_rows: int, max_columns: int, max_text: int) -> list[tuple[int, list[str]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    visible = (
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    )
    name = next(visible, None)
    if name is None:
        raise Rejected("files.damaged")
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return []
    if sheet.total_width > max_columns:
        raise _TooMany("too_many_columns", max_columns)
    rows: list[tuple[int, list[str]]] = []
    length = 0
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            if len(rows) == max_rows:
                raise _TooMany("too_many_rows", max_rows)
            length += sum(map(len, texts))
            if length > max_text:
                raise _TooMany("bomb", max_text)
            rows.append((line, texts))
    return rows


def _text(cell: Any) -> str:
    """A cell as text: ISO dates, numbers in plain decimals ("5", never "5.0" or "1e+20"), trimmed texts."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell).strip()


if __name__ == "__main__":
    sys.exit(main())
