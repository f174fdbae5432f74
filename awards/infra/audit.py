"""THE audit log: an append-only chain in which each event's hash covers the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from awards.core.actor import Actor
from awards.core.canonical import GENESIS, canonical, digest, link, plain
from awards.infra.audit_events import EVENTS
from awards.infra.db import Base, UtcDateTime, db

__all__ = [
    "GENESIS", "AuditEvent", "AuditHead", "Head", "body_of", "canonical", "digest", "event_hash",
    "first_break", "head", "instant_text", "record",
]  # fmt: skip


class AuditEvent(Base):
    """One act. Rows are only ever added: triggers refuse UPDATE and DELETE."""

    __tablename__ = "audit_event"
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str] = mapped_column(String(32), index=True)
    event: Mapped[str] = mapped_column(String(60), index=True)
    edition_id: Mapped[str | None] = mapped_column(String(32), index=True)
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(80), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    prev: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """The one row every writer locks: the length of the chain and its last hash."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(Integer, CheckConstraint("id = 1", name="one"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, default=0)
    hash: Mapped[str] = mapped_column(String(64), default=GENESIS)


@dataclass(frozen=True)
class Head:
    """The published state of the chain."""

    seq: int
    hash: str


def body_of(event: AuditEvent) -> dict[str, Any]:
    """What the event says; its place in the chain is not part of it."""
    return {
        "at": instant_text(event.at),
        "actor": event.actor_id,
        "event": event.event,
        "edition": event.edition_id,
        "object": f"{event.object_kind}:{event.object_id}",
        "facts": event.facts,
    }


def event_hash(event: AuditEvent) -> str:
    """The hash of an event over its place, its predecessor and the digest of its body (`canonical.link`)."""
    return link(event.seq, event.prev, digest(body_of(event)))


def instant_text(at: datetime) -> str:
    """The one textual form of an instant in hashed records."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def record(
    event: str,
    *,
    actor: Actor,
    at: datetime,
    edition_id: str | None,
    object_kind: str,
    object_id: str,
    facts: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append an event in the transaction of the act it records.

    Raises ValueError when the event is not in the vocabulary or its facts are not exactly the named ones.
    """
    given = dict(facts or {})
    if event not in EVENTS or EVENTS[event] != given.keys():
        raise ValueError(f"audit event {event!r} with facts {sorted(given)} is not in the vocabulary")
    head = db.session.execute(select(AuditHead).with_for_update()).scalar_one_or_none()
    if head is None:
        head = AuditHead(id=1, seq=0, hash=GENESIS)
        db.session.add(head)
    row = AuditEvent(
        seq=head.seq + 1,
        at=at,
        actor_id=actor.user_id or actor.name or "public",
        event=event,
        edition_id=edition_id,
        object_kind=object_kind,
        object_id=object_id,
        facts=plain(given),
        prev=head.hash,
    )
    row.hash = event_hash(row)
    head.seq, head.hash = row.seq, row.hash
    db.session.add(row)
    db.session.flush()
    return row


def head() -> Head:
    """Length and last hash of the chain as it stands."""
    row = db.session.get(AuditHead, 1)
    return Head(row.seq, row.hash) if row else Head(0, GENESIS)


def first_break() -> int | None:
    """The number of the first event whose hash or link does not hold, or None for a whole chain."""
    prev, seq = GENESIS, 0
    for row in db.session.scalars(
        select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=500)
    ):
        if row.seq != seq + 1 or row.prev != prev or row.hash != event_hash(row):
            return row.seq
        prev, seq = row.hash, row.seq
    kept = head()
    return None if (kept.seq, kept.hash) == (seq, prev) else seq + 1
