"""Nominations, categories and seats of the committee: lists, and one page for each change."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from awards.competition import queries, services
from awards.competition.domain import COMMON_CHECKS
from awards.competition.forms import (
    CategoryForm,
    EndSeatForm,
    NominationForm,
    SeatForm,
    mapping_form,
)
from awards.competition.queries import CategoryFacts, EditionFacts, InEdition, NominationFacts, SeatFacts
from awards.competition.views import show
from awards.competition.views.committee import bp
from awards.core import clock
from awards.core.permissions import Action
from awards.core.text import Text
from awards.web.forms import BaseForm, ConfirmForm, act, go
from awards.web.guards import current_actor, requires


@bp.get("/<int:year>/nominations")
@requires(Action.VIEW_EDITION, queries.get_edition)
def nominations(edition: EditionFacts) -> str:
    """The nominations of an edition."""
    return render_template(
        "competition/committee/nominations.html",
        edition=edition,
        nominations=queries.nominations(edition.id),
        is_frozen=queries.methodology(edition.id).is_approved,
        common_checks=COMMON_CHECKS,
    )


@bp.route("/<int:year>/nominations/new", methods=["GET", "POST"])
@requires(Action.EDIT_EDITION, queries.get_edition)
def add_nomination(edition: EditionFacts) -> str | Response:
    """A special nomination with its proposer (p.117)."""
    form = NominationForm()
    if form.validate_on_submit():
        data = form.nomination
        if act(
            form, lambda: services.add_nomination(edition.id, data, actor=current_actor(), at=clock.now())
        ):
            return go(
                "competition_committee.nominations", year=edition.year, done="competition.nomination_added"
            )
    return _form_page(edition, form, _("Special nomination"), _("Add the nomination"), "nominations")


@bp.route("/<int:year>/nominations/<nomination_id>/remove", methods=["GET", "POST"])
@requires(Action.EDIT_EDITION, queries.nomination_in)
def remove_nomination(found: InEdition[NominationFacts]) -> str | Response:
    """Take a nomination out, after a question."""
    form = ConfirmForm()
    if form.validate_on_submit() and act(
        form, lambda: services.remove_nomination(found.part.id, actor=current_actor(), at=clock.now())
    ):
        return go(
            "competition_committee.nominations",
            year=found.edition.year,
            done="competition.nomination_removed",
        )
    return _question(
        found.edition, form, found.part.title, _("Remove the nomination and its rubric?"), "nominations"
    )


@bp.get("/<int:year>/categories")
@requires(Action.VIEW_EDITION, queries.get_edition)
def categories(edition: EditionFacts) -> str:
    """The categories of an edition, with the kinds of organisations that compete in each."""
    return render_template(
        "competition/committee/categories.html",
        edition=edition,
        rows=show.category_rows(edition.id, queries.categories(edition.id)),
        unmapped=show.unmapped_kinds(edition.id),
        with_parent=queries.methodology(edition.id).settings.subordinate_with_parent,
    )


@bp.route("/<int:year>/categories/new", methods=["GET", "POST"])
@requires(Action.EDIT_EDITION, queries.get_edition)
def add_category(edition: EditionFacts) -> str | Response:
    """A category of participants (D1)."""
    form = CategoryForm()
    if form.validate_on_submit():
        data = form.category
        if act(form, lambda: services.add_category(edition.id, data, actor=current_actor(), at=clock.now())):
            return go(
                "competition_committee.categories", year=edition.year, done="competition.category_added"
            )
    return _form_page(edition, form, _("New category of participants"), _("Add the category"), "categories")


@bp.route("/<int:year>/categories/mapping", methods=["GET", "POST"])
@requires(Action.EDIT_EDITION, queries.get_edition)
def mapping(edition: EditionFacts) -> str | Response:
    """Who competes in which category; many kinds of organisations may share one."""
    methodology = queries.methodology(edition.id)
    form = mapping_form(
        queries.categories(edition.id), queries.category_kinds(edition.id), methodology.settings
    )
    if form.validate_on_submit():

        def save() -> bool:
            actor, at = current_actor(), clock.now()
            services.map_kinds(edition.id, form.mapping, actor=actor, at=at)
            services.place_subordinates(edition.id, form.subordinate_with_parent.data, actor=actor, at=at)
            return True

        if act(form, save):
            return go("competition_committee.categories", year=edition.year, done="saved")
    return render_template("competition/committee/mapping.html", edition=edition, form=form)


@bp.route("/<int:year>/categories/<category_id>/remove", methods=["GET", "POST"])
@requires(Action.EDIT_EDITION, queries.category_in)
def remove_category(found: InEdition[CategoryFacts]) -> str | Response:
    """Take a category out, after a question."""
    form = ConfirmForm()
    if form.validate_on_submit() and act(
        form, lambda: services.remove_category(found.part.id, actor=current_actor(), at=clock.now())
    ):
        return go(
            "competition_committee.categories", year=found.edition.year, done="competition.category_removed"
        )
    question = _("Remove the category? Its kinds of organisations are without one then.")
    return _question(found.edition, form, found.part.title, question, "categories")


@bp.get("/<int:year>/seats")
@requires(Action.VIEW_EDITION, queries.get_edition)
def seats(edition: EditionFacts) -> str:
    """The organising committee by function (p.118)."""
    return render_template(
        "competition/committee/seats.html", edition=edition, seats=queries.seats(edition.id)
    )


@bp.route("/<int:year>/seats/new", methods=["GET", "POST"])
@requires(Action.MANAGE_ROLES, queries.get_edition)
def add_seat(edition: EditionFacts) -> str | Response:
    """A seat with its holder; holders change during the year, so this is possible at every stage."""
    form = SeatForm(data={"since": edition.announced_on})
    if form.validate_on_submit():
        function, is_chair = form.seat

        def seat() -> object:
            return services.seat_committee(
                edition.id,
                function,
                form.holder.data,
                since=form.since.data,
                is_chair=is_chair,
                actor=current_actor(),
                at=clock.now(),
            )

        if act(form, seat):
            return go("competition_committee.seats", year=edition.year, done="competition.seated")
    return _form_page(edition, form, _("A seat of the committee"), _("Record the seat"), "seats")


@bp.route("/<int:year>/seats/<seat_id>/end", methods=["GET", "POST"])
@requires(Action.MANAGE_ROLES, queries.seat_in)
def end_seat(found: InEdition[SeatFacts]) -> str | Response:
    """The holder leaves the seat."""
    form = EndSeatForm(data={"until": clock.today()})
    if form.validate_on_submit() and act(
        form,
        lambda: services.end_seat(found.part.id, form.until.data, actor=current_actor(), at=clock.now()),
    ):
        return go("competition_committee.seats", year=found.edition.year, done="competition.seat_ended")
    return _form_page(
        found.edition, form, _("End of the term"), _("Record the end"), "seats", found.part.holder
    )


def _form_page(
    edition: EditionFacts, form: BaseForm, heading: str, button: str, back: str, lead: str = ""
) -> str:
    """A page that holds one form and nothing else."""
    return render_template(
        "competition/committee/form.html",
        edition=edition,
        form=form,
        heading=heading,
        lead=lead,
        button=button,
        back=f"competition_committee.{back}",
    )


def _question(edition: EditionFacts, form: ConfirmForm, title: Text, question: str, back: str) -> str:
    values: dict[str, Any] = {"edition": edition, "form": form, "title": title, "question": question}
    return render_template(
        "competition/committee/remove.html", back=f"competition_committee.{back}", **values
    )
