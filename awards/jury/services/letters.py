"""Letters to the jury: a vote is open, and until when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from awards.accounts import queries as accounts
from awards.core.clock import ASTANA
from awards.infra import outbox
from awards.infra.audit import instant_text
from awards.infra.db import db
from awards.jury.models import Juror, RosterLine, Round
from awards.jury.queries import SegmentVote


def call_jurors(vote: SegmentVote, round_: Round, *, at: datetime) -> None:
    """Write to every juror who has a ballot in this vote: what is voted on, and when it closes."""
    rows = db.session.scalars(
        select(Juror.user_id)
        .join(RosterLine, RosterLine.juror_id == Juror.id)
        .where(RosterLine.round_id == round_.id, RosterLine.eligible.is_(True))
        .order_by(Juror.id)
    )
    closes = round_.closes_at.astimezone(ASTANA).strftime("%d.%m.%Y %H:%M")
    for user in accounts.users(set(rows)).values():
        params = {
            "name": user.name,
            "nomination": vote.segment.nomination.title.in_(user.locale),
            "category": vote.segment.category.title.in_(user.locale),
            "closes": closes,
            "segment_id": vote.segment.id,
        }
        key = f"vote_open:{round_.id}:{user.id}:{instant_text(round_.closes_at)}"
        outbox.post("vote_open", to=user.email, locale=user.locale, params=params, at=at, dedupe_key=key)
