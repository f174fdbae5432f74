"""The registry's own pages: its board, its lists, and what is known about each record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for

from awards.core import clock
from awards.core.permissions import Action, can
from awards.registry import queries
from awards.registry.domain import (
    CHARTER_ROLES,
    EXPIRING_DAYS,
    OfficeFacts,
    OrganisationFacts,
    OrganisationKind,
    ProjectFacts,
    SubordinationFacts,
    SuccessionFacts,
    holders_on,
)
from awards.registry.queries import imports as runs
from awards.registry.queries import merging
from awards.registry.views.pages import shown_changes
from awards.registry.views.stages import stages
from awards.web.guards import current_actor, requires
from awards.web.locale import current_locale

BLUEPRINT = Blueprint("registry", __name__, url_prefix="/registry")
SHOWN, FILES_SHOWN = 10, 3
"""Certificates and files that the board shows; all of them have pages of their own."""


def page_url(endpoint: str) -> Callable[[int], str]:
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key not in ("page", "done")}
    return lambda number: url_for(endpoint, **{**kept, "page": number})


def asked_page() -> int:
    return request.args.get("page", 1, type=int) or 1


def asked_text() -> str:
    return request.args.get("q", "").strip()[:200]


@BLUEPRINT.get("/")
@requires(Action.VIEW_REGISTRY)
def home() -> str:
    """What there is, what waits for the clerk, which certificates run out, what changed last."""
    today = clock.today()
    expiring = queries.ending_page(today, today + timedelta(days=EXPIRING_DAYS), on=today)
    expired = queries.ending_page(
        today - timedelta(days=EXPIRING_DAYS), today - timedelta(days=1), on=today, latest_first=True
    )
    edits = can(current_actor(), Action.EDIT_REGISTRY)
    return render_template(
        "registry/clerk/home.html",
        counts=queries.counts(),
        expiring=expiring.items[:SHOWN],
        expired=expired.items[:SHOWN],
        endings=expiring.total + expired.total,
        days=EXPIRING_DAYS,
        alike=merging.shared_names() if edits else 0,
        files=runs.import_runs().items[:FILES_SHOWN] if edits else (),
        changes=shown_changes(queries.last_changes()),
    )


@BLUEPRINT.get("/organisations")
@requires(Action.VIEW_REGISTRY)
def organisations() -> str:
    kind = request.args.get("kind", "")
    found = queries.search_organisations(
        asked_text(),
        OrganisationKind(kind) if kind in tuple(OrganisationKind) else None,
        page=asked_page(),
        locale=current_locale(),
    )
    return render_template(
        "registry/clerk/organisations.html",
        found=found,
        kinds=tuple(OrganisationKind),
        kind=kind,
        today=clock.today(),
        text_asked=asked_text(),
        page_url=page_url("registry.organisations"),
    )


@BLUEPRINT.get("/organisations/<organisation_id>")
@requires(Action.VIEW_REGISTRY, queries.get_organisation)
def organisation(found: OrganisationFacts) -> str:
    return render_template("registry/clerk/organisation.html", **organisation_page(found))


def organisation_page(found: OrganisationFacts) -> dict[str, object]:
    """Everything the clerk's page about an organisation shows.

    Relations to parent bodies that a reorganisation made are told with it, not twice; `related` are the
    other organisations on the page, by id.
    """
    names, links = queries.names_of(found.id), queries.subordinations_of(found.id)
    successions = queries.successions_of(found.id)
    offices, based = queries.offices_of(found.id), queries.offices_based_in(found.id)
    projects = queries.projects_of(found.id, locale=current_locale())
    made = {each.subordination_id for each in successions}
    own = [link for link in links if link.id not in made]
    ids = [found.id, *(each.id for each in names), *(each.id for each in links)]
    ids += [*(each.id for each in successions), *(each.id for each in offices)]
    return {
        "organisation": found,
        "names": names,
        "today": clock.today(),
        "parents": [link for link in own if link.child_id == found.id],
        "children": [link for link in own if link.parent_id == found.id],
        "successions": successions,
        "offices": offices,
        "based": based,
        "related": queries.organisations(_neighbours(links, successions, [*offices, *based])),
        "projects": projects,
        "roles": queries.roles_in_organisation(found.id),
        "contracts": queries.contracts_of(found.id),
        "titles": {project.id: project for project in projects},
        "history": shown_changes(queries.history_of(ids)),
    }


def _neighbours(
    links: Iterable[SubordinationFacts],
    successions: Iterable[SuccessionFacts],
    offices: Iterable[OfficeFacts],
) -> set[str]:
    """Ids of the organisations that these relations, reorganisations and offices name."""
    found = {end for link in links for end in (link.child_id, link.parent_id)}
    found |= {end for each in successions for end in (each.predecessor_id, each.successor_id)}
    return found | {body for each in offices for body in (each.organisation_id, each.base_id) if body}


@BLUEPRINT.get("/projects")
@requires(Action.VIEW_REGISTRY)
def projects() -> str:
    found = queries.search_projects(asked_text(), page=asked_page(), locale=current_locale())
    return render_template(
        "registry/clerk/projects.html",
        found=found,
        organisations=queries.organisations(project.organisation_id for project in found.items),
        text_asked=asked_text(),
        page_url=page_url("registry.projects"),
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
        "stages": stages(found, clock.today()),
        "history": shown_changes(queries.history_of([found.id, *(role.id for role in roles)])),
    }
