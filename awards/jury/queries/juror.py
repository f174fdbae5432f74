"""What one juror opens: their segments, the finalists' reports, the ballot paper, the casting decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from awards.assessment import queries as assessment
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core.actor import Actor
from awards.core.permissions import Action, Subject, can
from awards.core.text import sort_key
from awards.core.workflow import DeclarationState, EditionState, RoundState
from awards.jury.domain.tally import Pending
from awards.jury.queries.roster import (
    JurorFacts,
    RecusalFacts,
    editions_of_juror,
    hidden_entries,
    juror_of_user,
    recusal_of,
)
from awards.jury.queries.rounds import count_of, own_receipt, roster_lines_of, rounds_voted_in
from awards.jury.queries.segments import (
    FinalistLine,
    SegmentVote,
    Standing,
    declared_by,
    hidden_from,
    segment_vote,
    standings,
)
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts, VersionFacts, VersionFilePage


class Task(StrEnum):
    """What a segment asks of a juror now."""

    WAIT = "wait"
    READ = "read"
    RECUSED = "recused"
    DECLARED = "declared"
    VOTE = "vote"
    VOTED = "voted"
    CAST = "cast"
    DONE = "done"
    NOT_ON_ROSTER = "not_on_roster"


_ASKING = (Task.CAST, Task.VOTE, Task.READ)


@dataclass(frozen=True)
class JurorTask:
    standing: Standing
    task: Task


@dataclass(frozen=True)
class JurorHome:
    """The juror's list of segments, those that ask for something first."""

    juror: JurorFacts
    edition: EditionFacts
    tasks: tuple[JurorTask, ...]
    others: tuple[EditionFacts, ...] = ()
    """Other editions whose jury the person sits on."""

    @property
    def subject(self) -> Subject:
        return self.edition.subject


@dataclass(frozen=True)
class JurorSegment:
    """A segment as one juror sees it. `receipt` is of their own ballot; nobody reads what it says."""

    vote: SegmentVote
    juror: JurorFacts
    task: Task
    receipt: tuple[str, datetime] | None
    pending: Pending | None
    hidden: frozenset[str]
    """Ids of finalists this juror declared a conflict with: their reports stay closed."""

    @property
    def edition(self) -> EditionFacts:
        return self.vote.edition

    @property
    def holds_the_voice(self) -> bool:
        """Whether this juror's ballot settles ties here (p.123)."""
        return self.vote.round is not None and self.vote.round.chair_juror_id == self.juror.id

    @property
    def paper(self) -> tuple[FinalistLine, ...]:
        """The finalists of the vote in alphabetical order: a paper in the order of scores would steer."""

        def by_title(line: FinalistLine) -> tuple[str, str]:
            return sort_key(line.entry.title), line.entry.id

        return tuple(sorted(self.vote.candidates, key=by_title))

    @property
    def subject(self) -> Subject:
        """The juror's own ballot and, in a tie, their own casting decision."""
        round_ = self.vote.round
        own = round_ is not None and (
            self.holds_the_voice if round_.state is RoundState.TIED else self.task in (Task.VOTE, Task.VOTED)
        )
        return replace(
            self.vote.subject,
            owner_ids=frozenset({self.juror.user_id} if own else ()),
            is_open=round_ is not None and round_.state in (RoundState.OPEN, RoundState.TIED),
        )


@dataclass(frozen=True)
class FinalistPage:
    """A finalist's report with the assessors' findings under numbers in place of names."""

    entry: EntryFacts
    milli: int
    juror: JurorFacts
    recusal: RecusalFacts | None
    recused_ids: frozenset[str]

    @property
    def edition(self) -> EditionFacts:
        return self.entry.edition

    @property
    def subject(self) -> Subject:
        return replace(
            self.entry.subject,
            is_finalist=True,
            recused_ids=self.recused_ids,
            owner_ids=frozenset({self.juror.user_id}),
        )


@dataclass(frozen=True)
class Reading:
    """What a juror who may read a finalist gets."""

    page: FinalistPage
    version: VersionFacts
    findings: tuple[assessment.Finding, ...]

    @property
    def subject(self) -> Subject:
        return self.page.subject

    @property
    def edition(self) -> EditionFacts:
        return self.page.edition


def home(user_id: str | None, year: int | None = None) -> JurorHome | None:
    """An edition whose jury the user sits on, with a task for each segment that has finalists.

    Without a `year` it is the newest one in which the jury is at work, or else the newest.
    """
    sits = set(editions_of_juror(user_id))
    mine = [edition for edition in competition.editions() if edition.id in sits]
    chosen = [one for one in mine if one.year == year] if year else []
    at_work = [one for one in mine if one.state is EditionState.ASSESSMENT]
    edition = next(iter([*chosen, *at_work, *mine]), None)
    juror = juror_of_user(edition.id, user_id) if edition else None
    if edition is None or juror is None:
        return None
    own = _own(juror)
    tasks = [
        JurorTask(standing, _task_of(standing, juror, own))
        for standing in standings(edition.id)
        if standing.finalists is not None
    ]
    tasks.sort(key=lambda one: _ASKING.index(one.task) if one.task in _ASKING else len(_ASKING))
    others = tuple(one for one in mine if one.id != edition.id)
    return JurorHome(juror, edition, tuple(tasks), others)


@dataclass(frozen=True)
class _Own:
    """What the portal knows of one juror over all segments, in three queries."""

    declared: Mapping[str, Collection[DeclarationState]]
    lines: Mapping[str, bool]
    """Round id to whether the juror may vote in it."""
    cast: Collection[str]


def _own(juror: JurorFacts) -> _Own:
    return _Own(declared_by(juror.id), roster_lines_of(juror.id), rounds_voted_in(juror.id))


def _task_of(standing: Standing, juror: JurorFacts, own: _Own) -> Task:
    declared, round_ = own.declared.get(standing.segment.id, ()), standing.round
    if standing.verdict is not None:
        return Task.DONE
    if DeclarationState.RECUSED in declared:
        return Task.RECUSED
    if round_ is None:
        return Task.READ if standing.finalists else Task.WAIT
    if round_.id not in own.lines:
        return Task.NOT_ON_ROSTER
    if round_.state is RoundState.TIED and round_.chair_juror_id == juror.id:
        return Task.CAST
    if round_.state is not RoundState.OPEN or not own.lines[round_.id]:
        return Task.WAIT
    if DeclarationState.DECLARED in declared:
        return Task.DECLARED
    return Task.VOTED if round_.id in own.cast else Task.VOTE


def juror_segment(segment_id: str, user_id: str | None) -> JurorSegment | None:
    """A segment with finalists, for a juror of its edition; None for anybody else."""
    vote = segment_vote(segment_id)
    juror = juror_of_user(vote.segment.edition_id, user_id) if vote else None
    if vote is None or juror is None or vote.finalists is None:
        return None
    standing = Standing(vote.segment, len(vote.lines), len(vote.zone), vote.how, vote.round, vote.verdict)
    tied = vote.round is not None and vote.round.state is RoundState.TIED
    return JurorSegment(
        vote=vote,
        juror=juror,
        task=_task_of(standing, juror, _own(juror)),
        receipt=own_receipt(vote.round.id, juror.id) if vote.round else None,
        pending=count_of(vote.round.id).pending if tied and vote.round else None,
        hidden=hidden_entries(juror.id),
    )


def finalist_page(entry_id: str, user_id: str | None) -> FinalistPage | None:
    """A finalist, for a juror of its edition (who may still be kept from reading it)."""
    entry = submissions.get_entry(entry_id)
    juror = juror_of_user(entry.edition_id, user_id) if entry else None
    named = assessment.finalists(entry.segment_id) if entry else None
    milli = dict(named.entries).get(entry_id) if named else None
    if entry is None or juror is None or milli is None:
        return None
    return FinalistPage(entry, milli, juror, recusal_of(juror.id, entry_id), hidden_from(entry))


def reading(entry_id: str, actor: Actor) -> Reading | None:
    """The report and findings, for a juror whom the table of permissions lets READ_ENTRY."""
    page = finalist_page(entry_id, actor.user_id)
    if page is None or not can(actor, Action.READ_ENTRY, page.subject):
        return None
    version = submissions.get_version(page.entry.version_id)
    if version is None:
        return None
    return Reading(page, version, assessment.assessors_findings(entry_id))


def reading_file(entry_id: str, file_id: str, actor: Actor) -> VersionFilePage | None:
    """A file of a finalist's report, for whoever may read the report."""
    page = finalist_page(entry_id, actor.user_id)
    found = submissions.get_version_file(entry_id, file_id)
    if page is None or not can(actor, Action.READ_ENTRY, page.subject):
        return None
    return found if found and found.version_id == page.entry.version_id else None
