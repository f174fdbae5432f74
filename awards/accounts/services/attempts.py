"""Counting attempts in the database, so that every worker sees the same numbers (SECURITY S12)."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete

from awards.accounts.domain import Limit
from awards.accounts.models import Attempt
from awards.infra.db import db


def take(kind: str, who: str, limits: Iterable[Limit], *, at: datetime) -> int:
    """Count one attempt of `who`, or say how many seconds to wait (0: go on).

    A refused attempt is not counted, so waiting helps. `who` is stored as a hash: it may be an address.
    """
    rows = [(limit, _row(kind, who, limit, at)) for limit in limits]
    waits = [(limit.ends(at) - at).total_seconds() for limit, row in rows if row.count >= limit.most]
    if waits:
        return max(1, math.ceil(max(waits)))
    for _, row in rows:
        row.count += 1
    db.session.flush()
    return 0


def give_back(kind: str, who: str, limits: Iterable[Limit], *, at: datetime) -> None:
    """Uncount an attempt that turned out well."""
    for limit in limits:
        row = _row(kind, who, limit, at)
        row.count = max(0, row.count - 1)
    db.session.flush()


def forget_ended_attempts(*, at: datetime) -> None:
    """Delete counters whose window is over."""
    db.session.execute(delete(Attempt).where(Attempt.ends_at <= at))


def _row(kind: str, who: str, limit: Limit, at: datetime) -> Attempt:
    hashed = hashlib.sha256(who.encode()).hexdigest()[:40]
    bucket, window = f"{kind}:{limit.seconds}:{hashed}", limit.window(at)
    row = db.session.get(Attempt, (bucket, window), with_for_update=True)
    if row is None:
        row = Attempt(bucket=bucket, window=window, count=0, ends_at=limit.ends(at))
        db.session.add(row)
        db.session.flush()
    return row
