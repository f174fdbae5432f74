"""What the eligibility checks read: the registry as it stands, and what was decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from awards.accounts.models import User
from awards.competition import queries as competition
from awards.core.workflow import EntryState
from awards.infra.db import db
from awards.registry import queries as registry
from awards.registry.domain import CORE_STAFF, RoleCode, holds_on, is_valid_on
from awards.submissions.domain import (
    Case,
    FileKind,
    Finding,
    PersonCase,
    ProjectCase,
    StaffCase,
    Verdict,
    check,
    closing_day,
)
from awards.submissions.models import EligibilityDecision, Entry
from awards.submissions.queries.entries import EntryFacts
from awards.submissions.queries.versions import get_version


@dataclass(frozen=True)
class EligibilityFacts:
    """The secretary's decision, with the findings as they stood then."""

    verdict: Verdict
    reason: str
    findings: tuple[Finding, ...]
    decided_by: str
    decided_at: datetime


def case_of(entry: EntryFacts, files: Collection[FileKind], submitted_at: datetime) -> Case:
    """The facts of an entry in the registry; certificates and posts as on the closing day."""
    organisation = registry.organisations([entry.organisation_id])[entry.organisation_id]
    category = competition.category_for_organisation(entry.edition_id, organisation.id)
    day = closing_day(entry.edition.closes_at)
    return Case(
        organisation_id=organisation.id,
        organisation_kind=organisation.kind.value,
        bin=organisation.bin,
        category=category.code if category else None,
        submitted_at=submitted_at,
        closes_at=entry.edition.closes_at,
        files=frozenset(files),
        payment=entry.payment,
        ended_on=organisation.ended_on,
        project=_project(entry.project_id, day),
        person=_person(entry.person_id, entry.organisation_id, day),
        staff=_staff(entry.organisation_id, day),
    )


def _project(project_id: str | None, day: date) -> ProjectCase | None:
    project = registry.get_project(project_id) if project_id else None
    if project is None:
        return None
    roles = frozenset(held.role for held in registry.roles_of_project(project.id) if held.since <= day)
    return ProjectCase(project.number, project.organisation_id, project.starts_on, roles)


def _person(person_id: str | None, organisation_id: str, day: date) -> PersonCase | None:
    """The person with those projects of the organisation that they lead or led by the day."""
    person = registry.get_person(person_id) if person_id else None
    if person is None:
        return None
    led = {
        held.project_id
        for held in registry.roles_of_person(person.id)
        if held.role is RoleCode.LEADER and held.project_id and held.since <= day
    }
    numbers = tuple(
        sorted(
            project.number
            for project in registry.projects(led).values()
            if project.organisation_id == organisation_id
        )
    )
    return PersonCase(person.full_name, numbers, person.id in _certified([person.id], day))


def _staff(organisation_id: str, day: date) -> tuple[StaffCase, ...]:
    """The core staff of the organisation's own office (p.54, 55), wherever it is based.

    Where no office is on record, the posts held in the organisation itself stand for it; those in an office
    of another body that is merely based there do not.
    """
    office = registry.office_on(organisation_id, day)
    known = registry.roles_of_office(office) if office else registry.roles_in_organisation(organisation_id)
    held = [
        role
        for role in known
        if role.role in CORE_STAFF
        and holds_on(role.since, role.until, day)
        and (office is not None or role.office_id is None)
    ]
    certified = _certified([role.person_id for role in held], day)
    return tuple(StaffCase(role.person_name, role.role, role.person_id in certified) for role in held)


def _certified(person_ids: Collection[str], day: date) -> frozenset[str]:
    return frozenset(
        person_id
        for person_id, certificates in registry.certificates_of(person_ids).items()
        if any(is_valid_on(certificate, day) for certificate in certificates)
    )


def findings_of(entry: EntryFacts) -> tuple[Finding, ...]:
    """What the checks say about the newest submitted version, by the registry as it stands now."""
    version = get_version(entry.version_id)
    if version is None:
        return ()
    case = case_of(entry, {file.kind for file in version.files}, version.submitted_at)
    return check(entry.checks, case)


def decision_of(entry: EntryFacts) -> EligibilityFacts | None:
    """What was decided about the newest version, or None while it waits."""
    row = db.session.execute(
        select(EligibilityDecision, User.name)
        .outerjoin(User, User.id == EligibilityDecision.decided_by)
        .where(EligibilityDecision.version_id == entry.version_id)
    ).one_or_none()
    if row is None:
        return None
    decision, name = row
    found = tuple(Finding.from_json(finding) for finding in decision.findings)
    return EligibilityFacts(decision.verdict, decision.reason, found, name or "", decision.decided_at)


def undecided(edition_id: str) -> int:
    """How many submitted entries still wait for their eligibility decision."""
    return (
        db.session.scalar(
            select(func.count()).where(Entry.edition_id == edition_id, Entry.state == EntryState.SUBMITTED)
        )
        or 0
    )


def occupied_segments(edition_id: str) -> frozenset[str]:
    """Ids of the segments with an admitted entry."""
    return frozenset(
        db.session.scalars(
            select(Entry.segment_id).where(Entry.edition_id == edition_id, Entry.state == EntryState.ELIGIBLE)
        )
    )
