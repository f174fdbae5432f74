"""Contracts of consulting firms (p.109): recorded, corrected, ended, and what p.121 then reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from awards.core.actor import SYSTEM, Role
from awards.core.errors import Refusal
from awards.infra.db import db
from awards.registry import queries, services
from awards.registry.domain import EngagementFacts, FirmConsultantData, FirmEngagementData
from awards.registry.models import FirmConsultant, FirmEngagement
from tests.factories.accounts import make_user, sign_in
from tests.factories.registry import (
    make_consultant,
    make_contract,
    make_engagement,
    make_organisation,
    make_person,
    make_role,
)

SINCE = date(2025, 3, 1)


def code_of(call: Callable[..., Any], *given: Any, at: datetime, **more: Any) -> str:
    with pytest.raises(Refusal) as refused:
        call(*given, actor=SYSTEM, at=at, **more)
    return refused.value.code


def tie_of(person_id: str) -> EngagementFacts:
    (tie,) = queries.engagements_of([person_id])[person_id]
    return tie


@pytest.mark.usefixtures("writing")
def test_a_contract_ties_those_assigned_and_nobody_else(at: datetime) -> None:
    firm, client = make_organisation("«Кеңес» ЖШС"), make_organisation("Министрлік")
    assigned, colleague = make_person("Әлия"), make_person("Болат")
    make_engagement(colleague, firm)  # works for the firm: that alone is no tie to its clients
    data = FirmEngagementData(firm.id, client.id, SINCE, None, "К-9")
    contract = services.add_contract(data, actor=SYSTEM, at=at)
    assert queries.engagements_of([assigned.id]) == {assigned.id: ()}
    row = services.assign_consultant(FirmConsultantData(contract.id, assigned.id), actor=SYSTEM, at=at)
    tie = tie_of(assigned.id)
    assert (tie.id, tie.source, tie.kind.value) == (row.id, "firm_consultant", "consultancy")
    assert (tie.organisation_id, tie.firm_id, tie.note) == (client.id, firm.id, "«Кеңес» ЖШС · К-9")
    assert (tie.since, tie.until) == (SINCE, None)
    assert tie_of(colleague.id).organisation_id == firm.id
    assert [one.id for one in queries.contracts_of(firm.id)] == [contract.id]
    assert [one.id for one in queries.contracts_of(client.id)] == [contract.id]


@pytest.mark.usefixtures("writing")
def test_the_days_follow_the_contract_and_the_assignment_whichever_is_shorter(at: datetime) -> None:
    person = make_person()
    contract = make_contract(make_organisation("Ф"), make_organisation("Б"), since=SINCE)
    row = make_consultant(contract, person, since=date(2025, 5, 1))
    services.end_contract(contract.id, date(2025, 12, 31), actor=SYSTEM, at=at)
    assert (tie_of(person.id).since, tie_of(person.id).until) == (date(2025, 5, 1), date(2025, 12, 31))
    services.end_consultant(row.id, date(2025, 6, 30), actor=SYSTEM, at=at)
    assert tie_of(person.id).until == date(2025, 6, 30)
    never = FirmConsultantData(contract.id, person.id, date(2020, 1, 1), date(2020, 1, 1))
    services.correct_consultant(row.id, never, reason="Басқа адам", actor=SYSTEM, at=at)
    assert queries.engagements_of([person.id]) == {person.id: ()}


@pytest.mark.usefixtures("writing")
def test_what_contradicts_itself_or_the_records_is_refused(at: datetime) -> None:
    firm, client, person = make_organisation("Ф"), make_organisation("Б"), make_person()
    contract = make_contract(firm, client, person, since=SINCE, until=date(2025, 12, 31), number="1")
    same = FirmEngagementData(firm.id, client.id, SINCE, None, "1")
    assert code_of(services.add_contract, same, at=at) == "registry.contract_known"
    unknown = FirmEngagementData("0" * 32, client.id, SINCE)
    assert code_of(services.add_contract, unknown, at=at) == "registry.not_found"
    again = FirmConsultantData(contract.id, person.id)
    assert code_of(services.assign_consultant, again, at=at) == "registry.assigned_already"
    late = FirmConsultantData(contract.id, make_person().id, date(2026, 1, 1))
    assert code_of(services.assign_consultant, late, at=at) == "registry.outside_contract"
    (row,) = db.session.query(FirmConsultant).all()
    early = date(2025, 2, 28)
    assert code_of(services.end_consultant, row.id, early, at=at) == "registry.date_order"
    assert code_of(services.end_contract, contract.id, early, at=at) == "registry.already_ended"


@pytest.mark.usefixtures("writing")
def test_many_people_are_read_in_a_fixed_number_of_queries(at: datetime) -> None:
    firm, people = make_organisation("Ф"), [make_person(f"Адам {n}") for n in range(30)]
    for person in people:
        make_contract(firm, make_organisation("Б"), person)
        make_role(person, firm)
    with counting() as statements:
        found = queries.engagements_of([person.id for person in people])
    assert {len(ties) for ties in found.values()} == {2}
    assert len(statements) == 7  # engagements, roles, assignments, contracts, both names, people assigned


def test_a_clerk_keeps_a_contract_and_the_page_tells_whom_it_ties(client: FlaskClient, at: datetime) -> None:
    firm, body = make_organisation("«Кеңес» ЖШС"), make_organisation("Министрлік")
    person = make_person("Әлия Сәрсенова")
    sign_in(client, make_user(role=Role.CLERK))
    new = f"/kk/registry/organisations/{body.id}/contracts/new"
    values = {"firm_id": firm.id, "organisation_id": body.id, "contract_number": "К-1", "since": "2025-03-01"}
    page = sent(client, new, values)
    contract = db.session.query(FirmEngagement).one()
    assert page == f"/kk/registry/contracts/{contract.id}"
    place = f"/kk/registry/contracts/{contract.id}"
    assert sent(client, f"{place}/people/new", {"person_id": person.id}) == place
    row = db.session.query(FirmConsultant).one()
    correction = {"person_id": person.id, "until": "2025-09-01", "reason": "Шарт бойынша"}
    assert sent(client, f"/kk/registry/contracts/people/{row.id}/correct", correction) == place
    assert sent(client, f"{place}/end", {"on": "2026-01-31"}) == place
    shown = client.get(f"/en/registry/contracts/{contract.id}").get_data(as_text=True)
    for words in ("Әлия Сәрсенова", "01.09.2025", "31.01.2026", "Шарт бойынша"):
        assert words in shown
    for organisation in (firm, body):
        assert place in client.get(f"/kk/registry/organisations/{organisation.id}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("role", "sees", "changes"),
    [(Role.CLERK, 200, 200), (Role.COMMITTEE, 200, 404), (None, 404, 404)],
)
def test_the_committee_reads_contracts_clerks_change_them_and_members_see_none(
    client: FlaskClient, at: datetime, role: Role | None, sees: int, changes: int
) -> None:
    contract = make_contract(make_organisation("Ф"), make_organisation("Б"), make_person())
    page = f"/kk/registry/contracts/{contract.id}"
    user = make_user(role=role) if role else make_user(organisation_id=contract.firm_id)
    sign_in(client, user)
    assert client.get(page).status_code == sees
    for act in ("/correct", "/end", "/people/new"):
        assert client.get(page + act).status_code == changes


def sent(client: FlaskClient, address: str, values: dict[str, str]) -> str:
    """Where a form leads that is sent with the token of its own page."""
    shown = client.get(address).get_data(as_text=True)
    token = shown.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    answer = client.post(address, data={"csrf_token": token, **values})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"]).partition("?")[0]


@contextmanager
def counting() -> Iterator[list[str]]:
    """The SELECTs sent meanwhile."""
    statements: list[str] = []

    def note(*execution: Any) -> None:
        if str(execution[2]).lstrip().upper().startswith("SELECT"):
            statements.append(str(execution[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
