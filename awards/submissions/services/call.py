"""The call for entries: one lock, then one look at the clock, so that the close is one for all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from awards.competition.models import Edition
from awards.competition.queries import EditionFacts, edition_by_id
from awards.core.errors import Refusal
from awards.core.workflow import EditionState
from awards.infra.db import db


def lock_call(edition_id: str) -> EditionFacts:
    """Lock the edition, then read it. Whoever needs the time of the act reads the clock after this."""
    db.session.execute(
        select(Edition)
        .where(Edition.id == edition_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
    edition = edition_by_id(edition_id)
    if edition is None:
        raise Refusal("submissions.no_edition")
    return edition


def refuse_closed(edition: EditionFacts, at: datetime) -> None:
    """Refused with `submissions.call_closed` outside the call; the closing instant itself is late."""
    if edition.state is not EditionState.OPEN or not edition.calendar.is_open(at):
        code = "submissions.call_not_open" if at < edition.opens_at else "submissions.call_closed"
        when = edition.opens_at if at < edition.opens_at else edition.closes_at
        raise Refusal(code, "p.117", {"when": when})
