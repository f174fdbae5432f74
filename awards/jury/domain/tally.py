"""The count (D8, p.122, p.123): medals in turn, each from the start over the finalists not yet placed.

Every tie that matters goes to the chair: first the chair's own ballot, then a casting decision; nothing is
ever broken by name, order or chance.

Choices made where the methodology is silent:
- A ballot that ranks none of the remaining finalists is no vote in that count: it does not raise a majority.
- The last remaining finalist takes its medal unopposed, whatever its count.
- A majority ends an instant run-off at once: ties below it cannot change the winner, so they do not matter.
- In an elimination a finalist that the chair's ballot leaves out stands below those it ranks. It goes if it
  is the only one left out; if several are, the chair is asked which of these goes.
- Two finalists left in an instant run-off are tied for the medal, not for an elimination.
- A casting decision the count never asked for changes nothing; `Count.unused` returns it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from awards.competition.domain import VoteMethod
from awards.jury.domain import methods
from awards.jury.domain.ballots import Casting, Round
from awards.jury.domain.vocabulary import Medal


class Status(StrEnum):
    DECIDED = "decided"
    NEEDS_CASTING = "needs_casting"
    NO_QUORUM = "no_quorum"


class DecidedBy(StrEnum):
    """The rule that a step applied."""

    MAJORITY = "majority"
    PLURALITY = "plurality"
    SCHULZE = "schulze"
    BORDA = "borda"
    IRV = "irv"
    CHAIR_BALLOT = "chair_ballot"
    CASTING = "casting"


class Question(StrEnum):
    """What a tie is about, and so what the `choice` of a casting decision means."""

    WINS = "wins"
    ENTERS = "enters"
    GOES = "goes"


@dataclass(frozen=True)
class Step:
    """One count, or one tie settled, as it stands in the minutes.

    `stage`: `first`, `run-off place 1`, `run-off place 2`, `run-off` (rounds-majority); `count`
    (rounds-plurality, schulze, borda); `elimination 1`, `elimination 2`, ... and `final` (irv); `unopposed`.
    `counts`: votes per finalist; Borda points; for schulze the number of rivals beaten (`methods.pairwise`
    has the duels). `tied`: those between whom the chair's ballot or a casting decision ruled or is to rule,
    sorted; empty at every other step. `winner`: who takes the medal, or at a `run-off place` who enters; None
    where the step names nobody: no majority, an elimination (`eliminated` says who goes), a tie that waits.
    """

    medal: Medal
    stage: str
    counts: Mapping[str, int]
    tied: tuple[str, ...]
    decided_by: DecidedBy
    winner: str | None = None
    eliminated: str | None = None


@dataclass(frozen=True)
class Pending:
    """The casting decision the count waits for: `question` says what is asked about `tied` (sorted)."""

    medal: Medal
    tied: tuple[str, ...]
    question: Question


@dataclass(frozen=True)
class Count:
    """What a round says.

    `medals` has every medal at stake; None is a medal not awarded or not yet decided. `unused` are casting
    decisions that the count never asked for.
    """

    status: Status
    medals: Mapping[Medal, str | None]
    steps: tuple[Step, ...]
    pending: Pending | None
    present: int
    needed: int
    unused: tuple[Casting, ...] = ()


def count(round_: Round) -> Count:
    """Count a round as far as it goes; never raises for a `Round` that could be made.

    Without a quorum nothing is counted. Where a tie waits for the chair, the medals already decided stand,
    the last step shows the tie, and `pending` says what to ask; the same round with that casting decision
    added goes on from there.
    """
    minutes = _Minutes(round_)
    placed: dict[Medal, str | None] = dict.fromkeys(round_.medals)
    status = Status.DECIDED if round_.present >= round_.needed else Status.NO_QUORUM
    remaining = frozenset(round_.candidates)
    for medal in round_.medals if status is Status.DECIDED else ():
        if not remaining:
            break
        winner = _winner(minutes, medal, remaining)
        if winner is None:
            status = Status.NEEDS_CASTING
            break
        placed[medal] = winner
        remaining -= {winner}
    return Count(
        status=status,
        medals=placed,
        steps=tuple(minutes.steps),
        pending=minutes.pending,
        present=round_.present,
        needed=round_.needed,
        unused=tuple(casting for casting in round_.casting if casting not in minutes.used),
    )


@dataclass
class _Minutes:
    """The count under way: what was decided so far, and the chair's voice."""

    round_: Round
    steps: list[Step] = field(default_factory=list)
    used: list[Casting] = field(default_factory=list)
    pending: Pending | None = None

    def write(
        self, medal: Medal, stage: str, counts: Mapping[str, int], by: DecidedBy, winner: str | None = None
    ) -> str | None:
        """A step that needed no chair; answers its winner."""
        self.steps.append(Step(medal, stage, counts, (), by, winner))
        return winner

    def settle(
        self, medal: Medal, stage: str, counts: Mapping[str, int], tied: Collection[str], question: Question
    ) -> str | None:
        """p.123: whom the chair's ballot, else a casting decision, names; None stops the count to ask."""
        named, tied = _chair_names(self.round_.chair_ranking, tied, question)
        by = DecidedBy.CHAIR_BALLOT
        if named is None:
            by, named = DecidedBy.CASTING, self._cast(medal, frozenset(tied), question)
        goes = question is Question.GOES
        self.steps.append(
            Step(
                medal,
                stage,
                counts,
                tuple(sorted(tied)),
                by,
                None if goes else named,
                named if goes else None,
            )
        )
        return named

    def _cast(self, medal: Medal, tied: frozenset[str], question: Question) -> str | None:
        for casting in self.round_.casting:
            if (casting.medal, casting.tied) == (medal, tied):
                self.used.append(casting)
                return casting.choice
        self.pending = Pending(medal, tuple(sorted(tied)), question)
        return None


def _chair_names(
    ranking: Collection[str], tied: Collection[str], question: Question
) -> tuple[str | None, Collection[str]]:
    """Whom the chair's ballot names among the tied, if anyone; and between whom the tie then stands."""
    ranked = [name for name in ranking if name in tied]
    if not ranked:
        return None, tied
    if question is not Question.GOES:
        return ranked[0], tied
    left_out = [name for name in tied if name not in ranked]
    if len(left_out) > 1:
        return None, left_out
    return (left_out or ranked)[-1], tied


def _winner(minutes: _Minutes, medal: Medal, remaining: frozenset[str]) -> str | None:
    rule, by = _RULES[minutes.round_.method]
    if len(remaining) == 1:
        counts = methods.first_choices(minutes.round_.votes, remaining)
        return minutes.write(medal, "unopposed", counts, by, *remaining)
    return rule(minutes, medal, remaining)


def _majority(minutes: _Minutes, medal: Medal, remaining: frozenset[str]) -> str | None:
    counts = methods.first_choices(minutes.round_.votes, remaining)
    leaders = methods.highest(counts)
    winner = next((name for name in leaders if methods.has_majority(name, counts)), None)
    minutes.write(medal, "first", counts, DecidedBy.MAJORITY, winner)
    if winner is not None:
        return winner
    pair = _run_off_places(minutes, medal, counts, leaders)
    return None if pair is None else _run_off(minutes, medal, pair)


def _run_off_places(
    minutes: _Minutes, medal: Medal, counts: Mapping[str, int], leaders: frozenset[str]
) -> frozenset[str] | None:
    """The two that enter the run-off; None where the chair must first say who does."""
    if len(leaders) == 2:
        return leaders
    if len(leaders) > 2:
        first = minutes.settle(medal, "run-off place 1", counts, leaders, Question.ENTERS)
        if first is None:
            return None
        seconds = leaders - {first}
    else:
        (first,) = leaders
        seconds = methods.highest({name: votes for name, votes in counts.items() if name != first})
        if len(seconds) == 1:
            return leaders | seconds
    second = minutes.settle(medal, "run-off place 2", counts, seconds, Question.ENTERS)
    return None if second is None else frozenset({first, second})


def _run_off(minutes: _Minutes, medal: Medal, pair: frozenset[str]) -> str | None:
    counts = methods.first_choices(minutes.round_.votes, pair)
    return _name(minutes, medal, "run-off", counts, methods.highest(counts), DecidedBy.MAJORITY)


def _plurality(minutes: _Minutes, medal: Medal, remaining: frozenset[str]) -> str | None:
    counts = methods.first_choices(minutes.round_.votes, remaining)
    return _name(minutes, medal, "count", counts, methods.highest(counts), DecidedBy.PLURALITY)


def _schulze(minutes: _Minutes, medal: Medal, remaining: frozenset[str]) -> str | None:
    wins, undefeated = methods.path_wins(minutes.round_.votes, remaining)
    return _name(minutes, medal, "count", wins, undefeated, DecidedBy.SCHULZE)


def _borda(minutes: _Minutes, medal: Medal, remaining: frozenset[str]) -> str | None:
    points = methods.borda_points(minutes.round_.votes, remaining)
    return _name(minutes, medal, "count", points, methods.highest(points), DecidedBy.BORDA)


def _irv(minutes: _Minutes, medal: Medal, remaining: frozenset[str]) -> str | None:
    for turn in range(1, len(remaining)):
        counts = methods.first_choices(minutes.round_.votes, remaining)
        leaders = methods.highest(counts)
        if len(remaining) == 2 or any(methods.has_majority(name, counts) for name in leaders):
            return _name(minutes, medal, "final", counts, leaders, DecidedBy.IRV)
        goes = _eliminated(minutes, medal, f"elimination {turn}", counts)
        if goes is None:
            return None
        remaining -= {goes}
    raise AssertionError("two finalists always end an instant run-off")


def _eliminated(minutes: _Minutes, medal: Medal, stage: str, counts: Mapping[str, int]) -> str | None:
    last = methods.lowest(counts)
    if len(last) > 1:
        return minutes.settle(medal, stage, counts, last, Question.GOES)
    (goes,) = last
    minutes.steps.append(Step(medal, stage, counts, (), DecidedBy.IRV, eliminated=goes))
    return goes


def _name(
    minutes: _Minutes,
    medal: Medal,
    stage: str,
    counts: Mapping[str, int],
    leaders: frozenset[str],
    by: DecidedBy,
) -> str | None:
    """The only leader takes the medal; several are tied for it."""
    if len(leaders) == 1:
        return minutes.write(medal, stage, counts, by, *leaders)
    return minutes.settle(medal, stage, counts, leaders, Question.WINS)


_RULES: Mapping[VoteMethod, tuple[Callable[[_Minutes, Medal, frozenset[str]], str | None], DecidedBy]] = {
    VoteMethod.ROUNDS_MAJORITY: (_majority, DecidedBy.MAJORITY),
    VoteMethod.ROUNDS_PLURALITY: (_plurality, DecidedBy.PLURALITY),
    VoteMethod.SCHULZE: (_schulze, DecidedBy.SCHULZE),
    VoteMethod.BORDA: (_borda, DecidedBy.BORDA),
    VoteMethod.IRV: (_irv, DecidedBy.IRV),
}
