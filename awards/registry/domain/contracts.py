"""Consulting firms' contracts (p.109): the firm, its client, and the people whom it assigned.

A contract ties nobody by itself. It ties those whom the firm assigned to it, on the days of their assignment
that lie within the contract's own: working for the firm is no tie to its clients (p.121).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from awards.core.text import Text
from awards.registry.domain.facts import EngagementFacts
from awards.registry.domain.vocabulary import EngagementKind

SOURCE = "firm_consultant"
"""The table of the record that ties, as conflicts and the results bundle name it."""
_LAST = date.max


@dataclass(frozen=True)
class ConsultantFacts:
    """Someone whom the firm assigned; `since` and `until` are their own days, None where not recorded."""

    id: str
    engagement_id: str
    person_id: str
    person_name: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class ContractFacts:
    """A firm's contract with its client, and the people assigned to it in the order of their names."""

    id: str
    firm_id: str
    firm_name: Text
    organisation_id: str
    organisation_name: Text
    contract_number: str
    since: date
    until: date | None
    consultants: tuple[ConsultantFacts, ...] = ()

    def days_of(self, consultant: ConsultantFacts) -> tuple[date, date | None] | None:
        """On which days the assignment ties this person; None where it has no day within the contract."""
        return within(self.since, self.until, consultant.since, consultant.until)

    def tie_of(self, consultant: ConsultantFacts) -> EngagementFacts | None:
        """The assignment as p.121 reads it, or None where it ties nobody on any day."""
        days = self.days_of(consultant)
        if days is None:
            return None
        return EngagementFacts(
            id=consultant.id,
            source=SOURCE,
            kind=EngagementKind.CONSULTANCY,
            organisation_id=self.organisation_id,
            since=days[0],
            until=days[1],
            note=" · ".join(part for part in (self.firm_name.kk, self.contract_number) if part),
            person_id=consultant.person_id,
            firm=self.firm_name.kk,
            contract_number=self.contract_number,
            firm_id=self.firm_id,
        )


def within(
    since: date, until: date | None, own_since: date | None, own_until: date | None
) -> tuple[date, date | None] | None:
    """The days of an assignment narrowed to its contract's; None where the two share no day.

    Days of their own that are not recorded are the contract's. Both bounds count; None is open-ended.
    """
    first = max(since, own_since or since)
    last = min(until or _LAST, own_until or _LAST)
    if last < first:
        return None
    return first, None if last == _LAST else last
