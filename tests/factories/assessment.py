"""Rows of the assessment with sensible defaults: each function adds what it is named after and flushes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from awards.accounts.models import User
from awards.assessment.domain.vocabulary import ClearanceVerdict
from awards.assessment.models import (
    Assessor,
    Assignment,
    AssignmentRun,
    Clearance,
    Declaration,
    ScoreSheet,
)
from awards.core.actor import Role
from awards.core.workflow import DeclarationState, RunState, SheetState
from awards.infra.db import db
from awards.registry.models import Person
from tests.factories.accounts import make_grant, make_user
from tests.factories.registry import make_certificate, make_person

NAMED = datetime(2026, 8, 1, 5, 0, tzinfo=UTC)
Row = TypeVar("Row")


def make_assessor(
    edition_id: str,
    name: str = "Қайрат Төлегенов",
    *,
    person: Person | None = None,
    user: User | None = None,
    capacity: int = 10,
    minimum: int = 0,
    nominations: Sequence[str] = (),
    certified: bool = True,
) -> Assessor:
    """An assessor with an account that holds the role, a person of the registry and a valid certificate."""
    if user is None:
        user = make_user(name, role=Role.ASSESSOR, edition_id=edition_id)
    else:
        make_grant(user, Role.ASSESSOR, edition_id)
    if person is None:
        person = make_person(name, user_id=user.id)
        if certified:
            make_certificate(person)
    return _added(
        Assessor(
            edition_id=edition_id,
            person_id=person.id,
            user_id=user.id,
            capacity=capacity,
            minimum=minimum,
            nominations=list(nominations),
            named_at=NAMED,
        )
    )


def make_clearance(
    assessor: Assessor,
    entry_id: str,
    verdict: ClearanceVerdict = ClearanceVerdict.CLEAR,
    *,
    reasons: Sequence[dict[str, Any]] = (),
) -> Clearance:
    """The verdict on a pair; one that is not clear gets a made-up reason where none is given."""
    if verdict is not ClearanceVerdict.CLEAR and not reasons:
        reasons = ({"kind": "consultancy", "record_id": "0" * 32, "point": "p.121"},)
    return _added(
        Clearance(
            assessor_id=assessor.id,
            entry_id=entry_id,
            verdict=verdict,
            reasons=list(reasons),
            reason_count=len(reasons),
            computed_at=NAMED,
        )
    )


def make_declaration(
    assessor: Assessor,
    entry_id: str,
    state: DeclarationState = DeclarationState.CLEAR,
    *,
    text: str = "",
    reason: str = "",
) -> Declaration:
    decided = state in (DeclarationState.RECUSED, DeclarationState.ALLOWED)
    return _added(
        Declaration(
            assessor_id=assessor.id,
            entry_id=entry_id,
            state=state,
            text=text or ("" if state is DeclarationState.CLEAR else "Бұрын бірге жұмыс істедік."),
            declared_at=NAMED,
            reason=reason or ("Комиссия шешімі." if decided else ""),
        )
    )


def make_run(edition_id: str, state: RunState = RunState.CONFIRMED) -> AssignmentRun:
    """A run of the assignment without pairs."""
    return _added(
        AssignmentRun(
            edition_id=edition_id,
            state=state,
            problem={"entries": [], "assessors": [], "conflicts": [], "preferences": []},
            problem_digest="0" * 64,
            report={"status": "optimal", "assignments": [], "total_preference": 0, "upper_bound": 0},
            proposed_by="system",
            proposed_at=NAMED,
            confirmed_at=NAMED if state is RunState.CONFIRMED else None,
        )
    )


def make_assignment(run: AssignmentRun, assessor: Assessor, entry_id: str) -> Assignment:
    """A pair in force; its clearance is added where there is none yet."""
    if db.session.get(Clearance, (assessor.id, entry_id)) is None:
        make_clearance(assessor, entry_id)
    return _added(Assignment(run_id=run.id, assessor_id=assessor.id, entry_id=entry_id, verdict="clear"))


def make_sheet(
    assignment: Assignment,
    version_id: str,
    state: SheetState = SheetState.DRAFT,
    *,
    total_milli: int | None = None,
    declared: bool = True,
) -> ScoreSheet:
    """The score sheet of a pair, which its assessor has declared clear (unless `declared` is False)."""
    if declared:
        known = db.session.query(Declaration).filter_by(
            assessor_id=assignment.assessor_id, entry_id=assignment.entry_id
        )
        if known.one_or_none() is None:
            make_declaration(db.session.get_one(Assessor, assignment.assessor_id), assignment.entry_id)
    locked = state is SheetState.LOCKED
    return _added(
        ScoreSheet(
            assignment_id=assignment.id,
            assessor_id=assignment.assessor_id,
            entry_id=assignment.entry_id,
            entry_version_id=version_id,
            state=state,
            total_milli=80_000 if locked and total_milli is None else total_milli,
            opened_at=NAMED,
            locked_at=NAMED if locked else None,
        )
    )


def _added(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
