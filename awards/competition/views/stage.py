"""The stage of an edition: where it stands, what blocks the next step, and the move itself."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from awards.competition import queries, services, stage_guards
from awards.competition.forms import MoveForm
from awards.competition.queries import EditionFacts
from awards.competition.views import show
from awards.competition.views.committee import bp
from awards.competition.words import MOVES
from awards.core import clock
from awards.core.permissions import Action
from awards.core.workflow import EditionState, Stage
from awards.web.forms import act, go
from awards.web.guards import current_actor, requires
from awards.web.words import label


@bp.get("/<int:year>/stage")
@requires(Action.VIEW_EDITION, queries.get_edition)
def stage(edition: EditionFacts) -> str:
    """The stages of an edition, and every reason that blocks the next one."""
    return _page(edition, MoveForm(to=show.next_state(edition)))


@bp.post("/<int:year>/stage")
@requires(Action.MOVE_STAGE, queries.get_edition)
def move(edition: EditionFacts) -> str | Response:
    """Move the edition to its next stage."""
    form = MoveForm()
    if form.validate_on_submit() and act(
        form,
        lambda: services.move_edition(edition.id, form.stage, actor=current_actor(), at=clock.now()),
    ):
        return go("competition_committee.stage", year=edition.year, done="competition.moved")
    return _page(edition, form)


def _page(edition: EditionFacts, form: MoveForm) -> str:
    following = show.next_state(edition)
    reasons = stage_guards.reasons_against(edition.id, following, clock.now()) if following else ()
    return render_template(
        "competition/committee/stage.html",
        edition=edition,
        form=form,
        steps=show.pipeline(edition, reasons),
        following=following,
        move=MOVES.get(following) if following else None,
        blockers=show.blockers(edition, reasons),
        results_url=show.address("results.publication", year=edition.year)
        if following is EditionState.PUBLISHED
        else "",
        entered=[(label(Stage(name)), at) for name, at in queries.stage_history(edition.id).items()],
    )
