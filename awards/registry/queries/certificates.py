"""Reading certificates: whose they are, which end soon, who needs them, which files they keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from awards.accounts import queries as accounts
from awards.core.actor import Role
from awards.core.permissions import Subject
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.files import Blob
from awards.infra.outbox import OutboxMessage
from awards.infra.paging import Page, page_of
from awards.registry.domain import CORE_STAFF, CertificateFacts, CertificateState, PersonFacts, is_valid_on
from awards.registry.models import Certificate, Person, RoleHeld
from awards.registry.queries.merging import records_of
from awards.registry.queries.people import get_person, person_facts

_REMEMBERED = timedelta(days=80)
"""Letters older than the first step and a week are never asked for."""
_ENDING = (CertificateState.ACTIVE, CertificateState.EXPIRED)


@dataclass(frozen=True)
class Ending:
    """A certificate that ends or has ended, its holder, and what the holder needs it for (p.55, p.121)."""

    certificate: CertificateFacts
    person: PersonFacts
    core_staff_of: tuple[str, ...]
    """Organisations in whose core staff the holder serves today."""
    is_assessor: bool = False
    has_another: bool = False
    """Another certificate of the holder is in force today."""


@dataclass(frozen=True)
class CertificateFile:
    """The file of a certificate, with whose it is."""

    certificate: CertificateFacts
    name: str
    sha256: str
    size: int
    media_type: str
    user_id: str | None

    @property
    def subject(self) -> Subject:
        return Subject(owner_ids=frozenset({self.user_id} if self.user_id else ()))


def certificate_facts(row: Certificate) -> CertificateFacts:
    return CertificateFacts(
        id=row.id,
        person_id=row.person_id,
        scheme=row.scheme,
        level=row.level,
        number=row.number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        status=row.status,
        link=row.link,
        file_name=row.file_name,
    )


def get_certificate(certificate_id: str) -> CertificateFacts | None:
    row = db.session.get(Certificate, certificate_id)
    return certificate_facts(row) if row else None


def certificates_of(person_ids: Iterable[str]) -> dict[str, tuple[CertificateFacts, ...]]:
    """Certificates by person, the newest first; a person without any has an empty tuple."""
    wanted = tuple(dict.fromkeys(person_ids))
    found: defaultdict[str, list[CertificateFacts]] = defaultdict(list)
    known = records_of(wanted)
    rows = db.session.execute(
        select(known.c.asked, Certificate)
        .join(known, known.c.record == Certificate.person_id)
        .order_by(Certificate.issued_on.desc(), Certificate.id)
    )
    for asked, row in rows:
        found[asked].append(certificate_facts(row))
    return {person_id: tuple(found[person_id]) for person_id in wanted}


def _ending(*conditions: Any) -> Any:
    return (
        select(Person, Certificate)
        .join(Certificate, Certificate.person_id == Person.id)
        .where(*conditions)
        .order_by(Certificate.valid_until, Person.sort_key, Certificate.id)
    )


def ending_page(
    since: date | None, until: date, *, on: date, number: int = 1, latest_first: bool = False
) -> Page[Ending]:
    """One page of certificates whose validity ends between two days, both included (p.115(1)).

    Suspended and revoked ones are not among them: their end concerns nobody. `since` None: from the first.
    """
    in_time = [Certificate.valid_until <= until, Certificate.status.in_(_ENDING)]
    if since is not None:
        in_time.append(Certificate.valid_until >= since)
    rows = _ending(*in_time)
    if latest_first:
        rows = rows.order_by(None).order_by(Certificate.valid_until.desc(), Person.sort_key, Certificate.id)
    page = page_of(rows, lambda row: (person_facts(row[0]), certificate_facts(row[1])), number=number)
    return Page(_needed(page.items, on), page.number, page.pages, page.total)


def ending_certificates(since: date, until: date, *, on: date) -> tuple[Ending, ...]:
    """Certificates in force whose validity ends between two days, both included, the earliest first."""
    rows = db.session.execute(
        _ending(Certificate.status == CertificateState.ACTIVE, Certificate.valid_until.between(since, until))
    )
    return _needed(((person_facts(person), certificate_facts(held)) for person, held in rows), on)


def _needed(found: Iterable[tuple[PersonFacts, CertificateFacts]], on: date) -> tuple[Ending, ...]:
    """What each holder needs the certificate for on that day; a fixed number of queries."""
    pairs = tuple(found)
    people = {person.id for person, _ in pairs}
    serving = _core_staff(people, on)
    assessors = accounts.holders_of(Role.ASSESSOR, {person.user_id for person, _ in pairs if person.user_id})
    others = certificates_of(people)
    return tuple(
        Ending(
            certificate,
            person,
            tuple(sorted(serving[person.id])),
            person.user_id in assessors,
            any(one.id != certificate.id and is_valid_on(one, on) for one in others[person.id]),
        )
        for person, certificate in pairs
    )


def _core_staff(person_ids: Iterable[str], on: date) -> defaultdict[str, set[str]]:
    """Organisations in whose core staff these people serve on that day (p.55)."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    rows = db.session.execute(
        select(RoleHeld.person_id, RoleHeld.organisation_id).where(
            RoleHeld.person_id.in_(set(person_ids)),
            RoleHeld.role.in_(CORE_STAFF),
            RoleHeld.since <= on,
            or_(RoleHeld.until.is_(None), RoleHeld.until >= on),
        )
    )
    for person_id, organisation_id in rows:
        found[person_id].add(organisation_id)
    return found


def reminders_sent(at: datetime) -> frozenset[str]:
    """Keys of the reminders that have been queued: by letters to people, and by the clerks' digests."""
    rows = db.session.execute(
        select(OutboxMessage.dedupe_key, OutboxMessage.params).where(
            OutboxMessage.template.in_(("certificate_holder", "certificate_member", "certificate_digest")),
            OutboxMessage.created_at >= at - _REMEMBERED,
        )
    )
    keys: set[str] = set()
    for dedupe_key, params in rows:
        keys.update(params.get("keys", ()))
        keys.add(dedupe_key.rpartition(":")[0])
    return frozenset(keys)


def certificate_file(certificate_id: str) -> CertificateFile | None:
    """The file of a certificate, where it has one."""
    found = db.session.execute(
        select(Certificate, Blob)
        .join(Blob, Blob.sha256 == Certificate.file_sha256)
        .where(Certificate.id == certificate_id)
    ).one_or_none()
    if found is None:
        return None
    row, blob = found
    holder = get_person(row.person_id)
    user_id = holder.user_id if holder else None
    return CertificateFile(
        certificate_facts(row), row.file_name, blob.sha256, blob.size, blob.media_type, user_id
    )


def certificate_files() -> frozenset[str]:
    """Hashes of every file a certificate has or, before a correction, had: none of them is unused."""
    present = select(Certificate.file_sha256).where(Certificate.file_sha256.is_not(None))
    used = {sha256 for sha256 in db.session.scalars(present) if sha256}
    corrected = select(AuditEvent.facts).where(
        AuditEvent.object_kind == "certificate", AuditEvent.event == "registry.corrected"
    )
    used.update(
        facts["before"]["file_sha256"]
        for facts in db.session.scalars(corrected)
        if facts["before"].get("file_sha256")
    )
    return frozenset(used)
