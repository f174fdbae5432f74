"""The one clock. Rules take time as an argument; only edges call `now`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ASTANA = ZoneInfo("Asia/Almaty")
"""One zone for the whole country, UTC+5 since 1 March 2024."""

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)
_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """The present instant in UTC. Call it after the lock that the act needs, never before."""
    if (held := _frozen.get()) is not None:
        return held
    return _source().astimezone(UTC) if _source is not None else datetime.now(UTC)


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


def set_source(source: Callable[[], datetime] | None) -> None:
    """Read the time of the whole process, all its threads included, from `source`; None: from the machine.

    For tests that move the clock of a running server: `frozen` holds it in the caller's own context only,
    and goes before the source. The portal itself never calls this.
    """
    global _source
    _source = source
