"""Reading entries: who may see which, lists with a total order, and the working copy of one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from awards.competition import queries as competition
from awards.competition.domain import Checks, RubricTemplate, checks_of
from awards.competition.models import Category, Edition, Nomination, Segment
from awards.competition.queries import EditionFacts
from awards.core.actor import Actor, Role
from awards.core.permissions import Subject
from awards.core.text import Locale, Text
from awards.core.workflow import EditionState, EntryState, SegmentState
from awards.infra.db import db
from awards.infra.paging import Page, page_of
from awards.registry import queries as registry
from awards.submissions.domain import PaymentState
from awards.submissions.models import Entry, EntryVersion

AFTER_CLOSE = (
    EditionState.ADMISSIBILITY,
    EditionState.ASSESSMENT,
    EditionState.SEALED,
    EditionState.PUBLISHED,
    EditionState.ARCHIVED,
)
ASSESSMENT_BEGUN = AFTER_CLOSE[1:]


@dataclass(frozen=True)
class EntryFacts:
    """An entry. Once submitted, `title` and `language` are those of its newest version, not of the draft."""

    id: str
    edition_id: str
    edition: EditionFacts
    segment_id: str
    segment_state: SegmentState
    nomination_id: str
    nomination_title: Text
    template: RubricTemplate
    checks: Checks
    """The eligibility checks of its nomination."""
    category_id: str
    category_title: Text
    organisation_id: str
    organisation_name: Text
    title: str
    state: EntryState
    payment: PaymentState
    language: Locale
    version_id: str | None
    version_number: int
    receipt: str | None
    manifest: str
    project_id: str | None
    person_id: str | None
    submitted_at: datetime | None
    saved_at: datetime
    asked_ids: frozenset[str] = frozenset()
    """Observers who asked for the content of the newest version; filled in by `versions.with_requests`."""

    @property
    def subject(self) -> Subject:
        return Subject(
            edition_id=self.edition_id,
            edition_state=self.edition.state,
            segment_state=self.segment_state,
            organisation_id=self.organisation_id,
            entry_state=self.state,
            asked_ids=self.asked_ids,
        )

    @staticmethod
    def sample_subject(edition: EditionFacts) -> Subject:
        """A submitted entry of anyone's: to ask whether entries are visible at this stage at all."""
        return Subject(edition_id=edition.id, edition_state=edition.state, entry_state=EntryState.SUBMITTED)

    @property
    def has_unsubmitted_changes(self) -> bool:
        """Whether the working copy was touched after the newest version was submitted."""
        return (
            self.state is EntryState.SUBMITTED
            and self.submitted_at is not None
            and self.saved_at > self.submitted_at
        )


@dataclass(frozen=True)
class EntryFilter:
    """What the committee's list is narrowed to; empty means everything."""

    states: tuple[EntryState, ...] = ()
    nomination_id: str = ""
    category_id: str = ""


def _rows() -> Select[Any]:
    return (
        select(
            Entry,
            Nomination,
            Category,
            Segment.state.label("segment_state"),
            EntryVersion.number,
            EntryVersion.receipt,
            EntryVersion.manifest,
            EntryVersion.submitted_at,
            EntryVersion.content["title"].as_string().label("submitted_title"),
            EntryVersion.content["language"].as_string().label("submitted_language"),
        )
        .join(Nomination, Nomination.id == Entry.nomination_id)
        .join(Category, Category.id == Entry.category_id)
        .join(Segment, Segment.id == Entry.segment_id)
        .join(Edition, Edition.id == Entry.edition_id)
        .outerjoin(EntryVersion, EntryVersion.id == Entry.current_version_id)
    )


def _made(rows: Sequence[Any]) -> tuple[EntryFacts, ...]:
    """Facts of these rows: one query for the organisations, one or two for each edition among them."""
    names = registry.organisations({row.Entry.organisation_id for row in rows}) if rows else {}
    editions = {
        edition_id: competition.edition_by_id(edition_id)
        for edition_id in sorted({row.Entry.edition_id for row in rows})
    }
    made = []
    for row in rows:
        edition = editions[row.Entry.edition_id]
        if edition is not None:
            made.append(_entry(row, edition, names[row.Entry.organisation_id].name))
    return tuple(made)


def _entry(row: Any, edition: EditionFacts, organisation_name: Text) -> EntryFacts:
    entry: Entry = row.Entry
    is_submitted = row.receipt is not None
    return EntryFacts(
        id=entry.id,
        edition_id=entry.edition_id,
        edition=edition,
        segment_id=entry.segment_id,
        segment_state=row.segment_state,
        nomination_id=entry.nomination_id,
        nomination_title=row.Nomination.title,
        template=row.Nomination.template,
        checks=checks_of(row.Nomination.template, row.Nomination.checks),
        category_id=entry.category_id,
        category_title=row.Category.title,
        organisation_id=entry.organisation_id,
        organisation_name=organisation_name,
        title=row.submitted_title if is_submitted else entry.title,
        state=entry.state,
        payment=entry.payment,
        language=Locale(row.submitted_language) if is_submitted else entry.language,
        version_id=entry.current_version_id,
        version_number=row.number or 0,
        receipt=row.receipt,
        manifest=row.manifest or "",
        project_id=entry.project_id,
        person_id=entry.person_id,
        submitted_at=row.submitted_at,
        saved_at=entry.saved_at,
    )


def get_entry(entry_id: str) -> EntryFacts | None:
    """The entry, or None."""
    found = _made(db.session.execute(_rows().where(Entry.id == entry_id)).all())
    return found[0] if found else None


def entries(ids: Iterable[str]) -> dict[str, EntryFacts]:
    """Entries by id; unknown ids are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = db.session.execute(_rows().where(Entry.id.in_(wanted)).order_by(Entry.id)).all()
    return {entry.id: entry for entry in _made(rows)}


def entries_of(
    edition_id: str, states: Collection[EntryState] = (), *, segment_id: str | None = None
) -> tuple[EntryFacts, ...]:
    """Entries of an edition (in those states, where given), by receipt number, drafts last."""
    rows = _rows().where(Entry.edition_id == edition_id)
    if states:
        rows = rows.where(Entry.state.in_(states))
    if segment_id:
        rows = rows.where(Entry.segment_id == segment_id)
    ordered = rows.order_by(EntryVersion.receipt.is_(None), EntryVersion.receipt, Entry.id)
    return _made(db.session.execute(ordered).all())


def admitted_entries(edition_id: str, segment_id: str | None = None) -> tuple[EntryFacts, ...]:
    """Entries that may be assessed: decided eligible, by receipt number."""
    return entries_of(edition_id, (EntryState.ELIGIBLE,), segment_id=segment_id)


def own(actor: Actor) -> ColumnElement[bool]:
    """The SQL of VIEW_ENTRY: entries of the actor's organisations."""
    return Entry.organisation_id.in_(actor.organisations) if actor.organisations else false()


def own_entries(actor: Actor, *, number: int = 1) -> Page[EntryFacts]:
    """A page of the entries of the actor's organisations, the newest edition and the latest saved first."""
    rows = _rows().where(own(actor)).order_by(Edition.year.desc(), Entry.saved_at.desc(), Entry.id)
    return _page(rows, number)


def carded(actor: Actor) -> ColumnElement[bool]:
    """The SQL of VIEW_ENTRY_CARD: what the committee's side may list by name, and when (envelope)."""
    allowed = (
        (Role.SECRETARY, AFTER_CLOSE),
        (Role.OBSERVER, AFTER_CLOSE),
        (Role.COMMITTEE, ASSESSMENT_BEGUN),
    )
    clauses = [_granted(actor, role, states) for role, states in allowed]
    return and_(Entry.state != EntryState.DRAFT, or_(*clauses))


def _granted(actor: Actor, role: Role, states: tuple[EditionState, ...]) -> ColumnElement[bool]:
    where = {grant.edition_id for grant in actor.grants if grant.role is role}
    if not where:
        return false()
    in_state = Edition.state.in_(states)
    if None in where:
        return in_state
    return and_(in_state, Entry.edition_id.in_([edition_id for edition_id in where if edition_id]))


def committee_entries(
    edition_id: str, actor: Actor, narrowed: EntryFilter, *, number: int = 1
) -> Page[EntryFacts]:
    """A page of the entries that this member of the committee's side may see by name, by receipt number."""
    rows = _rows().where(Entry.edition_id == edition_id, carded(actor))
    if narrowed.states:
        rows = rows.where(Entry.state.in_(narrowed.states))
    if narrowed.nomination_id:
        rows = rows.where(Entry.nomination_id == narrowed.nomination_id)
    if narrowed.category_id:
        rows = rows.where(Entry.category_id == narrowed.category_id)
    return _page(rows.order_by(EntryVersion.receipt.is_(None), EntryVersion.receipt, Entry.id), number)


def _page(rows: Select[Any], number: int) -> Page[EntryFacts]:
    page: Page[Any] = page_of(rows, lambda row: row, number=number)
    return replace(page, items=_made(page.items))


def ids_where(clause: ColumnElement[bool]) -> frozenset[str]:
    """Ids of all entries that a visibility clause lets through: what tests compare with the table."""
    rows = select(Entry.id).join(Edition, Edition.id == Entry.edition_id).where(clause)
    return frozenset(db.session.scalars(rows))
