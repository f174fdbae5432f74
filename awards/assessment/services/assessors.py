"""Naming assessors: the committee's decision, the certificate gate of p.121, the account and the role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from awards.accounts import queries as account_queries
from awards.accounts import services as accounts
from awards.accounts.queries import UserFacts
from awards.assessment import queries
from awards.assessment.models import Assessor, ScoreSheet
from awards.assessment.services.clearances import compute_clearances
from awards.competition import queries as competition
from awards.competition import services as competition_services
from awards.competition.domain import DecisionBody
from awards.competition.queries import EditionFacts
from awards.core.actor import Actor, Role
from awards.core.clock import ASTANA
from awards.core.errors import Refusal
from awards.core.text import Locale
from awards.core.workflow import EditionState, SheetState
from awards.infra import audit
from awards.infra.db import db
from awards.registry import queries as registry
from awards.registry import services as registry_services
from awards.registry.domain import PersonData
from awards.registry.queries import PersonFacts

OVER = (EditionState.SEALED, EditionState.PUBLISHED, EditionState.ARCHIVED)


@dataclass(frozen=True)
class LoadData:
    """How many entries an assessor takes, and the nominations they know (ids; empty means all alike)."""

    capacity: int
    minimum: int = 0
    nominations: tuple[str, ...] = ()

    def problems(self) -> tuple[Refusal, ...]:
        if not 0 <= self.minimum <= self.capacity <= 200:
            return (Refusal("assessment.load_order", facts={"most": 200}),)
        return ()


@dataclass(frozen=True)
class AssessorData:
    """Who is named, by which decision of the committee (p.121), and the account they sign in with.

    `email` may be empty where the registry already links the person to an account.
    """

    person_id: str
    load: LoadData
    number: str
    decided_on: date
    email: str = ""


def name_assessor(edition_id: str, data: AssessorData, *, actor: Actor, at: datetime) -> Assessor:
    """Name an assessor and give them the role.

    Refused with the first day of the assessment on which no certificate of the person is valid (p.121),
    without an account, for a person who stands on another side of the edition, and for one named already.
    """
    edition = _running(edition_id)
    person = registry.get_person(registry.survivors((data.person_id,))[data.person_id])
    if person is None:
        raise Refusal("assessment.no_person")
    _refuse(data.load.problems())
    _refuse_unqualified(edition, person, at)
    known = db.session.scalar(
        select(Assessor).where(
            Assessor.edition_id == edition_id, Assessor.person_id.in_(registry.family(person.id))
        )
    )
    if known is not None and known.removed_at is None:
        raise Refusal("assessment.already_named", "p.121", {"name": person.full_name})
    user = _account(person, data.email, actor=actor, at=at)
    accounts.grant_role(user.id, Role.ASSESSOR, edition_id, actor=actor, at=at)
    decision = competition_services.record_decision(
        edition_id,
        DecisionBody.COMMITTEE,
        data.number,
        data.decided_on,
        f"{edition.year}: тәуелсіз ассессор / независимый ассессор: {person.full_name}",
        actor=actor,
        at=at,
    )
    assessor = known or Assessor(edition_id=edition_id, person_id=person.id)
    assessor.user_id, assessor.decision_id, assessor.named_at = user.id, decision.id, at
    assessor.removed_at = None
    _set_load(assessor, data.load)
    db.session.add(assessor)
    db.session.flush()
    facts = {"person": person.id, "capacity": data.load.capacity, "decision": decision.number}
    _log("assessor.named", assessor, facts, actor, at)
    if edition.state is not EditionState.SETUP:
        compute_clearances(edition_id, actor=actor, at=at, assessor_ids={assessor.id})
    return assessor


def change_load(assessor_id: str, load: LoadData, *, actor: Actor, at: datetime) -> Assessor:
    """Another capacity, minimum or list of nominations; it counts from the next proposal on."""
    assessor = _active(assessor_id)
    _running(assessor.edition_id)
    _refuse(load.problems())
    _set_load(assessor, load)
    db.session.flush()
    facts = {"capacity": load.capacity, "minimum": load.minimum, "nominations": list(load.nominations)}
    _log("assessor.changed", assessor, facts, actor, at)
    return assessor


def remove_assessor(assessor_id: str, reason: str, *, actor: Actor, at: datetime) -> Assessor:
    """End an assessor's work in the edition. Refused while score sheets are on their desk."""
    assessor = _active(assessor_id)
    _running(assessor.edition_id)
    if not reason.strip():
        raise Refusal("assessment.reason_missing")
    sheets = db.session.scalars(
        select(ScoreSheet.id).where(
            ScoreSheet.assessor_id == assessor_id, ScoreSheet.state.in_((SheetState.DRAFT, SheetState.LOCKED))
        )
    ).all()
    if sheets:
        raise Refusal("assessment.has_sheets", facts={"count": len(sheets)})
    assessor.removed_at = at
    db.session.flush()
    for grant in account_queries.grants_of(assessor.edition_id):
        if grant.user.id == assessor.user_id and grant.role is Role.ASSESSOR:
            accounts.revoke_role(grant.id, reason, actor=actor, at=at)
    _log("assessor.removed", assessor, {"reason": reason.strip()}, actor, at)
    return assessor


def invite_assessor(
    edition_id: str, person_id: str, email: str, locale: Locale, *, actor: Actor, at: datetime
) -> str:
    """Invite a person of the registry to open an account as an assessor; returns the invitation's id.

    The gate of p.121 stands before the invitation, so that nobody is invited in vain.
    """
    edition = _running(edition_id)
    person = registry.get_person(person_id)
    if person is None:
        raise Refusal("assessment.no_person")
    _refuse_unqualified(edition, person, at)
    invitation = accounts.invite_to_role(
        edition_id, Role.ASSESSOR, email, locale, year=edition.year, actor=actor, at=at
    )
    return invitation.id


def _running(edition_id: str) -> EditionFacts:
    edition = competition.edition_by_id(edition_id)
    if edition is None or edition.state in OVER:
        raise Refusal("assessment.not_now")
    return edition


def _active(assessor_id: str) -> Assessor:
    assessor = db.session.get(Assessor, assessor_id)
    if assessor is None or assessor.removed_at is not None:
        raise Refusal("assessment.no_assessor")
    return assessor


def _refuse(problems: tuple[Refusal, ...]) -> None:
    if problems:
        raise problems[0]


def _refuse_unqualified(edition: EditionFacts, person: PersonFacts, at: datetime) -> None:
    known = queries.qualifications(edition, [person], at.astimezone(ASTANA).date())[person.id]
    if known.gap is not None:
        code = "assessment.not_certified" if known.certificates else "assessment.no_certificates"
        raise Refusal(code, "p.121", {"name": person.full_name, "day": known.gap.strftime("%d.%m.%Y")})


def _account(person: PersonFacts, email: str, *, actor: Actor, at: datetime) -> UserFacts:
    """The person's account; one found by its address is linked to the person in the registry."""
    if person.user_id is not None and (user := account_queries.get_user(person.user_id)) is not None:
        return user
    found = account_queries.user_by_email(email) if email.strip() else None
    if found is None:
        raise Refusal("assessment.no_account", facts={"name": person.full_name})
    other = registry.person_of_user(found.id)
    if other is not None:
        raise Refusal("assessment.account_taken", facts={"name": other.full_name})
    data = PersonData(
        person.full_name, None, person.region, tuple(person.languages), person.is_trainer, found.id
    )
    registry_services.correct_person(person.id, data, reason="account linked", actor=actor, at=at)
    return found


def _set_load(assessor: Assessor, load: LoadData) -> None:
    assessor.capacity, assessor.minimum = load.capacity, load.minimum
    assessor.nominations = list(load.nominations)


def _log(event: str, assessor: Assessor, facts: dict[str, object], actor: Actor, at: datetime) -> None:
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=assessor.edition_id,
        object_kind="assessor",
        object_id=assessor.id,
        facts=facts,
    )
