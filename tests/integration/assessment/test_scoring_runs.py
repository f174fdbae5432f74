"""Scoring runs and finalists: whose sheets they take, when they are refused, what anyone can recompute."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from awards.assessment import queries, services
from awards.assessment.models import AreaNote, Finalist, FinalScore, Mark, ScoreSheet
from awards.cli import main
from awards.competition import queries as competition
from awards.competition.domain import Aggregation, MethodologySettings
from awards.core.actor import SYSTEM, Role
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import EditionState, SegmentState, SheetState
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.outbox import OutboxMessage
from awards.registry.domain import OrganisationKind
from tests.factories.accounts import make_user
from tests.factories.competition import segment_of
from tests.factories.registry import make_organisation
from tests.factories.scoring import Scored, give_marks, levels_for, make_scored, score

AT = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
DAY = date(2026, 9, 2)
LATER = AT + timedelta(days=2)
PANEL = {
    "А": [93_500, 89_950, 97_000, None],
    "Б": [89_000, 86_500, 93_050, None],
    "В": [None, 84_000, 90_500, 88_000],
    "Г": [70_000, None, 91_000, 74_250],
    "Д": [89_950, 90_000, 90_050, None],
}
pytestmark = pytest.mark.usefixtures("writing")


@pytest.fixture
def scored(app: Flask) -> Iterator[Scored]:
    """Five entries, four assessors of differing severity; sheets that are None are not there at all."""
    made = make_scored(PANEL)
    for title, row in PANEL.items():
        for number, total in enumerate(row):
            if total is None:
                made.sheet(title, number).state = SheetState.VOID
    db.session.flush()
    yield made


def suspend(sheet: ScoreSheet) -> None:
    """As a conflict on record does it: the sheet knows to which state a correction brings it back."""
    sheet.state_before, sheet.state = sheet.state.value, SheetState.SUSPENDED


def run_of(scored: Scored) -> queries.RunFacts:
    services.run_scoring(scored.segment.id, actor=SYSTEM, at=AT)
    found = queries.latest_run(scored.segment.id)
    assert found is not None
    return found


def at_finalists(scored: Scored) -> queries.RunFacts:
    run = run_of(scored)
    services.start_finalists(scored.segment.id, actor=SYSTEM, at=AT)
    return run


def confirm(scored: Scored) -> None:
    services.confirm_finalists(scored.segment.id, "12", DAY, actor=SYSTEM, at=LATER)


def codes(refused: pytest.ExceptionInfo[Refusals]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.parametrize("method", list(Aggregation))
def test_anyone_recomputes_the_run_from_the_exported_file(
    app: Flask, tmp_path: Path, method: Aggregation
) -> None:
    made = make_scored(
        {title: [total or 80_000 for total in row] for title, row in PANEL.items()},
        settings=MethodologySettings(aggregation=method),
    )
    run = run_of(made)
    file = tmp_path / "scores.csv"
    file.write_text(queries.scores_csv(run), encoding="utf-8")
    answer = CliRunner().invoke(main, ["calibrate", str(file), "--method", method.value])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)
    assert told == json.loads(json.dumps(run.report))
    entries = {entry.current_version_id: entry for entry in made.entries.values()}
    receipts = {
        row[0]: entries[row[1]].id
        for row in db.session.execute(text("SELECT receipt, id FROM entry_version"))
        if row[1] in entries
    }
    assert {receipts[row["entry"]]: row["milli"] for row in told["entries"]} == run.milli


def test_a_run_refuses_every_entry_that_lacks_sheets(app: Flask) -> None:
    made = make_scored({"А": [90_000, 90_000, None], "Б": [None, None, 90_000], "В": [90_000] * 3})
    with pytest.raises(Refusals) as refused:
        services.run_scoring(made.segment.id, actor=SYSTEM, at=AT)
    assert codes(refused) == ["assessment.sheets_missing"] * 2
    assert sorted(reason.facts["count"] for reason in refused.value.reasons) == [1, 2]
    score(made.sheet("А", 2), 90_000)
    score(made.sheet("Б", 0), 90_000)
    score(made.sheet("Б", 1), 90_000)
    assert len(run_of(made).scores) == 3


def test_a_suspended_sheet_does_not_count(scored: Scored) -> None:
    suspend(scored.sheet("А", 0))
    db.session.flush()
    with pytest.raises(Refusals) as refused:
        services.run_scoring(scored.segment.id, actor=SYSTEM, at=AT)
    assert codes(refused) == ["assessment.sheets_missing"]


def test_the_panel_is_the_whole_nomination(app: Flask) -> None:
    """Severity is told from all categories; scores of record are written for the segment alone."""
    first = make_scored({"А": [93_000, 90_000, 95_000], "Б": [88_000, 84_000, 91_000]})
    second = make_scored(
        {"В": [80_000, 76_000, 83_000]},
        edition=first.edition,
        assessors=first.assessors,
        nomination="best_manager",
    )
    run = run_of(first)
    assert len(run.sheet_ids) == 6
    assert {row.entry_id for row in run.scores} == {entry.id for entry in first.entries.values()}
    assert len(run_of(second).sheet_ids) == 3


def test_a_later_run_replaces_the_earlier(scored: Scored) -> None:
    first, second = run_of(scored), run_of(scored)
    assert second.replaces_id == first.id
    assert second.milli == first.milli
    assert second.input_digest == first.input_digest
    assert queries.latest_run(scored.segment.id) == second


def test_raw_stands_beside_and_is_the_mean_cut_off(scored: Scored) -> None:
    run = run_of(scored)
    raw = {row.entry_id: row.raw_milli for row in run.scores}
    assert raw[scored.entries["А"].id] == (93_500 + 89_950 + 97_000) // 3
    assert raw[scored.entries["Д"].id] == 90_000


def test_severity_is_taken_off_where_the_panel_shows_it(app: Flask) -> None:
    made = make_scored(
        {"А": [88_000, 91_000, None], "Б": [None, 87_000, 90_050], "В": [80_000, 83_500, 86_000]},
        settings=MethodologySettings(minimum_sheets=2),
    )
    run = run_of(made)
    assert run.report["gate"] == "open"
    by_entry = {row.entry_id: row for row in run.scores}
    severe, lenient = by_entry[made.entries["А"].id], by_entry[made.entries["Б"].id]
    assert severe.milli > severe.raw_milli
    assert lenient.milli < lenient.raw_milli


def test_a_stale_run_opens_no_finalists(scored: Scored) -> None:
    run_of(scored)
    sheet = scored.sheet("Г", 1)
    sheet.state = SheetState.DRAFT
    score(sheet, 71_000)
    with pytest.raises(Refusals) as refused:
        services.start_finalists(scored.segment.id, actor=SYSTEM, at=AT)
    assert codes(refused) == ["assessment.run_stale"]
    at_finalists(scored)
    assert scored.segment.state is SegmentState.FINALISTS


def test_finalists_are_not_started_before_a_run(scored: Scored) -> None:
    with pytest.raises(Refusals) as refused:
        services.start_finalists(scored.segment.id, actor=SYSTEM, at=AT)
    assert codes(refused) == ["assessment.not_scored"]


def test_the_decision_names_the_zone_with_its_very_scores(scored: Scored) -> None:
    run = at_finalists(scored)
    confirm(scored)
    named = queries.finalists(scored.segment.id)
    assert named is not None
    assert named.entries == tuple(
        sorted(((e, m) for e, m in run.milli.items() if m >= 90_000), key=lambda row: -row[1])
    )
    assert named.entries
    assert (named.decision.number, named.decision.decided_on, named.run_id) == ("12", DAY, run.id)
    with pytest.raises(Refusals) as refused:
        confirm(scored)
    assert codes(refused) == ["assessment.finalists_decided"]


def test_nobody_in_the_zone_is_confirmed_too(app: Flask) -> None:
    made = make_scored({"А": [89_950, 89_950, 89_950]})
    at_finalists(made)
    confirm(made)
    named = queries.finalists(made.segment.id)
    assert named is not None
    assert named.entries == ()


def test_an_empty_segment_reaches_the_decision(scored: Scored) -> None:
    empty = segment_of(scored.edition, "best_manager", "local")
    services.run_scoring(empty.id, actor=SYSTEM, at=AT)
    services.start_finalists(empty.id, actor=SYSTEM, at=AT)
    services.confirm_finalists(empty.id, "13", DAY, actor=SYSTEM, at=LATER)
    assert queries.finalists(empty.id) is not None


def test_a_sheet_suspended_after_the_run_stops_the_decision(scored: Scored) -> None:
    at_finalists(scored)
    suspend(scored.sheet("В", 1))
    db.session.flush()
    with pytest.raises(Refusals) as refused:
        confirm(scored)
    assert codes(refused) == ["assessment.run_stale"]


def test_an_additional_sheet_after_the_run_stops_the_decision_until_scored_again(scored: Scored) -> None:
    at_finalists(scored)
    sheet = scored.sheet("Г", 1)
    sheet.state = SheetState.DRAFT
    score(sheet, 72_000)
    with pytest.raises(Refusals):
        confirm(scored)
    services.run_scoring(scored.segment.id, actor=SYSTEM, at=AT)
    confirm(scored)


def test_sheets_of_another_segment_locked_later_do_not_undo_a_closed_panel(app: Flask) -> None:
    made = make_scored({"А": [93_000, 90_000, 95_000], "Б": [88_000, 84_000, 91_000]})
    at_finalists(made)
    owner = make_organisation("«Демо» әкімдік", kind=OrganisationKind.LOCAL)
    assert competition.category_for(made.edition.id, OrganisationKind.LOCAL)
    make_scored(
        {"В": [80_000, 76_000, 83_000]},
        edition=made.edition,
        assessors=made.assessors,
        organisation=owner,
    )
    confirm(made)


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2026, 9, 4)])
def test_a_decision_is_not_older_than_the_scores_nor_of_tomorrow(scored: Scored, day: date) -> None:
    at_finalists(scored)
    with pytest.raises(Refusal, match="decision_day"):
        services.confirm_finalists(scored.segment.id, "12", day, actor=SYSTEM, at=LATER)


@pytest.mark.parametrize(
    "statement",
    [
        update(Mark).values(half_level=20),
        update(AreaNote).values(strengths="better"),
        update(ScoreSheet).where(ScoreSheet.locked_at.is_not(None)).values(total_milli=99_000),
        update(ScoreSheet).where(ScoreSheet.locked_at.is_not(None)).values(state=SheetState.DRAFT),
        text("DELETE FROM mark"),
        text("DELETE FROM score_sheet WHERE locked_at IS NOT NULL"),
        update(FinalScore).values(milli=99_999),
        update(Finalist).values(milli=99_999),
        text("DELETE FROM scoring_run"),
        text("DELETE FROM finalists_decision"),
    ],
    ids=str,
)
def test_what_is_locked_or_decided_is_not_changed_by_direct_sql(scored: Scored, statement: object) -> None:
    at_finalists(scored)
    confirm(scored)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(statement)  # type: ignore[call-overload]


def test_a_lock_by_direct_sql_needs_every_mark_and_their_very_total(app: Flask) -> None:
    made = make_scored({"А": [None, None]})
    rubric = competition.rubric(made.entries["А"].nomination_id)
    whole, part = made.sheet("А", 0), made.sheet("А", 1)
    give_marks(whole, levels_for(rubric, 91_000))
    give_marks(part, dict(list(levels_for(rubric, 91_000).items())[:-1]))
    lock = text("UPDATE score_sheet SET state='locked', total_milli=:total, locked_at='x' WHERE id=:id")
    for sheet, total in ((whole, 91_050), (part, part.total_milli)):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(lock, {"total": total, "id": sheet.id})
    db.session.execute(lock, {"total": 91_000, "id": whole.id})


def test_reminders_go_once_a_day(app: Flask) -> None:
    made = make_scored({"А": [90_000, None, None]})
    assert services.remind_assessors(made.edition.id, actor=SYSTEM, at=AT) == 2
    with pytest.raises(Refusal, match="nobody_to_remind"):
        services.remind_assessors(made.edition.id, actor=SYSTEM, at=AT + timedelta(hours=3))
    assert services.remind_assessors(made.edition.id, actor=SYSTEM, at=AT + timedelta(days=1)) == 2
    letters = db.session.scalars(select(OutboxMessage)).all()
    assert [letter.params["sheets"] for letter in letters] == [1] * 4


def test_a_consensus_is_recorded_and_changes_no_sheet(scored: Scored) -> None:
    at_finalists(scored)
    entry = scored.entries["Г"]
    services.note_consensus(scored.segment.id, entry.id, " 78 балл. ", actor=SYSTEM, at=AT)
    assert [note.text for note in queries.notes_on([entry.id])[entry.id]] == ["78 балл."]
    assert scored.sheet("Г", 0).total_milli == 70_000


def test_a_returned_report_is_on_record_and_in_the_secretarys_mail_until_the_decision(scored: Scored) -> None:
    secretary = make_user(role=Role.SECRETARY, edition_id=scored.edition.id)
    at_finalists(scored)
    entry = scored.entries["Г"]
    services.return_report(scored.segment.id, entry.id, "Түсіндіріңіз", actor=SYSTEM, at=AT)
    letter = db.session.scalars(select(OutboxMessage)).one()
    assert (letter.recipient, letter.params["reason"]) == (secretary.email, "Түсіндіріңіз")
    assert db.session.scalars(select(AuditEvent.event).where(AuditEvent.event == "report.returned")).one()
    confirm(scored)
    with pytest.raises(Refusal, match="finalists_decided"):
        services.return_report(scored.segment.id, entry.id, "Тағы", actor=SYSTEM, at=AT)


def test_assessment_begins_with_assessors_for_every_admitted_entry(app: Flask) -> None:
    made = make_scored({"А": [None, None, None], "Б": [None, None]})
    guard = services.STAGE_GUARDS[EditionState.ASSESSMENT]
    assert [reason.facts for reason in guard(made.edition.id, AT)] == [{"count": 1}]


def test_the_jury_reads_findings_by_number(scored: Scored) -> None:
    found = queries.assessors_findings(scored.entries["А"].id)
    assert sorted(finding.total_milli for finding in found) == [89_950, 93_500, 97_000]
    assert [finding.number for finding in found] == sorted(finding.number for finding in found)
    assert all(finding.content.notes for finding in found)
    assert not {"name", "assessor_id", "user_id"} & set(vars(found[0]))


def test_discrepant_entries_are_listed(scored: Scored) -> None:
    at_finalists(scored)
    segment = competition.get_segment(scored.segment.id)
    assert segment is not None
    table = queries.score_table(segment)
    assert table is not None
    assert [row.entry.title for row in table.to_settle] == ["Г"]
    assert [row.milli for row in table.rows] == sorted((row.milli for row in table.rows), reverse=True)
    for row in table.rows:
        assert row.explanation is not None
        assert row.explanation.milli == row.milli
