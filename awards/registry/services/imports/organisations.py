"""Imports of organisations, their dated names and who is above whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import or_, select

from awards.core.errors import Refusal
from awards.infra.db import db
from awards.registry.domain import (
    ImportKind,
    NameData,
    OrganisationData,
    SubordinationData,
    SubordinationFacts,
    closes_circle,
)
from awards.registry.domain.tables import Values
from awards.registry.models import Organisation, OrganisationName, Subordination, Succession
from awards.registry.services.imports.bodies import OfBody
from awards.registry.services.imports.lookups import Bodies
from awards.registry.services.imports.plans import By, Handler, Plan, Scope, either
from awards.registry.services.organisations import name_columns

_NAME = ("name_kk", "name_ru", "name_en")


class Organisations(Handler):
    """By BIN, with a name: of a recorded day it is corrected, of another day it is a new name (D13)."""

    kind = ImportKind.ORGANISATIONS
    record_kind = "organisation"
    key_field = "bin"

    def load(self, rows: Sequence[Values]) -> Sequence[Organisation]:
        bins = [row["bin"] for row in rows]
        known = db.session.scalars(select(Organisation).where(Organisation.bin.in_(bins))).all()
        self.known = {row.bin: row for row in known}
        return known

    def found(self, values: Values) -> Organisation | None:
        return self.known.get(values["bin"])

    def key(self, values: Values, record: Any) -> Hashable:
        return str(values["bin"])

    def former(self, values: Values, record: Organisation) -> Values:
        """The organisation under the name of the row's day, or under its latest one."""
        before = self.before[record.id]
        name = self._name_of(values, record)
        if name is None:
            return before
        return {**before, **{code: getattr(name, code) for code in _NAME}, "name_since": name.since}

    def _name_of(self, values: Values, record: Organisation) -> OrganisationName | None:
        since = values.get("name_since")
        return next((name for name in record.names if name.since == since), None)

    def faults(self, values: Values, record: Organisation | None) -> Iterator[Refusal]:
        yield from _organisation(values).problems()
        since = values.get("name_since")
        if since is not None and since > self.scope.day:
            yield Refusal("registry.name_in_future", facts={"field": "name_since"})
        if record is None:
            return
        latest = record.names[-1]
        renamed = any(values[code] != getattr(latest, code) for code in _NAME)
        if renamed and not values["_says_since"]:
            yield Refusal("registry.import_name_since", facts={"field": "name_since"})

    def given(self, values: Values) -> Values:
        return {**values, "_says_since": "name_since" in values}

    def write(self, plan: Plan, by: By) -> str:
        data = _organisation(plan.values)
        columns = name_columns(data.first_name)
        since = data.since or self.scope.day
        if plan.record is None:
            row = Organisation(id=plan.record_id, registered_at=by.at, **asdict(data.entity))
            row.names = [OrganisationName(since=since, **columns)]
            db.session.add(row)
            return plan.record_id
        row = plan.record
        row.kind, row.region = data.kind, data.region
        name = self._name_of(plan.values, row)
        if name is None:
            row.names.append(OrganisationName(since=since, **columns))
        else:
            for column, value in columns.items():
                setattr(name, column, value)
        return plan.record_id


def _organisation(values: Values) -> OrganisationData:
    names = ("bin", "kind", "region", "name_kk", "name_ru")
    return OrganisationData(
        **{name: values[name] for name in names},
        name_en=values.get("name_en", ""),
        since=values.get("name_since"),
    )


class Names(OfBody):
    """Dated names by the body and the day from which they are in force."""

    kind = ImportKind.NAMES
    record_kind = "organisation_name"
    key_field = "since"

    def load(self, rows: Sequence[Values]) -> Sequence[OrganisationName]:
        bodies = {row["_body"] for row in rows}
        known = db.session.scalars(
            select(OrganisationName).where(OrganisationName.organisation_id.in_(bodies))
        ).all()
        self.known = {(row.organisation_id, row.since): row for row in known}
        return known

    def found(self, values: Values) -> OrganisationName | None:
        return self.known.get((values["_body"], values["since"]))

    def key(self, values: Values, record: Any) -> Hashable:
        return values["_body"], values["since"]

    def faults(self, values: Values, record: Any) -> Iterator[Refusal]:
        yield from _name(values).problems()
        if values["since"] > self.scope.day:
            yield Refusal("registry.name_in_future", facts={"field": "since"})
        yield from self.bodies.must_stand(values, "bin", values["since"])

    def write(self, plan: Plan, by: By) -> str:
        columns = name_columns(_name(plan.values))
        if plan.record is None:
            row = OrganisationName(
                id=plan.record_id,
                organisation_id=plan.values["_body"],
                since=plan.values["since"],
                **columns,
            )
            db.session.add(row)
            return row.id
        for column, value in columns.items():
            setattr(plan.record, column, value)
        return str(plan.record.id)


def _name(values: Values) -> NameData:
    return NameData(values["name_kk"], values["name_ru"], values.get("name_en", ""), values["since"])


class Subordinations(Handler):
    """Parent relations by code, or by child, parent and first day."""

    kind = ImportKind.SUBORDINATIONS
    record_kind = "subordination"
    key_field = "parent_bin"

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.bodies = Bodies()
        self._pending: dict[str, SubordinationFacts] = {}
        """Relations of earlier rows of the file, by the id of their record."""
        self._pending_of: defaultdict[str, list[SubordinationFacts]] = defaultdict(list)
        self._recorded_of: defaultdict[str, list[SubordinationFacts]] = defaultdict(list)
        """Both by child."""

    def look_up(self, rows: Sequence[Values]) -> None:
        self.bodies.look_up(rows, "bin", "parent_bin")

    def given(self, values: Values) -> Values:
        child, parent = (self.bodies.named(values, code) for code in ("bin", "parent_bin"))
        return {**values, "_child": child, "_parent": parent}

    def load(self, rows: Sequence[Values]) -> Sequence[Subordination]:
        ids = {row["id"] for row in rows if row.get("id")}
        children = {row["_child"] for row in rows}
        known = db.session.scalars(
            select(Subordination)
            .where(or_(Subordination.id.in_(ids), Subordination.child_id.in_(children)))
            .order_by(Subordination.id)
        ).all()
        self.known = {row.id: row for row in known}
        self.by_key: defaultdict[Hashable, list[Subordination]] = defaultdict(list)
        for row in known:
            self.by_key[row.child_id, row.parent_id, row.since].append(row)
        made = select(Succession.subordination_id).where(Succession.subordination_id.in_(self.known))
        self.by_succession = frozenset(db.session.scalars(made))
        self._read_above({row["_parent"] for row in rows})
        return known

    def _read_above(self, waiting: set[str]) -> None:
        """Every recorded relation above these bodies, level by level, earlier rows of the file counted in."""
        self._recorded_of.clear()
        seen: set[str] = set()
        while waiting := waiting - seen:
            seen |= waiting
            for row in db.session.scalars(select(Subordination).where(Subordination.child_id.in_(waiting))):
                self._recorded_of[row.child_id].append(_link(row))
            waiting = {link.parent_id for child in waiting for link in self._parents(child)}

    def _parents(self, child_id: str) -> list[SubordinationFacts]:
        recorded = [link for link in self._recorded_of[child_id] if link.id not in self._pending]
        return recorded + self._pending_of[child_id]

    def found(self, values: Values) -> Subordination | None:
        key = values["_child"], values["_parent"], values["since"]
        record: Subordination | None = either(values.get("id"), self.known, self.by_key[key])
        return record

    def key(self, values: Values, record: Any) -> Hashable:
        return record.id if record else (values["_child"], values["_parent"], values["since"])

    def faults(self, values: Values, record: Subordination | None) -> Iterator[Refusal]:
        data = _subordination(values)
        yield from (problems := data.problems())
        if record is not None and record.id in self.by_succession:
            yield Refusal("registry.by_succession", facts={"field": "id"})
        for code in ("bin", "parent_bin"):
            yield from self.bodies.must_stand(values, code, data.since)
        new = SubordinationFacts(record.id if record else "", *asdict(data).values())
        if not problems and closes_circle(new, self._reachable(data.parent_id)):
            yield Refusal("registry.circle", facts={"field": "parent_bin"})

    def _reachable(self, parent_id: str) -> list[SubordinationFacts]:
        """The relations above one body: a circle can only close among them."""
        found: dict[str, SubordinationFacts] = {}
        waiting = [parent_id]
        while waiting:
            for link in self._parents(waiting.pop()):
                if link.id not in found:
                    found[link.id] = link
                    waiting.append(link.parent_id)
        return list(found.values())

    def note(self, values: Values, record_id: str) -> None:
        link = SubordinationFacts(record_id, *asdict(_subordination(values)).values())
        self._pending[record_id] = link
        self._pending_of[link.child_id].append(link)

    def write(self, plan: Plan, by: By) -> str:
        columns = asdict(_subordination(plan.values))
        if plan.record is None:
            db.session.add(Subordination(id=plan.record_id, **columns))
        else:
            for column, value in columns.items():
                setattr(plan.record, column, value)
        return plan.record_id


def _link(row: Subordination) -> SubordinationFacts:
    return SubordinationFacts(row.id, row.child_id, row.parent_id, row.since, row.until)


def _subordination(values: Values) -> SubordinationData:
    return SubordinationData(values["_child"], values["_parent"], values["since"], values.get("until"))
