"""Projects and the roles people hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from awards.core.errors import Refusal
from awards.registry.domain.data.checks import missing, order, too_long
from awards.registry.domain.offices import office_roles
from awards.registry.domain.vocabulary import (
    PROJECT_ROLES,
    Financing,
    ProductKind,
    ProjectScale,
    RoleCode,
    TimeLimit,
)

MAX_BUDGET = 10**15
"""Tenge: a thousand times the yearly republican budget is a slip of the keyboard."""


@dataclass(frozen=True)
class ProjectData:
    """A project of an organisation; its number is given by the registry (p.94(8)). Budget in whole tenge."""

    organisation_id: str
    title_kk: str
    title_ru: str
    title_en: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    budget_tenge: int = 0
    scale: ProjectScale = ProjectScale.MONO
    product: ProductKind = ProductKind.OTHER
    time_limit: TimeLimit = TimeLimit.NORMAL
    financing: Financing = Financing.INTERNAL
    chartered_on: date | None = None
    planned_on: date | None = None
    closed_on: date | None = None

    def problems(self) -> tuple[Refusal, ...]:
        budget = (
            ()
            if 0 <= self.budget_tenge <= MAX_BUDGET
            else (Refusal("registry.budget_out_of_range", facts={"field": "budget_tenge"}),)
        )
        return (
            *missing(title_kk=self.title_kk, title_ru=self.title_ru, starts_on=self.starts_on),
            *too_long(300, title_kk=self.title_kk, title_ru=self.title_ru, title_en=self.title_en),
            *order(self.starts_on, self.ends_on, "ends_on"),
            *self._stages(),
            *budget,
        )

    def _stages(self) -> Iterator[Refusal]:
        """Charter, plan and closing are approved in this order; one that is not recorded is passed over."""
        approved = (("planned_on", self.planned_on), ("closed_on", self.closed_on))
        last = self.chartered_on
        for field, day in approved:
            if last is not None and day is not None and day < last:
                yield Refusal("registry.stage_order", facts={"field": field})
            last = day or last
        if self.closed_on is not None and self.starts_on is not None and self.closed_on < self.starts_on:
            yield Refusal("registry.stage_order", facts={"field": "closed_on"})


@dataclass(frozen=True)
class RoleData:
    """A role of appendix 1 or of a charter (p.85), held by an act from `since` until `until`."""

    person_id: str
    role: RoleCode
    organisation_id: str
    since: date
    project_id: str | None = None
    until: date | None = None
    act_number: str = ""
    act_date: date | None = None
    office_id: str | None = None
    unit: str = ""

    def problems(self) -> tuple[Refusal, ...]:
        homeless = (
            (Refusal("registry.role_needs_project", "p.85", {"field": "role", "role": self.role}),)
            if self.role in PROJECT_ROLES and not self.project_id
            else ()
        )
        return (
            *missing(person_id=self.person_id),
            *homeless,
            *self._place(),
            *too_long(60, act_number=self.act_number),
            *too_long(200, unit=self.unit),
            *order(self.since, self.until),
        )

    def _place(self) -> Iterator[Refusal]:
        """An office has the roles of its sections of appendix 1, a project those of a project."""
        if self.office_id and self.project_id:
            yield Refusal("registry.office_or_project", facts={"field": "office_id"})
        elif self.office_id and self.role not in office_roles():
            yield Refusal("registry.not_an_office_role", facts={"field": "office_id", "role": self.role})
