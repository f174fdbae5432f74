"""Publication, codes and bands at their bounds; and bundles that are no bundles."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.core.workflow import EditionState
from awards.results.domain import bundle
from awards.results.domain.announcement import ANNOUNCED, band, publication_faults
from awards.results.domain.vocabulary import Scope, new_code, tidy_code

FORUM = datetime(2026, 11, 20, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "approved_by", "executor", "late", "codes"),
    [
        (EditionState.SEALED, "chair", "secretary", 0, []),
        (EditionState.SEALED, "chair", "secretary", -1, ["results.before_forum"]),
        (EditionState.SEALED, "chair", "chair", 0, ["results.same_person"]),
        (EditionState.SEALED, None, "secretary", 0, ["results.not_approved"]),
        (EditionState.ASSESSMENT, None, "x", -1,
         ["results.not_sealed", "results.not_approved", "results.before_forum"]),
        (EditionState.PUBLISHED, "chair", "secretary", 0, ["results.not_sealed"]),
    ],
)  # fmt: skip
def test_publication_takes_two_people_sealed_results_and_the_forum(
    state: EditionState, approved_by: str | None, executor: str, late: int, codes: list[str]
) -> None:
    """The very instant of the forum is in time."""
    at = FORUM + timedelta(microseconds=late)
    faults = publication_faults(state, approved_by, executor, FORUM, at)
    assert [fault.code for fault in faults] == codes


def test_bronze_is_announced_first_and_gold_last() -> None:
    assert [medal.value for medal in ANNOUNCED] == ["bronze", "silver", "gold"]


@pytest.mark.parametrize(
    ("milli", "name"),
    [(100_000, "zone"), (90_000, "zone"), (89_999, "strong"), (75_000, "strong"), (74_999, "sound"),
     (60_000, "sound"), (59_999, "early"), (0, "early")],
)  # fmt: skip
def test_bands_begin_at_their_lower_bounds(milli: int, name: str) -> None:
    assert band(milli) == name


@given(st.sampled_from([" ", "-", "", "."]), st.booleans())
def test_a_code_is_understood_however_it_is_typed(between: str, lower: bool) -> None:
    code = new_code()
    written = between.join(code.replace("-", ""))
    assert tidy_code(written.lower() if lower else written) == code


@pytest.mark.parametrize("written", ["", "ABCDE", "ABCDE-FGHJ", "ABCDE-FGHJKL", "ҚАЗАҚ-СТАНЫ"])
def test_what_cannot_be_a_code_is_none(written: str) -> None:
    assert tidy_code(written) == ""


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def manifest(**changed: object) -> bytes:
    facts = {"layout": bundle.LAYOUT, "version": bundle.VERSION, "scope": "full", "files": {}}
    return json.dumps({**facts, **changed}).encode()


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "not a ZIP"),
        (b"PK\x03\x04" + b"\0" * 40, "not a ZIP"),
        (zipped({"edition.json": b"{}"}), "manifest.json is missing"),
        (zipped({"manifest.json": b"{"}), "not JSON"),
        (zipped({"manifest.json": b"[]"}), "does not describe"),
        (zipped({"manifest.json": manifest(layout="another")}), "does not describe"),
        (zipped({"manifest.json": manifest(version=2)}), "version 2 is unknown"),
        (zipped({"manifest.json": manifest(), "edition.json": b"\xff"}), "edition.json is not JSON"),
    ],
)
def test_what_is_not_a_bundle_is_refused_with_its_cause(data: bytes, cause: str) -> None:
    with pytest.raises(bundle.BundleError, match=cause):
        bundle.read(data)


def test_a_damaged_byte_inside_the_archive_is_refused() -> None:
    data = bytearray(zipped({"manifest.json": manifest(), "a.json": b"[1, 2, 3, 4, 5]"}))
    data[data.index(b"[1, 2")] ^= 1
    with pytest.raises(bundle.BundleError, match="not a ZIP"):
        bundle.read(bytes(data))


def test_the_same_records_give_the_same_bytes_and_the_public_bundle_lists_what_it_withholds() -> None:
    records = {name: [] for name in bundle.FILES}
    full = bundle.write(records, scope=Scope.FULL, year=2026, made_at="2026-11-01T00:00:00Z")
    assert bundle.write(records, scope=Scope.FULL, year=2026, made_at="2026-11-01T00:00:00Z") == full
    public = bundle.read(bundle.write(records, scope=Scope.PUBLIC, year=2026, made_at="2026-11-01T00:00:00Z"))
    assert set(public.manifest["withheld"]) == set(bundle.WITHHELD)
    assert set(public.data) == set(bundle.FILES) - set(bundle.WITHHELD)
    with pytest.raises(ValueError, match="a bundle has the files"):
        bundle.write({}, scope=Scope.FULL, year=2026, made_at="")
