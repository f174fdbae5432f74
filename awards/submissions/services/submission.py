"""Submitting: under the lock of the call an immutable version, its receipt, its event and its letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from awards.core.actor import Actor
from awards.core.clock import ASTANA
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import EntryState
from awards.infra import audit, lifecycle
from awards.infra.db import db
from awards.registry import queries as registry
from awards.submissions import queries
from awards.submissions.domain import (
    Entrant,
    blockers,
    manifest,
    receipt_number,
    receipt_serial,
    version_content,
)
from awards.submissions.models import Entry, EntryVersion, VersionFile
from awards.submissions.queries import DraftPage, EntryFacts, FileFacts
from awards.submissions.services.drafts import editable
from awards.submissions.services.letters import tell_members


@dataclass(frozen=True)
class Consents:
    """What the person who submits declares: the data are true, and personal data may be processed."""

    accuracy: bool
    personal_data: bool


def submit_entry(entry_id: str, consents: Consents, *, actor: Actor, at: datetime) -> EntryVersion:
    """Submit the working copy as the next version; the entry is submitted then, or stays so.

    A working copy that says what the version in force says is that version: nothing is added.

    `at` must be read after `lock_call` (on SQLite, after the writing transaction began). Refused with
    `submissions.call_closed` from the closing instant on, with every reason that still blocks, and without
    both consents.
    """
    entry = editable(entry_id, actor=actor, at=at)
    draft = queries.get_draft(entry_id)
    if draft is None:
        raise Refusal("submissions.no_entry")
    if not (consents.accuracy and consents.personal_data):
        raise Refusal("submissions.consents_missing")
    reasons = blockers(draft.sections)
    if reasons:
        raise Refusals(reasons)
    if (same := _submitted_already(entry, draft)) is not None:
        return same
    version = _new_version(entry, draft, actor, at)
    entry.current_version_id = version.id
    lifecycle.advance(
        entry, EntryState.SUBMITTED, actor=actor, at=at, edition_id=entry.edition_id, reason=version.receipt
    )
    db.session.flush()
    _seal(version, entry, actor=actor, at=at)
    return version


def _submitted_already(entry: Entry, draft: DraftPage) -> EntryVersion | None:
    """The version in force where the working copy says the same: a button pressed twice is one act."""
    current = queries.get_version(entry.current_version_id)
    if entry.state is not EntryState.SUBMITTED or current is None:
        return None
    mine = (_content_of(entry, draft), sorted(_rows(draft.files)))
    if mine != (current.content, sorted(_rows(current.files))):
        return None
    return db.session.get_one(EntryVersion, current.id)


def _content_of(entry: Entry, draft: DraftPage) -> dict[str, Any]:
    return version_content(draft.copy, queries.areas_of(entry.nomination_id), _entrant(draft.entry))


def _rows(files: tuple[FileFacts, ...]) -> list[manifest.FileRow]:
    return [(file.kind.value, file.name, file.sha256, file.size) for file in files]


def _new_version(entry: Entry, draft: DraftPage, actor: Actor, at: datetime) -> EntryVersion:
    content = _content_of(entry, draft)
    number = draft.entry.version_number + 1 if draft.entry.version_number else 1
    receipt = _next_receipt(draft.entry)
    version = EntryVersion(
        entry_id=entry.id,
        number=number,
        receipt=receipt,
        content=content,
        manifest=manifest_of(entry.id, number, receipt, content, draft.files),
        submitted_by=actor.user_id or "",
        submitted_at=at,
    )
    db.session.add(version)
    db.session.flush()
    db.session.add_all(
        VersionFile(version_id=version.id, kind=file.kind, name=file.name, sha256=file.sha256)
        for file in draft.files
    )
    db.session.flush()
    return version


def manifest_of(
    entry_id: str, number: int, receipt: str, content: dict[str, object], files: tuple[FileFacts, ...]
) -> str:
    """The manifest of a version (`domain.manifest`)."""
    rows = _rows(files)
    return manifest.manifest_of(entry_id, number, receipt, manifest.content_digest(content, rows), rows)


def _entrant(entry: EntryFacts) -> Entrant:
    organisation = registry.organisations([entry.organisation_id])[entry.organisation_id]
    project = registry.get_project(entry.project_id) if entry.project_id else None
    person = registry.get_person(entry.person_id) if entry.person_id else None
    return Entrant(
        organisation.id,
        organisation.bin,
        organisation.name,
        (project.id, project.number, project.title) if project else None,
        (person.id, person.full_name) if person else None,
    )


def _next_receipt(entry: EntryFacts) -> str:
    """The next number of the edition; the lock of the call makes submitters wait for each other."""
    prefix = receipt_number(entry.edition.year, 0).rpartition("-")[0]
    last = db.session.scalar(
        select(func.max(EntryVersion.receipt)).where(EntryVersion.receipt.startswith(f"{prefix}-"))
    )
    return receipt_number(entry.edition.year, receipt_serial(last) + 1)


def _seal(version: EntryVersion, entry: Entry, *, actor: Actor, at: datetime) -> None:
    """The event that gives the submission its place in the chain, and the receipt by mail."""
    audit.record(
        "entry.submitted",
        actor=actor,
        at=at,
        edition_id=entry.edition_id,
        object_kind="entry_version",
        object_id=version.id,
        facts={"version": version.number, "receipt": version.receipt, "manifest": version.manifest},
    )
    facts = queries.get_entry(entry.id)
    if facts is not None:
        params = {
            "receipt": version.receipt,
            "at": at.astimezone(ASTANA).strftime("%d.%m.%Y %H:%M:%S"),
            "manifest": version.manifest,
            "number": str(version.number),
        }
        tell_members("receipt", facts, params, key=version.receipt, at=at)
