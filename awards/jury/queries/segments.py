"""A segment as the jury sees it: finalists, what the scores settle, what is left to a vote, how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, select

from awards.assessment import queries as assessment
from awards.assessment.models import Finalist, FinalistsDecision
from awards.assessment.queries import FinalistsFacts
from awards.competition import queries as competition
from awards.competition.domain import NominationKind
from awards.competition.models import Segment
from awards.competition.queries import EditionFacts, SegmentFacts
from awards.core.permissions import Subject
from awards.core.points import LINE_MILLI
from awards.core.workflow import DeclarationState
from awards.infra.db import db
from awards.jury.domain.ballots import MEDALS
from awards.jury.domain.opening import Member
from awards.jury.domain.verdicts import how_settled
from awards.jury.domain.vocabulary import How, Medal
from awards.jury.domain.zone import Placement, place_by_score
from awards.jury.models import Juror, Recusal
from awards.jury.queries.roster import jurors
from awards.jury.queries.rounds import RoundFacts, round_of, rounds
from awards.jury.queries.verdicts import VerdictFacts, verdict, verdicts
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts

HIDING = (DeclarationState.DECLARED, DeclarationState.RECUSED)


@dataclass(frozen=True)
class FinalistLine:
    """A finalist with the score of record in milli-points."""

    entry: EntryFacts
    milli: int

    @property
    def in_zone(self) -> bool:
        """Only 90 to 100 points can win (p.122)."""
        return self.milli >= LINE_MILLI


@dataclass(frozen=True)
class SegmentVote:
    """Everything about a segment from its finalists on; `round` is None where no vote was opened."""

    segment: SegmentFacts
    finalists: FinalistsFacts | None
    lines: tuple[FinalistLine, ...]
    placement: Placement
    gives_medals: bool
    is_fresh: bool
    """Whether the finalists come from the segment's latest scoring run."""
    round: RoundFacts | None
    verdict: VerdictFacts | None
    members: tuple[Member, ...]
    recused_user_ids: frozenset[str]

    @property
    def edition(self) -> EditionFacts:
        return self.segment.edition

    @property
    def subject(self) -> Subject:
        return replace(self.segment.subject, recused_ids=self.recused_user_ids)

    @property
    def zone(self) -> tuple[FinalistLine, ...]:
        return tuple(line for line in self.lines if line.in_zone)

    @property
    def how(self) -> How:
        """How the medals are settled here (D7)."""
        zone = [line.entry.id for line in self.zone]
        return how_settled(zone, self.placement, gives_medals=self.gives_medals)

    @property
    def needs_vote(self) -> bool:
        return bool(self.placement.votes)

    @property
    def candidates(self) -> tuple[FinalistLine, ...]:
        """The finalists of the vote: of the one that was opened, else of the one that has to be."""
        chosen: tuple[str, ...] = ()
        if self.round:
            chosen = self.round.candidates
        elif self.needs_vote:
            chosen = self.placement.votes[0].candidates
        return tuple(line for line in self.lines if line.entry.id in chosen)

    @property
    def at_stake(self) -> tuple[Medal, ...]:
        if self.round:
            return self.round.medals
        return self.placement.votes[0].medals if self.needs_vote else ()

    def line(self, entry_id: str | None) -> FinalistLine | None:
        return next((line for line in self.lines if line.entry.id == entry_id), None)


@dataclass(frozen=True)
class Standing:
    """A segment in the list of rounds: counts only."""

    segment: SegmentFacts
    finalists: int | None
    in_zone: int
    how: How | None
    round: RoundFacts | None
    verdict: VerdictFacts | None


def gives_medals(segment: SegmentFacts) -> bool:
    """D2: a special nomination gives medals unless the methodology says otherwise."""
    if segment.nomination.kind is NominationKind.STANDARD:
        return True
    return competition.methodology(segment.edition.id).settings.medals_in_special


def placement_of(segment: SegmentFacts, finalists: FinalistsFacts | None) -> Placement:
    """What the scores settle in the segment (D7); nothing where it gives no medals."""
    if finalists is None or not gives_medals(segment):
        return Placement({}, (), by_score=True)
    return place_by_score(finalists.entries, medals=MEDALS)


def members_of(segment_id: str) -> tuple[Member, ...]:
    """The sitting jury with what each declared about the finalists of a segment; two or three queries."""
    segment = competition.get_segment(segment_id)
    if segment is None:
        return ()
    rows = db.session.execute(_declared(Recusal.juror_id).where(FinalistsDecision.segment_id == segment_id))
    declared = _gathered(rows)
    return tuple(
        Member(juror.id, juror.is_chair, declared.get(juror.id, ())) for juror in jurors(segment.edition_id)
    )


def declared_by(juror_id: str) -> dict[str, tuple[DeclarationState, ...]]:
    """Segment id to what the juror declared about its finalists; one query."""
    return _gathered(
        db.session.execute(_declared(FinalistsDecision.segment_id).where(Recusal.juror_id == juror_id))
    )


def _declared(key: Any) -> Select[Any]:
    """(key, state) of declarations about confirmed finalists."""
    return (
        select(key, Recusal.state)
        .select_from(Recusal)
        .join(Finalist, Finalist.entry_id == Recusal.entry_id)
        .join(FinalistsDecision, FinalistsDecision.id == Finalist.decision_id)
    )


def _gathered(rows: Iterable[Any]) -> dict[str, tuple[DeclarationState, ...]]:
    found: dict[str, tuple[DeclarationState, ...]] = {}
    for key, state in rows:
        found[key] = (*found.get(key, ()), state)
    return found


def recused_users(segment_id: str) -> frozenset[str]:
    """Users whom the jury recused from the segment's vote (D4)."""
    return frozenset(
        db.session.scalars(
            select(Juror.user_id)
            .join(Recusal, Recusal.juror_id == Juror.id)
            .join(Finalist, Finalist.entry_id == Recusal.entry_id)
            .join(FinalistsDecision, FinalistsDecision.id == Finalist.decision_id)
            .where(FinalistsDecision.segment_id == segment_id, Recusal.state == DeclarationState.RECUSED)
        )
    )


def hidden_from(entry: EntryFacts) -> frozenset[str]:
    """Users who may not read this finalist: recused from its segment, or with a declaration about it open."""
    declared = db.session.scalars(
        select(Juror.user_id)
        .join(Recusal, Recusal.juror_id == Juror.id)
        .where(Recusal.entry_id == entry.id, Recusal.state.in_(HIDING))
    )
    return recused_users(entry.segment_id) | frozenset(declared)


def segment_vote(segment_id: str) -> SegmentVote | None:
    """A segment with its finalists, round and verdict; a fixed number of queries."""
    segment = competition.get_segment(segment_id)
    if segment is None:
        return None
    named = assessment.finalists(segment_id)
    latest = assessment.latest_run(segment_id)
    entries = submissions.entries([entry_id for entry_id, _ in named.entries]) if named else {}
    return SegmentVote(
        segment=segment,
        finalists=named,
        lines=tuple(FinalistLine(entries[key], milli) for key, milli in named.entries) if named else (),
        placement=placement_of(segment, named),
        gives_medals=gives_medals(segment),
        is_fresh=named is not None and latest is not None and latest.id == named.run_id,
        round=round_of(segment_id),
        verdict=verdict(segment_id),
        members=members_of(segment_id),
        recused_user_ids=recused_users(segment_id),
    )


def vote_page(year: int, segment_id: str) -> SegmentVote | None:
    """The segment of the edition of that year, for its page."""
    found = segment_vote(segment_id)
    return found if found and found.edition.year == year else None


def standings(edition_id: str) -> tuple[Standing, ...]:
    """Every segment of an edition with how far its vote is; a fixed number of queries."""
    scored: dict[str, list[tuple[str, int]]] = {}
    decided = select(FinalistsDecision.segment_id).join(Segment, Segment.id == FinalistsDecision.segment_id)
    for segment_id in db.session.scalars(decided.where(Segment.edition_id == edition_id)):
        scored[segment_id] = []
    for segment_id, entry_id, milli in db.session.execute(
        select(FinalistsDecision.segment_id, Finalist.entry_id, Finalist.milli)
        .join(FinalistsDecision, FinalistsDecision.id == Finalist.decision_id)
        .where(FinalistsDecision.segment_id.in_(scored))
    ):
        scored[segment_id].append((entry_id, milli))
    votes, found = rounds(edition_id), verdicts(edition_id)
    medals_everywhere = competition.methodology(edition_id).settings.medals_in_special
    return tuple(
        _standing(segment, scored.get(segment.id), votes, found, medals_everywhere)
        for segment in competition.segments(edition_id)
    )


def _standing(
    segment: SegmentFacts,
    scored: list[tuple[str, int]] | None,
    votes: dict[str, RoundFacts],
    found: dict[str, VerdictFacts],
    medals_everywhere: bool,
) -> Standing:
    medals = medals_everywhere or segment.nomination.kind is NominationKind.STANDARD
    zone = [entry_id for entry_id, milli in scored or () if milli >= LINE_MILLI]
    placement = place_by_score(scored or (), medals=MEDALS if medals else ())
    return Standing(
        segment=segment,
        finalists=None if scored is None else len(scored),
        in_zone=len(zone),
        how=None if scored is None else how_settled(zone, placement, gives_medals=medals),
        round=votes.get(segment.id),
        verdict=found.get(segment.id),
    )
