"""The secretary's list of editions, and the page from which one edition is set up."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from awards.competition import queries, services
from awards.competition.domain import RubricTemplate, default_calendar
from awards.competition.forms import NewEditionForm, edition_form
from awards.competition.queries import CategoryFacts, EditionFacts, NominationFacts
from awards.competition.views import show
from awards.core import clock
from awards.core.permissions import Action
from awards.core.workflow import EditionState
from awards.web.forms import ConfirmForm, act, go
from awards.web.guards import current_actor, requires

bp = Blueprint("competition_committee", __name__, url_prefix="/committee")

AWARD_TITLES = {
    "title_kk": "Жобалық басқару жөніндегі ұлттық конкурс — {year}",
    "title_ru": "Национальный конкурс по проектному управлению — {year}",
    "title_en": "National competition in project management — {year}",
}


@bp.get("/editions")
@requires(Action.CREATE_EDITION)
def editions() -> str:
    """All editions, the newest first."""
    return render_template("competition/committee/editions.html", editions=queries.editions())


@bp.route("/editions/new", methods=["GET", "POST"])
@requires(Action.CREATE_EDITION)
def create() -> str | Response:
    """A new edition; the dates of a usual year are filled in already."""
    form = NewEditionForm(data=_usual_year()) if request.method == "GET" else NewEditionForm()
    if form.validate_on_submit():
        data = form.data_for(form.year.data)
        if act(form, lambda: services.create_edition(data, actor=current_actor(), at=clock.now())):
            return go("competition_committee.setup", year=data.year, done="competition.created")
    return render_template("competition/committee/dates.html", form=form, edition=None)


def _usual_year() -> dict[str, Any]:
    known = queries.editions()
    proposed = max(known[0].year + 1, clock.today().year) if known else clock.today().year
    year = request.args.get("year", proposed, int)
    year = year if 2023 <= year <= 2100 else proposed
    titles = {name: text.format(year=year) for name, text in AWARD_TITLES.items()}
    return {"year": year, **titles, **vars(default_calendar(year))}


@bp.get("/<int:year>/setup")
@requires(Action.VIEW_EDITION, queries.get_edition)
def setup(edition: EditionFacts) -> str:
    """What is to be done before the call opens, and how far it is."""
    return _setup_page(edition, ConfirmForm())


def _setup_page(edition: EditionFacts, form: ConfirmForm) -> str:
    tasks = _tasks(edition)
    return render_template(
        "competition/committee/setup.html",
        edition=edition,
        form=form,
        tasks=tasks,
        done=sum(task["state"] == "done" for task in tasks),
        calendar=show.calendar(edition),
    )


@bp.route("/<int:year>/setup/standard", methods=["GET", "POST"])
@requires(Action.EDIT_EDITION, queries.get_edition)
def add_standard(edition: EditionFacts) -> str | Response:
    """Add the standard nominations and the default categories, where they are missing."""
    form = ConfirmForm()
    if form.validate_on_submit():

        def add() -> bool:
            services.add_standard_parts(edition.id, actor=current_actor(), at=clock.now())
            return True

        if act(form, add):
            return go("competition_committee.setup", year=edition.year, done="competition.standard_added")
    return _setup_page(edition, form)


@bp.route("/<int:year>/setup/dates", methods=["GET", "POST"])
@requires(Action.EDIT_EDITION, queries.get_edition)
def dates(edition: EditionFacts) -> str | Response:
    """Titles and dates, while the edition is being set up."""
    form = edition_form(edition)
    if form.validate_on_submit():
        data = form.data_for(edition.year)
        if act(
            form, lambda: services.change_edition(edition.id, data, actor=current_actor(), at=clock.now())
        ):
            return go("competition_committee.setup", year=edition.year, done="saved")
    return render_template("competition/committee/dates.html", form=form, edition=edition)


def _tasks(edition: EditionFacts) -> list[show.Item]:
    """The steps of the set-up with where each stands."""
    nominations, categories = queries.nominations(edition.id), queries.categories(edition.id)
    standard = {template.value for template in RubricTemplate} <= {found.code for found in nominations}
    return [
        *_parts(edition, nominations, categories, standard),
        *_decisions(edition, standard, bool(categories)),
    ]


def _parts(
    edition: EditionFacts,
    nominations: Collection[NominationFacts],
    categories: Collection[CategoryFacts],
    standard: bool,
) -> Iterator[show.Item]:
    """What the edition consists of; `standard`: whether the three nominations of p.117 are there."""
    page = "dates" if edition.state is EditionState.SETUP else ""
    yield _task(edition, _("Titles and dates"), "done", page, _("Call, stages, forum"))
    count = _("%(count)s in the edition", count=len(nominations))
    yield _task(edition, _("Nominations"), _state(standard, bool(nominations)), "nominations", count)
    state = _state(bool(categories) and not show.unmapped_kinds(edition.id), bool(categories))
    count = _("%(count)s in the edition", count=len(categories))
    yield _task(edition, _("Categories, and who competes in which"), state, "categories", count)


def _decisions(edition: EditionFacts, standard: bool, has_categories: bool) -> Iterator[show.Item]:
    """Who decides and what must be decided before the call opens."""
    chaired = any(seat.is_chair and seat.until is None for seat in queries.seats(edition.id))
    hint = _("Seats by function, with their holders")
    yield _task(edition, _("Organising committee"), _state(chaired, False), "seats", hint)
    approved = queries.methodology(edition.id).is_approved
    state = _state(approved, True) if standard else "later"
    hint = _("Settings, rubrics, and the decision that approves them")
    yield _task(edition, _("Methodology"), state, "methodology", hint)
    is_ready = standard and has_categories and approved
    state = _state(edition.state is not EditionState.SETUP, False) if is_ready else "later"
    yield _task(edition, _("Opening of the call"), state, "stage", _("What blocks it is shown there"))


def _state(done: bool, begun: bool) -> str:
    return "done" if done else ("draft" if begun else "todo")


def _task(edition: EditionFacts, text: str, state: str, page: str, hint: str) -> show.Item:
    url = url_for(f"competition_committee.{page}", year=edition.year) if page else ""
    return {"label": text, "state": state, "url": url, "hint": hint}
