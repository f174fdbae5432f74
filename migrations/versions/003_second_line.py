"""Triggers for what a hostile statement could still do: replace, move, skip a step, act too late.

`INSERT OR REPLACE` deletes a row without its DELETE triggers unless the connection asks for them, and foreign keys
can be switched off: these triggers need neither.

Revision: 003, after 002
"""

from __future__ import annotations

from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

ADDED_ONCE = {
    "audit_event": (("seq",), ("prev",), ("hash",)),
    "audit_head": (("id",),),
    "entry_version": (("id",), ("receipt",), ("entry_id", "number")),
    "version_file": (("id",),),
    "eligibility_decision": (("id",), ("version_id",)),
    "scoring_run": (("id",), ("replaces_id",)),
    "final_score": (("run_id", "entry_id"),),
    "finalists_decision": (("id",), ("segment_id",)),
    "finalist": (("decision_id", "entry_id"),),
    "casting_decision": (("id",), ("round_id", "medal", "tied_key")),
    "verdict": (("id",), ("segment_id",), ("round_id",)),
    "award": (("verdict_id", "medal"), ("verdict_id", "entry_id")),
    "decision": (("id",),),
    "document": (("id",), ("key",), ("short_code",)),
    "methodology": (("id",), ("edition_id",)),
    "criterion": (("id",), ("nomination_id", "code")),
    "score_sheet": (("id",), ("assignment_id",), ("assessor_id", "entry_id")),
    "round": (("id",), ("segment_id",)),
    "publication": (("id",), ("edition_id",)),
}
"""Table to its keys: a row that meets one of them takes nobody's place."""

ROUND_STEPS = (
    ("draft", "open"),
    ("open", "closed"),
    ("closed", "tied"),
    ("closed", "decided"),
    ("closed", "open"),
    ("tied", "tied"),
    ("tied", "decided"),
)
"""The steps of a vote, as in `core.workflow.STEPS`; a test compares the two."""

_MATCHES = "a.assessor_id = NEW.assessor_id AND a.entry_id = NEW.entry_id"
_IN_FORCE = (
    "EXISTS (SELECT 1 FROM assignment a WHERE a.assessor_id = {row}.assessor_id "
    "AND a.entry_id = {row}.entry_id AND a.suspended_at IS NULL)"
)
_TOTAL = (
    "SELECT SUM(c.weight * m.half_level * 50) FROM entry e JOIN criterion c ON c.nomination_id = e.nomination_id "
    "LEFT JOIN mark m ON m.criterion_id = c.id AND m.sheet_id = NEW.id WHERE e.id = NEW.entry_id "
    "GROUP BY e.id HAVING COUNT(*) = COUNT(m.half_level)"
)
_STEPS = " OR ".join(f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in ROUND_STEPS)

GUARDS: dict[str, tuple[str, str, str]] = {
    "clearance_not_moved": (
        "UPDATE OF assessor_id, entry_id ON clearance",
        _IN_FORCE.format(row="OLD"),
        "p.121: an assignment in force rests on this clearance",
    ),
    "clearance_not_removed": (
        "DELETE ON clearance",
        _IN_FORCE.format(row="OLD"),
        "p.121: an assignment in force rests on this clearance",
    ),
    "clearance_not_replaced": (
        "INSERT ON clearance",
        f"NEW.verdict <> 'clear' AND {_IN_FORCE.format(row='NEW')}",
        "p.121: an assignment in force rests on this clearance",
    ),
    "sheet_of_its_assignment_insert": (
        "INSERT ON score_sheet",
        f"NOT EXISTS (SELECT 1 FROM assignment a WHERE a.id = NEW.assignment_id AND {_MATCHES})",
        "p.121: a score sheet is of the pair of its assignment",
    ),
    "sheet_of_its_assignment_update": (
        "UPDATE OF assignment_id, assessor_id, entry_id ON score_sheet",
        f"NOT EXISTS (SELECT 1 FROM assignment a WHERE a.id = NEW.assignment_id AND {_MATCHES})",
        "p.121: a score sheet is of the pair of its assignment",
    ),
    "sheet_begins_open": (
        "INSERT ON score_sheet",
        "NEW.locked_at IS NOT NULL",
        "a score sheet is locked after its marks are given",
    ),
    "sheet_total_when_first_locked": (
        "UPDATE ON score_sheet",
        f"OLD.locked_at IS NULL AND NEW.locked_at IS NOT NULL AND NEW.total_milli IS NOT ({_TOTAL})",
        "the total of a locked sheet is that of its marks, and none is missing",
    ),
    "sheet_lifted_when_clear": (
        "UPDATE OF state ON score_sheet",
        "OLD.state = 'suspended' AND NEW.state IN ('draft', 'locked') AND NOT EXISTS (SELECT 1 FROM assignment a "
        f"WHERE {_MATCHES} AND a.suspended_at IS NULL)",
        "p.121: this pair is suspended",
    ),
    "mark_not_moved": (
        "UPDATE OF sheet_id, criterion_id ON mark",
        "NEW.sheet_id <> OLD.sheet_id OR NEW.criterion_id <> OLD.criterion_id",
        "a mark stays on its score sheet",
    ),
    "area_note_not_moved": (
        "UPDATE OF sheet_id, area_code ON area_note",
        "NEW.sheet_id <> OLD.sheet_id OR NEW.area_code <> OLD.area_code",
        "a note stays on its score sheet",
    ),
    "criterion_not_moved": (
        "UPDATE OF nomination_id ON criterion",
        "NEW.nomination_id <> OLD.nomination_id",
        "a criterion stays in its rubric",
    ),
    "nomination_not_moved": (
        "UPDATE OF edition_id ON nomination",
        "NEW.edition_id <> OLD.edition_id",
        "a nomination stays in its edition",
    ),
    "nomination_with_methodology": (
        "INSERT ON nomination",
        "EXISTS (SELECT 1 FROM methodology m WHERE m.edition_id = NEW.edition_id AND m.state = 'approved')",
        "p.122: the approved methodology covers the nominations as they are",
    ),
    "finalist_scored": (
        "INSERT ON finalist",
        "NOT EXISTS (SELECT 1 FROM finalists_decision d JOIN final_score f ON f.run_id = d.run_id "
        "WHERE d.id = NEW.decision_id AND d.run_id = NEW.run_id AND f.entry_id = NEW.entry_id AND f.milli = NEW.milli)",
        "p.122: a finalist has the very score of the run",
    ),
    "award_to_finalist": (
        "INSERT ON award",
        "NOT EXISTS (SELECT 1 FROM verdict v JOIN finalist f ON f.decision_id = v.finalists_decision_id "
        "WHERE v.id = NEW.verdict_id AND v.finalists_decision_id = NEW.finalists_decision_id "
        "AND f.entry_id = NEW.entry_id AND f.milli = NEW.milli)",
        "p.122: a medal goes to a finalist",
    ),
    "round_step": (
        "UPDATE OF state ON round",
        f"NEW.state <> OLD.state AND NOT ({_STEPS})",
        "a vote has no such step",
    ),
    "ballot_not_moved": (
        "UPDATE OF round_id, juror_id ON ballot",
        "NEW.round_id <> OLD.round_id OR NEW.juror_id <> OLD.juror_id",
        "a ballot stays in its box",
    ),
    "casting_when_tied": (
        "INSERT ON casting_decision",
        "NOT EXISTS (SELECT 1 FROM round r WHERE r.id = NEW.round_id AND r.state = 'tied')",
        "p.123: the chair decides where the count is tied",
    ),
    "verdict_of_counted_vote": (
        "INSERT ON verdict",
        "EXISTS (SELECT 1 FROM round r WHERE r.segment_id = NEW.segment_id AND r.state <> 'decided')",
        "p.122: this vote is not decided",
    ),
    "publication_begins_approved": (
        "INSERT ON publication",
        "NEW.visible_from IS NOT NULL",
        "p.124: results are approved first, by another person",
    ),
    "publication_approver_stays": (
        "UPDATE OF approved_by, edition_id ON publication",
        "NEW.approved_by <> OLD.approved_by OR NEW.edition_id <> OLD.edition_id",
        "p.124: who approved the results stays so",
    ),
    "publication_not_before_forum": (
        "UPDATE OF visible_from ON publication",
        "NEW.visible_from < (SELECT e.forum_at FROM edition e WHERE e.id = NEW.edition_id)",
        "p.124: results are announced at the forum",
    ),
    "edition_published_by_two": (
        "UPDATE OF state ON edition",
        "NEW.state = 'published' AND OLD.state <> 'published' AND NOT EXISTS (SELECT 1 FROM publication p "
        "WHERE p.edition_id = NEW.id AND p.state = 'executed')",
        "p.124: two people make results public",
    ),
    "audit_head_forward": (
        "UPDATE ON audit_head",
        "NEW.seq <> OLD.seq + 1",
        "the log only grows",
    ),
    "audit_head_kept": ("DELETE ON audit_head", "1", "the log only grows"),
} | {
    f"ballot_in_time_{act.lower()}": (
        f"{act} ON ballot",
        "NEW.cast_at >= (SELECT r.closes_at FROM round r WHERE r.id = NEW.round_id)",
        "p.122: the vote has closed",
    )
    for act in ("INSERT", "UPDATE")
}


def _met(keys: tuple[tuple[str, ...], ...]) -> str:
    """The condition that a new row meets one of the keys of a stored one."""
    return " OR ".join("(" + " AND ".join(f"x.{name} = NEW.{name}" for name in key) + ")" for key in keys)


def triggers() -> dict[str, str]:
    """Name to statement of every trigger of this migration."""
    once = {
        f"{table}_added_once": (
            f"INSERT ON {table}",
            f"EXISTS (SELECT 1 FROM {table} x WHERE {_met(keys)})",
            f"{table} is append-only: this row is there already",
        )
        for table, keys in ADDED_ONCE.items()
    }
    return {
        name: f"CREATE TRIGGER {name} BEFORE {event} WHEN {when} BEGIN SELECT RAISE(ABORT, '{says}'); END"
        for name, (event, when, says) in (GUARDS | once).items()
    }


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in triggers().values():
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in triggers():
            op.execute(f"DROP TRIGGER {name}")
