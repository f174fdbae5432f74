"""Reading submitted versions, their files and receipts, and the working copy before them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from awards.accounts.models import User
from awards.competition import queries as competition
from awards.competition.domain import Area
from awards.competition.queries import EditionFacts
from awards.core.permissions import Subject
from awards.core.text import Locale, Text
from awards.infra import audit
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.files import Blob
from awards.submissions.domain import Answer, AreaFacts, FileKind, Section, WorkingCopy, sections
from awards.submissions.domain.content import from_json
from awards.submissions.models import DraftFile, Entry, EntryVersion, VersionFile
from awards.submissions.queries.entries import EntryFacts, get_entry


@dataclass(frozen=True)
class FileFacts:
    """A file of a working copy or of a version; `size` in bytes."""

    id: str
    kind: FileKind
    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True)
class AnswerFacts:
    """An answer beside the title its area had when it was given."""

    area: Text
    answer: Answer


@dataclass(frozen=True)
class VersionFacts:
    """What was submitted. `content` is the frozen JSON; the properties read it for pages."""

    id: str
    entry_id: str
    number: int
    receipt: str
    content: dict[str, Any]
    manifest: str
    submitted_by: str
    submitted_at: datetime
    files: tuple[FileFacts, ...]

    @property
    def title(self) -> str:
        return str(self.content["title"])

    @property
    def language(self) -> Locale:
        return Locale(self.content["language"])

    @property
    def summary(self) -> str:
        return str(self.content["summary"])

    @property
    def answers(self) -> tuple[AnswerFacts, ...]:
        return tuple(
            AnswerFacts(Text(**row["title"]), Answer(row["done"], row["evidence"]))
            for row in self.content["answers"]
        )

    @property
    def organisation(self) -> Text:
        return Text(**self.content["organisation"]["name"])

    @property
    def project(self) -> tuple[str, Text] | None:
        """(number, title) of the project as they were."""
        row = self.content["project"]
        return (row["number"], Text(**row["title"])) if row else None

    @property
    def person(self) -> str | None:
        row = self.content["person"]
        return row["name"] if row else None


@dataclass(frozen=True)
class _OfEntry:
    """What hangs on an entry: it is guarded by the entry's subject and shown under its edition."""

    entry: EntryFacts

    @property
    def subject(self) -> Subject:
        return self.entry.subject

    @property
    def edition(self) -> EditionFacts:
        return self.entry.edition


@dataclass(frozen=True)
class VersionPage(_OfEntry):
    """A version with its entry: what a page about it is loaded with."""

    version: VersionFacts


@dataclass(frozen=True)
class VersionFilePage(_OfEntry):
    """A file of a version with its entry."""

    version_id: str
    file: FileFacts


@dataclass(frozen=True)
class DraftFilePage(_OfEntry):
    """A file of a working copy with its entry."""

    file: FileFacts


@dataclass(frozen=True)
class DraftPage(_OfEntry):
    """The working copy of an entry: what is written, what is attached, how far each section is."""

    copy: WorkingCopy
    files: tuple[FileFacts, ...]
    sections: tuple[Section, ...]
    saved_at: datetime

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)


@dataclass(frozen=True)
class SectionPage:
    """One area of a working copy."""

    draft: DraftPage
    section: Section

    @property
    def entry(self) -> EntryFacts:
        return self.draft.entry

    @property
    def subject(self) -> Subject:
        return self.draft.subject

    @property
    def edition(self) -> EditionFacts:
        return self.draft.edition


@dataclass(frozen=True)
class ReceiptFacts:
    """Where the submission stands in the audit chain; `hash` covers everything before it."""

    seq: int
    hash: str
    submitted_by: str


def areas_of(nomination_id: str) -> tuple[AreaFacts, ...]:
    """The areas that an entry in this nomination answers, in the rubric's order."""
    return tuple(AreaFacts(area.code, area.title) for area in competition.rubric(nomination_id).areas)


def rubric_area(nomination_id: str, code: str) -> Area | None:
    """The area with its criteria: what assessors will look at."""
    return next((area for area in competition.rubric(nomination_id).areas if area.code == code), None)


def draft_files(entry_id: str) -> tuple[FileFacts, ...]:
    """Files of the working copy in the order they were attached."""
    rows = db.session.execute(
        select(DraftFile, Blob)
        .join(Blob, Blob.sha256 == DraftFile.sha256)
        .where(DraftFile.entry_id == entry_id)
        .order_by(DraftFile.attached_at, DraftFile.id)
    )
    return tuple(_file(file, blob) for file, blob in rows)


def _file(file: DraftFile | VersionFile, blob: Blob) -> FileFacts:
    return FileFacts(file.id, file.kind, file.name, file.sha256, blob.size, blob.media_type)


def get_draft(entry_id: str) -> DraftPage | None:
    """The working copy of an entry with its task list."""
    entry = get_entry(entry_id)
    if entry is None:
        return None
    row = db.session.get_one(Entry, entry_id)
    files = draft_files(entry_id)
    copy = from_json(row.title, row.language, row.content)
    found = sections(copy, areas_of(row.nomination_id), [file.kind for file in files])
    return DraftPage(entry, copy, files, found, row.saved_at)


def get_section(entry_id: str, area: str) -> SectionPage | None:
    """The area `area` of an entry's working copy."""
    draft = get_draft(entry_id)
    section = draft.section(f"area-{area}") if draft else None
    return SectionPage(draft, section) if draft and section else None


def get_version(version_id: str | None) -> VersionFacts | None:
    """A submitted version with its files, report first."""
    row = db.session.get(EntryVersion, version_id) if version_id else None
    if row is None:
        return None
    files = db.session.execute(
        select(VersionFile, Blob)
        .join(Blob, Blob.sha256 == VersionFile.sha256)
        .where(VersionFile.version_id == row.id)
    )
    order = list(FileKind)
    found = sorted(
        (_file(file, blob) for file, blob in files),
        key=lambda file: (order.index(file.kind), file.name, file.id),
    )
    return VersionFacts(
        row.id, row.entry_id, row.number, row.receipt, row.content, row.manifest,
        row.submitted_by, row.submitted_at, tuple(found),
    )  # fmt: skip


def versions_of(entry_id: str) -> tuple[VersionFacts, ...]:
    """All submitted versions of an entry, the newest first."""
    ids = db.session.scalars(
        select(EntryVersion.id).where(EntryVersion.entry_id == entry_id).order_by(EntryVersion.number.desc())
    ).all()
    return tuple(version for version in map(get_version, ids) if version)


def get_version_page(entry_id: str, number: int) -> VersionPage | None:
    """The version `number` of an entry."""
    version_id = db.session.scalar(
        select(EntryVersion.id).where(EntryVersion.entry_id == entry_id, EntryVersion.number == number)
    )
    entry, version = get_entry(entry_id), get_version(version_id)
    return VersionPage(entry, version) if entry and version else None


def get_version_file(entry_id: str, file_id: str) -> VersionFilePage | None:
    """A file of any version of this entry."""
    row = db.session.execute(
        select(VersionFile, Blob)
        .join(Blob, Blob.sha256 == VersionFile.sha256)
        .join(EntryVersion, EntryVersion.id == VersionFile.version_id)
        .where(VersionFile.id == file_id, EntryVersion.entry_id == entry_id)
    ).one_or_none()
    entry = get_entry(entry_id)
    if row is None or entry is None:
        return None
    file, blob = row
    return VersionFilePage(with_requests(entry, file.version_id), file.version_id, _file(file, blob))


def get_draft_file(entry_id: str, file_id: str) -> DraftFilePage | None:
    """A file of this entry's working copy."""
    entry = get_entry(entry_id)
    file = next((file for file in draft_files(entry_id) if file.id == file_id), None)
    return DraftFilePage(entry, file) if entry and file else None


def receipt_of(version: VersionFacts) -> ReceiptFacts:
    """The event in the audit chain that the submission wrote, and who acted."""
    event = db.session.execute(
        select(AuditEvent).where(AuditEvent.event == "entry.submitted", AuditEvent.object_id == version.id)
    ).scalar_one_or_none()
    name = db.session.scalar(select(User.name).where(User.id == version.submitted_by)) or ""
    return ReceiptFacts(event.seq, event.hash, name) if event else ReceiptFacts(0, audit.GENESIS, name)


def with_requests(entry: EntryFacts, version_id: str | None = None) -> EntryFacts:
    """The entry with the observers who asked, in the log, to read that version (the newest by default)."""
    asked = db.session.scalars(
        select(AuditEvent.actor_id).where(
            AuditEvent.event == "entry.content_requested",
            AuditEvent.object_id == (version_id or entry.version_id or ""),
        )
    )
    return replace(entry, asked_ids=frozenset(asked))
