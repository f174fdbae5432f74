"""Imports of project offices and of the roles people hold (p.54, 85, appendix 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from awards.core.errors import Refusal
from awards.infra.db import db
from awards.registry.domain import ImportKind, OfficeData, RoleCode, RoleData, one_at_a_time, roles
from awards.registry.domain.tables import Values, tidy
from awards.registry.models import ProjectOffice, RoleHeld
from awards.registry.services.imports.lookups import Bodies, People, Places
from awards.registry.services.imports.plans import By, Handler, Plan, Scope, either, put

_SINGLE = tuple(role for role in RoleCode if one_at_a_time(role))


@dataclass(frozen=True)
class Span:
    """A record of one place with its days, recorded or planned by an earlier row."""

    id: str
    person_id: str
    since: date
    until: date | None

    def meets(self, since: date, until: date | None) -> bool:
        """Whether the two share a day; both bounds count."""
        return (self.until is None or self.until >= since) and (until is None or self.since <= until)


class Spans:
    """Records by place: those of the database for the chunk, and those of all earlier rows of the file."""

    def __init__(self) -> None:
        self._pending: set[str] = set()
        self._earlier: defaultdict[Hashable, list[Span]] = defaultdict(list)
        self._recorded: defaultdict[Hashable, list[Span]] = defaultdict(list)

    def read(self, recorded: Iterable[tuple[Hashable, Span]]) -> None:
        self._recorded.clear()
        for place, span in recorded:
            self._recorded[place].append(span)

    def note(self, place: Hashable, span: Span) -> None:
        self._pending.add(span.id)
        self._earlier[place].append(span)

    def meeting(self, place: Hashable, own: str, since: date, until: date | None) -> list[Span]:
        """Other records of the place with which these days meet."""
        recorded = (span for span in self._recorded[place] if span.id not in self._pending)
        return [
            span for span in (*recorded, *self._earlier[place]) if span.id != own and span.meets(since, until)
        ]


class Offices(Handler):
    """By body and first day; one office of a body at a time (p.54)."""

    kind = ImportKind.OFFICES
    record_kind = "project_office"
    key_field = "since"

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.bodies, self.spans = Bodies(), Spans()

    def look_up(self, rows: Sequence[Values]) -> None:
        self.bodies.look_up(rows, "bin", "base_bin")

    def given(self, values: Values) -> Values:
        base = self.bodies.named(values, "base_bin") if values.get("base_bin") else None
        return {**values, "_body": self.bodies.named(values, "bin"), "_base": base}

    def load(self, rows: Sequence[Values]) -> Sequence[ProjectOffice]:
        bodies = {row["_body"] for row in rows}
        known = db.session.scalars(
            select(ProjectOffice).where(ProjectOffice.organisation_id.in_(bodies))
        ).all()
        self.known = {(row.organisation_id, row.since): row for row in known}
        self.spans.read((row.organisation_id, Span(row.id, "", row.since, row.until)) for row in known)
        return known

    def found(self, values: Values) -> ProjectOffice | None:
        return self.known.get((values["_body"], values["since"]))

    def key(self, values: Values, record: Any) -> Hashable:
        return values["_body"], values["since"]

    def faults(self, values: Values, record: ProjectOffice | None) -> Iterator[Refusal]:
        data = self._data(values, record)
        yield from data.problems()
        for code in ("bin", "base_bin"):
            yield from self.bodies.must_stand(values, code, data.since)
        own = record.id if record else ""
        if self.spans.meeting(data.organisation_id, own, values["since"], data.until):
            yield Refusal("registry.office_taken", "p.54", {"field": "since"})

    def _data(self, values: Values, record: ProjectOffice | None) -> OfficeData:
        names = ("title_kk", "title_ru", "title_en", "since", "until", "act_number", "act_date")
        given = {name: values[name] for name in names if name in values}
        base = values["_base"]
        if record is not None and base is None and values.get("base_bin"):
            base = record.base_id  # the file has no such column
        return OfficeData(organisation_id=values["_body"], base_id=base, **given)

    def note(self, values: Values, record_id: str) -> None:
        self.spans.note(values["_body"], Span(record_id, "", values["since"], values.get("until")))

    def write(self, plan: Plan, by: By) -> str:
        return put(ProjectOffice, plan, asdict(self._data(plan.values, plan.record)))


class Roles(Handler):
    """By code, or by person, role, place and first day (appendix 1, p.85)."""

    kind = ImportKind.ROLES
    record_kind = "role_held"
    key_field = "role"

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.people, self.bodies, self.places = People(), Bodies(), Places()
        self.spans = Spans()

    def look_up(self, rows: Sequence[Values]) -> None:
        self.people.look_up(rows)
        self.bodies.look_up(rows, "bin")
        self.places.look_up(rows)

    def given(self, values: Values) -> Values:
        found = {**self.people.whom(values), "_body": self.bodies.named(values, "bin")}
        if values.get("project_number"):
            found["_project"] = self.places.project(values["project_number"])
        if values.get("office_since"):
            found["_office"] = self.places.office(found["_body"], values["office_since"])
        return found

    def load(self, rows: Sequence[Values]) -> Sequence[RoleHeld]:
        ids = {row["id"] for row in rows if row.get("id")}
        people = {row["person_id"] for row in rows}
        bodies = {row["_body"] for row in rows}
        single = and_(RoleHeld.role.in_(_SINGLE), RoleHeld.organisation_id.in_(bodies))
        wanted = or_(RoleHeld.id.in_(ids), RoleHeld.person_id.in_(people), single)
        known = db.session.scalars(select(RoleHeld).where(wanted)).all()
        self.known = {row.id: row for row in known}
        self.by_key: defaultdict[Hashable, list[RoleHeld]] = defaultdict(list)
        for row in known:
            place = _place(row.role, row.organisation_id, row.project_id, row.unit)
            self.by_key[row.person_id, place, row.since].append(row)
        self.spans.read(
            (_place(row.role, row.organisation_id, row.project_id, row.unit), _span(row)) for row in known
        )
        return known

    def found(self, values: Values) -> RoleHeld | None:
        found: RoleHeld | None = either(values.get("id"), self.known, self.by_key[self._natural(values)])
        return found

    def _natural(self, values: Values) -> Hashable:
        project = values["_project"][0] if values.get("project_number") else None
        place = _place(values["role"], values["_body"], project, values.get("unit", ""))
        return values["person_id"], place, values["since"]

    def key(self, values: Values, record: RoleHeld | None) -> Hashable:
        return record.id if record else self._natural(values)

    def faults(self, values: Values, record: RoleHeld | None) -> Iterator[Refusal]:
        data = self._data(values, record)
        yield from (problems := data.problems())
        yield from self.bodies.must_stand(values, "bin", data.since)
        yield from self._place_faults(values, data)
        if not problems:
            yield from self._meeting(data, record.id if record else "")

    def _place_faults(self, values: Values, data: RoleData) -> Iterator[Refusal]:
        project, office = values.get("_project"), values.get("_office")
        if project is not None and project[1] != data.organisation_id:
            yield Refusal("registry.project_of_other", facts={"field": "project_number"})
        if office is not None and not Span("", "", office.since, office.until).meets(data.since, data.since):
            yield Refusal("registry.office_not_then", facts={"field": "since"})

    def _meeting(self, data: RoleData, own: str) -> Iterator[Refusal]:
        """As for a role recorded by hand: not twice for a person, one holder where appendix 1 says so."""
        place = _place(data.role, data.organisation_id, data.project_id, data.unit)
        held = self.spans.meeting(place, own, data.since, data.until)
        if any(span.person_id == data.person_id for span in held):
            yield Refusal("registry.role_held_already", facts={"field": "role", "role": data.role})
        elif held and data.role is RoleCode.LEADER:
            yield Refusal("registry.leader_taken", "p.85", {"field": "role"})
        elif held and one_at_a_time(data.role):
            yield Refusal("registry.role_taken", "appendix 1", {"field": "role", "role": data.role})

    def _data(self, values: Values, record: RoleHeld | None) -> RoleData:
        names = ("person_id", "role", "since", "until", "act_number", "act_date", "unit")
        given = {name: values[name] for name in names if name in values}
        project, office = values.get("_project"), values.get("_office")
        given["project_id"] = project[0] if project else None
        given["office_id"] = office.id if office else None
        if record is not None:  # where the file has no such column, the recorded one stays
            if project is None and values.get("project_number"):
                given["project_id"] = record.project_id
            if office is None and values.get("office_since"):
                given["office_id"] = record.office_id
        return RoleData(organisation_id=values["_body"], **given)

    def note(self, values: Values, record_id: str) -> None:
        data = self._data(values, self.known.get(record_id))
        place = _place(data.role, data.organisation_id, data.project_id, data.unit)
        self.spans.note(place, Span(record_id, data.person_id, data.since, data.until))

    def write(self, plan: Plan, by: By) -> str:
        return put(RoleHeld, plan, asdict(self._data(plan.values, plan.record)))


def _place(role: RoleCode, organisation_id: str, project_id: str | None, unit: str) -> Hashable:
    """Where a role is counted: the project, else the body and the unit by which appendix 1 counts it."""
    return role, organisation_id, project_id, roles()[role].unit(tidy(unit))


def _span(row: RoleHeld) -> Span:
    return Span(row.id, row.person_id, row.since, row.until)
