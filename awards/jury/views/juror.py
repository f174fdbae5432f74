"""The juror's pages: what to do, finalists' reports, a conflict, the ballot, the casting decision."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from awards.competition import queries as competition
from awards.core import clock
from awards.core.permissions import Action
from awards.jury import queries, services
from awards.jury.domain.paper import ranking_of
from awards.jury.forms import BallotForm, CastingForm, RecusalForm, ballot_form
from awards.jury.models import Ballot
from awards.jury.queries import FinalistPage, JurorHome, JurorSegment, Reading
from awards.jury.views.blueprints import JUROR
from awards.submissions.queries import VersionFilePage
from awards.submissions.views.downloads import send_version_file
from awards.web.forms import act, go
from awards.web.guards import current_actor, requires


def _home() -> JurorHome | None:
    return queries.home(current_actor().user_id, request.args.get("year", type=int))


def _segment(segment_id: str) -> JurorSegment | None:
    return queries.juror_segment(segment_id, current_actor().user_id)


def _tie(segment_id: str) -> JurorSegment | None:
    """The segment for whoever holds the chair's vote in it, while a tie waits."""
    page = _segment(segment_id)
    return page if page and page.pending and page.holds_the_voice else None


def _reading(entry_id: str) -> Reading | None:
    return queries.reading(entry_id, current_actor())


def _file(entry_id: str, file_id: str) -> VersionFilePage | None:
    return queries.reading_file(entry_id, file_id, current_actor())


def _finalist(entry_id: str) -> FinalistPage | None:
    return queries.finalist_page(entry_id, current_actor().user_id)


@JUROR.get("/")
@requires(Action.VIEW_BALLOT_PAPER, _home)
def home(page: JurorHome) -> str:
    """The juror's segments, those that ask for something first."""
    return render_template("jury/juror/home.html", page=page, edition=page.edition)


@JUROR.get("/<segment_id>")
@requires(Action.VIEW_BALLOT_PAPER, _segment)
def segment(page: JurorSegment) -> str:
    """The finalists of a segment with their scores, what to do, and the count once there is one."""
    return render_template(
        "jury/juror/segment.html", page=page, edition=page.edition, facts=queries.facts_of(page.vote)
    )


@JUROR.get("/entries/<entry_id>")
@requires(Action.VIEW_BALLOT_PAPER, _reading)
def finalist(reading: Reading) -> str:
    """A finalist's report beside the assessors' findings, which bear numbers in place of names."""
    return render_template(
        "jury/juror/finalist.html",
        reading=reading,
        page=reading.page,
        edition=reading.edition,
        rubric=competition.rubric(reading.page.entry.nomination_id),
    )


@JUROR.get("/entries/<entry_id>/files/<file_id>")
@requires(Action.VIEW_BALLOT_PAPER, _file)
def file(page: VersionFilePage) -> Response:
    """A file of a finalist's report."""
    return send_version_file(page.file)


@JUROR.route("/entries/<entry_id>/conflict", methods=["GET", "POST"])
@requires(Action.DECLARE_RECUSAL, _finalist)
def recusal(page: FinalistPage) -> str | Response:
    """Declare a conflict with a finalist (D4)."""
    form, entry = RecusalForm(), page.entry
    if form.validate_on_submit():
        text = form.text.data
        if act(form, lambda: services.declare_recusal(entry.id, text, actor=current_actor(), at=clock.now())):
            return go("jury_juror.segment", done="jury.declared", segment_id=entry.segment_id)
    return render_template("jury/juror/recusal.html", page=page, edition=page.edition, form=form)


@JUROR.route("/<segment_id>/ballot", methods=["GET", "POST"])
@requires(Action.VIEW_BALLOT_PAPER, _segment)
def ballot(page: JurorSegment) -> str | Response:
    """The ballot paper; a ballot in the box is told by its receipt and never shown (R11)."""
    form = ballot_form(page.paper)
    if form.validate_on_submit() and act(form, lambda: _cast(page, form)):
        return go("jury_juror.ballot", done="jury.voted", segment_id=page.vote.segment.id)
    round_ = page.vote.round
    return render_template(
        "jury/juror/ballot.html",
        page=page,
        edition=page.edition,
        form=form,
        takes_ballots=round_ is not None and round_.takes_ballots(clock.now()),
    )


def _cast(page: JurorSegment, form: BallotForm) -> Ballot:
    ranking = ranking_of(form.numbers, abstains=form.abstains.data)
    return services.cast_ballot(page.vote.segment.id, ranking, actor=current_actor(), at=clock.now())


@JUROR.route("/<segment_id>/tie", methods=["GET", "POST"])
@requires(Action.CAST_DECISION, _tie)
def tie(page: JurorSegment) -> str | Response:
    """The chair's (or deputy's) casting decision between exactly the tied (p.123)."""
    form = _casting_form(page)
    if form.validate_on_submit():
        choice, asked = form.choice.data, form.asked.data
        if act(
            form,
            lambda: services.cast_decision(
                page.vote.segment.id, choice, asked=asked, actor=current_actor(), at=clock.now()
            ),
        ):
            return go("jury_juror.segment", done="jury.cast", segment_id=page.vote.segment.id)
    form.asked.data = form.question
    return render_template(
        "jury/juror/tie.html",
        page=page,
        edition=page.edition,
        form=form,
        facts=queries.facts_of(page.vote),
    )


def _casting_form(page: JurorSegment) -> CastingForm:
    form, pending = CastingForm(), page.pending
    tied = [line for line in page.paper if pending and line.entry.id in pending.tied]
    form.offer(tied, services.question_key(pending) if pending else "")
    return form
