"""The manifest of a submitted version: one hash over everything in it, which the receipt shows.

It is made of hashes, so that it can be checked by someone who may not read the report: the text and the names
of files go in by one digest, each file by its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from awards.core.canonical import digest

FileRow = tuple[str, str, str, int]
"""(kind, name, SHA-256, size in bytes)."""


def content_digest(content: Mapping[str, Any], files: Iterable[FileRow]) -> str:
    """SHA-256 over the text of a version and the names of its files."""
    return digest({"content": content, "names": [name for _, name, _, _ in sorted(files)]})


def manifest_of(entry_id: str, number: int, receipt: str, content: str, files: Iterable[FileRow]) -> str:
    """The manifest of version `number` of an entry; `content` is its `content_digest`."""
    shown = file_list(sorted(files))
    return manifest_from(entry_id, number, receipt, content, shown)


def file_list(files: Iterable[FileRow]) -> list[dict[str, Any]]:
    """The files as the manifest lists them: without their names."""
    return [{"kind": kind, "sha256": sha256, "size": size} for kind, _, sha256, size in files]


def manifest_from(
    entry_id: str, number: int, receipt: str, content: str, files: Sequence[Mapping[str, Any]]
) -> str:
    """The manifest from digests alone: `files` as `file_list` gives them, in its order."""
    facts = {"entry": entry_id, "version": number, "receipt": receipt, "content": content, "files": files}
    return digest(facts)
