"""A round of ballots: who may vote, what was cast, and whether there is a quorum (D8).

Everything here is frozen and checked when it is made: a `Round` that exists can be counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from awards.competition.domain import VoteMethod
from awards.jury.domain.vocabulary import Medal

Path = tuple[str | int, ...]
"""Where something stands inside a round: `("ballots", 2, "ranking", 0)`."""


MEDALS: tuple[Medal, ...] = tuple(Medal)
"""The medals in the order in which they are counted (p.117)."""


class RoundError(ValueError):
    """The facts of a round contradict each other.

    `path` leads to the fault inside the round; `cause` says what is wrong.
    """

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(cause)
        self.path = path
        self.cause = cause


@dataclass(frozen=True)
class Ballot:
    """One juror's ranking of finalists, the best first; full or partial, and empty to abstain.

    A spoiled ballot is kept on record only, so its ranking is not looked at.
    """

    juror: str
    ranking: tuple[str, ...] = ()
    spoiled: bool = False


@dataclass(frozen=True)
class Casting:
    """A casting decision (p.123): `by` settles the tie between exactly `tied` that `medal` hangs on.

    `choice` answers the question the count asked (`tally.Question`): who wins the medal, who enters the
    run-off, or who goes in an elimination.
    """

    medal: Medal
    tied: frozenset[str]
    choice: str
    by: str


@dataclass(frozen=True)
class Round:
    """One vote of one segment, complete: finalists, rule, jurors and ballots.

    `chair` is who holds the chair's vote for this item: the chair, or the deputy named for it where the chair
    is recused (D8); None where nobody does yet. `quorum` is the share of the entitled jurors, 0 < q <= 1.
    `medals` are those at stake, the highest first: all three, or (D7) those that equal scores leave open.

    Raises `RoundError` for a chair or a recused juror who is not on the roster; a ballot of nobody on the
    roster, of a recused juror, or a juror's second; an unknown or repeated candidate; no medal at stake, or
    medals repeated or out of order; a casting decision that is malformed, given twice, or given by anyone but
    the chair (by an entitled juror where the chair is recused or not named).
    """

    candidates: tuple[str, ...]
    method: VoteMethod
    chair: str | None
    roster: tuple[str, ...]
    recused: tuple[str, ...] = ()
    quorum: Fraction = Fraction(2, 3)
    medals: tuple[Medal, ...] = MEDALS
    ballots: tuple[Ballot, ...] = ()
    casting: tuple[Casting, ...] = ()

    def __post_init__(self) -> None:
        _check_people(self)
        if not 0 < self.quorum <= 1:
            raise RoundError(("quorum",), f"quorum {self.quorum} is not above 0 and up to 1")
        if not self.medals or list(self.medals) != [medal for medal in MEDALS if medal in self.medals]:
            raise RoundError(("medals",), "medals must be one to three, each once, the highest first")
        _no_repeats("candidate", self.candidates, ("candidates",))
        _check_ballots(self)
        _check_casting(self)

    @property
    def entitled(self) -> frozenset[str]:
        """The jurors who may vote here: recused jurors leave the quorum's base (D8)."""
        return frozenset(self.roster) - frozenset(self.recused)

    @property
    def needed(self) -> int:
        """Jurors that must be present: the quorum's share of the entitled, rounded up, and never nobody."""
        return max(1, math.ceil(self.quorum * len(self.entitled)))

    @property
    def present(self) -> int:
        """Jurors with a ballot that is not spoiled; one who abstains is present."""
        return sum(not ballot.spoiled for ballot in self.ballots)

    @property
    def votes(self) -> tuple[tuple[str, ...], ...]:
        """The rankings that are votes cast: neither spoiled nor empty."""
        return tuple(ballot.ranking for ballot in self.ballots if ballot.ranking and not ballot.spoiled)

    @property
    def chair_ranking(self) -> tuple[str, ...]:
        """What the chair's own ballot ranks; empty where the chair cast none, abstained or spoiled it."""
        for ballot in self.ballots:
            if ballot.juror == self.chair and not ballot.spoiled:
                return ballot.ranking
        return ()


def _no_repeats(kind: str, names: Iterable[str], path: Path) -> None:
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name in seen:
            raise RoundError((*path, at), f"{kind} {name!r} is repeated")
        seen.add(name)


def _check_people(round_: Round) -> None:
    _no_repeats("juror", round_.roster, ("roster",))
    _no_repeats("recused juror", round_.recused, ("recused",))
    for at, juror in enumerate(round_.recused):
        if juror not in round_.roster:
            raise RoundError(("recused", at), f"recused juror {juror!r} is not on the roster")
    if round_.chair is not None and round_.chair not in round_.roster:
        raise RoundError(("chair",), f"chair {round_.chair!r} is not on the roster")


def _check_ballots(round_: Round) -> None:
    roster, recused, known = set(round_.roster), set(round_.recused), set(round_.candidates)
    voted: set[str] = set()
    for at, ballot in enumerate(round_.ballots):
        path = ("ballots", at, "juror")
        if ballot.juror not in roster:
            raise RoundError(path, f"ballot of {ballot.juror!r}, who is not on the roster")
        if ballot.juror in recused:
            raise RoundError(path, f"ballot of {ballot.juror!r}, who is recused")
        if ballot.juror in voted:
            raise RoundError(path, f"second ballot of {ballot.juror!r}")
        voted.add(ballot.juror)
        if not ballot.spoiled:
            _check_candidates(ballot.ranking, known, ("ballots", at, "ranking"))


def _check_candidates(names: Iterable[str], known: set[str], path: Path) -> None:
    names = tuple(names)
    for at, name in enumerate(names):
        if name not in known:
            raise RoundError((*path, at), f"unknown candidate {name!r}")
    _no_repeats("candidate", names, path)


def _check_casting(round_: Round) -> None:
    known, seen = set(round_.candidates), set()
    for at, casting in enumerate(round_.casting):
        path: Path = ("casting", at)
        if casting.tied - known:
            raise RoundError((*path, "tied"), f"unknown candidate {min(casting.tied - known)!r}")
        if len(casting.tied) < 2:
            raise RoundError((*path, "tied"), "a casting decision needs at least two tied candidates")
        if casting.choice not in casting.tied:
            raise RoundError((*path, "choice"), f"choice {casting.choice!r} is not among the tied")
        _check_voice(round_, casting.by, (*path, "by"))
        if (casting.medal, casting.tied) in seen:
            raise RoundError(path, f"second casting decision for {casting.medal} between the same candidates")
        seen.add((casting.medal, casting.tied))


def _check_voice(round_: Round, by: str, path: Path) -> None:
    """Only the chair's vote decides (p.123); a deputy's, where the chair is recused or not named (D8)."""
    if by not in round_.entitled:
        raise RoundError(path, f"casting decision by {by!r}, who is not entitled to vote here")
    if round_.chair in round_.entitled and by != round_.chair:
        raise RoundError(path, f"casting decision by {by!r}, who is not the chair")
