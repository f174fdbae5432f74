"""What a file may be: extension, signature and structure must all say the same (S10).

The structure is looked at in a child process (`file_check_worker`), never in the portal itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from awards.core.errors import Refusal
from awards.infra import confined

WORKER = "awards.infra.file_check_worker"
WALL_SECONDS = 20
_HEAD = 1024
_TAIL = 2048
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PDF_END = re.compile(rb"%%EOF[\s\0]*\Z")


class FileCheckError(Exception):
    """The check itself is broken (not the file): the worker does not start or answers nonsense."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: its name, media type, extensions and the bytes it begins with."""

    name: str
    media_type: str
    extensions: tuple[str, ...]
    signature: bytes

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("pdf", "application/pdf", ("pdf",), b"%PDF-"),
        Kind("docx", _OFFICE + "wordprocessingml.document", ("docx",), b"PK\x03\x04"),
        Kind("xlsx", _OFFICE + "spreadsheetml.sheet", ("xlsx",), b"PK\x03\x04"),
        Kind("pptx", _OFFICE + "presentationml.presentation", ("pptx",), b"PK\x03\x04"),
        Kind("png", "image/png", ("png",), b"\x89PNG\r\n\x1a\n"),
        Kind("jpg", "image/jpeg", ("jpg", "jpeg"), b"\xff\xd8\xff"),
    )
}
"""The allow-list; everything else is refused."""


@dataclass(frozen=True)
class Checked:
    """A file that is what it says. `flags` are warnings for the people who will open it, sorted:
    `javascript`, `launch`, `embedded_file`, `form_xfa`, `restricted` (PDF printing or editing rights)."""

    kind: Kind
    flags: tuple[str, ...]


def check(path: Path, filename: str, *, allowed: Collection[str], rewrite_to: Path) -> Checked:
    """Prove that the file at `path` is one of the `allowed` kinds and harmless, or raise a Refusal.

    Codes: `files.empty`, `files.kind_not_allowed`, `files.not_what_it_says`, `files.damaged`,
    `files.encrypted`, `files.macros`, `files.embedded_objects`, `files.external_links`, `files.bomb`;
    facts `name`, `size`, `allowed`.
    An image is decoded in full and written anew to `rewrite_to` without its metadata (position, camera) and
    without anything hidden behind it; other kinds leave `rewrite_to` alone.
    Raises FileCheckError when the checker itself fails.
    """
    size = path.stat().st_size
    facts = {"name": filename, "size": size, "allowed": tuple(sorted(allowed))}
    if size == 0:
        raise Refusal("files.empty", facts=facts)
    kind = kind_of_name(filename)
    if kind is None or kind.name not in allowed:
        raise Refusal("files.kind_not_allowed", facts=facts)
    code = _look_at_bytes(path, kind, size)
    if code:
        raise Refusal(code, facts=facts)
    code, flags = _ask_worker(path, kind, rewrite_to)
    if code:
        raise Refusal(code, facts=facts)
    return Checked(kind, flags)


def kind_of_name(filename: str) -> Kind | None:
    """The kind that the extension of `filename` claims, or None when no allowed kind has it."""
    _, dot, extension = filename.rpartition(".")
    wanted = extension.lower() if dot else ""
    return next((kind for kind in KINDS.values() if wanted in kind.extensions), None)


def _look_at_bytes(path: Path, kind: Kind, size: int) -> str:
    """The refusal code that the first and last bytes justify, or ""."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
        if head.startswith(b"\xd0\xcf\x11\xe0") and kind.signature.startswith(b"PK"):
            file.seek(0)
            return "files.encrypted" if _ENCRYPTED_PACKAGE in file.read() else "files.not_what_it_says"
    if not head.startswith(kind.signature):
        return "files.not_what_it_says"
    if kind.name == "pdf":
        return _look_at_pdf(tail)
    if kind.signature.startswith(b"PK"):
        return _look_at_zip(head, tail)
    return ""


def _look_at_pdf(tail: bytes) -> str:
    if b"%%EOF" not in tail:
        return "files.damaged"
    return "" if _PDF_END.search(tail) else "files.not_what_it_says"


def _look_at_zip(head: bytes, tail: bytes) -> str:
    """A package has no PDF header in its first kilobyte and ends with its own directory, comment-less."""
    if b"%PDF-" in head:
        return "files.not_what_it_says"
    end = tail[-22:]
    if end.startswith(b"PK\x05\x06") and end.endswith(b"\0\0"):
        return ""
    return "files.not_what_it_says" if b"PK\x05\x06" in tail else "files.damaged"


def _ask_worker(path: Path, kind: Kind, rewrite_to: Path) -> tuple[str, tuple[str, ...]]:
    request = {"path": str(path.resolve()), "kind": kind.name, "rewrite_to": str(rewrite_to.resolve())}
    ended = confined.run(WORKER, json.dumps(request).encode(), seconds=WALL_SECONDS)
    if ended.hit_a_limit:
        return "files.bomb", ()
    if ended.crashed:
        return "files.damaged", ()
    try:
        answer = json.loads(ended.stdout)
        return str(answer["code"]), tuple(str(flag) for flag in answer["flags"])
    except (ValueError, KeyError, TypeError) as error:
        lines = ended.stderr.decode(errors="replace").splitlines() or ["no answer"]
        raise FileCheckError(lines[-1]) from error
