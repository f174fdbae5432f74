"""Pages of HR services: incentives and penalties of their own body (p.114(4), R18); and who names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from awards.accounts import queries as accounts
from awards.accounts import services as account_services
from awards.accounts.queries import HrGrantFacts
from awards.core import clock
from awards.core.permissions import Action
from awards.registry import queries
from awards.registry.domain import HrRecordKind, OrganisationFacts, is_valid_on
from awards.registry.domain.hr_records import HrChange, HrPerson, HrRecordFacts
from awards.registry.forms import hr_records as forms
from awards.registry.queries import hr_records
from awards.registry.services import hr_records as services
from awards.registry.views.pages import (
    Answer,
    FormPage,
    Place,
    add_page,
    answer,
    by,
    changed_fields,
    correct_page,
)
from awards.web.forms import act, go
from awards.web.guards import current_actor, requires, signed_in
from awards.web.locale import current_locale

BLUEPRINT = Blueprint("registry_hr", __name__, url_prefix="/registry")
GET_POST = ("GET", "POST")


@dataclass(frozen=True)
class ShownHrChange:
    """One change of a record as its HR service reads it."""

    at: datetime
    who: str
    event: str
    details: tuple[str, ...]
    reason: str


def _place(organisation_id: str, person_id: str) -> Place:
    return "registry_hr.person", {"organisation_id": organisation_id, "person_id": person_id}


@BLUEPRINT.get("/hr")
@signed_in
def home() -> str | Response:
    """The bodies whose HR service one is; with one of them, straight to its page."""
    found = tuple(queries.organisations(current_actor().hr_of).values())
    if len(found) == 1:
        return redirect(url_for("registry_hr.people", organisation_id=found[0].id))
    return render_template("registry/hr/home.html", organisations=found)


@BLUEPRINT.get("/hr/<organisation_id>")
@requires(Action.MANAGE_HR_RECORDS, queries.get_organisation)
def people(found: OrganisationFacts) -> str:
    asked = request.args.get("q", "").strip()[:200]
    return render_template(
        "registry/hr/people.html",
        organisation=found,
        found=hr_records.people_there(found.id, asked, page=request.args.get("page", 1, int)),
        text_asked=asked,
        page_url=lambda number: url_for(
            "registry_hr.people", organisation_id=found.id, q=asked or None, page=number
        ),
    )


@BLUEPRINT.get("/hr/<organisation_id>/people/<person_id>")
@requires(Action.MANAGE_HR_RECORDS, hr_records.person_there)
def person(found: HrPerson) -> str:
    """What p.114 has the HR service know: roles there now and before, certificates, incentives, penalties."""
    kept = hr_records.records_of(found.organisation_id, found.person.id)
    roles = queries.roles_of_person(found.person.id)
    return render_template(
        "registry/hr/person.html",
        person=found.person,
        organisation=queries.organisations((found.organisation_id,))[found.organisation_id],
        incentives=[each for each in kept if each.kind is HrRecordKind.INCENTIVE],
        penalties=[each for each in kept if each.kind is HrRecordKind.PENALTY],
        roles=[role for role in roles if role.organisation_id == found.organisation_id],
        certificates=queries.certificates_of((found.person.id,))[found.person.id],
        today=clock.today(),
        is_valid_on=is_valid_on,
        history=_shown(hr_records.history_of(each.id for each in kept)),
    )


def _shown(changes: tuple[HrChange, ...]) -> tuple[ShownHrChange, ...]:
    actors = accounts.users({each.actor_id for each in changes})
    return tuple(
        ShownHrChange(
            at=each.at,
            who=actors[each.actor_id].name if each.actor_id in actors else str(_("the portal")),
            event=each.event,
            details=changed_fields(each.before, each.after),
            reason=each.reason,
        )
        for each in changes
    )


@BLUEPRINT.route("/hr/<organisation_id>/people/<person_id>/new", methods=GET_POST)
@requires(Action.MANAGE_HR_RECORDS, hr_records.person_there)
def add(found: HrPerson) -> Answer:
    form = forms.HrRecordForm(found.organisation_id, found.person.id)
    lead = _("Only the HR service of this body reads what you record here (p.114(4)).")
    place = _place(found.organisation_id, found.person.id)
    page = add_page(_("Add an incentive or a penalty"), place, found.person.full_name, lead)
    return answer(form, lambda: services.add_hr_record(form.value(), **by()), page, done="registry.added")


@BLUEPRINT.route("/hr/records/<record_id>/correct", methods=GET_POST)
@requires(Action.MANAGE_HR_RECORDS, hr_records.get_record)
def correct(found: HrRecordFacts) -> Answer:
    form = forms.CorrectHrRecordForm(found.organisation_id, found.person_id, obj=found)
    place = _place(found.organisation_id, found.person_id)
    page = correct_page(_("Correct the record"), place, _name_of(found))
    return answer(
        form,
        lambda: services.correct_hr_record(found.id, form.value(), reason=form.reason.data, **by()),
        page,
        done="registry.corrected",
    )


@BLUEPRINT.route("/hr/records/<record_id>/lift", methods=GET_POST)
@requires(Action.MANAGE_HR_RECORDS, hr_records.get_record)
def lift(found: HrRecordFacts) -> Answer:
    form = forms.LiftForm()
    place = _place(found.organisation_id, found.person_id)
    page = FormPage(
        _("End its effect: %(what)s", what=found.what),
        _("End"),
        place,
        _name_of(found),
        _("The record stays in the history."),
    )
    return answer(
        form,
        lambda: services.lift_hr_record(found.id, form.on.data, reason=form.reason.data, **by()),
        page,
        done="registry.ended",
    )


def _name_of(record: HrRecordFacts) -> str:
    return queries.people((record.person_id,))[record.person_id].full_name


@BLUEPRINT.route("/organisations/<organisation_id>/hr-service", methods=GET_POST)
@requires(Action.GRANT_HR, queries.get_organisation)
def services_of(found: OrganisationFacts) -> Answer:
    """A secretary names the HR service of a body; what it records the secretary never sees."""
    form = forms.HrServiceForm(accounts.member_emails(found.id))
    if form.validate_on_submit() and act(
        form,
        lambda: account_services.grant_hr(form.user_id.data, found.id, form.act_number.data, **by()),
    ):
        return go("registry_hr.services_of", done="registry.hr_named", organisation_id=found.id)
    return render_template(
        "registry/hr/services.html",
        organisation=found,
        name=found.name.in_(current_locale()),
        grants=accounts.hr_services_of(found.id),
        form=form,
    )


@BLUEPRINT.route("/hr-services/<grant_id>/end", methods=GET_POST)
@requires(Action.GRANT_HR, accounts.get_hr_grant)
def end_service(found: HrGrantFacts) -> Answer:
    form = forms.EndHrServiceForm()
    page = FormPage(
        _("End the HR service: %(name)s", name=found.user.name),
        _("End"),
        ("registry_hr.services_of", {"organisation_id": found.organisation_id}),
        _("HR service"),
        _("What was recorded stays with the body. The person is signed out at once."),
    )
    return answer(
        form,
        lambda: account_services.end_hr(found.id, form.reason.data, **by()),
        page,
        done="registry.hr_ended",
    )
