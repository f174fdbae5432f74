from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from awards.accounts import queries, services
from awards.accounts.domain import InvitationState
from awards.accounts.models import OneTimeToken
from awards.core import clock
from awards.core.actor import SYSTEM, Role, Side
from awards.core.errors import Refusal
from awards.core.text import Locale
from awards.infra import outbox
from awards.infra.db import db
from awards.infra.outbox import OutboxMessage
from awards.web import mail
from tests.factories.accounts import PASSWORD, actor_of, make_grant, make_user, sign_in
from tests.factories.competition import make_edition
from tests.factories.registry import make_organisation

pytestmark = pytest.mark.usefixtures("at")
LINK = re.compile(r"http://localhost(/\S+)")


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    body: str

    @property
    def link(self) -> str:
        found = LINK.search(self.body)
        assert found, self.body
        return found.group(1)


def letters(app: Flask) -> list[Letter]:
    """Send what waits and read it, the oldest first."""
    folder = Path(app.config["SETTINGS"].mail.folder)
    for path in folder.glob("*.eml"):
        path.unlink()
    db.session.commit()
    outbox.send_waiting(app.config["SETTINGS"].mail, mail.render, at=clock.now())
    found = []
    for path in sorted(folder.glob("*.eml")):
        read = message_from_bytes(path.read_bytes(), policy=policy.default)
        found.append(Letter(read["To"], read["Subject"], read.get_content()))
    return found


def post(client: FlaskClient, path: str, page: str = "", **fields: str) -> TestResponse:
    """Send a form with the token that `page` (or the form's own page) shows."""
    shown = client.get(page or path).text
    token = shown.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    return client.post(path, data={"csrf_token": token, **fields})


def test_a_colleague_joins_with_a_new_account(client: FlaskClient, app: Flask) -> None:
    organisation = make_organisation("«Демо» министрлігі")
    member = make_user("Динара", organisation_id=organisation.id)
    sign_in(client, member)
    place = f"/en/organisations/{organisation.id}/people/"
    sent = post(client, place, email="Zhana@Example.kz", locale="kk")
    assert sent.location.endswith("?done=accounts.invited")
    [letter] = letters(app)
    assert letter.to == "zhana@example.kz"
    assert "«Демо» министрлігі" in letter.subject
    assert letter.link.startswith("/kk/invitation/")
    browser = app.test_client()
    joined = post(browser, letter.link, name="Жаңа Әріп", password=PASSWORD, locale="kk")
    assert joined.status_code == 303
    page = browser.get(place)
    assert "Жаңа Әріп" in page.text
    new = queries.user_by_email("zhana@example.kz")
    assert new is not None
    assert {facts.id for facts in queries.member_emails(organisation.id)} == {member.id, new.id}
    assert "This link no longer works" in app.test_client().get(letter.link.replace("/kk/", "/en/")).text


def test_an_existing_user_signs_in_and_accepts_but_nobody_else_can(client: FlaskClient, app: Flask) -> None:
    edition, secretary = make_edition(), make_user(role=Role.SECRETARY)
    invited, stranger = make_user(email="bolat@example.kz"), make_user(email="other@example.kz")
    sign_in(client, secretary)
    page = f"/en/committee/{edition.year}/people/"
    post(client, f"{page}invite", email="bolat@example.kz", role="juror", locale="ru")
    [letter] = letters(app)
    link = letter.link.replace("/ru/", "/en/")
    assert f"/en/sign-in?next={link}" in unquote(app.test_client().get(link).text)
    thief = app.test_client()
    sign_in(thief, stranger)
    assert "Sign in and accept" in thief.get(link).text
    with pytest.raises(Refusal, match="other_address"), db.session.begin_nested():
        services.accept_as(
            link.rpartition("/")[2], actor=actor_of(stranger), agent="", replaces=None, at=clock.now()
        )
    owner = app.test_client()
    sign_in(owner, invited)
    assert post(owner, link).status_code == 303
    assert actor_of(invited).holds(Role.JUROR, edition.id)
    assert queries.side_of(edition.id, invited.id) is Side.JUDGING
    assert queries.invitations_to_edition(edition.id, clock.now()) == ()


def test_an_applicant_cannot_accept_a_seat_among_the_judges(
    client: FlaskClient, app: Flask, at: datetime
) -> None:
    edition, secretary = make_edition(), make_user(role=Role.SECRETARY)
    applicant = make_user(email="applicant@example.kz")
    services.take_side(edition.id, applicant.id, Side.APPLICANT, at=at)
    services.invite_to_role(
        edition.id, Role.ASSESSOR, applicant.email, Locale.EN, year=2026, actor=actor_of(secretary), at=at
    )
    [letter] = letters(app)
    sign_in(client, applicant)
    answer = post(client, letter.link)
    assert "stands on one side only" in answer.text
    assert not actor_of(applicant).holds_anywhere(Role.ASSESSOR)
    assert queries.invitations_to_edition(edition.id, at)[0].state is InvitationState.SENT


def test_an_invitation_ends_with_the_role_of_whoever_sent_it(
    client: FlaskClient, app: Flask, at: datetime
) -> None:
    edition, former = make_edition(), make_user()
    grant = make_grant(former, Role.SECRETARY, edition.id)
    invited = make_user(email="invited@example.kz")
    services.invite_to_role(
        edition.id, Role.ASSESSOR, invited.email, Locale.EN, year=2026, actor=actor_of(former), at=at
    )
    [letter] = letters(app)
    services.revoke_role(grant.id, "left the secretariat", actor=SYSTEM, at=at)
    sign_in(client, invited)
    assert "is out of date" in post(client, letter.link).text
    assert not actor_of(invited).holds_anywhere(Role.ASSESSOR)


def test_the_chair_and_the_observer_need_a_second_person(
    client: FlaskClient, app: Flask, at: datetime
) -> None:
    edition, secretary, member = make_edition(), make_user(role=Role.SECRETARY), make_user()
    make_grant(member, Role.COMMITTEE, edition.id)
    page = f"/en/committee/{edition.year}/people/"
    sign_in(client, secretary)
    post(client, f"{page}invite", email="chair@example.kz", role="chair", locale="en")
    assert letters(app) == []
    [waiting] = queries.invitations_to_edition(edition.id, at)
    approve = f"{page}invitations/{waiting.id}/approve"
    assert post(client, approve, page).status_code == 404, "the secretary who proposed does not approve"
    assert "/approve" not in client.get(page).text
    sign_in(client, member)
    assert post(client, approve, page).status_code == 303
    [letter] = letters(app)
    assert letter.to == "chair@example.kz"
    assert "Chair of the jury" in letter.body
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text("UPDATE invitation SET approved_by = created_by"))


def test_a_secretary_who_sits_on_the_committee_too_cannot_approve_alone(app: Flask, at: datetime) -> None:
    edition, both = make_edition(), make_user(role=Role.SECRETARY)
    make_grant(both, Role.COMMITTEE, edition.id)
    actor = actor_of(both)
    made = services.invite_to_role(
        edition.id, Role.OBSERVER, "o@example.kz", Locale.EN, year=2026, actor=actor, at=at
    )
    with pytest.raises(Refusal, match="four_eyes"):
        services.approve_invitation(made.id, year=2026, actor=actor, at=at)


def test_the_queue_holds_no_secret_and_the_table_only_its_hash(app: Flask, at: datetime) -> None:
    organisation = make_organisation()
    member = make_user(organisation_id=organisation.id)
    services.invite_colleague(
        organisation.id, "n@example.kz", Locale.EN, organisation="«Демо»", actor=actor_of(member), at=at
    )
    assert db.session.scalars(select(OneTimeToken)).all() == [], "nothing is made before the mail is sent"
    [letter] = letters(app)
    token = letter.link.rpartition("/")[2]
    [row] = db.session.scalars(select(OneTimeToken))
    assert row.id == queries.session_key(token)
    [message] = db.session.scalars(select(OutboxMessage))
    assert token not in str(message.params)


def test_a_withdrawn_or_late_invitation_opens_nothing(client: FlaskClient, app: Flask, at: datetime) -> None:
    organisation = make_organisation()
    member = make_user(organisation_id=organisation.id)
    made = services.invite_colleague(
        organisation.id, "n@example.kz", Locale.EN, organisation="«Демо»", actor=actor_of(member), at=at
    )
    [letter] = letters(app)
    with clock.frozen(made.expires_at - timedelta(microseconds=1)):
        assert "You are invited" in client.get(letter.link).text
    with clock.frozen(made.expires_at):
        assert "no longer works" in client.get(letter.link).text
    sign_in(client, member)
    place = f"/en/organisations/{organisation.id}/people/"
    post(client, f"{place}invitations/{made.id}/withdraw", place)
    assert "no longer works" in client.get(letter.link).text


def test_a_second_invitation_takes_the_place_of_the_first(
    client: FlaskClient, app: Flask, at: datetime
) -> None:
    organisation = make_organisation()
    actor = actor_of(make_user(organisation_id=organisation.id))
    first = services.invite_colleague(
        organisation.id, "n@example.kz", Locale.EN, organisation="«Демо»", actor=actor, at=at
    )
    [old] = letters(app)
    services.invite_colleague(
        organisation.id, "n@example.kz", Locale.EN, organisation="«Демо»", actor=actor, at=at
    )
    [new] = letters(app)
    assert "no longer works" in client.get(old.link).text
    assert "You are invited" in client.get(new.link).text
    assert [one.id for one in queries.invitations_to_organisation(organisation.id, at)] != [first.id]


def test_a_stranger_finds_no_page_of_the_organisation(client: FlaskClient) -> None:
    organisation = make_organisation()
    sign_in(client, make_user(organisation_id=make_organisation().id))
    assert client.get(f"/en/organisations/{organisation.id}/people/").status_code == 404
    assert client.get("/en/organisations/nothing/people/").status_code == 404


@pytest.mark.parametrize(
    ("role", "people", "invite"),
    [
        (Role.SECRETARY, 200, 200),
        (Role.COMMITTEE, 200, 404),
        (Role.OBSERVER, 200, 404),
        (Role.ASSESSOR, 404, 404),
        (Role.JUROR, 404, 404),
        (Role.CHAIR, 404, 404),
        (None, 404, 404),
    ],
)
def test_who_sees_the_people_of_an_edition(
    client: FlaskClient, role: Role | None, people: int, invite: int
) -> None:
    edition = make_edition()
    sign_in(client, make_user(role=role, edition_id=edition.id if role else None))
    assert client.get(f"/en/committee/{edition.year}/people/").status_code == people
    assert client.get(f"/en/committee/{edition.year}/people/invite").status_code == invite


def test_the_list_of_people_costs_the_same_at_one_and_at_thirty(
    client: FlaskClient, statements: list[str]
) -> None:
    edition, secretary = make_edition(), make_user(role=Role.SECRETARY)
    sign_in(client, secretary)
    page, edition_id = f"/en/committee/{edition.year}/people/", edition.id
    counts = []
    for more in (0, 29):
        for _ in range(more):
            make_user(role=Role.ASSESSOR, edition_id=edition_id)
        db.session.commit()
        statements.clear()
        assert client.get(page).status_code == 200
        counts.append(len(statements))
    assert counts == [6, 6], "session, roles, edition, count, page, invitations"


def test_ending_a_role_wants_a_reason_and_takes_effect_at_once(
    client: FlaskClient, app: Flask, at: datetime
) -> None:
    edition, secretary, juror = make_edition(), make_user(role=Role.SECRETARY), make_user()
    grant = services.grant_role(juror.id, Role.JUROR, edition.id, actor=SYSTEM, at=at)
    other = app.test_client()
    sign_in(other, juror)
    sign_in(client, secretary)
    end = f"/en/committee/{edition.year}/people/roles/{grant.id}/end"
    assert "Fill this in." in post(client, end, reason="  ").text
    assert post(client, end, reason="resigned").status_code == 303
    assert other.get("/en/account").status_code == 302, "signed out"
    assert not actor_of(juror).grants
    assert client.get(end).status_code == 404
