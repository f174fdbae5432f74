"""Two hands on one sheet at the same time: real threads on a real database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from awards.accounts.models import User
from awards.assessment import services
from awards.assessment.domain.sheet import MarkFacts, NoteFacts, SheetContent
from awards.assessment.models import Mark, ScoreSheet
from awards.competition import queries as competition
from awards.core.actor import Actor
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import SheetState
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.transaction import transaction
from tests.factories.accounts import actor_of
from tests.factories.scoring import give_marks, levels_for, make_scored

AT = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)

pytestmark = pytest.mark.both_databases


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Run these acts in threads that start together; "done", or the code of the refusal, for each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    act()
            except Refusal as refused:
                return refused.code
            except Refusals as refused:
                return refused.reasons[0].code
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def prepared() -> tuple[str, int, Actor, SheetContent]:
    """A filled draft, its version, its assessor, and other content for it."""
    made = make_scored({"А": [None, None, None]})
    rubric = competition.rubric(made.entries["А"].nomination_id)
    sheet = give_marks(made.sheet("А"), levels_for(rubric, 91_000))
    actor = actor_of(db.session.get_one(User, made.assessors[0].user_id))
    other = SheetContent(
        {key: MarkFacts(half, "Басқаша") for key, half in levels_for(rubric, 40_000).items()},
        {area.code: NoteFacts("Күшті", "Әлсіз") for area in rubric.areas},
    )
    db.session.commit()
    found = sheet.id, sheet.version, actor, other
    db.session.remove()  # an open reading transaction would not see what the threads do
    return found


def test_of_two_locks_one_holds(app: Flask) -> None:
    sheet_id, version, actor, _ = prepared()

    def lock() -> object:
        return services.lock_sheet(sheet_id, version, actor=actor, at=AT)

    assert at_once(app, lock, lock) == ["assessment.sheet_locked", "done"]
    locks = select(AuditEvent).where(AuditEvent.event == "sheet.locked")
    assert len(db.session.scalars(locks).all()) == 1


def test_a_save_and_a_lock_leave_a_total_that_is_that_of_the_marks(app: Flask) -> None:
    """Whoever comes second is refused: the lock holds what was reviewed, or the save asks to review again."""
    sheet_id, version, actor, other = prepared()
    outcome = at_once(
        app,
        lambda: services.lock_sheet(sheet_id, version, actor=actor, at=AT),
        lambda: services.save_sheet(sheet_id, other, version, actor=actor, at=AT),
    )
    sheet = db.session.get_one(ScoreSheet, sheet_id, populate_existing=True)
    levels = dict(
        db.session.execute(select(Mark.criterion_id, Mark.half_level).where(Mark.sheet_id == sheet_id)).all()
    )
    if sheet.state is SheetState.LOCKED:
        assert outcome == ["assessment.sheet_locked", "done"]
        assert sheet.total_milli == 91_000
    else:
        assert outcome == ["done", "web.stale"]
        assert sheet.total_milli == 40_000
    assert (levels == {key: mark.half_level for key, mark in other.marks.items()}) == (
        sheet.total_milli == 40_000
    )


def test_of_two_saves_from_one_page_the_second_is_told(app: Flask) -> None:
    sheet_id, version, actor, other = prepared()
    changed = SheetContent({**other.marks, next(iter(other.marks)): MarkFacts(1, "Үшінші")}, other.notes)
    outcome = at_once(
        app,
        lambda: services.save_sheet(sheet_id, other, version, actor=actor, at=AT),
        lambda: services.save_sheet(sheet_id, changed, version, actor=actor, at=AT),
    )
    assert outcome == ["done", "web.stale"]


def test_a_save_after_the_lock_is_refused(app: Flask) -> None:
    sheet_id, version, actor, other = prepared()
    lock = at_once(app, lambda: services.lock_sheet(sheet_id, version, actor=actor, at=AT))
    late = at_once(app, lambda: services.save_sheet(sheet_id, other, version + 1, actor=actor, at=AT))
    assert (lock, late) == (["done"], ["assessment.sheet_locked"])
