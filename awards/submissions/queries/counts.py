"""Counts of entries: all that the committee's side may know before the envelopes are opened (R2, R3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from awards.competition import queries as competition
from awards.core.text import Text
from awards.core.workflow import EntryState
from awards.infra.db import db
from awards.infra.files import Blob
from awards.submissions.domain import FileKind, blockers, sections
from awards.submissions.domain.content import from_json
from awards.submissions.models import DraftFile, Entry
from awards.submissions.queries.versions import areas_of


@dataclass(frozen=True)
class SegmentCount:
    """Entries of one segment: `drafts`, how many of them are `ready`, and how many are submitted."""

    nomination: Text
    category: Text
    drafts: int
    ready: int
    submitted: int


@dataclass(frozen=True)
class Overview:
    """Counts and the size of attached files in bytes; nothing that says whose entry it is."""

    segments: tuple[SegmentCount, ...]
    drafts: int
    ready: int
    submitted: int
    bytes: int


def overview(edition_id: str) -> Overview:
    """Counts of an edition by segment, segments without entries left out."""
    submitted = Counter(
        db.session.scalars(
            select(Entry.segment_id).where(
                Entry.edition_id == edition_id, Entry.current_version_id.is_not(None),
                Entry.state != EntryState.WITHDRAWN,
            )
        )
    )  # fmt: skip
    drafts, ready = _drafts(edition_id)
    counts = tuple(
        SegmentCount(
            segment.nomination.title, segment.category.title,
            drafts[segment.id], ready[segment.id], submitted[segment.id],
        )
        for segment in competition.segments(edition_id)
        if drafts[segment.id] or submitted[segment.id]
    )  # fmt: skip
    return Overview(counts, drafts.total(), ready.total(), submitted.total(), _bytes(edition_id))


def _drafts(edition_id: str) -> tuple[Counter[str], Counter[str]]:
    rows = db.session.scalars(
        select(Entry).where(Entry.edition_id == edition_id, Entry.state == EntryState.DRAFT)
    ).all()
    attached: dict[str, list[FileKind]] = {row.id: [] for row in rows}
    for entry_id, kind in db.session.execute(
        select(DraftFile.entry_id, DraftFile.kind).where(DraftFile.entry_id.in_(attached))
    ):
        attached[entry_id].append(kind)
    areas = {nomination_id: areas_of(nomination_id) for nomination_id in {row.nomination_id for row in rows}}
    ready: Counter[str] = Counter()
    for row in rows:
        copy = from_json(row.title, row.language, row.content)
        if not blockers(sections(copy, areas[row.nomination_id], attached[row.id])):
            ready[row.segment_id] += 1
    return Counter(row.segment_id for row in rows), ready


def _bytes(edition_id: str) -> int:
    total = db.session.scalar(
        select(func.sum(Blob.size))
        .join(DraftFile, DraftFile.sha256 == Blob.sha256)
        .join(Entry, Entry.id == DraftFile.entry_id)
        .where(Entry.edition_id == edition_id)
    )
    return int(total or 0)
