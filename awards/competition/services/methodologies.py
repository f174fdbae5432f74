"""The methodology: changed while it is a draft, approved by a decision, frozen from then on (p.122)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from awards.competition import queries
from awards.competition.domain import TOTAL_POINTS, DecisionBody, MethodologySettings, settings_faults
from awards.competition.models import Criterion, Decision, Edition, Methodology, Nomination
from awards.competition.services.record import draft_methodology, log
from awards.core.actor import Actor
from awards.core.clock import ASTANA
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import MethodologyState
from awards.infra import lifecycle
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
    """A decision of people with its number and date (D12).

    Refused without a number, and for a day that has not come yet in Astana.
    """
    if not number.strip():
        raise Refusal("competition.decision_number")
    if decided_on > at.astimezone(ASTANA).date():
        raise Refusal("competition.decision_in_future")
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
    facts = {
        "body": body.value,
        "number": decision.number,
        "date": decided_on.isoformat(),
        "subject": subject,
    }
    log("decision.recorded", edition_id, "decision", decision.id, facts, actor=actor, at=at)
    return decision


def change_settings(
    edition_id: str, settings: MethodologySettings, *, actor: Actor, at: datetime
) -> Methodology:
    """New settings for the draft; refused with every setting that is out of its bounds."""
    faults = settings_faults(settings)
    if faults:
        raise Refusals(faults)
    row = draft_methodology(edition_id)
    row.settings = settings.to_json()
    db.session.flush()
    _log_change(row, actor=actor, at=at)
    return row


def place_subordinates(edition_id: str, with_parent: bool, *, actor: Actor, at: datetime) -> Methodology:
    """Whether a subordinate organisation competes in its parent's category; refused once approved."""
    known = queries.methodology(edition_id)
    if known.settings.subordinate_with_parent == with_parent:
        return db.session.get_one(Methodology, known.id)
    settings = replace(known.settings, subordinate_with_parent=with_parent)
    return change_settings(edition_id, settings, actor=actor, at=at)


def change_rubric(
    nomination_id: str, weights: Mapping[str, int], *, actor: Actor, at: datetime
) -> Nomination:
    """Other weights, in whole points, for criteria (by id) of a draft's rubric.

    Refused when a weight is not 1 to 100, or all of them together are not 100.
    """
    nomination = db.session.get_one(Nomination, nomination_id)
    row = draft_methodology(nomination.edition_id)
    if any(not 1 <= weight <= TOTAL_POINTS for weight in weights.values()):
        raise Refusal("competition.criterion_weight", "p.122")
    criteria = db.session.scalars(select(Criterion).where(Criterion.nomination_id == nomination_id)).all()
    for criterion in criteria:
        criterion.weight = weights.get(criterion.id, criterion.weight)
    total = sum(criterion.weight for criterion in criteria)
    if total != TOTAL_POINTS:
        raise Refusal("competition.rubric_total", "p.122", {"total": total, "nomination": nomination.title})
    db.session.flush()
    _log_change(row, actor=actor, at=at)
    return nomination


def _log_change(row: Methodology, *, actor: Actor, at: datetime) -> None:
    facts = {"digest": queries.methodology_digest(row.edition_id)}
    log("methodology.changed", row.edition_id, "methodology", row.id, facts, actor=actor, at=at)


def approve_methodology(
    edition_id: str, number: str, decided_on: date, *, actor: Actor, at: datetime
) -> Methodology:
    """Freeze the methodology by a decision of the authorised body (p.122); it carries its digest from now on.

    Refused with every setting out of bounds and every rubric whose points do not sum to 100.
    """
    row = draft_methodology(edition_id)
    faults = list(settings_faults(MethodologySettings.from_json(row.settings)))
    for nomination in queries.nominations(edition_id):
        faults += queries.rubric(nomination.id).faults(nomination.title)
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
    log("methodology.approved", edition_id, "methodology", row.id, facts, actor=actor, at=at)
    return row
