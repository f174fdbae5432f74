"""Reading the audit log of an edition, its state, and the heads of its days (R20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from awards.accounts.models import User
from awards.core.canonical import canonical
from awards.infra import audit
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.paging import Page, page_of

BALLOT_EVENTS = ("ballot.cast", "ballot.withdrawn")
"""That a ballot was cast, and when: for the observer alone (R12, R20)."""


@dataclass(frozen=True)
class EventFacts:
    """One event; `actor` is a name where the account is known, else what the log holds."""

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


def _of_edition(edition_id: str, *, ballots: bool) -> Any:
    rows: Any = select(AuditEvent, User.name).outerjoin(User, User.id == AuditEvent.actor_id)
    rows = rows.where(AuditEvent.edition_id == edition_id)
    return rows if ballots else rows.where(AuditEvent.event.not_in(BALLOT_EVENTS))


def events(edition_id: str, chosen: LogFilter, *, ballots: bool, number: int = 1) -> Page[EventFacts]:
    """Events of an edition, the newest first; two queries. `ballots` adds that one was cast, never whose."""
    rows = _of_edition(edition_id, ballots=ballots)
    if chosen.event:
        rows = rows.where(AuditEvent.event == chosen.event)
    if chosen.about:
        rows = rows.where(or_(AuditEvent.object_id == chosen.about, AuditEvent.actor_id == chosen.about))
    return page_of(rows.order_by(AuditEvent.seq.desc()), _event, number=number)


def _event(row: Any) -> EventFacts:
    found: AuditEvent = row.AuditEvent
    return EventFacts(
        found.seq, found.at, row.name or found.actor_id, found.event, found.object_kind, found.object_id,
        found.facts, found.hash,
    )  # fmt: skip


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
    """The whole log as JSON Lines: body, place and hashes of each event, so that the chain can be checked."""
    rows = select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=500)
    for row in db.session.scalars(rows):
        line = {"seq": row.seq, "prev": row.prev, "hash": row.hash, "body": audit.body_of(row)}
        yield canonical(line) + b"\n"
