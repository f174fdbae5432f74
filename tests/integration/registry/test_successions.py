"""Reorganisations: what follows from them, what they refuse, and how a wrong one is put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from awards.core.actor import SYSTEM
from awards.core.errors import Refusal, Refusals
from awards.infra.db import db
from awards.registry import queries, services
from awards.registry.domain import (
    EngagementData,
    EngagementKind,
    FirmEngagementData,
    OfficeData,
    ProjectData,
    RoleCode,
    RoleData,
    SubordinationData,
    SuccessionData,
    SuccessionKind,
    group_on,
)
from awards.registry.models import Organisation, Subordination
from tests.factories.registry import make_organisation, make_person, make_subordination

pytestmark = pytest.mark.usefixtures("writing")
DAY = date(2026, 3, 1)
EVE = date(2026, 2, 28)


def merger(former: Organisation, heir: Organisation, **other: object) -> SuccessionData:
    data = SuccessionData(former.id, heir.id, SuccessionKind.MERGER, DAY, "17", date(2026, 1, 20))
    return replace(data, **other)  # type: ignore[arg-type]


def refused(do: object) -> list[str]:
    with pytest.raises((Refusal, Refusals)) as caught:
        do()  # type: ignore[operator]
    found = caught.value
    return [each.code for each in (found.reasons if isinstance(found, Refusals) else (found,))]  # type: ignore[union-attr]


def ended_on(body: Organisation) -> date | None:
    found = queries.get_organisation(body.id)
    assert found is not None
    return found.ended_on


def test_a_merger_ends_the_former_body_and_ties_it_to_its_heir(at: datetime) -> None:
    ministry, former, heir = (make_organisation(name) for name in ("Министрлік", "Бұрынғы", "Мұрагер"))
    parent = make_subordination(former, ministry)
    services.add_succession(merger(former, heir), actor=SYSTEM, at=at)
    assert ended_on(former) == EVE and ended_on(heir) is None
    assert db.session.get_one(Subordination, parent.id).until == EVE
    links = queries.subordinations()
    assert group_on(former.id, links, EVE) == {former.id, ministry.id}
    assert group_on(former.id, links, DAY) == {former.id, heir.id} == group_on(heir.id, links, DAY)


def test_a_separation_leaves_the_former_body_and_its_parents(at: datetime) -> None:
    ministry, former, heir = (make_organisation(name) for name in ("Министрлік", "Бұрынғы", "Жаңа"))
    parent = make_subordination(former, ministry)
    services.add_succession(merger(former, heir, kind=SuccessionKind.SEPARATION), actor=SYSTEM, at=at)
    assert ended_on(former) is None and db.session.get_one(Subordination, parent.id).until is None
    assert group_on(former.id, queries.subordinations(), DAY) == {former.id, heir.id, ministry.id}


def test_an_ended_body_is_in_no_fact_that_begins_after_it(at: datetime) -> None:
    former, heir, person = make_organisation("Бұрынғы"), make_organisation("Мұрагер"), make_person()
    services.add_succession(merger(former, heir), actor=SYSTEM, at=at)
    role = RoleData(person.id, RoleCode.OFFICE_HEAD, former.id, DAY)
    project = ProjectData(former.id, "Жоба", "Проект", starts_on=DAY)
    office = OfficeData(former.id, "Офис", "Офис", since=DAY)
    under = SubordinationData(heir.id, former.id, DAY)
    late = ["registry.organisation_ended"]
    assert refused(lambda: services.add_role(role, actor=SYSTEM, at=at)) == late
    assert refused(lambda: services.add_project(project, actor=SYSTEM, at=at)) == late
    assert refused(lambda: services.add_office(office, actor=SYSTEM, at=at)) == late
    assert refused(lambda: services.add_subordination(under, actor=SYSTEM, at=at)) == late
    tie = EngagementData(person.id, former.id, EngagementKind.CONSULTANCY, DAY)
    assert refused(lambda: services.add_engagement(tie, actor=SYSTEM, at=at)) == late
    contract = FirmEngagementData(heir.id, former.id, DAY)
    assert refused(lambda: services.add_contract(contract, actor=SYSTEM, at=at)) == late
    services.add_role(replace(role, since=EVE), actor=SYSTEM, at=at)


def test_a_body_divides_into_two_by_the_same_act(at: datetime) -> None:
    former, first, second = (make_organisation(name) for name in ("Бұрынғы", "Бірі", "Бірі мен бірі"))
    for heir in (first, second):
        services.add_succession(merger(former, heir, kind=SuccessionKind.DIVISION), actor=SYSTEM, at=at)
    assert ended_on(former) == EVE
    assert group_on(former.id, queries.subordinations(), DAY) == {former.id, first.id, second.id}


def test_what_cannot_be(at: datetime) -> None:
    former, heir, gone = (make_organisation(name) for name in ("Бұрынғы", "Мұрагер", "Жойылған"))
    make_subordination(heir, former)
    data = merger(former, heir)
    assert refused(lambda: services.add_succession(data, actor=SYSTEM, at=at)) == ["registry.circle"]
    itself = replace(data, successor_id=former.id)
    assert refused(lambda: services.add_succession(itself, actor=SYSTEM, at=at)) == ["registry.own_successor"]
    services.set_end(gone.id, date(2025, 12, 31), reason="wound up", actor=SYSTEM, at=at)
    to_gone, from_gone = merger(former, gone), merger(gone, heir)
    assert refused(lambda: services.add_succession(to_gone, actor=SYSTEM, at=at)) == [
        "registry.organisation_ended"
    ]
    assert refused(lambda: services.add_succession(from_gone, actor=SYSTEM, at=at)) == [
        "registry.ended_otherwise"
    ]
    later = make_organisation("Кейінгі")
    make_subordination(former, later, since=date(2026, 4, 1))
    other = merger(former, later)
    assert refused(lambda: services.add_succession(other, actor=SYSTEM, at=at)) == ["registry.later_parent"]


def test_the_same_pair_is_recorded_once(at: datetime) -> None:
    former, heir = make_organisation("Бұрынғы"), make_organisation("Мұрагер")
    services.add_succession(merger(former, heir), actor=SYSTEM, at=at)
    again = merger(former, heir)
    assert refused(lambda: services.add_succession(again, actor=SYSTEM, at=at)) == [
        "registry.succession_known"
    ]


def test_a_corrected_date_moves_everything_that_followed_from_it(at: datetime) -> None:
    ministry, former, heir = (make_organisation(name) for name in ("Министрлік", "Бұрынғы", "Мұрагер"))
    parent = make_subordination(former, ministry)
    made = services.add_succession(merger(former, heir), actor=SYSTEM, at=at)
    right = merger(former, heir, effective_on=date(2026, 5, 1))
    services.correct_succession(made.id, right, reason="the act says May", actor=SYSTEM, at=at)
    assert ended_on(former) == date(2026, 4, 30) == db.session.get_one(Subordination, parent.id).until
    assert db.session.get_one(Subordination, made.subordination_id).since == date(2026, 5, 1)


def test_a_body_that_was_only_separated_exists_again(at: datetime) -> None:
    ministry, former, heir = (make_organisation(name) for name in ("Министрлік", "Бұрынғы", "Жаңа"))
    parent = make_subordination(former, ministry)
    made = services.add_succession(merger(former, heir), actor=SYSTEM, at=at)
    right = merger(former, heir, kind=SuccessionKind.SEPARATION)
    services.correct_succession(made.id, right, reason="a separation", actor=SYSTEM, at=at)
    assert ended_on(former) is None and db.session.get_one(Subordination, parent.id).until is None


def test_the_wrong_body_is_put_right(at: datetime) -> None:
    wrong, former, heir = (make_organisation(name) for name in ("Қате", "Бұрынғы", "Мұрагер"))
    made = services.add_succession(merger(wrong, heir), actor=SYSTEM, at=at)
    services.correct_succession(made.id, merger(former, heir), reason="another", actor=SYSTEM, at=at)
    assert ended_on(wrong) is None and ended_on(former) == EVE
    links = queries.subordinations()
    assert group_on(wrong.id, links, DAY) == {wrong.id}
    assert group_on(heir.id, links, DAY) == {heir.id, former.id}


def test_what_a_reorganisation_made_is_corrected_there_alone(at: datetime) -> None:
    former, heir = make_organisation("Бұрынғы"), make_organisation("Мұрагер")
    made = services.add_succession(merger(former, heir), actor=SYSTEM, at=at)
    link_id = made.subordination_id
    assert refused(lambda: services.end_subordination(link_id, DAY, actor=SYSTEM, at=at)) == [
        "registry.by_succession"
    ]
    again = {"reason": "exists", "actor": SYSTEM, "at": at}
    assert refused(lambda: services.set_end(former.id, None, **again)) == [  # type: ignore[arg-type]
        "registry.ended_by_reorganisation"
    ]


def test_an_end_by_hand_and_its_correction(at: datetime) -> None:
    ministry, body = make_organisation("Министрлік"), make_organisation("Жойылған")
    parent = make_subordination(body, ministry)
    services.set_end(body.id, EVE, reason="wound up", actor=SYSTEM, at=at)
    assert ended_on(body) == EVE == db.session.get_one(Subordination, parent.id).until
    services.set_end(body.id, None, reason="it was another body", actor=SYSTEM, at=at)
    assert ended_on(body) is None and db.session.get_one(Subordination, parent.id).until is None
