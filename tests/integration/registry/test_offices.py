"""Project offices, roles in them, and how many may hold one at a time (appendix 1, p.54)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from awards.core.actor import SYSTEM
from awards.core.errors import Refusal, Refusals
from awards.registry import queries, services
from awards.registry.domain import OfficeData, RoleCode, RoleData
from tests.factories.registry import make_organisation, make_person, make_project

pytestmark = pytest.mark.usefixtures("writing")
DAY = date(2026, 1, 1)


def codes(refused: pytest.ExceptionInfo[Refusal | Refusals]) -> list[str]:
    found = refused.value
    return [each.code for each in (found.reasons if isinstance(found, Refusals) else (found,))]


def office_data(organisation_id: str, since: date = DAY, until: date | None = None) -> OfficeData:
    return OfficeData(organisation_id, "Жобалық офис", "Проектный офис", since=since, until=until)


def test_one_office_at_a_time(at: datetime) -> None:
    body = make_organisation()
    first = services.add_office(office_data(body.id), actor=SYSTEM, at=at)
    with pytest.raises(Refusal) as refused:
        services.add_office(office_data(body.id, date(2026, 6, 1)), actor=SYSTEM, at=at)
    assert codes(refused) == ["registry.office_taken"] and refused.value.point == "p.54"
    services.end_office(first.id, date(2026, 5, 31), actor=SYSTEM, at=at)
    second = services.add_office(office_data(body.id, date(2026, 6, 1)), actor=SYSTEM, at=at)
    assert [each.id for each in queries.offices_of(body.id)] == [second.id, first.id]
    days = (date(2025, 12, 31), DAY, date(2026, 5, 31), date(2026, 6, 1))
    found = [queries.office_on(body.id, day) for day in days]
    assert [each and each.id for each in found] == [None, first.id, first.id, second.id]
    with pytest.raises(Refusal):
        services.correct_office(first.id, office_data(body.id), reason="it did not end", actor=SYSTEM, at=at)


def test_an_office_may_sit_elsewhere_but_not_at_its_own_body(at: datetime) -> None:
    body, base = make_organisation(), make_organisation("«Базис» РМК")
    data = replace(office_data(body.id), base_id=base.id)
    made = services.add_office(data, actor=SYSTEM, at=at)
    assert [each.id for each in queries.offices_based_in(base.id)] == [made.id]
    with pytest.raises(Refusals) as refused:
        services.correct_office(made.id, replace(data, base_id=body.id), reason="moved", actor=SYSTEM, at=at)
    assert codes(refused) == ["registry.own_base"]


def test_a_role_names_the_office_of_its_own_body_while_it_exists(at: datetime) -> None:
    body, other, person = make_organisation(), make_organisation("Басқа"), make_person()
    office = services.add_office(office_data(body.id, until=date(2026, 3, 31)), actor=SYSTEM, at=at)
    role = RoleData(person.id, RoleCode.OFFICE_HEAD, body.id, DAY, office_id=office.id)
    held = services.add_role(role, actor=SYSTEM, at=at)
    found = queries.get_role(held.id)
    assert found is not None and found.office_id == office.id
    elsewhere = replace(role, organisation_id=other.id)
    late = replace(role, role=RoleCode.OFFICE_ADMINISTRATOR, since=date(2026, 4, 1))
    for data, code in ((elsewhere, "registry.office_of_other"), (late, "registry.office_not_then")):
        with pytest.raises(Refusal) as refused:
            services.add_role(data, actor=SYSTEM, at=at)
        assert codes(refused) == [code]


def test_an_office_holds_no_roles_of_projects_nor_both_places(at: datetime) -> None:
    body, person = make_organisation(), make_person()
    office = services.add_office(office_data(body.id), actor=SYSTEM, at=at)
    project = make_project(body)
    curator = RoleData(person.id, RoleCode.PROJECT_CURATOR, body.id, DAY, office_id=office.id)
    both = RoleData(person.id, RoleCode.OFFICE_HEAD, body.id, DAY, project.id, office_id=office.id)
    for data, code in ((curator, "registry.not_an_office_role"), (both, "registry.office_or_project")):
        with pytest.raises(Refusals) as refused:
            services.add_role(data, actor=SYSTEM, at=at)
        assert codes(refused) == [code]


def test_one_head_at_a_time_and_one_for_each_direction(at: datetime) -> None:
    body = make_organisation()
    head = RoleData(make_person("Бірінші").id, RoleCode.OFFICE_HEAD, body.id, DAY)
    first = services.add_role(head, actor=SYSTEM, at=at)
    second = replace(head, person_id=make_person("Екінші").id, since=date(2026, 6, 1))
    with pytest.raises(Refusal) as refused:
        services.add_role(second, actor=SYSTEM, at=at)
    assert codes(refused) == ["registry.role_taken"] and refused.value.point == "appendix 1"
    services.end_role(first.id, date(2026, 5, 31), actor=SYSTEM, at=at)
    services.add_role(second, actor=SYSTEM, at=at)
    for unit in ("Цифрлық", "Жол"):
        group = RoleData(make_person(unit).id, RoleCode.GROUP_HEAD, body.id, DAY, unit=unit)
        services.add_role(group, actor=SYSTEM, at=at)
    with pytest.raises(Refusal):
        services.add_role(
            RoleData(make_person("Тағы").id, RoleCode.GROUP_HEAD, body.id, DAY, unit="Жол"),
            actor=SYSTEM,
            at=at,
        )


def test_a_unit_s_name_opens_no_second_chair_of_the_office(at: datetime) -> None:
    body = make_organisation()
    head = RoleData(make_person("Бірінші").id, RoleCode.OFFICE_HEAD, body.id, DAY)
    services.add_role(head, actor=SYSTEM, at=at)
    with pytest.raises(Refusal) as refused:
        services.add_role(
            replace(head, person_id=make_person("Екінші").id, unit="басқа"), actor=SYSTEM, at=at
        )
    assert codes(refused) == ["registry.role_taken"]


def test_at_least_one_has_no_upper_bound(at: datetime) -> None:
    body = make_organisation()
    for name in ("Бірінші", "Екінші", "Үшінші"):
        held = RoleData(make_person(name).id, RoleCode.OFFICE_ADMINISTRATOR, body.id, DAY)
        services.add_role(held, actor=SYSTEM, at=at)
    assert len(queries.roles_in_organisation(body.id)) == 3


def test_roles_of_an_office_leave_out_other_offices_and_projects(at: datetime) -> None:
    body = make_organisation()
    first = services.add_office(office_data(body.id, until=date(2026, 3, 31)), actor=SYSTEM, at=at)
    second = services.add_office(office_data(body.id, date(2026, 4, 1)), actor=SYSTEM, at=at)
    unnamed = RoleData(make_person("Атаусыз").id, RoleCode.OFFICE_ADMINISTRATOR, body.id, DAY)
    ours = replace(unnamed, person_id=make_person("Біздікі").id, office_id=first.id)
    leader = replace(unnamed, role=RoleCode.LEADER, project_id=make_project(body).id)
    for data in (unnamed, ours, leader):
        services.add_role(data, actor=SYSTEM, at=at)
    names = []
    for office in (first, second):
        facts = queries.get_office(office.id)
        assert facts is not None
        names.append({each.person_name for each in queries.roles_of_office(facts)})
    assert names == [{"Атаусыз", "Біздікі"}, {"Атаусыз"}]
