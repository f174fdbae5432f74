"""Rules of entries: what an entry needs before it can be submitted. Pure."""

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
