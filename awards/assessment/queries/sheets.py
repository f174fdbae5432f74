"""Reading score sheets: one assessor's own, a segment's, and what the jury may read of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from awards.assessment.domain.certification import is_qualified_on
from awards.assessment.domain.naming import numbers_in_entry
from awards.assessment.domain.sheet import MarkFacts, NoteFacts, SheetContent, opening_faults
from awards.assessment.models import AreaNote, Assessor, Declaration, Mark, ScoreSheet
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts, SegmentFacts
from awards.core.errors import Refusal
from awards.core.permissions import Subject
from awards.core.workflow import DeclarationState, SheetState
from awards.infra.db import db
from awards.registry import queries as registry
from awards.registry.domain import CertificateFacts
from awards.registry.models import Person
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts


@dataclass(frozen=True)
class SheetFacts:
    """A sheet with all that decides whether its assessor may read, score and lock (p.121)."""

    id: str
    state: SheetState
    version: int
    total_milli: int | None
    saved_at: datetime | None
    locked_at: datetime | None
    entry_version_id: str
    assessor_id: str
    user_id: str
    entry: EntryFacts
    segment: SegmentFacts
    content: SheetContent
    declaration: DeclarationState | None
    certificates: tuple[CertificateFacts, ...]
    is_trainer: bool

    @property
    def edition(self) -> EditionFacts:
        return self.segment.edition

    @property
    def subject(self) -> Subject:
        return self._subject(frozenset())

    def opening_faults(self, on: date) -> tuple[Refusal, ...]:
        """Why the report stays closed to this assessor on that day; empty means it is open."""
        qualified = is_qualified_on(self.certificates, self.is_trainer, on)
        return opening_faults(self.state, self.declaration, qualified)

    def reading(self, on: date) -> ReadingFacts:
        """The same sheet as the right to read its entry on that day."""
        cleared = frozenset() if self.opening_faults(on) else frozenset({self.user_id})
        return ReadingFacts(self, self._subject(cleared))

    def _subject(self, cleared: frozenset[str]) -> Subject:
        return Subject(
            edition_id=self.edition.id,
            edition_state=self.edition.state,
            segment_state=self.segment.state,
            entry_state=self.entry.state,
            sheet_state=self.state,
            owner_ids=frozenset({self.user_id}),
            cleared_ids=cleared,
        )


@dataclass(frozen=True)
class ReadingFacts:
    """An entry as its assessor meets it: who may read it today is in the subject."""

    sheet: SheetFacts
    subject: Subject

    @property
    def edition(self) -> EditionFacts:
        return self.sheet.edition


@dataclass(frozen=True)
class SheetCard:
    """A line of the assessor's own list. `marked` counts the criteria with a level."""

    id: str
    state: SheetState
    total_milli: int | None
    saved_at: datetime | None
    locked_at: datetime | None
    marked: int
    entry_id: str
    declaration: DeclarationState | None


@dataclass(frozen=True)
class SheetRow:
    """A sheet of a segment, with its assessor by name (for those who may know it)."""

    id: str
    entry_id: str
    assessor_id: str
    user_id: str
    name: str
    state: SheetState
    total_milli: int | None
    opened_at: datetime
    saved_at: datetime | None


@dataclass(frozen=True)
class Finding:
    """What an assessor found, for the jury: a number in place of the name."""

    number: int
    total_milli: int
    content: SheetContent


def contents(sheet_ids: Iterable[str]) -> dict[str, SheetContent]:
    """Marks and notes of several sheets in two queries; a sheet without any has empty content."""
    wanted = tuple(sheet_ids)
    marks: dict[str, dict[str, MarkFacts]] = defaultdict(dict)
    for mark in db.session.scalars(select(Mark).where(Mark.sheet_id.in_(wanted))):
        marks[mark.sheet_id][mark.criterion_id] = MarkFacts(mark.half_level, mark.rationale)
    notes: dict[str, dict[str, NoteFacts]] = defaultdict(dict)
    for note in db.session.scalars(select(AreaNote).where(AreaNote.sheet_id.in_(wanted))):
        notes[note.sheet_id][note.area_code] = NoteFacts(note.strengths, note.improvements)
    return {sheet_id: SheetContent(marks[sheet_id], notes[sheet_id]) for sheet_id in wanted}


def get_sheet(sheet_id: str) -> SheetFacts | None:
    """One sheet, or None."""
    found = db.session.execute(
        select(ScoreSheet, Assessor, Person.is_trainer, Declaration.state)
        .join(Assessor, Assessor.id == ScoreSheet.assessor_id)
        .join(Person, Person.id == Assessor.person_id)
        .outerjoin(Declaration, _own_declaration())
        .where(ScoreSheet.id == sheet_id)
    ).one_or_none()
    if found is None:
        return None
    sheet, assessor, is_trainer, declared = found
    entry = submissions.get_entry(sheet.entry_id)
    segment = competition.get_segment(entry.segment_id) if entry else None
    if entry is None or segment is None:
        return None
    return SheetFacts(
        id=sheet.id,
        state=sheet.state,
        version=sheet.version,
        total_milli=sheet.total_milli,
        saved_at=sheet.saved_at,
        locked_at=sheet.locked_at,
        entry_version_id=sheet.entry_version_id,
        assessor_id=assessor.id,
        user_id=assessor.user_id,
        entry=entry,
        segment=segment,
        content=contents([sheet.id])[sheet.id],
        declaration=declared,
        certificates=registry.certificates_of([assessor.person_id])[assessor.person_id],
        is_trainer=is_trainer,
    )


def _own_declaration() -> ColumnElement[bool]:
    return and_(
        Declaration.assessor_id == ScoreSheet.assessor_id, Declaration.entry_id == ScoreSheet.entry_id
    )


def own_sheets(user_id: str, edition_id: str) -> tuple[SheetCard, ...]:
    """The sheets of a person in an edition, those that wait first; one query."""
    given = (
        select(func.count())
        .where(Mark.sheet_id == ScoreSheet.id, Mark.half_level.is_not(None))
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(ScoreSheet, Declaration.state, given)
        .join(Assessor, Assessor.id == ScoreSheet.assessor_id)
        .outerjoin(Declaration, _own_declaration())
        .where(
            Assessor.user_id == user_id,
            Assessor.edition_id == edition_id,
            ScoreSheet.state != SheetState.VOID,
        )
        .order_by(ScoreSheet.opened_at, ScoreSheet.id)
    )
    return tuple(
        SheetCard(
            sheet.id,
            sheet.state,
            sheet.total_milli,
            sheet.saved_at,
            sheet.locked_at,
            marked,
            sheet.entry_id,
            declared,
        )
        for sheet, declared, marked in rows
    )


def editions_assessed_by(user_id: str) -> tuple[str, ...]:
    """Ids of the editions in which a person is or was an assessor."""
    return tuple(db.session.scalars(select(Assessor.edition_id).where(Assessor.user_id == user_id)))


def sheets_of_entries(entry_ids: Iterable[str]) -> dict[str, tuple[SheetRow, ...]]:
    """Sheets by entry, whatever their state, in the order in which they were opened; one query."""
    wanted = tuple(entry_ids)
    found: dict[str, list[SheetRow]] = {entry_id: [] for entry_id in wanted}
    for row in _rows(_sheet_rows().where(ScoreSheet.entry_id.in_(wanted))):
        found[row.entry_id].append(row)
    return {entry_id: tuple(rows) for entry_id, rows in found.items()}


def sheets_by_id(sheet_ids: Iterable[str]) -> tuple[SheetRow, ...]:
    return _rows(_sheet_rows().where(ScoreSheet.id.in_(tuple(sheet_ids))))


def sheets_of_segment(segment_id: str) -> tuple[SheetRow, ...]:
    """All sheets of a segment's admitted entries; two queries."""
    segment = competition.get_segment(segment_id)
    if segment is None:
        return ()
    entries = submissions.admitted_entries(segment.edition_id, segment_id)
    return tuple(row for rows in sheets_of_entries(entry.id for entry in entries).values() for row in rows)


def _sheet_rows() -> Any:
    return (
        select(ScoreSheet, Assessor.user_id, Person.full_name)
        .join(Assessor, Assessor.id == ScoreSheet.assessor_id)
        .join(Person, Person.id == Assessor.person_id)
        .order_by(ScoreSheet.opened_at, ScoreSheet.id)
    )


def _rows(wanted: Any) -> tuple[SheetRow, ...]:
    return tuple(
        SheetRow(
            sheet.id,
            sheet.entry_id,
            sheet.assessor_id,
            user_id,
            name,
            sheet.state,
            sheet.total_milli,
            sheet.opened_at,
            sheet.saved_at,
        )
        for sheet, user_id, name in db.session.execute(wanted)
    )


def assessor_numbers(entry_id: str, rows: Iterable[SheetRow]) -> Mapping[str, int]:
    """Assessor id to "Assessor 1..n" of an entry, over all of its sheets, so that numbers never shift."""
    return numbers_in_entry(entry_id, ((row.assessor_id, row.opened_at) for row in rows))


def assessors_findings(entry_id: str) -> tuple[Finding, ...]:
    """The locked sheets of an entry as the jury reads them: pseudonyms, totals, marks, reasons, notes."""
    rows = sheets_of_entries([entry_id])[entry_id]
    numbers = assessor_numbers(entry_id, rows)
    locked = [row for row in rows if row.state is SheetState.LOCKED]
    content = contents(row.id for row in locked)
    findings = (Finding(numbers[row.assessor_id], row.total_milli or 0, content[row.id]) for row in locked)
    return tuple(sorted(findings, key=lambda finding: finding.number))


@dataclass(frozen=True)
class Unfinished:
    """An assessor with sheets still to lock; `sheets` of them."""

    assessor_id: str
    user_id: str
    name: str
    sheets: int


def unfinished(edition_id: str) -> tuple[Unfinished, ...]:
    """Assessors of an edition who have drafts left, by name; one query."""
    rows = db.session.execute(
        select(Assessor.id, Assessor.user_id, Person.full_name, func.count(ScoreSheet.id))
        .join(ScoreSheet, ScoreSheet.assessor_id == Assessor.id)
        .join(Person, Person.id == Assessor.person_id)
        .where(Assessor.edition_id == edition_id, ScoreSheet.state == SheetState.DRAFT)
        .group_by(Assessor.id, Assessor.user_id, Person.full_name, Person.sort_key)
        .order_by(Person.sort_key, Assessor.id)
    )
    return tuple(Unfinished(*row) for row in rows)
