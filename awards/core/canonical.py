"""One textual form of a record, so that its hash is the same everywhere, and the hash of a log's event.

An event's hash covers its body by the body's own digest: whoever may not read the body still proves that it
stands where it stands, from the digest alone.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

GENESIS = "0" * 64
"""What the first event of a log points back to."""


def canonical(value: Mapping[str, Any]) -> bytes:
    """Canonical JSON (RFC 8785 profile): sorted keys, no spaces, NFC, no floats.

    Raises TypeError for a float: its text is not the same everywhere.
    """
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def plain(value: Any) -> Any:
    """The value in plain JSON types, texts in NFC. Raises TypeError for what has no canonical form."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def digest(value: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def link(seq: int, prev: str, body_digest: str) -> str:
    """The hash of event `seq`: SHA-256(0x00 ‖ canonical JSON of place, predecessor and body's digest).

    0x00 is the leaf prefix of RFC 6962.
    """
    envelope = canonical({"seq": seq, "prev": prev, "body": body_digest})
    return hashlib.sha256(b"\x00" + envelope).hexdigest()
