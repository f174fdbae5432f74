"""Ties of people to organisations, and consulting firms' contracts (p.109)."""

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


@dataclass(frozen=True)
class FirmEngagementData:
    """A contract of a consulting firm with a client; `until` None is open-ended."""

    firm_id: str
    organisation_id: str
    since: date
    until: date | None = None
    contract_number: str = ""

    def problems(self) -> tuple[Refusal, ...]:
        own = (
            (Refusal("registry.firm_is_client", "p.109", {"field": "organisation_id"}),)
            if self.firm_id and self.firm_id == self.organisation_id
            else ()
        )
        return (
            *missing(firm_id=self.firm_id, organisation_id=self.organisation_id),
            *own,
            *too_long(60, contract_number=self.contract_number),
            *order(self.since, self.until),
        )


@dataclass(frozen=True)
class FirmConsultantData:
    """Someone whom the firm assigned to its contract; a day left empty is the contract's own."""

    engagement_id: str
    person_id: str
    since: date | None = None
    until: date | None = None

    def problems(self) -> tuple[Refusal, ...]:
        return (*missing(person_id=self.person_id), *order(self.since, self.until))
