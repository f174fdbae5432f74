"""The jury's recorded decision on a segment's medals; the segment is sealed by it (D7, D12)."""

from __future__ import annotations

from datetime import date, datetime

from awards.assessment.queries import sheets_out_of_force
from awards.competition import services as competition_services
from awards.competition.domain import DecisionBody
from awards.core.actor import Actor
from awards.core.errors import Refusal, Refusals
from awards.core.permissions import Action
from awards.core.workflow import RoundState, SegmentState
from awards.infra.db import db
from awards.jury import queries
from awards.jury.domain.verdicts import Place, by_medal, places
from awards.jury.domain.vocabulary import Medal
from awards.jury.models import Award, SegmentVerdict
from awards.jury.queries import SegmentVote
from awards.jury.services.acts import allow, log, vote_of


def verdict_faults(vote: SegmentVote) -> tuple[Refusal, ...]:
    """Every reason why the medals of this segment cannot be confirmed yet."""
    undecided = vote.needs_vote and vote.round is not None and vote.round.state is not RoundState.DECIDED
    checks = (
        (vote.verdict is not None, Refusal("jury.already_sealed", "p.122")),
        (vote.finalists is None, Refusal("jury.no_finalists_yet", "p.122")),
        (vote.finalists is not None and not vote.is_fresh, Refusal("jury.finalists_outdated", "p.122")),
        (vote.needs_vote and vote.round is None, Refusal("jury.vote_needed", "p.122")),
        (undecided, Refusal("jury.vote_not_decided", "p.122")),
    )
    return tuple(refusal for failed, refusal in checks if failed)


def medals_of(vote: SegmentVote) -> tuple[Place, ...]:
    """The medals as scores and vote settle them; empty while they do not."""
    if verdict_faults(vote) and vote.verdict is None:
        return ()
    counted = vote.round is not None and vote.round.is_counted
    return places(vote.placement, queries.count_of(vote.round.id) if counted and vote.round else None)


def confirm_verdict(
    segment_id: str, number: str, decided_on: date, *, actor: Actor, at: datetime
) -> SegmentVerdict:
    """Record the jury's decision on the segment's medals and seal the segment.

    Medals go only to finalists in the zone, with the very score of the finalists' decision; a medal nobody is
    left for has no row. Refused with every reason; nothing takes effect without it (D12). Refused too while a
    sheet that the scores rest on is suspended: p.121 has no override, and it may have come late.
    """
    vote = vote_of(segment_id)
    allow(actor, Action.CONFIRM_VERDICT, vote.subject)
    faults = verdict_faults(vote)
    if faults or vote.finalists is None:
        raise Refusals(faults)
    lost = sheets_out_of_force(vote.finalists.run_id, segment_id)
    if lost:
        raise Refusal("jury.sheets_suspended", "p.121", {"count": lost})
    medals = medals_of(vote)
    decision = competition_services.record_decision(
        vote.edition.id, DecisionBody.JURY, number, decided_on, _subject(vote), actor=actor, at=at
    )
    row = SegmentVerdict(
        segment_id=segment_id,
        finalists_decision_id=vote.finalists.decision_id,
        round_id=vote.round.id if vote.round else None,
        how=vote.how,
        decision_id=decision.id,
        confirmed_by=actor.user_id or actor.name,
        confirmed_at=at,
    )
    db.session.add(row)
    db.session.flush()
    _award(row, vote, medals)
    competition_services.advance_segment(segment_id, SegmentState.SEALED, actor=actor, at=at)
    won = by_medal(medals)
    facts = {medal.value: won.get(medal) for medal in Medal}
    facts |= {"how": row.how.value, "decision": decision.number}
    log("verdict.confirmed", "segment", segment_id, facts, edition_id=vote.edition.id, actor=actor, at=at)
    return row


def _subject(vote: SegmentVote) -> str:
    titles = vote.segment.nomination.title, vote.segment.category.title
    return f"Жеңімпаздар: {titles[0].kk}, {titles[1].kk}"[:300]


def _award(row: SegmentVerdict, vote: SegmentVote, medals: tuple[Place, ...]) -> None:
    scores = {line.entry.id: line.milli for line in vote.lines}
    for place in medals:
        db.session.add(
            Award(
                verdict_id=row.id,
                finalists_decision_id=row.finalists_decision_id,
                medal=place.medal,
                entry_id=place.entry,
                milli=scores[place.entry],
                decided_by=place.decided_by,
            )
        )
    db.session.flush()
