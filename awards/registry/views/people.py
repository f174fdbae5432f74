"""People of the registry: the list, what is known of each, adding and correcting, the IIN in full."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from awards.core import clock
from awards.core.permissions import Action
from awards.core.text import Locale
from awards.registry import forms, queries, services
from awards.registry.domain import PersonFacts, is_valid_on
from awards.registry.queries import merging
from awards.registry.views.clerk import BLUEPRINT, asked_page, asked_text, page_url
from awards.registry.views.lifeline import lifeline
from awards.registry.views.pages import (
    Answer,
    add_page,
    answer,
    by,
    correct_page,
    person_place,
    shown_changes,
)
from awards.web.forms import act
from awards.web.guards import requires
from awards.web.locale import NAMES

GET_POST = ("GET", "POST")


def standing_person(person_id: str) -> PersonFacts | None:
    """A person whose record stands: what was merged into another is read, and no longer changed."""
    return None if merging.merged_into(person_id) else queries.get_person(person_id)


@BLUEPRINT.get("/people")
@requires(Action.VIEW_REGISTRY)
def people() -> str:
    found = queries.search_people(asked_text(), page=asked_page())
    return render_template(
        "registry/clerk/people.html",
        found=found,
        certificates=queries.certificates_of(person.id for person in found.items),
        today=clock.today(),
        is_valid_on=is_valid_on,
        text_asked=asked_text(),
        page_url=page_url("registry.people"),
    )


@BLUEPRINT.get("/people/<person_id>")
@requires(Action.VIEW_REGISTRY, queries.get_person)
def person(found: PersonFacts) -> str:
    family = merging.family(found.id)
    return render_template(
        "registry/clerk/person.html",
        survivor_id=merging.merged_into(found.id),
        former=[record for record in sorted(family) if merging.merged_into(record)],
        repeated=merging.repeated_roles(family),
        **person_page(found),
    )


def person_page(found: PersonFacts) -> dict[str, Any]:
    """Everything a page about a person shows, both histories where records were merged."""
    roles = queries.roles_of_person(found.id)
    certificates = queries.certificates_of((found.id,))[found.id]
    ties = queries.engagements_of((found.id,))[found.id]
    engagements = tuple(tie for tie in ties if tie.source != "role_held")
    places = {role.organisation_id for role in roles} | {tie.organisation_id for tie in engagements}
    organisations = queries.organisations(places)
    ids = {role.id for role in roles} | {held.id for held in certificates} | {tie.id for tie in engagements}
    projects = queries.projects(role.project_id for role in roles if role.project_id)
    today = clock.today()
    return {
        "person": found,
        "iin": queries.masked_iin(found.id),
        "languages": [NAMES[Locale(code)] for code in found.languages],
        "roles": roles,
        "certificates": certificates,
        "engagements": engagements,
        "organisations": organisations,
        "projects": projects,
        "lifeline": lifeline(roles, certificates, engagements, organisations, today),
        "today": today,
        "is_valid_on": is_valid_on,
        "history": shown_changes(queries.history_of(merging.family(found.id) | ids)),
    }


@BLUEPRINT.route("/people/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY)
def add_person() -> Answer:
    form = forms.PersonForm()
    page = add_page(_("Add a person"), ("registry.people", {}), _("People"))
    return answer(
        form,
        lambda: services.add_person(form.value(), **by()),
        page,
        done="registry.added",
        to=lambda made: person_place(made.id),
    )


@BLUEPRINT.route("/people/<person_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, standing_person)
def correct_person(found: PersonFacts) -> Answer:
    known = {f"in_{code}": code in found.languages for code in ("kk", "ru", "en")}
    form = forms.CorrectPersonForm(found.user_id, is_known=True, obj=found, data=known)
    page = correct_page(_("Correct the person"), person_place(found.id), found.full_name)
    return answer(
        form,
        lambda: services.correct_person(found.id, form.value(), reason=form.reason.data, **by()),
        page,
        done="registry.corrected",
    )


@BLUEPRINT.route("/people/<person_id>/iin", methods=GET_POST)
@requires(Action.REVEAL_IIN, standing_person)
def reveal_iin(found: PersonFacts) -> Answer:
    """The IIN in full stands on the answer to this one request and nowhere else."""
    form = forms.RevealForm()
    revealed = None
    if form.validate_on_submit():
        revealed = act(form, lambda: services.reveal_iin(found.id, form.reason.data, **by()))
    return render_template(
        "registry/clerk/iin.html",
        form=form,
        person=found,
        revealed=revealed,
        masked=queries.masked_iin(found.id),
        back={"label": found.full_name, "url": url_for("registry.person", person_id=found.id)},
    )
