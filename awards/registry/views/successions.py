"""The clerk records reorganisations of bodies, and the day on which one ended."""

from __future__ import annotations

from flask_babel import gettext as _

from awards.core.permissions import Action
from awards.registry import forms, queries, services
from awards.registry.domain import OrganisationFacts, SuccessionFacts
from awards.registry.views.clerk import BLUEPRINT
from awards.registry.views.pages import (
    Answer,
    FormPage,
    add_page,
    answer,
    by,
    correct_page,
    organisation_place,
)
from awards.web.guards import requires
from awards.web.locale import current_locale

GET_POST = ("GET", "POST")


@BLUEPRINT.route("/organisations/<organisation_id>/reorganisations/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_organisation)
def add_succession(found: OrganisationFacts) -> Answer:
    form = forms.SuccessionForm(found.id)
    lead = _(
        "From this day the organisation counts as one with its successor for conflicts of interest (p.121). "
        "Its relations to parent bodies end when it does."
    )
    name = found.name.in_(current_locale())
    page = add_page(_("Record a reorganisation"), organisation_place(found.id), name, lead)
    return answer(form, lambda: services.add_succession(form.value(), **by()), page, done="registry.added")


@BLUEPRINT.route("/reorganisations/<succession_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_succession)
def correct_succession(found: SuccessionFacts) -> Answer:
    form = forms.CorrectSuccessionForm(found.predecessor_id, obj=found)
    former = queries.organisations((found.predecessor_id,))[found.predecessor_id]
    name = former.name.in_(current_locale())
    page = correct_page(_("Correct the reorganisation"), organisation_place(former.id), name)
    return answer(
        form,
        lambda: services.correct_succession(found.id, form.value(), reason=form.reason.data, **by()),
        page,
        done="registry.corrected",
    )


@BLUEPRINT.route("/organisations/<organisation_id>/end", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_organisation)
def end_organisation(found: OrganisationFacts) -> Answer:
    form = forms.BodyEndForm(data={"on": found.ended_on})
    name = found.name.in_(current_locale())
    lead = _(
        "For a body that was wound up. Its relations to parent bodies end on the same day; its records stay."
    )
    page = FormPage(_("Last day of the organisation"), _("Record"), organisation_place(found.id), name, lead)
    return answer(
        form,
        lambda: services.set_end(found.id, form.on.data, reason=form.reason.data, **by()),
        page,
        done="registry.corrected",
    )
