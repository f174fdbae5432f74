"""The sections of a draft: each is a page of its own that saves itself and never loses a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, jsonify, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from awards.core import clock
from awards.core.errors import Refusal
from awards.core.permissions import Action
from awards.infra import files
from awards.infra.files import StoredFile
from awards.infra.transaction import release
from awards.submissions import queries, services
from awards.submissions.domain import ALLOWED_TYPES, MAX_FILE_BYTES, MAX_FILES, FileKind
from awards.submissions.forms import AnswerForm, FactsForm, FileForm
from awards.submissions.queries import DraftFilePage, DraftPage, SectionPage
from awards.submissions.services import Saved
from awards.web import filters
from awards.web.forms import BaseForm, ConfirmForm, act, go
from awards.web.guards import current_actor, requires
from awards.web.words import label, refusal_text

Answer = str | Response | tuple[str, int] | tuple[Response, int]


def register(blueprint: Blueprint) -> None:
    """Hang the sections under the applicant's blueprint."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/<entry_id>/facts", view_func=edit_facts, methods=both)
    blueprint.add_url_rule("/<entry_id>/areas/<area>", view_func=edit_answer, methods=both)
    blueprint.add_url_rule("/<entry_id>/files", view_func=edit_files, methods=both)
    blueprint.add_url_rule("/<entry_id>/files/<file_id>/remove", view_func=remove_file, methods=both)


@requires(Action.EDIT_ENTRY, queries.get_draft)
def edit_facts(draft: DraftPage) -> Answer:
    """Title, language, summary, contact person."""
    stamp = services.facts_stamp(draft.copy)
    form = FactsForm.of(draft.copy, stamp)

    def page() -> str:
        form.stamp.data = stamp
        return render_template(
            "submissions/applicant/facts.html",
            draft=draft,
            entry=draft.entry,
            form=form,
            stored=draft.copy.facts,
        )

    return _saved(form, draft.entry.id, lambda: _save_facts(draft, form), page)


def _save_facts(draft: DraftPage, form: FactsForm) -> Saved:
    return services.save_facts(
        draft.entry.id, form.value(), form.stamp.data, actor=current_actor(), at=clock.now()
    )


@requires(Action.EDIT_ENTRY, queries.get_section)
def edit_answer(found: SectionPage) -> Answer:
    """One area of the rubric: what was done, and what proves it."""
    assert found.section.area is not None  # noqa: S101 - `get_section` finds areas only
    area = found.section.area
    stored = found.draft.copy.answer(area.code)
    stamp = services.answer_stamp(found.draft.copy, area.code)
    form = AnswerForm.of(stored, stamp)

    def page() -> str:
        form.stamp.data = stamp
        return render_template(
            "submissions/applicant/answer.html",
            draft=found.draft,
            entry=found.entry,
            area=queries.rubric_area(found.entry.nomination_id, area.code),
            form=form,
            stored=stored,
        )

    return _saved(form, found.entry.id, lambda: _save_answer(found, area.code, form), page)


def _save_answer(found: SectionPage, code: str, form: AnswerForm) -> Saved:
    return services.save_answer(
        found.entry.id, code, form.value(), form.stamp.data, actor=current_actor(), at=clock.now()
    )


def _saved(form: BaseForm, entry_id: str, save: Callable[[], Saved], page: Callable[[], str]) -> Answer:
    """Save what was sent: a script gets JSON, a person the task list or the page with their text in it."""
    wants_json = request.accept_mimetypes.best == "application/json"
    saved = act(form, save) if form.validate_on_submit() else None
    if wants_json:
        return _json(form, saved)
    if saved:
        return go("submissions.show", entry_id=entry_id, done="submissions.section_saved")
    return page(), 409 if form.refused else 200


def _json(form: BaseForm, saved: Saved | None) -> Answer:
    if saved:
        at = filters.instant(saved.at)
        return jsonify(saved_at=at, version=saved.stamp, text=_("Saved at %(when)s", when=at))
    problems = form.refused or [str(error) for errors in form.errors.values() for error in errors]
    return jsonify(problems=problems), 409 if form.refused else 422


@requires(Action.EDIT_ENTRY, queries.get_draft)
def edit_files(draft: DraftPage) -> Answer:
    """Files of the working copy: what may be attached is said before the choice."""
    form = FileForm(data={"kind": FileKind.REPORT.value})
    form.kind.choices = [(kind.value, label(kind)) for kind in FileKind]
    if form.validate_on_submit():
        stored = _accepted(form, form.file.data)
        if stored and act(form, lambda: _attach(draft, form, stored)):
            return go("submissions.edit_files", entry_id=draft.entry.id, done="submissions.file_attached")
    page = render_template(
        "submissions/applicant/files.html",
        draft=draft,
        entry=draft.entry,
        form=form,
        kinds=[(label(kind), _types(kind)) for kind in FileKind],
        max_bytes=MAX_FILE_BYTES,
        max_files=MAX_FILES,
        confirm=ConfirmForm(),
    )
    return page, 409 if form.refused else 200


def _types(kind: FileKind) -> str:
    return ", ".join(name.upper() for name in ALLOWED_TYPES[kind])


def _attach(draft: DraftPage, form: FileForm, stored: StoredFile) -> Any:
    return services.attach_file(draft.entry.id, form.what(), stored, actor=current_actor(), at=clock.now())


def _accepted(form: FileForm, upload: FileStorage) -> StoredFile | None:
    """The upload, checked and stored without holding the write lock. None: `form.refused` says why."""
    folder = current_app.config["SETTINGS"].storage
    name = upload.filename or ""
    release()
    try:
        staged = files.stage(upload.stream, folder, MAX_FILE_BYTES, filename=name)
        return files.keep(staged, name, allowed=ALLOWED_TYPES[form.what()], folder=folder)
    except Refusal as refused:
        form.refused = [refusal_text(refused)]
        return None


@requires(Action.EDIT_ENTRY, queries.get_draft_file)
def remove_file(found: DraftFilePage) -> Answer:
    """Take a file off, after a question where there is no script."""
    form = ConfirmForm()
    if form.validate_on_submit() and act(
        form,
        lambda: services.remove_file(found.entry.id, found.file.id, actor=current_actor(), at=clock.now()),
    ):
        return go("submissions.edit_files", entry_id=found.entry.id, done="submissions.file_removed")
    page = render_template("submissions/applicant/remove.html", found=found, entry=found.entry, form=form)
    return page, 409 if form.refused else 200
