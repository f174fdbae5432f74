"""Opening a vote, opening it again after no quorum, and naming the deputy (p.122, p.123, D8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from awards.competition import queries as competition
from awards.competition import services as competition_services
from awards.competition.domain import DecisionBody
from awards.core.actor import Actor
from awards.core.errors import Refusal, Refusals
from awards.core.permissions import Action
from awards.core.workflow import RoundState, SegmentState
from awards.infra import lifecycle
from awards.infra.audit import instant_text
from awards.infra.db import db
from awards.jury.domain.opening import Opening, reasons_against
from awards.jury.models import RosterLine, Round
from awards.jury.queries import SegmentVote
from awards.jury.services.acts import allow, locked_round, log, vote_of
from awards.jury.services.letters import call_jurors


@dataclass(frozen=True)
class Deputy:
    """Who holds the chair's vote for one item, by a decision of the jury (D8)."""

    juror_id: str
    number: str
    decided_on: date


def blockers(vote: SegmentVote) -> tuple[Refusal, ...]:
    """Why no vote can be opened in this segment, whatever its closing instant."""
    checks = (
        (vote.finalists is None, Refusal("jury.no_finalists_yet", "p.122")),
        (vote.finalists is not None and not vote.is_fresh, Refusal("jury.finalists_outdated", "p.122")),
        (vote.finalists is not None and not vote.needs_vote, Refusal("jury.no_vote_needed", "p.122")),
        (vote.round is not None, Refusal("jury.round_exists", "p.122")),
    )
    return tuple(refusal for failed, refusal in checks if failed)


def open_round(
    segment_id: str, closes_at: datetime, *, deputy: Deputy | None = None, actor: Actor, at: datetime
) -> Round:
    """Open the vote of a segment: its roster is frozen, recused jurors stand on it without a vote.

    The finalists and medals are those that the scores leave open (D7); the method and the quorum are the
    methodology's. Refused with every reason.
    """
    vote = vote_of(segment_id)
    allow(actor, Action.MANAGE_ROUND, vote.subject)
    opening = Opening(
        members=vote.members,
        deputy=deputy.juror_id if deputy else None,
        closes_at=closes_at,
        announced_at=vote.edition.forum_at,
        at=at,
    )
    reasons = blockers(vote) or reasons_against(opening)
    if reasons or vote.finalists is None:
        raise Refusals(reasons)
    round_ = _draft(vote, opening, deputy, actor=actor, at=at)
    for member in vote.members:
        line = RosterLine(round_id=round_.id, juror_id=member.juror, eligible=not member.is_recused)
        db.session.add(line)
    db.session.flush()
    edition_id = vote.edition.id
    lifecycle.advance(round_, RoundState.OPEN, actor=actor, at=at, edition_id=edition_id)
    competition_services.advance_segment(segment_id, SegmentState.VOTING, actor=actor, at=at)
    facts = {
        "method": round_.method,
        "candidates": round_.candidates,
        "roster": sorted(opening.eligible),
        "closes": instant_text(closes_at),
    }
    log("round.opened", "round", round_.id, facts, edition_id=edition_id, actor=actor, at=at)
    call_jurors(vote, round_, at=at)
    return round_


def _draft(
    vote: SegmentVote, opening: Opening, deputy: Deputy | None, *, actor: Actor, at: datetime
) -> Round:
    settings = competition.methodology(vote.edition.id).settings
    needed = vote.placement.votes[0]
    round_ = Round(
        segment_id=vote.segment.id,
        finalists_decision_id=vote.finalists.decision_id if vote.finalists else None,
        method=settings.vote_method.value,
        candidates=list(needed.candidates),
        medals=[medal.value for medal in needed.medals],
        quorum_numerator=settings.quorum_numerator,
        quorum_denominator=settings.quorum_denominator,
        chair_juror_id=opening.voice,
        deputy_decision_id=_decision_on(vote, deputy, actor=actor, at=at) if deputy else None,
        opened_at=at,
        closes_at=opening.closes_at,
    )
    db.session.add(round_)
    db.session.flush()
    return round_


def _decision_on(vote: SegmentVote, deputy: Deputy, *, actor: Actor, at: datetime) -> str:
    """Record the jury's decision that names the deputy for this item."""
    subject = f"{vote.segment.nomination.title.kk}: төрағаның осы мәселе бойынша орынбасары"
    return competition_services.record_decision(
        vote.edition.id, DecisionBody.JURY, deputy.number, deputy.decided_on, subject, actor=actor, at=at
    ).id


def name_deputy(segment_id: str, deputy: Deputy, *, actor: Actor, at: datetime) -> Round:
    """Name the deputy in an open vote whose chair was recused after it opened (D8)."""
    vote = vote_of(segment_id)
    allow(actor, Action.MANAGE_ROUND, vote.subject)
    round_ = locked_round(segment_id)
    if round_.state is not RoundState.OPEN or round_.chair_juror_id is not None:
        raise Refusal("jury.deputy_not_needed", "p.123")
    line = db.session.get(RosterLine, (round_.id, deputy.juror_id))
    if line is None or not line.eligible:
        raise Refusal("jury.deputy_not_eligible", "p.123")
    round_.deputy_decision_id = _decision_on(vote, deputy, actor=actor, at=at)
    round_.chair_juror_id = deputy.juror_id
    db.session.flush()
    facts = {"deputy": deputy.juror_id, "decision": deputy.number}
    log("round.deputy_named", "round", round_.id, facts, edition_id=vote.edition.id, actor=actor, at=at)
    return round_


def reopen_round(segment_id: str, closes_at: datetime, *, actor: Actor, at: datetime) -> Round:
    """Open a vote again that closed without a quorum: the same roster and box, another close."""
    vote = vote_of(segment_id)
    allow(actor, Action.MANAGE_ROUND, vote.subject)
    round_ = locked_round(segment_id)
    if round_.state is not RoundState.CLOSED:
        raise Refusal("jury.not_closed", "p.122")
    if not at < closes_at:
        raise Refusal("jury.closes_in_the_past")
    if closes_at > vote.edition.forum_at:
        raise Refusal("jury.closes_after_forum", "p.124")
    round_.closes_at, round_.closed_at, round_.report = closes_at, None, {}
    lifecycle.advance(round_, RoundState.OPEN, actor=actor, at=at, edition_id=vote.edition.id)
    db.session.flush()
    facts = {"closes": instant_text(closes_at)}
    log("round.reopened", "round", round_.id, facts, edition_id=vote.edition.id, actor=actor, at=at)
    call_jurors(vote, round_, at=at)
    return round_
