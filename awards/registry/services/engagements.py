"""Ties of people to organisations: contracts of people and of firms, employment, project activity (p.109)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.infra.db import db
from awards.registry.domain import EngagementData, FirmConsultantData, FirmEngagementData, within
from awards.registry.models import Engagement, FirmConsultant, FirmEngagement, Person
from awards.registry.services import records
from awards.registry.services.standing import standing, standing_person


def add_engagement(data: EngagementData, *, actor: Actor, at: datetime) -> Engagement:
    """Record a contract, employment or project activity (p.109)."""
    _check_engagement(data)
    standing_person(data.person_id)
    return records.add(Engagement(**asdict(data)), actor=actor, at=at)


def correct_engagement(
    engagement_id: str, data: EngagementData, *, reason: str, actor: Actor, at: datetime
) -> Engagement:
    _check_engagement(data)
    row = records.found_row(Engagement, engagement_id, "engagement_id")
    return records.correct(row, asdict(data), reason=reason, actor=actor, at=at)


def _check_engagement(data: EngagementData) -> None:
    records.refuse(data.problems())
    records.found_row(Person, data.person_id, "person_id")
    standing(data.organisation_id, data.since, "organisation_id")


def end_engagement(
    engagement_id: str, on: date, *, actor: Actor, at: datetime, reason: str = ""
) -> Engagement:
    row = records.found_row(Engagement, engagement_id, "engagement_id")
    records.end(row, on, reason=reason, actor=actor, at=at)
    return row


def add_contract(data: FirmEngagementData, *, actor: Actor, at: datetime) -> FirmEngagement:
    """Record a consulting firm's contract with a client; it ties nobody until people are assigned to it."""
    _check_contract(data, None)
    return records.add(FirmEngagement(**asdict(data)), actor=actor, at=at)


def correct_contract(
    contract_id: str, data: FirmEngagementData, *, reason: str, actor: Actor, at: datetime
) -> FirmEngagement:
    """Correct a contract; those assigned to it without days of their own follow its days."""
    _check_contract(data, contract_id)
    row = records.found_row(FirmEngagement, contract_id, "contract_id")
    return records.correct(row, asdict(data), reason=reason, actor=actor, at=at)


def end_contract(
    contract_id: str, on: date, *, actor: Actor, at: datetime, reason: str = ""
) -> FirmEngagement:
    row = records.found_row(FirmEngagement, contract_id, "contract_id")
    records.end(row, on, reason=reason, actor=actor, at=at)
    return row


def _check_contract(data: FirmEngagementData, but: str | None) -> None:
    records.refuse(data.problems())
    standing(data.firm_id, data.since, "firm_id")
    standing(data.organisation_id, data.since, "organisation_id")
    same = select(FirmEngagement.id).where(
        FirmEngagement.firm_id == data.firm_id,
        FirmEngagement.organisation_id == data.organisation_id,
        FirmEngagement.contract_number == data.contract_number,
        FirmEngagement.since == data.since,
    )
    if db.session.scalar(same) not in (None, but):
        raise Refusal("registry.contract_known", "p.109", {"field": "contract_number"})


def assign_consultant(data: FirmConsultantData, *, actor: Actor, at: datetime) -> FirmConsultant:
    """Record that the firm assigned someone to its contract: from then on p.121 ties them to the client.

    Refuses with `registry.assigned_already`, and `registry.outside_contract` where the days given share
    none with the contract's.
    """
    contract = _check_consultant(data, None)
    standing_person(data.person_id)
    if within(contract.since, contract.until, data.since, data.until) is None:
        raise Refusal("registry.outside_contract", "p.109", {"field": "since"})
    return records.add(FirmConsultant(**asdict(data)), actor=actor, at=at)


def correct_consultant(
    consultant_id: str, data: FirmConsultantData, *, reason: str, actor: Actor, at: datetime
) -> FirmConsultant:
    """Correct an assignment. Days outside the contract's say that this person was never on it."""
    _check_consultant(data, consultant_id)
    row = records.found_row(FirmConsultant, consultant_id, "consultant_id")
    return records.correct(row, asdict(data), reason=reason, actor=actor, at=at)


def end_consultant(
    consultant_id: str, on: date, *, actor: Actor, at: datetime, reason: str = ""
) -> FirmConsultant:
    """The last day of an assignment; refused where it is before the assignment or the contract began."""
    row = records.found_row(FirmConsultant, consultant_id, "consultant_id")
    contract = records.found_row(FirmEngagement, row.engagement_id, "contract_id")
    if row.until is None and on < max(contract.since, row.since or contract.since):
        raise Refusal("registry.date_order", facts={"field": "on"})
    records.end(row, on, reason=reason, actor=actor, at=at)
    return row


def _check_consultant(data: FirmConsultantData, but: str | None) -> FirmEngagement:
    records.refuse(data.problems())
    records.found_row(Person, data.person_id, "person_id")
    same = select(FirmConsultant.id).where(
        FirmConsultant.engagement_id == data.engagement_id, FirmConsultant.person_id == data.person_id
    )
    if db.session.scalar(same) not in (None, but):
        raise Refusal("registry.assigned_already", "p.109", {"field": "person_id"})
    return records.found_row(FirmEngagement, data.engagement_id, "contract_id")
