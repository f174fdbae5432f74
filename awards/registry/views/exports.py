"""Tables out of the registry: the columns of an import, without IINs, and an event for each (S16)."""

from __future__ import annotations

from flask import abort, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from awards.core import clock
from awards.core.clock import ASTANA
from awards.core.permissions import Action
from awards.infra.transaction import release
from awards.registry import queries
from awards.registry.domain import ImportKind, OrganisationFacts
from awards.registry.services import exports as services
from awards.registry.services.exports import TableForm
from awards.registry.views.clerk import BLUEPRINT
from awards.registry.views.import_desk import CLERK, Desk, body_of, hr_desk
from awards.registry.views.imports import file_answer
from awards.web.forms import ConfirmForm, act
from awards.web.guards import current_actor, requires
from awards.web.locale import current_locale
from awards.web.words import label

Answer = str | BaseResponse


@BLUEPRINT.get("/exports")
@requires(Action.EXPORT_REGISTRY)
def exports() -> str:
    return _page(CLERK, ConfirmForm())


@BLUEPRINT.post("/exports/<kind>.<form>")
@requires(Action.EXPORT_REGISTRY)
def export(kind: str, form: str) -> Answer:
    return _export(CLERK, kind, form)


@BLUEPRINT.post("/hr/<organisation_id>/export.<form>")
@requires(Action.MANAGE_HR_RECORDS, body_of)
def hr_export(found: OrganisationFacts) -> Answer:
    form = (request.view_args or {})["form"]
    return _export(hr_desk(found), ImportKind.HR_RECORDS.value, form)


def _page(desk: Desk, form: ConfirmForm) -> str:
    return render_template("registry/imports/exports.html", form=form, desk=desk, forms=tuple(TableForm))


def _export(desk: Desk, kind: str, form: str) -> Answer:
    """The file is written without the lock; the log's event is committed before the file goes out."""
    if kind not in tuple(desk.kinds) or form not in tuple(TableForm):
        abort(404)
    chosen, shape, confirm = ImportKind(kind), TableForm(form), ConfirmForm()
    if not confirm.validate_on_submit():
        return _page(desk, confirm)
    release()
    table = queries.export(chosen, current_locale(), organisation_id=desk.organisation_id)
    data, rows = services.written(table, shape, label(chosen))
    if act(confirm, lambda: _record(desk, chosen, shape, data, rows)) is None:
        return _page(desk, confirm)
    return file_answer(data, shape, _name(chosen))


def _record(desk: Desk, kind: ImportKind, form: TableForm, data: bytes, rows: int) -> bool:
    return services.record_export(
        kind,
        form,
        data,
        rows,
        organisation_id=desk.organisation_id,
        actor=current_actor(),
        at=clock.now(),
    )


def _name(kind: ImportKind) -> str:
    """Who took the table and when stands in the name of the file: a mark inside would come back as a row."""
    at = clock.now().astimezone(ASTANA)
    return f"{label(kind)} {at:%Y-%m-%d %H-%M} {current_actor().name}"
