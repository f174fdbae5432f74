"""Triggers: the log is append-only, submitted versions and approved methodologies are frozen, blocked pairs stay out.

They are the second line behind foreign keys and checks, and they hold where foreign keys are switched off.

Revision: 002, after 001
"""

from __future__ import annotations

from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

FROZEN = ("audit_event", "entry_version", "version_file", "eligibility_decision", "scoring_run", "final_score",
          "finalists_decision", "finalist", "casting_decision", "verdict", "award", "decision", "document")  # fmt: skip
"""Rows of these tables are only ever added."""

SQLITE = (
    {
        f"{table}_no_{act.lower()}": (
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        for table in FROZEN
        for act in ("UPDATE", "DELETE")
    }
    | {
        "assignment_clear_insert": (
            "CREATE TRIGGER assignment_clear_insert BEFORE INSERT ON assignment "
            "WHEN NEW.suspended_at IS NULL AND NOT EXISTS (SELECT 1 FROM clearance c WHERE c.assessor_id = NEW.assessor_id "
            "AND c.entry_id = NEW.entry_id AND c.verdict = 'clear') "
            "BEGIN SELECT RAISE(ABORT, 'p.121: this pair is not clear of conflicts'); END"
        ),
        "assignment_clear_update": (
            "CREATE TRIGGER assignment_clear_update BEFORE UPDATE ON assignment "
            "WHEN NEW.suspended_at IS NULL AND NOT EXISTS (SELECT 1 FROM clearance c WHERE c.assessor_id = NEW.assessor_id "
            "AND c.entry_id = NEW.entry_id AND c.verdict = 'clear') "
            "BEGIN SELECT RAISE(ABORT, 'p.121: this pair is not clear of conflicts'); END"
        ),
        "clearance_keeps_assignments": (
            "CREATE TRIGGER clearance_keeps_assignments BEFORE UPDATE OF verdict ON clearance "
            "WHEN NEW.verdict <> 'clear' AND EXISTS (SELECT 1 FROM assignment a WHERE a.assessor_id = NEW.assessor_id "
            "AND a.entry_id = NEW.entry_id AND a.suspended_at IS NULL) "
            "BEGIN SELECT RAISE(ABORT, 'suspend the assignment before its clearance changes'); END"
        ),
        "methodology_frozen": (
            "CREATE TRIGGER methodology_frozen BEFORE UPDATE ON methodology WHEN OLD.state = 'approved' "
            "BEGIN SELECT RAISE(ABORT, 'an approved methodology is frozen'); END"
        ),
        "methodology_kept": (
            "CREATE TRIGGER methodology_kept BEFORE DELETE ON methodology WHEN OLD.state = 'approved' "
            "BEGIN SELECT RAISE(ABORT, 'an approved methodology is frozen'); END"
        ),
    }
    | {
        "entry_version_in_time": (
            "CREATE TRIGGER entry_version_in_time BEFORE INSERT ON entry_version "
            "WHEN NEW.submitted_at >= (SELECT e.closes_at FROM edition e JOIN entry n ON n.edition_id = e.id "
            "WHERE n.id = NEW.entry_id) "
            "BEGIN SELECT RAISE(ABORT, 'the call for entries has closed'); END"
        ),
    }
    | {
        f"criterion_frozen_{act.lower()}": (
            f"CREATE TRIGGER criterion_frozen_{act.lower()} BEFORE {act} ON criterion "
            "WHEN EXISTS (SELECT 1 FROM nomination n JOIN methodology m ON m.edition_id = n.edition_id "
            f"WHERE n.id = {'NEW' if act == 'INSERT' else 'OLD'}.nomination_id AND m.state = 'approved') "
            "BEGIN SELECT RAISE(ABORT, 'the rubric of an approved methodology is frozen'); END"
        )
        for act in ("INSERT", "UPDATE", "DELETE")
    }
    | {
        f"mark_locked_{act.lower()}": (
            f"CREATE TRIGGER mark_locked_{act.lower()} BEFORE {act} ON mark "
            f"WHEN EXISTS (SELECT 1 FROM score_sheet s WHERE s.id = {'OLD' if act == 'DELETE' else 'NEW'}.sheet_id "
            "AND s.state <> 'draft') BEGIN SELECT RAISE(ABORT, 'this score sheet is not a draft'); END"
        )
        for act in ("INSERT", "UPDATE", "DELETE")
    }
    | {
        f"area_note_locked_{act.lower()}": (
            f"CREATE TRIGGER area_note_locked_{act.lower()} BEFORE {act} ON area_note "
            f"WHEN EXISTS (SELECT 1 FROM score_sheet s WHERE s.id = {'OLD' if act == 'DELETE' else 'NEW'}.sheet_id "
            "AND s.state <> 'draft') BEGIN SELECT RAISE(ABORT, 'this score sheet is not a draft'); END"
        )
        for act in ("INSERT", "UPDATE", "DELETE")
    }
    | {
        "sheet_total_when_locked": (
            "CREATE TRIGGER sheet_total_when_locked BEFORE UPDATE OF state ON score_sheet "
            "WHEN OLD.state = 'draft' AND NEW.state = 'locked' AND NEW.total_milli IS NOT ("
            "SELECT SUM(c.weight * m.half_level * 50) FROM entry e JOIN criterion c ON c.nomination_id = e.nomination_id "
            "LEFT JOIN mark m ON m.criterion_id = c.id AND m.sheet_id = NEW.id WHERE e.id = NEW.entry_id "
            "GROUP BY e.id HAVING COUNT(*) = COUNT(m.half_level)) "
            "BEGIN SELECT RAISE(ABORT, 'the total of a locked sheet is that of its marks, and none is missing'); END"
        ),
        "sheet_locked_for_good": (
            "CREATE TRIGGER sheet_locked_for_good BEFORE UPDATE ON score_sheet WHEN OLD.locked_at IS NOT NULL "
            "AND (NEW.locked_at IS NOT OLD.locked_at OR NEW.total_milli IS NOT OLD.total_milli "
            "OR NEW.entry_id <> OLD.entry_id OR NEW.assessor_id <> OLD.assessor_id "
            "OR NEW.entry_version_id <> OLD.entry_version_id OR NEW.state = 'draft') "
            "BEGIN SELECT RAISE(ABORT, 'a locked score sheet is not changed'); END"
        ),
        "sheet_locked_kept": (
            "CREATE TRIGGER sheet_locked_kept BEFORE DELETE ON score_sheet WHEN OLD.locked_at IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'a locked score sheet is not removed'); END"
        ),
    }
    | {
        f"ballot_box_{act.lower()}": (
            f"CREATE TRIGGER ballot_box_{act.lower()} BEFORE {act} ON ballot "
            f"WHEN NOT EXISTS (SELECT 1 FROM round r WHERE r.id = {'OLD' if act == 'DELETE' else 'NEW'}.round_id "
            "AND r.state = 'open') BEGIN SELECT RAISE(ABORT, 'the vote is not open'); END"
        )
        for act in ("INSERT", "UPDATE", "DELETE")
    }
    | {
        f"ballot_eligible_{act.lower()}": (
            f"CREATE TRIGGER ballot_eligible_{act.lower()} BEFORE {act} ON ballot "
            "WHEN NOT EXISTS (SELECT 1 FROM roster_line l WHERE l.round_id = NEW.round_id "
            "AND l.juror_id = NEW.juror_id AND l.eligible = 1) "
            "BEGIN SELECT RAISE(ABORT, 'only an eligible juror of the roster has a ballot'); END"
        )
        for act in ("INSERT", "UPDATE")
    }
    | {
        f"roster_frozen_{act.lower()}": (
            f"CREATE TRIGGER roster_frozen_{act.lower()} BEFORE {act} ON roster_line "
            f"WHEN NOT EXISTS (SELECT 1 FROM round r WHERE r.id = {'OLD' if act == 'DELETE' else 'NEW'}.round_id "
            "AND r.state = 'draft') BEGIN SELECT RAISE(ABORT, 'the roster is frozen when the vote opens'); END"
        )
        for act in ("INSERT", "DELETE")
    }
    | {
        "roster_frozen_update": (
            "CREATE TRIGGER roster_frozen_update BEFORE UPDATE ON roster_line "
            "WHEN NEW.round_id <> OLD.round_id OR NEW.juror_id <> OLD.juror_id OR NEW.eligible > OLD.eligible "
            "OR NOT EXISTS (SELECT 1 FROM round r WHERE r.id = OLD.round_id AND r.state = 'open') "
            "BEGIN SELECT RAISE(ABORT, 'the roster is frozen when the vote opens'); END"
        )
    }
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE.values():
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in SQLITE:
            op.execute(f"DROP TRIGGER {name}")
