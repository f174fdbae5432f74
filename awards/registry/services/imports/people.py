"""Imports of people, their certificates, engagements, and incentives and penalties."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import or_, select

from awards.core.errors import Refusal
from awards.core.text import fold
from awards.infra.db import db
from awards.registry import iin
from awards.registry.domain import (
    CertificateData,
    EngagementData,
    HrRecordData,
    ImportKind,
    PersonData,
    schemes,
)
from awards.registry.domain.tables import Values, tidy
from awards.registry.models import Certificate, Engagement, HrRecord, Person
from awards.registry.services.hr_records import add_hr_record, correct_hr_record
from awards.registry.services.imports import lookups
from awards.registry.services.imports.plans import By, Changes, Handler, Plan, Scope, either, put
from awards.registry.services.people import person_columns

RECORDED = "recorded"
"""What a report says of an IIN: that there is one (SECURITY S14)."""


class People(Handler):
    """By the code of the record, else the IIN, else a name that exactly one person bears."""

    kind = ImportKind.PEOPLE
    record_kind = "person"
    key_field = "full_name"

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.people = lookups.People()

    def look_up(self, rows: Sequence[Values]) -> None:
        self.people.look_up(rows, "id")

    def load(self, rows: Sequence[Values]) -> Sequence[Person]:
        one_of = (self._one(row) for row in rows)
        ids = {one.id for one in one_of if isinstance(one, lookups.Someone)}
        known = db.session.scalars(select(Person).where(Person.id.in_(ids))).all()
        self.known = {row.id: row for row in known}
        return known

    def _one(self, values: Values) -> lookups.Someone | Refusal | None:
        """Whom the row is about; None for somebody new."""
        if row_id := values.get("id"):
            one = self.people.by_id(row_id)
            if one is None:
                return Refusal("registry.import_no_record", facts={"field": "id"})
            if one.merged_into_id is not None:
                return Refusal("registry.import_merged", facts={"field": "id"})
            return one
        if number := values.get("iin"):
            one = self.people.by_iin(number)
            if one is not None:
                return one
        bearers = self.people.by_name(values["full_name"])
        if values.get("iin"):
            bearers = [one for one in bearers if one.iin_index is None]
        if len(bearers) > 1:
            facts = {"field": "full_name", "count": len(bearers)}
            return Refusal("registry.import_namesakes", facts=facts)
        return bearers[0] if bearers else None

    def found(self, values: Values) -> Person | None:
        one = self._one(values)
        if isinstance(one, Refusal):
            raise one
        return self.known[one.id] if one else None

    def key(self, values: Values, record: Person | None) -> Hashable:
        if record is not None:
            return record.id
        return ("iin", values["iin"]) if values.get("iin") else ("name", fold(values["full_name"]))

    def changes(self, before: Values, values: Values) -> Changes:
        """Beside the columns, whether there is another IIN; which one is not said."""
        found = super().changes(before, {code: value for code, value in values.items() if code != "iin"})
        recorded = self.known[before["id"]].iin_index if before else None
        if values.get("iin") and iin.index(values["iin"]) != recorded:
            found["iin"] = [RECORDED if recorded else "", RECORDED]
        return found

    def faults(self, values: Values, record: Person | None) -> Iterator[Refusal]:
        yield from self._data(values, record).problems()
        holder = self.people.by_iin(values["iin"]) if values.get("iin") else None
        if holder is not None and (record is None or holder.id != record.id):
            yield Refusal("registry.iin_known", facts={"field": "iin"})

    def _data(self, values: Values, record: Person | None) -> PersonData:
        """An empty cell leaves the IIN as it is; the account is not the import's business."""
        new = PersonData(values["full_name"])
        return PersonData(
            values["full_name"],
            values.get("iin") or (None if record else ""),
            values.get("region", ""),
            values.get("languages", new.languages),
            values.get("is_trainer", new.is_trainer),
            record.user_id if record else None,
        )

    def write(self, plan: Plan, by: By) -> str:
        columns = person_columns(self._data(plan.values, plan.record), plan.record_id)
        if plan.record is None:
            db.session.add(Person(id=plan.record_id, registered_at=by.at, **columns))
        else:
            for column, value in columns.items():
                setattr(plan.record, column, value)
        return plan.record_id


class _OfPeople(Handler):
    """What rows about people's papers and ties share."""

    key_field = "full_name"

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.people = lookups.People(scope.organisation_id)
        self.bodies = lookups.Bodies()
        self.by_key: defaultdict[Hashable, list[Any]] = defaultdict(list)
        self.known: dict[str, Any] = {}

    def look_up(self, rows: Sequence[Values]) -> None:
        self.people.look_up(rows)
        self.bodies.look_up(rows, "bin")

    def given(self, values: Values) -> Values:
        whom = self.people.whom(values)
        return {**whom, "_body": self.bodies.named(values, "bin")} if "bin" in values else whom

    def remember(self, known: Sequence[Any]) -> Sequence[Any]:
        self.known = {row.id: row for row in known}
        self.by_key.clear()
        for row in known:
            self.by_key[self.key_of(row)].append(row)
        return known

    @abstractmethod
    def key_of(self, row: Any) -> Hashable:
        """The natural key of a record."""

    @abstractmethod
    def natural(self, values: Values) -> Hashable:
        """The natural key of a row."""

    def found(self, values: Values) -> Any:
        return either(values.get("id"), self.known, self.by_key[self.natural(values)])

    def key(self, values: Values, record: Any) -> Hashable:
        return record.id if record is not None else self.natural(values)


class Certificates(_OfPeople):
    """By scheme and number, which a scheme gives once."""

    kind = ImportKind.CERTIFICATES
    record_kind = "certificate"
    key_field = "certificate_number"

    def look_up(self, rows: Sequence[Values]) -> None:
        self.people.look_up(rows)

    def load(self, rows: Sequence[Values]) -> Sequence[Certificate]:
        numbers = {row["certificate_number"] for row in rows}
        people = {row["person_id"] for row in rows}
        wanted = or_(Certificate.number.in_(numbers), Certificate.person_id.in_(people))
        return self.remember(db.session.scalars(select(Certificate).where(wanted)).all())

    def key_of(self, row: Certificate) -> Hashable:
        return row.scheme, tidy(row.number)

    def natural(self, values: Values) -> Hashable:
        return values["scheme"], values["certificate_number"]

    def faults(self, values: Values, record: Certificate | None) -> Iterator[Refusal]:
        yield from self._data(values).problems()
        if values["scheme"] not in schemes() and (record is None or record.scheme != values["scheme"]):
            facts = {"field": "scheme", "text": values["scheme"], "allowed": ", ".join(schemes())}
            yield Refusal("registry.import_choice", facts=facts)

    def _data(self, values: Values) -> CertificateData:
        names = ("scheme", "issued_on", "valid_until", "level", "issuer", "status", "link")
        given = {name: values[name] for name in names if name in values}
        return CertificateData(person_id=values["person_id"], number=values["certificate_number"], **given)

    def write(self, plan: Plan, by: By) -> str:
        return put(Certificate, plan, asdict(self._data(plan.values)))


class Engagements(_OfPeople):
    """By code, or by person, organisation, kind, first day and contract."""

    kind = ImportKind.ENGAGEMENTS
    record_kind = "engagement"

    def load(self, rows: Sequence[Values]) -> Sequence[Engagement]:
        ids = {row["id"] for row in rows if row.get("id")}
        people = {row["person_id"] for row in rows}
        wanted = or_(Engagement.id.in_(ids), Engagement.person_id.in_(people))
        return self.remember(db.session.scalars(select(Engagement).where(wanted)).all())

    def key_of(self, row: Engagement) -> Hashable:
        return row.person_id, row.organisation_id, row.kind, row.since, tidy(row.contract_number)

    def natural(self, values: Values) -> Hashable:
        number = values.get("contract_number", "")
        return values["person_id"], values["_body"], values["kind"], values["since"], number

    def faults(self, values: Values, record: Engagement | None) -> Iterator[Refusal]:
        yield from self._data(values).problems()
        yield from self.bodies.must_stand(values, "bin", values["since"])

    def _data(self, values: Values) -> EngagementData:
        names = ("person_id", "kind", "since", "until", "firm", "contract_number")
        given = {name: values[name] for name in names if name in values}
        return EngagementData(organisation_id=values["_body"], **given)

    def write(self, plan: Plan, by: By) -> str:
        return put(Engagement, plan, asdict(self._data(plan.values)))


class HrRecords(_OfPeople):
    """By code, or by person, kind, day, act and content; only of the body whose HR service brings the file.

    They are stored by the HR service's own use cases, which seal what they say in the log.
    """

    kind = ImportKind.HR_RECORDS
    record_kind = "hr_record"

    def given(self, values: Values) -> Values:
        found = super().given(values)
        if found["_body"] != self.scope.organisation_id:
            raise Refusal("registry.import_other_body", "p.114", {"field": "bin"})
        return found

    def load(self, rows: Sequence[Values]) -> Sequence[HrRecord]:
        people = {row["person_id"] for row in rows}
        wanted = (
            HrRecord.organisation_id == self.scope.organisation_id,
            HrRecord.person_id.in_(people),
        )
        return self.remember(db.session.scalars(select(HrRecord).where(*wanted)).all())

    def key_of(self, row: HrRecord) -> Hashable:
        return row.person_id, row.kind, row.given_on, tidy(row.act_number), tidy(row.what)

    def natural(self, values: Values) -> Hashable:
        act = values.get("act_number", "")
        return values["person_id"], values["kind"], values["given_on"], act, values["what"]

    def found(self, values: Values) -> Any:
        record = super().found(values)
        if record is not None and record.person_id != values["person_id"]:
            raise Refusal("registry.import_other_name", facts={"field": "full_name", "name": ""})
        return record

    def faults(self, values: Values, record: HrRecord | None) -> Iterator[Refusal]:
        yield from self._data(values).problems()

    def _data(self, values: Values) -> HrRecordData:
        names = ("person_id", "kind", "what", "given_on", "lifted_on", "act_number", "act_date")
        given = {name: values[name] for name in names if name in values}
        return HrRecordData(organisation_id=values["_body"], **given)

    def write(self, plan: Plan, by: By) -> str:
        data = self._data(plan.values)
        if plan.record is None:
            return add_hr_record(data, actor=by.actor, at=by.at).id
        return correct_hr_record(plan.record.id, data, reason=by.reason, actor=by.actor, at=by.at).id
