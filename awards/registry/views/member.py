"""An applicant's pages: their organisation, its projects, people and certificates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from awards.accounts import queries as accounts
from awards.core import clock
from awards.core.permissions import Action, Subject
from awards.registry import forms, queries, services
from awards.registry.domain import (
    CORE_STAFF,
    OrganisationFacts,
    PersonFacts,
    ProjectFacts,
    RoleFacts,
    holders_on,
    is_valid_on,
    role_name,
)
from awards.registry.views.certificates import accepted
from awards.registry.views.clerk import project_page
from awards.registry.views.pages import Answer, FormPage, Place, answer
from awards.registry.views.records import titles_of
from awards.web.guards import current_actor, requires, signed_in
from awards.web.locale import current_locale

BLUEPRINT = Blueprint("registry_member", __name__, url_prefix="/registry")
GET_POST = ("GET", "POST")


def _by() -> dict[str, Any]:
    return {"actor": current_actor(), "at": clock.now()}


def _own(organisation_id: str) -> Place:
    return "registry_member.organisation", {"organisation_id": organisation_id}


def _own_project(project_id: str) -> Place:
    return "registry_member.project", {"project_id": project_id}


@BLUEPRINT.route("/register-organisation", methods=GET_POST)
@signed_in
def register_organisation() -> Answer:
    form = forms.OrganisationForm()
    lead = _("Entries are submitted for an organisation. Register yours, then invite colleagues to it.")
    page = FormPage(
        _("Register your organisation"),
        _("Register"),
        ("registry_member.own", {}),
        _("My organisation"),
        lead,
    )
    return answer(
        form,
        lambda: services.register_organisation(form.value(), **_by()),
        page,
        done="registry.registered",
        to=lambda made: _own(made.id),
    )


@BLUEPRINT.get("/my")
@signed_in
def own() -> str | Response:
    """The organisations one acts for; with one of them, straight to its page."""
    found = queries.organisations_of_user(current_actor().user_id or "", locale=current_locale())
    if len(found) == 1:
        return redirect(url_for("registry_member.organisation", organisation_id=found[0].id))
    return render_template("registry/member/own.html", organisations=found)


@BLUEPRINT.get("/my/<organisation_id>")
@requires(Action.MANAGE_OWN_ORGANISATION, queries.get_organisation)
def organisation(found: OrganisationFacts) -> str:
    people = queries.people_of_organisation(found.id)
    roles = queries.roles_in_organisation(found.id)
    offices = queries.offices_of(found.id)
    return render_template(
        "registry/member/organisation.html",
        organisation=found,
        bases=queries.organisations(each.base_id for each in offices if each.base_id),
        projects=queries.projects_of(found.id, locale=current_locale()),
        offices=offices,
        members=accounts.member_emails(found.id),
        people=people,
        certificates=queries.certificates_of(person.id for person in people),
        office=holders_on(roles, CORE_STAFF, clock.today()).items(),
        roles=roles,
        today=clock.today(),
        is_valid_on=is_valid_on,
    )


@BLUEPRINT.route("/my/<organisation_id>/projects/new", methods=GET_POST)
@requires(Action.MANAGE_OWN_ORGANISATION, queries.get_organisation)
def add_project(found: OrganisationFacts) -> Answer:
    form = forms.CharterProjectForm(found.id, queries.people_of_organisation(found.id))
    lead = _(
        "The registry gives the project its unique number (p.94(8)). The charter of every project names its "
        "initiator, sponsor, customer and leader (p.85): whom you do not name now, you can add later."
    )
    name = found.name.in_(current_locale())
    page = FormPage(_("Add a project"), _("Record the project"), _own(found.id), name, lead)
    return answer(
        form,
        lambda: services.add_project_with_charter(form.value(), form.holders(), **_by()),
        page,
        done="registry.project_added",
        to=lambda made: _own_project(made.id),
        first=lambda: services.count_look_ups(form.holders().values(), **_by()),
    )


@BLUEPRINT.get("/my/projects/<project_id>")
@requires(Action.MANAGE_OWN_ORGANISATION, queries.get_project)
def project(found: ProjectFacts) -> str:
    return render_template("registry/member/project.html", **project_page(found))


@BLUEPRINT.route("/my/projects/<project_id>/correct", methods=GET_POST)
@requires(Action.MANAGE_OWN_ORGANISATION, queries.get_project)
def correct_project(found: ProjectFacts) -> Answer:
    form = forms.CorrectProjectForm(found.organisation_id, obj=found, data=titles_of(found))
    page = FormPage(_("Correct the project"), _("Correct"), _own_project(found.id), found.number)
    return answer(
        form,
        lambda: services.correct_project(found.id, form.value(), reason=form.reason.data, **_by()),
        page,
        done="registry.corrected",
    )


@BLUEPRINT.route("/my/<organisation_id>/roles/new", methods=GET_POST)
@requires(Action.MANAGE_OWN_ORGANISATION, queries.get_organisation)
def add_role(found: OrganisationFacts) -> Answer:
    asked = {key: request.args.get(key, "") for key in ("project_id", "office_id", "role", "unit")}
    form = forms.OwnRoleForm(
        found.id,
        queries.people_of_organisation(found.id),
        queries.projects_of(found.id, locale=current_locale()),
        queries.offices_of(found.id),
        data=asked,
    )
    lead = _("The core staff of a project office are its head, chief manager and administrator (p.55).")
    name = found.name.in_(current_locale())
    office = ("registry_member.office", {"office_id": asked["office_id"]})
    back = office if asked["office_id"] else _own(found.id)
    page = FormPage(_("Add a person in a role"), _("Record"), back, name, lead)
    return answer(
        form,
        lambda: _record_role(form),
        page,
        done="registry.added",
        first=lambda: services.count_look_ups([form.holder.form.holder()], **_by()),
    )


def _record_role(form: forms.OwnRoleForm) -> Any:
    by = _by()
    person_id = services.holder(form.holder.form.holder(), **by)
    return services.add_role(replace(form.value(), person_id=person_id), **by)


@BLUEPRINT.route("/my/roles/<role_id>/end", methods=GET_POST)
@requires(Action.MANAGE_OWN_ORGANISATION, queries.get_role)
def end_role(found: RoleFacts) -> Answer:
    form = forms.EndForm()
    page = FormPage(
        _("End the role: %(role)s", role=role_name(found.role).in_(current_locale())),
        _("End"),
        _own(found.organisation_id),
        found.person_name,
        _("The record stays in the history."),
    )
    return answer(
        form,
        lambda: services.end_own_role(found.id, form.on.data, reason=form.reason.data, **_by()),
        page,
        done="registry.ended",
    )


@dataclass(frozen=True)
class OwnPerson:
    """Someone who holds a role in an organisation, seen by its members."""

    organisation_id: str
    person: PersonFacts

    @property
    def subject(self) -> Subject:
        return Subject(organisation_id=self.organisation_id)


def _own_person(organisation_id: str, person_id: str) -> OwnPerson | None:
    people = {person.id: person for person in queries.people_of_organisation(organisation_id)}
    return OwnPerson(organisation_id, people[person_id]) if person_id in people else None


@BLUEPRINT.route("/my/<organisation_id>/people/<person_id>/certificates/new", methods=GET_POST)
@requires(Action.MANAGE_OWN_ORGANISATION, _own_person)
def add_certificate(found: OwnPerson) -> Answer:
    form = forms.CertificateForm(found.person.id)
    file = accepted(form)
    lead = _("Office staff hold a certificate in project management (p.110).")
    page = FormPage(
        _("Add a certificate: %(name)s", name=found.person.full_name),
        _("Record"),
        _own(found.organisation_id),
        _("My organisation"),
        lead,
    )
    return answer(
        form,
        lambda: services.add_certificate(form.value(), file=file, **_by()),
        page,
        done="registry.added",
    )
