"""Project offices (p.54, 55): their staffing on a page, for the clerk and for the members of their bodies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from flask_babel import gettext as _

from awards.core import clock
from awards.core.permissions import Action
from awards.core.text import Text
from awards.registry import forms, queries, services
from awards.registry.domain import (
    OfficeFacts,
    OrganisationFacts,
    Post,
    RoleEntry,
    RoleFacts,
    StandIn,
    role_sections,
    roles,
    staffing,
    stand_in,
    substitution_scheme,
)
from awards.registry.views import clerk, member
from awards.registry.views.pages import (
    Answer,
    Place,
    add_page,
    answer,
    by,
    correct_page,
    end_page,
    organisation_place,
    shown_changes,
)
from awards.web.guards import requires
from awards.web.locale import current_locale

GET_POST = ("GET", "POST")
Correcting = forms.CorrectOfficeForm | forms.CorrectOwnOfficeForm


@dataclass(frozen=True)
class ShownPost:
    """A post of the office with what appendix 1 says of it and who may act for its holder."""

    post: Post
    entry: RoleEntry
    acting: StandIn


def office_page(found: OfficeFacts) -> dict[str, object]:
    """Everything a page about an office shows; for one that has ended its last day counts, not today."""
    day = min(clock.today(), found.until or clock.today())
    held = queries.roles_of_office(found)
    certificates = queries.certificates_of(each.person_id for each in held)
    places = [found.organisation_id, *([found.base_id] if found.base_id else [])]
    bodies = queries.organisations(places)
    measured = staffing(held, certificates, day)
    return {
        "office": found,
        "organisation": bodies[found.organisation_id],
        "base": bodies.get(found.base_id or ""),
        "day": day,
        "staffing": measured,
        "sections": _sections(measured.posts, held, day),
        "table": substitution_scheme(),
        "history": shown_changes(queries.history_of([found.id, *(each.id for each in held)])),
    }


def _sections(
    posts: tuple[Post, ...], held: tuple[RoleFacts, ...], day: date
) -> list[tuple[Text, list[ShownPost]]]:
    """The posts by the sections of appendix 1, in its order."""
    shown = [ShownPost(post, roles()[post.role], stand_in(post.role, held, day, post.unit)) for post in posts]
    by_section = (
        (title, [each for each in shown if each.entry.section == code])
        for code, title in role_sections().items()
    )
    return [(title, rows) for title, rows in by_section if rows]


def _clerk_office(office_id: str) -> Place:
    return "registry.office", {"office_id": office_id}


def _own_office(office_id: str) -> Place:
    return "registry_member.office", {"office_id": office_id}


def _own(organisation_id: str) -> Place:
    return "registry_member.organisation", {"organisation_id": organisation_id}


@clerk.BLUEPRINT.get("/offices/<office_id>")
@requires(Action.VIEW_REGISTRY, queries.get_office)
def office(found: OfficeFacts) -> str:
    return render_template("registry/office.html", clerk=True, **office_page(found))


@member.BLUEPRINT.get("/my/offices/<office_id>", endpoint="office")
@requires(Action.MANAGE_OWN_ORGANISATION, queries.get_office)
def own_office(found: OfficeFacts) -> str:
    return render_template("registry/office.html", clerk=False, **office_page(found))


def _add(form: forms.OwnOfficeForm, found: OrganisationFacts, back: Place, blueprint: Blueprint) -> Answer:
    lead = _("A body has one project office (p.54); it may be based in another organisation (p.55).")
    page = add_page(_("Add the project office"), back, found.name.in_(current_locale()), lead)
    return answer(
        form,
        lambda: services.add_office(form.value(), **by()),
        page,
        done="registry.added",
        to=lambda made: (f"{blueprint.name}.office", {"office_id": made.id}),
    )


def _correct(form: Correcting, found: OfficeFacts, back: Place) -> Answer:
    page = correct_page(_("Correct the project office"), back, found.title.in_(current_locale()))
    return answer(
        form,
        lambda: services.correct_office(found.id, form.value(), reason=form.reason.data, **by()),
        page,
        done="registry.corrected",
    )


def _spelt(title: Text) -> dict[str, str]:
    return {"title_kk": title.kk, "title_ru": title.ru, "title_en": title.en}


def _end(found: OfficeFacts, back: Place) -> Answer:
    form = forms.EndForm()
    page = end_page(_("End the project office"), back, found.title.in_(current_locale()))
    return answer(
        form,
        lambda: services.end_office(found.id, form.on.data, reason=form.reason.data, **by()),
        page,
        done="registry.ended",
    )


@clerk.BLUEPRINT.route("/organisations/<organisation_id>/offices/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_organisation)
def add_office(found: OrganisationFacts) -> Answer:
    return _add(forms.OfficeForm(found.id), found, organisation_place(found.id), clerk.BLUEPRINT)


@clerk.BLUEPRINT.route("/offices/<office_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_office)
def correct_office(found: OfficeFacts) -> Answer:
    form = forms.CorrectOfficeForm(found.organisation_id, obj=found, data=_spelt(found.title))
    return _correct(form, found, _clerk_office(found.id))


@clerk.BLUEPRINT.route("/offices/<office_id>/end", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_office)
def end_office(found: OfficeFacts) -> Answer:
    return _end(found, _clerk_office(found.id))


@member.BLUEPRINT.route("/my/<organisation_id>/offices/new", endpoint="add_office", methods=GET_POST)
@requires(Action.MANAGE_OWN_ORGANISATION, queries.get_organisation)
def add_own_office(found: OrganisationFacts) -> Answer:
    return _add(forms.OwnOfficeForm(found.id), found, _own(found.id), member.BLUEPRINT)


@member.BLUEPRINT.route("/my/offices/<office_id>/correct", endpoint="correct_office", methods=GET_POST)
@requires(Action.MANAGE_OWN_ORGANISATION, queries.get_office)
def correct_own_office(found: OfficeFacts) -> Answer:
    form = forms.CorrectOwnOfficeForm(
        found.organisation_id, found.base_id, obj=found, data=_spelt(found.title)
    )
    return _correct(form, found, _own_office(found.id))


@member.BLUEPRINT.route("/my/offices/<office_id>/end", endpoint="end_office", methods=GET_POST)
@requires(Action.MANAGE_OWN_ORGANISATION, queries.get_office)
def end_own_office(found: OfficeFacts) -> Answer:
    return _end(found, _own_office(found.id))
