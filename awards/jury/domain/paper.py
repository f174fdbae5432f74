"""The ballot paper: numbers beside finalists become a ranking."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from awards.core.errors import Refusal


def ranking_of(numbers: Mapping[str, int | None], *, abstains: bool) -> tuple[str, ...]:
    """The finalists that have a number, from 1 on; empty where the juror abstains.

    Refuses numbers that repeat or leave a gap, a paper without numbers that does not abstain, and an
    abstention with numbers: what the juror meant is not for the portal to guess.
    """
    chosen = {entry: number for entry, number in numbers.items() if number is not None}
    if abstains and chosen:
        raise Refusal("jury.abstains_with_numbers")
    if not abstains and not chosen:
        raise Refusal("jury.ballot_empty")
    given = sorted(chosen.values())
    if len(set(given)) < len(given):
        raise Refusal("jury.ballot_repeats")
    if given != list(range(1, len(given) + 1)):
        raise Refusal("jury.ballot_gap")
    return tuple(sorted(chosen, key=lambda entry: chosen[entry]))


def check_ranking(ranking: Collection[str], candidates: Collection[str]) -> None:
    """Refuses a ranking that names anyone but a finalist of this vote, or names one twice."""
    if set(ranking) - set(candidates) or len(set(ranking)) < len(ranking):
        raise Refusal("jury.ballot_malformed")
