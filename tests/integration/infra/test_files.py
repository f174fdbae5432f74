"""The store keeps each content once, whole, and forgets only what is old and unused."""

from __future__ import annotations

import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from awards.core.errors import Refusal
from awards.infra import files
from awards.infra.db import db
from awards.infra.transaction import transaction
from tests.unit.infra import sample_files as sample

AT = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)
PDF_ONLY = frozenset({"pdf"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


def accept(folder: Path, data: bytes, name: str = "Есеп.pdf", at: datetime = AT) -> files.StoredFile:
    staged = files.stage(io.BytesIO(data), folder, 1_000_000, filename=name)
    with transaction():
        return files.accept(staged, name, allowed=PDF_ONLY | {"png"}, folder=folder, at=at)


def blobs(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("blobs/??/??/*"))


def test_an_accepted_file_comes_back_byte_for_byte(app: Flask, folder: Path) -> None:
    data = sample.pdf()
    stored = accept(folder, data)
    assert stored == files.StoredFile(
        hashlib.sha256(data).hexdigest(), "Есеп.pdf", len(data), "application/pdf", ()
    )
    with files.open_blob(folder, stored.sha256) as file:
        assert file.read() == data
    row = db.session.get_one(files.Blob, stored.sha256)
    assert (row.size, row.media_type, row.stored_at) == (len(data), "application/pdf", AT)
    assert not list(folder.glob("incoming/*"))


def test_a_picture_is_stored_as_rewritten_under_its_new_hash(app: Flask, folder: Path) -> None:
    data = sample.png() + b"tail"
    stored = accept(folder, data, "сурет.png")
    with files.open_blob(folder, stored.sha256) as file:
        kept = file.read()
    assert (hashlib.sha256(kept).hexdigest(), len(kept)) == (stored.sha256, stored.size)
    assert not kept.endswith(b"tail")


def test_a_refused_file_leaves_nothing(app: Flask, folder: Path) -> None:
    with pytest.raises(Refusal) as caught:
        accept(folder, b"MZ" * 500, "setup.pdf")
    assert caught.value.code == "files.not_what_it_says"
    assert db.session.scalar(select(func.count()).select_from(files.Blob)) == 0
    assert [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_size_is_counted_as_it_comes(folder: Path) -> None:
    with pytest.raises(Refusal) as caught:
        files.stage(io.BytesIO(b"x" * 11), folder, 10, filename="a.pdf")
    assert caught.value.code == "files.too_large"
    assert caught.value.facts == {"name": "a.pdf", "size": 11, "limit": 10}
    assert files.stage(io.BytesIO(b"x" * 10), folder, 10).size == 10
    with pytest.raises(Refusal, match=r"files\.empty"):
        files.stage(io.BytesIO(b""), folder, 10)
    assert len(list(folder.glob("incoming/*"))) == 1


def test_the_same_file_from_many_hands_at_once_is_one_blob(app: Flask, folder: Path) -> None:
    data = sample.pdf(3)

    def hand(number: int) -> files.StoredFile:
        with app.app_context():
            staged = files.stage(io.BytesIO(data), folder, 1_000_000)
            stored = files.keep(staged, f"{number}.pdf", allowed=PDF_ONLY, folder=folder)
            with transaction():
                files.record(stored, at=AT)
            return stored

    with ThreadPoolExecutor(6) as pool:
        stored = list(pool.map(hand, range(6)))
    assert {file.sha256 for file in stored} == {hashlib.sha256(data).hexdigest()}
    assert {file.name for file in stored} == {f"{number}.pdf" for number in range(6)}
    assert blobs(folder) == [stored[0].sha256]
    assert db.session.scalar(select(func.count()).select_from(files.Blob)) == 1
    assert not list(folder.glob("incoming/*"))


def test_the_table_refuses_an_empty_blob(app: Flask, folder: Path) -> None:
    with pytest.raises(IntegrityError), transaction():
        files.record(files.StoredFile("a" * 64, "a.pdf", 0, "application/pdf", ()), at=AT)


def test_garbage_is_what_is_old_and_unused(app: Flask, folder: Path) -> None:
    used = accept(folder, sample.pdf(1)).sha256
    unused = accept(folder, sample.pdf(2)).sha256
    young = accept(folder, sample.pdf(3), at=AT + timedelta(hours=2)).sha256
    later = AT + timedelta(hours=24, seconds=1)
    for path in folder.glob("blobs/??/??/*"):
        os.utime(path, (AT.timestamp(), AT.timestamp()))
    with transaction():
        assert files.collect_garbage({used}, at=later) == (unused,)
    assert files.sweep(folder, at=later) == 1
    assert blobs(folder) == sorted([used, young])


def test_bytes_sent_again_are_young_again(app: Flask, folder: Path) -> None:
    """Between the check and its row a file has no row yet; the sweep must not take it."""
    data = sample.pdf()
    sha256 = accept(folder, data).sha256
    path = files.blob_path(folder, sha256)
    later = datetime.now(UTC)
    os.utime(path, (AT.timestamp(), AT.timestamp()))
    with transaction():
        files.collect_garbage(set(), at=AT + timedelta(days=2))
    files.keep(files.stage(io.BytesIO(data), folder, 10**6), "b.pdf", allowed=PDF_ONLY, folder=folder)
    assert files.sweep(folder, at=later) == 0
    assert path.exists()


def test_an_abandoned_upload_is_swept(app: Flask, folder: Path) -> None:
    staged = files.stage(io.BytesIO(b"half"), folder, 10)
    assert files.sweep(folder, at=datetime.now(UTC)) == 0
    assert files.sweep(folder, at=datetime.now(UTC) + timedelta(hours=25)) == 1
    assert not staged.path.exists()
