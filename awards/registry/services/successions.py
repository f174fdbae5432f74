"""Reorganisations of bodies, and the day on which a body ends (D13)."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime

from sqlalchemy import select

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.infra.db import db
from awards.registry import queries
from awards.registry.domain import (
    ENDING_SUCCESSIONS,
    SubordinationFacts,
    SuccessionData,
    begun_after,
    closes_circle,
    ends_of_parents,
    last_day,
)
from awards.registry.models import Organisation, Subordination, Succession
from awards.registry.services import records
from awards.registry.services.standing import standing


def add_succession(data: SuccessionData, *, actor: Actor, at: datetime) -> Succession:
    """Record a reorganisation: from its day the former body stands under its successor, so that groups (D3)
    and p.121 see the two as one; where it ends the former body, its own parent relations end with it.

    Refuses with `registry.succession_known`, `registry.organisation_ended`, `registry.ended_otherwise`,
    `registry.later_parent` and `registry.circle`.
    """
    former = _check(data, None)
    end = last_day(data.kind, data.effective_on)
    if end is not None and former.ended_on not in (None, end):
        raise _ended_otherwise(former)
    _check_links(data, "", {former.id: end if end is not None else former.ended_on})
    link = Subordination(child_id=former.id, parent_id=data.successor_id, since=data.effective_on)
    records.add(link, actor=actor, at=at)
    row = records.add(Succession(**asdict(data), subordination_id=link.id), actor=actor, at=at)
    if end is not None:
        _end_body(former, end, reason=_act(data), actor=actor, at=at)
    return row


def correct_succession(
    succession_id: str, data: SuccessionData, *, reason: str, actor: Actor, at: datetime
) -> Succession:
    """Correct a reorganisation with all that followed from it; a body that ended by mistake exists again."""
    row = records.found_row(Succession, succession_id, "succession_id")
    link = records.found_row(Subordination, row.subordination_id, "subordination_id")
    former = _check(data, row.id)
    before = records.found_row(Organisation, row.predecessor_id, "predecessor_id")
    was, now = last_day(row.kind, row.effective_on), last_day(data.kind, data.effective_on)
    ends = {
        body.id: _end_of(body, row.id, was if body is before else None, now if body is former else None)
        for body in (before, former)
    }
    _check_links(data, link.id, ends)
    under = {"child_id": former.id, "parent_id": data.successor_id, "since": data.effective_on}
    records.correct(link, under, reason=reason, actor=actor, at=at)
    records.correct(row, asdict(data), reason=reason, actor=actor, at=at)
    for body in {before.id: before, former.id: former}.values():
        _end_body(body, ends[body.id], reason=reason, actor=actor, at=at)
    return row


def set_end(
    organisation_id: str, on: date | None, *, reason: str, actor: Actor, at: datetime
) -> Organisation:
    """Say which day was the last of a body that was wound up; None: it exists after all.

    Refuses with `registry.ended_by_reorganisation` where a reorganisation says it, `registry.date_order` and
    `registry.later_parent`.
    """
    body = standing(organisation_id, None, "organisation_id", lock=True)
    if _ends(body.id, ""):
        raise Refusal("registry.ended_by_reorganisation", facts={"field": "on"})
    if on is not None and on < body.names[0].since:
        raise Refusal("registry.date_order", facts={"field": "on"})
    if on is not None and begun_after(body.id, _own_links(), on):
        raise Refusal("registry.later_parent", facts={"field": "on"})
    _end_body(body, on, reason=reason, actor=actor, at=at)
    return body


def _check(data: SuccessionData, own_id: str | None) -> Organisation:
    """The former body, locked, once the two bodies and their pair are right."""
    records.refuse(data.problems())
    former = standing(data.predecessor_id, None, "predecessor_id", lock=True)
    standing(data.successor_id, data.effective_on, "successor_id")
    pair = select(Succession.id).where(
        Succession.predecessor_id == data.predecessor_id, Succession.successor_id == data.successor_id
    )
    if db.session.scalar(pair) not in (None, own_id):
        raise Refusal("registry.succession_known", facts={"field": "successor_id"})
    return former


def _check_links(data: SuccessionData, link_id: str, ends: dict[str, date | None]) -> None:
    """Whether the former body may stand under its successor, once the relations that end have ended."""
    last = ends[data.predecessor_id]
    if data.kind not in ENDING_SUCCESSIONS and last is not None and data.effective_on > last:
        facts = {"field": "predecessor_id", "on": _said(last)}
        raise Refusal("registry.organisation_ended", facts=facts)
    links = queries.subordinations()
    until: dict[str, date | None] = {}
    for body_id, end in ends.items():
        body = records.found_row(Organisation, body_id, "predecessor_id")
        until |= ends_of_parents(body_id, _own_links(), body.ended_on, end)
        if end is not None and begun_after(body_id, _own_links(), end):
            raise Refusal("registry.later_parent", facts={"field": "effective_on"})
    settled = tuple(replace(link, until=until[link.id]) if link.id in until else link for link in links)
    new = SubordinationFacts(link_id, data.predecessor_id, data.successor_id, data.effective_on, None)
    if closes_circle(new, settled):
        raise Refusal("registry.circle", facts={"field": "successor_id"})


def _own_links() -> tuple[SubordinationFacts, ...]:
    """Parent relations that were recorded as such, without those that reorganisations made."""
    made = set(db.session.scalars(select(Succession.subordination_id)))
    return tuple(link for link in queries.subordinations() if link.id not in made)


def _ends(organisation_id: str, but: str) -> list[date | None]:
    """The last day of the body by each reorganisation that ended it, except the one named."""
    rows = db.session.scalars(
        select(Succession).where(
            Succession.predecessor_id == organisation_id,
            Succession.id != but,
            Succession.kind.in_(tuple(ENDING_SUCCESSIONS)),
        )
    )
    return [last_day(row.kind, row.effective_on) for row in rows]


def _end_of(body: Organisation, but: str, was: date | None, now: date | None) -> date | None:
    """The last day of a body once the reorganisation `but` ends it on `now` and no longer on `was`.

    Several reorganisations end a body by the earliest of their days; one wound up by hand keeps its day.
    """
    others = _ends(body.id, but)
    if body.ended_on is not None and was is None and not others:
        if now not in (None, body.ended_on):
            raise _ended_otherwise(body)
        return body.ended_on
    return min((day for day in (*others, now) if day is not None), default=None)


def _ended_otherwise(body: Organisation) -> Refusal:
    facts = {"field": "effective_on", "on": _said(body.ended_on)}
    return Refusal("registry.ended_otherwise", facts=facts)


def _end_body(body: Organisation, end: date | None, *, reason: str, actor: Actor, at: datetime) -> None:
    """Move the body's last day, and with it the ends of its parent relations."""
    for link_id, until in ends_of_parents(body.id, _own_links(), body.ended_on, end).items():
        link = records.found_row(Subordination, link_id, "subordination_id")
        if link.until is None and until is not None:
            records.end(link, until, reason=reason, actor=actor, at=at)
        else:
            records.correct(link, {"until": until}, reason=reason, actor=actor, at=at)
    records.correct(body, {"ended_on": end}, reason=reason, actor=actor, at=at)


def _act(data: SuccessionData) -> str:
    """The act by its number and date, which read the same in every language."""
    return f"№ {data.act_number}, {_said(data.act_date)}"


def _said(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else "—"
