"""The clerk adds, corrects and ends records; nothing is deleted."""

from __future__ import annotations

from flask_babel import gettext as _

from awards.core.permissions import Action
from awards.registry import forms, queries, services
from awards.registry.domain import (
    EngagementFacts,
    NameFacts,
    OrganisationFacts,
    PersonFacts,
    ProjectFacts,
    SubordinationFacts,
)
from awards.registry.views.clerk import BLUEPRINT
from awards.registry.views.pages import (
    Answer,
    add_page,
    answer,
    by,
    correct_page,
    end_page,
    organisation_place,
    person_place,
    project_place,
)
from awards.registry.views.people import standing_person
from awards.web.guards import requires
from awards.web.locale import current_locale

GET_POST = ("GET", "POST")


def _name_of(organisation: OrganisationFacts) -> str:
    return organisation.name.in_(current_locale())


@BLUEPRINT.route("/organisations/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY)
def add_organisation() -> Answer:
    form = forms.ClerkOrganisationForm()
    page = add_page(_("Add an organisation"), ("registry.organisations", {}), _("Organisations"))
    return answer(
        form,
        lambda: services.add_organisation(form.value(), **by()),
        page,
        done="registry.added",
        to=lambda made: organisation_place(made.id),
    )


@BLUEPRINT.route("/organisations/<organisation_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_organisation)
def correct_organisation(found: OrganisationFacts) -> Answer:
    form = forms.CorrectEntityForm(obj=found)
    page = correct_page(_("Correct the organisation"), organisation_place(found.id), _name_of(found))
    return answer(
        form,
        lambda: services.correct_organisation(found.id, form.value(), reason=form.reason.data, **by()),
        page,
        done="registry.corrected",
    )


@BLUEPRINT.route("/organisations/<organisation_id>/names/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_organisation)
def add_name(found: OrganisationFacts) -> Answer:
    form = forms.NameForm()
    lead = _("The former name keeps its own days.")
    page = add_page(_("A new name"), organisation_place(found.id), _name_of(found), lead)
    return answer(
        form,
        lambda: services.add_name(found.id, form.value(), **by()),
        page,
        done="registry.added",
    )


@BLUEPRINT.route("/names/<name_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_name)
def correct_name(found: NameFacts) -> Answer:
    name = found.name
    form = forms.CorrectNameForm(
        data={"name_kk": name.kk, "name_ru": name.ru, "name_en": name.en, "since": found.since}
    )
    back = organisation_place(found.organisation_id)
    page = correct_page(_("Correct the name"), back, name.in_(current_locale()))
    return answer(
        form,
        lambda: services.correct_name(found.id, form.value(), reason=form.reason.data, **by()),
        page,
        done="registry.corrected",
    )


@BLUEPRINT.route("/organisations/<organisation_id>/parents/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_organisation)
def add_subordination(found: OrganisationFacts) -> Answer:
    form = forms.SubordinationForm(found.id)
    page = add_page(_("Add a parent body"), organisation_place(found.id), _name_of(found))
    return answer(
        form,
        lambda: services.add_subordination(form.value(), **by()),
        page,
        done="registry.added",
    )


def _child(link: SubordinationFacts) -> OrganisationFacts:
    return queries.organisations((link.child_id,))[link.child_id]


@BLUEPRINT.route("/subordinations/<subordination_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_subordination)
def correct_subordination(found: SubordinationFacts) -> Answer:
    form = forms.CorrectSubordinationForm(found.child_id, obj=found)
    child = _child(found)
    page = correct_page(_("Correct the parent body"), organisation_place(child.id), _name_of(child))
    return answer(
        form,
        lambda: services.correct_subordination(found.id, form.value(), reason=form.reason.data, **by()),
        page,
        done="registry.corrected",
    )


@BLUEPRINT.route("/subordinations/<subordination_id>/end", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_subordination)
def end_subordination(found: SubordinationFacts) -> Answer:
    form = forms.EndForm()
    child = _child(found)
    page = end_page(_("End the subordination"), organisation_place(child.id), _name_of(child))
    return answer(
        form,
        lambda: services.end_subordination(found.id, form.on.data, reason=form.reason.data, **by()),
        page,
        done="registry.ended",
    )


@BLUEPRINT.route("/people/<person_id>/engagements/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, standing_person)
def add_engagement(found: PersonFacts) -> Answer:
    form = forms.EngagementForm(found.id)
    lead = _("Contracts of consultants and experts (p.109) decide whom an assessor may not assess (p.121).")
    page = add_page(_("Add an engagement"), person_place(found.id), found.full_name, lead)
    return answer(
        form,
        lambda: services.add_engagement(form.value(), **by()),
        page,
        done="registry.added",
    )


@BLUEPRINT.route("/engagements/<engagement_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_engagement)
def correct_engagement(found: EngagementFacts) -> Answer:
    form = forms.CorrectEngagementForm(found.person_id, obj=found)
    whose = queries.people((found.person_id,))[found.person_id]
    page = correct_page(_("Correct the engagement"), person_place(whose.id), whose.full_name)
    return answer(
        form,
        lambda: services.correct_engagement(found.id, form.value(), reason=form.reason.data, **by()),
        page,
        done="registry.corrected",
    )


@BLUEPRINT.route("/engagements/<engagement_id>/end", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_engagement)
def end_engagement(found: EngagementFacts) -> Answer:
    form = forms.EndForm()
    whose = queries.people((found.person_id,))[found.person_id]
    page = end_page(_("End the engagement"), person_place(whose.id), whose.full_name)
    return answer(
        form,
        lambda: services.end_engagement(found.id, form.on.data, reason=form.reason.data, **by()),
        page,
        done="registry.ended",
    )


@BLUEPRINT.route("/organisations/<organisation_id>/projects/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_organisation)
def add_project(found: OrganisationFacts) -> Answer:
    form = forms.ProjectForm(found.id)
    lead = _("The registry gives the project its unique number (p.94(8)).")
    page = add_page(_("Add a project"), organisation_place(found.id), _name_of(found), lead)
    return answer(
        form,
        lambda: services.add_project(form.value(), **by()),
        page,
        done="registry.project_added",
        to=lambda made: project_place(made.id),
    )


@BLUEPRINT.route("/projects/<project_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_project)
def correct_project(found: ProjectFacts) -> Answer:
    form = forms.CorrectProjectForm(found.organisation_id, obj=found, data=titles_of(found))
    page = correct_page(_("Correct the project"), project_place(found.id), found.number)
    return answer(
        form,
        lambda: services.correct_project(found.id, form.value(), reason=form.reason.data, **by()),
        page,
        done="registry.corrected",
    )


def titles_of(found: ProjectFacts) -> dict[str, str]:
    """The title as a form spells it, field by field."""
    return {"title_kk": found.title.kk, "title_ru": found.title.ru, "title_en": found.title.en}
