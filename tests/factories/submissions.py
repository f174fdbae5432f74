"""Entries for tests: drafts with files, submitted versions, eligibility decisions, straight into tables."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from itertools import count
from typing import TypeVar

from awards.competition import queries as competition
from awards.competition.domain import RubricTemplate
from awards.competition.models import Edition, Nomination
from awards.core.identifiers import new_id
from awards.core.text import Locale
from awards.core.workflow import EntryState
from awards.infra.db import db
from awards.infra.files import Blob
from awards.registry.models import Organisation, Person, Project
from awards.submissions.domain import (
    Answer,
    Contact,
    Entrant,
    EntryFactsData,
    FileKind,
    Verdict,
    WorkingCopy,
    version_content,
)
from awards.submissions.domain.content import from_json, to_json
from awards.submissions.models import DraftFile, EligibilityDecision, Entry, EntryVersion, VersionFile
from awards.submissions.queries import areas_of, draft_files
from awards.submissions.services import manifest_of
from tests.factories.competition import nomination_of
from tests.factories.registry import make_organisation, make_project

PDF = "application/pdf"
_serial = count(1)
Row = TypeVar("Row")


def make_entry(
    edition: Edition,
    organisation: Organisation | None = None,
    nomination: Nomination | None = None,
    *,
    state: EntryState = EntryState.SUBMITTED,
    title: str = "",
    language: Locale = Locale.KK,
    project: Project | None = None,
    person: Person | None = None,
    created_by: str = "tester",
    submitted_at: datetime | None = None,
    complete: bool = True,
    attached: bool = True,
) -> Entry:
    """An entry of `edition`; by default a submitted one for Best Project, of a new organisation and project.

    States beyond DRAFT bring a version with a report, submitted an hour before the close; ELIGIBLE and
    INELIGIBLE bring the decision too. `complete=False` leaves the answers out, `attached=False` the report.
    """
    organisation = organisation or make_organisation(f"«Демо» ұйым {next(_serial)}")
    nomination = nomination or nomination_of(edition)
    if nomination.template is RubricTemplate.BEST_PROJECT and project is None:
        project = make_project(organisation)
    category = competition.category_for(edition.id, organisation.kind)
    assert category is not None
    segment_id = competition.segment_for(nomination.id, category.id)
    saved_at = submitted_at or edition.closes_at - timedelta(hours=1)
    copy = working_copy(nomination, title or "Ауыл мектептеріне интернет", language, complete=complete)
    entry = Entry(
        id=new_id(),
        edition_id=edition.id,
        nomination_id=nomination.id,
        category_id=category.id,
        segment_id=segment_id,
        organisation_id=organisation.id,
        project_id=project.id if project else None,
        person_id=person.id if person else None,
        subject_key=project.id if project else person.id if person else organisation.id,
        title=copy.facts.title,
        language=language,
        content=to_json(copy),
        state=EntryState.DRAFT,
        created_by=created_by,
        created_at=edition.opens_at,
        saved_at=saved_at,
    )
    _added(entry)
    if attached:
        make_draft_file(entry)
    if state in (EntryState.SUBMITTED, EntryState.ELIGIBLE, EntryState.INELIGIBLE):
        make_version(entry, saved_at)
        entry.state = state
    if state in (EntryState.ELIGIBLE, EntryState.INELIGIBLE):
        make_decision(entry, Verdict(state.value))
    if state is EntryState.WITHDRAWN:
        entry.state = state
    db.session.flush()
    return entry


def working_copy(
    nomination: Nomination, title: str, language: Locale = Locale.KK, *, complete: bool = True
) -> WorkingCopy:
    """Facts and, where `complete`, an answer for each area of the nomination's rubric."""
    contact = Contact("Әлия Сәрсенова", "aliya@example.kz", "+7 700 000 00 00")
    facts = EntryFactsData(title, language, "Үш ауданның 120 мектебі қосылды." if complete else "", contact)
    areas = competition.rubric(nomination.id).areas if complete else ()
    return WorkingCopy(
        facts, {area.code: Answer(f"{area.title.kk}: не істелді", "2-қосымша") for area in areas}
    )


def make_blob(content: bytes = b"", media_type: str = PDF) -> Blob:
    """A row for bytes that need not exist: enough for everything but opening the file."""
    data = content or f"report {next(_serial)}".encode()
    return _added(
        Blob(
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data) if content else 1_200_000,
            media_type=media_type,
            stored_at=datetime.fromisoformat("2026-06-01T06:00:00+00:00"),
        )
    )


def make_draft_file(
    entry: Entry, kind: FileKind = FileKind.REPORT, name: str = "Есеп.pdf", *, blob: Blob | None = None
) -> DraftFile:
    return _added(
        DraftFile(
            entry_id=entry.id,
            kind=kind,
            name=name,
            sha256=(blob or make_blob()).sha256,
            attached_by=entry.created_by,
            attached_at=entry.saved_at,
        )
    )


def make_version(entry: Entry, at: datetime, number: int = 1) -> EntryVersion:
    """A submitted version of the working copy as it stands, without an audit event or a letter."""
    edition = db.session.get_one(Edition, entry.edition_id)
    organisation = db.session.get_one(Organisation, entry.organisation_id)
    project = db.session.get(Project, entry.project_id) if entry.project_id else None
    person = db.session.get(Person, entry.person_id) if entry.person_id else None
    entrant = Entrant(
        organisation.id,
        organisation.bin,
        organisation.name,
        (project.id, project.number, project.title) if project else None,
        (person.id, person.full_name) if person else None,
    )
    copy = from_json(entry.title, entry.language, entry.content)
    content = version_content(copy, areas_of(entry.nomination_id), entrant)
    receipt = f"QPMA-{edition.year}-{next(_serial) + 500_000:06d}"
    version = _added(
        EntryVersion(
            entry_id=entry.id,
            number=number,
            receipt=receipt,
            content=content,
            manifest=manifest_of(entry.id, number, receipt, content, draft_files(entry.id)),
            submitted_by=entry.created_by,
            submitted_at=at,
        )
    )
    for file in db.session.query(DraftFile).filter_by(entry_id=entry.id):
        _added(VersionFile(version_id=version.id, kind=file.kind, name=file.name, sha256=file.sha256))
    entry.current_version_id = version.id
    db.session.flush()
    return version


def make_decision(entry: Entry, verdict: Verdict = Verdict.ELIGIBLE, reason: str = "") -> EligibilityDecision:
    """The secretary's decision on the newest version, ten days after the close."""
    edition = db.session.get_one(Edition, entry.edition_id)
    return _added(
        EligibilityDecision(
            entry_id=entry.id,
            version_id=entry.current_version_id,
            verdict=verdict,
            findings=[],
            reason=reason or ("" if verdict is Verdict.ELIGIBLE else "p.85"),
            decided_by="secretary",
            decided_at=edition.closes_at + timedelta(days=10),
        )
    )


def _added(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
