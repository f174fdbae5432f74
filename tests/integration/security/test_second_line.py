"""Hostile statements on a connection that has switched foreign keys off: the triggers alone hold."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from awards.core.workflow import STEPS, RoundState
from awards.infra.db import db
from tests.factories.results import SealedEdition
from tests.integration.postgres import REFUSED, attack_on, beside

MIGRATION = Path(__file__).parents[3] / "migrations" / "versions" / "003_second_line.py"
INSTANT = "'2026-01-01T00:00:00.000000Z'"
SHEET = (
    "score_sheet (id, assignment_id, assessor_id, entry_id, entry_version_id, state, state_before, version, "
    "opened_at)"
)
LOCKED_SHEET = SHEET.replace("opened_at", "opened_at, locked_at, total_milli")
IN_FORCE = (
    "(assessor_id, entry_id) IN (SELECT assessor_id, entry_id FROM assignment WHERE suspended_at IS NULL)"
)
SCENE = (
    "INSERT INTO assignment (id, run_id, assessor_id, entry_id, verdict, is_manual) "
    "SELECT 'pair', (SELECT id FROM assignment_run LIMIT 1), assessor_id, entry_id, 'clear', FALSE "
    "FROM clearance c WHERE verdict = 'clear' "
    "AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.assessor_id = c.assessor_id "
    "AND a.entry_id = c.entry_id) LIMIT 1",
    f"INSERT INTO {SHEET} SELECT 'sheet', id, assessor_id, entry_id, 'x', 'draft', '', 1, {INSTANT} "
    "FROM assignment WHERE id = 'pair'",
)
"""One more pair in force, with a draft sheet."""

ATTACKS = (
    (f"DELETE FROM clearance WHERE {IN_FORCE}", "rests on this clearance"),
    (f"UPDATE clearance SET entry_id = 'x' WHERE {IN_FORCE}", "rests on this clearance"),
    (
        "INSERT OR REPLACE INTO clearance SELECT assessor_id, entry_id, 'blocked', '[1]', 1, computed_at "
        f"FROM clearance WHERE {IN_FORCE} LIMIT 1",
        "rests on this clearance",
    ),
    (
        "UPDATE score_sheet SET (assessor_id, entry_id) = (SELECT assessor_id, entry_id FROM clearance "
        "WHERE verdict = 'blocked' LIMIT 1) WHERE id = 'sheet'",
        "pair of its assignment",
    ),
    (
        f"INSERT INTO {SHEET} SELECT 'x', 'x', assessor_id, entry_id, 'x', 'draft', '', 1, {INSTANT} "
        "FROM clearance WHERE verdict = 'blocked' LIMIT 1",
        "pair of its assignment",
    ),
    (
        "DELETE FROM score_sheet WHERE id = 'sheet'; "
        f"INSERT INTO {LOCKED_SHEET} SELECT 'x', id, assessor_id, entry_id, 'x', 'locked', '', "
        f"1, {INSTANT}, {INSTANT}, 99000 FROM assignment WHERE id = 'pair'",
        "locked after its marks",
    ),
    (
        "UPDATE score_sheet SET state = 'suspended' WHERE id = 'sheet'; "
        f"UPDATE score_sheet SET state = 'locked', total_milli = 100000, locked_at = {INSTANT} "
        "WHERE id = 'sheet'",
        "that of its marks",
    ),
    (
        "UPDATE score_sheet SET state = 'suspended' WHERE id = 'sheet'; "
        f"UPDATE assignment SET verdict = NULL, suspended_at = {INSTANT} WHERE id = 'pair'; "
        "UPDATE score_sheet SET state = 'draft' WHERE id = 'sheet'",
        "this pair is suspended",
    ),
    ("UPDATE mark SET sheet_id = 'sheet'", "stays on its score sheet"),
    ("UPDATE area_note SET sheet_id = 'sheet'", "stays on its score sheet"),
    ("UPDATE criterion SET nomination_id = 'x'", "frozen|stays in its rubric"),
    (
        "INSERT INTO nomination (id, edition_id, code, kind, template, proposer, position, title_kk, "
        "title_ru, title_en) SELECT 'x', edition_id, 'x', kind, template, proposer, 9, title_kk, title_ru, "
        "title_en FROM nomination LIMIT 1",
        "covers the nominations",
    ),
    ("INSERT INTO finalist SELECT id, run_id, 'x', 95000 FROM finalists_decision", "the very score"),
    (
        "INSERT INTO award SELECT id, finalists_decision_id, 'bronze', 'x', 95000, 'score' FROM verdict v "
        "WHERE NOT EXISTS (SELECT 1 FROM award a WHERE a.verdict_id = v.id AND a.medal = 'bronze')",
        "goes to a finalist",
    ),
    ("UPDATE round SET state = 'open'", "no such step"),
    ("UPDATE ballot SET round_id = 'x'", "stays in its box|not open"),
    (
        "INSERT INTO casting_decision (id, round_id, medal, tied, tied_key, choice, juror_id, decided_at) "
        f"SELECT 'x', id, 'silver', '[]', 'x', 'x', 'x', {INSTANT} FROM round",
        "where the count is tied",
    ),
    (
        "INSERT INTO publication (id, edition_id, state, approved_by, approved_at, executed_by, "
        f"visible_from, bundle_sha256) SELECT 'x', id, 'executed', 'a', {INSTANT}, 'b', forum_at, '' "
        "FROM edition",
        "approved first",
    ),
    ("UPDATE edition SET state = 'published'", "two people"),
    ("UPDATE audit_head SET seq = seq - 5", "only grows"),
    ("DELETE FROM audit_head", "only grows"),
)
REPLACED = (
    "audit_event", "audit_head", "entry_version", "version_file", "final_score", "finalists_decision",
    "finalist", "verdict", "award", "decision", "methodology", "criterion", "score_sheet", "round",
)  # fmt: skip


GUARDED = (*REPLACED, "assignment", "clearance", "mark", "area_note", "ballot", "roster_line", "publication")
STAND_IN = (
    "CREATE TEMPORARY TABLE clearance AS SELECT assessor_id, entry_id, 'clear' AS verdict "
    "FROM public.clearance",
    "INSERT INTO assignment (id, run_id, assessor_id, entry_id, verdict, is_manual) "
    "SELECT 'x', (SELECT id FROM assignment_run LIMIT 1), assessor_id, entry_id, 'clear', FALSE "
    "FROM public.clearance WHERE verdict = 'blocked' LIMIT 1",
)
"""A blocked pair, vouched for by a table of the attacker's own."""


@pytest.fixture
def hostile(sealed: SealedEdition, app: object) -> Iterator[Any]:
    """A connection that has switched off all that a connection can switch off."""
    with beside(db.engine.url, with_keys=False) as connection:
        for statement in SCENE:
            assert connection.execute(statement).rowcount == 1, statement
        yield connection


@pytest.mark.parametrize(("attack", "says"), ATTACKS)
def test_the_triggers_alone_hold_the_law(hostile: Any, database: str, attack: str, says: str) -> None:
    *before, last = attack.split("; ")
    for statement in before:
        hostile.execute(statement)
    with pytest.raises(REFUSED, match=says):
        hostile.execute(attack_on(database, last))


@pytest.mark.parametrize("table", REPLACED)
def test_no_row_takes_the_place_of_another(hostile: Any, database: str, table: str) -> None:
    attack = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"
    with pytest.raises(REFUSED, match=r"append-only|frozen"):
        hostile.execute(attack_on(database, attack))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_no_guarded_table_is_emptied_at_once(hostile: Any) -> None:
    for table in GUARDED:
        with pytest.raises(REFUSED, match="not removed at once"):
            hostile.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_temporary_table_does_not_stand_in_for_the_portals_own(hostile: Any) -> None:
    hostile.execute(STAND_IN[0])
    with pytest.raises(REFUSED, match="not clear of conflicts"):
        hostile.execute(STAND_IN[1])


def test_the_steps_of_a_vote_are_those_of_the_state_machine() -> None:
    spec = importlib.util.spec_from_file_location("second_line", MIGRATION)
    assert spec is not None
    assert spec.loader is not None
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    steps = {(old.value, new.value) for old, following in STEPS[RoundState].items() for new in following}
    assert set(migration.ROUND_STEPS) == steps
