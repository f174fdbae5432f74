"""What the minutes of a segment state: roster, presence, recusals, every step, p.123, the verdict."""

from __future__ import annotations

from dataclasses import dataclass

from awards.jury.domain.tally import Count
from awards.jury.queries.roster import JurorFacts, RecusalFacts, jurors, recusals_of_entries
from awards.jury.queries.rounds import CastingFacts, RosterFacts, casting_decisions, count_of, roster_of
from awards.jury.queries.segments import SegmentVote, segment_vote


@dataclass(frozen=True)
class MinutesFacts:
    """The record of a segment's medals; `count` is None where no vote was held or it is not counted yet.

    `jury` is the roster of the vote, or the sitting jury where none was held. `presence` says of each
    whether they were entitled and present. `words.step_text` puts a step of `count` into words.
    """

    vote: SegmentVote
    jury: tuple[JurorFacts, ...]
    presence: dict[str, RosterFacts]
    recusals: tuple[RecusalFacts, ...]
    count: Count | None
    casting: tuple[CastingFacts, ...]
    titles: dict[str, str]
    """Entry id to the title the minutes call it by."""
    names: dict[str, str]
    """Juror id to name."""

    @property
    def present(self) -> tuple[JurorFacts, ...]:
        return tuple(one for one in self.jury if (line := self.presence.get(one.id)) and line.present)

    @property
    def absent(self) -> tuple[JurorFacts, ...]:
        return tuple(
            one
            for one in self.jury
            if (line := self.presence.get(one.id)) and line.eligible and line.present is False
        )

    @property
    def recused(self) -> tuple[JurorFacts, ...]:
        return tuple(one for one in self.jury if (line := self.presence.get(one.id)) and not line.eligible)

    @property
    def voice(self) -> JurorFacts | None:
        """Whose vote decided ties: the chair, or the deputy named for this item (p.123, D8)."""
        holder = self.vote.round.chair_juror_id if self.vote.round else None
        return next((one for one in self.jury if one.id == holder), None)


def minutes_facts(segment_id: str) -> MinutesFacts | None:
    """Everything the minutes of a segment need; None for a segment that does not exist."""
    vote = segment_vote(segment_id)
    return facts_of(vote) if vote else None


def facts_of(vote: SegmentVote) -> MinutesFacts:
    round_ = vote.round
    roster = {line.juror_id: line for line in roster_of(round_)} if round_ else {}
    everyone = jurors(vote.segment.edition_id, removed=True)
    jury = [one for one in everyone if (one.id in roster if round_ else one.removed_at is None)]
    return MinutesFacts(
        vote=vote,
        jury=tuple(jury),
        presence=roster,
        recusals=recusals_of_entries(line.entry.id for line in vote.lines),
        count=count_of(round_.id) if round_ and round_.is_counted else None,
        casting=casting_decisions(round_.id) if round_ else (),
        titles=titles_of(vote),
        names={one.id: one.name for one in everyone},
    )


def titles_of(vote: SegmentVote) -> dict[str, str]:
    """Entry id to its title; where two share one, with the organisation's name to tell them apart."""
    plain = [line.entry.title for line in vote.lines]
    return {
        line.entry.id: line.entry.title
        if plain.count(line.entry.title) == 1
        else f"{line.entry.title} ({line.entry.organisation_name.kk})"
        for line in vote.lines
    }
