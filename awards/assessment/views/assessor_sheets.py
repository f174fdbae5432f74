"""The assessor's side of scoring: what is to do, a sheet beside its report, review and lock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import abort, jsonify, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from awards.assessment import queries, services
from awards.assessment.domain.sheet import lock_faults, marked, may_read, total_milli
from awards.assessment.forms.scoring import LockForm, SheetForm, sheet_form
from awards.assessment.queries import ReadingFacts, SheetCard, SheetFacts
from awards.assessment.views.blueprints import ASSESSOR
from awards.competition import queries as competition
from awards.competition.domain import anchors
from awards.competition.queries import EditionFacts
from awards.core import clock
from awards.core.actor import Actor, Role
from awards.core.permissions import Action, Subject, can
from awards.core.workflow import SheetState
from awards.submissions import queries as submissions
from awards.submissions.queries import FileFacts
from awards.submissions.views.downloads import send_version_file
from awards.web.filters import instant
from awards.web.forms import act, go
from awards.web.guards import current_actor, requires, signed_in
from awards.web.words import refusal_texts

ANCHOR_SETS = ("approach", "result")


def is_assessor(actor: Actor, edition: Any) -> bool:
    """For the navigation: the page is of use to assessors only."""
    return actor.holds_anywhere(Role.ASSESSOR)


def _edition() -> EditionFacts | None:
    """The newest edition in which the person assesses."""
    user_id = current_actor().user_id or ""
    found = map(competition.edition_by_id, queries.editions_assessed_by(user_id))
    return max((edition for edition in found if edition), key=lambda edition: edition.year, default=None)


@ASSESSOR.get("/")
@signed_in
def home() -> str:
    """To do, draft, done, days left."""
    edition = _edition()
    cards = queries.own_sheets(current_actor().user_id or "", edition.id) if edition else ()
    entries = submissions.entries(card.entry_id for card in cards)
    left = max(0, int((edition.assessment_until - clock.now()).total_seconds())) if edition else 0
    return render_template(
        "assessment/assessor/home.html",
        edition=edition,
        groups=_groups(cards),
        entries=entries,
        criteria=_criteria_counts(edition),
        total=len(cards),
        seconds_left=left,
        may_read=may_read,
    )


def _groups(cards: Iterable[SheetCard]) -> dict[str, list[SheetCard]]:
    """Sheets by what is left to do with them."""
    groups: dict[str, list[SheetCard]] = {"to_do": [], "draft": [], "done": [], "suspended": []}
    for card in cards:
        if card.state is SheetState.DRAFT:
            groups["draft" if card.saved_at else "to_do"].append(card)
        elif card.state is SheetState.LOCKED:
            groups["done"].append(card)
        elif card.state is SheetState.SUSPENDED:
            groups["suspended"].append(card)
    return groups


def _criteria_counts(edition: EditionFacts | None) -> dict[str, int]:
    """How many criteria the rubric of each nomination has."""
    nominations = competition.nominations(edition.id) if edition else ()
    return {one.id: len(competition.rubric(one.id).criteria) for one in nominations}


def load_sheet(sheet_id: str) -> SheetFacts | None:
    return queries.get_sheet(sheet_id)


def load_reading(sheet_id: str) -> ReadingFacts | None:
    """The entry behind a sheet, with the right to read it as it stands today (p.121)."""
    sheet = queries.get_sheet(sheet_id)
    return sheet.reading(clock.today()) if sheet else None


@dataclass(frozen=True)
class FileReading:
    """A file of the version under assessment."""

    subject: Subject
    edition: EditionFacts
    file: FileFacts


def load_file(sheet_id: str, file_id: str) -> FileReading | None:
    reading = load_reading(sheet_id)
    version = submissions.get_version(reading.sheet.entry_version_id) if reading else None
    file = next((file for file in version.files if file.id == file_id), None) if version else None
    return FileReading(reading.subject, reading.edition, file) if reading and file else None


@ASSESSOR.get("/sheets/<sheet_id>/files/<file_id>")
@requires(Action.READ_ENTRY, load_file)
def file(reading: FileReading) -> Response:
    """A file of the report, to whoever may read the entry today."""
    return send_version_file(reading.file)


@ASSESSOR.get("/sheets/<sheet_id>")
@requires(Action.VIEW_OWN_SHEET, load_sheet)
def sheet(facts: SheetFacts) -> str | Response:
    """The report on the left, the rubric on the right; a locked sheet is read only."""
    if facts.state is SheetState.LOCKED:
        return _locked_page(facts)
    if not may_read(facts.declaration):
        return go("assessment_assessor.conflicts")
    rubric = competition.rubric(facts.entry.nomination_id)
    return _sheet_page(facts, sheet_form(rubric, facts.content, facts.version))


@ASSESSOR.post("/sheets/<sheet_id>")
@requires(Action.VIEW_OWN_SHEET, load_sheet)
def save(facts: SheetFacts) -> str | Response | tuple[Response, int]:
    """Save as far as it goes: by the button, or by itself (a JSON answer)."""
    rubric = competition.rubric(facts.entry.nomination_id)
    form = sheet_form(rubric, facts.content, facts.version)
    saved = None
    if form.validate_on_submit():
        content, version, actor = form.content(rubric), form.read_version, current_actor()
        saved = act(
            form, lambda: services.save_sheet(facts.id, content, version, actor=actor, at=clock.now())
        )
    if request.accept_mimetypes.best == "application/json":
        return _autosaved(facts.id, form, saved is not None)
    if saved is None:
        return _sheet_page(facts, form)
    if "review" in request.form:
        return go("assessment_assessor.review", sheet_id=facts.id)
    return go("assessment_assessor.sheet", sheet_id=facts.id, done="saved")


def _autosaved(sheet_id: str, form: SheetForm, is_saved: bool) -> tuple[Response, int]:
    facts = queries.get_sheet(sheet_id)
    if not is_saved or facts is None or facts.saved_at is None:
        said = form.refused or [str(error) for errors in form.errors.values() for error in errors]
        return jsonify(problems=said), 409
    text = gettext("Saved %(when)s", when=instant(facts.saved_at))
    return jsonify(version=facts.version, total=facts.total_milli, text=text), 200


def _sheet_page(facts: SheetFacts, form: SheetForm) -> str:
    rubric = competition.rubric(facts.entry.nomination_id)
    reading = facts.reading(clock.today())
    readable = can(current_actor(), Action.READ_ENTRY, reading.subject)
    content = form.content(rubric)
    return render_template(
        "assessment/assessor/sheet.html",
        sheet=facts,
        edition=facts.edition,
        form=form,
        rubric=rubric,
        anchors={name: anchors(name) for name in ANCHOR_SETS},
        closed=refusal_texts_of(facts),
        version=submissions.get_version(facts.entry_version_id) if readable else None,
        total=total_milli(rubric, content.levels),
        marked=marked(rubric, content),
        nav_items=[],
        file_url=lambda file: url_for("assessment_assessor.file", sheet_id=facts.id, file_id=file.id),
        is_blind=facts.edition.is_double_blind,
        reasons_for=reasons_for(facts.edition.id),
    )


def refusal_texts_of(facts: SheetFacts) -> list[str]:
    return [text for fault in facts.opening_faults(clock.today()) for text in refusal_texts(fault)]


def reasons_for(edition_id: str) -> dict[str, int]:
    """The levels that need a reason: at or below `low`, at or above `high`, in half-levels."""
    settings = competition.methodology(edition_id).settings
    return {"low": settings.rationale_at_or_below, "high": settings.rationale_at_or_above}


@ASSESSOR.route("/sheets/<sheet_id>/review", methods=["GET", "POST"])
@requires(Action.VIEW_OWN_SHEET, load_sheet)
def review(facts: SheetFacts) -> str | Response:
    """Everything once more, then the lock."""
    if facts.state is SheetState.LOCKED:
        return go("assessment_assessor.sheet", sheet_id=facts.id)
    if facts.opening_faults(clock.today()):
        abort(404)
    form = LockForm(data={"stamp": str(facts.version)})
    if form.validate_on_submit():
        version, actor = form.read_version, current_actor()
        if act(form, lambda: services.lock_sheet(facts.id, version, actor=actor, at=clock.now())):
            return go("assessment_assessor.sheet", sheet_id=facts.id, done="assessment.locked")
    return _review_page(facts, form)


def _review_page(facts: SheetFacts, form: LockForm) -> str:
    rubric = competition.rubric(facts.entry.nomination_id)
    faults = lock_faults(rubric, facts.content, competition.methodology(facts.edition.id).settings)
    return render_template(
        "assessment/assessor/review.html",
        sheet=facts,
        edition=facts.edition,
        form=form,
        rubric=rubric,
        total=total_milli(rubric, facts.content.levels),
        faults=[text for fault in faults for text in refusal_texts(fault)],
    )


def _locked_page(facts: SheetFacts) -> str:
    """Own marks; and the totals of the others, by number, once the entry's segment has been scored (R6)."""
    others: list[tuple[int, int]] = []
    if can(current_actor(), Action.VIEW_OTHER_SHEETS, facts.subject):
        rows = queries.sheets_of_entries([facts.entry.id])[facts.entry.id]
        numbers = queries.assessor_numbers(facts.entry.id, rows)
        others = sorted(
            (numbers[row.assessor_id], row.total_milli or 0)
            for row in rows
            if row.state is SheetState.LOCKED and row.assessor_id != facts.assessor_id
        )
    return render_template(
        "assessment/assessor/locked.html",
        sheet=facts,
        edition=facts.edition,
        rubric=competition.rubric(facts.entry.nomination_id),
        others=others,
    )
