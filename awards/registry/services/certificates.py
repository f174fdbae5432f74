"""Certificates in project management: recording, correcting, files, and word of their end (p.115(1))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from awards.accounts import queries as accounts
from awards.accounts.queries import UserFacts
from awards.core.actor import Actor, Role
from awards.core.errors import Refusal
from awards.infra import audit, files, outbox
from awards.infra.db import db
from awards.infra.files import StoredFile
from awards.registry import queries
from awards.registry.domain import CertificateData
from awards.registry.domain.reminders import Reminder, due_on, window
from awards.registry.models import Certificate
from awards.registry.queries.certificates import Ending
from awards.registry.services import records
from awards.registry.services.standing import standing_person


def add_certificate(
    data: CertificateData, *, actor: Actor, at: datetime, file: StoredFile | None = None
) -> Certificate:
    """Record a certificate, with its file if there is one.

    Refuses with `registry.certificate_known` for a number its scheme has given.
    """
    records.refuse(data.problems())
    standing_person(data.person_id)
    _refuse_known_number(data, None)
    return records.add(Certificate(**_columns(data, file, at)), actor=actor, at=at)


def correct_certificate(
    certificate_id: str,
    data: CertificateData,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    file: StoredFile | None = None,
) -> Certificate:
    """Correct a certificate, its status included (suspended, revoked); without `file` its file stays."""
    records.refuse(data.problems())
    row = records.found_row(Certificate, certificate_id, "certificate_id")
    _refuse_known_number(data, row.id)
    return records.correct(row, _columns(data, file, at), reason=reason, actor=actor, at=at)


def _columns(data: CertificateData, file: StoredFile | None, at: datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {**asdict(data), "number": data.number.strip()}
    if file is not None:
        files.record(file, at=at)
        columns.update(file_sha256=file.sha256, file_name=file.name)
    return columns


def _refuse_known_number(data: CertificateData, but: str | None) -> None:
    same = select(Certificate.id).where(
        Certificate.scheme == data.scheme, Certificate.number == data.number.strip()
    )
    if db.session.scalar(same) not in (None, but):
        raise Refusal("registry.certificate_known", facts={"field": "number"})


def remind(*, at: datetime) -> int:
    """Queue today's letters about certificates that end; returns how many. Run it every day.

    The holder is told, the members of organisations in whose core staff the holder serves (p.55, p.110), and,
    in one letter, the registry's clerks. A second run of the same day queues nothing.
    """
    today = records.day_of(at)
    sent = queries.reminders_sent(at)
    due = [
        (ending, reminder)
        for ending in queries.ending_certificates(*window(today), on=today)
        if (reminder := due_on(ending.certificate.id, ending.certificate.valid_until, today, sent))
    ]
    letters = sum(_tell_of(ending, reminder, at) for ending, reminder in due)
    return letters + _tell_clerks(due, today, at)


def _tell_of(ending: Ending, reminder: Reminder, at: datetime) -> int:
    """Letters to the holder and to the members of the bodies where they serve."""
    told = 0
    holder = accounts.get_user(ending.person.user_id) if ending.person.user_id else None
    if holder is not None:
        told += _post("certificate_holder", holder, ending, reminder, at)
    for organisation_id in ending.core_staff_of:
        for user in accounts.member_emails(organisation_id):
            if holder is None or user.id != holder.id:
                told += _post("certificate_member", user, ending, reminder, at)
    return told


def _post(template: str, user: UserFacts, ending: Ending, reminder: Reminder, at: datetime) -> int:
    outbox.post(
        template,
        to=user.email,
        locale=user.locale,
        params={"name": user.name, **_words(ending, reminder)},
        at=at,
        dedupe_key=f"{reminder.key}:{user.id}",
    )
    return 1


def _tell_clerks(due: list[tuple[Ending, Reminder]], today: date, at: datetime) -> int:
    """One letter to each clerk with all of the day's certificates; it also keeps what was sent.

    What a correction makes due later on the same day goes out in a letter of its own.
    """
    clerks = accounts.users_with_role(Role.CLERK, None) if due else ()
    told = audit.digest({"keys": [reminder.key for _, reminder in due]})[:16]
    for clerk in clerks:
        params = {
            "name": clerk.name,
            "keys": [reminder.key for _, reminder in due],
            "certificates": [_words(ending, reminder) for ending, reminder in due],
        }
        outbox.post(
            "certificate_digest",
            to=clerk.email,
            locale=clerk.locale,
            params=params,
            at=at,
            dedupe_key=f"certificates:{today.isoformat()}:{told}:{clerk.id}",
        )
    return len(clerks)


def _words(ending: Ending, reminder: Reminder) -> Mapping[str, Any]:
    certificate = ending.certificate
    return {
        "person": ending.person.full_name,
        "scheme": certificate.scheme,
        "level": certificate.level,
        "number": certificate.number,
        "until": reminder.valid_until.strftime("%d.%m.%Y"),
        "is_over": reminder.step < 0,
    }
