"""The people who act for one's organisation, and inviting a colleague (R4, R19)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from awards.accounts import queries, services
from awards.accounts.domain import INVITE_USER
from awards.accounts.forms import ColleagueForm, locale_of
from awards.accounts.views.blueprint import refused_for_now
from awards.core import clock
from awards.core.permissions import Action, Subject
from awards.core.text import Text
from awards.web.forms import ConfirmForm, act, go
from awards.web.guards import current_actor, requires
from awards.web.lookups import organisation_names

bp = Blueprint("accounts_colleagues", __name__, url_prefix="/organisations/<organisation_id>/people")


@dataclass(frozen=True)
class Organisation:
    """An organisation by its id and its name in force."""

    id: str
    name: Text

    @property
    def subject(self) -> Subject:
        return Subject(organisation_id=self.id)


@dataclass(frozen=True)
class Offer:
    """An invitation to this organisation."""

    invitation_id: str
    organisation: Organisation

    @property
    def subject(self) -> Subject:
        return self.organisation.subject


def _load(organisation_id: str) -> Organisation | None:
    name = organisation_names([organisation_id]).get(organisation_id)
    return Organisation(organisation_id, name) if name else None


def _load_offer(organisation_id: str, invitation_id: str) -> Offer | None:
    organisation = _load(organisation_id)
    found = queries.get_invitation(invitation_id, clock.now())
    if organisation is None or found is None or found.organisation_id != organisation_id:
        return None
    return Offer(invitation_id, organisation)


@bp.route("/", methods=["GET", "POST"])
@requires(Action.INVITE_COLLEAGUE, _load)
def people(organisation: Organisation) -> str | Response:
    form = ColleagueForm()
    if form.validate_on_submit():
        form.refused = refused_for_now("invite", str(current_actor().user_id), INVITE_USER)
        if not form.refused and _invite(organisation, form):
            return go("accounts_colleagues.people", organisation_id=organisation.id, done="accounts.invited")
    return render_template(
        "accounts/applicant/people.html",
        organisation=organisation,
        form=form,
        members=queries.member_emails(organisation.id),
        invitations=queries.invitations_to_organisation(organisation.id, clock.now()),
        confirm=ConfirmForm(formdata=None),
    )


def _invite(organisation: Organisation, form: ColleagueForm) -> object:
    locale = locale_of(form)
    return act(
        form,
        lambda: services.invite_colleague(
            organisation.id,
            form.email.data,
            locale,
            organisation=organisation.name.in_(locale.value),
            actor=current_actor(),
            at=clock.now(),
        ),
    )


@bp.post("/invitations/<invitation_id>/withdraw")
@requires(Action.INVITE_COLLEAGUE, _load_offer)
def withdraw(offer: Offer) -> Response:
    form = ConfirmForm()
    if not form.validate_on_submit():
        abort(400)
    done = act(
        form,
        lambda: services.withdraw_invitation(offer.invitation_id, actor=current_actor(), at=clock.now()),
    )
    return go(
        "accounts_colleagues.people",
        organisation_id=offer.organisation.id,
        done="accounts.withdrawn" if done else None,
    )
