"""The board and the desk: where everything stands, and one link to what comes next."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, url_for

from awards.board import queries
from awards.board.domain import Next
from awards.board.queries import BoardRow
from awards.board.words import TOUR
from awards.competition import queries as competition
from awards.competition import stage_guards
from awards.competition.queries import EditionFacts
from awards.competition.views import show
from awards.core import clock
from awards.core.permissions import Action
from awards.web.guards import current_actor, public, requires, signed_in

bp = Blueprint("board", __name__)

ADDRESSES = {
    Next.LOCK_SHEETS: "assessment_committee.segment",
    Next.LIFT_SUSPENSION: "assessment_committee.segment",
    Next.SCORE: "assessment_committee.segment",
    Next.START_FINALISTS: "assessment_committee.segment",
    Next.CONFIRM_FINALISTS: "assessment_committee.finalists",
}
"""Where an act of assessment is done; those of the vote are all on the segment's own page."""


@bp.get("/desk")
@signed_in
def desk() -> str:
    """What the person who is signed in has before them, in every role they hold."""
    actor, at = current_actor(), clock.now()
    return render_template(
        "board/desk.html",
        applicant=queries.applicant_desks(actor),
        assessor=queries.assessor_desks(actor),
        juror=queries.juror_desks(actor),
        committee=queries.committee_desks(actor, at),
        now=at,
    )


@bp.get("/committee/<int:year>/")
@requires(Action.LIST_ENTRIES, competition.get_edition)
def edition(found: EditionFacts) -> str:
    """One board: the stages, every segment with what it waits for, and what blocks the edition."""
    at, following = clock.now(), show.next_state(found)
    reasons = stage_guards.reasons_against(found.id, following, at) if following else ()
    board = queries.edition_board(found, at)
    return render_template(
        "board/edition.html",
        edition=found,
        board=board,
        steps=show.pipeline(found, reasons),
        blockers=show.blockers(found, reasons),
        links={row.segment.id: _link(found, row) for row in board.rows},
    )


def _link(found: EditionFacts, row: BoardRow) -> str:
    endpoint = ADDRESSES.get(row.next, "jury.segment")
    return url_for(endpoint, year=found.year, segment_id=row.segment.id)


@bp.get("/demo")
@public
def tour() -> str:
    """What to look at in the demo; a real portal has no such page."""
    if not current_app.config["DEMO"]:
        abort(404)
    return render_template("board/tour.html", cases=TOUR, editions=competition.editions())
