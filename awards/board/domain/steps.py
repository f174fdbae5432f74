"""The next thing that has to happen in a segment, and whether people or the clock hold it up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from awards.core.workflow import RoundState, SegmentState


class Next(StrEnum):
    """What a segment waits for, in the order in which it happens (p.121 to p.123)."""

    LOCK_SHEETS = "lock_sheets"
    LIFT_SUSPENSION = "lift_suspension"
    SCORE = "score"
    START_FINALISTS = "start_finalists"
    CONFIRM_FINALISTS = "confirm_finalists"
    OPEN_VOTE = "open_vote"
    COLLECT_BALLOTS = "collect_ballots"
    CLOSE_VOTE = "close_vote"
    REOPEN_VOTE = "reopen_vote"
    DECIDE_TIE = "decide_tie"
    CONFIRM_VERDICT = "confirm_verdict"
    NOTHING = "nothing"


@dataclass(frozen=True)
class SegmentFigures:
    """Counts of one segment; None where a step has not happened."""

    state: SegmentState
    entries: int = 0
    ready: int = 0
    """Entries with the methodology's minimum of locked sheets (D10)."""
    locked: int = 0
    sheets: int = 0
    suspended: int = 0
    is_scored: bool = False
    finalists: int | None = None
    in_zone: int = 0
    needs_vote: bool = False
    round_state: RoundState | None = None
    may_close: bool = False
    cast: int = 0
    eligible: int = 0
    has_verdict: bool = False


def next_step(figures: SegmentFigures) -> Next:
    """What the segment waits for now.

    A suspended sheet that leaves an entry short is told at once and at every stage, the sealed one too: the
    committee has to see a conflict that came late (p.121).

    >>> next_step(SegmentFigures(SegmentState.SEALED))
    <Next.NOTHING: 'nothing'>
    """
    if figures.state is SegmentState.WAITING:
        return Next.NOTHING
    if figures.suspended and figures.ready < figures.entries:
        return Next.LIFT_SUSPENSION
    if figures.state is SegmentState.SEALED or figures.has_verdict:
        return Next.NOTHING
    if figures.state is SegmentState.ASSESSMENT:
        return _assessment(figures)
    if figures.finalists is None:
        return Next.CONFIRM_FINALISTS
    if figures.round_state is None:
        return Next.OPEN_VOTE if figures.needs_vote else Next.CONFIRM_VERDICT
    return _vote(figures)


def _assessment(figures: SegmentFigures) -> Next:
    if figures.ready < figures.entries:
        return Next.LOCK_SHEETS
    return Next.START_FINALISTS if figures.is_scored else Next.SCORE


def _vote(figures: SegmentFigures) -> Next:
    return {
        RoundState.DRAFT: Next.OPEN_VOTE,
        RoundState.OPEN: Next.CLOSE_VOTE if figures.may_close else Next.COLLECT_BALLOTS,
        RoundState.CLOSED: Next.REOPEN_VOTE,
        RoundState.TIED: Next.DECIDE_TIE,
        RoundState.DECIDED: Next.CONFIRM_VERDICT,
    }[figures.round_state or RoundState.DRAFT]
