"""Ties of people to organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from awards.core.errors import Refusal
from awards.registry.domain.data.checks import missing, order, too_long
from awards.registry.domain.vocabulary import EngagementKind


@dataclass(frozen=True)
class EngagementData:
    """A consultancy contract (p.109), employment or project activity; `until` None is open-ended."""

    person_id: str
    organisation_id: str
    kind: EngagementKind
    since: date
    until: date | None = None
    firm: str = ""
    contract_number: str = ""

    def problems(self) -> tuple[Refusal, ...]:
        return (
            *missing(person_id=self.person_id, organisation_id=self.organisation_id),
            *too_long(200, firm=self.firm),
            *too_long(60, contract_number=self.contract_number),
            *order(self.since, self.until),
        )
