"""Certificates: their files, the page of those that end, and the letters about it (p.115(1))."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import func, select

from awards.config import MailSettings
from awards.core.actor import Role
from awards.core.text import Locale
from awards.infra import files, outbox
from awards.infra.db import db
from awards.infra.files import Blob
from awards.infra.outbox import OutboxMessage
from awards.infra.transaction import transaction
from awards.registry import queries, services
from awards.registry.domain import CertificateData, CertificateState, RoleCode
from awards.registry.models import Certificate
from awards.submissions.services import forget_unused_files
from awards.web.mail import render
from tests.factories.accounts import actor_of, make_user, sign_in
from tests.factories.registry import make_certificate, make_organisation, make_person, make_role
from tests.integration.mail_server import Post
from tests.integration.registry.test_pages import as_, counted, token
from tests.unit.infra import sample_files as sample

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
def person(client: FlaskClient) -> str:
    """Somebody of the registry; a clerk is signed in."""
    with transaction():
        found = make_person("Әлия Сәрсенова").id
    as_(client, Role.CLERK)
    return found


def send_file(client: FlaskClient, address: str, data: bytes, name: str, **values: str) -> tuple[int, str]:
    known = token(client.get(address).get_data(as_text=True))
    sent = {
        "csrf_token": known,
        "scheme": "ipma",
        "number": "7",
        "issued_on": "2024-01-01",
        "status": "active",
    }
    upload = (io.BytesIO(data), name)
    answer = client.post(address, data={**sent, **values, "file": upload}, content_type="multipart/form-data")
    return answer.status_code, answer.get_data(as_text=True)


def test_a_scan_is_kept_shown_and_outlives_the_nightly_sweep(
    client: FlaskClient, person: str, at: datetime
) -> None:
    address = f"/en/registry/people/{person}/certificates/new"
    assert send_file(client, address, sample.pdf(), "Сертификат № 7.pdf")[0] == 303
    held = db.session.scalars(select(Certificate)).one()
    with transaction():
        assert forget_unused_files(at=at + timedelta(days=3)) == ()
    assert files.sweep(current_app.config["SETTINGS"].storage, at=at + timedelta(days=3)) == 0
    assert "Сертификат № 7.pdf" in client.get(f"/en/registry/people/{person}").get_data(as_text=True)
    answer = client.get(f"/en/registry/certificates/{held.id}/file")
    assert answer.data == sample.pdf()
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_corrected_scan_keeps_the_former_one_for_the_history(
    client: FlaskClient, person: str, at: datetime
) -> None:
    send_file(client, f"/en/registry/people/{person}/certificates/new", sample.pdf(), "a.pdf")
    held = db.session.scalars(select(Certificate)).one().id
    address = f"/en/registry/certificates/{held}/correct"
    assert send_file(client, address, sample.pdf(2), "b.pdf", reason="анығырақ")[0] == 303
    row = db.session.get_one(Certificate, held)
    assert row.file_name == "b.pdf"
    with transaction():
        forget_unused_files(at=at + timedelta(days=3))
    assert len(db.session.scalars(select(Blob.sha256)).all()) == 2
    known = token(client.get(address).get_data(as_text=True))
    plain = {
        "csrf_token": known,
        "scheme": "ipma",
        "number": "8",
        "issued_on": "2024-01-01",
        "status": "active",
    }
    assert client.post(address, data={**plain, "reason": "нөмірі"}).status_code == 303
    assert db.session.get_one(Certificate, held).file_name == "b.pdf", "without a new file the old one stays"


def test_a_file_that_is_something_else_is_refused_and_nothing_typed_is_lost(
    client: FlaskClient, person: str
) -> None:
    address = f"/en/registry/people/{person}/certificates/new"
    for data, name in ((b"MZ not a picture", "scan.pdf"), (sample.docx(), "scan.docx"), (b"", "scan.png")):
        status, page = send_file(client, address, data, name, number="ПМ-19")
        assert status == 200 and 'value="ПМ-19"' in page, name
        assert "scan." in page
    assert db.session.scalar(select(Certificate.id)) is None


def test_a_scan_is_for_clerks_and_for_the_person_alone(client: FlaskClient, person: str) -> None:
    send_file(client, f"/en/registry/people/{person}/certificates/new", sample.pdf(), "a.pdf")
    held = db.session.scalars(select(Certificate.id)).one()
    with transaction():
        owner, stranger = make_user(), make_user()
        db.session.get_one(type(make_person()), person).user_id = owner.id
    own = f"/en/registry/me/certificates/{held}/file"
    sign_in(client, owner)
    assert client.get(own).status_code == 200
    assert "a.pdf" in client.get("/en/registry/me").get_data(as_text=True)
    sign_in(client, stranger)
    assert client.get(own).status_code == 404
    as_(client, Role.COMMITTEE)
    assert client.get(f"/en/registry/certificates/{held}/file").status_code == 404
    assert "a.pdf" not in client.get(f"/en/registry/people/{person}").get_data(as_text=True)


def test_the_page_of_those_that_end_says_what_for(client: FlaskClient, app: Flask) -> None:
    with transaction():
        body = make_organisation("«Іле» ЖШС")
        needed, free, idle = make_person("Қажет"), make_person("Екі куәлік"), make_person("Рөлсіз")
        for one in (needed, free):
            make_role(one, body, RoleCode.OFFICE_HEAD)
        make_certificate(needed, number="N-7", valid_until=date(2026, 7, 20))
        make_certificate(free, number="N-30", valid_until=date(2026, 8, 10))
        make_certificate(free, number="N-free")
        make_certificate(idle, number="N-60", valid_until=date(2026, 9, 13))
        make_certificate(idle, number="N-gone", valid_until=date(2026, 7, 14))
        make_certificate(idle, number="N-off", valid_until=date(2026, 7, 20), status=CertificateState.REVOKED)
    as_(client, Role.CLERK)

    def listed(within: str) -> set[str]:
        page = client.get(f"/en/registry/certificates?within={within}").get_data(as_text=True)
        return {name for name in ("N-7", "N-30", "N-60", "N-gone", "N-off", "N-free") if name in page}

    assert listed("7") == {"N-7"}
    assert listed("30") == {"N-7", "N-30"}
    assert listed("60") == listed("nonsense") == {"N-7", "N-30", "N-60"}
    assert listed("over") == {"N-gone"}
    page = client.get("/en/registry/certificates?within=30").get_data(as_text=True)
    assert page.count("Core staff of the project office") == 2
    assert page.count("no other certificate in force") == 1
    assert page.count("another certificate is in force") == 1


def test_the_page_takes_as_many_queries_for_one_as_for_thirty(client: FlaskClient, app: Flask) -> None:
    def add(count: int) -> None:
        with transaction():
            body = make_organisation("«Іле» ЖШС")
            for _ in range(count):
                holder = make_person("Иесі", user_id=make_user().id)
                make_role(holder, body, RoleCode.OFFICE_HEAD)
                make_certificate(holder, valid_until=date(2026, 7, 20))

    as_(client, Role.CLERK)
    add(1)
    client.get("/en/registry/certificates")
    with counted(app) as one:
        client.get("/en/registry/certificates")
    add(29)
    with counted(app) as many:
        client.get("/en/registry/certificates")
    assert len(one) == len(many) == 8


class Office:
    """A body with a member, its head with an account, and a clerk; the head's certificate ends in time."""

    def __init__(self, at: datetime) -> None:
        body = make_organisation("«Іле» ЖШС")
        self.member = make_user("Мүше", "member@example.kz", organisation_id=body.id, locale=Locale.KK)
        self.holder = make_user("Әлия", "holder@example.kz", locale=Locale.RU)
        self.clerk = make_user("Тіркеуші", "clerk@example.kz", role=Role.CLERK, locale=Locale.EN)
        self.person = make_person("Әлия Сәрсенова", user_id=self.holder.id)
        make_role(self.person, body, RoleCode.OFFICE_HEAD)
        self.certificate = make_certificate(self.person, number="PM-1", valid_until=date(2026, 9, 13))
        make_certificate(make_person("Шексіз"), valid_until=None)
        revoked = date(2026, 7, 20)
        make_certificate(make_person("Қайтарылған"), valid_until=revoked, status=CertificateState.REVOKED)


@pytest.fixture
def office(app: Flask, at: datetime) -> Office:
    with transaction():
        return Office(at)


def reminded(at: datetime) -> int:
    with transaction():
        return services.remind(at=at)


def test_holder_members_and_clerks_are_told_once_in_their_languages_by_a_real_server(
    office: Office, at: datetime, post: tuple[Post, MailSettings]
) -> None:
    server, settings = post
    assert (reminded(at), reminded(at), reminded(at + timedelta(days=1))) == (3, 0, 0)
    assert outbox.send_waiting(settings, render, at=at) == 3
    letters = {letter["To"]: letter for letter in server.letters}
    assert set(letters) == {"holder@example.kz", "member@example.kz", "clerk@example.kz"}
    for letter in letters.values():
        said = str(letter["Subject"]) + letter.get_content()
        assert "13.09.2026" in said and "PM-1" in said
    assert "Әлия Сәрсенова" in letters["clerk@example.kz"].get_content()
    assert letters["clerk@example.kz"]["Subject"] == "Certificates that end: 1"
    subjects = {str(letter["Subject"]) for letter in letters.values()}
    assert len(subjects) == 3, "each in the language and for the part of its reader"


def test_each_step_is_told_on_its_day_and_the_day_after_says_expired(office: Office, at: datetime) -> None:
    told = [day for day in range(80) if reminded(at + timedelta(days=day))]
    assert told == [0, 30, 53, 61], "60, 30 and 7 days before 13.09.2026, and the day after"
    last = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.template == "certificate_holder")
    ).all()
    assert [row.params["is_over"] for row in sorted(last, key=lambda row: row.created_at)][-1] is True


def test_a_portal_that_was_down_tells_the_nearest_step_once(office: Office, at: datetime) -> None:
    assert [reminded(at + timedelta(days=day)) for day in (55, 56)] == [3, 0]


def test_a_corrected_end_is_told_anew(office: Office, at: datetime) -> None:
    reminded(at)
    row = office.certificate
    data = CertificateData(row.person_id, row.scheme, row.number, row.issued_on, date(2026, 9, 10), row.level)
    by = {"actor": actor_of(office.clerk), "at": at}
    with transaction():
        services.correct_certificate(row.id, data, reason="баспа қатесі", **by)
    assert reminded(at) == 3, "the holder, the member and the clerk anew, on the same day"
    assert reminded(at + timedelta(days=1)) == 0


def test_a_certificate_of_nobody_with_an_address_is_told_to_the_clerks_once(app: Flask, at: datetime) -> None:
    with transaction():
        make_user(role=Role.CLERK)
        make_certificate(make_person("Есепсіз"), valid_until=date(2026, 9, 1))
    assert [reminded(at + timedelta(days=day)) for day in range(5)] == [1, 0, 0, 0, 0]


def test_the_list_of_reminders_takes_as_many_queries_for_one_as_for_thirty(
    office: Office, app: Flask, at: datetime
) -> None:
    """Reading what is due; each letter is then a row of its own."""
    window = (date(2026, 7, 8), date(2026, 9, 13))
    with counted(app) as one:
        queries.ending_certificates(*window, on=at.date())
    with transaction():
        for _ in range(30):
            make_certificate(make_person("Иесі"), valid_until=date(2026, 9, 1))
    with counted(app) as many:
        assert len(queries.ending_certificates(*window, on=at.date())) == 31
    assert len(one) == len(many) == 4


def test_a_person_says_that_their_record_is_wrong(client: FlaskClient, office: Office) -> None:
    sign_in(client, office.holder)
    page = client.get("/en/registry/me").get_data(as_text=True)
    assert "/en/registry/me/wrong" in page
    known = token(client.get("/en/registry/me/wrong").get_data(as_text=True))
    assert b"Fill this in" in client.post("/en/registry/me/wrong", data={"csrf_token": known}).data
    values = {"csrf_token": known, "text": "Аты-жөнім қате жазылған"}
    assert client.post("/en/registry/me/wrong", data=values).status_code == 303
    letter = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.template == "correction_asked")
    ).one()
    assert (letter.recipient, letter.params["text"]) == ("clerk@example.kz", "Аты-жөнім қате жазылған")
    sent = render(outbox.waiting_of(letter))
    assert "Әлия Сәрсенова" in sent.subject and "Аты-жөнім қате жазылған" in sent.text
    for _ in range(4):
        assert client.post("/en/registry/me/wrong", data=values).status_code == 303
    assert b"Minutes to wait" in client.post("/en/registry/me/wrong", data=values).data
    letters = select(func.count()).where(OutboxMessage.template == "correction_asked")
    assert db.session.scalar(letters) == 5, "nobody floods the clerks"
    sign_in(client, office.member)
    assert client.get("/en/registry/me/wrong").status_code == 404, "who has no record has nothing to correct"
