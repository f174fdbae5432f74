"""An assignment is edited by people and confirmed by a decision; blocked pairs stay out throughout."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import select

from awards.accounts import queries as accounts
from awards.assessment.models import Assignment, AssignmentRun, Clearance, ScoreSheet
from awards.assessment.queries import assignments as queries
from awards.assessment.queries.assignments import Board, PairFacts
from awards.assessment.queries.clearances import Pair
from awards.assessment.services.proposals import SPENT, log_run, open_edition, replace_runs, settled
from awards.competition import queries as competition
from awards.competition import services as competition_services
from awards.competition.domain import DecisionBody
from awards.competition.queries import EditionFacts
from awards.core.actor import Actor
from awards.core.clock import ASTANA
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import RunState, SheetState
from awards.infra import audit, lifecycle, outbox
from awards.infra.db import db
from awards.submissions import queries as submissions


def edit_assignment(
    run_id: str, *, add: Collection[Pair] = (), remove: Collection[Pair] = (), actor: Actor, at: datetime
) -> AssignmentRun:
    """Put pairs into a proposal and take pairs out; both at once is a swap.

    A pair that is not clear is refused with p.121, whoever asks; so is one beyond the assessor's capacity,
    one of an entry whose finalists are decided, and taking away a pair whose sheet is locked.
    """
    run = _proposed(run_id)
    edition = open_edition(run.edition_id)
    for pair in remove:
        _remove(run, pair)
    db.session.flush()
    for pair in add:
        _add(run, edition, pair, at)
    facts = {
        "added": [list(pair) for pair in sorted(add)],
        "removed": [list(pair) for pair in sorted(remove)],
    }
    log_run("assignment.edited", run, facts, actor, at)
    return run


def _proposed(run_id: str) -> AssignmentRun:
    run = db.session.execute(
        select(AssignmentRun).where(AssignmentRun.id == run_id).with_for_update()
    ).scalar_one_or_none()
    if run is None or run.state is not RunState.PROPOSED:
        raise Refusal("assessment.not_proposed")
    return run


def _pair_row(run: AssignmentRun, pair: Pair) -> Assignment | None:
    return db.session.scalar(
        select(Assignment).where(
            Assignment.run_id == run.id, Assignment.assessor_id == pair[0], Assignment.entry_id == pair[1]
        )
    )


def _remove(run: AssignmentRun, pair: Pair) -> None:
    row = _pair_row(run, pair)
    if row is None:
        raise Refusal("assessment.no_pair")
    if queries.sheet_states(run.edition_id).get(pair) is SheetState.LOCKED:
        raise Refusal("assessment.sheet_locked_already")
    db.session.delete(row)


def _add(run: AssignmentRun, edition: EditionFacts, pair: Pair, at: datetime) -> None:
    assessor_id, entry_id = pair
    today = at.astimezone(ASTANA).date()
    known = {one.id: (one, found) for one, found in queries.qualified_assessors(edition, today)}
    entry = submissions.get_entry(entry_id)
    if assessor_id not in known or entry is None or entry.edition_id != edition.id:
        raise Refusal("assessment.no_pair")
    if settled([entry]):
        raise Refusal("assessment.scoring_over")
    assessor, qualification = known[assessor_id]
    names = {"name": assessor.name, "entry": entry.title}
    clearance = db.session.get(Clearance, pair)
    if clearance is None or clearance.verdict != "clear":
        raise Refusal("assessment.pair_blocked", "p.121", names)
    if not qualification.is_met:
        raise Refusal("assessment.not_certified", "p.121", {**names, "day": f"{qualification.gap:%d.%m.%Y}"})
    if queries.sheet_states(edition.id).get(pair) in SPENT:
        raise Refusal("assessment.pair_spent", facts=names)
    pairs = queries.pairs_of_run(run.id)
    if any(one.pair == pair for one in pairs):
        raise Refusal("assessment.pair_known", facts=names)
    load = sum(one.assessor_id == assessor_id and one.suspended_at is None for one in pairs)
    if load >= assessor.capacity:
        raise Refusal("assessment.capacity_reached", facts={**names, "capacity": assessor.capacity})
    db.session.add(Assignment(run_id=run.id, assessor_id=assessor_id, entry_id=entry_id, is_manual=True))
    db.session.flush()


def confirmation_faults(board: Board, at: datetime) -> tuple[Refusal, ...]:
    """Every reason why this proposal may not be confirmed; empty means that it may."""
    minimum = competition.methodology(board.edition.id).settings.minimum_sheets
    short = [
        panel.entry
        for panel in board.panels
        if sum(member.pair.suspended_at is None for member in panel.members) < minimum
    ]
    done = settled(short)
    faults = [
        Refusal("assessment.too_few_assessors", "p.121", {"entry": entry.title, "minimum": minimum})
        for entry in short
        if entry.id not in done
    ]
    faults += [
        Refusal(
            "assessment.pair_suspended", "p.121", {"name": member.assessor.name, "entry": panel.entry.title}
        )
        for panel in board.panels
        for member in panel.members
        if member.pair.suspended_at is not None
    ]
    today = at.astimezone(ASTANA).date()
    gaps = {one.id: known.gap for one, known in queries.qualified_assessors(board.edition, today)}
    for load in board.loads:
        if load.count and (gap := gaps.get(load.assessor.id)) is not None:
            facts = {"name": load.assessor.name, "day": f"{gap:%d.%m.%Y}"}
            faults.append(Refusal("assessment.not_certified", "p.121", facts))
    return tuple(faults)


def confirm_assignment(
    run_id: str, number: str, decided_on: date, *, actor: Actor, at: datetime
) -> AssignmentRun:
    """Put a proposal in force by a decision: each new pair gets a draft score sheet, and its assessor a mail.

    Refused with every entry that has too few assessors, every suspended pair and every lapsed certificate. A
    draft sheet whose pair is no longer there becomes void; sheets of pairs that stay keep their marks.
    """
    run = _proposed(run_id)
    edition = open_edition(run.edition_id)
    facts = queries.assignment_run(run.id)
    faults = confirmation_faults(queries.assignment_board(facts), at) if facts else ()
    if faults:
        raise Refusals(faults)
    decision = competition_services.record_decision(
        edition.id,
        DecisionBody.COMMITTEE,
        number,
        decided_on,
        f"{edition.year}: ассессорларды бекіту / закрепление ассессоров за заявками",
        actor=actor,
        at=at,
    )
    replace_runs(edition.id, RunState.CONFIRMED, actor, at)
    run.decision_id, run.confirmed_at = decision.id, at
    lifecycle.advance(run, RunState.CONFIRMED, actor=actor, at=at, edition_id=edition.id)
    pairs = queries.pairs_of_run(run.id)
    _void_left_out({one.pair for one in pairs}, edition.id, actor, at)
    _open_sheets(pairs, edition, at)
    event = {"pairs": len(pairs), "digest": audit.digest({"pairs": [list(one.pair) for one in pairs]})}
    log_run("assignment.confirmed", run, event, actor, at)
    return run


def _void_left_out(kept: set[Pair], edition_id: str, actor: Actor, at: datetime) -> None:
    left_out = [
        pair
        for pair, state in queries.sheet_states(edition_id).items()
        if state is SheetState.DRAFT and pair not in kept
    ]
    for assessor_id, entry_id in sorted(left_out):
        sheet = db.session.execute(
            select(ScoreSheet).where(ScoreSheet.assessor_id == assessor_id, ScoreSheet.entry_id == entry_id)
        ).scalar_one()
        lifecycle.advance(
            sheet, SheetState.VOID, actor=actor, at=at, edition_id=edition_id, reason="assignment replaced"
        )


def _open_sheets(pairs: tuple[PairFacts, ...], edition: EditionFacts, at: datetime) -> None:
    """A sheet for each pair that has none; a sheet in work is tied to the assignment now in force."""
    versions = {entry.id: entry.version_id for entry in submissions.admitted_entries(edition.id)}
    new: dict[str, int] = {}
    for one in pairs:
        if one.sheet_id is not None:
            db.session.get_one(ScoreSheet, one.sheet_id).assignment_id = one.assignment_id
            continue
        new[one.assessor_id] = new.get(one.assessor_id, 0) + 1
        db.session.add(
            ScoreSheet(
                assignment_id=one.assignment_id,
                assessor_id=one.assessor_id,
                entry_id=one.entry_id,
                entry_version_id=versions[one.entry_id],
                opened_at=at,
            )
        )
    db.session.flush()
    _tell_assessors(new, edition, at)


def _tell_assessors(new: Mapping[str, int], edition: EditionFacts, at: datetime) -> None:
    people = {one.id: one for one, _ in queries.qualified_assessors(edition, at.astimezone(ASTANA).date())}
    users = accounts.users(people[one].user_id for one in new)
    for assessor_id, count in sorted(new.items()):
        user = users[people[assessor_id].user_id]
        outbox.post(
            "assessment_assigned",
            to=user.email,
            locale=user.locale,
            params={"name": user.name, "year": edition.year, "count": count},
            at=at,
        )
