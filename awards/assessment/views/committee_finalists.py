"""Finalists: the list by the scores, the jury's decision on it, and a report returned before it (D9, D12)."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from awards.assessment import queries, services
from awards.assessment.forms.scoring import DecisionForm, NoteForm
from awards.assessment.views.blueprints import COMMITTEE
from awards.assessment.views.committee_scores import SCORED, load_segment
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts, SegmentFacts
from awards.core import clock
from awards.core.permissions import Action
from awards.submissions import queries as submissions
from awards.web.forms import act, go
from awards.web.guards import current_actor, requires
from awards.web.words import refusal_texts


@COMMITTEE.get("/finalists")
@requires(Action.VIEW_PROGRESS, competition.get_edition)
def finalists_list(edition: EditionFacts) -> str:
    """Segments whose scores may be read, and whether their finalists are confirmed."""
    segments = competition.segments(edition.id)
    return render_template(
        "assessment/committee/finalists_list.html",
        edition=edition,
        segments=[segment for segment in segments if segment.state in SCORED],
        waiting=sum(segment.state not in SCORED for segment in segments),
        decided=queries.decided_segments(tuple(segment.id for segment in segments)),
    )


@COMMITTEE.get("/finalists/<segment_id>")
@requires(Action.VIEW_SCORES, load_segment)
def finalists(segment: SegmentFacts) -> str:
    """The finalists of a segment: as computed, or as the jury has confirmed them."""
    return _page(segment, DecisionForm(), NoteForm())


def _page(segment: SegmentFacts, form: DecisionForm, note: NoteForm) -> str:
    run = queries.latest_run(segment.id)
    top_n = competition.methodology(segment.edition_id).settings.top_n
    confirmed = queries.finalists(segment.id)
    faults = () if confirmed else services.decision_faults(segment)
    return render_template(
        "assessment/committee/finalists.html",
        segment=segment,
        edition=segment.edition,
        run=run,
        places=queries.places(run, top_n) if run else (),
        entries=submissions.entries(run.milli) if run else {},
        top_n=top_n,
        confirmed=confirmed,
        named={entry_id for entry_id, _ in confirmed.entries} if confirmed else None,
        blockers=[text for fault in faults for text in refusal_texts(fault)],
        notes=queries.notes_on(run.milli) if run else {},
        form=form,
        note=note,
    )


@COMMITTEE.post("/finalists/<segment_id>/confirm")
@requires(Action.CONFIRM_FINALISTS, load_segment)
def confirm(segment: SegmentFacts) -> str | Response:
    """Record the jury's decision with its number and date."""
    form, actor = DecisionForm(), current_actor()
    if form.validate_on_submit():
        number, day = form.number.data, form.decided_on.data
        if act(
            form,
            lambda: services.confirm_finalists(segment.id, number, day, actor=actor, at=clock.now()),
        ):
            return go(
                "assessment_committee.finalists",
                done="assessment.finalists_confirmed",
                year=segment.edition.year,
                segment_id=segment.id,
            )
    return _page(segment, form, NoteForm(formdata=None))


@COMMITTEE.post("/finalists/<segment_id>/return")
@requires(Action.CONFIRM_FINALISTS, load_segment)
def return_report(segment: SegmentFacts) -> str | Response:
    """Return the assessors' report on an entry for completion, with a reason (D9)."""
    note, actor = NoteForm(), current_actor()
    entry_id, text = note.entry_id.data or "", note.text.data or ""
    if note.validate_on_submit() and act(
        note, lambda: services.return_report(segment.id, entry_id, text, actor=actor, at=clock.now())
    ):
        return go(
            "assessment_committee.finalists",
            done="assessment.returned",
            year=segment.edition.year,
            segment_id=segment.id,
        )
    return _page(segment, DecisionForm(formdata=None), note)
