"""Deciding eligibility, and what the committee's side does with entries. Callers commit."""

from __future__ import annotations

from datetime import datetime

from awards.core.actor import Actor
from awards.core.errors import Refusal, Refusals
from awards.core.permissions import Action, can
from awards.core.workflow import EditionState, EntryState
from awards.infra import audit, lifecycle
from awards.infra.db import db
from awards.submissions import queries
from awards.submissions.domain import (
    Finding,
    Outcome,
    PaymentState,
    Verdict,
    changed_since,
    has_warnings,
    is_blocked,
)
from awards.submissions.models import EligibilityDecision, Entry
from awards.submissions.queries import EntryFacts
from awards.submissions.services.call import lock_call
from awards.submissions.services.letters import tell_members

_STATES = {Verdict.ELIGIBLE: EntryState.ELIGIBLE, Verdict.INELIGIBLE: EntryState.INELIGIBLE}


def decide_eligibility(
    entry_id: str, verdict: Verdict, reason: str, *, actor: Actor, at: datetime, seen: str | None = None
) -> EligibilityDecision:
    """Decide whether an entry takes part; the findings are frozen with the decision.

    `seen` are the findings on the page where the decision was made (`domain.seal`): refused with every check
    that answers otherwise by now. None: whoever decides goes by the findings of this very moment.
    Refused as well against a finding that blocks (with all of them), without a reason where the entry is
    refused or a warning is overruled, and for anyone but the secretary during admissibility.
    """
    entry = _entry(entry_id)
    lock_call(entry.edition_id)
    if not can(actor, Action.DECIDE_ELIGIBILITY, entry.subject):
        raise Refusal("submissions.not_yours_to_decide")
    if entry.state is not EntryState.SUBMITTED:
        raise Refusal("submissions.decided_already", facts={"state": entry.state})
    findings = queries.findings_of(entry)
    if seen is not None and (changed := changed_since(seen, findings)):
        raise Refusals(tuple(Refusal("submissions.finding_changed", "", {"check": one}) for one in changed))
    _refuse_verdict(verdict, reason.strip(), findings)
    decision = EligibilityDecision(
        entry_id=entry.id,
        version_id=entry.version_id,
        verdict=verdict,
        findings=[finding.to_json() for finding in findings],
        reason=reason.strip(),
        decided_by=actor.user_id or "",
        decided_at=at,
    )
    db.session.add(decision)
    row = db.session.get_one(Entry, entry_id)
    lifecycle.advance(row, _STATES[verdict], actor=actor, at=at, edition_id=entry.edition_id)
    db.session.flush()
    _announce(entry, decision, findings, actor=actor, at=at)
    return decision


def _entry(entry_id: str) -> EntryFacts:
    entry = queries.get_entry(entry_id)
    if entry is None:
        raise Refusal("submissions.no_entry")
    return entry


def _refuse_verdict(verdict: Verdict, reason: str, findings: tuple[Finding, ...]) -> None:
    if verdict is Verdict.ELIGIBLE and is_blocked(findings):
        numbers = {
            finding.point.removeprefix("p.") for finding in findings if finding.outcome is Outcome.BLOCKED
        }
        raise Refusal("submissions.findings_block", f"p.{', '.join(sorted(numbers))}")
    if verdict is Verdict.ELIGIBLE and has_warnings(findings) and not reason:
        raise Refusal("submissions.warning_needs_reason")
    if verdict is Verdict.INELIGIBLE and not reason:
        raise Refusal("submissions.refusal_needs_reason")


def _announce(
    entry: EntryFacts,
    decision: EligibilityDecision,
    findings: tuple[Finding, ...],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    failed = [finding.code for finding in findings if not finding.ok]
    audit.record(
        "eligibility.decided",
        actor=actor,
        at=at,
        edition_id=entry.edition_id,
        object_kind="entry",
        object_id=entry.id,
        facts={"verdict": decision.verdict.value, "findings": failed, "reason": decision.reason},
    )
    params = {
        "receipt": entry.receipt or "",
        "verdict": decision.verdict.value,
        "reason": decision.reason,
    }
    tell_members("receipt_decided", entry, params, key=entry.receipt or "", at=at)


def record_fee(entry_id: str, note: str, *, actor: Actor, at: datetime) -> Entry:
    """Note that the fee of p.119 was paid, with the document that shows it."""
    entry = _entry(entry_id)
    if not can(actor, Action.DECIDE_ELIGIBILITY, entry.subject):
        raise Refusal("submissions.not_yours_to_decide")
    if not note.strip():
        raise Refusal("submissions.payment_needs_note", "p.119")
    row = db.session.get_one(Entry, entry_id)
    if row.payment is not PaymentState.DUE:
        raise Refusal("submissions.no_fee_due", "p.119")
    row.payment = PaymentState.PAID
    db.session.flush()
    audit.record(
        "entry.fee_paid",
        actor=actor,
        at=at,
        edition_id=entry.edition_id,
        object_kind="entry",
        object_id=entry.id,
        facts={"note": note.strip()},
    )
    return row


def request_content(entry_id: str, reason: str, *, actor: Actor, at: datetime) -> EntryFacts:
    """An observer's request to read an entry: logged with its reason, then the content opens to them (R3)."""
    entry = _entry(entry_id)
    if not can(actor, Action.VIEW_ENTRY_CARD, entry.subject) or entry.version_id is None:
        raise Refusal("submissions.no_entry")
    if not reason.strip():
        raise Refusal("submissions.request_needs_reason")
    audit.record(
        "entry.content_requested",
        actor=actor,
        at=at,
        edition_id=entry.edition_id,
        object_kind="entry_version",
        object_id=entry.version_id,
        facts={"receipt": entry.receipt or "", "reason": reason.strip()},
    )
    return queries.with_requests(entry)


def _may_assess(edition_id: str, at: datetime) -> tuple[Refusal, ...]:
    """Assessment begins when every submitted entry has its eligibility decision."""
    waiting = queries.undecided(edition_id)
    return (Refusal("submissions.undecided", "p.117", {"count": waiting}),) if waiting else ()


STAGE_GUARDS = {EditionState.ASSESSMENT: _may_assess}
