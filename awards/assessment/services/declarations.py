"""Declarations: assessors speak before they read anything; the committee decides on a conflict (D4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from awards.accounts import queries as accounts
from awards.assessment.domain.vocabulary import ClearanceVerdict
from awards.assessment.models import Assessor, Clearance, Declaration
from awards.assessment.queries.explanations import explain
from awards.assessment.services.clearances import compute_clearances
from awards.competition import queries as competition
from awards.competition import services as competition_services
from awards.competition.domain import DecisionBody
from awards.core.actor import Actor, Role
from awards.core.errors import Refusal
from awards.core.workflow import DeclarationState, EditionState, EntryState
from awards.infra import audit, lifecycle, outbox
from awards.infra.db import db
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts

OPEN_STATES = (EditionState.ADMISSIBILITY, EditionState.ASSESSMENT)


@dataclass(frozen=True)
class DecisionData:
    """What the committee decided on a declared conflict: recuse or may assess, why, and by which decision."""

    recuse: bool
    reason: str
    number: str
    decided_on: date


def declare(
    assessor_id: str, entry_id: str, *, has_conflict: bool, text: str = "", actor: Actor, at: datetime
) -> Declaration:
    """The assessor's own word on one entry; a conflict needs a text and stops the pair until decided (D4).

    Once "no conflict" is declared a conflict may still be; nothing else is taken back.
    """
    assessor, entry = _pair(assessor_id, entry_id)
    if assessor.user_id != actor.user_id:
        raise Refusal("assessment.not_own_declaration", "p.121")
    if has_conflict and not text.strip():
        raise Refusal("assessment.conflict_text", "p.121")
    row = db.session.scalar(
        select(Declaration).where(Declaration.assessor_id == assessor_id, Declaration.entry_id == entry_id)
    )
    state = DeclarationState.DECLARED if has_conflict else DeclarationState.CLEAR
    if row is None:
        row = Declaration(
            assessor_id=assessor_id, entry_id=entry_id, state=state, text=text.strip(), declared_at=at
        )
        db.session.add(row)
        db.session.flush()
    elif row.state is DeclarationState.CLEAR and has_conflict:
        row.text, row.declared_at = text.strip(), at
        lifecycle.advance(row, state, actor=actor, at=at, edition_id=entry.edition_id)
    elif row.state is not state:
        raise Refusal("assessment.already_declared", "p.121")
    facts = {"entry": entry_id, "verdict": row.state.value}
    _log("conflict.declared", row, entry.edition_id, facts, actor, at)
    if has_conflict:
        _tell_secretaries(assessor, entry, actor, at)
    _recompute(row, entry.edition_id, actor, at)
    return row


def declare_clear(
    assessor_id: str, entry_ids: Collection[str], *, actor: Actor, at: datetime
) -> tuple[Declaration, ...]:
    """No conflict with any of these entries. Refused when none is named."""
    if not entry_ids:
        raise Refusal("assessment.nothing_ticked")
    return tuple(
        declare(assessor_id, entry_id, has_conflict=False, actor=actor, at=at)
        for entry_id in sorted(set(entry_ids))
    )


def decide_declaration(declaration_id: str, data: DecisionData, *, actor: Actor, at: datetime) -> Declaration:
    """Recuse the assessor from the entry, or let them assess, by a decision of the committee with its reason.

    "May assess" is refused where dated facts block the pair: p.121 has no override (D3).
    """
    row = db.session.get(Declaration, declaration_id)
    if row is None:
        raise Refusal("assessment.no_declaration")
    if not data.reason.strip():
        raise Refusal("assessment.reason_missing")
    assessor, entry = _pair(row.assessor_id, row.entry_id)
    found = explain(row.assessor_id, row.entry_id)
    if not data.recuse and found is not None and found.is_blocked:
        raise Refusal("assessment.blocked_by_facts", "p.121", {"name": found.assessor.name})
    decision = competition_services.record_decision(
        assessor.edition_id,
        DecisionBody.COMMITTEE,
        data.number,
        data.decided_on,
        f"Мүдделер қақтығысы / конфликт интересов: {entry.title}"[:300],
        actor=actor,
        at=at,
    )
    row.reason, row.decision_id = data.reason.strip(), decision.id
    row.decided_by, row.decided_at = actor.user_id or actor.name, at
    state = DeclarationState.RECUSED if data.recuse else DeclarationState.ALLOWED
    lifecycle.advance(
        row, state, actor=actor, at=at, edition_id=assessor.edition_id, reason=data.reason.strip()
    )
    facts = {"entry": row.entry_id, "verdict": state.value, "decision": decision.number}
    _log("conflict.decided", row, assessor.edition_id, facts, actor, at)
    _recompute(row, assessor.edition_id, actor, at)
    return row


def _pair(assessor_id: str, entry_id: str) -> tuple[Assessor, EntryFacts]:
    """The assessor and the entry, if they are of one edition that still takes declarations."""
    assessor, entry = db.session.get(Assessor, assessor_id), submissions.get_entry(entry_id)
    if assessor is None or assessor.removed_at is not None:
        raise Refusal("assessment.no_assessor")
    edition = competition.edition_by_id(assessor.edition_id)
    if edition is None or edition.state not in OPEN_STATES:
        raise Refusal("assessment.not_now")
    if entry is None or entry.edition_id != edition.id or entry.state is not EntryState.ELIGIBLE:
        raise Refusal("assessment.no_entry")
    return assessor, entry


def _recompute(row: Declaration, edition_id: str, actor: Actor, at: datetime) -> None:
    """The pair's clearance follows; a first "no conflict" on a pair that is clear changes nothing."""
    db.session.flush()
    stored = db.session.scalar(
        select(Clearance.verdict).where(
            Clearance.assessor_id == row.assessor_id, Clearance.entry_id == row.entry_id
        )
    )
    if row.state is DeclarationState.CLEAR and stored in (ClearanceVerdict.CLEAR, ClearanceVerdict.BLOCKED):
        return
    compute_clearances(
        edition_id, actor=actor, at=at, assessor_ids={row.assessor_id}, entry_ids={row.entry_id}
    )


def _tell_secretaries(assessor: Assessor, entry: EntryFacts, actor: Actor, at: datetime) -> None:
    for user in accounts.users_with_role(Role.SECRETARY, assessor.edition_id):
        outbox.post(
            "assessment_declared",
            to=user.email,
            locale=user.locale,
            params={
                "name": user.name,
                "year": entry.edition.year,
                "assessor": actor.name,
                "entry": entry.title,
            },
            at=at,
        )


def _log(
    event: str, row: Declaration, edition_id: str, facts: dict[str, str], actor: Actor, at: datetime
) -> None:
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=edition_id,
        object_kind="declaration",
        object_id=row.id,
        facts=facts,
    )
