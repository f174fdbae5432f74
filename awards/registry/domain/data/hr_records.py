"""Incentives and penalties as an HR service enters them (p.114(4))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from awards.core.errors import Refusal
from awards.registry.domain.data.checks import missing, order, too_long
from awards.registry.domain.vocabulary import HrRecordKind


@dataclass(frozen=True)
class HrRecordData:
    """An incentive or a penalty of somebody in one body; `lifted_on` is the last day of its effect."""

    person_id: str
    organisation_id: str
    kind: HrRecordKind
    what: str
    given_on: date
    lifted_on: date | None = None
    act_number: str = ""
    act_date: date | None = None

    def problems(self) -> tuple[Refusal, ...]:
        return (
            *missing(person_id=self.person_id, what=self.what),
            *too_long(300, what=self.what),
            *too_long(60, act_number=self.act_number),
            *order(self.given_on, self.lifted_on, "lifted_on"),
        )
