"""The committee's pages on votes and medals: open, close, name a deputy, confirm (p.122, p.123)."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core import clock
from awards.core.errors import Refusal
from awards.core.permissions import Action
from awards.jury import queries, services
from awards.jury.forms import CloseAtForm, DecisionForm, DeputyForm, OpenForm
from awards.jury.models import Round
from awards.jury.queries import JurorFacts, SegmentVote
from awards.jury.views.blueprints import COMMITTEE
from awards.web.forms import ConfirmForm, act, go
from awards.web.guards import current_actor, requires
from awards.web.words import refusal_texts


@COMMITTEE.get("/rounds")
@requires(Action.VIEW_COUNT, competition.get_edition)
def rounds(edition: EditionFacts) -> str:
    """Every segment with how far its medals are."""
    return render_template(
        "jury/committee/rounds.html", edition=edition, standings=queries.standings(edition.id)
    )


@COMMITTEE.get("/rounds/<segment_id>")
@requires(Action.VIEW_COUNT, queries.vote_page)
def segment(vote: SegmentVote) -> str:
    """A segment: finalists, what the scores settle, turnout, the count with every step, medals."""
    return _segment(vote, ConfirmForm())


def _segment(vote: SegmentVote, form: ConfirmForm) -> str:
    facts = queries.facts_of(vote)
    faults = services.verdict_faults(vote)
    return render_template(
        "jury/committee/segment.html",
        vote=vote,
        edition=vote.edition,
        facts=facts,
        form=form,
        open_faults=[text for fault in services.blockers(vote) for text in refusal_texts(fault)],
        is_settled=not faults,
        medals=services.medals_of(vote),
        may_close=vote.round is not None and vote.round.may_close(clock.now()),
    )


def _voters(vote: SegmentVote) -> list[JurorFacts]:
    """Jurors who may vote here and do not chair: whom the jury may name deputy."""
    open_to = {member.juror for member in vote.members if not member.is_recused and not member.is_chair}
    return [juror for juror in queries.jurors(vote.edition.id) if juror.id in open_to]


def _to_segment(vote: SegmentVote, done: str) -> Response:
    return go("jury.segment", done=done, year=vote.edition.year, segment_id=vote.segment.id)


@COMMITTEE.route("/rounds/<segment_id>/open", methods=["GET", "POST"])
@requires(Action.MANAGE_ROUND, queries.vote_page)
def open_vote(vote: SegmentVote) -> str | Response:
    """Open the vote of a segment."""
    form = OpenForm()
    form.offer(_voters(vote))
    if not form.is_submitted():
        form.closes_at.process_data(vote.edition.voting_until)
    elif form.validate_on_submit() and act(form, lambda: _open(vote, form)):
        return _to_segment(vote, "jury.opened")
    chair = next((member for member in vote.members if member.is_chair), None)
    return render_template(
        "jury/committee/open.html",
        vote=vote,
        edition=vote.edition,
        form=form,
        needs_deputy=chair is not None and chair.is_recused,
        settings=competition.methodology(vote.edition.id).settings,
        voters=sum(not member.is_recused for member in vote.members),
        blockers=[text for fault in services.blockers(vote) for text in refusal_texts(fault)],
    )


def _open(vote: SegmentVote, form: OpenForm) -> Round:
    deputy = None
    if form.deputy.data:
        if not form.number.data or form.decided_on.data is None:
            raise Refusal("jury.deputy_incomplete", "p.123")
        deputy = services.Deputy(form.deputy.data, form.number.data, form.decided_on.data)
    instant = form.closes_at.instant
    return services.open_round(vote.segment.id, instant, deputy=deputy, actor=current_actor(), at=clock.now())


@COMMITTEE.post("/rounds/<segment_id>/close")
@requires(Action.MANAGE_ROUND, queries.vote_page)
def close(vote: SegmentVote) -> str | Response:
    """Close the vote and count it."""
    form = ConfirmForm()
    if form.validate_on_submit() and act(
        form, lambda: services.close_round(vote.segment.id, actor=current_actor(), at=clock.now())
    ):
        return _to_segment(vote, "jury.closed")
    return _segment(vote, form)


@COMMITTEE.route("/rounds/<segment_id>/reopen", methods=["GET", "POST"])
@requires(Action.MANAGE_ROUND, queries.vote_page)
def reopen(vote: SegmentVote) -> str | Response:
    """Open a vote again that closed without a quorum."""
    form = CloseAtForm()
    if form.validate_on_submit() and act(
        form,
        lambda: services.reopen_round(
            vote.segment.id, form.closes_at.instant, actor=current_actor(), at=clock.now()
        ),
    ):
        return _to_segment(vote, "jury.reopened")
    return render_template("jury/committee/reopen.html", vote=vote, edition=vote.edition, form=form)


@COMMITTEE.route("/rounds/<segment_id>/deputy", methods=["GET", "POST"])
@requires(Action.MANAGE_ROUND, queries.vote_page)
def deputy(vote: SegmentVote) -> str | Response:
    """Name the deputy where the chair was recused after the vote opened (D8)."""
    form = DeputyForm()
    form.offer(_voters(vote))
    if form.validate_on_submit():
        chosen = services.Deputy(form.deputy.data, form.number.data, form.decided_on.data)
        if act(
            form,
            lambda: services.name_deputy(vote.segment.id, chosen, actor=current_actor(), at=clock.now()),
        ):
            return _to_segment(vote, "jury.deputy_named")
    return render_template("jury/committee/deputy.html", vote=vote, edition=vote.edition, form=form)


@COMMITTEE.route("/rounds/<segment_id>/verdict", methods=["GET", "POST"])
@requires(Action.CONFIRM_VERDICT, queries.vote_page)
def verdict(vote: SegmentVote) -> str | Response:
    """Record the jury's decision on the medals; the segment is sealed by it (D12)."""
    form = DecisionForm()
    if form.validate_on_submit():
        number, day = form.number.data, form.decided_on.data
        if act(
            form,
            lambda: services.confirm_verdict(
                vote.segment.id, number, day, actor=current_actor(), at=clock.now()
            ),
        ):
            return _to_segment(vote, "jury.sealed")
    return _verdict_page(vote, form)


def _verdict_page(vote: SegmentVote, form: DecisionForm) -> str:
    return render_template(
        "jury/committee/verdict.html",
        vote=vote,
        edition=vote.edition,
        facts=queries.facts_of(vote),
        medals=services.medals_of(vote),
        blockers=[text for fault in services.verdict_faults(vote) for text in refusal_texts(fault)],
        form=form,
    )
