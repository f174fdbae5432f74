"""The committee's pages: envelopes stay closed, then the queue, the findings, the decision."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from awards.accounts.models import User
from awards.competition.domain import EligibilityCheck
from awards.competition.models import Edition
from awards.core.actor import Role
from awards.core.workflow import EntryState, Stage
from awards.infra import outbox
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.outbox import OutboxMessage
from awards.registry.models import Organisation
from awards.submissions import queries
from awards.submissions.domain import CHECKS, Finding, Severity
from awards.submissions.models import Entry
from awards.submissions.queries import EntryFilter
from awards.web.mail import render
from tests.factories.accounts import actor_of, make_user, sign_in
from tests.factories.competition import make_edition, nomination_of
from tests.factories.registry import make_charter, make_organisation, make_project
from tests.factories.submissions import make_entry
from tests.integration.submissions.test_applicant_pages import counted, post

People = Callable[[Role], User]
NOW_TEXT = "2026-07-31T12:00:00+00:00"


@pytest.fixture
def edition(app: Flask, at: datetime) -> Edition:
    return make_edition(Stage.ADMISSIBILITY)


@pytest.fixture
def visit(client: FlaskClient, edition: Edition) -> Callable[[Role], FlaskClient]:
    def as_(role: Role) -> FlaskClient:
        sign_in(client, make_user(role=role, edition_id=edition.id))
        return client

    return as_


def an_entry(edition: Edition, title: str = "Су үнемдеу", *, charter: bool = True, **options: Any) -> Entry:
    organisation = make_organisation("«Демо» агенттік")
    project = make_project(organisation)
    if charter:
        make_charter(project, organisation)
    return make_entry(edition, organisation, project=project, title=title, **options)


def test_before_the_close_the_secretary_sees_numbers_and_no_names(
    client: FlaskClient, app: Flask, at: datetime
) -> None:
    edition = make_edition(Stage.OPEN)
    entry = an_entry(edition)
    an_entry(edition, state=EntryState.DRAFT)
    sign_in(client, make_user(role=Role.SECRETARY, edition_id=edition.id))
    page = client.get("/en/committee/2026/entries").text
    assert "The envelopes are closed" in page and "Best Project of the Year" in page
    assert "Су үнемдеу" not in page and "агенттік" not in page and "QPMA" not in page
    assert client.get(f"/en/committee/2026/entries/{entry.id}").status_code == 404


@pytest.mark.parametrize(
    ("role", "listed", "opened"),
    [
        (Role.SECRETARY, 200, 200),
        (Role.OBSERVER, 200, 200),
        (Role.COMMITTEE, 200, 404),
        (Role.ASSESSOR, 404, 404),
        (Role.JUROR, 404, 404),
    ],
)
def test_who_opens_what_in_admissibility(
    visit: Callable[[Role], FlaskClient], edition: Edition, role: Role, listed: int, opened: int
) -> None:
    entry = an_entry(edition)
    client = visit(role)
    assert client.get("/en/committee/2026/entries").status_code == listed
    assert client.get(f"/en/committee/2026/entries/{entry.id}").status_code == opened


def test_the_applicant_never_sees_the_committees_page_of_their_own_entry(
    client: FlaskClient, edition: Edition
) -> None:
    entry = an_entry(edition)
    sign_in(client, make_user(organisation_id=entry.organisation_id))
    assert client.get(f"/en/committee/2026/entries/{entry.id}").status_code == 404
    assert client.get(f"/en/entries/{entry.id}").status_code == 200


def test_an_entry_under_the_address_of_another_year_does_not_exist(
    visit: Callable[[Role], FlaskClient], edition: Edition
) -> None:
    entry = an_entry(edition)
    make_edition(Stage.ADMISSIBILITY, 2025)
    assert visit(Role.SECRETARY).get(f"/en/committee/2025/entries/{entry.id}").status_code == 404


def test_the_queue_is_narrowed_by_state_and_nomination(
    visit: Callable[[Role], FlaskClient], edition: Edition
) -> None:
    an_entry(edition, "Жоба бір")
    an_entry(edition, "Жоба екі", state=EntryState.ELIGIBLE)
    make_entry(edition, make_organisation(), nomination_of(edition, "best_pmo"), title="Офис")
    client = visit(Role.SECRETARY)
    address = "/en/committee/2026/entries"
    eligible = client.get(f"{address}?state=eligible").text
    assert "Жоба екі" in eligible and "Жоба бір" not in eligible and "Офис" not in eligible
    office = client.get(f"{address}?nomination={nomination_of(edition, 'best_pmo').id}").text
    assert "Офис" in office and "Жоба" not in office
    assert "No entries match" in client.get(f"{address}?state=withdrawn").text


def test_findings_are_shown_with_their_point_and_a_blocked_entry_cannot_be_admitted(
    visit: Callable[[Role], FlaskClient], edition: Edition
) -> None:
    entry = an_entry(edition, charter=False)
    client = visit(Role.SECRETARY)
    address = f"/en/committee/2026/entries/{entry.id}"
    page = client.get(address).text
    assert "Not named in the registry: " in page and "94(8)" in page and "Blocks" in page
    refused = post(client, address, {"verdict": "eligible", "reason": "бәрі жақсы"})
    assert refused.status_code == 409
    assert "cannot be admitted while a finding blocks it" in refused.text and "бәрі жақсы" in refused.text
    decided = post(client, address, {"verdict": "ineligible", "reason": "Жарғы толық емес"})
    assert decided.status_code == 303
    assert "Жарғы толық емес" in client.get(address).text


@pytest.mark.parametrize(
    ("locale", "words"),
    [("kk", "бағаланады"), ("ru", "допущена к оценке"), ("en", "admitted to the assessment")],
)
def test_the_letter_about_a_decision_is_in_the_members_language(
    visit: Callable[[Role], FlaskClient], edition: Edition, locale: str, words: str
) -> None:
    entry = an_entry(edition)
    member = make_user(organisation_id=entry.organisation_id)
    member.locale = type(member.locale)(locale)
    client = visit(Role.SECRETARY)
    post(client, f"/en/committee/2026/entries/{entry.id}", {"verdict": "eligible", "reason": ""})
    message = db.session.scalars(select(OutboxMessage)).one()
    letter = render(outbox.waiting_of(message))
    subject, body = letter.subject, letter.text
    assert str(entry.current_version_id) and message.params["receipt"] in subject
    assert words in body and f"/{locale}/entries/{entry.id}" in body


def test_an_observer_asks_with_a_reason_and_then_reads(
    visit: Callable[[Role], FlaskClient], edition: Edition
) -> None:
    entry = an_entry(edition)
    client = visit(Role.OBSERVER)
    address = f"/en/committee/2026/entries/{entry.id}"
    before = client.get(address).text
    assert "не істелді" not in before and "aliya@example.kz" not in before
    data = {"reason": "Шағым № 4"}
    found = re.search(r'name="csrf_token"[^>]*value="([0-9a-f]+)"', before)
    assert found
    token = found.group(1)
    assert client.post(f"{address}/request", data={"csrf_token": token, **data}).status_code == 303
    after = client.get(address).text
    assert "не істелді" in after and "aliya@example.kz" not in after
    logged = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "entry.content_requested")).one()
    assert logged.facts["reason"] == "Шағым № 4"


@pytest.mark.parametrize("entries", [1, 30])
def test_the_queue_takes_as_many_queries_for_thirty_entries_as_for_one(
    app: Flask, edition: Edition, entries: int
) -> None:
    for _ in range(entries):
        make_entry(edition)
    actor = actor_of(make_user(role=Role.SECRETARY, edition_id=edition.id))
    edition_id = edition.id
    db.session.commit()
    db.session.expunge_all()
    with counted() as statements:
        page = queries.committee_entries(edition_id, actor, EntryFilter())
    assert len(page.items) == entries
    assert len(statements) == 4, statements


@pytest.mark.parametrize("code", list(EligibilityCheck))
def test_the_form_admits_against_no_finding_that_blocks_and_against_a_warning_with_a_reason(
    visit: Callable[[Role], FlaskClient],
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
    code: EligibilityCheck,
) -> None:
    entry_id, rule = an_entry(edition).id, CHECKS[code]
    facts = dict.fromkeys(("kind", "category", "ended", "day", "bin", "payment", "number", "starts"), "")
    facts |= dict.fromkeys(("missing", "person", "projects", "people"), "")
    readable = {"kind": "central", "payment": "due", "submitted": NOW_TEXT, "closes": NOW_TEXT}
    failed = (Finding(code.value, rule.severity, rule.point, False, {**facts, **readable}),)
    monkeypatch.setattr(queries, "findings_of", lambda _entry: failed)
    client, address = visit(Role.SECRETARY), f"/en/committee/2026/entries/{entry_id}"
    assert post(client, address, {"verdict": "eligible", "reason": ""}).status_code == 409
    answer = post(client, address, {"verdict": "eligible", "reason": "Ерекше жағдай"})
    assert answer.status_code == (409 if rule.severity is Severity.BLOCKS else 303)
    wanted = EntryState.SUBMITTED if rule.severity is Severity.BLOCKS else EntryState.ELIGIBLE
    assert db.session.get_one(Entry, entry_id).state is wanted


def test_a_page_opened_before_the_records_changed_decides_nothing(
    visit: Callable[[Role], FlaskClient], edition: Edition
) -> None:
    entry = an_entry(edition)
    organisation_id = entry.organisation_id
    client, address = visit(Role.SECRETARY), f"/en/committee/2026/entries/{entry.id}"
    opened = client.get(address).text
    hidden = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', opened) for name in ("csrf_token", "seen")
    }
    values = {name: found.group(1) for name, found in hidden.items() if found}
    db.session.get_one(Organisation, organisation_id).ended_on = date(2026, 7, 1)
    db.session.commit()
    refused = client.post(address, data={**values, "verdict": "eligible", "reason": ""})
    assert refused.status_code == 409
    assert "The records have changed since you opened this page: “The organisation exists" in refused.text
    assert "its last day was 01.07.2026" in refused.text
    decided = post(client, address, {"verdict": "ineligible", "reason": "Ұйым таратылған"})
    assert decided.status_code == 303


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("kk", "Бүгін жазбалар басқаша"),
        ("ru", "Сегодня записи ответили бы иначе"),
        ("en", "would answer otherwise"),
    ],
)
def test_after_the_decision_the_page_tells_what_the_records_would_say_today(
    visit: Callable[[Role], FlaskClient], edition: Edition, lang: str, words: str
) -> None:
    entry = an_entry(edition)
    organisation_id, address = entry.organisation_id, f"/{lang}/committee/2026/entries/{entry.id}"
    client = visit(Role.SECRETARY)
    post(client, address, {"verdict": "eligible", "reason": ""})
    assert words not in client.get(address).text
    db.session.get_one(Organisation, organisation_id).ended_on = date(2026, 7, 1)
    db.session.commit()
    page = client.get(address).text
    assert words in page and "01.07.2026" in page
