"""How long a session lives, where a person may be sent after sign-in, and how a browser is named."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

IDLE_WITH_ROLE = timedelta(minutes=30)
IDLE_APPLICANT = timedelta(hours=8)
"""Applicants write long texts; their drafts save themselves."""
LIFETIME = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)

_LOCAL = re.compile(r"/(?![/\\])[\x21-\x7e]*")
_BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("YaBrowser/", "Yandex Browser"), ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def is_alive(created_at: datetime, last_seen: datetime, *, has_role: bool, at: datetime) -> bool:
    """Whether a session still holds; at the very instant of either limit it is over (SECURITY S2)."""
    idle = IDLE_WITH_ROLE if has_role else IDLE_APPLICANT
    return at < created_at + LIFETIME and at < last_seen + idle


def needs_touch(last_seen: datetime, at: datetime) -> bool:
    """Whether `last_seen` is worth writing anew: once a minute, not with every page."""
    return at - last_seen >= TOUCH_EVERY


def is_local_path(target: str) -> bool:
    """Whether `target` is a path of this site and nothing that a browser takes for another (SECURITY S13)."""
    return _LOCAL.fullmatch(target) is not None


def fold_email(email: str) -> str:
    """The form in which addresses are stored and compared."""
    return unicodedata.normalize("NFC", email).strip().casefold()


def device_of(agent: str) -> str:
    """A browser's own description in a word or two: "Firefox · Windows"; "" where it says nothing known."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return " · ".join(part for part in (browser, system) if part)
