"""The one clock. Rules take time as an argument; only edges call `now`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ASTANA = ZoneInfo("Asia/Almaty")
"""One zone for the whole country, UTC+5 since 1 March 2024."""

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present instant in UTC. Call it after the lock that the act needs, never before."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Astana."""
    return now().astimezone(ASTANA).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock at `at` (an aware instant): for tests and for loading the demo's past."""
    if at.tzinfo is None:
        raise ValueError("the clock takes aware instants only")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
