"""Reading the audit log of an edition, its state, and the heads of its days (R20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, not_, or_, select

from awards.accounts.models import User
from awards.assessment.models import ScoreSheet
from awards.competition.models import Edition, Segment
from awards.core.canonical import canonical
from awards.core.workflow import EditionState, SegmentState
from awards.infra import audit
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.paging import Page, page_of
from awards.submissions.models import Entry

BALLOT_EVENTS = ("ballot.cast", "ballot.withdrawn")
"""That a ballot was cast, and when: for the observer alone (R12, R20)."""


ENTRY_KINDS = ("entry", "entry_version")
ENVELOPES_CLOSED = (EditionState.SETUP, EditionState.OPEN)
MARKS_CLOSED = (SegmentState.WAITING, SegmentState.ASSESSMENT)


@dataclass(frozen=True)
class EventFacts:
    """One event; `actor` is a name where the account is known, else what the log holds.

    What an event says stays empty while nobody may know it yet (`_in_closed_envelope`, `_of_closed_marks`).
    """

    seq: int
    at: datetime
    actor: str
    event: str
    object_kind: str
    object_id: str
    facts: Mapping[str, Any]
    hash: str


@dataclass(frozen=True)
class LogFilter:
    """What the page is narrowed to: a name of an event, an id of an object or person; empty means all."""

    event: str = ""
    about: str = ""


@dataclass(frozen=True)
class DayHead:
    """The last event of a day (UTC): its number and hash stand for everything up to it."""

    day: str
    seq: int
    hash: str


def _in_closed_envelope() -> Any:
    """Whether an event is about an entry while the call is open: nobody may know yet who entered (R2)."""
    call = exists().where(Edition.id == AuditEvent.edition_id, Edition.state.in_(ENVELOPES_CLOSED))
    return and_(AuditEvent.object_kind.in_(ENTRY_KINDS), call)


def _of_closed_marks() -> Any:
    """Whether an event tells the total of a sheet while its segment is being assessed (R6)."""
    sheet = (
        exists()
        .where(ScoreSheet.id == AuditEvent.object_id, Entry.id == ScoreSheet.entry_id)
        .where(Segment.id == Entry.segment_id, Segment.state.in_(MARKS_CLOSED))
    )
    return and_(AuditEvent.object_kind == "sheet", sheet)


def _rows() -> Any:
    return select(
        AuditEvent,
        User.name,
        _in_closed_envelope().label("in_envelope"),
        _of_closed_marks().label("of_marks"),
    ).outerjoin(User, User.id == AuditEvent.actor_id)


def _of_edition(edition_id: str, *, ballots: bool) -> Any:
    rows = _rows()
    rows = rows.where(AuditEvent.edition_id == edition_id)
    return rows if ballots else rows.where(AuditEvent.event.not_in(BALLOT_EVENTS))


def events(edition_id: str, chosen: LogFilter, *, ballots: bool, number: int = 1) -> Page[EventFacts]:
    """Events of an edition, the newest first; two queries. `ballots` adds that one was cast, never whose."""
    rows = _of_edition(edition_id, ballots=ballots)
    if chosen.event:
        rows = rows.where(AuditEvent.event == chosen.event)
    if chosen.about:
        by_them = and_(AuditEvent.actor_id == chosen.about, not_(_in_closed_envelope()))
        rows = rows.where(or_(AuditEvent.object_id == chosen.about, by_them))
    return page_of(rows.order_by(AuditEvent.seq.desc()), _event, number=number)


def _event(row: Any) -> EventFacts:
    found: AuditEvent = row.AuditEvent
    actor = "—" if row.in_envelope else row.name or found.actor_id
    facts = {} if row.in_envelope or row.of_marks else found.facts
    return EventFacts(
        found.seq, found.at, actor, found.event, found.object_kind, found.object_id, facts, found.hash
    )


def event_names(edition_id: str, *, ballots: bool) -> tuple[str, ...]:
    """Names of the events that occur in an edition, sorted."""
    rows = select(AuditEvent.event).where(AuditEvent.edition_id == edition_id).distinct()
    if not ballots:
        rows = rows.where(AuditEvent.event.not_in(BALLOT_EVENTS))
    return tuple(sorted(db.session.scalars(rows)))


def day_heads(limit: int = 30) -> tuple[DayHead, ...]:
    """The last event of each of the newest days on which anything happened."""
    day = func.substr(AuditEvent.at, 1, 10)
    last = (
        select(func.max(AuditEvent.seq)).group_by(day).order_by(func.max(AuditEvent.seq).desc()).limit(limit)
    )
    rows = db.session.execute(
        select(AuditEvent.at, AuditEvent.seq, AuditEvent.hash)
        .where(AuditEvent.seq.in_(last))
        .order_by(AuditEvent.seq.desc())
    )
    return tuple(DayHead(at.date().isoformat(), seq, digest) for at, seq, digest in rows)


def export_lines() -> Iterator[bytes]:
    """The whole log as JSON Lines: body, place and hashes of each event, so that the chain can be checked.

    In place of a body that nobody may read yet stands its digest, which the event's hash is made of.
    """
    rows = _rows().order_by(AuditEvent.seq).execution_options(yield_per=500)
    for row in db.session.execute(rows):
        found: AuditEvent = row.AuditEvent
        body = audit.body_of(found)
        closed = row.in_envelope or row.of_marks
        told = {"digest": audit.digest(body)} if closed else {"body": body}
        yield canonical({"seq": found.seq, "prev": found.prev, "hash": found.hash, **told}) + b"\n"
