"""A real edition's bundle is verified without its database, and no figure in it changes unseen."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from awards.cli import main
from awards.competition import queries as competition
from awards.results.domain import bundle, verification
from awards.results.domain.vocabulary import Scope
from awards.results.queries.bundle import make_bundle
from tests.factories.results import JURORS, SEALED, SealedEdition

Path_ = tuple[str | int, ...]
EXPECTED = (
    (r"manifest/.*", {"manifest"}),
    (r"edition/year", {"manifest"}),
    (r"methodology/.*", {"methodology"}),
    (r"entries/.*", {"entries"}),
    (r"sheets/\*/marks/.*", {"sheets"}),
    (r"sheets/\*/total_milli", {"sheets", "scoring", "log"}),
    (r"scoring/.*", {"scoring"}),
    (r"finalists/.*", {"finalists"}),
    (r"rounds/.*", {"rounds"}),
    (r"verdicts/.*", {"medals"}),
    (r"audit/.*", {"audit"}),
)
"""Which checks must notice a figure changed at a place (`*` for any index); others may notice it too."""


@pytest.fixture(scope="module")
def records() -> dict[str, bytes]:
    return {}


@pytest.fixture
def made(app: Flask, sealed: SealedEdition, records: dict[str, bytes]) -> bytes:
    """The complete bundle of the sealed edition, made once."""
    if not records:
        edition = competition.edition_by_id(sealed.edition_id)
        assert edition is not None
        records["full"] = make_bundle(edition, Scope.FULL, at=SEALED)
        records["public"] = make_bundle(edition, Scope.PUBLIC, at=SEALED)
    return records["full"]


def unzipped(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def zipped(files: dict[str, Any]) -> bytes:
    """The files with a manifest that fits them."""
    data = {name: json.dumps(value).encode() for name, value in files.items() if name != bundle.MANIFEST}
    manifest = {**files[bundle.MANIFEST], "files": {name: bundle.sha256(raw) for name, raw in data.items()}}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(bundle.MANIFEST, json.dumps(manifest))
        for name, raw in data.items():
            archive.writestr(name, raw)
    return out.getvalue()


def failing(data: bytes) -> set[str]:
    return {check["check"] for check in verification.report(data)["checks"] if not check["ok"]}


def numbers(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from numbers(item, (*path, key))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from numbers(item, (*path, at))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def changed(files: dict[str, Any], path: Path_, change: Callable[[Any], Any]) -> bytes:
    copy = json.loads(json.dumps(files))
    place = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = change(place[path[-1]])
    return zipped(copy)


def pattern(path: Path_) -> str:
    return "/".join("*" if isinstance(key, int) else str(key).removesuffix(".json") for key in path)


def test_a_sealed_edition_is_verified_in_both_scopes(made: bytes, records: dict[str, bytes]) -> None:
    for data in records.values():
        answer = verification.report(data)
        assert [check for check in answer["checks"] if not check["ok"]] == []
        assert answer["verified"] is True


def test_a_figure_changed_anywhere_is_noticed_by_the_check_it_belongs_to(made: bytes) -> None:
    """Of every kind of figure the first, the middle and the last one."""
    files = unzipped(made)
    assert failing(zipped(files)) == set()
    places: dict[str, list[Path_]] = {}
    for path in numbers({name: value for name, value in files.items() if name != bundle.MANIFEST}):
        places.setdefault(pattern(path), []).append(path)
    assert len(places) > 60
    for kind, paths in places.items():
        wanted = next(names for place, names in EXPECTED if re.fullmatch(place, kind))
        for path in {paths[0], paths[len(paths) // 2], paths[-1]}:
            found = failing(changed(files, path, lambda figure: figure + 1))
            assert wanted <= found, f"{path}: {found}"


def test_a_changed_mark_fails_the_sheets_and_nothing_else(made: bytes) -> None:
    files = unzipped(made)
    sheet = files["sheets.json"][0]
    code = next(code for code, level in sheet["marks"].items() if level < 20)
    path = ("sheets.json", 0, "marks", code)
    assert failing(changed(files, path, lambda level: level + 1)) == {"sheets"}


def test_a_standard_error_off_by_a_little_fails_the_scoring(made: bytes) -> None:
    files = unzipped(made)
    run = next(at for at, one in enumerate(files["scoring.json"]) if one["scores"])
    path = ("scoring.json", run, "scores", 0, "se")
    assert failing(changed(files, path, lambda error: error * 1.00001)) == {"scoring"}


@pytest.mark.parametrize("source", ["engagement", "firm_consultant"])
def test_a_longer_tie_makes_an_assignment_a_conflict(made: bytes, source: str) -> None:
    """An engagement of an assigned assessor with the entrant, open to this day: p.121."""
    files = unzipped(made)
    pair = files["assignments.json"][0]
    entrant = next(one for one in files["ties.json"]["entrants"] if one["entry"] == pair["entry"])
    person = next(one for one in files["ties.json"]["people"] if one["assessor"] == pair["assessor"])
    person["ties"].append(
        {
            "record": "0" * 32,
            "source": source,
            "kind": "consultancy",
            "organisation": entrant["organisation"],
            "since": "2020-01-01",
            "until": None,
        }
    )
    assert failing(zipped(files)) == {"assignment"}


def test_a_tie_that_is_left_out_contradicts_the_clearance(made: bytes) -> None:
    files = unzipped(made)
    tied = next(one for one in files["ties.json"]["people"] if one["ties"])
    tied["ties"] = []
    assert failing(zipped(files)) == {"assignment"}


def test_another_ballot_fails_the_count(made: bytes) -> None:
    """The chair's ballot settled gold: turned around, the count names somebody else."""
    files = unzipped(made)
    vote = files["rounds.json"][0]
    assert vote["chair"] is not None
    chair = next(one for one in vote["ballots"] if one["juror"] == vote["chair"])
    chair["ranking"].reverse()
    assert {"rounds", "medals"} <= failing(zipped(files))


def test_a_medal_moved_to_another_finalist_fails_the_medals_and_the_log(made: bytes) -> None:
    files = unzipped(made)
    verdict = next(one for one in files["verdicts.json"] if len(one["awards"]) == 3)
    first, second = verdict["awards"][:2]
    first["entry"], second["entry"] = second["entry"], first["entry"]
    first["milli"], second["milli"] = second["milli"], first["milli"]
    assert failing(zipped(files)) == {"medals", "log"}


def test_an_event_left_out_or_reworded_breaks_the_log(made: bytes) -> None:
    files = unzipped(made)
    shorter = json.loads(json.dumps(files))
    del shorter["audit.json"]["events"][4]
    assert failing(zipped(shorter)) == {"audit"}
    event = next(one for one in files["audit.json"]["events"] if "body" in one)
    event["body"]["at"] = "2026-01-01T00:00:00.000000Z"
    assert failing(zipped(files)) == {"audit"}


def test_a_file_changed_after_the_manifest_is_noticed(made: bytes) -> None:
    files = unzipped(made)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, value in files.items():
            archive.writestr(name, json.dumps(value))
    assert failing(out.getvalue()) == {"manifest"}


def test_the_bundle_names_nobody(made: bytes, records: dict[str, bytes]) -> None:
    """Before publication neither people nor organisations nor titles are in it; ties never are in public."""
    for data in records.values():
        text = json.dumps(unzipped(data), ensure_ascii=False)
        for name in ("Ассессор", *JURORS, "Үміт", "Өркен", "«Демо»", "интернет", "example.kz"):
            assert name not in text
    public = unzipped(records["public"])
    assert {"ties.json", "clearances.json"}.isdisjoint(public)
    assert set(public["manifest.json"]["withheld"]) == {"ties.json", "clearances.json"}
    assert all(
        event["body"]["event"] != "sheet.locked"
        for event in public["audit.json"]["events"]
        if "body" in event
    )


def test_ballots_carry_nothing_that_leads_to_a_juror(made: bytes, app: Flask, sealed: SealedEdition) -> None:
    vote = unzipped(made)["rounds.json"][0]
    assert all(set(ballot) == {"juror", "ranking"} for ballot in vote["ballots"])
    assert sorted(vote["roster"]) == ["J1", "J2", "J3", "J4"]
    edition = competition.edition_by_id(sealed.edition_id)
    assert edition is not None
    drawn = {
        unzipped(make_bundle(edition, Scope.FULL, at=SEALED))["rounds.json"][0]["chair"] for _ in range(20)
    }
    assert len(drawn) > 1


def test_the_command_answers_with_its_statuses(made: bytes, tmp_path: Path) -> None:
    good, bad, none = tmp_path / "good.zip", tmp_path / "bad.zip", tmp_path / "none.zip"
    good.write_bytes(made)
    files = unzipped(made)
    files["edition.json"]["year"] += 1
    bad.write_bytes(zipped(files))
    none.write_bytes(b"PK\x03\x04 cut off")
    run = CliRunner()
    answers = [run.invoke(main, ["verify", str(path)]) for path in (good, bad, none, tmp_path / "no.zip")]
    assert [answer.exit_code for answer in answers] == [0, 1, 2, 2]
    assert json.loads(answers[0].stdout)["verified"] is True
    checks = json.loads(answers[1].stdout)["checks"]
    assert [set(check) for check in checks] == [{"check", "ok", "detail"}] * len(checks)
    assert [len(answer.stderr.strip().splitlines()) for answer in answers[2:]] == [1, 1]
    assert answers[2].stderr.startswith(str(none))
    assert run.invoke(main, ["verify", "-"], input=made).exit_code == 0
