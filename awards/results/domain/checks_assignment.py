"""Checks of a bundle's foundation: methodology, entries, who was assigned and whether p.121 let them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from awards.assessment.domain.conflicts import Entrant, Groups, Tie, TieKind, Window, conflicts
from awards.core.canonical import digest
from awards.registry.domain import SubordinationFacts
from awards.results.domain.bundle import Bundle, sha256
from awards.submissions.domain.manifest import manifest_from

CLEAR, BLOCKED = "clear", "blocked"


def manifest(bundle: Bundle) -> Iterator[str]:
    """Every file is as the manifest says, none is missing or unlisted; the year is the edition's."""
    listed: dict[str, str] = dict(bundle.manifest["files"])
    for name, known in sorted(listed.items()):
        if name not in bundle.data:
            yield f"{name} is missing"
        elif sha256(bundle.data[name]) != known:
            yield f"{name} is not the file that the manifest lists"
    for name in sorted(set(bundle.data) - set(listed)):
        yield f"{name} is not listed"
    if bundle.manifest["year"] != bundle["edition"]["year"]:
        yield "manifest.json and edition.json name different years"


def methodology(bundle: Bundle) -> Iterator[str]:
    """Settings and rubrics have the digest that was approved, and every scoring run cites it."""
    approved = bundle["methodology"]
    found = digest({"settings": approved["settings"], "rubrics": approved["rubrics"]})
    if found != approved["digest"]:
        yield "settings and rubrics do not have the approved digest"
    decisions = {decision["id"] for decision in bundle["edition"]["decisions"]}
    if approved["decision"] not in decisions:
        yield "the decision that approved the methodology is not on record"
    for run in bundle["scoring"]:
        if run["methodology_digest"] != approved["digest"]:
            yield f"run {run['id']} was made by another methodology"


def entries(bundle: Bundle) -> Iterator[str]:
    """Every submitted version has the manifest of its content and files; receipts are not repeated."""
    segments = {segment["id"] for segment in bundle["edition"]["segments"]}
    receipts: set[str] = set()
    for entry in bundle["entries"]:
        facts = (entry["id"], entry["version"], entry["receipt"], entry["content"], entry["files"])
        if manifest_from(*facts) != entry["manifest"]:
            yield f"{entry['receipt']}: the files do not have the manifest of the receipt"
        if entry["segment"] not in segments:
            yield f"{entry['receipt']}: its segment is unknown"
        if entry["receipt"] in receipts:
            yield f"{entry['receipt']}: the receipt is repeated"
        receipts.add(entry["receipt"])


def assignment(bundle: Bundle) -> Iterator[str]:
    """Nobody in force on an entry has a conflict, and every sheet that was counted has its assignment."""
    in_force = {(pair["assessor"], pair["entry"]) for pair in bundle["assignments"] if not pair["suspended"]}
    known = {entry["id"] for entry in bundle["entries"] if entry["state"] == "eligible"}
    for _, entry in sorted(in_force):
        if entry not in known:
            yield f"entry {entry} is assigned but not admitted"
    for sheet in bundle["sheets"]:
        if sheet["state"] == "locked" and (sheet["assessor"], sheet["entry"]) not in in_force:
            yield f"sheet {sheet['id']} has no assignment in force"
    if bundle.has("ties") and bundle.has("clearances"):
        yield from _conflicts(bundle, in_force)


def _conflicts(bundle: Bundle, in_force: set[tuple[str, str]]) -> Iterator[str]:
    verdicts = {(one["assessor"], one["entry"]): one["verdict"] for one in bundle["clearances"]}
    tied = _tied(bundle)
    for assessor, entry in sorted(in_force | set(verdicts)):
        found = tied(assessor, entry)
        verdict = verdicts.get((assessor, entry))
        if (assessor, entry) in in_force and found:
            record = f"{found[0].kind} {found[0].record_id}"
            yield f"assessor {assessor} may not assess entry {entry}: {record} (p.121)"
        if (assessor, entry) in in_force and verdict != CLEAR:
            yield f"assessor {assessor} and entry {entry} are assigned without a clearance"
        if verdict in (CLEAR, BLOCKED) and (verdict == BLOCKED) != bool(found):
            yield f"assessor {assessor} and entry {entry}: the clearance says {verdict}, the records do not"


def _tied(bundle: Bundle) -> Any:
    """A function (assessor, entry) to every conflict under p.121, from the records alone."""
    settings, records = bundle["methodology"]["settings"], bundle["ties"]
    window = Window(date.fromisoformat(bundle["edition"]["reference_date"]), settings["window_months"])
    groups = Groups([_link(link) for link in records["links"]], siblings=settings["siblings_conflict"])
    people = {
        one["assessor"]: (one["person"], [_tie(tie) for tie in one["ties"]]) for one in records["people"]
    }
    entrants = {
        one["entry"]: Entrant(one["entry"], one["organisation"], one["person"]) for one in records["entrants"]
    }

    def found(assessor: str, entry: str) -> Any:
        person, ties = people[assessor]
        return conflicts(ties, entrants[entry], window, groups, person_id=person)

    return found


def _link(link: dict[str, Any]) -> SubordinationFacts:
    return SubordinationFacts(
        link["id"], link["child"], link["parent"], date.fromisoformat(link["since"]), _day(link["until"])
    )


def _tie(tie: dict[str, Any]) -> Tie:
    return Tie(
        tie["record"],
        tie["source"],
        TieKind(tie["kind"]),
        tie["organisation"],
        date.fromisoformat(tie["since"]),
        _day(tie["until"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
