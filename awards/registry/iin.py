"""The IIN at rest: AES-256-GCM for reading it back, a keyed index for finding it, a mask for showing it.

Both keys are derived (HKDF, RFC 5869) from the portal's secret with separate purposes, so neither is the key
of sessions, and the index tells nothing about the cipher. The person's id is bound to the cipher as
associated data: a cipher copied to another row does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

_KEY_ID = "1"
_NONCE = 12


def _key(purpose: str) -> bytes:
    secret = current_app.config["SECRET_KEY"].encode()
    return HKDF(SHA256(), 32, salt=None, info=f"awards.registry.iin.{purpose}".encode()).derive(secret)


def seal(iin: str, person_id: str) -> str:
    """The IIN encrypted for this person's row: key id, then nonce and cipher in base64."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_key("cipher")).encrypt(nonce, iin.encode(), person_id.encode())
    return f"{_KEY_ID}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(cipher: str, person_id: str) -> str:
    """The IIN back. Raises InvalidTag when the cipher is another person's or the key differs."""
    raw = base64.b64decode(cipher.partition(":")[2])
    return AESGCM(_key("cipher")).decrypt(raw[:_NONCE], raw[_NONCE:], person_id.encode()).decode()


def index(iin: str) -> str:
    """The blind index: the same for the same IIN, and of no use without the key."""
    return hmac.new(_key("index"), iin.encode(), hashlib.sha256).hexdigest()


def mask(iin: str) -> str:
    """First four and last two digits, as every page shows it.

    >>> mask("991399300028")
    '9913******28'
    """
    return f"{iin[:4]}******{iin[-2:]}"
