"""Checks of a bundle's scores: totals from marks, calibration from totals, finalists from scores."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from awards.assessment.domain.calibration import CalibrationRun, calibrate
from awards.assessment.domain.finalists import finalists as by_rule
from awards.assessment.domain.naming import assessor_codes
from awards.assessment.domain.panel import Panel, input_digest
from awards.core.canonical import digest
from awards.core.points import criterion_milli, to_milli
from awards.results.domain.bundle import Bundle

CLOSE = 1e-6
"""Relative: errors and parameters come out alike to this on every machine, scores of record exactly."""


def sheets(bundle: Bundle) -> Iterator[str]:
    """Every sheet marks exactly the criteria of its rubric, and its total is Σ weight × level / 10."""
    rubrics = _rubrics(bundle)
    pairs: set[tuple[str, str]] = set()
    for sheet in bundle["sheets"]:
        weights = rubrics[sheet["entry"]]
        marks: dict[str, int] = sheet["marks"]
        if marks.keys() != weights.keys():
            yield f"sheet {sheet['id']} does not mark the criteria of its rubric"
            continue
        if not all(isinstance(level, int) and 0 <= level <= 20 for level in marks.values()):
            yield f"sheet {sheet['id']} has a level outside 0 to 10"
            continue
        total = sum(criterion_milli(weights[code], level) for code, level in marks.items())
        if total != sheet["total_milli"]:
            yield f"sheet {sheet['id']}: the marks make {total}, the sheet says {sheet['total_milli']}"
        if (sheet["assessor"], sheet["entry"]) in pairs:
            yield f"assessor {sheet['assessor']} has two sheets for entry {sheet['entry']}"
        pairs.add((sheet["assessor"], sheet["entry"]))


def _rubrics(bundle: Bundle) -> dict[str, dict[str, int]]:
    """Entry id to the weights of its nomination's criteria."""
    codes = {one["id"]: one["code"] for one in bundle["edition"]["nominations"]}
    nomination = {one["id"]: codes[one["nomination"]] for one in bundle["edition"]["segments"]}
    weights = {
        code: {criterion["code"]: criterion["weight"] for criterion in criteria}
        for code, criteria in bundle["methodology"]["rubrics"].items()
    }
    return {entry["id"]: weights[nomination[entry["segment"]]] for entry in bundle["entries"]}


def scoring(bundle: Bundle) -> Iterator[str]:
    """Every run, computed again from its sheets by its method, gives the scores of record it names."""
    by_id = {sheet["id"]: sheet for sheet in bundle["sheets"]}
    receipts = {entry["id"]: entry["receipt"] for entry in bundle["entries"]}
    named = bundle["methodology"]["settings"]["aggregation"]
    for run in bundle["scoring"]:
        if run["method"] != named:
            yield f"run {run['id']} was not made by the method {named} of the methodology"
        missing = [sheet for sheet in run["sheets"] if sheet not in by_id]
        if missing:
            yield f"run {run['id']} took sheet {missing[0]}, which is not in the bundle"
            continue
        panel = _panel([by_id[sheet] for sheet in run["sheets"]], receipts)
        if (input_digest(panel) if panel else digest({"sheets": []})) != run["input_digest"]:
            yield f"run {run['id']} was made from other sheets than it names"
        yield from _scores(run, calibrate(panel, run["method"]) if panel else None, receipts)
    yield from _minimum(bundle)


def _panel(sheets: list[dict[str, Any]], receipts: dict[str, str]) -> Panel | None:
    codes = assessor_codes(sheet["assessor"] for sheet in sheets)
    rows = [(receipts[sheet["entry"]], codes[sheet["assessor"]], sheet["total_milli"]) for sheet in sheets]
    return Panel.from_rows(rows) if rows else None


def _scores(
    run: dict[str, Any], calibrated: CalibrationRun | None, receipts: dict[str, str]
) -> Iterator[str]:
    found = {row.entry: row for row in calibrated.entries} if calibrated else {}
    for score in run["scores"]:
        row = found.get(receipts[score["entry"]])
        if row is None:
            yield f"run {run['id']} scores entry {score['entry']}, which has no sheet"
        elif (score["milli"], score["raw_milli"], score["sheets"]) != (row.milli, to_milli(row.raw), row.n):
            yield f"entry {score['entry']}: the sheets give {row.milli}, the run says {score['milli']}"
        elif not _alike(score["se"], row.se):
            yield f"entry {score['entry']}: the standard error is {row.se}, not {score['se']}"
    if calibrated:
        parameters = run["parameters"]
        ours = {"lambda": calibrated.ratio, "sigma": calibrated.sigma, "tau": calibrated.tau}
        for name, value in ours.items():
            if not _alike(parameters[name], value):
                yield f"run {run['id']}: {name} is {value}, not {parameters[name]}"
        if parameters["gate"] != ("open" if calibrated.gate_open else "closed"):
            yield f"run {run['id']}: the gate of the calibration is not {parameters['gate']}"


def _alike(said: float | None, found: float | None) -> bool:
    if said is None or found is None:
        return said is found
    return math.isclose(said, found, rel_tol=CLOSE, abs_tol=1e-9)


def _minimum(bundle: Bundle) -> Iterator[str]:
    """An entry below the minimum of sheets has no final score (D10)."""
    least = bundle["methodology"]["settings"]["minimum_sheets"]
    for run in bundle["scoring"]:
        for score in run["scores"]:
            if score["sheets"] < least:
                yield f"entry {score['entry']} was scored from {score['sheets']} sheets, {least} are needed"


def finalists(bundle: Bundle) -> Iterator[str]:
    """Finalists are exactly those the rule names from the segment's last run, as scored (p.122, D5)."""
    runs = {run["id"]: run for run in bundle["scoring"]}
    replaced = {run["replaces"] for run in bundle["scoring"]}
    top_n = bundle["methodology"]["settings"]["top_n"]
    admitted: dict[str, set[str]] = {segment["id"]: set() for segment in bundle["edition"]["segments"]}
    for entry in bundle["entries"]:
        if entry["state"] == "eligible":
            admitted[entry["segment"]].add(entry["id"])
    for decided in bundle["finalists"]:
        run = runs[decided["run"]]
        scores = {score["entry"]: score["milli"] for score in run["scores"]}
        if run["id"] in replaced or run["segment"] != decided["segment"]:
            yield f"segment {decided['segment']}: its finalists do not rest on its last run"
        if scores.keys() != admitted[decided["segment"]]:
            yield f"segment {decided['segment']}: the run does not score exactly its admitted entries"
        ruled = {place.entry_id: place.milli for place in by_rule(scores, top_n)}
        said = {one["entry"]: one["milli"] for one in decided["entries"]}
        if ruled != said:
            yield f"segment {decided['segment']}: the finalists are not those the rule names"
