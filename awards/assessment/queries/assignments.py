"""Reading assignment runs: what the solver proposed, what people made of it, and what is in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import func, select

from awards.assessment.domain.assignment_graph import inflation, pieces
from awards.assessment.domain.suitability import Candidate, Work
from awards.assessment.models import Assessor, Assignment, AssignmentRun, ScoreSheet
from awards.assessment.queries.assessors import (
    AssessorFacts,
    Qualification,
    assessors,
    decisions_by_id,
    qualifications,
)
from awards.assessment.queries.clearances import Pair, clearances
from awards.competition import queries as competition
from awards.competition.queries import DecisionFacts, EditionFacts
from awards.core.permissions import Subject
from awards.core.text import Text
from awards.core.workflow import RunState, SheetState
from awards.infra.db import db
from awards.registry import queries as registry
from awards.registry.models import Person
from awards.submissions import queries as submissions
from awards.submissions.models import Entry
from awards.submissions.queries import EntryFacts


@dataclass(frozen=True)
class AssignmentRunFacts:
    """A run: the frozen problem, the solver's answer, and where people have taken it."""

    id: str
    edition: EditionFacts
    state: RunState
    problem: Mapping[str, Any]
    problem_digest: str
    report: Mapping[str, Any]
    proposed_at: datetime
    confirmed_at: datetime | None
    decision: DecisionFacts | None

    @property
    def subject(self) -> Subject:
        return replace(self.edition.subject, is_open=self.is_proposed)

    @property
    def is_proposed(self) -> bool:
        return self.state is RunState.PROPOSED


@dataclass(frozen=True)
class PairFacts:
    """One assessor on one entry of a run, with the score sheet that came of it, if any."""

    assignment_id: str
    assessor_id: str
    entry_id: str
    suspended_at: datetime | None
    is_manual: bool
    sheet_id: str | None
    sheet_state: SheetState | None

    @property
    def pair(self) -> Pair:
        return (self.assessor_id, self.entry_id)

    @property
    def is_fixed(self) -> bool:
        """A pair with a locked sheet is work done: no later run takes it away."""
        return self.sheet_state is SheetState.LOCKED


@dataclass(frozen=True)
class PanelMember:
    """An assessor on an entry's panel as the committee sees it."""

    pair: PairFacts
    assessor: AssessorFacts
    preference: int


@dataclass(frozen=True)
class Panel:
    """An entry with its assessors; `missing` is how many it still lacks to the methodology's number."""

    entry: EntryFacts
    members: tuple[PanelMember, ...]
    missing: int


@dataclass(frozen=True)
class Load:
    """How many entries an assessor has, of how many."""

    assessor: AssessorFacts
    count: int


@dataclass(frozen=True)
class NominationGraph:
    """What calibration will stand on in one nomination: pieces of its graph and variance inflation."""

    title: Text
    entries: int
    pieces: int
    inflation_mean: float | None
    inflation_p95: float | None


@dataclass(frozen=True)
class Board:
    """A run as the committee's page shows it."""

    run: AssignmentRunFacts
    panels: tuple[Panel, ...]
    loads: tuple[Load, ...]
    graphs: tuple[NominationGraph, ...]
    total: int
    """Total preference of the pairs as they now stand, after the edits of people."""
    edited: int
    """Pairs that people put in."""

    @property
    def edition(self) -> EditionFacts:
        return self.run.edition

    @property
    def missing(self) -> int:
        return sum(panel.missing for panel in self.panels)

    @property
    def suspended(self) -> int:
        return sum(member.pair.suspended_at is not None for panel in self.panels for member in panel.members)


@dataclass(frozen=True)
class Choice:
    """An assessor who may join an entry's panel: clear of conflicts, certified, with room left."""

    assessor: AssessorFacts
    preference: int
    load: int


@dataclass(frozen=True)
class EntryPanel:
    """One entry of a proposed run, for editing."""

    run: AssignmentRunFacts
    panel: Panel
    choices: tuple[Choice, ...]

    @property
    def edition(self) -> EditionFacts:
        return self.run.edition

    @property
    def subject(self) -> Subject:
        return self.run.subject


def _run(row: AssignmentRun, edition: EditionFacts) -> AssignmentRunFacts:
    decision = decisions_by_id([row.decision_id]).get(row.decision_id or "")
    return AssignmentRunFacts(
        id=row.id,
        edition=edition,
        state=row.state,
        problem=row.problem,
        problem_digest=row.problem_digest,
        report=row.report,
        proposed_at=row.proposed_at,
        confirmed_at=row.confirmed_at,
        decision=decision,
    )


def assignment_run(run_id: str) -> AssignmentRunFacts | None:
    row = db.session.get(AssignmentRun, run_id)
    edition = competition.edition_by_id(row.edition_id) if row else None
    return _run(row, edition) if row and edition else None


def assignment_in(edition_id: str, state: RunState) -> AssignmentRunFacts | None:
    """The newest run of the edition in that state: there is one proposed and one confirmed at most."""
    found = db.session.scalar(
        select(AssignmentRun.id)
        .where(AssignmentRun.edition_id == edition_id, AssignmentRun.state == state)
        .order_by(AssignmentRun.proposed_at.desc(), AssignmentRun.id)
        .limit(1)
    )
    return assignment_run(found) if found else None


def assignment_runs(edition_id: str) -> tuple[AssignmentRunFacts, ...]:
    """Every run of the edition, the newest first."""
    edition = competition.edition_by_id(edition_id)
    rows = db.session.scalars(
        select(AssignmentRun)
        .where(AssignmentRun.edition_id == edition_id)
        .order_by(AssignmentRun.proposed_at.desc(), AssignmentRun.id)
    )
    return tuple(_run(row, edition) for row in rows) if edition else ()


def pairs_of_run(run_id: str) -> tuple[PairFacts, ...]:
    """The pairs of a run with their score sheets, by entry and assessor; one query."""
    rows = db.session.execute(
        select(
            Assignment.id,
            Assignment.assessor_id,
            Assignment.entry_id,
            Assignment.suspended_at,
            Assignment.is_manual,
            ScoreSheet.id,
            ScoreSheet.state,
        )
        .outerjoin(
            ScoreSheet,
            (ScoreSheet.assessor_id == Assignment.assessor_id) & (ScoreSheet.entry_id == Assignment.entry_id),
        )
        .where(Assignment.run_id == run_id)
        .order_by(Assignment.entry_id, Assignment.assessor_id)
    )
    return tuple(PairFacts(*row) for row in rows)


def sheet_states(edition_id: str) -> dict[Pair, SheetState]:
    """The state of every score sheet of the edition, by pair; one query."""
    rows = db.session.execute(
        select(ScoreSheet.assessor_id, ScoreSheet.entry_id, ScoreSheet.state)
        .join(Assessor, Assessor.id == ScoreSheet.assessor_id)
        .where(Assessor.edition_id == edition_id)
    )
    return {(assessor, entry): state for assessor, entry, state in rows}


def candidates(edition: EditionFacts, people: Collection[AssessorFacts]) -> tuple[Candidate, ...]:
    """The assessors as the assignment sees them, with whose entries they assessed in other editions."""
    persons = registry.people(one.person_id for one in people)
    assessed: defaultdict[str, set[str]] = defaultdict(set)
    rows = db.session.execute(
        select(func.coalesce(Person.merged_into_id, Person.id), Entry.organisation_id)
        .select_from(Assessor)
        .join(Person, Person.id == Assessor.person_id)
        .join(ScoreSheet, ScoreSheet.assessor_id == Assessor.id)
        .join(Entry, Entry.id == ScoreSheet.entry_id)
        .where(
            func.coalesce(Person.merged_into_id, Person.id).in_(persons),
            Assessor.edition_id != edition.id,
            ScoreSheet.state == SheetState.LOCKED,
        )
        .distinct()
    )
    for person_id, organisation_id in rows:
        assessed[person_id].add(organisation_id)
    return tuple(
        Candidate(
            id=one.id,
            capacity=one.capacity,
            minimum=one.minimum,
            nominations=frozenset(one.nominations),
            languages=frozenset(persons[one.person_id].languages),
            region=persons[one.person_id].region,
            assessed=frozenset(assessed[one.person_id]),
        )
        for one in people
    )


def works(entries: Collection[EntryFacts]) -> tuple[Work, ...]:
    """The entries as the assignment sees them."""
    organisations = registry.organisations({entry.organisation_id for entry in entries})
    return tuple(
        Work(
            entry.id,
            entry.nomination_id,
            entry.language.value,
            entry.organisation_id,
            organisations[entry.organisation_id].region,
        )
        for entry in entries
    )


def qualified_assessors(
    edition: EditionFacts, today: date
) -> tuple[tuple[AssessorFacts, Qualification], ...]:
    """The edition's assessors, each with what p.121 says of their certificates."""
    found = assessors(edition.id)
    people = registry.people(one.person_id for one in found)
    known = qualifications(edition, people.values(), today)
    return tuple((one, known[one.person_id]) for one in found)


def preferences(run: AssignmentRunFacts) -> dict[Pair, int]:
    """The preferences of a run's problem, by pair."""
    return {(one["assessor"], one["entry"]): one["value"] for one in run.problem["preferences"]}


def assignment_board(run: AssignmentRunFacts) -> Board:
    """The run's panels, loads and graph; a fixed number of queries."""
    pairs = pairs_of_run(run.id)
    people = {one.id: one for one in assessors(run.edition.id, removed=True)}
    entries = submissions.admitted_entries(run.edition.id)
    values = preferences(run)
    needed = competition.methodology(run.edition.id).settings.assessors_per_entry
    panels = tuple(_panel(entry, pairs, people, values, needed) for entry in entries)
    used = [one for one in pairs if one.suspended_at is None]
    return Board(
        run=run,
        panels=panels,
        loads=tuple(
            Load(one, sum(pair.assessor_id == one.id for pair in used))
            for one in people.values()
            if one.is_active or any(pair.assessor_id == one.id for pair in used)
        ),
        graphs=_graphs(run.edition.id, panels),
        total=sum(values.get(pair.pair, 0) for pair in used),
        edited=sum(pair.is_manual for pair in pairs),
    )


def _panel(
    entry: EntryFacts,
    pairs: tuple[PairFacts, ...],
    people: Mapping[str, AssessorFacts],
    values: Mapping[Pair, int],
    needed: int,
) -> Panel:
    members = [
        PanelMember(pair, people[pair.assessor_id], values.get(pair.pair, 0))
        for pair in pairs
        if pair.entry_id == entry.id
    ]
    order = {assessor_id: place for place, assessor_id in enumerate(people)}
    members.sort(key=lambda member: order[member.assessor.id])
    active = sum(member.pair.suspended_at is None for member in members)
    return Panel(entry, tuple(members), max(0, needed - active))


def _graphs(edition_id: str, panels: tuple[Panel, ...]) -> tuple[NominationGraph, ...]:
    """Pieces and variance inflation by nomination, since calibration works within one."""
    found = []
    for nomination in competition.nominations(edition_id):
        members = [panel for panel in panels if panel.entry.nomination_id == nomination.id]
        people = sorted({one.assessor.id for panel in members for one in panel.members})
        chosen = np.zeros((len(members), len(people)), dtype=np.bool_)
        for row, panel in enumerate(members):
            for one in panel.members:
                if one.pair.suspended_at is None:
                    chosen[row, people.index(one.assessor.id)] = True
        if chosen.any():
            mean, p95 = inflation(chosen)
            found.append(NominationGraph(nomination.title, len(members), pieces(chosen)[0], mean, p95))
    return tuple(found)


def entry_panel(run_id: str, entry_id: str, today: date) -> EntryPanel | None:
    """One entry of a run with the assessors who may join it. Blocked pairs are not among the choices."""
    run = assignment_run(run_id)
    if run is None:
        return None
    whole = assignment_board(run)
    panel = next((one for one in whole.panels if one.entry.id == entry_id), None)
    if panel is None:
        return None
    clear, taken = clearances(run.edition.id), {member.assessor.id for member in panel.members}
    spent, values = sheet_states(run.edition.id), preferences(run)
    certified = {one.id for one, known in qualified_assessors(run.edition, today) if known.is_met}
    choices = [
        Choice(one.assessor, values.get((one.assessor.id, entry_id), 0), one.count)
        for one in whole.loads
        if one.assessor.id in certified
        and one.assessor.id not in taken
        and one.count < one.assessor.capacity
        and (one.assessor.id, entry_id) not in spent
        and (found := clear.get((one.assessor.id, entry_id))) is not None
        and found.is_clear
    ]
    choices.sort(key=lambda choice: -choice.preference)
    return EntryPanel(run, panel, tuple(choices))
