"""An entry until it is submitted: begun, written section by section, its files, withdrawn. Callers commit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, union

from awards.accounts import services as accounts
from awards.competition.domain import RubricTemplate
from awards.core.actor import Actor, Side
from awards.core.errors import Refusal
from awards.core.permissions import Action, can
from awards.core.text import Locale
from awards.core.workflow import EntryState
from awards.infra import audit, files, lifecycle
from awards.infra.db import db
from awards.infra.files import StoredFile
from awards.registry import queries as registry
from awards.submissions import queries
from awards.submissions.domain import (
    MAX_FILES,
    SINGLE_KINDS,
    Answer,
    EntryFactsData,
    FileKind,
    PaymentState,
    WorkingCopy,
)
from awards.submissions.domain.content import from_json, to_json
from awards.submissions.models import DraftFile, Entry, VersionFile
from awards.submissions.queries import Choice
from awards.submissions.services.call import lock_call, refuse_closed
from awards.submissions.services.letters import tell_members


@dataclass(frozen=True)
class EntryData:
    """What an entry is begun with; `key` is the id of the project, the person, or for an office the body."""

    nomination_id: str
    organisation_id: str
    key: str
    language: Locale = Locale.KK


@dataclass(frozen=True)
class Saved:
    """A section as it is stored now: when, and the stamp the next save of it must bring."""

    at: datetime
    stamp: str


def start_entry(data: EntryData, *, actor: Actor, at: datetime) -> Entry:
    """Begin an entry in an open call; whoever begins it stands on the applicants' side of the edition.

    Refused when the call is closed, the organisation is not the actor's or has no category (p.117), what is
    entered does not belong to it, or is entered already.
    """
    edition = queries.edition_of_nomination(data.nomination_id)
    if edition is None:
        raise Refusal("submissions.no_nomination")
    locked = lock_call(edition.id)
    refuse_closed(locked, at)
    if data.organisation_id not in actor.organisations:
        raise Refusal("submissions.not_your_organisation")
    choice = queries.get_choice(data.nomination_id, data.organisation_id)
    if choice is None:
        raise Refusal("submissions.no_category", "p.117")
    _refuse_candidate(choice, data.key)
    if actor.user_id:
        accounts.take_side(edition.id, actor.user_id, Side.APPLICANT, at=at)
    entry = _new_entry(choice, data, actor, at)
    facts = {"nomination": choice.nomination.code, "organisation": choice.organisation.bin}
    _log("entry.created", entry, facts, actor=actor, at=at)
    return entry


def _refuse_candidate(choice: Choice, key: str) -> None:
    chosen = next((candidate for candidate in choice.candidates if candidate.key == key), None)
    if chosen is None:
        raise Refusal("submissions.not_a_candidate", "p.117")
    if chosen.taken:
        facts = {"title": chosen.title, "nomination": choice.nomination.title}
        raise Refusal("submissions.entered_already", "p.117", facts)


def _new_entry(choice: Choice, data: EntryData, actor: Actor, at: datetime) -> Entry:
    template = choice.nomination.template
    title = next(candidate.title for candidate in choice.candidates if candidate.key == data.key)
    segment = queries.segment_of_choice(choice)
    entry = Entry(
        edition_id=choice.edition.id,
        nomination_id=choice.nomination.id,
        category_id=choice.category.id,
        segment_id=segment,
        organisation_id=choice.organisation.id,
        project_id=data.key if template is RubricTemplate.BEST_PROJECT else None,
        person_id=data.key if template is RubricTemplate.BEST_MANAGER else None,
        subject_key=data.key,
        title=title.in_(data.language.value),
        language=data.language,
        content={},
        payment=PaymentState.DUE if choice.category.fee_tenge else PaymentState.NOT_DUE,
        created_by=actor.user_id or "",
        created_at=at,
        saved_at=at,
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def editable(entry_id: str, *, actor: Actor, at: datetime) -> Entry:
    """The entry, locked, if this actor may change its working copy now (R2: own, while the call is open)."""
    return _locked(entry_id, Action.EDIT_ENTRY, actor, at)


def _locked(entry_id: str, action: Action, actor: Actor, at: datetime) -> Entry:
    """Lock the call, then the entry, and only then decide."""
    found = db.session.get(Entry, entry_id)
    if found is None:
        raise Refusal("submissions.no_entry")
    edition = lock_call(found.edition_id)
    row = db.session.execute(
        select(Entry).where(Entry.id == entry_id).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()
    entry = queries.get_entry(entry_id)
    if entry is None or not can(actor, Action.VIEW_ENTRY, entry.subject):
        raise Refusal("submissions.no_entry")
    refuse_closed(edition, at)
    if not can(actor, action, entry.subject):
        raise Refusal("submissions.not_editable", facts={"state": entry.state})
    return row


def facts_stamp(copy: WorkingCopy) -> str:
    """A short digest of the first section as stored: a save must bring the one it was read with."""
    return _stamp(asdict(copy.facts))


def answer_stamp(copy: WorkingCopy, area: str) -> str:
    """The same for one area, so that colleagues may write different areas at the same time."""
    return _stamp(asdict(copy.answer(area)))


def _stamp(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def save_facts(entry_id: str, data: EntryFactsData, stamp: str, *, actor: Actor, at: datetime) -> Saved:
    """Keep the first section; refused with `web.stale` when a colleague changed it since it was read."""
    entry = editable(entry_id, actor=actor, at=at)
    copy = _copy(entry)
    if data != copy.facts:
        _refuse_stale(stamp, facts_stamp(copy))
        copy = replace(copy, facts=data)
        _keep(entry, copy, at)
    return Saved(entry.saved_at, facts_stamp(copy))


def save_answer(entry_id: str, area: str, answer: Answer, stamp: str, *, actor: Actor, at: datetime) -> Saved:
    """Keep the answer to one area of the rubric; refused with `web.stale` as `save_facts`."""
    entry = editable(entry_id, actor=actor, at=at)
    if area not in {known.code for known in queries.areas_of(entry.nomination_id)}:
        raise Refusal("submissions.no_area")
    copy = _copy(entry)
    if answer != copy.answer(area):
        _refuse_stale(stamp, answer_stamp(copy, area))
        copy = replace(copy, answers={**copy.answers, area: answer})
        _keep(entry, copy, at)
    return Saved(entry.saved_at, answer_stamp(copy, area))


def _copy(entry: Entry) -> WorkingCopy:
    return from_json(entry.title, entry.language, entry.content)


def _refuse_stale(given: str, stored: str) -> None:
    if given != stored:
        raise Refusal("web.stale")


def _keep(entry: Entry, copy: WorkingCopy, at: datetime) -> None:
    entry.title, entry.language = copy.facts.title, copy.facts.language
    entry.content, entry.saved_at = to_json(copy), at
    db.session.flush()


def attach_file(
    entry_id: str, kind: FileKind, stored: StoredFile, *, actor: Actor, at: datetime
) -> DraftFile:
    """Attach a file that the store accepted. Refused past ten files, twice the same, or a second report."""
    entry = editable(entry_id, actor=actor, at=at)
    attached = queries.draft_files(entry_id)
    if len(attached) >= MAX_FILES:
        raise Refusal("submissions.too_many_files", facts={"limit": MAX_FILES})
    if stored.sha256 in {file.sha256 for file in attached}:
        raise Refusal("submissions.file_repeated", facts={"name": stored.name})
    if kind in SINGLE_KINDS and kind in {file.kind for file in attached}:
        raise Refusal("submissions.one_of_kind", facts={"kind": kind})
    files.record(stored, at=at)
    row = DraftFile(
        entry_id=entry_id,
        kind=kind,
        name=stored.name,
        sha256=stored.sha256,
        attached_by=actor.user_id or "",
        attached_at=at,
    )
    db.session.add(row)
    entry.saved_at = at
    db.session.flush()
    _log("entry.file_attached", entry, {"sha256": stored.sha256, "bytes": stored.size}, actor=actor, at=at)
    return row


def remove_file(entry_id: str, file_id: str, *, actor: Actor, at: datetime) -> Entry:
    """Take a file off the working copy; versions that were submitted with it keep it."""
    entry = editable(entry_id, actor=actor, at=at)
    row = db.session.get(DraftFile, file_id)
    if row is None or row.entry_id != entry_id:
        raise Refusal("submissions.no_file")
    db.session.delete(row)
    entry.saved_at = at
    db.session.flush()
    _log("entry.file_removed", entry, {"sha256": row.sha256}, actor=actor, at=at)
    return entry


def forget_unused_files(*, at: datetime) -> tuple[str, ...]:
    """Forget files that no entry and no certificate has had for a day; returns their hashes, sorted.

    Their bytes go with the next `files.sweep` after the commit.
    """
    used = db.session.scalars(union(select(DraftFile.sha256), select(VersionFile.sha256)))
    return files.collect_garbage({*used, *registry.certificate_files()}, at=at)


def withdraw_entry(entry_id: str, *, actor: Actor, at: datetime) -> Entry:
    """Take the entry out of the competition while the call is open; its versions stay in the archive."""
    entry = _locked(entry_id, Action.WITHDRAW_ENTRY, actor, at)
    lifecycle.advance(entry, EntryState.WITHDRAWN, actor=actor, at=at, edition_id=entry.edition_id)
    db.session.flush()
    facts = queries.get_entry(entry_id)
    if facts is not None and facts.receipt:
        tell_members("receipt_withdrawn", facts, {"receipt": facts.receipt}, key="withdrawn", at=at)
    return entry


def _log(event: str, entry: Entry, facts: Mapping[str, Any], *, actor: Actor, at: datetime) -> None:
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=entry.edition_id,
        object_kind="entry",
        object_id=entry.id,
        facts=facts,
    )
