"""What anyone may see: the current edition, editions of other years, their methodology."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template

from awards.competition import queries
from awards.competition.queries import EditionFacts
from awards.competition.views import show
from awards.core import clock
from awards.core.workflow import EditionState
from awards.infra import audit
from awards.web.guards import public

bp = Blueprint("competition", __name__)


@bp.get("/")
@public
def front() -> str:
    """The current edition; a calm page while there is none."""
    edition = queries.current_edition()
    if edition is None:
        return render_template("competition/public/none.html", how=show.HOW_IT_WORKS)
    return _edition_page(edition)


@bp.get("/<int:year>")
@public
def edition(year: int) -> str:
    """The edition of a year, from the moment it is open."""
    return _edition_page(queries.public_edition(year) or abort(404))


def _edition_page(edition: EditionFacts) -> str:
    at = clock.now()
    nominations, categories = queries.nominations(edition.id), queries.categories(edition.id)
    return render_template(
        "competition/public/edition.html",
        edition=edition,
        countdown=show.countdown(edition, at),
        calendar=show.calendar(edition),
        nominations=show.nomination_cards(edition, nominations),
        categories=show.category_rows(edition.id, categories),
        seats=[seat for seat in queries.seats(edition.id) if seat.until is None],
        how=show.HOW_IT_WORKS,
        others=[other for other in queries.editions(public_only=True) if other.id != edition.id],
        links=_links(edition),
        log_head=audit.head(),
    )


def _links(edition: EditionFacts) -> dict[str, Any]:
    """Ways on from the hero, as far as the stage and the portal have them."""
    is_open = edition.calendar.is_open(clock.now()) and edition.state is EditionState.OPEN
    has_winners = edition.state in (EditionState.PUBLISHED, EditionState.ARCHIVED)
    return {
        "submit": show.address("submissions.list_own") if is_open else "",
        "winners": show.address("results.winners", year=edition.year) if has_winners else "",
    }


@bp.get("/<int:year>/methodology")
@public
def methodology(year: int) -> str:
    """How entries of that year are assessed: rubrics, anchors, settings, the approving decision."""
    edition = queries.public_edition(year) or abort(404)
    facts = queries.methodology(edition.id)
    rubrics = [(nomination, queries.rubric(nomination.id)) for nomination in queries.nominations(edition.id)]
    sets = sorted({criterion.anchor_set for _, rubric in rubrics for criterion in rubric.criteria})
    return render_template(
        "competition/public/methodology.html",
        edition=edition,
        methodology=facts,
        settings=show.settings_rows(facts.settings),
        rubrics=rubrics,
        anchors={name: queries.anchors(name) for name in sets},
    )
