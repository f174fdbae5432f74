"""The assignment: proposed by the solver, edited entry by entry, confirmed by a decision of the committee."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Response as FileResponse
from flask import render_template
from werkzeug.wrappers import Response

from awards.assessment import queries, services
from awards.assessment.forms.assignment import DecisionFields, PanelForm, ProposalForm
from awards.assessment.queries import AssignmentRunFacts, EntryPanel
from awards.assessment.views.blueprints import COMMITTEE
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core import clock
from awards.core.permissions import Action, can
from awards.core.workflow import RunState
from awards.web.forms import act, go
from awards.web.guards import current_actor, requires
from awards.web.words import refusal_texts


def load_run(year: int, run_id: str) -> AssignmentRunFacts | None:
    found = queries.assignment_run(run_id)
    return found if found and found.edition.year == year else None


def load_panel(year: int, run_id: str, entry_id: str) -> EntryPanel | None:
    found = queries.entry_panel(run_id, entry_id, clock.today())
    return found if found and found.run.is_proposed and found.edition.year == year else None


@dataclass(frozen=True)
class _Standing:
    """What the main page shows: the proposal where there is one, else what is in force."""

    proposed: AssignmentRunFacts | None
    confirmed: AssignmentRunFacts | None


@COMMITTEE.get("/assignment")
@requires(Action.VIEW_ASSESSORS, competition.get_edition)
def assignment(edition: EditionFacts) -> str:
    """The proposal, or the assignment in force, or the form that asks for a first proposal."""
    return _assignment_page(edition, ProposalForm(formdata=None, connect=True))


def _assignment_page(edition: EditionFacts, form: ProposalForm) -> str:
    standing = _Standing(
        queries.assignment_in(edition.id, RunState.PROPOSED),
        queries.assignment_in(edition.id, RunState.CONFIRMED),
    )
    run = standing.proposed or standing.confirmed
    board = queries.assignment_board(run) if run else None
    may_confirm = can(current_actor(), Action.CONFIRM_ASSIGNMENT, edition.subject)
    checks = board is not None and run is not None and run.is_proposed and may_confirm
    faults = services.confirmation_faults(board, clock.now()) if checks and board else ()
    return render_template(
        "assessment/committee/assignment.html",
        edition=edition,
        board=board,
        run=run,
        confirmed=standing.confirmed,
        blockers=[words for fault in faults for words in refusal_texts(fault)],
        form=form,
    )


@COMMITTEE.post("/assignment/propose")
@requires(Action.PROPOSE_ASSIGNMENT, competition.get_edition)
def propose_assignment(edition: EditionFacts) -> str | Response:
    """Ask the solver; where no assignment exists the page says exactly why, with names."""
    form, actor = ProposalForm(), current_actor()
    if form.validate_on_submit():
        proposal = form.proposal
        if act(
            form,
            lambda: services.propose_assignment(edition.id, proposal, actor=actor, at=clock.now()),
        ):
            return go("assessment_committee.assignment", done="assessment.proposed", year=edition.year)
    return _assignment_page(edition, form)


@COMMITTEE.route("/assignment/<run_id>/entries/<entry_id>", methods=["GET", "POST"])
@requires(Action.PROPOSE_ASSIGNMENT, load_panel)
def edit_panel(found: EntryPanel) -> str | Response:
    """Who assesses one entry: take somebody out, put somebody in, or swap. Blocked pairs are not offered."""
    form, actor = PanelForm(), current_actor()
    form.leaves.choices = [(one.assessor.id, one.assessor.name) for one in found.panel.members]
    form.joins.choices = [(one.assessor.id, one.assessor.name) for one in found.choices]
    if form.validate_on_submit():
        pairs = form.pairs(found.panel.entry.id)
        if act(form, lambda: services.edit_assignment(found.run.id, **pairs, actor=actor, at=clock.now())):
            return go("assessment_committee.assignment", done="assessment.edited", year=found.edition.year)
    return render_template(
        "assessment/committee/edit_panel.html", edition=found.edition, found=found, form=form
    )


@COMMITTEE.route("/assignment/<run_id>/confirm", methods=["GET", "POST"])
@requires(Action.CONFIRM_ASSIGNMENT, load_run)
def confirm_assignment(found: AssignmentRunFacts) -> str | Response:
    """Put the proposal in force by a decision: score sheets open, assessors are written to."""
    form, actor = DecisionFields(), current_actor()
    if form.validate_on_submit():
        number, day = form.number.data, form.decided_on.data
        if act(form, lambda: services.confirm_assignment(found.id, number, day, actor=actor, at=clock.now())):
            return go("assessment_committee.assignment", done="assessment.confirmed", year=found.edition.year)
    return render_template(
        "assessment/committee/confirm_assignment.html",
        edition=found.edition,
        run=found,
        board=queries.assignment_board(found),
        form=form,
    )


@COMMITTEE.get("/assignment/<run_id>/problem.json")
@requires(Action.VIEW_ASSESSORS, load_run)
def assignment_problem(found: AssignmentRunFacts) -> FileResponse:
    """The frozen problem as `awards assign` reads it, so that anyone can solve it again."""
    body = json.dumps(found.problem, ensure_ascii=False, indent=1)
    answer = FileResponse(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename=assignment-{found.edition.year}.json"
    return answer
