"""Who may open what before and after publication, exports, the log's page, and an applicant's feedback."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from awards.accounts.models import User
from awards.core import clock
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.results import queries
from awards.results.models import Document
from awards.results.queries import LogFilter
from awards.submissions.models import Entry
from tests.factories.accounts import make_user, sign_in
from tests.factories.results import FORUM, JURORS, SEALED, SealedEdition
from tests.integration.results.test_publication import publish

ROLES = ("secretary", "committee", "chair", "juror", "observer", "assessor", "applicant", "public")
STAFF = {"secretary", "committee", "chair", "juror", "observer"}
MATRIX = {
    "results": STAFF,
    "minutes": {"secretary", "chair", "observer"},
    "audit": {"secretary", "observer"},
}
"""R15, R20, R21: who may open which page of the committee's."""
ACTS = {
    "results/export/xlsx": {"secretary", "observer"},
    "results/bundle": {"secretary", "observer"},
    "results/approve": {"chair", "committee"},
    "results/publish": {"secretary"},
    "audit/export": {"observer"},
    "minutes": {"secretary", "chair", "observer"},
}

As = Callable[[str], FlaskClient]


@pytest.fixture
def as_(app: Flask, client: FlaskClient, sealed: SealedEdition) -> As:
    """The browser of somebody with this role."""

    def browser(role: str) -> FlaskClient:
        client.delete_cookie("sid", domain="localhost")
        if role == "applicant":
            owner = db.session.get_one(Entry, sealed.winners[0]).organisation_id
            sign_in(client, make_user(organisation_id=owner))
        elif role != "public":
            sign_in(client, db.session.get_one(User, getattr(sealed, f"{role}_id")))
        return client

    return browser


def token(browser: FlaskClient, page: str) -> str:
    found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', browser.get(page).text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("role", ROLES)
def test_pages_before_publication_open_to_those_of_the_matrix(as_: As, role: str) -> None:
    with clock.frozen(SEALED):
        browser = as_(role)
        for page, allowed in MATRIX.items():
            wanted = 200 if role in allowed else 302 if role == "public" else 404
            assert browser.get(f"/en/committee/2026/{page}").status_code == wanted, page


@pytest.mark.parametrize("role", ROLES)
def test_acts_are_open_to_those_of_the_matrix(as_: As, role: str) -> None:
    """Without a token the permitted get their page back (200), the others nothing."""
    with clock.frozen(SEALED):
        browser = as_(role)
        for act, allowed in ACTS.items():
            wanted = 200 if role in allowed else 302 if role == "public" else 404
            assert browser.post(f"/en/committee/2026/{act}").status_code == wanted, act


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_exports_hold_the_medals_in_order_of_announcement_and_are_logged(as_: As, locale: str) -> None:
    with clock.frozen(SEALED):
        browser, page = as_("secretary"), f"/{locale}/committee/2026/results"
        given = {"csrf_token": token(browser, page)}
        files = {
            form: browser.post(f"{page}/export/{form}", data=given).data for form in ("xlsx", "csv", "json")
        }
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    from_xlsx = [row[4] for row in sheet.iter_rows(min_row=2, values_only=True)]
    from_csv = [row[4] for row in list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))))[1:-1]]
    assert from_xlsx == from_csv
    assert from_csv[:3] == [
        "Бірыңғай жәрдемақы порталы",
        "Ауыл мектептеріне интернет",
        "Су үнемдеу датчиктері",
    ]
    content = json.loads(files["json"])
    medals = [medal for segment in content["segments"] for medal in segment["medals"] if medal["awarded"]]
    assert [medal["medal"] for medal in medals] == ["bronze", "silver", "gold", "gold"]
    assert medals[1]["milli"] == 93_500
    assert b"example.kz" not in b"".join(files.values())
    logged = db.session.scalars(select(AuditEvent.facts).where(AuditEvent.event == "results.exported")).all()
    assert [facts["form"] for facts in logged] == ["xlsx", "csv", "json"]


def test_a_bundle_is_kept_and_its_code_confirms_it_without_a_name(as_: As) -> None:
    with clock.frozen(SEALED):
        browser, page = as_("observer"), "/ru/committee/2026/results"
        browser.post(f"{page}/bundle", data={"csrf_token": token(browser, page)})
        kept = db.session.scalars(select(Document)).one()
        public = as_("public")
        checked = public.get(f"/ru/check/{kept.short_code.lower().replace('-', ' ')}")
        assert checked.status_code == 200
        assert kept.sha256[:32] in checked.text
        assert "Су үнемдеу" not in checked.text
        assert public.get("/ru/check/22222-22222").status_code == 404
        assert public.get(f"{page}/documents/{kept.id}").status_code == 302


def test_ballots_are_in_the_observers_log_alone_and_name_no_juror(as_: As) -> None:
    with clock.frozen(SEALED):
        path = "/en/committee/2026/audit?event=ballot.cast"
        assert "Ballot cast" not in as_("secretary").get(path).text
        page = as_("observer").get(path).text
        assert page.count("Ballot cast") == 1 + 4
        assert not any(name in page for name in JURORS)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("kk", ("дауыс беру", "күміс:", "шешім қабылдаған:")),
        ("ru", ("голосование", "серебро:", "кем решено:")),
    ],
)
def test_the_log_speaks_the_readers_language(as_: As, language: str, shown: tuple[str, ...]) -> None:
    with clock.frozen(SEALED):
        browser, number, pages = as_("observer"), 0, ""
        while "</table>" in (page := browser.get(f"/{language}/committee/2026/audit?page={number + 1}").text):
            number, pages = number + 1, pages + page
            if f"page={number + 1}" not in page:
                break
    table = re.sub(r"<[^>]+>", " ", pages)
    codes = "True|False|by_score|by_vote|assignmentrun|scoresheet|scoringrun|needs_casting|system"
    raw = re.search(rf"\b({codes})\b|\['|T[0-9:.]+Z", table)
    assert raw is None, raw
    assert all(word in table for word in shown)


def test_the_log_is_exported_whole_and_says_so(as_: As) -> None:
    with clock.frozen(SEALED):
        browser, page = as_("observer"), "/en/committee/2026/audit"
        count = len(db.session.scalars(select(AuditEvent.seq)).all())
        data = browser.post(f"{page}/export", data={"csrf_token": token(browser, page)}).data
        assert len(data.splitlines()) == count
        assert "Log exported" in browser.get(page).text
        assert "The chain is whole" in browser.get(f"{page}?check=1").text


def test_feedback_opens_to_the_applicant_after_publication_with_a_band_and_no_score(
    as_: As, sealed: SealedEdition
) -> None:
    path = f"/en/entries/{sealed.winners[0]}/feedback"
    with clock.frozen(SEALED):
        assert as_("applicant").get(path).status_code == 404
    publish(sealed)
    with clock.frozen(FORUM + timedelta(hours=1)):
        page = as_("applicant").get(path).text
        assert "90 to 100 points" in page
        assert "мықты жақтары" in page
        assert "93.5" not in page
        assert "Ассессор" not in page
        assert as_("secretary").get(path).status_code == 404


def statements(do: Callable[[], object]) -> int:
    """How many statements `do` sends to the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        do()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_the_log_takes_two_queries_for_one_event_and_for_thirty(app: Flask, sealed: SealedEdition) -> None:
    for chosen, rows in ((LogFilter(event="round.opened"), 1), (LogFilter(), 30)):
        db.session.rollback()
        assert len(queries.events(sealed.edition_id, chosen, ballots=True).items) == rows
        assert statements(lambda: queries.events(sealed.edition_id, chosen, ballots=True)) == 2  # noqa: B023
