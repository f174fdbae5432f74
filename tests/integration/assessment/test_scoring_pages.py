"""The pages of scoring through a browser-less client: who sees what, and text that is never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from awards.accounts.models import User
from awards.assessment import queries, services
from awards.assessment.models import Declaration, ScoreSheet
from awards.competition import queries as competition
from awards.core import clock
from awards.core.actor import SYSTEM, Role
from awards.core.workflow import DeclarationState, SegmentState, SheetState
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.registry.models import Certificate
from awards.submissions.models import VersionFile
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessment import make_assessor
from tests.factories.competition import put_segment
from tests.factories.scoring import Scored, levels_for, make_scored, score

AT = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
TOTALS = {"Мектеп": [91_000, 92_000, 90_000], "Жол": [70_000, 88_000, None]}


@pytest.fixture
def scored(app: Flask) -> Iterator[Scored]:
    """Two entries of three assessors; the third has not begun with the second entry."""
    with clock.frozen(AT):
        made = make_scored(TOTALS)
        db.session.commit()
        yield made


def assessor(scored: Scored, number: int) -> User:
    return db.session.get_one(User, scored.assessors[number].user_id)


def filled(scored: Scored, title: str, total: int, stamp: int, reason: str = "Себебі осы.") -> dict[str, str]:
    """What the form of a sheet sends when everything is filled in."""
    rubric = competition.rubric(scored.entries[title].nomination_id)
    levels = levels_for(rubric, total)
    data = {"stamp": str(stamp)}
    for criterion in rubric.criteria:
        data[f"level_{criterion.code}"] = str(levels[criterion.id])
        data[f"rationale_{criterion.code}"] = reason
    for area in rubric.areas:
        data[f"strengths_{area.code}"] = "Күшті жағы"
        data[f"improvements_{area.code}"] = "Жақсарту керек"
    return data


@pytest.fixture
def post(app: Flask, client: FlaskClient) -> Callable[..., object]:
    """Send a form with the token of the page's session, as the page would."""

    def send(path: str, data: dict[str, str], **more: object) -> object:
        with client:
            page = client.get("/en/account")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return client.post(path, data={**data, "csrf_token": token}, **more)

    return send


def fresh(sheet_id: str) -> ScoreSheet:
    db.session.rollback()
    return db.session.get_one(ScoreSheet, sheet_id, populate_existing=True)


def test_a_sheet_is_saved_reviewed_and_locked(client: FlaskClient, scored: Scored, post: Callable) -> None:
    sheet = scored.sheet("Жол", 2)
    address = f"/en/assessor/sheets/{sheet.id}"
    sign_in(client, assessor(scored, 2))
    assert "Not started" in client.get("/en/assessor/").text
    data = filled(scored, "Жол", 91_350, sheet.version)
    saved = post(address, {**data, "level_A1": ""})
    assert saved.status_code == 303
    row = fresh(sheet.id)
    assert row.state is SheetState.DRAFT
    review = client.get(f"{address}/review").text
    assert "choose a level" in review
    refused = post(f"{address}/review", {"stamp": str(row.version)})
    assert refused.status_code == 200
    assert "choose a level" in refused.text
    assert post(address, {**data, "stamp": str(row.version), "review": "1"}).location.endswith("/review")
    locked = post(f"{address}/review", {"stamp": str(fresh(sheet.id).version)})
    assert "assessment.locked" in locked.location
    row = fresh(sheet.id)
    assert (row.state, row.total_milli) == (SheetState.LOCKED, 91_350)
    assert "91.35" in client.get(address).text


def test_a_lock_tells_every_gap_at_once_and_keeps_the_text(
    client: FlaskClient, scored: Scored, post: Callable
) -> None:
    sheet = scored.sheet("Жол", 2)
    sign_in(client, assessor(scored, 2))
    data = filled(scored, "Жол", 95_000, sheet.version, reason="")
    data |= {"level_B2": "", "strengths_A": "", "improvements_C": ""}
    post(f"/en/assessor/sheets/{sheet.id}", data)
    answer = post(f"/en/assessor/sheets/{sheet.id}/review", {"stamp": str(fresh(sheet.id).version)})
    for said in ("B2 “", "give the reason", "Area A “", "Area C “"):
        assert said in answer.text, said
    assert "Күшті жағы" in client.get(f"/en/assessor/sheets/{sheet.id}").text


def test_an_edit_from_an_old_page_is_refused_with_its_text(
    client: FlaskClient, scored: Scored, post: Callable
) -> None:
    sheet = scored.sheet("Жол", 2)
    sign_in(client, assessor(scored, 2))
    stamp = sheet.version
    first = filled(scored, "Жол", 80_000, stamp)
    post(f"/en/assessor/sheets/{sheet.id}", first)
    second = {**filled(scored, "Жол", 60_000, stamp), "strengths_A": "Екінші терезе"}
    answer = post(f"/en/assessor/sheets/{sheet.id}", second)
    assert answer.status_code == 200
    assert "Someone changed this" in answer.text
    assert "Екінші терезе" in answer.text
    assert fresh(sheet.id).total_milli == 80_000


def test_saving_by_itself_answers_with_the_total_of_the_server(
    client: FlaskClient, scored: Scored, post: Callable
) -> None:
    sheet = scored.sheet("Жол", 2)
    sign_in(client, assessor(scored, 2))
    json = {"headers": {"Accept": "application/json"}}
    data = filled(scored, "Жол", 80_000, sheet.version)
    answer = post(f"/en/assessor/sheets/{sheet.id}", data, **json)
    assert answer.status_code == 200
    assert answer.json["total"] == 80_000
    assert answer.json["version"] == fresh(sheet.id).version
    again = post(f"/en/assessor/sheets/{sheet.id}", data, **json)
    assert again.status_code == 409
    assert again.json["problems"]


def test_a_locked_sheet_takes_no_more_marks(client: FlaskClient, scored: Scored, post: Callable) -> None:
    sheet = scored.sheet("Мектеп", 2)
    sign_in(client, assessor(scored, 2))
    answer = post(f"/en/assessor/sheets/{sheet.id}", filled(scored, "Мектеп", 50_000, sheet.version))
    assert "locked" in answer.text
    assert fresh(sheet.id).total_milli == 90_000


def test_nothing_is_read_before_a_declaration(client: FlaskClient, scored: Scored) -> None:
    sheet = scored.sheet("Жол", 2)
    db.session.query(Declaration).filter_by(assessor_id=sheet.assessor_id, entry_id=sheet.entry_id).delete()
    file = db.session.query(VersionFile).filter_by(version_id=sheet.entry_version_id).first()
    assert file is not None
    sign_in(client, assessor(scored, 2))
    answer = client.get(f"/en/assessor/sheets/{sheet.id}")
    assert answer.status_code == 303
    assert "/conflicts" in answer.location
    assert client.get(f"/en/assessor/sheets/{sheet.id}/files/{file.id}").status_code == 404
    assert client.get(f"/en/assessor/sheets/{sheet.id}/review").status_code == 404


@pytest.mark.parametrize("state", [DeclarationState.DECLARED, DeclarationState.RECUSED])
def test_a_declared_conflict_keeps_the_report_shut(
    client: FlaskClient, scored: Scored, state: DeclarationState
) -> None:
    sheet = scored.sheet("Жол", 2)
    row = (
        db.session.query(Declaration).filter_by(assessor_id=sheet.assessor_id, entry_id=sheet.entry_id).one()
    )
    row.state, row.reason = state, "Комиссия шешімі"
    sign_in(client, assessor(scored, 2))
    assert client.get(f"/en/assessor/sheets/{sheet.id}").status_code == 303


def test_a_certificate_that_ran_out_shuts_the_report_on_that_day(
    client: FlaskClient, scored: Scored, post: Callable
) -> None:
    sheet = scored.sheet("Жол", 2)
    person = scored.assessors[2].person_id
    db.session.query(Certificate).filter_by(person_id=person).update({"valid_until": AT.date()})
    sign_in(client, assessor(scored, 2))
    assert "not valid today" not in client.get(f"/en/assessor/sheets/{sheet.id}").text
    db.session.query(Certificate).filter_by(person_id=person).update(
        {"valid_until": AT.date().replace(year=2025)}
    )
    db.session.commit()
    shut = client.get(f"/en/assessor/sheets/{sheet.id}").text
    assert "not valid today" in shut
    assert "Үш ауданның" not in shut
    answer = post(f"/en/assessor/sheets/{sheet.id}", filled(scored, "Жол", 80_000, sheet.version))
    assert "not valid today" in answer.text
    assert fresh(sheet.id).total_milli is None


def test_a_suspended_sheet_is_not_there(client: FlaskClient, scored: Scored) -> None:
    sheet = scored.sheet("Жол", 2)
    sheet.state = SheetState.SUSPENDED
    sign_in(client, assessor(scored, 2))
    assert client.get(f"/en/assessor/sheets/{sheet.id}").status_code == 404
    assert "Suspended" in client.get("/en/assessor/").text


def test_others_totals_open_after_own_lock_and_the_assessment_only(
    client: FlaskClient, scored: Scored
) -> None:
    own, draft = scored.sheet("Мектеп", 0), scored.sheet("Жол", 2)
    sign_in(client, assessor(scored, 0))
    assert "92.00" not in client.get(f"/en/assessor/sheets/{own.id}").text
    put_segment(scored.segment, SegmentState.FINALISTS)
    page = client.get(f"/en/assessor/sheets/{own.id}").text
    assert "92.00" in page
    assert "90.00" in page
    assert "Ассессор 2" not in page
    sign_in(client, assessor(scored, 2))
    assert "88.00" not in client.get(f"/en/assessor/sheets/{draft.id}").text


ROLES = (Role.SECRETARY, Role.COMMITTEE, Role.OBSERVER, Role.CHAIR, Role.JUROR, Role.ASSESSOR, None)
SEES_LIST = {Role.SECRETARY, Role.COMMITTEE, Role.OBSERVER, Role.CHAIR, Role.JUROR}


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_who_reads_scores_and_when(client: FlaskClient, scored: Scored, role: Role | None) -> None:
    """R6, R7: nobody before the finalists' stage; then the committee's side and the jury, no assessor."""
    user = make_user(role=role, edition_id=scored.edition.id if role else None)
    sign_in(client, user)
    base = f"/en/committee/{scored.edition.year}"
    table = f"{base}/scores/{scored.segment.id}/table"
    expected = 200 if role in SEES_LIST else 404
    for path in (f"{base}/scores", f"{base}/scores/{scored.segment.id}", f"{base}/finalists"):
        assert client.get(path).status_code == expected, path
    early = client.get(f"{base}/scores/{scored.segment.id}").text
    assert "91.00" not in early
    assert ("QPMA" in early) == (role is Role.SECRETARY)
    finalists = f"{base}/finalists/{scored.segment.id}"
    for path in (table, finalists, f"{base}/scores/{scored.segment.id}/scores.csv"):
        assert client.get(path).status_code == 404, path
    scored.sheet("Жол", 2).state = SheetState.VOID
    db.session.commit()
    put_segment(scored.segment, SegmentState.FINALISTS)
    db.session.commit()
    for path in (table, finalists):
        assert client.get(path).status_code == expected, path


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.COMMITTEE, Role.OBSERVER, Role.CHAIR, Role.JUROR])
def test_names_of_assessors_are_for_the_committees_side(
    client: FlaskClient, scored: Scored, role: Role
) -> None:
    ready(scored)
    sign_in(client, make_user(role=role, edition_id=scored.edition.id))
    page = client.get(f"/en/committee/{scored.edition.year}/scores/{scored.segment.id}/table").text
    assert "A01" in page
    assert ("Ассессор 1" in page) == (role not in (Role.CHAIR, Role.JUROR))


def ready(scored: Scored) -> None:
    """Score the segment and open its scores."""
    with transaction():
        score(scored.sheet("Жол", 2), 60_000)
        services.run_scoring(scored.segment.id, actor=SYSTEM, at=AT)
        services.start_finalists(scored.segment.id, actor=SYSTEM, at=AT)


def test_the_secretary_goes_from_counts_to_confirmed_finalists(
    client: FlaskClient, scored: Scored, post: Callable
) -> None:
    sign_in(client, make_user(role=Role.SECRETARY, edition_id=scored.edition.id))
    base = f"/en/committee/{scored.edition.year}"
    segment = f"{base}/scores/{scored.segment.id}"
    assert "missing: 1" in client.get(segment).text
    assert "locked score sheets still missing" in post(f"{segment}/run", {}).text
    assert "assessment.reminded" in post(f"{base}/scores/remind", {}).location
    assert "reminded today already" in post(f"{base}/scores/remind", {}).text
    score(scored.sheet("Жол", 2), 60_000)
    db.session.commit()
    assert "Run the scoring first" in post(f"{segment}/finalists", {}).text
    assert "assessment.scored" in post(f"{segment}/run", {}).location
    assert "assessment.finalists_started" in post(f"{segment}/finalists", {}).location
    table = client.get(f"{segment}/table").text
    assert "91.00" in table
    assert "consensus needed" in table
    entry = scored.entries["Жол"].id
    noted = post(f"{segment}/consensus", {"entry_id": entry, "text": "Келістік: 72"})
    assert "assessment.noted" in noted.location
    assert "Келістік: 72" in client.get(f"{segment}/table").text
    assert "Write the text" in post(f"{segment}/consensus", {"entry_id": entry, "text": ""}).text
    page = f"{base}/finalists/{scored.segment.id}"
    wrong = post(f"{page}/confirm", {"number": "ҚА-7", "decided_on": "2027-01-01"})
    assert "in the future" in wrong.text
    assert "ҚА-7" in wrong.text
    done = post(f"{page}/confirm", {"number": "ҚА-7", "decided_on": "2026-09-01"})
    assert "assessment.finalists_confirmed" in done.location
    assert "ҚА-7" in client.get(page).text
    named = queries.finalists(scored.segment.id)
    assert named is not None
    assert named.entries == ((scored.entries["Мектеп"].id, 91_000),)


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.OBSERVER, Role.JUROR, Role.ASSESSOR])
def test_others_neither_score_nor_confirm(
    client: FlaskClient, scored: Scored, post: Callable, role: Role
) -> None:
    ready(scored)
    sign_in(client, make_user(role=role, edition_id=scored.edition.id))
    base = f"/en/committee/{scored.edition.year}"
    data = {"number": "1", "decided_on": "2026-09-01"}
    for path in (
        "scores/remind",
        f"scores/{scored.segment.id}/run",
        f"scores/{scored.segment.id}/finalists",
        f"scores/{scored.segment.id}/consensus",
        f"finalists/{scored.segment.id}/confirm",
        f"finalists/{scored.segment.id}/return",
    ):
        assert post(f"{base}/{path}", data).status_code == 404, path


def test_the_chair_returns_a_report_and_confirms(client: FlaskClient, scored: Scored, post: Callable) -> None:
    ready(scored)
    sign_in(client, make_user(role=Role.CHAIR, edition_id=scored.edition.id))
    page = f"/en/committee/{scored.edition.year}/finalists/{scored.segment.id}"
    returned = post(f"{page}/return", {"entry_id": scored.entries["Жол"].id, "text": "Толықтырыңыз"})
    assert "assessment.returned" in returned.location
    assert "Толықтырыңыз" in client.get(page).text
    confirmed = post(f"{page}/confirm", {"number": "8", "decided_on": "2026-09-01"})
    assert "finalists_confirmed" in confirmed.location


def test_a_segment_of_another_year_is_not_there(client: FlaskClient, scored: Scored) -> None:
    ready(scored)
    sign_in(client, make_user(role=Role.SECRETARY))
    assert client.get(f"/en/committee/2025/scores/{scored.segment.id}/table").status_code == 404


def test_an_assessor_reaches_only_their_own_sheet(client: FlaskClient, scored: Scored) -> None:
    sign_in(client, assessor(scored, 1))
    sheet = scored.sheet("Мектеп", 0)
    for path in ("", "/review", "/files/none"):
        assert client.get(f"/en/assessor/sheets/{sheet.id}{path}").status_code == 404


def statements(act: Callable[[], object]) -> int:
    """How many statements a request sends to the database."""
    sent: list[str] = []

    def note(*given: object) -> None:
        if not str(given[2]).startswith(("BEGIN", "PRAGMA")):
            sent.append(str(given[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)


@pytest.mark.parametrize("entries", [1, 30])
def test_pages_ask_the_same_number_of_questions_for_one_entry_and_for_thirty(
    client: FlaskClient, app: Flask, entries: int
) -> None:
    with clock.frozen(AT):
        made = make_scored({f"Өтінім {number}": [90_000, 91_000, 92_000] for number in range(entries)})
        db.session.commit()
        with transaction():
            services.run_scoring(made.segment.id, actor=SYSTEM, at=AT)
        base = f"/en/committee/{made.edition.year}"
        sign_in(client, make_user(role=Role.SECRETARY, edition_id=made.edition.id))
        counts = [
            statements(lambda: client.get(f"{base}/scores")),
            statements(lambda: client.get(f"{base}/scores/{made.segment.id}")),
        ]
        put_segment(made.segment, SegmentState.FINALISTS)
        counts += [
            statements(lambda: client.get(f"{base}/scores/{made.segment.id}/table")),
            statements(lambda: client.get(f"{base}/finalists/{made.segment.id}")),
        ]
        sign_in(client, assessor(made, 0))
        counts.append(statements(lambda: client.get("/en/assessor/")))
    assert counts == [12, 18, 28, 26, 14]


def test_make_assessor_without_sheets(client: FlaskClient, scored: Scored) -> None:
    other = make_assessor(scored.edition.id, "Жаңа ассессор")
    sign_in(client, db.session.get_one(User, other.user_id))
    assert "No entries are assigned to you yet" in client.get("/en/assessor/").text
