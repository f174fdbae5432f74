"""What ballots say about a set of finalists, as plain numbers; no medal, no chair, no order of candidates.

Every function takes the votes cast (rankings, the best first, without repeats) and the finalists still to be
placed, and reads only these out of each ranking. A finalist that a ballot leaves out stands below all that it
ranks, and level with the others it leaves out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

Votes = Sequence[Sequence[str]]
Pairs = Mapping[tuple[str, str], int]


def first_choices(votes: Votes, remaining: Collection[str]) -> dict[str, int]:
    """Ballots per finalist, each counting for its highest remaining one.

    A ballot that ranks none of them counts for none. The sum of the counts is the
    number of votes cast in this count.
    """
    counts = dict.fromkeys(sorted(remaining), 0)
    for ranking in votes:
        best = next((name for name in ranking if name in counts), None)
        if best is not None:
            counts[best] += 1
    return counts


def borda_points(votes: Votes, remaining: Collection[str]) -> dict[str, int]:
    """n-1, n-2, ... points among the n remaining, by the place on each ballot; 0 for those it leaves out."""
    points = dict.fromkeys(sorted(remaining), 0)
    for ranking in votes:
        for place, name in enumerate(name for name in ranking if name in points):
            points[name] += len(points) - 1 - place
    return points


def pairwise(votes: Votes, remaining: Collection[str]) -> dict[tuple[str, str], int]:
    """For every ordered pair (a, b): how many ballots rank a above b."""
    names = sorted(remaining)
    counts = {(a, b): 0 for a in names for b in names if a != b}
    for ranking in votes:
        below = set(names)
        for a in ranking:
            if a in below:
                below.remove(a)
                for b in below:
                    counts[a, b] += 1
    return counts


def beat_paths(pairs: Pairs) -> dict[tuple[str, str], int]:
    """Strength of the strongest path for every ordered pair, by winning votes (Schulze 2011).

    A link from a to b exists where more ballots rank a above b than b above a; its strength is the number
    that do. A path is as strong as its weakest link; 0 means that there is none.
    """
    names = sorted({a for a, _ in pairs})
    paths = {(a, b): votes if votes > pairs[b, a] else 0 for (a, b), votes in pairs.items()}
    for via in names:
        for a in names:
            for b in names:
                if via not in (a, b) and a != b:
                    paths[a, b] = max(paths[a, b], min(paths[a, via], paths[via, b]))
    return paths


def path_wins(votes: Votes, remaining: Collection[str]) -> tuple[dict[str, int], frozenset[str]]:
    """How many rivals each finalist beats by the stronger path, and those that no rival beats so."""
    paths = beat_paths(pairwise(votes, remaining))
    beaten = [(a, b) for (a, b), strength in paths.items() if strength > paths[b, a]]
    wins = dict.fromkeys(sorted(remaining), 0)
    for a, _ in beaten:
        wins[a] += 1
    return wins, frozenset(remaining) - {b for _, b in beaten}


def highest(counts: Mapping[str, int]) -> frozenset[str]:
    """All that share the highest count; empty for no counts."""
    return _sharing(counts, max(counts.values(), default=0))


def lowest(counts: Mapping[str, int]) -> frozenset[str]:
    """All that share the lowest count; empty for no counts."""
    return _sharing(counts, min(counts.values(), default=0))


def has_majority(name: str, counts: Mapping[str, int]) -> bool:
    """More than half of the votes cast in this count; exactly half is not enough."""
    return 2 * counts[name] > sum(counts.values())


def _sharing(counts: Mapping[str, int], value: int) -> frozenset[str]:
    return frozenset(name for name, count in counts.items() if count == value)
