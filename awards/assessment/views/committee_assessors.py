"""The committee's list of assessors: who is named, by which decision, and with which certificate (p.121)."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from awards.assessment import queries, services
from awards.assessment.forms.assignment import InviteForm, LoadForm, NamingForm, ReasonForm
from awards.assessment.queries import AssessorFacts, Naming
from awards.assessment.views.blueprints import COMMITTEE
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core import clock
from awards.core.permissions import Action
from awards.web.filters import text
from awards.web.forms import act, go
from awards.web.guards import current_actor, requires


def load_naming(year: int, person_id: str) -> Naming | None:
    edition = competition.get_edition(year)
    return queries.naming(edition, person_id, clock.today()) if edition else None


def load_assessor(year: int, assessor_id: str) -> AssessorFacts | None:
    found = queries.get_assessor(assessor_id)
    return found if found and found.is_active and found.edition.year == year else None


def _nominations(form: LoadForm, edition: EditionFacts) -> None:
    form.nominations.choices = [(one.id, text(one.title)) for one in competition.nominations(edition.id)]


@COMMITTEE.get("/assessors")
@requires(Action.VIEW_ASSESSORS, competition.get_edition)
def assessors(edition: EditionFacts) -> str:
    """Everyone named, with certificate, load and declarations."""
    titles = {one.id: one.title for one in competition.nominations(edition.id)}
    rows = queries.assessor_rows(edition, clock.today())
    return render_template(
        "assessment/committee/assessors.html", edition=edition, rows=rows, nominations=titles
    )


@COMMITTEE.get("/assessors/people")
@requires(Action.MANAGE_ASSESSORS, competition.get_edition)
def nominees(edition: EditionFacts) -> str:
    """People of the registry, and whether p.121 lets each be named."""
    wanted = request.args.get("q", "").strip()[:100]
    page = request.args.get("page", 1, type=int)
    return render_template(
        "assessment/committee/nominees.html",
        edition=edition,
        wanted=wanted,
        found=queries.nominees(edition, wanted, clock.today(), page=page),
        days=queries.assessment_days(edition, clock.today()),
    )


@COMMITTEE.route("/assessors/people/<person_id>", methods=["GET", "POST"])
@requires(Action.MANAGE_ASSESSORS, load_naming)
def name_assessor(found: Naming) -> str | Response:
    """Name a person an assessor by a decision of the committee."""
    form, actor = NamingForm(), current_actor()
    _nominations(form, found.edition)
    if form.validate_on_submit():
        data = form.data_for(found.person.id)
        if act(form, lambda: services.name_assessor(found.edition.id, data, actor=actor, at=clock.now())):
            return go("assessment_committee.assessors", done="assessment.named", year=found.edition.year)
    return _naming_page(found, form, InviteForm(formdata=None))


def _naming_page(found: Naming, form: NamingForm, invite: InviteForm) -> str:
    return render_template(
        "assessment/committee/name_assessor.html",
        edition=found.edition,
        found=found,
        form=form,
        invite=invite,
        days=queries.assessment_days(found.edition, clock.today()),
    )


@COMMITTEE.post("/assessors/people/<person_id>/invite")
@requires(Action.MANAGE_ASSESSORS, load_naming)
def invite_assessor(found: Naming) -> str | Response:
    """Invite somebody without an account; they are named once they have one."""
    form, actor = InviteForm(), current_actor()
    if form.validate_on_submit() and act(
        form,
        lambda: services.invite_assessor(
            found.edition.id, found.person.id, form.address.data, form.locale, actor=actor, at=clock.now()
        ),
    ):
        return go("assessment_committee.assessors", done="assessment.invited", year=found.edition.year)
    naming = NamingForm(formdata=None)
    _nominations(naming, found.edition)
    return _naming_page(found, naming, form)


@COMMITTEE.route("/assessors/<assessor_id>", methods=["GET", "POST"])
@requires(Action.MANAGE_ASSESSORS, load_assessor)
def change_load(assessor: AssessorFacts) -> str | Response:
    """Capacity, minimum and nominations of one assessor."""
    form, actor = LoadForm(obj=assessor), current_actor()
    _nominations(form, assessor.edition)
    if form.validate_on_submit():
        load = form.load
        if act(form, lambda: services.change_load(assessor.id, load, actor=actor, at=clock.now())):
            return go("assessment_committee.assessors", done="saved", year=assessor.edition.year)
    return render_template(
        "assessment/committee/change_load.html", edition=assessor.edition, assessor=assessor, form=form
    )


@COMMITTEE.route("/assessors/<assessor_id>/remove", methods=["GET", "POST"])
@requires(Action.MANAGE_ASSESSORS, load_assessor)
def remove_assessor(assessor: AssessorFacts) -> str | Response:
    """End an assessor's work in the edition, with a reason."""
    form, actor = ReasonForm(), current_actor()
    if form.validate_on_submit():
        reason = form.reason.data
        if act(form, lambda: services.remove_assessor(assessor.id, reason, actor=actor, at=clock.now())):
            return go("assessment_committee.assessors", done="assessment.removed", year=assessor.edition.year)
    return render_template(
        "assessment/committee/remove_assessor.html", edition=assessor.edition, assessor=assessor, form=form
    )
