"""Roles: the catalogue of appendix 1, the scheme of appendix 7, and the clerk's records of who holds what."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template, request
from flask_babel import gettext as _

from awards.core.permissions import Action
from awards.registry import forms, queries, services
from awards.registry.domain import (
    OrganisationFacts,
    RoleEntry,
    RoleFacts,
    role_name,
    role_sections,
    roles,
    substitution_scheme,
)
from awards.registry.views.clerk import BLUEPRINT
from awards.registry.views.pages import (
    Answer,
    Place,
    add_page,
    answer,
    by,
    correct_page,
    end_page,
    organisation_place,
    person_place,
)
from awards.web.guards import requires, signed_in
from awards.web.locale import current_locale

GET_POST = ("GET", "POST")


@BLUEPRINT.get("/roles")
@signed_in
def role_catalogue() -> str:
    """Appendix 1 by its sections, and the roles above it; law, so open to whoever is signed in."""
    return render_template("registry/roles.html", sections=_by_section(roles().values()))


def _by_section(entries: Iterable[RoleEntry]) -> list[tuple[object, list[RoleEntry]]]:
    known = tuple(entries)
    return [
        (title, [entry for entry in known if entry.section == code])
        for code, title in role_sections().items()
    ]


@BLUEPRINT.get("/substitution")
@signed_in
def substitution() -> str:
    """The whole scheme of appendix 7 (p.107), readable by role and as the table."""
    table = substitution_scheme()
    without = [code for code in roles() if not table.has_rule(code)]
    return render_template("registry/substitution.html", table=table, without=without)


def asked_place() -> dict[str, str]:
    """The project, office, role and unit that a link to the form of a role names."""
    return {key: request.args.get(key, "") for key in ("project_id", "office_id", "role", "unit")}


@BLUEPRINT.route("/organisations/<organisation_id>/roles/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_organisation)
def add_role(found: OrganisationFacts) -> Answer:
    asked = asked_place()
    locale = current_locale()
    form = forms.RoleForm(
        found.id, queries.projects_of(found.id, locale=locale), queries.offices_of(found.id), data=asked
    )
    back = _office_place(asked["office_id"]) if asked["office_id"] else organisation_place(found.id)
    page = add_page(_("Add a role"), back, found.name.in_(locale))
    return answer(form, lambda: services.add_role(form.value(), **by()), page, done="registry.added")


def _office_place(office_id: str | None) -> Place:
    return "registry.office", {"office_id": office_id}


@BLUEPRINT.route("/roles/<role_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_role)
def correct_role(found: RoleFacts) -> Answer:
    form = forms.CorrectRoleForm(
        found.organisation_id,
        queries.projects_of(found.organisation_id, locale=current_locale()),
        queries.offices_of(found.organisation_id),
        obj=found,
    )
    page = correct_page(_("Correct the role"), person_place(found.person_id), found.person_name)
    return answer(
        form,
        lambda: services.correct_role(found.id, form.value(), reason=form.reason.data, **by()),
        page,
        done="registry.corrected",
    )


@BLUEPRINT.route("/roles/<role_id>/end", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_role)
def end_role(found: RoleFacts) -> Answer:
    form = forms.EndForm()
    title = role_name(found.role).in_(current_locale())
    page = end_page(_("End the role: %(role)s", role=title), person_place(found.person_id), found.person_name)
    return answer(
        form,
        lambda: services.end_role(found.id, form.on.data, reason=form.reason.data, **by()),
        page,
        done="registry.ended",
    )
