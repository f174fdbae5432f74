"""Ties of people to organisations: consultancy contracts, employment, project activity (p.109)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from awards.core.actor import Actor
from awards.registry.domain import EngagementData
from awards.registry.models import Engagement, Organisation, Person
from awards.registry.services import records


def add_engagement(data: EngagementData, *, actor: Actor, at: datetime) -> Engagement:
    """Record a contract, employment or project activity (p.109)."""
    _check_engagement(data)
    return records.add(Engagement(**asdict(data)), actor=actor, at=at)


def correct_engagement(
    engagement_id: str, data: EngagementData, *, reason: str, actor: Actor, at: datetime
) -> Engagement:
    _check_engagement(data)
    row = records.found_row(Engagement, engagement_id, "engagement_id")
    return records.correct(row, asdict(data), reason=reason, actor=actor, at=at)


def _check_engagement(data: EngagementData) -> None:
    records.refuse(data.problems())
    records.found_row(Person, data.person_id, "person_id")
    records.found_row(Organisation, data.organisation_id, "organisation_id")


def end_engagement(
    engagement_id: str, on: date, *, actor: Actor, at: datetime, reason: str = ""
) -> Engagement:
    row = records.found_row(Engagement, engagement_id, "engagement_id")
    records.end(row, on, reason=reason, actor=actor, at=at)
    return row
