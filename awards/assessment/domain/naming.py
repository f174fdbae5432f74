"""Names under which people stand in records that others read: codes in a run, numbers in an entry. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime


def assessor_codes(assessor_ids: Iterable[str]) -> dict[str, str]:
    """Assessor id to a code of one scoring run, A01, A02, …: the same people get the same codes."""
    ordered = sorted(set(assessor_ids), key=lambda key: hashlib.sha256(key.encode()).hexdigest())
    width = max(2, len(str(len(ordered))))
    return {key: f"A{number:0{width}d}" for number, key in enumerate(ordered, 1)}


def numbers_in_entry(entry_id: str, opened: Iterable[tuple[str, datetime]]) -> dict[str, int]:
    """Assessor id to a number 1..n in one entry ("Assessor 2"), which later assessors do not change.

    Assessors whose sheets were opened together stand in an order that tells nothing about them.
    """

    def key(pair: tuple[str, datetime]) -> tuple[datetime, str]:
        return pair[1], hashlib.sha256(f"{entry_id}:{pair[0]}".encode()).hexdigest()

    return {assessor_id: number for number, (assessor_id, _) in enumerate(sorted(opened, key=key), 1)}
