"""Mail goes out through a table: a row is written with the act, a worker sends it after the commit."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Integer, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from awards.config import MailSettings
from awards.core.identifiers import new_id
from awards.infra.db import Base, UtcDateTime, db, key_column, state_column
from awards.infra.transaction import transaction

LEASE = timedelta(minutes=2)
BACKOFF = (60, 300, 1_800, 7_200, 21_600)
"""Seconds to wait after each failure; two days without success is the end."""
GIVE_UP = timedelta(hours=48)


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class OutboxMessage(Base):
    """One message to one recipient: the template and its parameters, never a secret."""

    __tablename__ = "outbox_message"
    id: Mapped[str] = key_column()
    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)
    template: Mapped[str] = mapped_column(String(60))
    locale: Mapped[str] = mapped_column(String(2))
    recipient: Mapped[str] = mapped_column(String(254))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    mail_state: Mapped[MailState] = state_column(MailState, MailState.WAITING)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    last_error: Mapped[str] = mapped_column(String(300), default="")


def post(
    template: str,
    *,
    to: str,
    locale: str,
    params: Mapping[str, Any],
    at: datetime,
    dedupe_key: str | None = None,
) -> None:
    """Queue a message in the current transaction; the same `dedupe_key` is queued once only."""
    key = dedupe_key or new_id()
    known = db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == key))
    if known is None:
        db.session.add(
            OutboxMessage(
                dedupe_key=key,
                template=template,
                locale=locale,
                recipient=to,
                params=dict(params),
                created_at=at,
                claimed_until=at,
            )
        )
        db.session.flush()


@dataclass(frozen=True)
class Waiting:
    """A claimed message: what its letter is made from."""

    id: str
    template: str
    locale: str
    recipient: str
    params: Mapping[str, Any]


def waiting_of(row: OutboxMessage) -> Waiting:
    return Waiting(row.id, row.template, row.locale, row.recipient, row.params)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter; `media_type` like application/pdf."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """What is sent: a subject, plain text, and files."""

    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


class LetterError(Exception):
    """A part of the letter could not be made now; the message waits for another try."""


Render = Callable[[Waiting], Letter]
"""From a claimed message to its letter, or LetterError; the web layer provides it."""


def send_waiting(settings: MailSettings, render: Render, *, at: datetime, limit: int = 50) -> int:
    """Send what waits, one by one; returns how many were sent.

    A message is claimed with a lease first, so that a worker that dies loses nothing and two workers do not
    send one message at the same time. No lock is held while a letter is made and a mail server answers: a
    slow server must not keep anyone from submitting.
    """
    sent = 0
    for message in _claim(at, limit):
        try:
            _deliver(settings, message, render(message), at)
        except (OSError, smtplib.SMTPException, LetterError) as error:
            db.session.rollback()
            _put_back(message.id, error, at)
        else:
            db.session.rollback()
            _note_sent(message.id)
            sent += 1
    return sent


def _claim(at: datetime, limit: int) -> list[Waiting]:
    with transaction():
        waiting = (
            select(OutboxMessage.id)
            .where(OutboxMessage.mail_state == MailState.WAITING, OutboxMessage.claimed_until <= at)
            .order_by(OutboxMessage.created_at, OutboxMessage.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = (
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(waiting.scalar_subquery()))
            .values(claimed_until=at + LEASE)
            .returning(OutboxMessage)
        )
        found = sorted(db.session.scalars(claimed), key=lambda row: (row.created_at, row.id))
        return [waiting_of(row) for row in found]


def _note_sent(message_id: str) -> None:
    with transaction():
        db.session.get_one(OutboxMessage, message_id).mail_state = MailState.SENT


def _put_back(message_id: str, error: Exception, at: datetime) -> None:
    with transaction():
        message = db.session.get_one(OutboxMessage, message_id)
        wait = BACKOFF[min(message.attempts, len(BACKOFF) - 1)]
        message.attempts += 1
        message.last_error = type(error).__name__
        message.claimed_until = at + timedelta(seconds=wait)
        if at - message.created_at > GIVE_UP:
            message.mail_state = MailState.DEAD


def _deliver(settings: MailSettings, waiting: Waiting, letter: Letter, at: datetime) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = letter.subject, settings.sender, waiting.recipient
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{waiting.id}@{settings.sender.rpartition('@')[2].rstrip('>')}>"
    message.set_content(letter.text)
    for file in letter.attachments:
        main, _, sub = file.media_type.partition("/")
        message.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
    if settings.folder:
        folder = Path(settings.folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{at:%Y%m%d-%H%M%S}-{waiting.id[:8]}.eml").write_bytes(message.as_bytes())
        return
    with smtplib.SMTP(settings.host, settings.port, timeout=20) as server:
        if settings.starttls:
            server.starttls()
        if settings.user:
            server.login(settings.user, settings.password)
        server.send_message(message)
