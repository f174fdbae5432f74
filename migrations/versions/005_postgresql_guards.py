"""The triggers of 002 and 003 on PostgreSQL: the same names, conditions and messages, written as PL/pgSQL.

Each is ENABLE ALWAYS: it also holds for a session that calls itself a replica, where foreign keys are off. Its
function looks for tables in the portal's own schema alone, so that nobody's temporary table stands in for one.
TRUNCATE, which fires no trigger of rows, is refused on every guarded table.

Revision: 005, after 004
"""

from __future__ import annotations

import re
from types import ModuleType

from alembic import context, op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

_TRIGGER = re.compile(
    r"CREATE TRIGGER \w+ BEFORE (?P<event>.+?)(?: WHEN (?P<when>.+))? "
    r"BEGIN SELECT RAISE\(ABORT, '(?P<says>.+)'\); END"
)
_DIALECT = (
    (" IS NOT NULL", " IS NOT NULL"),
    (" IS NOT ", " IS DISTINCT FROM "),
    ("l.eligible = 1", "l.eligible"),
)
"""What SQLite says otherwise than PostgreSQL; the first that fits."""


def _earlier(number: str) -> ModuleType:
    return context.script.get_revision(number).module


def _spoken(condition: str) -> str:
    """The condition in PostgreSQL's dialect."""
    words = dict(_DIALECT)
    return re.sub("|".join(map(re.escape, words)), lambda found: words[found[0]], condition)


def guards() -> dict[str, tuple[str, str, str]]:
    """Name to (event and table, condition, message) of every trigger of 002 and 003."""
    second, third = _earlier("002"), _earlier("003")
    found = {}
    for name, statement in (second.SQLITE | third.triggers()).items():
        parts = _TRIGGER.fullmatch(statement)
        if parts is None:
            raise ValueError(f"not read as a trigger: {statement}")
        when = parts["when"] or "1"
        found[name] = (parts["event"], "true" if when == "1" else _spoken(when), parts["says"])
    return found


def tables() -> list[str]:
    """The guarded tables."""
    return sorted({event.rpartition(" ")[2] for event, _, _ in guards().values()})


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name, (event, when, says) in guards().items():
        row = "OLD" if event.startswith("DELETE") else "NEW"
        _refuse_when(name, when, says, row)
        _fire(name, event, "FOR EACH ROW")
    for table in tables():
        name = f"{table}_no_truncate"
        _refuse_when(name, "true", f"{table} is guarded: its rows are not removed at once", "NULL")
        _fire(name, f"TRUNCATE ON {table}", "FOR EACH STATEMENT")


def _refuse_when(name: str, when: str, says: str, row: str) -> None:
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $guard$ "
        f"BEGIN IF {when} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {row}; END $guard$"
    )


def _fire(name: str, event: str, each: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} {each} EXECUTE FUNCTION {name}()")
    op.execute(f"ALTER TABLE {event.rpartition(' ')[2]} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in (*guards(), *(f"{table}_no_truncate" for table in tables())):
            op.execute(f"DROP FUNCTION {name}() CASCADE")
