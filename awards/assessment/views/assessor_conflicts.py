"""An assessor declares, before reading anything, whether there is a conflict of interest (p.121)."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from awards.assessment import queries, services
from awards.assessment.forms.assignment import DeclarationForm, TickForm
from awards.assessment.queries import AssessorFacts, CandidateEntry
from awards.assessment.services.declarations import OPEN_STATES
from awards.assessment.views.blueprints import ASSESSOR
from awards.core import clock
from awards.core.permissions import Action
from awards.web.forms import act, go
from awards.web.guards import current_actor, requires


def load_myself() -> AssessorFacts | None:
    return queries.assessor_of_user(current_actor().user_id)


def load_candidate(entry_id: str) -> CandidateEntry | None:
    me = load_myself()
    found = queries.candidate_entries(me) if me else ()
    return next((one for one in found if one.entry_id == entry_id), None)


@ASSESSOR.route("/conflicts", methods=["GET", "POST"])
@requires(Action.DECLARE_CONFLICT, load_myself)
def conflicts(me: AssessorFacts) -> str | Response:
    """All entries of the edition by organisation and title; those without a conflict are ticked together."""
    entries = queries.candidate_entries(me)
    form, actor = TickForm(), current_actor()
    open_ones = [one for one in entries if one.state is None and not one.is_blocked]
    form.entries.choices = [(one.entry_id, one.title) for one in open_ones]
    if form.validate_on_submit():
        ticked = tuple(form.entries.data or ())
        if act(form, lambda: services.declare_clear(me.id, ticked, actor=actor, at=clock.now())):
            return go("assessment_assessor.conflicts", done="assessment.declared")
    return render_template(
        "assessment/assessor/conflicts.html",
        edition=me.edition,
        me=me,
        entries=entries,
        undeclared=open_ones,
        is_open=me.edition.state in OPEN_STATES,
        form=form,
    )


@ASSESSOR.route("/conflicts/<entry_id>", methods=["GET", "POST"])
@requires(Action.DECLARE_CONFLICT, load_candidate)
def declare(found: CandidateEntry) -> str | Response:
    """One entry: no conflict, or a conflict in the assessor's own words."""
    form, actor = DeclarationForm(), current_actor()
    if form.validate_on_submit():
        has_conflict, words = form.has_conflict, form.text.data
        if act(
            form,
            lambda: services.declare(
                found.assessor.id,
                found.entry_id,
                has_conflict=has_conflict,
                text=words,
                actor=actor,
                at=clock.now(),
            ),
        ):
            return go("assessment_assessor.conflicts", done="assessment.declared")
    return render_template("assessment/assessor/declare.html", edition=found.edition, found=found, form=form)
