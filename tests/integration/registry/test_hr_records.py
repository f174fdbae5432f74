"""Incentives and penalties (p.114(4)): who names an HR service, what it keeps, who is refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from awards.accounts import services as accounts
from awards.accounts.models import HrGrant, UserSession
from awards.accounts.queries import actor_of
from awards.core.actor import Role
from awards.core.errors import Refusal, Refusals
from awards.infra.audit import AuditEvent, first_break
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.registry import hr_seal
from awards.registry.domain import HrRecordData, HrRecordKind
from awards.registry.queries import hr_records as queries
from awards.registry.services import hr_records as services
from tests.factories.accounts import make_grant, make_user, sign_in
from tests.factories.registry import make_organisation, make_person, make_role
from tests.integration.registry.test_pages import send

pytestmark = pytest.mark.usefixtures("at")


class Body:
    """A body with a member who is its HR service, a secretary, and somebody who holds a role there."""

    def __init__(self, at: datetime) -> None:
        self.organisation = make_organisation("«Іле» ЖШС")
        self.secretary = make_user(role=Role.SECRETARY)
        self.officer = make_user(organisation_id=self.organisation.id)
        self.person = make_person("Әлия Сәрсенова")
        make_role(self.person, self.organisation)
        self.at = at
        self.grant = accounts.grant_hr(
            self.officer.id, self.organisation.id, "12-К", actor=actor_of(self.secretary.id), at=at
        )

    def data(self, what: str = "Алғыс хат", **changes: Any) -> HrRecordData:
        values = {"kind": HrRecordKind.INCENTIVE, "given_on": date(2025, 5, 5), **changes}
        return HrRecordData(self.person.id, self.organisation.id, what=what, **values)

    def by(self) -> dict[str, Any]:
        return {"actor": actor_of(self.officer.id), "at": self.at}


@pytest.fixture
def body(client: FlaskClient, at: datetime) -> Body:
    with transaction():
        return Body(at)


def test_the_service_records_corrects_and_lifts_and_reads_the_former_text(
    client: FlaskClient, body: Body
) -> None:
    sign_in(client, body.officer)
    place = f"/en/registry/hr/{body.organisation.id}/people/{body.person.id}"
    values = {"kind": "penalty", "what": "Сөгис", "given_on": "2025-05-05", "act_number": "7"}
    assert send(client, f"{place}/new", values)[0] == 303
    record = queries.records_of(body.organisation.id, body.person.id)[0].id
    changed = {**values, "what": "Сөгіс", "reason": "қате жазылған"}
    assert send(client, f"/en/registry/hr/records/{record}/correct", changed)[0] == 303
    lifted = {"on": "2025-11-05", "reason": "мерзімі бітті"}
    assert send(client, f"/en/registry/hr/records/{record}/lift", lifted)[0] == 303
    page = client.get(place).get_data(as_text=True)
    for text in ("Сөгис → Сөгіс", "қате жазылған", "мерзімі бітті", "until 05.11.2025"):
        assert text in page
    listed = client.get(f"/en/registry/hr/{body.organisation.id}").get_data(as_text=True)
    assert "Әлия Сәрсенова" in listed
    again = send(client, f"/en/registry/hr/records/{record}/lift", lifted)
    assert again[0] == 200 and "already ended" in again[1]


def test_a_correction_needs_a_reason(body: Body) -> None:
    with transaction():
        row = services.add_hr_record(body.data(), **body.by())
    with pytest.raises(Refusal, match="reason_missing"):
        services.correct_hr_record(row.id, body.data("Басқа"), reason=" ", **body.by())


def test_the_service_records_only_people_of_its_own_body(body: Body) -> None:
    with transaction():
        stranger, other = make_person("Бөтен").id, make_organisation("Басқа").id
        make_role(body.person, db.session.merge(make_organisation("Тағы бір")))
    for data in (
        HrRecordData(stranger, body.organisation.id, HrRecordKind.PENALTY, "x", date(2025, 1, 1)),
        HrRecordData(body.person.id, other, HrRecordKind.PENALTY, "x", date(2025, 1, 1)),
    ):
        with pytest.raises(Refusal, match="not_of_this_body"):
            services.add_hr_record(data, **body.by())


def test_services_refuse_whoever_is_not_the_service_of_that_body(body: Body) -> None:
    """The second line behind the pages: nobody reaches a record by its id."""
    with transaction():
        row = services.add_hr_record(body.data(), **body.by())
        colleague = make_user(organisation_id=body.organisation.id)
    for user in (body.secretary, colleague):
        by = {"actor": actor_of(user.id), "at": body.at}
        with pytest.raises(Refusal, match="not_found"):
            services.correct_hr_record(row.id, body.data("y"), reason="because", **by)
        with pytest.raises(Refusal, match="not_found"):
            services.lift_hr_record(row.id, date(2025, 6, 1), reason="because", **by)
        with pytest.raises(Refusal, match="not_of_this_body"):
            services.add_hr_record(body.data(), **by)


def test_empty_and_disordered_records_are_refused(body: Body) -> None:
    with pytest.raises(Refusals):
        services.add_hr_record(body.data(" "), **body.by())
    with pytest.raises(Refusals):
        services.add_hr_record(body.data(lifted_on=date(2025, 1, 1)), **body.by())


def test_the_log_tells_nothing_and_its_chain_holds(body: Body) -> None:
    with transaction():
        row = services.add_hr_record(body.data(), **body.by())
        twin = services.add_hr_record(body.data(), **body.by())
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "hr_record.added")).all()
    assert [set(each.facts) for each in events] == [{"sealed"}, {"sealed"}]
    one, two = (each.facts["sealed"] for each in events)
    assert one != two, "equal records look different: nothing to compare a guess with"
    assert len(one) == len(two)
    assert body.person.id not in str([each.facts for each in events])
    assert hr_seal.unseal(one, row.id)["after"]["what"] == "Алғыс хат"
    with pytest.raises(InvalidTag):
        hr_seal.unseal(one, twin.id)
    assert first_break() is None


def test_long_and_short_texts_are_of_one_length_in_the_log(body: Body) -> None:
    with transaction():
        for what in ("А", "Ұзақ сөз " * 30):
            services.add_hr_record(body.data(what), **body.by())
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "hr_record.added"))
    assert len({len(each.facts["sealed"]) for each in events}) == 1


def test_a_secretary_names_a_member_by_an_act_and_ends_it(client: FlaskClient, body: Body) -> None:
    with transaction():
        colleague = make_user("Ерлан", organisation_id=body.organisation.id)
        outsider = make_user("Бөтен")
    sign_in(client, body.secretary)
    address = f"/en/registry/organisations/{body.organisation.id}/hr-service"
    assert "Бөтен" not in client.get(address).get_data(as_text=True), "members alone are offered"
    assert send(client, address, {"user_id": colleague.id, "act_number": ""})[0] == 200
    assert send(client, address, {"user_id": outsider.id, "act_number": "1"})[0] == 200
    assert send(client, address, {"user_id": colleague.id, "act_number": "14-К"})[0] == 303
    assert actor_of(colleague.id).hr_of == {body.organisation.id}
    grant = db.session.scalars(select(HrGrant.id).where(HrGrant.user_id == colleague.id)).one()
    assert send(client, f"/en/registry/hr-services/{grant}/end", {"reason": "ауысты"})[0] == 303
    assert actor_of(colleague.id).hr_of == frozenset()
    assert client.get(f"/en/registry/hr/{body.organisation.id}").status_code == 404


def test_naming_and_ending_sign_the_person_out(client: FlaskClient, body: Body) -> None:
    sign_in(client, body.officer)
    with transaction():
        accounts.end_hr(body.grant.id, "x", actor=actor_of(body.secretary.id), at=body.at)
    live = select(UserSession.id).where(
        UserSession.user_id == body.officer.id, UserSession.revoked_at.is_(None)
    )
    assert db.session.scalars(live).all() == []
    assert client.get(f"/en/registry/hr/{body.organisation.id}").status_code in (302, 404)


def test_whom_nobody_may_name(body: Body) -> None:
    by = {"actor": actor_of(body.secretary.id), "at": body.at}
    with transaction():
        outsider = make_user()
        second = make_user(role=Role.SECRETARY, organisation_id=body.organisation.id)
        clerk = make_user(role=Role.CLERK)
    place = body.organisation.id
    for user_id, code in (
        (body.secretary.id, "self_grant"),
        (outsider.id, "not_member"),
        (second.id, "secretary_no_hr"),
        (body.officer.id, "hr_already"),
    ):
        with pytest.raises(Refusal, match=code):
            accounts.grant_hr(user_id, place, "1", **by)
    with pytest.raises(Refusal, match="act_missing"):
        accounts.grant_hr(outsider.id, place, " ", **by)
    with pytest.raises(Refusal, match="not_allowed"):
        accounts.grant_hr(outsider.id, place, "1", actor=actor_of(clerk.id), at=body.at)


def test_who_becomes_a_secretary_later_reads_nothing_any_more(body: Body) -> None:
    with transaction():
        make_grant(body.officer, Role.SECRETARY)
    assert actor_of(body.officer.id).hr_of == frozenset()


def test_the_tables_refuse_a_self_made_service_and_one_without_membership(body: Body, at: datetime) -> None:
    outsider = make_user()
    db.session.commit()
    for user_id, granted_by in ((body.officer.id, body.officer.id), (outsider.id, body.secretary.id)):
        db.session.add(
            HrGrant(
                user_id=user_id,
                organisation_id=body.organisation.id,
                act_number="1",
                granted_by=granted_by,
                granted_at=at,
                revoked_at=at,
            )
        )
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
