"""The demo shows an office in depth, one based elsewhere, a merged body, and projects at their stages."""

from __future__ import annotations

import pytest

from awards.core import clock
from awards.demo.names import BODIES
from awards.demo.offices import DIRECTION, FORMER, FULL_OFFICE
from awards.registry import queries
from awards.registry.domain import RoleCode, group_on, staffing

pytestmark = pytest.mark.usefixtures("inside")


def body_id(bin: str) -> str:
    found = queries.organisation_by_bin(bin)
    assert found is not None
    return found.id


def test_the_ministry_s_office_sits_in_its_data_centre_and_lacks_an_administrator() -> None:
    by_key = {body.key: body_id(body.bin) for body in BODIES}
    office = queries.office_on(by_key[FULL_OFFICE], clock.today())
    assert office is not None and office.base_id == by_key["datacentre"]
    held = queries.roles_of_office(office)
    certificates = queries.certificates_of(each.person_id for each in held)
    found = staffing(held, certificates, clock.today())
    missing = {(post.role, post.unit) for post in found.missing}
    assert found.directions == (DIRECTION,)
    assert (RoleCode.GROUP_ADMINISTRATOR, DIRECTION) in missing
    assert RoleCode.OFFICE_HEAD not in {role for role, _ in missing}


def test_a_merged_committee_counts_as_one_with_the_ministry() -> None:
    former = queries.organisation_by_bin(FORMER[0])
    assert former is not None and former.ended_on is not None and former.ended_on < clock.today()
    heir = body_id(next(body.bin for body in BODIES if body.key == FULL_OFFICE))
    assert heir in group_on(former.id, queries.subordinations(), clock.today())


def test_projects_stand_at_different_stages() -> None:
    stages = {
        (bool(project.chartered_on), bool(project.planned_on), bool(project.closed_on))
        for body in BODIES
        for project in queries.projects_of(body_id(body.bin))
    }
    assert {(True, True, False), (True, True, True)} <= stages
