"""Seats of the organising committee (p.118): holders change, so each seat is dated."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from awards.competition.models import CommitteeSeat
from awards.competition.services.record import log
from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.text import Text
from awards.infra.db import db


def seat_committee(
    edition_id: str,
    function: Text,
    holder: str,
    *,
    since: date,
    is_chair: bool = False,
    actor: Actor,
    at: datetime,
) -> CommitteeSeat:
    """A seat of the organising committee by function, with its holder from a day on (p.118, D13)."""
    highest = db.session.scalar(
        select(func.max(CommitteeSeat.position)).where(CommitteeSeat.edition_id == edition_id)
    )
    seat = CommitteeSeat(
        edition_id=edition_id,
        title_kk=function.kk,
        title_ru=function.ru,
        title_en=function.en,
        holder=holder,
        is_chair=is_chair,
        since=since,
        position=(highest or 0) + 1,
    )
    db.session.add(seat)
    db.session.flush()
    facts = {"function": function.kk, "holder": holder}
    log("committee.seated", edition_id, "seat", seat.id, facts, actor=actor, at=at)
    return seat


def end_seat(seat_id: str, until: date, *, actor: Actor, at: datetime) -> CommitteeSeat:
    """The holder leaves the seat after the day `until`. Refused twice, and before the seat began."""
    seat = db.session.get_one(CommitteeSeat, seat_id)
    if seat.until is not None:
        raise Refusal("competition.seat_ended", facts={"until": seat.until})
    if until < seat.since:
        raise Refusal("competition.seat_dates", facts={"since": seat.since})
    seat.until = until
    db.session.flush()
    facts = {"function": seat.title_kk, "until": until.isoformat()}
    log("committee.seat_ended", seat.edition_id, "seat", seat.id, facts, actor=actor, at=at)
    return seat
