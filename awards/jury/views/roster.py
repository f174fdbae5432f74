"""The committee's pages on who sits on the jury, and on declared conflicts (p.120, D4)."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from awards.accounts import queries as accounts
from awards.assessment.views.explaining import ShownReading, shown
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core import clock
from awards.core.actor import Role
from awards.core.errors import Refusal
from awards.core.permissions import Action, can
from awards.core.workflow import DeclarationState
from awards.jury import queries, services
from awards.jury.forms import DecisionForm, NameForm, RecusalDecisionForm
from awards.jury.models import Juror
from awards.jury.queries import JurorPage, JurorTie, RecusalFacts
from awards.jury.views.blueprints import COMMITTEE
from awards.web.forms import ConfirmForm, act, go
from awards.web.guards import current_actor, requires


@COMMITTEE.get("/jury")
@requires(Action.VIEW_JURY, competition.get_edition)
def roster(edition: EditionFacts) -> str:
    """The jury by its decisions, and the conflicts its members declared."""
    seated = queries.jurors(edition.id)
    named = {juror.user_id for juror in seated}
    invited = [
        user
        for role in (Role.CHAIR, Role.JUROR)
        for user in accounts.users_with_role(role, edition.id)
        if user.id not in named
    ]
    return render_template(
        "jury/committee/roster.html",
        edition=edition,
        jurors=seated,
        recusals=queries.recusals(edition.id),
        ties=_ties(edition),
        invited=invited,
    )


def _ties(edition: EditionFacts) -> list[tuple[JurorTie, tuple[ShownReading, ...]]]:
    """Ties that the records show, with each in words, for whoever decides on that juror."""
    return [
        (one, shown(one.readings, one.window, one.organisations))
        for one in queries.juror_ties(edition.id)
        if can(current_actor(), Action.DECIDE_RECUSAL, one.subject)
    ]


@COMMITTEE.post("/jury/ties/<juror_id>/<entry_id>")
@requires(Action.DECIDE_RECUSAL, queries.juror_tie)
def propose_recusal(tie: JurorTie) -> Response:
    """Propose the recusal that the records suggest; it is decided as a declared one is."""
    form, actor = ConfirmForm(), current_actor()
    done = form.validate_on_submit() and act(
        form, lambda: services.propose_recusal(tie.juror.id, tie.entry.id, actor=actor, at=clock.now())
    )
    return go("jury.roster", done="jury.recusal_proposed" if done else None, year=tie.edition.year)


@COMMITTEE.route("/jury/name", methods=["GET", "POST"])
@requires(Action.MANAGE_JURY, competition.get_edition)
def name(edition: EditionFacts) -> str | Response:
    """Name a juror or the chair by a decision (p.120)."""
    form = NameForm()
    if form.validate_on_submit() and act(form, lambda: _name(edition, form)):
        return go("jury.roster", done="jury.named", year=edition.year)
    return render_template("jury/committee/name.html", edition=edition, form=form)


def _name(edition: EditionFacts, form: NameForm) -> Juror:
    user = accounts.user_by_email(form.email.data)
    if user is None:
        raise Refusal("jury.unknown_person")
    return services.name_juror(
        edition.id,
        user.id,
        form.number.data,
        form.decided_on.data,
        is_chair=form.is_chair.data,
        actor=current_actor(),
        at=clock.now(),
    )


@COMMITTEE.route("/jury/<juror_id>/remove", methods=["GET", "POST"])
@requires(Action.MANAGE_JURY, queries.juror_page)
def remove(page: JurorPage) -> str | Response:
    """Take a juror off the jury by a decision."""
    form = DecisionForm()
    if form.validate_on_submit():
        number, day = form.number.data, form.decided_on.data
        if act(
            form,
            lambda: services.remove_juror(page.juror.id, number, day, actor=current_actor(), at=clock.now()),
        ):
            return go("jury.roster", done="jury.removed", year=page.edition.year)
    return render_template("jury/committee/remove.html", page=page, edition=page.edition, form=form)


@COMMITTEE.route("/jury/conflicts/<recusal_id>", methods=["GET", "POST"])
@requires(Action.DECIDE_RECUSAL, queries.get_recusal)
def recusal(declared: RecusalFacts) -> str | Response:
    """Decide on a declared conflict: recuse, or may vote (D4)."""
    form = RecusalDecisionForm()
    if form.validate_on_submit():
        verdict = DeclarationState(form.verdict.data)
        reason, number, day = form.reason.data, form.number.data, form.decided_on.data
        if act(
            form,
            lambda: services.decide_recusal(
                declared.id, verdict, reason, number, day, actor=current_actor(), at=clock.now()
            ),
        ):
            return go("jury.roster", done="jury.recusal_decided", year=declared.edition.year)
    return render_template(
        "jury/committee/recusal.html", declared=declared, edition=declared.edition, form=form
    )
