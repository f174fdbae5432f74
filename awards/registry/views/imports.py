"""Files into the registry: history, upload, progress, the report of the dry run, and taking over.

The registry's clerks and the HR service of a body have the same pages at addresses of their own: neither
sees the other's files (R18).
"""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from awards.accounts import queries as accounts
from awards.core import clock
from awards.core.permissions import Action
from awards.core.workflow import ImportState
from awards.infra import files
from awards.infra.spreadsheets import MAX_BYTES, write_csv, write_xlsx
from awards.registry import queries
from awards.registry.domain import ImportKind, ImportMode, OrganisationFacts, RowOutcome
from awards.registry.forms.imports import ApplyForm, UploadForm
from awards.registry.queries import imports as runs
from awards.registry.queries.imports import RunFacts
from awards.registry.services import imports as services
from awards.registry.services.exports import TableForm
from awards.registry.views.clerk import BLUEPRINT
from awards.registry.views.import_desk import CLERK, Desk, body_of, hr_desk
from awards.registry.views.import_report import report_cells, shown_refusal, shown_row
from awards.web.forms import ConfirmForm, act
from awards.web.guards import current_actor, requires
from awards.web.locale import current_locale
from awards.web.words import label

Answer = str | BaseResponse
GET_POST = ("GET", "POST")
REFRESH_SECONDS = "3"
LARGE = 5_000
"""Rows from which on a file taken over whole is felt by others, for it is one transaction."""
MEDIA_TYPES = {
    TableForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    TableForm.CSV: "text/csv; charset=utf-8",
}


@BLUEPRINT.get("/imports")
@requires(Action.EDIT_REGISTRY)
def imports() -> str:
    return _history(CLERK)


@BLUEPRINT.route("/imports/new", methods=GET_POST)
@requires(Action.EDIT_REGISTRY)
def import_new() -> Answer:
    return _upload(CLERK)


@BLUEPRINT.get("/imports/templates/<kind>.<form>")
@requires(Action.EDIT_REGISTRY)
def import_template(kind: str, form: str) -> Response:
    return _template(CLERK, kind, form)


@BLUEPRINT.get("/imports/<run_id>")
@requires(Action.EDIT_REGISTRY, runs.get_clerk_run)
def import_run(run: RunFacts) -> Response:
    return _show(CLERK, run, _apply_form(run))


@BLUEPRINT.post("/imports/<run_id>/apply")
@requires(Action.EDIT_REGISTRY, runs.get_clerk_run)
def import_apply(run: RunFacts) -> Answer:
    return _apply(CLERK, run)


@BLUEPRINT.post("/imports/<run_id>/abandon")
@requires(Action.EDIT_REGISTRY, runs.get_clerk_run)
def import_abandon(run: RunFacts) -> Answer:
    return _abandon(CLERK, run)


@BLUEPRINT.get("/imports/<run_id>/report.csv")
@requires(Action.EDIT_REGISTRY, runs.get_clerk_run)
def import_report(run: RunFacts) -> Response:
    return _report(run)


@BLUEPRINT.get("/hr/<organisation_id>/imports")
@requires(Action.MANAGE_HR_RECORDS, queries.get_organisation)
def hr_imports(found: OrganisationFacts) -> str:
    return _history(hr_desk(found))


@BLUEPRINT.route("/hr/<organisation_id>/imports/new", methods=GET_POST)
@requires(Action.MANAGE_HR_RECORDS, queries.get_organisation)
def hr_import_new(found: OrganisationFacts) -> Answer:
    return _upload(hr_desk(found))


@BLUEPRINT.get("/hr/<organisation_id>/imports/template.<form>")
@requires(Action.MANAGE_HR_RECORDS, body_of)
def hr_import_template(found: OrganisationFacts) -> Response:
    form = (request.view_args or {})["form"]
    return _template(hr_desk(found), ImportKind.HR_RECORDS.value, form)


@BLUEPRINT.get("/hr/<organisation_id>/imports/<run_id>")
@requires(Action.MANAGE_HR_RECORDS, runs.get_hr_run)
def hr_import_run(run: RunFacts) -> Response:
    return _show(_desk_of(run), run, _apply_form(run))


@BLUEPRINT.post("/hr/<organisation_id>/imports/<run_id>/apply")
@requires(Action.MANAGE_HR_RECORDS, runs.get_hr_run)
def hr_import_apply(run: RunFacts) -> Answer:
    return _apply(_desk_of(run), run)


@BLUEPRINT.post("/hr/<organisation_id>/imports/<run_id>/abandon")
@requires(Action.MANAGE_HR_RECORDS, runs.get_hr_run)
def hr_import_abandon(run: RunFacts) -> Answer:
    return _abandon(_desk_of(run), run)


@BLUEPRINT.get("/hr/<organisation_id>/imports/<run_id>/report.csv")
@requires(Action.MANAGE_HR_RECORDS, runs.get_hr_run)
def hr_import_report(run: RunFacts) -> Response:
    return _report(run)


def _desk_of(run: RunFacts) -> Desk:
    found = queries.organisations((run.organisation_id or "",))
    return hr_desk(next(iter(found.values())))


def _history(desk: Desk) -> str:
    found = runs.import_runs(desk.organisation_id, page=request.args.get("page", 1, int))
    return render_template(
        "registry/imports/history.html",
        desk=desk,
        found=found,
        counts=runs.import_counts([run.id for run in found.items]),
        people=accounts.users({run.started_by for run in found.items}),
        page_url=lambda number: desk.url("imports", page=number),
    )


def _upload(desk: Desk) -> Answer:
    form = UploadForm(desk.kinds, data={"kind": request.args.get("kind", "")})
    if form.validate_on_submit():
        run = act(form, lambda: _start(desk, form))
        if run is not None:
            return desk.go("import_run", run_id=run.id)
    return render_template("registry/imports/new.html", desk=desk, form=form, limit=MAX_BYTES)


def _start(desk: Desk, form: UploadForm) -> Any:
    upload = form.file.data
    return services.start_import(
        form.chosen,
        upload.filename or "",
        upload.read(MAX_BYTES + 1),
        actor=current_actor(),
        at=clock.now(),
        organisation_id=desk.organisation_id,
    )


def _template(desk: Desk, kind: str, form: str) -> Response:
    """The headings in the language of the page, an example, and in a workbook what each column is for."""
    if kind not in tuple(desk.kinds) or form not in tuple(TableForm):
        abort(404)
    chosen, locale = ImportKind(kind), current_locale()
    table = queries.template(chosen, locale)
    if form == TableForm.CSV:
        return file_answer(write_csv(table.headers, table.rows), TableForm.CSV, kind)
    about = (_("Column"), _("What it is for"), _("Words and codes"))
    sheets = {
        label(chosen): (table.headers, table.rows),
        _("Columns"): (about, queries.explanation(chosen, locale)),
    }
    return file_answer(write_xlsx(sheets), TableForm.XLSX, kind)


def _show(desk: Desk, run: RunFacts, form: ApplyForm) -> Response:
    """The page of a run; while it is worked on the browser asks again by itself, without a script."""
    asked = request.args.get("outcome", "")
    outcome = RowOutcome(asked) if asked in tuple(RowOutcome) else None
    page = runs.import_rows(run.id, outcome, page=request.args.get("page", 1, int))
    shown = render_template(
        "registry/imports/run.html",
        desk=desk,
        run=run,
        form=form,
        confirm=ConfirmForm(),
        refusal=shown_refusal(run.refusal) if run.refusal else "",
        counts=runs.import_counts((run.id,))[run.id],
        outcome=outcome,
        outcomes=tuple(RowOutcome),
        large=LARGE,
        page=page,
        rows=[shown_row(run, row) for row in page.items],
        who=accounts.users((run.started_by,)).get(run.started_by),
        page_url=lambda number: desk.url(
            "import_run", run_id=run.id, outcome=outcome.value if outcome else None, page=number
        ),
    )
    return Response(shown, headers={"Refresh": REFRESH_SECONDS} if run.is_working else None)


def _apply_form(run: RunFacts) -> ApplyForm:
    """Where rows are wrong, only the valid ones can be taken over."""
    wrong = run.state is ImportState.CHECKED and runs.import_counts((run.id,))[run.id][RowOutcome.WRONG]
    modes = (ImportMode.VALID_ROWS,) if wrong else tuple(ImportMode)
    return ApplyForm(modes, data={"mode": modes[0].value})


def _apply(desk: Desk, run: RunFacts) -> Answer:
    form = _apply_form(run)
    if form.validate_on_submit() and act(form, lambda: _ask(run, form)):
        return desk.go("import_run", run_id=run.id)
    return _show(desk, run, form)


def _ask(run: RunFacts, form: ApplyForm) -> Any:
    return services.apply_import(run.id, form.chosen, form.reason.data, actor=current_actor(), at=clock.now())


def _abandon(desk: Desk, run: RunFacts) -> Answer:
    form = _apply_form(run)
    confirm = ConfirmForm()
    if confirm.validate_on_submit() and act(
        form, lambda: services.abandon_import(run.id, actor=current_actor(), at=clock.now())
    ):
        return desk.go("imports", done="registry.import_abandoned")
    return _show(desk, run, form)


def _report(run: RunFacts) -> Response:
    headers, rows = report_cells(run, runs.import_report(run.id))
    return file_answer(write_csv(headers, rows), TableForm.CSV, f"{run.kind.value}-{run.id[:8]}")


def file_answer(data: bytes, form: TableForm, name: str) -> Response:
    answer = Response(data, mimetype=None, content_type=MEDIA_TYPES[form])
    answer.headers["Content-Disposition"] = files.content_disposition(f"{name}.{form.value}")
    return answer
