"""An edition and its dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from awards.accounts import services as accounts
from awards.competition.domain import Calendar, MethodologySettings, calendar_faults
from awards.competition.models import Edition, Methodology
from awards.competition.services.record import edition_in_setup, log
from awards.core.actor import SYSTEM, Actor, Role, Side
from awards.core.errors import Refusal, Refusals
from awards.core.text import Text
from awards.infra.audit import instant_text
from awards.infra.db import db


@dataclass(frozen=True)
class EditionData:
    """What the secretary fills in for an edition."""

    year: int
    title: Text
    calendar: Calendar
    forum_place: str = ""
    is_double_blind: bool = False


def create_edition(data: EditionData, *, actor: Actor, at: datetime) -> Edition:
    """An edition in set-up, with a draft methodology; whoever creates it becomes its secretary.

    Refused when the year is taken or the calendar is out of order.
    """
    if db.session.scalar(select(Edition.id).where(Edition.year == data.year)):
        raise Refusal("competition.year_taken", "p.117", {"year": data.year})
    _refuse_faults(data.calendar)
    edition = Edition(year=data.year, created_at=at)
    _fill(edition, data)
    db.session.add(edition)
    db.session.flush()
    db.session.add(Methodology(edition_id=edition.id, settings=MethodologySettings().to_json()))
    db.session.flush()
    log("edition.created", edition.id, "edition", edition.id, {"year": data.year}, actor=actor, at=at)
    if actor.user_id and actor.holds(Role.SECRETARY, None):
        accounts.take_side(edition.id, actor.user_id, Side.SECRETARIAT, at=at)
    elif actor.user_id:
        accounts.grant_role(actor.user_id, Role.SECRETARY, edition.id, actor=SYSTEM, at=at)
    return edition


def change_edition(edition_id: str, data: EditionData, *, actor: Actor, at: datetime) -> Edition:
    """New dates and titles while the edition is being set up; its year stays."""
    edition = edition_in_setup(edition_id)
    _refuse_faults(data.calendar)
    before = _told(edition)
    _fill(edition, data)
    after = _told(edition)
    db.session.flush()
    changed = [name for name in before if before[name] != after[name]]
    facts = {
        "before": {name: before[name] for name in changed},
        "after": {name: after[name] for name in changed},
    }
    log("edition.changed", edition_id, "edition", edition_id, facts, actor=actor, at=at)
    return edition


def _refuse_faults(calendar: Calendar) -> None:
    faults = calendar_faults(calendar)
    if faults:
        raise Refusals(faults)


_CALENDAR = tuple(Calendar.__dataclass_fields__)
_PLAIN = ("title_kk", "title_ru", "title_en", "forum_place", "is_double_blind")


def _fill(edition: Edition, data: EditionData) -> None:
    edition.title_kk, edition.title_ru, edition.title_en = data.title.kk, data.title.ru, data.title.en
    for name in _CALENDAR:
        setattr(edition, name, getattr(data.calendar, name))
    edition.forum_place, edition.is_double_blind = data.forum_place, data.is_double_blind


def _told(edition: Edition) -> dict[str, str]:
    """Every field as the audit log tells it."""
    told = {name: str(getattr(edition, name)) for name in _PLAIN}
    for name in _CALENDAR:
        value = getattr(edition, name)
        told[name] = instant_text(value) if isinstance(value, datetime) else value.isoformat()
    return told
