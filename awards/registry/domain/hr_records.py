"""Incentives and penalties as facts (p.114(4)); only the HR service of that body reads them (R18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from awards.core.permissions import Subject
from awards.registry.domain.facts import PersonFacts
from awards.registry.domain.vocabulary import HrRecordKind


@dataclass(frozen=True)
class HrRecordFacts:
    """One incentive or penalty; `lifted_on` is the last day of its effect, None while it lasts."""

    id: str
    person_id: str
    organisation_id: str
    kind: HrRecordKind
    what: str
    given_on: date
    lifted_on: date | None
    act_number: str
    act_date: date | None

    @property
    def subject(self) -> Subject:
        return Subject(organisation_id=self.organisation_id)


@dataclass(frozen=True)
class HrPerson:
    """Somebody of one body as its HR service sees them."""

    organisation_id: str
    person: PersonFacts
    incentives: int = 0
    penalties: int = 0

    @property
    def subject(self) -> Subject:
        return Subject(organisation_id=self.organisation_id)


@dataclass(frozen=True)
class HrChange:
    """One change of a record: who, when, what it said before and after, and why."""

    at: datetime
    actor_id: str
    event: str
    record_id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
