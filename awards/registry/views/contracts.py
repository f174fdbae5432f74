"""Consulting firms' contracts (p.109): the contract, and the people whom the firm assigned to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import render_template, request
from flask_babel import gettext as _

from awards.core.permissions import Action
from awards.registry import forms, queries, services
from awards.registry.domain import ConsultantFacts, ContractFacts, OrganisationFacts
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
    shown_changes,
)
from awards.web.guards import requires
from awards.web.locale import current_locale

GET_POST = ("GET", "POST")


@dataclass(frozen=True)
class Assigned:
    """An assignment with its contract: what the pages about one are loaded as."""

    contract: ContractFacts
    consultant: ConsultantFacts


def _assignment(consultant_id: str) -> Assigned | None:
    found = queries.get_consultant(consultant_id)
    return Assigned(*found) if found else None


def _place(contract_id: str) -> Place:
    return "registry.contract", {"contract_id": contract_id}


def _title(found: ContractFacts) -> str:
    locale = current_locale()
    names = f"{found.firm_name.in_(locale)} → {found.organisation_name.in_(locale)}"
    return f"{names} · {found.contract_number}" if found.contract_number else names


@BLUEPRINT.get("/contracts/<contract_id>")
@requires(Action.VIEW_REGISTRY, queries.get_contract)
def contract(found: ContractFacts) -> str:
    """A firm's contract, whom the firm assigned, on which days each of them is tied to the client."""
    ids = [found.id, *(one.id for one in found.consultants)]
    return render_template(
        "registry/clerk/engagement_contract.html",
        contract=found,
        assigned=[(one, found.days_of(one)) for one in found.consultants],
        history=shown_changes(queries.history_of(ids)),
    )


@BLUEPRINT.route("/organisations/<organisation_id>/contracts/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_organisation)
def add_contract(found: OrganisationFacts) -> Answer:
    """`?as=firm`: the organisation is the consulting firm; else it is the client."""
    known = {"firm_id" if request.args.get("as") == "firm" else "organisation_id": found.id}
    form = forms.ContractForm(data=known)
    lead = _("A contract ties nobody by itself: name the people whom the firm assigned on its page.")
    back = organisation_place(found.id)
    return answer(
        form,
        lambda: services.add_contract(form.value(), **by()),
        add_page(_("Add a consultancy contract"), back, found.name.in_(current_locale()), lead),
        done="registry.added",
        to=lambda made: _place(made.id),
    )


@BLUEPRINT.route("/contracts/<contract_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_contract)
def correct_contract(found: ContractFacts) -> Answer:
    form = forms.CorrectContractForm(obj=found)
    return answer(
        form,
        lambda: services.correct_contract(found.id, form.value(), reason=form.reason.data, **by()),
        correct_page(_("Correct the contract"), _place(found.id), _title(found)),
        done="registry.corrected",
    )


@BLUEPRINT.route("/contracts/<contract_id>/end", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_contract)
def end_contract(found: ContractFacts) -> Answer:
    form = forms.EndForm()
    return answer(
        form,
        lambda: services.end_contract(found.id, form.on.data, reason=form.reason.data, **by()),
        end_page(_("End the contract"), _place(found.id), _title(found)),
        done="registry.ended",
    )


@BLUEPRINT.route("/contracts/<contract_id>/people/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, queries.get_contract)
def assign_consultant(found: ContractFacts) -> Answer:
    form = forms.ConsultantForm(found.id)
    lead = _("Whoever the firm assigned may not assess the client’s entries within the term of point 121.")
    return answer(
        form,
        lambda: services.assign_consultant(form.value(), **by()),
        add_page(_("Assign a person"), _place(found.id), _title(found), lead),
        done="registry.added",
    )


@BLUEPRINT.route("/contracts/people/<consultant_id>/correct", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, _assignment)
def correct_consultant(found: Assigned) -> Answer:
    form = forms.CorrectConsultantForm(found.contract.id, obj=found.consultant)
    lead = _("Someone who was never assigned: give days outside the contract’s, and nothing ties them.")
    page = correct_page(_("Correct the assignment"), _place(found.contract.id), _title(found.contract))
    return answer(
        form,
        lambda: services.correct_consultant(
            found.consultant.id, form.value(), reason=form.reason.data, **by()
        ),
        replace(page, lead=f"{page.lead} {lead}"),
        done="registry.corrected",
    )


@BLUEPRINT.route("/contracts/people/<consultant_id>/end", methods=GET_POST)
@requires(Action.EDIT_REGISTRY, _assignment)
def end_consultant(found: Assigned) -> Answer:
    form = forms.EndForm()
    title = _("End the assignment: %(name)s", name=found.consultant.person_name)
    return answer(
        form,
        lambda: services.end_consultant(found.consultant.id, form.on.data, reason=form.reason.data, **by()),
        end_page(title, _place(found.contract.id), _title(found.contract)),
        done="registry.ended",
    )
