"""What people do with an import: bring a file, have it applied, leave it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.identifiers import new_id
from awards.core.workflow import ImportState
from awards.infra import files, lifecycle, spreadsheets
from awards.infra.db import db
from awards.registry.domain import ImportKind, ImportMode, RowOutcome
from awards.registry.models import ImportRun
from awards.registry.queries.imports import import_counts

LONGEST_REASON = 300


def start_import(
    kind: ImportKind,
    filename: str,
    data: bytes,
    *,
    actor: Actor,
    at: datetime,
    organisation_id: str | None = None,
) -> ImportRun:
    """Take in a file to be read and checked by the worker; nothing of the registry changes.

    Refuses what can be told from outside: `spreadsheets.kind_not_allowed`, `.empty`, `.too_large`; and with
    `registry.import_not_here` incentives and penalties without the body whose HR service brings them.
    """
    if (kind is ImportKind.HR_RECORDS) is not (organisation_id is not None):
        raise Refusal("registry.import_not_here", "p.114", {"field": "kind"})
    name = files.clean_name(filename)
    spreadsheets.refuse_unfit(data, name)
    run = ImportRun(
        id=new_id(),
        kind=kind,
        organisation_id=organisation_id,
        filename=name,
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
        headers=[],
        started_by=actor.user_id,
        started_at=at,
        claimed_until=at,
    )
    db.session.add(run)
    db.session.flush()
    return run


def apply_import(run_id: str, mode: ImportMode, reason: str, *, actor: Actor, at: datetime) -> ImportRun:
    """Have the checked rows taken over; of two who ask at once, one is refused.

    Refuses with `registry.reason_missing`, `registry.too_long`, `registry.import_has_wrong` (all or nothing
    with wrong rows), `registry.import_nothing` and `workflow.no_such_step`.
    """
    said = reason.strip()
    if not said:
        raise Refusal("registry.reason_missing", facts={"field": "reason"})
    if len(said) > LONGEST_REASON:
        raise Refusal("registry.too_long", facts={"field": "reason", "limit": LONGEST_REASON})
    run = _locked(run_id)
    counted = import_counts((run_id,))[run_id]
    wrong = counted.get(RowOutcome.WRONG, 0)
    if run.state is ImportState.CHECKED and mode is ImportMode.ALL_OR_NOTHING and wrong:
        raise Refusal("registry.import_has_wrong", facts={"field": "mode", "count": wrong})
    if run.state is ImportState.CHECKED and not (
        counted.get(RowOutcome.ADD, 0) + counted.get(RowOutcome.CHANGE, 0)
    ):
        raise Refusal("registry.import_nothing")
    _advance(run, ImportState.APPLYING, actor=actor, at=at, reason=said)
    run.mode, run.reason, run.refusal, run.done, run.claimed_until = mode, said, None, 0, at
    db.session.flush()
    return run


def abandon_import(run_id: str, *, actor: Actor, at: datetime) -> ImportRun:
    """Leave a file that was not applied; its report stays."""
    run = _locked(run_id)
    _advance(run, ImportState.ABANDONED, actor=actor, at=at)
    run.content, run.finished_at = None, at
    db.session.flush()
    return run


def _locked(run_id: str) -> ImportRun:
    run = db.session.get(ImportRun, run_id, with_for_update=True, populate_existing=True)
    if run is None:
        raise Refusal("registry.not_found", facts={"field": "run_id"})
    return run


def _advance(run: ImportRun, to: ImportState, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Move the run; why an HR service brings its records is nobody else's to read in the log (R18)."""
    told: Any = "" if run.organisation_id else reason
    lifecycle.advance(run, to, actor=actor, at=at, edition_id=None, reason=told)
