"""Words of entries: kinds of files and their limits, verdicts, payment, the number of a receipt."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """What an attached file is. The report is obligatory."""

    REPORT = "report"
    CHARTER = "charter"
    EVIDENCE = "evidence"


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"


class PaymentState(StrEnum):
    NOT_DUE = "not_due"
    DUE = "due"
    PAID = "paid"


MAX_FILES = 10
MAX_FILE_BYTES = 25_000_000
"""25 MB, written as people read it: the limit is said before the choice of a file."""

ALLOWED_TYPES: dict[FileKind, tuple[str, ...]] = {
    FileKind.REPORT: ("pdf", "docx"),
    FileKind.CHARTER: ("pdf", "docx"),
    FileKind.EVIDENCE: ("pdf", "docx", "xlsx", "pptx", "png", "jpg"),
}
"""Names of `infra.file_kinds.KINDS` that each kind of file may be."""

SINGLE_KINDS = (FileKind.REPORT, FileKind.CHARTER)
"""An entry has one report and one charter; evidence may be several files."""


def receipt_number(year: int, serial: int) -> str:
    """The number of the `serial`-th receipt of an edition, for ever one width.

    >>> receipt_number(2026, 123)
    'QPMA-2026-000123'
    """
    return f"QPMA-{year}-{serial:06d}"


def receipt_serial(receipt: str | None) -> int:
    """The serial of a receipt number; 0 where none has been given yet."""
    return int(receipt.rpartition("-")[2]) if receipt else 0
