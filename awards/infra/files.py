"""Uploaded files: a store addressed by content, and names that are safe to show and to serve (S10).

`incoming/<random>` while a file arrives, `blobs/ab/cd/<sha256>` once it is accepted; the row in `blob`
comes last, so a row always has its file. Nothing is ever overwritten.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import quote

from sqlalchemy import CheckConstraint, Integer, String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from awards.core.errors import Refusal
from awards.core.identifiers import new_id
from awards.infra import file_kinds
from awards.infra.db import Base, UtcDateTime, db

LONGEST_NAME = 150
GRACE = timedelta(hours=24)
"""How long an unused blob or an abandoned upload stays."""

_CHUNK = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]*")
_EXTENSION = re.compile(r"[A-Za-z0-9]{1,8}")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES = frozenset({"Zs", "Zl", "Zp"})


class Blob(Base):
    """The bytes of one accepted file. `stored_at` is the latest acceptance of these bytes."""

    __tablename__ = "blob"
    __table_args__ = (CheckConstraint("size > 0", name="size"),)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    media_type: Mapped[str] = mapped_column(String(100))
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Readable(Protocol):
    """A binary stream, such as an upload."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Staged:
    """A file that has arrived whole and is not yet trusted."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True)
class StoredFile:
    """An accepted file under its clean name; `flags` warn those who will open it (`file_kinds.Checked`)."""

    sha256: str
    name: str
    size: int
    media_type: str
    flags: tuple[str, ...]


def stage(stream: Readable, folder: Path, max_bytes: int, *, filename: str = "") -> Staged:
    """Write an upload under `folder/incoming`, hashing as it comes, and flush it to the disk.

    Refuses with `files.too_large` (facts name, size as far as read, limit) or `files.empty`, and leaves
    nothing behind.
    """
    path = _incoming(folder)
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as file:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > max_bytes:
                    facts = {"name": clean_name(filename), "size": size, "limit": max_bytes}
                    raise Refusal("files.too_large", facts=facts)
                digest.update(chunk)
                file.write(chunk)
            _flush(file)
        if size == 0:
            raise Refusal("files.empty", facts={"name": clean_name(filename), "size": 0, "limit": max_bytes})
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Staged(path, digest.hexdigest(), size)


def keep(staged: Staged, filename: str, *, allowed: Collection[str], folder: Path) -> StoredFile:
    """Check the staged file and move it among the blobs; touches no database, so hold no lock meanwhile.

    `allowed` names kinds of `file_kinds.KINDS`. Raises the Refusals of `file_kinds.check`. The staged file
    is gone afterwards either way. Images are stored as written anew, so their hash and size are those of
    the new bytes.
    """
    rewritten = _incoming(folder)
    name = clean_name(filename)
    try:
        checked = file_kinds.check(staged.path, name, allowed=allowed, rewrite_to=rewritten)
        final = _measure(rewritten) if checked.kind.is_image else staged
        _place(final, folder)
    finally:
        staged.path.unlink(missing_ok=True)
        rewritten.unlink(missing_ok=True)
    return StoredFile(final.sha256, name, final.size, checked.kind.media_type, checked.flags)


def record(stored: StoredFile, *, at: datetime) -> None:
    """Write the blob's row in the current transaction; bytes already known only get a fresh `stored_at`."""
    postgres = db.session.get_bind().dialect.name == "postgresql"
    values = {
        "sha256": stored.sha256,
        "size": stored.size,
        "media_type": stored.media_type,
        "stored_at": at,
    }
    row = (postgresql.insert if postgres else sqlite.insert)(Blob).values(values)
    db.session.execute(row.on_conflict_do_update(index_elements=["sha256"], set_={"stored_at": at}))


def accept(
    staged: Staged, filename: str, *, allowed: Collection[str], folder: Path, at: datetime
) -> StoredFile:
    """`keep`, then `record`. Where a lock is held call the two apart: the check takes up to 20 seconds."""
    stored = keep(staged, filename, allowed=allowed, folder=folder)
    record(stored, at=at)
    return stored


def blob_path(folder: Path, sha256: str) -> Path:
    """Where the blob lies. Raises ValueError for anything but 64 lower-case hexadecimal digits."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    return folder / "blobs" / sha256[:2] / sha256[2:4] / sha256


def open_blob(folder: Path, sha256: str) -> BinaryIO:
    """The blob, opened for reading. Raises FileNotFoundError when the store does not have it."""
    return blob_path(folder, sha256).open("rb")


def collect_garbage(referenced: Set[str], *, at: datetime) -> tuple[str, ...]:
    """Delete, in the current transaction, rows of blobs older than 24 hours that nothing refers to.

    `referenced` holds the hashes in use, read in the same transaction; a foreign key guards against a slip.
    Returns the hashes forgotten, sorted. The bytes go with the next `sweep` after the commit.
    """
    old = db.session.scalars(select(Blob.sha256).where(Blob.stored_at < at - GRACE).order_by(Blob.sha256))
    forgotten = tuple(sha256 for sha256 in old if sha256 not in referenced)
    for sha256 in forgotten:
        db.session.execute(delete(Blob).where(Blob.sha256 == sha256, Blob.stored_at < at - GRACE))
    return forgotten


def sweep(folder: Path, *, at: datetime) -> int:
    """Remove files without a committed row and abandoned uploads, once 24 hours old; returns how many."""
    known = set(db.session.scalars(select(Blob.sha256)))
    removed = 0
    with _lock(folder, fcntl.LOCK_EX):
        candidates = [*folder.glob("incoming/*"), *folder.glob("blobs/??/??/*")]
        for path in candidates:
            with contextlib.suppress(FileNotFoundError):  # an upload may end and tidy up meanwhile
                if path.name not in known and path.stat().st_mtime < (at - GRACE).timestamp():
                    path.unlink()
                    removed += 1
    return removed


def clean_name(name: str) -> str:
    """A name safe to store, show and send: NFC, no path, no control or direction signs, 150 characters.

    The extension survives the cut; "Қазақстан есебі.docx" comes back as it is; an empty name becomes
    "document".
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = (" " if unicodedata.category(sign) in _SPACES else sign for sign in last)
    kept = "".join(sign for sign in seen if unicodedata.category(sign) not in _HIDDEN)
    tidy = " ".join(kept.split()).rstrip(". ")
    stem, dot, extension = tidy.rpartition(".")
    if dot and len(extension) <= 20:
        return f"{stem[: LONGEST_NAME - len(extension) - 1].strip('. ') or 'document'}.{extension}"
    short = tidy[:LONGEST_NAME].strip(". ")
    return (short if short == tidy else clean_name(short)) or "document"


def ascii_fallback(name: str, number: int = 1) -> str:
    """The name for clients that read no UTF-8: itself when plain ASCII, else `document-<number>.ext`."""
    if _PLAIN_NAME.fullmatch(name):
        return name
    extension = name.rpartition(".")[2]
    return f"document-{number}.{extension}" if _EXTENSION.fullmatch(extension) else f"document-{number}"


def content_disposition(name: str, inline: bool = False, number: int = 1) -> str:
    """The header's value with both spellings of the cleaned name (RFC 6266); attachment unless `inline`."""
    clean = clean_name(name)
    way = "inline" if inline else "attachment"
    return f"{way}; filename=\"{ascii_fallback(clean, number)}\"; filename*=UTF-8''{quote(clean, safe='')}"


def _incoming(folder: Path) -> Path:
    (folder / "incoming").mkdir(parents=True, exist_ok=True)
    return folder / "incoming" / new_id()


def _measure(path: Path) -> Staged:
    """Hash and flush a file that the checker wrote."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return Staged(path, digest, path.stat().st_size)


def _place(staged: Staged, folder: Path) -> None:
    """Link the file to its hash; the same hash already there is the same file, made young for `sweep`."""
    target = blob_path(folder, staged.sha256)
    with _lock(folder, fcntl.LOCK_SH):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(staged.path, target)
            target.chmod(0o440)
        except FileExistsError:
            os.utime(target)
        for parent in (target.parent, target.parent.parent, target.parent.parent.parent):
            _flush_folder(parent)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _lock(folder: Path, mode: int) -> Iterator[None]:
    """Uploads share the store, a sweep has it alone."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("ab") as file:
        fcntl.flock(file, mode)
        yield
