"""The methodology: changed while it is a draft, approved by a decision, frozen from then on (p.122)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from awards.competition import queries
from awards.competition.domain import DecisionBody, MethodologySettings, settings_faults
from awards.competition.models import Criterion, Decision, Edition, Methodology, Nomination
from awards.core.actor import Actor
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import MethodologyState
from awards.infra import audit, lifecycle
from awards.infra.db import db


def record_decision(
    edition_id: str,
    body: DecisionBody,
    number: str,
    decided_on: date,
    subject: str,
    *,
    actor: Actor,
    at: datetime,
) -> Decision:
    """A decision of people with its number and date (D12). Refused without a number."""
    if not number.strip():
        raise Refusal("competition.decision_number")
    decision = Decision(
        edition_id=edition_id,
        body=body,
        number=number.strip(),
        decided_on=decided_on,
        subject=subject,
        recorded_by=actor.user_id or "",
        recorded_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def _draft(edition_id: str) -> Methodology:
    row = db.session.execute(select(Methodology).where(Methodology.edition_id == edition_id)).scalar_one()
    if row.state is not MethodologyState.DRAFT:
        raise Refusal("competition.methodology_frozen", "p.122")
    return row


def change_settings(
    edition_id: str, settings: MethodologySettings, *, actor: Actor, at: datetime
) -> Methodology:
    """New settings for the draft; refused with every setting that is out of its bounds."""
    faults = settings_faults(settings)
    if faults:
        raise Refusals(faults)
    row = _draft(edition_id)
    row.settings = settings.to_json()
    db.session.flush()
    _log_change(row, actor=actor, at=at)
    return row


def change_criterion(criterion_id: str, weight: int, *, actor: Actor, at: datetime) -> Criterion:
    """Another weight, in whole points, for a criterion of a draft."""
    criterion = db.session.get_one(Criterion, criterion_id)
    nomination = db.session.get_one(Nomination, criterion.nomination_id)
    row = _draft(nomination.edition_id)
    criterion.weight = weight
    db.session.flush()
    _log_change(row, actor=actor, at=at)
    return criterion


def _log_change(row: Methodology, *, actor: Actor, at: datetime) -> None:
    audit.record(
        "methodology.changed",
        actor=actor,
        at=at,
        edition_id=row.edition_id,
        object_kind="methodology",
        object_id=row.id,
        facts={"digest": queries.methodology_digest(row.edition_id)},
    )


def approve_methodology(
    edition_id: str, number: str, decided_on: date, *, actor: Actor, at: datetime
) -> Methodology:
    """Freeze the methodology by a decision of the authorised body (p.122); it carries its digest from now on.

    Refused with every setting out of bounds and every rubric whose points do not sum to 100.
    """
    row = _draft(edition_id)
    faults = list(settings_faults(MethodologySettings.from_json(row.settings)))
    for nomination in queries.nominations(edition_id):
        faults += [
            Refusal(fault.code, fault.point, {**fault.facts, "nomination": nomination.title.kk})
            for fault in queries.rubric(nomination.id).faults()
        ]
    if faults:
        raise Refusals(tuple(faults))
    year = db.session.get_one(Edition, edition_id).year
    subject = f"{year}: жеңімпаздарды бағалау әдістемесі / методика оценки победителей"
    decision = record_decision(
        edition_id, DecisionBody.AUTHORISED_BODY, number, decided_on, subject, actor=actor, at=at
    )
    row.decision_id, row.digest = decision.id, queries.methodology_digest(edition_id)
    lifecycle.advance(row, MethodologyState.APPROVED, actor=actor, at=at, edition_id=edition_id)
    db.session.flush()
    facts = {"number": decision.number, "date": decided_on.isoformat(), "digest": row.digest}
    audit.record(
        "methodology.approved",
        actor=actor,
        at=at,
        edition_id=edition_id,
        object_kind="methodology",
        object_id=row.id,
        facts=facts,
    )
    return row
