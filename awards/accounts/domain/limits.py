"""How many attempts in how long (SECURITY S12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts in each window of `seconds`; windows are cut from the epoch."""

    seconds: int
    most: int

    def window(self, at: datetime) -> int:
        return int(at.timestamp()) // self.seconds

    def ends(self, at: datetime) -> datetime:
        """The instant from which attempts are counted anew."""
        return datetime.fromtimestamp((self.window(at) + 1) * self.seconds, UTC)


SIGN_IN_ACCOUNT = (Limit(60, 5), Limit(900, 12), Limit(6 * 3600, 30))
"""Failures of one account from one network: the wait grows from a minute to hours."""
SIGN_IN_NETWORK = (Limit(3600, 50),)
"""Failures from one address, whatever the account."""
ALL_FAILURES = Limit(600, 200)
"""Failures of the whole portal in ten minutes, beyond which the log raises an alarm."""
RESET_ACCOUNT = (Limit(3600, 3),)
RESET_NETWORK = (Limit(3600, 20),)
REGISTER_NETWORK = (Limit(3600, 30),)
INVITE_USER = (Limit(3600, 60),)
