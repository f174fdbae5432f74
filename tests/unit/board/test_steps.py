"""What a segment waits for, by its figures: one row for each situation of p.121 to p.123."""

from __future__ import annotations

import pytest

from awards.board.domain import Next, SegmentFigures, next_step
from awards.core.workflow import RoundState, SegmentState

ASSESSMENT, FINALISTS, VOTING = SegmentState.ASSESSMENT, SegmentState.FINALISTS, SegmentState.VOTING

SITUATIONS = [
    ("no entries yet", SegmentFigures(SegmentState.WAITING), Next.NOTHING),
    ("sealed", SegmentFigures(SegmentState.SEALED, finalists=4), Next.NOTHING),
    ("sheets missing", SegmentFigures(ASSESSMENT, entries=2, ready=1, locked=5, sheets=6), Next.LOCK_SHEETS),
    (
        "only suspended sheets are left",
        SegmentFigures(ASSESSMENT, entries=2, ready=1, locked=5, sheets=6, suspended=1),
        Next.LIFT_SUSPENSION,
    ),
    (
        "suspended sheets and drafts",
        SegmentFigures(ASSESSMENT, entries=2, ready=1, locked=4, sheets=6, suspended=1),
        Next.LIFT_SUSPENSION,
    ),
    (
        "a conflict that came after the seal",
        SegmentFigures(SegmentState.SEALED, entries=2, ready=1, locked=5, sheets=6, suspended=1),
        Next.LIFT_SUSPENSION,
    ),
    (
        "a conflict that came after the finalists",
        SegmentFigures(FINALISTS, entries=2, ready=1, locked=5, sheets=6, suspended=1, finalists=3),
        Next.LIFT_SUSPENSION,
    ),
    (
        "suspended, and replaced by another assessor",
        SegmentFigures(ASSESSMENT, entries=2, ready=2, locked=6, sheets=7, suspended=1),
        Next.SCORE,
    ),
    ("all locked", SegmentFigures(ASSESSMENT, entries=2, ready=2, locked=6, sheets=6), Next.SCORE),
    (
        "enough locked, a further sheet is still a draft",
        SegmentFigures(ASSESSMENT, entries=2, ready=2, locked=6, sheets=7),
        Next.SCORE,
    ),
    (
        "scored",
        SegmentFigures(ASSESSMENT, entries=2, ready=2, locked=6, sheets=6, is_scored=True),
        Next.START_FINALISTS,
    ),
    ("finalists to be named", SegmentFigures(FINALISTS, finalists=None), Next.CONFIRM_FINALISTS),
    ("three in the zone: by score (D7)", SegmentFigures(FINALISTS, finalists=3), Next.CONFIRM_VERDICT),
    ("nobody in the zone (D7)", SegmentFigures(FINALISTS, finalists=0), Next.CONFIRM_VERDICT),
    ("four in the zone", SegmentFigures(FINALISTS, finalists=4, needs_vote=True), Next.OPEN_VOTE),
    (
        "vote prepared",
        SegmentFigures(FINALISTS, finalists=4, needs_vote=True, round_state=RoundState.DRAFT),
        Next.OPEN_VOTE,
    ),
    (
        "vote open",
        SegmentFigures(VOTING, finalists=4, needs_vote=True, round_state=RoundState.OPEN),
        Next.COLLECT_BALLOTS,
    ),
    (
        "vote may be closed",
        SegmentFigures(VOTING, finalists=4, needs_vote=True, round_state=RoundState.OPEN, may_close=True),
        Next.CLOSE_VOTE,
    ),
    (
        "closed without a quorum",
        SegmentFigures(VOTING, finalists=4, needs_vote=True, round_state=RoundState.CLOSED),
        Next.REOPEN_VOTE,
    ),
    (
        "a tie for the chair (p.123)",
        SegmentFigures(VOTING, finalists=4, needs_vote=True, round_state=RoundState.TIED),
        Next.DECIDE_TIE,
    ),
    (
        "counted",
        SegmentFigures(VOTING, finalists=4, needs_vote=True, round_state=RoundState.DECIDED),
        Next.CONFIRM_VERDICT,
    ),
    (
        "verdict recorded",
        SegmentFigures(VOTING, finalists=4, round_state=RoundState.DECIDED, has_verdict=True),
        Next.NOTHING,
    ),
]


@pytest.mark.parametrize(("figures", "expected"), [pytest.param(f, e, id=name) for name, f, e in SITUATIONS])
def test_a_segment_waits_for_its_next_act(figures: SegmentFigures, expected: Next) -> None:
    assert next_step(figures) is expected


def test_every_step_is_reached_by_some_situation() -> None:
    assert {expected for _, _, expected in SITUATIONS} == set(Next)
