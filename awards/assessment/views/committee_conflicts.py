"""Conflicts of interest: every verdict, why it is so, and the decisions on declared ones (p.121, D4)."""

from __future__ import annotations

from collections import Counter

from flask import render_template, request
from werkzeug.wrappers import Response

from awards.assessment import queries, services
from awards.assessment.forms.assignment import RulingForm
from awards.assessment.queries import DeclarationFacts, Explanation
from awards.assessment.views.blueprints import COMMITTEE
from awards.assessment.views.explaining import shown
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core import clock
from awards.core.permissions import Action
from awards.submissions import queries as submissions
from awards.web.filters import text
from awards.web.forms import BaseForm, ConfirmForm, act, go
from awards.web.guards import current_actor, requires


def load_explanation(year: int, assessor_id: str, entry_id: str) -> Explanation | None:
    found = queries.explain(assessor_id, entry_id)
    return found if found and found.edition.year == year else None


def load_declaration(year: int, declaration_id: str) -> DeclarationFacts | None:
    found = queries.get_declaration(declaration_id)
    return found if found and found.edition.year == year else None


@COMMITTEE.get("/conflicts")
@requires(Action.EXPLAIN_CONFLICT, competition.get_edition)
def conflicts(edition: EditionFacts) -> str:
    """Declared conflicts that wait, and the table of every assessor against every entry."""
    return _conflicts_page(edition, ConfirmForm())


def _conflicts_page(edition: EditionFacts, form: BaseForm) -> str:
    people, rows = queries.heat(edition.id)
    declared = queries.declared_conflicts(edition.id)
    nominations = [
        one
        for one in competition.nominations(edition.id)
        if any(row.entry.nomination_id == one.id for row in rows)
    ]
    chosen = request.args.get("nomination") or (nominations[0].id if nominations else "")
    return render_template(
        "assessment/committee/conflicts.html",
        edition=edition,
        people=people,
        rows=[row for row in rows if row.entry.nomination_id == chosen],
        counts=Counter(verdict.value if verdict else "none" for row in rows for verdict in row.verdicts),
        tabs=[
            (one, one.id == chosen, sum(row.entry.nomination_id == one.id for row in rows))
            for one in nominations
        ],
        declared=declared,
        entries=submissions.entries({one.entry_id for one in declared}),
        form=form,
    )


@COMMITTEE.post("/conflicts/compute")
@requires(Action.PROPOSE_ASSIGNMENT, competition.get_edition)
def compute_conflicts(edition: EditionFacts) -> str | Response:
    """Read the registry again for every pair."""
    form, actor = ConfirmForm(), current_actor()
    if form.validate_on_submit() and act(
        form, lambda: services.compute_clearances(edition.id, actor=actor, at=clock.now())
    ):
        return go("assessment_committee.conflicts", done="assessment.computed", year=edition.year)
    return _conflicts_page(edition, form)


@COMMITTEE.get("/conflicts/<assessor_id>/<entry_id>")
@requires(Action.EXPLAIN_CONFLICT, load_explanation)
def explain_conflict(found: Explanation) -> str:
    """Why this assessor may or may not assess this entry, with every record that was read."""
    qualification, days = queries.qualification_of(found.assessor, clock.today())
    return render_template(
        "assessment/committee/explanation.html",
        edition=found.edition,
        found=found,
        rows=shown(found.readings, found.window, found.organisations),
        qualification=qualification,
        days=days,
    )


@COMMITTEE.route("/conflicts/declarations/<declaration_id>", methods=["GET", "POST"])
@requires(Action.DECIDE_CONFLICT, load_declaration)
def decide_conflict(found: DeclarationFacts) -> str | Response:
    """The committee decides: recuse, or may assess, with a reason and the number of its decision."""
    form, actor = RulingForm(), current_actor()
    if form.validate_on_submit():
        ruling = form.ruling
        if act(form, lambda: services.decide_declaration(found.id, ruling, actor=actor, at=clock.now())):
            return go("assessment_committee.conflicts", done="assessment.decided", year=found.edition.year)
    pair = queries.explain(found.assessor.id, found.entry_id)
    return render_template(
        "assessment/committee/decide.html",
        edition=found.edition,
        found=found,
        pair=pair,
        organisation=text(pair.entry.organisation_name) if pair else "",
        form=form,
    )
