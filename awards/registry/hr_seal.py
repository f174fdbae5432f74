"""What a record of incentives and penalties said, sealed for the log (p.114(4), R18).

The log is read and exported by people who must not learn what such a record says, whom it is about or which
of the two it is. So an event carries AES-256-GCM over the former and the new values, bound to the record's
id; texts are padded, for a length tells something too, and no plain digest is kept, for a guess could be
tried against it. The key is derived (HKDF, RFC 5869) from the portal's secret for this purpose alone.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

_KEY_ID = "1"
_NONCE = 12
_BLOCK = 1024
"""Every sealed text is a multiple of this many bytes long."""


def _key() -> bytes:
    secret = current_app.config["SECRET_KEY"].encode()
    return HKDF(SHA256(), 32, salt=None, info=b"awards.registry.hr_record").derive(secret)


def seal(values: Mapping[str, Any], record_id: str) -> str:
    """The values encrypted for the events of this record: key id, then nonce and cipher in base64."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    padded = text.ljust(-(-len(text) // _BLOCK) * _BLOCK)
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_key()).encrypt(nonce, padded, record_id.encode())
    return f"{_KEY_ID}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(cipher: str, record_id: str) -> dict[str, Any]:
    """The values back. Raises InvalidTag when the cipher is another record's or the key differs."""
    raw = base64.b64decode(cipher.partition(":")[2])
    found: dict[str, Any] = json.loads(AESGCM(_key()).decrypt(raw[:_NONCE], raw[_NONCE:], record_id.encode()))
    return found
