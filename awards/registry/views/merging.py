"""Records that may be of one person: the list, the two side by side, and the decision about them."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from awards.core import clock
from awards.core.permissions import Action
from awards.registry import queries
from awards.registry.domain import is_valid_on
from awards.registry.forms.merging import DistinctForm, MergeForm
from awards.registry.queries import merging
from awards.registry.queries.merging import PairOfPeople
from awards.registry.services import merging as services
from awards.registry.views.clerk import BLUEPRINT, asked_page, page_url
from awards.registry.views.pages import Answer, by
from awards.registry.views.people import person_page
from awards.web.forms import act, go
from awards.web.guards import requires


@BLUEPRINT.get("/duplicates")
@requires(Action.EDIT_REGISTRY)
def duplicates() -> str:
    """Namesakes who may be one person, the most alike first."""
    return render_template(
        "registry/clerk/people_duplicates.html",
        found=merging.candidate_pairs(asked_page()),
        page_url=page_url("registry.duplicates"),
    )


@BLUEPRINT.get("/duplicates/<first_id>/<second_id>")
@requires(Action.EDIT_REGISTRY, merging.pair_of)
def compare(found: PairOfPeople) -> str:
    return _compared(found, _merge_form(found), DistinctForm(formdata=None))


@BLUEPRINT.post("/duplicates/<first_id>/<second_id>/merge")
@requires(Action.EDIT_REGISTRY, merging.pair_of)
def merge(found: PairOfPeople) -> Answer:
    form = _merge_form(found)
    if form.validate_on_submit():
        survivor_id = str(form.survivor_id.data)
        former_id = next(key for key in _ids(found) if key != survivor_id)
        if act(form, lambda: services.merge_people(former_id, survivor_id, form.reason.data, **by())):
            return go("registry.person", done="registry.merged", person_id=survivor_id)
    return _compared(found, form, DistinctForm(formdata=None))


@BLUEPRINT.post("/duplicates/<first_id>/<second_id>/distinct")
@requires(Action.EDIT_REGISTRY, merging.pair_of)
def distinct(found: PairOfPeople) -> Answer:
    form = DistinctForm()
    if form.validate_on_submit() and act(
        form, lambda: services.note_distinct(*_ids(found), form.reason.data, **by())
    ):
        return go("registry.duplicates", done="registry.distinct_noted")
    return _compared(found, _merge_form(found, formdata=None), form)


def _ids(found: PairOfPeople) -> tuple[str, str]:
    return found.pair.first.id, found.pair.second.id


def _merge_form(found: PairOfPeople, **kwargs: Any) -> MergeForm:
    pair = found.pair
    named = ((_("First record"), pair.first), (_("Second record"), pair.second))
    return MergeForm([(one.id, f"{place}: {one.full_name}") for place, one in named], **kwargs)


def _compared(found: PairOfPeople, form: MergeForm, distinct_form: DistinctForm) -> str:
    people = queries.people(_ids(found))
    return render_template(
        "registry/clerk/people_compare.html",
        pair=found.pair,
        sides=[person_page(people[key]) for key in _ids(found)],
        repeated=merging.repeated_roles(_ids(found)),
        form=form,
        distinct_form=distinct_form,
        today=clock.today(),
        is_valid_on=is_valid_on,
    )
