"""Places by score: who in the winners' zone needs a vote, and who does not (p.122, D5, D6, D7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from awards.core.points import LINE_MILLI
from awards.jury.domain.ballots import MEDALS
from awards.jury.domain.vocabulary import Medal

WITHOUT_VOTE = 3
"""Up to this many in the zone go by score; more are chosen between by vote (p.122)."""


@dataclass(frozen=True)
class Vote:
    """A vote to hold: between exactly `candidates` (sorted), for exactly `medals`, the highest first.

    Both go into a `Round` as they stand.
    """

    candidates: tuple[str, ...]
    medals: tuple[Medal, ...]


@dataclass(frozen=True)
class Placement:
    """What the scores settle and what they leave to a vote.

    `medals` has every medal at stake: the entry that takes it by score, or None. A medal that is None and in
    no vote is not awarded. `by_score` is False where more than three are in the zone: one vote gives all.
    """

    medals: Mapping[Medal, str | None]
    votes: tuple[Vote, ...]
    by_score: bool

    @property
    def not_awarded(self) -> tuple[Medal, ...]:
        """The medals that nobody in the zone is left for (D7)."""
        voted = {medal for vote in self.votes for medal in vote.medals}
        return tuple(medal for medal, entry in self.medals.items() if entry is None and medal not in voted)


def needs_vote(
    finalists: Sequence[tuple[str, int]], *, medals: Sequence[Medal] = MEDALS, line: int = LINE_MILLI
) -> tuple[Vote, ...]:
    """The votes that the jury has to hold in a segment, the higher medals first; empty means none.

    Arguments and errors as in `place_by_score`.
    """
    return place_by_score(finalists, medals=medals, line=line).votes


def place_by_score(
    finalists: Sequence[tuple[str, int]], *, medals: Sequence[Medal] = MEDALS, line: int = LINE_MILLI
) -> Placement:
    """Who takes which medal by score, and which votes the rest needs.

    `finalists` are (entry, score of record in milli-points); those below `line` cannot win and are left out
    (D5). With more than three in the zone there is one vote, between all of them for every medal, and the
    scores settle nothing (p.122). With up to three, places go by score. Entries with equal scores share the
    places from the first they could take to the last, so:

    - whoever is alone on a score has exactly one possible place, whatever a vote among others says, and takes
      that medal by score;
    - a tied group needs a vote if at least one medal falls to its places, and the vote is between exactly
      that group for exactly those medals; a higher or lower scorer is no part of it, since a vote may not
      overturn a score (D9);
    - a tied group whose places carry no medal needs none.

    So two equal above a third: a vote for gold and silver, and the third has bronze. Two equal below a first:
    a vote for silver and bronze. Two equal alone: a vote for gold and silver; bronze is not awarded. Three
    equal: a vote for all. There is at most one tied group among three.

    Raises ValueError for an entry given twice.
    """
    if len({entry for entry, _ in finalists}) < len(finalists):
        raise ValueError("an entry is among the finalists twice")
    zone = sorted((-milli, entry) for entry, milli in finalists if milli >= line)
    placed: dict[Medal, str | None] = dict.fromkeys(medals)
    if len(zone) > WITHOUT_VOTE:
        vote = Vote(tuple(sorted(entry for _, entry in zone)), tuple(medals))
        return Placement(placed, (vote,), by_score=False)
    votes, place = [], 0
    for _, group in groupby(zone, key=lambda scored: scored[0]):
        entries = tuple(entry for _, entry in group)
        at_stake = tuple(medals[place : place + len(entries)])
        place += len(entries)
        if len(entries) == 1 and at_stake:
            placed[at_stake[0]] = entries[0]
        elif at_stake:
            votes.append(Vote(entries, at_stake))
    return Placement(placed, tuple(votes), by_score=True)
