"""How every change of the registry is checked and recorded: nothing is deleted, a correction keeps both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from awards.core.actor import Actor
from awards.core.clock import ASTANA
from awards.core.errors import Refusal, Refusals
from awards.infra import audit
from awards.infra.db import Base, db

Row = TypeVar("Row", bound=Base)

_DERIVED = frozenset(
    {"id", "sort_key", "sort_key_ru", "sort_key_en", "folded", "name_key", "iin_cipher", "registered_at"}
)
"""Not shown in histories: keys computed from other columns, and the cipher of the IIN."""


def refuse(reasons: Iterable[Refusal]) -> None:
    """Raise Refusals with all of them, if there is any."""
    if found := tuple(reasons):
        raise Refusals(found)


def found_row(table: type[Row], row_id: str, field: str) -> Row:
    """The row, or a refusal that names the field which should have led to it."""
    row = db.session.get(table, row_id)
    if row is None:
        raise Refusal("registry.not_found", facts={"field": field})
    return row


def day_of(at: datetime) -> date:
    """The day in Astana on which an act happens."""
    return at.astimezone(ASTANA).date()


def snapshot(row: Any) -> dict[str, Any]:
    """The row as plain values for the log; of an IIN only whether there is one (SECURITY S14)."""
    values = {
        column.key: getattr(row, column.key) for column in row.__table__.columns if column.key not in _DERIVED
    }
    if "iin_index" in values:
        values["iin"] = "recorded" if values.pop("iin_index") else ""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def add(row: Row, *, actor: Actor, at: datetime) -> Row:
    """Store a new row and record it with the digest of what was entered."""
    db.session.add(row)
    db.session.flush()
    facts = {"kind": row.__tablename__, "digest": audit.digest(snapshot(row))}
    _record("registry.added", row, facts, actor=actor, at=at)
    return row


def correct(row: Row, values: Mapping[str, Any], *, reason: str, actor: Actor, at: datetime) -> Row:
    """Put the right values in place of the wrong ones; the log keeps both, and why.

    Refuses with `registry.reason_missing`. What does not change leaves no trace.
    """
    if not reason.strip():
        raise Refusal("registry.reason_missing", facts={"field": "reason"})
    before = snapshot(row)
    for key, value in values.items():
        setattr(row, key, value)
    after = snapshot(row)
    changed = [key for key in after if before[key] != after[key]]
    has_new_iin = "iin_index" in values
    if changed or has_new_iin:
        facts = {
            "kind": row.__tablename__,
            "before": {key: before[key] for key in changed},
            "after": {key: after[key] for key in changed},
            "reason": reason.strip(),
        }
        db.session.flush()
        _record("registry.corrected", row, facts, actor=actor, at=at)
    return row


def end(row: Any, on: date, *, reason: str, actor: Actor, at: datetime) -> None:
    """Say which day was the last on which the fact held.

    Refuses with `registry.already_ended` and `registry.date_order`.
    """
    if row.until is not None:
        raise Refusal("registry.already_ended", facts={"on": row.until.strftime("%d.%m.%Y")})
    if row.since is not None and on < row.since:
        raise Refusal("registry.date_order", facts={"field": "on"})
    row.until = on
    db.session.flush()
    facts = {"kind": row.__tablename__, "on": on.isoformat(), "reason": reason.strip()}
    _record("registry.ended", row, facts, actor=actor, at=at)


def _record(event: str, row: Any, facts: Mapping[str, Any], *, actor: Actor, at: datetime) -> None:
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=None,
        object_kind=row.__tablename__,
        object_id=row.id,
        facts=facts,
    )
