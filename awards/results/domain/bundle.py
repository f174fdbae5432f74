"""The results bundle: a ZIP of JSON files from which everything that was announced can be computed again.

Layout, version 1 (UTF-8, keys sorted; instants ISO 8601 in UTC, dates ISO 8601; scores in milli-points):

`manifest.json`     layout, version, scope, year, made_at; `files`: SHA-256 of every other file;
                    `withheld`: SHA-256 of the files that the complete bundle of the same moment has besides
`edition.json`      the edition's dates; nominations, categories, segments; decisions by number and date
`methodology.json`  settings and rubrics as approved, and the digest that every result cites
`entries.json`      submitted entries: receipt, segment, state, digest of the content, SHA-256 of each file,
                    and the manifest over all of it, which the applicant's receipt shows
`assessors.json`    assessors by pseudonym, with the decision that named them
`ties.json`         what p.121 reads: dated ties of each assessor, subordination of bodies, entrants. `source`
                    names the register of a record: engagement, firm_consultant (assigned by a consulting
                    firm to its client), role_held, membership. It is told, not judged by: a register more
                    is no other layout, and older verifiers check such ties as they check the rest
`clearances.json`   the verdict on each pair of assessor and entry, and the records it rests on
`assignments.json`  who was assigned to what; `suspended` where a conflict appeared later
`sheets.json`       score sheets with every mark in half-levels 0-20, and their totals
`scoring.json`      scoring runs: method, sheets taken, parameters found, score of record of each entry
`finalists.json`    finalists of each segment with their scores, by which decision
`rounds.json`       votes: finalists, medals at stake, roster, ballots, casting decisions, the count
`verdicts.json`     medals by segment, how each was settled; a medal without a line is not awarded
`audit.json`        the log: for every event its place, the hash before it and the digest of its body; the
                    bodies themselves where they hold nothing personal; the head of the chain

People are pseudonyms: assessors and persons by random ids that stand nowhere else in public, jurors by a
number drawn for each vote, so that a juror's ballots in two segments cannot be put together. The ballots are
in it, for a count can only be checked from ballots; they carry neither receipt nor instant, and whose ballot
is the chair's is told only where p.123 settled a tie. Organisations are ids; winners are named once results
are public. The public bundle withholds `ties.json` and `clearances.json`: an applicant must never learn who
assessed them (R5), and would from a dated tie to their own body.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from awards.results.domain.vocabulary import Scope

LAYOUT, VERSION = "awards-results-bundle", 1
MANIFEST = "manifest.json"
FILES = (
    "edition.json", "methodology.json", "entries.json", "assessors.json", "ties.json", "clearances.json",
    "assignments.json", "sheets.json", "scoring.json", "finalists.json", "rounds.json", "verdicts.json",
    "audit.json",
)  # fmt: skip
WITHHELD = ("ties.json", "clearances.json")
"""Not in the public bundle."""
MAX_BYTES = 512 * 1024**2
_EPOCH = (1980, 1, 1, 0, 0, 0)


class BundleError(ValueError):
    """Not a bundle that can be read: `cause` says why."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True)
class Bundle:
    """A bundle as it was read: its manifest, the bytes and the content of each file by name."""

    manifest: Mapping[str, Any]
    data: Mapping[str, bytes]
    content: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """The content of `<name>.json`. Raises KeyError where the bundle has no such file."""
        return self.content[f"{name}.json"]

    def has(self, name: str) -> bool:
        return f"{name}.json" in self.content

    @property
    def is_public(self) -> bool:
        return self.manifest.get("scope") == Scope.PUBLIC.value


def write(records: Mapping[str, Any], *, scope: Scope, year: int, made_at: str) -> bytes:
    """The ZIP for `records` (file name to JSON value, exactly FILES); the same records give the same bytes.

    Raises ValueError when a file is missing or too many.
    """
    if set(records) != set(FILES):
        raise ValueError(f"a bundle has the files {', '.join(FILES)}")
    data = {name: _json(records[name]) for name in FILES}
    shown = [name for name in FILES if scope is Scope.FULL or name not in WITHHELD]
    manifest = {
        "layout": LAYOUT,
        "version": VERSION,
        "scope": scope.value,
        "year": year,
        "made_at": made_at,
        "files": {name: sha256(data[name]) for name in shown},
        "withheld": {name: sha256(data[name]) for name in FILES if name not in shown},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [(MANIFEST, _json(manifest)), *((name, data[name]) for name in shown)]:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read(data: bytes) -> Bundle:
    """The bundle in a ZIP.

    Raises BundleError for what is not a ZIP, is damaged or unpacks to more than 512 MB, has no manifest, is
    not of this layout and version, or holds a file that is not JSON in UTF-8.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
                raise BundleError(f"it unpacks to more than {MAX_BYTES // 1024**2} MB")
            names = archive.namelist()
            if len(set(names)) < len(names):
                raise BundleError("a file is in it twice")
            found = {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise BundleError(f"not a ZIP file that can be read ({error})") from error
    if MANIFEST not in found:
        raise BundleError(f"{MANIFEST} is missing")
    content = {name: _parsed(name, raw) for name, raw in found.items() if name.endswith(".json")}
    manifest = content.pop(MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("layout") != LAYOUT:
        raise BundleError(f"{MANIFEST} does not describe a results bundle")
    if manifest.get("version") != VERSION:
        raise BundleError(
            f"layout version {manifest.get('version')!r} is unknown; this reads version {VERSION}"
        )
    del found[MANIFEST]
    return Bundle(manifest, found, content)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False).encode()


def _parsed(name: str, raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BundleError(f"{name} is not JSON in UTF-8 ({error})") from error
