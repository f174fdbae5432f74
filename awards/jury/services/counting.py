"""Closing a vote and counting it; the chair's casting decisions where the count asks for them (p.123, D8)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.permissions import Action
from awards.core.workflow import RoundState
from awards.infra import audit, lifecycle
from awards.infra.db import db
from awards.jury import queries
from awards.jury.domain import round_json
from awards.jury.domain.tally import Count, Pending, Status, count
from awards.jury.models import CastingDecision, Round
from awards.jury.queries.rounds import whole_round
from awards.jury.services.acts import allow, locked_round, log, vote_of

_AFTER = {Status.DECIDED: RoundState.DECIDED, Status.NEEDS_CASTING: RoundState.TIED}


def close_round(segment_id: str, *, actor: Actor, at: datetime) -> Round:
    """Close the vote and count it, in one act: decided, or tied and waiting for the chair, or no quorum.

    Refused before the closing instant while somebody entitled has not voted, while a declared conflict waits
    for its decision, and while nobody holds the chair's vote.
    """
    vote = vote_of(segment_id)
    allow(actor, Action.MANAGE_ROUND, vote.subject)
    round_ = locked_round(segment_id)
    if round_.state is not RoundState.OPEN or vote.round is None:
        raise Refusal("jury.vote_closed", "p.122")
    if not vote.round.may_close(at):
        raise Refusal("jury.too_early_to_close", "p.122", {"when": vote.round.closes_at})
    pending = sum(member.is_pending for member in vote.members)
    if pending:
        raise Refusal("jury.recusals_pending", "p.121", {"count": pending})
    if round_.chair_juror_id is None:
        raise Refusal("jury.chair_recused", "p.123")
    edition_id = vote.edition.id
    round_.closed_at = at
    lifecycle.advance(round_, RoundState.CLOSED, actor=actor, at=at, edition_id=edition_id)
    db.session.flush()
    counted = count(whole_round(round_))
    facts = {"present": counted.present, "needed": counted.needed}
    log("round.closed", "round", round_.id, facts, edition_id=edition_id, actor=actor, at=at)
    _keep(round_, counted, edition_id, actor=actor, at=at)
    return round_


def _keep(round_: Round, counted: Count, edition_id: str, *, actor: Actor, at: datetime) -> None:
    """Store the count in the shape of `awards tally`, and move the round to where the count left it."""
    round_.report = round_json.report(counted)
    if counted.status in _AFTER:
        lifecycle.advance(round_, _AFTER[counted.status], actor=actor, at=at, edition_id=edition_id)
    db.session.flush()
    facts = {"status": counted.status.value, "digest": audit.digest(round_.report)}
    log("round.counted", "round", round_.id, facts, edition_id=edition_id, actor=actor, at=at)


def tied_key(tied: tuple[str, ...]) -> str:
    """SHA-256 of the sorted ids of the tied."""
    return hashlib.sha256("\n".join(sorted(tied)).encode()).hexdigest()


def question_key(pending: Pending) -> str:
    """What a page asked, so that an answer to an earlier question is not taken for one to this."""
    return f"{pending.medal.value}:{tied_key(pending.tied)}"


def cast_decision(
    segment_id: str, choice: str, *, asked: str | None = None, actor: Actor, at: datetime
) -> CastingDecision:
    """The chair's (or deputy's) decision between exactly the tied; the count then goes on (p.123).

    `choice` answers what the count asks: who wins, who enters the run-off, who goes. `asked` is the
    `question_key` of the page that was answered. Refused to anybody else, and for a
    choice that is not among the tied.
    """
    round_ = locked_round(segment_id)
    page = queries.juror_segment(segment_id, actor.user_id)
    if page is None or round_.state is not RoundState.TIED:
        raise Refusal("jury.no_tie", "p.123")
    allow(actor, Action.CAST_DECISION, page.subject)
    pending = count(whole_round(round_)).pending
    if pending is None or (asked is not None and asked != question_key(pending)):
        raise Refusal("jury.another_question", "p.123")
    if choice not in pending.tied:
        raise Refusal("jury.choice_not_tied", "p.123")
    row = CastingDecision(
        round_id=round_.id,
        medal=pending.medal,
        tied=sorted(pending.tied),
        tied_key=tied_key(pending.tied),
        choice=choice,
        juror_id=page.juror.id,
        decided_at=at,
    )
    db.session.add(row)
    db.session.flush()
    facts = {"medal": row.medal.value, "tied": row.tied, "choice": choice}
    edition_id = page.edition.id
    log("casting.decided", "round", round_.id, facts, edition_id=edition_id, actor=actor, at=at)
    _keep(round_, count(whole_round(round_)), edition_id, actor=actor, at=at)
    return row
