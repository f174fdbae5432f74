"""The committee's page of an edition's people: roles held, invitations, approval by a second person (R19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from awards.accounts import queries, services
from awards.accounts.domain import INVITE_USER, NEEDS_APPROVAL, InvitationState
from awards.accounts.forms import RevokeForm, RoleInvitationForm, locale_of
from awards.accounts.queries import GrantFacts, InvitationFacts
from awards.accounts.views.blueprint import refused_for_now
from awards.core import clock
from awards.core.permissions import Action, Subject
from awards.web.forms import ConfirmForm, act, go
from awards.web.guards import current_actor, requires
from awards.web.lookups import edition_of_year

bp = Blueprint("accounts_committee", __name__, url_prefix="/committee/<int:year>/people")


@dataclass(frozen=True)
class InEdition:
    """Something of this package together with the edition it belongs to."""

    edition: Any
    subject: Subject
    item: Any


def _grant(year: int, grant_id: str) -> InEdition | None:
    """A role of this edition, not one of the whole portal."""
    edition, grant = edition_of_year(year), queries.get_grant(grant_id)
    if edition is None or grant is None or grant.edition_id != edition.id:
        return None
    return InEdition(edition, edition.subject, grant)


def _invitation(year: int, invitation_id: str) -> InEdition | None:
    edition, found = edition_of_year(year), queries.get_invitation(invitation_id, clock.now())
    if edition is None or found is None or found.edition_id != edition.id:
        return None
    return InEdition(edition, edition.subject, found)


@bp.get("/")
@requires(Action.VIEW_PEOPLE, edition_of_year)
def people(edition: Any) -> str:
    return _page(edition, ConfirmForm(formdata=None))


def _page(edition: Any, form: ConfirmForm) -> str:
    """The page itself; `form` carries the refusal of an act that was tried on it."""
    return render_template(
        "accounts/committee/people.html",
        edition=edition,
        page=queries.people_of(edition.id, number=request.args.get("page", 1, int)),
        invitations=queries.invitations_to_edition(edition.id, clock.now()),
        unapproved=InvitationState.UNAPPROVED,
        me=current_actor().user_id,
        form=form,
    )


@bp.route("/invite", methods=["GET", "POST"])
@requires(Action.MANAGE_ROLES, edition_of_year)
def invite(edition: Any) -> str | Response:
    form = RoleInvitationForm()
    if form.validate_on_submit():
        form.refused = refused_for_now("invite", str(current_actor().user_id), INVITE_USER)
        made = None if form.refused else _invite(edition, form)
        if made:
            done = "accounts.proposed" if made.role in NEEDS_APPROVAL else "accounts.invited"
            return go("accounts_committee.people", year=edition.year, done=done)
    return render_template("accounts/committee/invite.html", edition=edition, form=form)


def _invite(edition: Any, form: RoleInvitationForm) -> Any:
    return act(
        form,
        lambda: services.invite_to_role(
            edition.id,
            form.chosen_role(),
            form.email.data,
            locale_of(form),
            year=edition.year,
            actor=current_actor(),
            at=clock.now(),
        ),
    )


@bp.post("/invitations/<invitation_id>/approve")
@requires(Action.APPROVE_ROLE, _invitation)
def approve(found: InEdition) -> str | Response:
    invitation: InvitationFacts = found.item
    form = ConfirmForm()
    if form.validate_on_submit() and act(
        form,
        lambda: services.approve_invitation(
            invitation.id, year=found.edition.year, actor=current_actor(), at=clock.now()
        ),
    ):
        return go("accounts_committee.people", year=found.edition.year, done="accounts.approved")
    return _page(found.edition, form)


@bp.post("/invitations/<invitation_id>/withdraw")
@requires(Action.MANAGE_ROLES, _invitation)
def withdraw(found: InEdition) -> str | Response:
    invitation: InvitationFacts = found.item
    form = ConfirmForm()
    if form.validate_on_submit() and act(
        form, lambda: services.withdraw_invitation(invitation.id, actor=current_actor(), at=clock.now())
    ):
        return go("accounts_committee.people", year=found.edition.year, done="accounts.withdrawn")
    return _page(found.edition, form)


@bp.route("/roles/<grant_id>/end", methods=["GET", "POST"])
@requires(Action.MANAGE_ROLES, _grant)
def revoke(found: InEdition) -> str | Response:
    grant: GrantFacts = found.item
    form = RevokeForm()
    if form.validate_on_submit() and act(
        form,
        lambda: services.revoke_role(grant.id, form.reason.data, actor=current_actor(), at=clock.now()),
    ):
        return go("accounts_committee.people", year=found.edition.year, done="accounts.revoked")
    return render_template("accounts/committee/revoke.html", edition=found.edition, grant=grant, form=form)
