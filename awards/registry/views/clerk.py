"""The registry's own pages: its board, its lists, and what is known about each record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for

from awards.core import clock
from awards.core.permissions import Action
from awards.core.text import Locale
from awards.registry import queries
from awards.registry.domain import (
    CHARTER_ROLES,
    OrganisationFacts,
    OrganisationKind,
    PersonFacts,
    ProjectFacts,
    holders_on,
    is_valid_on,
)
from awards.registry.views.pages import shown_changes
from awards.web.guards import requires
from awards.web.locale import NAMES

BLUEPRINT = Blueprint("registry", __name__, url_prefix="/registry")
EXPIRING_DAYS = 60
"""How far ahead the board warns of certificates whose validity ends (p.115)."""


def _page_url(endpoint: str) -> Callable[[int], str]:
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key not in ("page", "done")}
    return lambda number: url_for(endpoint, **{**kept, "page": number})


def _asked_page() -> int:
    return request.args.get("page", 1, type=int) or 1


def _asked_text() -> str:
    return request.args.get("q", "").strip()[:200]


@BLUEPRINT.get("/")
@requires(Action.VIEW_REGISTRY)
def home() -> str:
    """What there is, which certificates run out, what changed last."""
    today = clock.today()
    expiring = queries.expiring_certificates(today, today + timedelta(days=EXPIRING_DAYS))
    expired = queries.expiring_certificates(today - timedelta(days=EXPIRING_DAYS), today - timedelta(days=1))
    return render_template(
        "registry/clerk/home.html",
        counts=queries.counts(),
        expiring=expiring,
        expired=expired,
        days=EXPIRING_DAYS,
        changes=shown_changes(queries.last_changes()),
    )


@BLUEPRINT.get("/organisations")
@requires(Action.VIEW_REGISTRY)
def organisations() -> str:
    kind = request.args.get("kind", "")
    found = queries.search_organisations(
        _asked_text(),
        OrganisationKind(kind) if kind in tuple(OrganisationKind) else None,
        page=_asked_page(),
    )
    return render_template(
        "registry/clerk/organisations.html",
        found=found,
        kinds=tuple(OrganisationKind),
        kind=kind,
        text_asked=_asked_text(),
        page_url=_page_url("registry.organisations"),
    )


@BLUEPRINT.get("/organisations/<organisation_id>")
@requires(Action.VIEW_REGISTRY, queries.get_organisation)
def organisation(found: OrganisationFacts) -> str:
    names, links = queries.names_of(found.id), queries.subordinations_of(found.id)
    related = {link.child_id for link in links} | {link.parent_id for link in links}
    roles = queries.roles_in_organisation(found.id)
    projects = queries.projects_of(found.id)
    ids = [found.id, *(name.id for name in names), *(link.id for link in links)]
    return render_template(
        "registry/clerk/organisation.html",
        organisation=found,
        names=names,
        parents=[link for link in links if link.child_id == found.id],
        children=[link for link in links if link.parent_id == found.id],
        related=queries.organisations(related),
        projects=projects,
        roles=roles,
        contracts=queries.contracts_of(found.id),
        titles={project.id: project for project in projects},
        history=shown_changes(queries.history_of(ids)),
    )


@BLUEPRINT.get("/people")
@requires(Action.VIEW_REGISTRY)
def people() -> str:
    found = queries.search_people(_asked_text(), page=_asked_page())
    return render_template(
        "registry/clerk/people.html",
        found=found,
        certificates=queries.certificates_of(person.id for person in found.items),
        today=clock.today(),
        is_valid_on=is_valid_on,
        text_asked=_asked_text(),
        page_url=_page_url("registry.people"),
    )


@BLUEPRINT.get("/people/<person_id>")
@requires(Action.VIEW_REGISTRY, queries.get_person)
def person(found: PersonFacts) -> str:
    return render_template("registry/clerk/person.html", **person_page(found))


def person_page(found: PersonFacts) -> dict[str, object]:
    """Everything a page about a person shows."""
    roles = queries.roles_of_person(found.id)
    certificates = queries.certificates_of((found.id,))[found.id]
    ties = queries.engagements_of((found.id,))[found.id]
    recorded = tuple(tie for tie in ties if tie.source == "engagement")
    places = {role.organisation_id for role in roles} | {tie.organisation_id for tie in recorded}
    ids = [found.id, *(role.id for role in roles), *(held.id for held in certificates)]
    return {
        "person": found,
        "iin": queries.masked_iin(found.id),
        "languages": [NAMES[Locale(code)] for code in found.languages],
        "roles": roles,
        "certificates": certificates,
        "engagements": recorded,
        "organisations": queries.organisations(places),
        "projects": queries.projects(role.project_id for role in roles if role.project_id),
        "today": clock.today(),
        "is_valid_on": is_valid_on,
        "history": shown_changes(queries.history_of([*ids, *(tie.id for tie in recorded)])),
    }


@BLUEPRINT.get("/projects")
@requires(Action.VIEW_REGISTRY)
def projects() -> str:
    found = queries.search_projects(_asked_text(), page=_asked_page())
    return render_template(
        "registry/clerk/projects.html",
        found=found,
        organisations=queries.organisations(project.organisation_id for project in found.items),
        text_asked=_asked_text(),
        page_url=_page_url("registry.projects"),
    )


@BLUEPRINT.get("/projects/<project_id>")
@requires(Action.VIEW_REGISTRY, queries.get_project)
def project(found: ProjectFacts) -> str:
    return render_template("registry/clerk/project.html", **project_page(found))


def project_page(found: ProjectFacts) -> dict[str, object]:
    """Everything a page about a project shows; `missing` are charter roles without a holder (p.85).

    For a project that has ended its last day counts, not today.
    """
    roles = queries.roles_of_project(found.id)
    day = min(clock.today(), found.ends_on or clock.today())
    holders = holders_on(roles, CHARTER_ROLES, day)
    return {
        "project": found,
        "organisation": queries.organisations((found.organisation_id,))[found.organisation_id],
        "roles": roles,
        "missing": tuple(role for role, names in holders.items() if not names),
        "history": shown_changes(queries.history_of([found.id, *(role.id for role in roles)])),
    }
