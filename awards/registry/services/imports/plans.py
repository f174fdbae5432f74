"""What a row of a file comes to: the procedure that is the same for every kind, and what a kind adds to it.

A kind reads what it needs for a whole chunk of rows at once (`prepare`), so that a chunk costs a handful of
queries whatever its length. The same plan is made for the dry run and again when the run is applied.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from awards.core.actor import Actor
from awards.core.errors import Refusal, Refusals
from awards.infra.db import db
from awards.registry.domain import ImportKind, RowOutcome
from awards.registry.domain.tables import TABLES, Parsed, Values, same
from awards.registry.queries.tables import described

Changes = dict[str, list[str]]
"""By column: the former and the new value, without a language ("" for none)."""


@dataclass(frozen=True)
class Scope:
    """What all rows of a run share: the day it was started, and the body for a run of its HR service."""

    day: date
    organisation_id: str | None = None


@dataclass(frozen=True)
class By:
    """Who applies a run, when and why."""

    actor: Actor
    at: datetime
    reason: str


@dataclass(frozen=True)
class Plan:
    """What one row comes to; `values` and `record` are there for the writing."""

    line: int
    outcome: RowOutcome
    problems: tuple[Refusal, ...] = ()
    changes: Changes = field(default_factory=dict)
    record_kind: str = ""
    record_id: str = ""
    values: Values = field(default_factory=dict)
    record: Any = None

    @property
    def is_change(self) -> bool:
        return self.outcome in (RowOutcome.ADD, RowOutcome.CHANGE)


class Handler(ABC):
    """One kind of table over one pass through a file; it remembers the keys of the rows it has seen."""

    kind: ClassVar[ImportKind]
    record_kind: ClassVar[str]
    key_field: ClassVar[str] = ""
    """The column at which a repeated key is shown."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.table = TABLES[self.kind]
        self.lines: dict[Hashable, int] = {}
        self.before: dict[str, Values] = {}
        self._given: dict[int, Values | tuple[Refusal, ...]] = {}

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """Read everything that this chunk of rows needs."""
        sound = [row for row in rows if not row.problems]
        self.look_up([row.values for row in sound])
        self._given = {row.line: self._resolved({**row.values, "_line": row.line}) for row in sound}
        known = self.load([given for given in self._given.values() if isinstance(given, dict)])
        self.before = {
            self.id_of(record): values
            for record, values in zip(known, described(self.kind, known), strict=True)
        }

    def plan(self, row: Parsed, record_id: str) -> Plan:
        """What this row comes to; a new record would get `record_id`."""
        if row.problems:
            return self._wrong(row.line, row.problems)
        values = self._given[row.line]
        if not isinstance(values, dict):
            return self._wrong(row.line, values)
        try:
            record = self.found(values)
        except Refusal as refused:
            return self._wrong(row.line, (refused,))
        earlier = self.lines.setdefault(self.key(values, record), row.line)
        if earlier != row.line:
            twice = Refusal("registry.import_twice", facts={"field": self.key_field, "line": earlier})
            return self._wrong(row.line, (twice,))
        return self._compared(row.line, values, record, record_id)

    def _compared(self, line: int, values: Values, record: Any, record_id: str) -> Plan:
        before = self.former(values, record) if record is not None else {}
        changes = self.changes(before, values)
        whole = {**before, **values}
        kind, own_id = self.about(whole, record, record_id)
        if record is not None and not changes:
            self.note(whole, own_id)
            return Plan(line, RowOutcome.SAME, record_kind=kind, record_id=own_id)
        if problems := tuple(self.faults(whole, record)):
            return self._wrong(line, problems)
        self.note(whole, own_id)
        outcome = RowOutcome.ADD if record is None else RowOutcome.CHANGE
        return Plan(line, outcome, (), changes, kind, own_id, whole, record)

    def _resolved(self, values: Values) -> Values | tuple[Refusal, ...]:
        try:
            return self.given(values)
        except Refusal as refused:
            return (refused,)
        except Refusals as refused:
            return refused.reasons

    def _wrong(self, line: int, problems: Iterable[Refusal]) -> Plan:
        named = tuple(
            Refusal(each.code, each.point, {**each.facts, "field": self._column(each.facts)})
            for each in problems
        )
        return Plan(line, RowOutcome.WRONG, named)

    def _column(self, facts: Mapping[str, Any]) -> str:
        name = str(facts.get("field", ""))
        return name if name in self.table.by_code else self.table.column_of(name)

    def changes(self, before: Values, values: Values) -> Changes:
        """Columns of the file in which the record differs."""
        found: Changes = {}
        for code, value in values.items():
            column = self.table.by_code.get(code)
            if column is None or (code in before and same(column, before[code], value)):
                continue
            former, new = column.type.plain(before.get(code)), column.type.plain(value)
            if former != new:
                found[code] = [former, new]
        return found

    def look_up(self, rows: Sequence[Values]) -> None:
        """Read the organisations, people and projects that the rows name; most kinds name some."""
        return

    def given(self, values: Values) -> Values:
        """The values with what they name found; names beginning with "_" are no columns. May refuse."""
        return values

    @abstractmethod
    def load(self, rows: Sequence[Values]) -> Sequence[Any]:
        """Read the records that the rows may be about, and what else `faults` asks."""

    @abstractmethod
    def found(self, values: Values) -> Any:
        """The record that the row is about, None for a new one. May refuse."""

    @abstractmethod
    def key(self, values: Values, record: Any) -> Hashable:
        """What no two rows of one file may share."""

    @abstractmethod
    def faults(self, values: Values, record: Any) -> Iterator[Refusal]:
        """What is wrong with the whole row beside what is recorded and the rows before it."""

    @abstractmethod
    def write(self, plan: Plan, by: By) -> str:
        """Put the row into the session; the id of the record. `settle` follows after a chunk."""

    def settle(self) -> None:
        """Send what the chunk's rows wrote to the database."""
        db.session.flush()

    def former(self, values: Values, record: Any) -> Values:
        return self.before[self.id_of(record)]

    def note(self, values: Values, record_id: str) -> None:
        """Remember a row for those that follow it in the file, where the kind has rules across rows."""
        return

    def id_of(self, record: Any) -> str:
        return str(record.id)

    def about(self, values: Values, record: Any, new_id: str) -> tuple[str, str]:
        """Kind and id of the record in whose history the row belongs."""
        return self.record_kind, self.id_of(record) if record is not None else new_id


def either(row_id: str | None, by_id: Mapping[str, Any], candidates: Sequence[Any]) -> Any:
    """The record by its code if the row gives one, else the only one with the row's natural key.

    Refuses with `registry.import_no_record` and `registry.import_several`.
    """
    if row_id:
        if row_id not in by_id:
            raise Refusal("registry.import_no_record", facts={"field": "id"})
        return by_id[row_id]
    if len(candidates) > 1:
        raise Refusal("registry.import_several", facts={"field": "id", "count": len(candidates)})
    return candidates[0] if candidates else None


def put(table: Any, plan: Plan, columns: dict[str, Any]) -> str:
    """Add the row's record to the session, or set the columns of the one it is about."""
    if plan.record is None:
        db.session.add(table(id=plan.record_id, **columns))
    else:
        for column, value in columns.items():
            setattr(plan.record, column, value)
    return plan.record_id
