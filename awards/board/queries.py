"""The board of an edition and a person's desk: counts put together from every package, never contents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from awards.assessment import queries as assessment
from awards.board.domain import Next, SegmentFigures, next_step
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts, SegmentFacts
from awards.core.actor import Actor, Role
from awards.core.workflow import (
    DeclarationState,
    EditionState,
    EntryState,
    SegmentState,
    SheetState,
)
from awards.jury import queries as jury
from awards.jury.domain.vocabulary import How, Medal
from awards.jury.queries import RoundFacts, Standing, VerdictFacts
from awards.submissions import queries as submissions


@dataclass(frozen=True)
class BoardRow:
    """A segment on the board: its figures, what it waits for, and its medals where they are settled."""

    segment: SegmentFacts
    figures: SegmentFigures
    next: Next
    medals: tuple[Medal, ...]
    vacant: int


@dataclass(frozen=True)
class EditionBoard:
    """Every segment with entries, and totals over them."""

    rows: tuple[BoardRow, ...]
    entries: int
    sheets: int
    locked: int
    sealed: int


def edition_board(edition: EditionFacts, at: datetime) -> EditionBoard:
    """The board as it stands at `at`; a fixed number of queries, whatever the number of segments."""
    standings = {one.segment.id: one for one in jury.standings(edition.id)}
    occupied = submissions.occupied_segments(edition.id)
    minimum = competition.methodology(edition.id).settings.minimum_sheets
    progress = assessment.progress(edition.id, minimum)
    scored = assessment.runs_at(tuple(standings))
    rows = []
    for segment_id, standing in standings.items():
        if segment_id not in occupied:
            continue
        found = progress.get(segment_id, assessment.SegmentProgress())
        figures = _figures(standing, found, segment_id in scored, at)
        rows.append(_row(standing, figures))
    return EditionBoard(
        tuple(rows),
        sum(row.figures.entries for row in rows),
        sum(row.figures.sheets for row in rows),
        sum(row.figures.locked for row in rows),
        sum(row.figures.state is SegmentState.SEALED for row in rows),
    )


def _figures(
    standing: Standing, found: assessment.SegmentProgress, is_scored: bool, at: datetime
) -> SegmentFigures:
    vote: RoundFacts | None = standing.round
    return SegmentFigures(
        state=standing.segment.state,
        entries=found.entries,
        ready=found.ready,
        locked=found.count(SheetState.LOCKED),
        sheets=found.all_sheets,
        suspended=found.count(SheetState.SUSPENDED),
        is_scored=is_scored,
        finalists=standing.finalists,
        in_zone=standing.in_zone,
        needs_vote=standing.how is How.BY_VOTE,
        round_state=vote.state if vote else None,
        may_close=vote.may_close(at) if vote else False,
        cast=vote.cast if vote else 0,
        eligible=vote.eligible if vote else 0,
        has_verdict=standing.verdict is not None,
    )


def _row(standing: Standing, figures: SegmentFigures) -> BoardRow:
    verdict: VerdictFacts | None = standing.verdict
    medals = tuple(award.medal for award in verdict.awards) if verdict else ()
    vacant = len(Medal) - len(medals) if verdict else 0
    return BoardRow(standing.segment, figures, next_step(figures), medals, vacant)


@dataclass(frozen=True)
class ApplicantDesk:
    """An applicant's open call: own drafts and submitted entries, and the closing instant."""

    edition: EditionFacts
    drafts: int
    submitted: int


@dataclass(frozen=True)
class AssessorDesk:
    """An assessor's work in an edition; `undeclared` are entries they have not declared on."""

    edition: EditionFacts
    undeclared: int
    todo: int
    done: int


@dataclass(frozen=True)
class JurorDesk:
    """A juror's work: segments whose vote is open to them, and ties that wait for the chair."""

    edition: EditionFacts
    open_votes: int
    ties: int


@dataclass(frozen=True)
class CommitteeDesk:
    """What the secretary and the committee have before them in an edition."""

    edition: EditionFacts
    undecided: int
    declared: int
    waiting: int
    """Segments that wait for an act of the committee."""


def applicant_desks(actor: Actor) -> tuple[ApplicantDesk, ...]:
    """Open calls for whoever belongs to an organisation."""
    if not actor.organisations:
        return ()
    mine = _own_entries(actor)
    return tuple(
        ApplicantDesk(
            edition,
            _count(mine, edition.id, EntryState.DRAFT),
            _count(mine, edition.id, EntryState.SUBMITTED),
        )
        for edition in competition.editions()
        if edition.state is EditionState.OPEN
    )


def _own_entries(actor: Actor) -> tuple[submissions.EntryFacts, ...]:
    """All of them: a body with many entries has more than one page."""
    first = submissions.own_entries(actor)
    others = (submissions.own_entries(actor, number=number).items for number in range(2, first.pages + 1))
    return tuple(entry for items in (first.items, *others) for entry in items)


def _count(entries: tuple[submissions.EntryFacts, ...], edition_id: str, state: EntryState) -> int:
    return sum(entry.edition_id == edition_id and entry.state is state for entry in entries)


def assessor_desks(actor: Actor) -> tuple[AssessorDesk, ...]:
    """Editions in which the actor assesses, while there is work."""
    found = []
    for edition in _editions_with(
        actor, (Role.ASSESSOR,), EditionState.ADMISSIBILITY, EditionState.ASSESSMENT
    ):
        if actor.user_id is None:
            continue
        cards = assessment.own_sheets(actor.user_id, edition.id)
        done = sum(card.state is SheetState.LOCKED for card in cards)
        todo = sum(card.state is SheetState.DRAFT for card in cards)
        undeclared = sum(card.declaration is None and card.state is SheetState.DRAFT for card in cards)
        found.append(AssessorDesk(edition, undeclared, todo, done))
    return tuple(found)


def juror_desks(actor: Actor) -> tuple[JurorDesk, ...]:
    """Editions in which the actor sits on the jury, with the votes and ties that ask for this very person."""
    seated = _editions_with(actor, (Role.JUROR, Role.CHAIR), EditionState.ASSESSMENT, EditionState.SEALED)
    homes = [home for edition in seated if (home := jury.home(actor.user_id, edition.year))]
    return tuple(
        JurorDesk(
            home.edition,
            sum(one.task is jury.Task.VOTE for one in home.tasks),
            sum(one.task is jury.Task.CAST for one in home.tasks),
        )
        for home in homes
    )


def committee_desks(actor: Actor, at: datetime) -> tuple[CommitteeDesk, ...]:
    """Editions that the actor runs or watches, the newest first."""
    roles = (Role.SECRETARY, Role.COMMITTEE, Role.OBSERVER)
    desks = []
    for edition in _editions_with(actor, roles, *EditionState):
        if edition.state in (EditionState.PUBLISHED, EditionState.ARCHIVED):
            desks.append(CommitteeDesk(edition, 0, 0, 0))
            continue
        board = edition_board(edition, at)
        waits = sum(
            row.next not in (Next.NOTHING, Next.LOCK_SHEETS, Next.COLLECT_BALLOTS) for row in board.rows
        )
        undecided = submissions.undecided(edition.id) if edition.state is EditionState.ADMISSIBILITY else 0
        declared = sum(
            one.state is DeclarationState.DECLARED for one in assessment.declared_conflicts(edition.id)
        )
        desks.append(CommitteeDesk(edition, undecided, declared, waits))
    return tuple(desks)


def _editions_with(actor: Actor, roles: tuple[Role, ...], *states: EditionState) -> tuple[EditionFacts, ...]:
    return tuple(
        edition
        for edition in competition.editions()
        if edition.state in states and any(actor.holds(role, edition.id) for role in roles)
    )
