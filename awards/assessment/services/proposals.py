"""Proposing an assignment: the problem from the facts as they stand, and the solver's answer to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from awards.assessment.domain import assignment as solver
from awards.assessment.domain.assignment import NoAnswer, Problem
from awards.assessment.domain.problem_json import report
from awards.assessment.domain.suitability import Wishes, problem_document, problem_of
from awards.assessment.models import Assignment, AssignmentRun
from awards.assessment.queries import assignments as queries
from awards.assessment.queries.assessors import AssessorFacts
from awards.assessment.queries.assignments import PairFacts
from awards.assessment.queries.clearances import Pair, clearances
from awards.assessment.queries.finalists import decided_segments
from awards.assessment.services.clearances import compute_clearances
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core.actor import Actor
from awards.core.clock import ASTANA
from awards.core.errors import Refusal
from awards.core.workflow import EditionState, RunState, SheetState
from awards.infra import audit, lifecycle
from awards.infra.db import db
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts

OPEN_STATES = (EditionState.ADMISSIBILITY, EditionState.ASSESSMENT)
SPENT = (SheetState.SUSPENDED, SheetState.VOID)


@dataclass(frozen=True)
class ProposalData:
    """What the secretary asks of the solver; `additional` entries get that many assessors more."""

    connect: bool = True
    balance: int = 10
    additional: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Input:
    """What a proposal is made of: the problem, and names for whatever has to be said about it."""

    problem: Problem
    people: Mapping[str, AssessorFacts]
    entries: Mapping[str, EntryFacts]


def propose_assignment(
    edition_id: str, data: ProposalData | None = None, *, actor: Actor, at: datetime
) -> AssignmentRun:
    """The solver's best assignment on the facts as they stand, as a proposal; it replaces an earlier one.

    Clearances are computed first. Pairs of the confirmed run with a sheet in work stay fixed, and only
    what is missing is added; an entry whose finalists are decided gets nobody new. Refused with the exact
    reason, with names, where no assignment exists.
    """
    edition = open_edition(edition_id)
    compute_clearances(edition_id, actor=actor, at=at)
    made = _input(edition, data or ProposalData(), at)
    try:
        solution = solver.solve(made.problem)
    except NoAnswer as none:
        raise _infeasible(none, made) from none
    replace_runs(edition_id, RunState.PROPOSED, actor, at)
    document = problem_document(made.problem)
    run = AssignmentRun(
        edition_id=edition_id,
        problem=document,
        problem_digest=audit.digest(document),
        report=report(solution),
        proposed_by=actor.user_id or actor.name,
        proposed_at=at,
    )
    db.session.add(run)
    db.session.flush()
    manual = _manual_pairs(edition_id)
    db.session.add_all(
        Assignment(run_id=run.id, assessor_id=assessor, entry_id=entry, is_manual=(assessor, entry) in manual)
        for assessor, entry in solution.assignments
    )
    db.session.flush()
    facts = {"pairs": len(solution.assignments), "status": solution.status, "digest": run.problem_digest}
    log_run("assignment.proposed", run, facts, actor, at)
    return run


def open_edition(edition_id: str) -> EditionFacts:
    edition = competition.edition_by_id(edition_id)
    if edition is None or edition.state not in OPEN_STATES:
        raise Refusal("assessment.not_now")
    return edition


def _input(edition: EditionFacts, data: ProposalData, at: datetime) -> _Input:
    entries = {entry.id: entry for entry in submissions.admitted_entries(edition.id)}
    if not entries:
        raise Refusal("assessment.nothing_to_assign")
    sheets = queries.sheet_states(edition.id)
    fixed = {
        one.pair for one in _in_force(edition.id) if one.suspended_at is None and one.entry_id in entries
    } - {pair for pair, state in sheets.items() if state in SPENT}
    people = {
        one.id: one
        for one, known in queries.qualified_assessors(edition, at.astimezone(ASTANA).date())
        if known.is_met or any(pair[0] == one.id for pair in fixed)
    }
    if not people:
        raise Refusal("assessment.nobody_to_assign", "p.121")
    clear = {
        pair
        for pair, found in clearances(edition.id).items()
        if found.is_clear and sheets.get(pair) not in SPENT
    }
    settings = competition.methodology(edition.id).settings
    problem = problem_of(
        queries.works(tuple(entries.values())),
        queries.candidates(edition, tuple(people.values())),
        clear,
        fixed,
        Wishes(
            settings.assessors_per_entry,
            data.connect,
            data.balance,
            additional=data.additional,
            settled=settled(entries.values()),
        ),
    )
    return _Input(problem, people, entries)


def settled(entries: Iterable[EntryFacts]) -> frozenset[str]:
    """Entries whose finalists are decided: a new sheet for one of them could not be filled in."""
    known = tuple(entries)
    decided = decided_segments(tuple({entry.segment_id for entry in known})) if known else {}
    return frozenset(entry.id for entry in known if entry.segment_id in decided)


def _in_force(edition_id: str) -> tuple[PairFacts, ...]:
    run = queries.assignment_in(edition_id, RunState.CONFIRMED)
    return queries.pairs_of_run(run.id) if run else ()


def _manual_pairs(edition_id: str) -> set[Pair]:
    return {one.pair for one in _in_force(edition_id) if one.is_manual}


def _infeasible(none: NoAnswer, made: _Input) -> Refusal:
    """The solver's reason with the names of entries and assessors in place of ids."""
    found = none.report
    numbers = {key: found[key] for key in ("needed", "available", "missing")}
    entries = "; ".join(f"“{made.entries[one].title}”" for one in found["entries"])
    people = ", ".join(made.people[one].name for one in found["assessors"])
    if none.cause.startswith("assessors"):
        return Refusal("assessment.minimums_too_high", "", {**numbers, "assessors": people})
    if not people:
        return Refusal("assessment.nobody_allowed", "p.121", {**numbers, "entries": entries})
    return Refusal(
        "assessment.too_few_allowed", "p.121", {**numbers, "entries": entries, "assessors": people}
    )


def replace_runs(edition_id: str, state: RunState, actor: Actor, at: datetime) -> None:
    """Runs of the edition in this state give way to a new one."""
    rows = db.session.scalars(
        select(AssignmentRun).where(AssignmentRun.edition_id == edition_id, AssignmentRun.state == state)
    ).all()
    for row in rows:
        lifecycle.advance(row, RunState.REPLACED, actor=actor, at=at, edition_id=edition_id)


def log_run(event: str, run: AssignmentRun, facts: Mapping[str, object], actor: Actor, at: datetime) -> None:
    """Write an event about the run to the audit log."""
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=run.edition_id,
        object_kind="assignment_run",
        object_id=run.id,
        facts=facts,
    )
