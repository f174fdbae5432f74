"""The methodology: settings and rubrics while it is a draft, the approving decision, decisions on record."""

from __future__ import annotations

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from awards.competition import queries, services
from awards.competition.forms import ApproveForm, rubric_form, settings_form
from awards.competition.queries import EditionFacts, InEdition, NominationFacts
from awards.competition.views import show
from awards.competition.views.committee import bp
from awards.core import clock
from awards.core.permissions import Action
from awards.web.forms import act, go
from awards.web.guards import current_actor, requires


@bp.get("/<int:year>/methodology")
@requires(Action.VIEW_EDITION, queries.get_edition)
def methodology(edition: EditionFacts) -> str:
    """Settings in words and every rubric; the decision and digest once approved."""
    facts = queries.methodology(edition.id)
    rubrics = [(nomination, queries.rubric(nomination.id)) for nomination in queries.nominations(edition.id)]
    return render_template(
        "competition/committee/methodology.html",
        edition=edition,
        methodology=facts,
        settings=show.settings_rows(facts.settings),
        rubrics=rubrics,
    )


@bp.route("/<int:year>/methodology/settings", methods=["GET", "POST"])
@requires(Action.EDIT_METHODOLOGY, queries.get_edition)
def settings(edition: EditionFacts) -> str | Response:
    """Every setting, with its hint and its point of the Rules."""
    form = settings_form(queries.methodology(edition.id).settings)
    if form.validate_on_submit():
        wanted = form.settings
        if act(
            form, lambda: services.change_settings(edition.id, wanted, actor=current_actor(), at=clock.now())
        ):
            return go("competition_committee.methodology", year=edition.year, done="saved")
    return render_template("competition/committee/settings.html", edition=edition, form=form)


@bp.route("/<int:year>/methodology/rubrics/<nomination_id>", methods=["GET", "POST"])
@requires(Action.EDIT_METHODOLOGY, queries.nomination_in)
def rubric(found: InEdition[NominationFacts]) -> str | Response:
    """The weights of a rubric's criteria; together they make 100."""
    facts = queries.rubric(found.part.id)
    form = rubric_form(facts)
    if form.validate_on_submit():
        weights = form.weights
        if act(
            form,
            lambda: services.change_rubric(found.part.id, weights, actor=current_actor(), at=clock.now()),
        ):
            return go("competition_committee.methodology", year=found.edition.year, done="saved")
    return render_template(
        "competition/committee/rubric.html",
        edition=found.edition,
        nomination=found.part,
        rubric=facts,
        form=form,
    )


@bp.route("/<int:year>/methodology/approve", methods=["GET", "POST"])
@requires(Action.EDIT_METHODOLOGY, queries.get_edition)
def approve(edition: EditionFacts) -> str | Response:
    """The decision of the authorised body; the methodology is frozen by it (p.122)."""
    form = ApproveForm(data={"decided_on": clock.today()})
    if form.validate_on_submit() and act(
        form,
        lambda: services.approve_methodology(
            edition.id, form.number.data, form.decided_on.data, actor=current_actor(), at=clock.now()
        ),
    ):
        return go("competition_committee.methodology", year=edition.year, done="competition.approved")
    return render_template(
        "competition/committee/approve.html",
        edition=edition,
        form=form,
        settings=show.settings_rows(queries.methodology(edition.id).settings),
    )


@bp.get("/<int:year>/decisions")
@requires(Action.LIST_ENTRIES, queries.get_edition)
def decisions(edition: EditionFacts) -> str:
    """Decisions of people on record, the newest first (D12). They name assessors: not for the jury (R5)."""

    def page_url(number: int) -> str:
        return url_for("competition_committee.decisions", year=edition.year, page=number)

    return render_template(
        "competition/committee/decisions.html",
        edition=edition,
        page=queries.decisions(edition.id, request.args.get("page", 1, int)),
        page_url=page_url,
    )
