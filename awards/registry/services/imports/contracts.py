"""Imports of consulting firms' contracts and of the people assigned to them (p.109)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from awards.core.errors import Refusal
from awards.core.identifiers import new_id
from awards.infra.db import db
from awards.registry.domain import FirmConsultantData, FirmEngagementData, ImportKind, within
from awards.registry.domain.tables import Values, tidy
from awards.registry.models import FirmConsultant, FirmEngagement
from awards.registry.queries.tables import Assignment
from awards.registry.services.imports.lookups import Bodies, People
from awards.registry.services.imports.plans import By, Handler, Plan, Scope


@dataclass(frozen=True)
class Made:
    """The contract of an earlier row of the file."""

    id: str
    line: int
    until: date | None


class FirmEngagements(Handler):
    """A firm's contract by firm, client, number and first day; a row has one assigned person or none (p.109).

    The first row of a contract makes it; rows that give it another last day contradict it. A row that makes
    or changes the contract is a row of the contract in its history, else of the person's assignment.
    """

    kind = ImportKind.FIRM_ENGAGEMENTS
    record_kind = "firm_consultant"
    key_field = "contract_number"

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.people, self.bodies = People(), Bodies()
        self._made: dict[Hashable, Made] = {}
        self._written: set[str] = set()
        self._assigned_now: list[FirmConsultant] = []

    def look_up(self, rows: Sequence[Values]) -> None:
        self.people.look_up(rows)
        self.bodies.look_up(rows, "firm_bin", "client_bin")

    def given(self, values: Values) -> Values:
        named = any(values.get(code) for code in ("person_id", "iin", "full_name"))
        whom = self.people.whom(values) if named else {**values, "person_id": "", "full_name": ""}
        firm, client = (self.bodies.named(values, code) for code in ("firm_bin", "client_bin"))
        return {**whom, "_firm": firm, "_client": client}

    def load(self, rows: Sequence[Values]) -> Sequence[Assignment]:
        firms = {row["_firm"] for row in rows}
        clients = {row["_client"] for row in rows}
        people = {row["person_id"] for row in rows} - {""}
        contracts = db.session.scalars(
            select(FirmEngagement).where(
                FirmEngagement.firm_id.in_(firms), FirmEngagement.organisation_id.in_(clients)
            )
        ).all()
        self.contracts = {_contract_key(row): row for row in contracts}
        by_id = {row.id: row for row in contracts}
        assigned = db.session.scalars(
            select(FirmConsultant).where(FirmConsultant.person_id.in_(people))
        ).all()
        self.assigned = {
            (row.engagement_id, row.person_id): Assignment(by_id[row.engagement_id], row)
            for row in assigned
            if row.engagement_id in by_id
        }
        self.alone = {row.id: Assignment(row) for row in contracts}
        return [*self.assigned.values(), *self.alone.values()]

    def found(self, values: Values) -> Assignment | None:
        key = self._contract(values)
        contract, made = self.contracts.get(key), self._made.get(key)
        if made is not None and made.until != values.get("until", made.until):
            raise Refusal("registry.import_contract_differs", "p.109", {"field": "until", "line": made.line})
        if contract is None:
            if made is not None and not values["person_id"]:
                facts = {"field": self.key_field, "line": made.line}
                raise Refusal("registry.import_twice", facts=facts)
            return None
        if not values["person_id"]:
            return self.alone[contract.id]
        return self.assigned.get((contract.id, values["person_id"]))

    def id_of(self, record: Assignment) -> str:
        return record.consultant.id if record.consultant else record.contract.id

    def about(self, values: Values, record: Any, new_id: str) -> tuple[str, str]:
        contract = self.contracts.get(self._contract(values))
        if contract is None:
            is_first = self._contract(values) not in self._made
            return ("firm_engagement" if is_first else self.record_kind), new_id
        is_changed = contract.until != values.get("until", contract.until)
        if is_changed or not values["person_id"]:
            return "firm_engagement", contract.id
        return self.record_kind, self.id_of(record) if record is not None else new_id

    def _contract(self, values: Values) -> Hashable:
        return values["_firm"], values["_client"], values.get("contract_number", ""), values["since"]

    def key(self, values: Values, record: Any) -> Hashable:
        return self._contract(values), values["person_id"]

    def faults(self, values: Values, record: Assignment | None) -> Iterator[Refusal]:
        yield from self._contract_data(values).problems()
        for code in ("firm_bin", "client_bin"):
            yield from self.bodies.must_stand(values, code, values["since"])
        if not values["person_id"]:
            return
        since, until = values.get("person_since"), values.get("person_until")
        yield from FirmConsultantData("", values["person_id"], since, until).problems()
        if within(values["since"], values.get("until"), since, until) is None:
            yield Refusal("registry.outside_contract", "p.109", {"field": "person_since"})

    def _contract_data(self, values: Values) -> FirmEngagementData:
        number = values.get("contract_number", "")
        return FirmEngagementData(
            values["_firm"], values["_client"], values["since"], values.get("until"), number
        )

    def note(self, values: Values, record_id: str) -> None:
        key = self._contract(values)
        contract = self.contracts.get(key)
        own = contract.id if contract else record_id
        self._made.setdefault(key, Made(own, values["_line"], values.get("until")))

    def write(self, plan: Plan, by: By) -> str:
        data = self._contract_data(plan.values)
        contract = self.contracts.get(self._contract(plan.values))
        contract_id = contract.id if contract else self._made[self._contract(plan.values)].id
        if contract is not None:
            contract.until = data.until
        elif contract_id not in self._written:
            self._written.add(contract_id)
            db.session.add(FirmEngagement(id=contract_id, **asdict(data)))
        if plan.values["person_id"]:
            self._assign(plan, contract_id)
        return plan.record_id

    def _assign(self, plan: Plan, contract_id: str) -> None:
        values = plan.values
        days = {"since": values.get("person_since"), "until": values.get("person_until")}
        if plan.record is not None:
            plan.record.consultant.since, plan.record.consultant.until = days["since"], days["until"]
            return
        own = new_id() if plan.record_kind == "firm_engagement" else plan.record_id
        consultant = FirmConsultant(id=own, engagement_id=contract_id, person_id=values["person_id"], **days)
        self._assigned_now.append(consultant)

    def settle(self) -> None:
        """Contracts go to the database before the people assigned to them."""
        db.session.flush()
        db.session.add_all(self._assigned_now)
        self._assigned_now.clear()
        db.session.flush()


def _contract_key(row: FirmEngagement) -> Hashable:
    return row.firm_id, row.organisation_id, tidy(row.contract_number), row.since
