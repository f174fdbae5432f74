"""The committee's side of scoring: progress, reminders, scoring runs, the score table and its file."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import render_template
from werkzeug.wrappers import Response

from awards.assessment import queries, services
from awards.assessment.forms.scoring import NoteForm
from awards.assessment.queries import ScoreTable
from awards.assessment.views.blueprints import COMMITTEE
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts, SegmentFacts
from awards.core import clock
from awards.core.permissions import Action, can
from awards.core.workflow import SegmentState
from awards.web.forms import BaseForm, ConfirmForm, act, go
from awards.web.guards import current_actor, requires
from awards.web.words import refusal_texts

SCORED = (SegmentState.FINALISTS, SegmentState.VOTING, SegmentState.SEALED)


def load_segment(year: int, segment_id: str) -> SegmentFacts | None:
    segment = competition.get_segment(segment_id)
    return segment if segment and segment.edition.year == year else None


@COMMITTEE.get("/scores")
@requires(Action.VIEW_PROGRESS, competition.get_edition)
def scores(edition: EditionFacts) -> str:
    """Every segment: how far its sheets are (counts only, for those who run the scoring), or its table."""
    return _scores_page(edition, ConfirmForm())


def _scores_page(edition: EditionFacts, form: BaseForm) -> str:
    segments = competition.segments(edition.id)
    minimum = competition.methodology(edition.id).settings.minimum_sheets
    found = queries.progress(edition.id, minimum)
    counts = {segment.id: found.get(segment.id, queries.SegmentProgress()) for segment in segments}
    ids = tuple(segment.id for segment in segments)
    counts_people = can(current_actor(), Action.RUN_SCORING, edition.subject)
    return render_template(
        "assessment/committee/scores.html",
        edition=edition,
        segments=[segment for segment in segments if counts[segment.id].entries],
        empty=[segment for segment in segments if not counts[segment.id].entries],
        counts=counts,
        runs=queries.runs_at(ids),
        scored=SCORED,
        waiting=queries.unfinished(edition.id) if counts_people else (),
        form=form,
    )


@COMMITTEE.post("/scores/remind")
@requires(Action.RUN_SCORING, competition.get_edition)
def remind(edition: EditionFacts) -> str | Response:
    """One letter a day to each assessor who has sheets left."""
    form, actor = ConfirmForm(), current_actor()
    if form.validate_on_submit() and act(
        form, lambda: services.remind_assessors(edition.id, actor=actor, at=clock.now())
    ):
        return go("assessment_committee.scores", done="assessment.reminded", year=edition.year)
    return _scores_page(edition, form)


@COMMITTEE.get("/scores/<segment_id>")
@requires(Action.VIEW_PROGRESS, load_segment)
def segment(found: SegmentFacts) -> str | Response:
    """A segment under assessment: entries that lack sheets, the scoring run, the step to finalists."""
    if found.state in SCORED:
        return go("assessment_committee.score_table", year=found.edition.year, segment_id=found.id)
    return _segment_page(found, ConfirmForm())


def _segment_page(found: SegmentFacts, form: BaseForm) -> str:
    runs = can(current_actor(), Action.RUN_SCORING, found.subject)
    minimum = competition.methodology(found.edition_id).settings.minimum_sheets
    run = queries.latest_run(found.id)
    panel = queries.nomination_panel(found.nomination.id) if runs else None
    return render_template(
        "assessment/committee/segment.html",
        segment=found,
        edition=found.edition,
        entries=queries.entry_progress(found.id, minimum) if runs else (),
        minimum=minimum,
        run=run,
        is_fresh=run is not None and panel is not None and queries.is_fresh(run, panel),
        blockers=[text for fault in services.scoring_faults(found) for text in refusal_texts(fault)]
        if runs
        else [],
        form=form,
    )


@COMMITTEE.post("/scores/<segment_id>/run")
@requires(Action.RUN_SCORING, load_segment)
def run(found: SegmentFacts) -> str | Response:
    """Score the segment by the approved methodology."""
    form, actor = ConfirmForm(), current_actor()
    if form.validate_on_submit() and act(
        form, lambda: services.run_scoring(found.id, actor=actor, at=clock.now())
    ):
        page = "score_table" if found.state in SCORED else "segment"
        values = {"year": found.edition.year, "segment_id": found.id}
        return go(f"assessment_committee.{page}", done="assessment.scored", **values)
    return _table_page(found, form) if found.state in SCORED else _segment_page(found, form)


@COMMITTEE.post("/scores/<segment_id>/finalists")
@requires(Action.RUN_SCORING, load_segment)
def start(found: SegmentFacts) -> str | Response:
    """Close the segment's assessment and open its score table."""
    form, actor = ConfirmForm(), current_actor()
    if form.validate_on_submit() and act(
        form, lambda: services.start_finalists(found.id, actor=actor, at=clock.now())
    ):
        return go(
            "assessment_committee.score_table",
            done="assessment.finalists_started",
            year=found.edition.year,
            segment_id=found.id,
        )
    return _segment_page(found, form)


@COMMITTEE.get("/scores/<segment_id>/table")
@requires(Action.VIEW_SCORES, load_segment)
def score_table(found: SegmentFacts) -> str:
    """The score table of a segment: scores of record, raw beside, what is advice, and why."""
    return _table_page(found, NoteForm())


def _table_page(found: SegmentFacts, form: BaseForm) -> str:
    table = queries.score_table(found)
    named = can(current_actor(), Action.VIEW_ASSESSORS, found.edition.subject)
    return render_template(
        "assessment/committee/score_table.html",
        segment=found,
        edition=found.edition,
        table=table,
        labels=_labels(table, named) if table else {},
        named=named,
        decided=queries.finalists(found.id),
        faults=[text for fault in services.decision_faults(found) for text in refusal_texts(fault)]
        if found.state is SegmentState.FINALISTS
        else [],
        form=form if isinstance(form, NoteForm) else NoteForm(),
        refused=[*form.refused, *(str(said) for errors in form.errors.values() for said in errors)],
    )


def _labels(table: ScoreTable, named: bool) -> dict[str, str]:
    """Code to what this reader may see: the name for the committee's side, the code for the jury (R5)."""
    return {code: f"{code} {name}" if named else code for code, name in table.names.items()}


@COMMITTEE.get("/scores/<segment_id>/scores.csv")
@requires(Action.VIEW_SCORES, load_segment)
def scores_csv(found: SegmentFacts) -> FileResponse | tuple[str, int]:
    """The sheets of the run as `awards calibrate` reads them."""
    latest = queries.latest_run(found.id)
    if latest is None:
        return "", 404
    name = f"scores-{found.edition.year}-{found.nomination.code}-{found.category.code}.csv"
    answer = FileResponse(queries.scores_csv(latest), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def load_note(year: int, segment_id: str) -> SegmentFacts | None:
    found = load_segment(year, segment_id)
    return found if found and found.state is SegmentState.FINALISTS else None


@COMMITTEE.post("/scores/<segment_id>/consensus")
@requires(Action.RUN_SCORING, load_note)
def consensus(found: SegmentFacts) -> str | Response:
    """Record what the assessors of a discrepant entry agreed; no sheet changes."""
    form, actor = NoteForm(), current_actor()
    entry_id, text = form.entry_id.data or "", form.text.data or ""
    if form.validate_on_submit() and act(
        form,
        lambda: services.note_consensus(found.id, entry_id, text, actor=actor, at=clock.now()),
    ):
        return go(
            "assessment_committee.score_table",
            done="assessment.noted",
            year=found.edition.year,
            segment_id=found.id,
        )
    return _table_page(found, form)
