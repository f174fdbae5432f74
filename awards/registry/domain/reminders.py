"""When a certificate's end is told to people (p.115(1)): 60, 30, 7 days before, and the day after. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

STEPS = (60, 30, 7)
"""Days before the last day of validity."""
EXPIRED = -1
"""The step of the day after the last one."""


@dataclass(frozen=True)
class Reminder:
    """One step of one certificate with the validity it was due for."""

    certificate_id: str
    valid_until: date
    step: int

    @property
    def key(self) -> str:
        """What marks it as sent: another `valid_until` is another reminder, so a correction reminds anew."""
        return f"certificate:{self.certificate_id}:{self.valid_until.isoformat()}:{self.step}"


def due_on(
    certificate_id: str, valid_until: date | None, today: date, sent: Collection[str]
) -> Reminder | None:
    """The reminder to send today, or None. `sent` holds the keys of those sent already.

    Of the steps that have come only the nearest to the end counts: a portal that was down for a week tells it
    once. What has been over for longer than a week is old news, and a certificate without end never reminds.
    """
    if valid_until is None:
        return None
    left = (valid_until - today).days
    step = _step(left)
    if step is None:
        return None
    reminder = Reminder(certificate_id, valid_until, step)
    later = [one for one in (*STEPS, EXPIRED) if one <= step]
    keys = {Reminder(certificate_id, valid_until, one).key for one in later}
    return None if keys & set(sent) else reminder


def _step(left: int) -> int | None:
    """The latest step that has come with `left` days to go; None before the first and long after."""
    if left < 0:
        return EXPIRED if left >= -7 else None
    return min((step for step in STEPS if left <= step), default=None)


def window(today: date) -> tuple[date, date]:
    """The first and the last day of validity that can be due for a reminder today."""
    return today - timedelta(days=7), today + timedelta(days=max(STEPS))
