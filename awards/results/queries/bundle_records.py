"""The records of a bundle that say who competed and who assessed: edition to score sheets."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from awards.assessment import queries as assessment
from awards.assessment.models import Assessor, Assignment, AssignmentRun, Mark, ScoreSheet
from awards.assessment.queries.clearances import case_file
from awards.competition import queries as competition
from awards.competition.models import Criterion, Decision
from awards.competition.queries import EditionFacts
from awards.core.workflow import EntryState, RunState
from awards.infra.audit import instant_text
from awards.infra.db import db
from awards.infra.files import Blob
from awards.registry import queries as registry
from awards.submissions.domain.manifest import content_digest, file_list
from awards.submissions.models import Entry, EntryVersion, VersionFile

JUDGED = (EntryState.ELIGIBLE, EntryState.INELIGIBLE)


def edition_record(edition: EditionFacts) -> dict[str, Any]:
    """Dates, nominations, categories, segments, and decisions by number: their subjects may name people."""
    decisions = db.session.scalars(
        select(Decision).where(Decision.edition_id == edition.id).order_by(Decision.recorded_at, Decision.id)
    )
    return {
        "id": edition.id,
        "year": edition.year,
        "title": _text(edition.title),
        "announced_on": edition.announced_on.isoformat(),
        "reference_date": edition.reference_date.isoformat(),
        "closes_at": instant_text(edition.closes_at),
        "forum_at": instant_text(edition.forum_at),
        "nominations": [
            {"id": one.id, "code": one.code, "kind": one.kind.value, "title": _text(one.title)}
            for one in competition.nominations(edition.id)
        ],
        "categories": [
            {"id": one.id, "code": one.code, "title": _text(one.title)}
            for one in competition.categories(edition.id)
        ],
        "segments": [
            {
                "id": one.id,
                "nomination": one.nomination.id,
                "category": one.category.id,
                "state": one.state.value,
            }
            for one in competition.segments(edition.id)
        ],
        "decisions": [
            {"id": row.id, "body": row.body.value, "number": row.number, "date": row.decided_on.isoformat()}
            for row in decisions
        ],
    }


def methodology_record(edition_id: str) -> dict[str, Any]:
    """Settings and rubrics in the very form whose digest was approved (`competition.methodology_digest`)."""
    facts = competition.methodology(edition_id)
    return {
        "settings": facts.settings.to_json(),
        "digest": facts.digest,
        "decision": facts.decision.id if facts.decision else None,
        "rubrics": {
            nomination.code: [
                {
                    "code": criterion.code,
                    "weight": criterion.weight,
                    "anchors": criterion.anchor_set,
                    "title": [criterion.title.kk, criterion.title.ru, criterion.title.en],
                }
                for criterion in competition.rubric(nomination.id).criteria
            ]
            for nomination in competition.nominations(edition_id)
        },
    }


def entry_records(edition_id: str) -> list[dict[str, Any]]:
    """Entries that were decided upon, by receipt: hashes only, no text and no names of files."""
    rows = db.session.execute(
        select(Entry, EntryVersion)
        .join(EntryVersion, EntryVersion.id == Entry.current_version_id)
        .where(Entry.edition_id == edition_id, Entry.state.in_(JUDGED))
        .order_by(EntryVersion.receipt)
    ).all()
    files: defaultdict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
    for version_id, kind, name, sha256, size in db.session.execute(
        select(VersionFile.version_id, VersionFile.kind, VersionFile.name, VersionFile.sha256, Blob.size)
        .join(Blob, Blob.sha256 == VersionFile.sha256)
        .where(VersionFile.version_id.in_([version.id for _, version in rows]))
    ):
        files[version_id].append((kind.value, name, sha256, size))
    return [
        {
            "id": entry.id,
            "receipt": version.receipt,
            "version": version.number,
            "segment": entry.segment_id,
            "state": entry.state.value,
            "content": content_digest(version.content, files[version.id]),
            "files": file_list(sorted(files[version.id])),
            "manifest": version.manifest,
        }
        for entry, version in rows
    ]


def assessor_records(edition_id: str) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(Assessor.id, Assessor.decision_id)
        .where(Assessor.edition_id == edition_id)
        .order_by(Assessor.id)
    )
    return [{"id": key, "decision": decision} for key, decision in rows]


def tie_records(edition_id: str) -> dict[str, Any]:
    """Everything p.121 reads on the pairs of the edition, as `assessment` itself reads it."""
    case = case_file(edition_id)
    return {
        "links": [
            {
                "id": link.id,
                "child": link.child_id,
                "parent": link.parent_id,
                "since": link.since.isoformat(),
                "until": link.until.isoformat() if link.until else None,
            }
            for link in registry.subordinations()
        ],
        "people": [
            {
                "assessor": one.id,
                "person": one.person_id,
                "ties": [
                    {
                        "record": tie.record_id,
                        "source": tie.source,
                        "kind": tie.kind.value,
                        "organisation": tie.organisation_id,
                        "since": tie.since.isoformat(),
                        "until": tie.until.isoformat() if tie.until else None,
                    }
                    for tie in case.ties.get(one.person_id, ())
                ],
            }
            for one in case.assessors
        ],
        "entrants": [
            {"entry": entry.id, "organisation": entry.organisation_id, "person": entry.person_id}
            for entry in case.entries
        ],
    }


def clearance_records(edition_id: str) -> list[dict[str, Any]]:
    """The verdict on each pair of a sitting assessor and an admitted entry."""
    case = case_file(edition_id)
    people, entries = {one.id for one in case.assessors}, {entry.id for entry in case.entries}
    return [
        {
            "assessor": assessor,
            "entry": entry,
            "verdict": facts.verdict.value,
            "records": sorted(str(reason.get("record_id", "")) for reason in facts.reasons),
        }
        for (assessor, entry), facts in sorted(assessment.clearances(edition_id).items())
        if assessor in people and entry in entries
    ]


def assignment_records(edition_id: str) -> list[dict[str, Any]]:
    """Pairs of confirmed runs; `suspended` where a conflict appeared after."""
    rows = db.session.execute(
        select(Assignment.run_id, Assignment.assessor_id, Assignment.entry_id, Assignment.suspended_at)
        .join(AssignmentRun, AssignmentRun.id == Assignment.run_id)
        .where(AssignmentRun.edition_id == edition_id, AssignmentRun.state == RunState.CONFIRMED)
        .order_by(Assignment.entry_id, Assignment.assessor_id, Assignment.run_id)
    )
    return [
        {"run": run, "assessor": assessor, "entry": entry, "suspended": suspended is not None}
        for run, assessor, entry, suspended in rows
    ]


def sheet_records(edition_id: str) -> list[dict[str, Any]]:
    """Every sheet that was ever locked, with its marks in half-levels by the criterion's code."""
    rows = db.session.execute(
        select(ScoreSheet)
        .join(Entry, Entry.id == ScoreSheet.entry_id)
        .where(Entry.edition_id == edition_id, ScoreSheet.locked_at.is_not(None))
        .order_by(ScoreSheet.id)
    ).scalars()
    marks: defaultdict[str, dict[str, int | None]] = defaultdict(dict)
    for sheet_id, code, half_level in db.session.execute(
        select(Mark.sheet_id, Criterion.code, Mark.half_level)
        .join(Criterion, Criterion.id == Mark.criterion_id)
        .join(ScoreSheet, ScoreSheet.id == Mark.sheet_id)
        .join(Entry, Entry.id == ScoreSheet.entry_id)
        .where(Entry.edition_id == edition_id, ScoreSheet.locked_at.is_not(None))
    ):
        marks[sheet_id][code] = half_level
    return [
        {
            "id": row.id,
            "entry": row.entry_id,
            "assessor": row.assessor_id,
            "state": row.state.value,
            "marks": marks[row.id],
            "total_milli": row.total_milli,
        }
        for row in rows
    ]


def _text(text: Any) -> dict[str, str]:
    return {"kk": text.kk, "ru": text.ru, "en": text.en}
