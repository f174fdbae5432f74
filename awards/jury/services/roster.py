"""Naming the jury and its chair by dated decisions (p.120)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from awards.accounts import queries as accounts
from awards.accounts import services as account_services
from awards.competition import queries as competition
from awards.competition import services as competition_services
from awards.competition.domain import DecisionBody
from awards.core.actor import Actor, Role
from awards.core.errors import Refusal
from awards.core.permissions import Action
from awards.infra.db import db
from awards.jury import queries
from awards.jury.models import Juror, RosterLine, Round, SegmentVerdict
from awards.jury.services.acts import allow, log

JURY_ROLES = (Role.JUROR, Role.CHAIR)


def name_juror(
    edition_id: str,
    user_id: str,
    number: str,
    decided_on: date,
    *,
    is_chair: bool = False,
    actor: Actor,
    at: datetime,
) -> Juror:
    """Put a user on the jury by a decision, with the role; a juror may later be named chair.

    Votes already opened keep their roster. Refuses a second chair, a juror who is already what they are
    named, and whom `accounts` refuses the role (someone on another side of this edition).
    """
    edition, user = competition.edition_by_id(edition_id), accounts.get_user(user_id)
    if edition is None or user is None:
        raise Refusal("jury.not_allowed")
    allow(actor, Action.MANAGE_JURY, edition.subject)
    sitting = queries.juror_of_user(edition_id, user_id)
    if sitting is not None and sitting.is_chair == is_chair:
        raise Refusal("jury.already_named", "p.120", {"name": sitting.name})
    if sitting is not None and sitting.is_chair:
        raise Refusal("jury.chair_steps_down_first", "p.120")
    if is_chair and any(juror.is_chair for juror in queries.jurors(edition_id)):
        raise Refusal("jury.chair_exists", "p.120")
    role = Role.CHAIR if is_chair else Role.JUROR
    account_services.grant_role(user_id, role, edition_id, actor=actor, at=at)
    subject = f"{edition.year}: қазылар алқасының құрамы / состав жюри"
    decision = competition_services.record_decision(
        edition_id, DecisionBody.COMMITTEE, number, decided_on, subject, actor=actor, at=at
    )
    row = _seat(edition_id, user_id)
    row.name, row.is_chair, row.decision_id = user.name, is_chair, decision.id
    row.named_at, row.removed_at = at, None
    db.session.add(row)
    db.session.flush()
    facts = {"person": user_id, "chair": is_chair, "decision": decision.number}
    log("juror.named", "juror", row.id, facts, edition_id=edition_id, actor=actor, at=at)
    return row


def _seat(edition_id: str, user_id: str) -> Juror:
    known = db.session.scalar(select(Juror).where(Juror.edition_id == edition_id, Juror.user_id == user_id))
    return known or Juror(edition_id=edition_id, user_id=user_id)


def remove_juror(juror_id: str, number: str, decided_on: date, *, actor: Actor, at: datetime) -> Juror:
    """Take a juror off the jury by a decision; the role ends too.

    Refused while they stand on the roster of a vote that has no verdict yet: it is frozen.
    """
    row = db.session.get(Juror, juror_id)
    edition = competition.edition_by_id(row.edition_id) if row else None
    if row is None or edition is None or row.removed_at is not None:
        raise Refusal("jury.not_allowed")
    allow(actor, Action.MANAGE_JURY, edition.subject)
    if _stands_in_a_vote(juror_id):
        raise Refusal("jury.roster_frozen", "p.122")
    subject = f"{edition.year}: қазылар алқасының құрамы / состав жюри"
    decision = competition_services.record_decision(
        edition.id, DecisionBody.COMMITTEE, number, decided_on, subject, actor=actor, at=at
    )
    row.removed_at, row.is_chair = at, False
    for grant in accounts.grants_of(edition.id):
        if grant.user.id == row.user_id and grant.role in JURY_ROLES:
            account_services.revoke_role(grant.id, decision.number, actor=actor, at=at)
    db.session.flush()
    facts = {"decision": decision.number}
    log("juror.removed", "juror", row.id, facts, edition_id=edition.id, actor=actor, at=at)
    return row


def _stands_in_a_vote(juror_id: str) -> bool:
    found = db.session.scalar(
        select(RosterLine.round_id)
        .join(Round, Round.id == RosterLine.round_id)
        .outerjoin(SegmentVerdict, SegmentVerdict.segment_id == Round.segment_id)
        .where(RosterLine.juror_id == juror_id, SegmentVerdict.id.is_(None))
        .limit(1)
    )
    return found is not None
