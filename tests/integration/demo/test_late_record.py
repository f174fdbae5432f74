"""A tie that comes on record after the finalists are named stops the medals until it is corrected (p.121)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from awards.accounts.models import User
from awards.accounts.queries import actor_of
from awards.assessment import queries as assessment
from awards.assessment.models import Assessor, ScoreSheet
from awards.core.actor import SYSTEM
from awards.core.errors import Refusal
from awards.core.workflow import SheetState
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.jury import services as jury
from awards.registry import services as registry
from awards.registry.domain import EngagementData, EngagementKind
from awards.submissions import queries as submissions
from tests.integration.demo.conftest import NOW
from tests.integration.demo.test_demo import segment

pytestmark = pytest.mark.usefixtures("inside")


def confirm(segment_id: str) -> None:
    """Confirm the medals and take it back, so that the shared demo stays as it was."""
    secretary = actor_of(
        db.session.scalars(select(User.id).where(User.email == "secretary@demo.example")).one()
    )
    with pytest.raises(RuntimeError, match="enough"), transaction():
        jury.confirm_verdict(segment_id, "ДЕМО-Ж/9", NOW.date(), actor=secretary, at=NOW)
        raise RuntimeError("enough")


def state_of(sheet_id: str) -> SheetState:
    db.session.expire_all()
    return db.session.get_one(ScoreSheet, sheet_id).state


def test_no_medal_rests_on_a_suspended_sheet_and_a_correction_lifts_it() -> None:
    segment_id = segment("best_pmo", "central")
    confirm(segment_id)
    named = assessment.finalists(segment_id)
    assert named is not None
    winner = submissions.entries([named.entries[0][0]])[named.entries[0][0]]
    sheet, person = db.session.execute(
        select(ScoreSheet.id, Assessor.person_id)
        .join(Assessor, Assessor.id == ScoreSheet.assessor_id)
        .where(ScoreSheet.entry_id == winner.id)
        .order_by(ScoreSheet.id)
    ).first() or ("", "")
    db.session.rollback()
    tie = EngagementData(
        person, winner.organisation_id, EngagementKind.CONSULTANCY, NOW.date() - timedelta(days=400)
    )
    with transaction():
        row = registry.add_engagement(tie, actor=SYSTEM, at=NOW).id
    assert state_of(sheet) is SheetState.SUSPENDED
    with pytest.raises(Refusal) as refused, transaction():
        jury.confirm_verdict(segment_id, "ДЕМО-Ж/9", NOW.date(), actor=SYSTEM, at=NOW)
    assert (refused.value.code, refused.value.facts) == ("jury.sheets_suspended", {"count": 1})
    past = replace(tie, since=NOW.date() - timedelta(days=3_000), until=NOW.date() - timedelta(days=2_000))
    with transaction():
        registry.correct_engagement(row, past, reason="wrong year", actor=SYSTEM, at=NOW)
    assert state_of(sheet) is SheetState.LOCKED
    confirm(segment_id)
