"""Two records of one person: found, compared, merged with both histories, and answered for by either id."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from awards.core.actor import Role
from awards.core.errors import Refusal
from awards.infra.audit import AuditEvent, first_break
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.registry import hr_seal, iin, queries, services
from awards.registry.domain import (
    CertificateData,
    EngagementData,
    EngagementKind,
    FirmConsultantData,
    HrRecordKind,
    RoleCode,
    RoleData,
)
from awards.registry.models import FirmConsultant, FirmEngagement, HrRecord, Person, RoleHeld
from awards.registry.queries import merging
from awards.registry.services.merging import merge_people, note_distinct
from tests.factories.accounts import actor_of, make_user, sign_in
from tests.factories.registry import (
    made_up_number,
    make_certificate,
    make_contract,
    make_engagement,
    make_organisation,
    make_person,
    make_role,
)
from tests.integration.registry.test_pages import as_, counted, send

pytestmark = pytest.mark.usefixtures("at")


class Two:
    """A person recorded twice; the former record has an account, an IIN and everything else."""

    def __init__(self, at: datetime) -> None:
        self.clerk = make_user("Тіркеуші", role=Role.CLERK)
        self.body, self.other = make_organisation("«Іле» ЖШС"), make_organisation("Министрлік")
        self.user = make_user("Өркен Әбілов")
        self.former = make_person("Әбілов Өркен Серікұлы", user_id=self.user.id, is_trainer=True)
        self.number = made_up_number("9913993")
        self.former.iin_cipher = iin.seal(self.number, self.former.id)
        self.former.iin_index = iin.index(self.number)
        self.survivor = make_person("Өркен Әбілов")
        self.role = make_role(self.former, self.body, RoleCode.OFFICE_HEAD)
        self.certificate = make_certificate(self.former)
        self.tie = make_engagement(self.former, self.other)
        self.own_role = make_role(self.survivor, self.other, RoleCode.ANALYST, until=date(2025, 1, 1))
        db.session.flush()
        self.by: dict[str, Any] = {"actor": actor_of(self.clerk), "at": at}

    def merge(self) -> None:
        merge_people(self.former.id, self.survivor.id, "бір адам: бір ЖСН", **self.by)


@pytest.fixture
def two(client: FlaskClient, at: datetime) -> Two:
    with transaction():
        return Two(at)


def test_either_id_is_answered_with_everything_that_both_had(two: Two) -> None:
    with transaction():
        two.merge()
    asked = (two.former.id, two.survivor.id)
    for key in asked:
        facts = queries.get_person(key)
        assert facts is not None
        assert (facts.id, facts.full_name, facts.user_id) == (key, "Өркен Әбілов", two.user.id)
        assert facts.is_trainer, "a trainer in either record is a trainer (p.121)"
        assert [one.id for one in queries.certificates_of(asked)[key]] == [two.certificate.id]
        assert {one.id for one in queries.engagements_of(asked)[key]} == {
            two.role.id, two.tie.id, two.own_role.id,
        }  # fmt: skip
        assert {one.id for one in queries.roles_of_person(key)} == {two.role.id, two.own_role.id}
        assert queries.masked_iin(key) == iin.mask(two.number)
    assert queries.survivors([*asked, "nobody"]) == {
        two.former.id: two.survivor.id, two.survivor.id: two.survivor.id, "nobody": "nobody",
    }  # fmt: skip
    assert queries.person_of_user(two.user.id) == queries.get_person(two.survivor.id)


def test_the_iin_is_sealed_anew_for_the_record_that_stays(two: Two) -> None:
    with transaction():
        two.merge()
    row = db.session.get_one(Person, two.survivor.id)
    assert iin.unseal(row.iin_cipher, row.id) == two.number
    former = db.session.get_one(Person, two.former.id)
    assert (former.iin_cipher, former.iin_index, former.user_id) == ("", None, None)


def test_the_former_record_is_found_and_chosen_nowhere(two: Two) -> None:
    with transaction():
        two.merge()
    assert [one.id for one in queries.search_people("абилов").items] == [two.survivor.id]
    assert [one.id for one in queries.people_of_organisation(two.body.id)] == [two.survivor.id]
    assert merging.candidate_pairs().total == 0


def test_both_pages_show_both_histories_and_lead_to_each_other(client: FlaskClient, two: Two) -> None:
    with transaction():
        two.merge()
    sign_in(client, two.clerk)
    former = client.get(f"/en/registry/people/{two.former.id}").get_data(as_text=True)
    survivor = client.get(f"/en/registry/people/{two.survivor.id}").get_data(as_text=True)
    assert "This record was merged" in former and f"/people/{two.survivor.id}" in former
    assert "Correct" not in former, "what was merged is no longer changed"
    assert f"/people/{two.former.id}" in survivor
    for page in (former, survivor):
        assert "бір адам: бір ЖСН" in page and "Role: corrected" in page and "merged into" in page
    assert client.get(f"/en/registry/people/{two.former.id}/correct").status_code == 404


def test_every_moved_row_is_a_correction_in_a_whole_log(two: Two) -> None:
    with transaction():
        two.merge()
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
    moved = {each.object_id: each.facts for each in events if each.event == "registry.corrected"}
    for row in (two.role, two.certificate, two.tie):
        assert moved[row.id]["before"] == {"person_id": two.former.id}
        assert moved[row.id]["after"] == {"person_id": two.survivor.id}
    assert two.number not in str([each.facts for each in events])
    assert first_break() is None


def test_incentives_and_penalties_go_along_and_nobody_learns_that_there_were_any(two: Two) -> None:
    with transaction():
        values = {"organisation_id": two.body.id, "kind": HrRecordKind.PENALTY, "given_on": date(2025, 1, 1)}
        record = HrRecord(person_id=two.former.id, what="Сөгіс", **values)
        db.session.add(record)
        db.session.flush()
        two.merge()
    assert db.session.get_one(HrRecord, record.id).person_id == two.survivor.id
    events = db.session.scalars(select(AuditEvent)).all()
    merged = next(each for each in events if each.event == "registry.merged")
    assert hr_seal.unseal(merged.facts["sealed"], two.former.id) == {"hr_records": [record.id]}
    others = [each for each in events if each is not merged]
    assert record.id not in str([(each.object_id, each.facts) for each in others])
    assert set(merged.facts["moved"]) == {"role_held", "certificate", "engagement", "firm_consultant"}


def test_two_accounts_two_iins_one_record_and_no_reason_are_refused(two: Two) -> None:
    two.survivor.user_id = make_user().id
    db.session.flush()
    with pytest.raises(Refusal, match="two_accounts"):
        two.merge()
    two.survivor.user_id, two.survivor.iin_index = None, iin.index(made_up_number("9913993"))
    db.session.flush()
    with pytest.raises(Refusal, match="two_iins"):
        two.merge()
    two.survivor.iin_index = None
    db.session.flush()
    with pytest.raises(Refusal, match="same_record"):
        merge_people(two.former.id, two.former.id, "x", **two.by)
    with pytest.raises(Refusal, match="reason_missing"):
        merge_people(two.former.id, two.survivor.id, " ", **two.by)
    two.merge()
    with pytest.raises(Refusal, match="already_merged"):
        merge_people(two.survivor.id, two.former.id, "x", **two.by)


@pytest.mark.usefixtures("writing")
def test_a_third_record_leads_straight_to_the_last_one(two: Two) -> None:
    """Merged one after the other, however the chain was built: no way leads over a merged record."""
    third = make_person("Абилов Оркен")
    make_role(third, two.other)
    two.merge()
    merge_people(two.survivor.id, third.id, "тағы бір жазба", **two.by)
    ids = (two.former.id, two.survivor.id, third.id)
    assert set(queries.survivors(ids).values()) == {third.id}
    assert merging.family(two.former.id) == frozenset(ids)
    assert len({tuple(one.id for one in ties) for ties in queries.engagements_of(ids).values()}) == 1


@pytest.mark.usefixtures("writing")
def test_an_assignment_to_one_contract_twice_stays_and_still_counts(two: Two) -> None:
    """One assignment a contract: the former record keeps its own, and the survivor answers for it."""
    contract = FirmEngagement(
        firm_id=two.body.id, organisation_id=two.other.id, contract_number="9", since=date(2025, 1, 1)
    )
    db.session.add(contract)
    db.session.flush()
    until = date(2025, 3, 1)
    rows = [
        FirmConsultant(engagement_id=contract.id, person_id=two.survivor.id, until=until),
        FirmConsultant(engagement_id=contract.id, person_id=two.former.id, since=date(2026, 1, 1)),
    ]
    db.session.add_all(rows)
    db.session.flush()
    two.merge()
    ties = queries.engagements_of((two.survivor.id,))[two.survivor.id]
    assert {row.id for row in rows} <= {tie.id for tie in ties}


def test_nothing_is_added_to_a_record_that_another_stands_for(client: FlaskClient, two: Two) -> None:
    """It would be on no list of the people of a body, and not be exported with the one who stands."""
    with transaction():
        contract = make_contract(two.body, two.other)
        two.merge()
    day, former = date(2026, 1, 1), two.former.id
    additions = [
        lambda: services.add_role(RoleData(former, RoleCode.ANALYST, two.body.id, day), **two.by),
        lambda: services.add_engagement(
            EngagementData(former, two.body.id, EngagementKind.EMPLOYMENT, day), **two.by
        ),
        lambda: services.assign_consultant(FirmConsultantData(contract.id, former), **two.by),
        lambda: services.add_certificate(CertificateData(former, "PMP", "777", day), **two.by),
    ]
    for add in additions:
        with pytest.raises(Refusal, match="already_merged"):
            add()
    as_(client, Role.CLERK)
    assert client.get(f"/en/registry/people/{former}/engagements/new").status_code == 404


def test_the_same_role_twice_is_kept_twice_and_said(client: FlaskClient, two: Two) -> None:
    with transaction():
        twice = make_role(two.survivor, two.body, RoleCode.OFFICE_HEAD, since=date(2025, 6, 1))
        make_role(
            two.survivor, two.body, RoleCode.OFFICE_HEAD, until=date(2023, 1, 1), since=date(2022, 1, 1)
        )
    assert merging.repeated_roles((two.former.id, two.survivor.id)) == (
        tuple(sorted((two.role.id, twice.id))),
    )
    sign_in(client, two.clerk)
    address = f"/en/registry/duplicates/{two.former.id}/{two.survivor.id}"
    assert "the same role on the same days" in client.get(address).get_data(as_text=True)
    with transaction():
        two.merge()
    assert db.session.get_one(RoleHeld, two.role.id).person_id == two.survivor.id
    page = client.get(f"/en/registry/people/{two.survivor.id}").get_data(as_text=True)
    assert "The same role is recorded twice" in page
    ended = send(client, f"/en/registry/roles/{twice.id}/end", {"on": "2025-06-01", "reason": "қайталанды"})
    assert ended[0] == 303


def test_a_clerk_finds_compares_and_merges(client: FlaskClient, two: Two) -> None:
    sign_in(client, two.clerk)
    page = client.get("/en/registry/duplicates").get_data(as_text=True)
    pair = merging.candidate_pairs().items[0]
    address = f"/en/registry/duplicates/{pair.first.id}/{pair.second.id}"
    assert address in page
    shown = client.get(address).get_data(as_text=True)
    assert iin.mask(two.number) in shown and two.number not in shown
    token = shown.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    empty = client.post(f"{address}/merge", data={"csrf_token": token})
    assert empty.status_code == 200 and b"Choose one of these" in empty.data
    values = {"csrf_token": token, "survivor_id": two.survivor.id, "reason": "бір адам"}
    answer = client.post(f"{address}/merge", data=values)
    assert answer.status_code == 303
    assert queries.survivors((two.former.id,)) == {two.former.id: two.survivor.id}
    assert client.get(address).status_code == 404, "a pair of which one was merged is no pair"


def test_two_people_are_noted_once_and_not_offered_again(client: FlaskClient, two: Two) -> None:
    sign_in(client, two.clerk)
    pair = merging.candidate_pairs().items[0]
    address = f"/en/registry/duplicates/{pair.second.id}/{pair.first.id}"
    shown = client.get(address).get_data(as_text=True)
    token = shown.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    answer = client.post(f"{address}/distinct", data={"csrf_token": token, "reason": "әкесінің аты басқа"})
    assert answer.status_code == 303
    assert merging.candidate_pairs().total == 0
    with pytest.raises(Refusal, match="distinct_known"):
        note_distinct(pair.first.id, pair.second.id, "x", **two.by)


def test_only_clerks_and_secretaries_see_candidates(client: FlaskClient, two: Two) -> None:
    for role, status in ((Role.COMMITTEE, 404), (Role.OBSERVER, 404), (Role.SECRETARY, 200)):
        as_(client, role)
        assert client.get("/en/registry/duplicates").status_code == status
        assert client.get(f"/en/registry/duplicates/{two.former.id}/{two.survivor.id}").status_code == status


def test_the_list_of_candidates_takes_as_many_queries_for_one_as_for_thirty(
    client: FlaskClient, app: Any, two: Two
) -> None:
    sign_in(client, two.clerk)
    client.get("/en/registry/duplicates")
    with counted(app) as one:
        client.get("/en/registry/duplicates")
    with transaction():
        for number in range(30):
            make_role(make_person(f"Сәрсенова Әлия{number % 3}"), two.body, until=date(2025, 1, 1))
    with counted(app) as many:
        client.get("/en/registry/duplicates")
    assert len(one) == len(many) == 6
