"""Rounds for tests: written short, and drawn at random."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from awards.competition.domain import VoteMethod
from awards.jury.domain.ballots import MEDALS, Ballot, Casting, Round
from awards.jury.domain.tally import Count, Status, count
from awards.jury.domain.vocabulary import Medal


def made(
    *rankings: str,
    method: VoteMethod = VoteMethod.ROUNDS_MAJORITY,
    candidates: str = "",
    chair: int | None = None,
    medals: tuple[Medal, ...] = (Medal.GOLD,),
    casting: tuple[Casting, ...] = (),
) -> Round:
    """Jurors j0, j1, ... cast the rankings in turn, one letter a finalist; `chair` is the chair's number."""
    return Round(
        candidates=tuple(candidates or sorted(set("".join(rankings)))),
        method=method,
        chair=None if chair is None else f"j{chair}",
        roster=tuple(f"j{at}" for at in range(len(rankings))),
        medals=medals,
        ballots=tuple(Ballot(f"j{at}", tuple(ranking)) for at, ranking in enumerate(rankings)),
        casting=casting,
    )


def cast(tied: str, choice: str, by: str = "j0", medal: Medal = Medal.GOLD) -> Casting:
    return Casting(medal, frozenset(tied), choice, by)


def line(result: Count) -> list[tuple[str, str, str, str | None]]:
    """Each step in short: stage, tied, decided by, whom it names."""
    return [(s.stage, "".join(s.tied), s.decided_by.value, s.winner or s.eliminated) for s in result.steps]


def answered(round_: Round) -> Round:
    """The round with the casting decision it asks for: always the first of the tied by name."""
    pending = count(round_).pending
    assert pending is not None
    by = round_.chair if round_.chair in round_.entitled else min(round_.entitled)
    decision = Casting(pending.medal, frozenset(pending.tied), pending.tied[0], by)
    return replace(round_, casting=(*round_.casting, decision))


def counted_to_the_end(round_: Round) -> Count:
    while count(round_).status is Status.NEEDS_CASTING:
        round_ = answered(round_)
    return count(round_)


@st.composite
def rankings(draw: st.DrawFn, names: str, partial: bool) -> tuple[str, ...]:
    order = draw(st.permutations(names))
    return tuple(order[: draw(st.integers(0, len(names)))] if partial else order)


@st.composite
def rounds(
    draw: st.DrawFn,
    *,
    partial: bool = True,
    method: VoteMethod | None = None,
    most: int = 6,
    chaired: bool | None = None,
) -> Round:
    """A round with a quorum: 1 to 9 jurors who all cast something, 1 to `most` finalists, perhaps a chair."""
    names = "ABCDEFGH"[: draw(st.integers(1, most))]
    jurors = tuple(f"j{at}" for at in range(draw(st.integers(1, 9))))
    has_chair = draw(st.booleans()) if chaired is None else chaired
    return Round(
        candidates=tuple(names),
        method=method or draw(st.sampled_from(VoteMethod)),
        chair=draw(st.sampled_from(jurors)) if has_chair else None,
        roster=jurors,
        quorum=Fraction(2, 3),
        medals=MEDALS[: draw(st.integers(1, 3))],
        ballots=tuple(Ballot(juror, draw(rankings(names, partial))) for juror in jurors),
    )
