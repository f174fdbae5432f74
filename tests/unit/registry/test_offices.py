"""The staffing of a project office measured against appendix 1 and p.55, 110."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.registry.domain import (
    CORE_STAFF,
    EXPIRING_DAYS,
    CertificateFacts,
    CertificateState,
    Post,
    Proof,
    RoleCode,
    RoleFacts,
    Staffing,
    one_at_a_time,
    role_sections,
    roles,
    staffing,
)

DAY = date(2026, 7, 15)


def held(
    role: RoleCode,
    person: str = "",
    unit: str = "",
    since: date = date(2026, 1, 1),
    until: date | None = None,
) -> RoleFacts:
    person = person or role.value
    return RoleFacts(role.value + person, person, person, role, "body", None, since, until, unit=unit)


def certificate(
    valid_until: date | None, status: CertificateState = CertificateState.ACTIVE
) -> CertificateFacts:
    return CertificateFacts("c", "p", "ipma", "C", "1", "", date(2024, 1, 1), valid_until, status)


def post(found: Staffing, role: RoleCode, unit: str = "") -> Post:
    return next(each for each in found.posts if (each.role, each.unit) == (role, unit))


def test_an_empty_office_lacks_what_appendix_1_asks_for() -> None:
    missing = {each.role for each in staffing([], {}, DAY).missing}
    assert missing == {
        RoleCode.OFFICE_HEAD,
        RoleCode.OFFICE_CHIEF_MANAGER,
        RoleCode.OFFICE_ADMINISTRATOR,
        RoleCode.OFFICE_CONSULTANT,
        RoleCode.COMMUNICATION_HEAD,
        RoleCode.COMMUNICATION_MANAGER,
        RoleCode.EXPERT_SECRETARY,
    }


def test_each_base_direction_asks_for_a_group_of_its_own() -> None:
    recorded = [
        held(RoleCode.BASE_DIRECTION_HEAD, unit="Жол"),
        held(RoleCode.GROUP_HEAD, unit="Цифрлық"),
        held(RoleCode.GROUP_ADMINISTRATOR, unit="Цифрлық"),
    ]
    found = staffing(recorded, {}, DAY)
    assert found.directions == ("Жол", "Цифрлық")
    assert post(found, RoleCode.GROUP_HEAD, "Жол").missing == 1
    assert post(found, RoleCode.GROUP_HEAD, "Цифрлық").missing == 0
    assert post(found, RoleCode.GROUP_CHIEF_MANAGER, "Цифрлық").missing == 1


def test_a_centre_set_up_if_needed_is_measured_once_it_is_there() -> None:
    assert post(staffing([], {}, DAY), RoleCode.ANALYSIS_HEAD).required == 0
    found = staffing([held(RoleCode.ANALYST)], {}, DAY)
    assert post(found, RoleCode.ANALYSIS_HEAD).missing == 1


@pytest.mark.parametrize(
    ("held_certificates", "proof"),
    [
        ([], Proof.MISSING),
        ([certificate(DAY - timedelta(days=1))], Proof.MISSING),
        ([certificate(None, CertificateState.REVOKED)], Proof.MISSING),
        ([certificate(DAY)], Proof.EXPIRING),
        ([certificate(DAY + timedelta(days=EXPIRING_DAYS))], Proof.EXPIRING),
        ([certificate(DAY + timedelta(days=EXPIRING_DAYS + 1))], Proof.VALID),
        ([certificate(None)], Proof.VALID),
        ([certificate(DAY), certificate(None)], Proof.VALID),
        ([certificate(DAY), certificate(date(2030, 1, 1))], Proof.VALID),
    ],
)
def test_the_best_certificate_counts(held_certificates: list[CertificateFacts], proof: Proof) -> None:
    found = staffing([held(RoleCode.OFFICE_HEAD, "aliya")], {"aliya": held_certificates}, DAY)
    assert [seat.proof for seat in post(found, RoleCode.OFFICE_HEAD).seats] == [proof]
    assert bool(found.uncertified) == (proof is Proof.MISSING)
    assert bool(found.expiring) == (proof is Proof.EXPIRING)


def test_experts_and_speakers_are_not_asked_for_a_certificate() -> None:
    found = staffing([held(RoleCode.EXPERT_MEMBER), held(RoleCode.COMMUNICATION_HEAD)], {}, DAY)
    assert not found.uncertified


people = st.lists(
    st.builds(
        held,
        st.sampled_from(RoleCode),
        st.sampled_from(["aliya", "bolat", "dina", "erlan"]),
        st.sampled_from(["", "Жол", "Цифрлық"]),
        st.integers(-30, 30).map(lambda days: DAY + timedelta(days=days)),
    ),
    max_size=15,
)


@given(people)
def test_nobody_of_the_office_is_lost_and_nobody_else_counts(recorded: list[RoleFacts]) -> None:
    found = staffing(recorded, {}, DAY)
    shown = [seat.held for each in found.posts for seat in each.seats]
    inside = {"office", "group", "analysis", "communication", "council", "acceleration"}
    expected = [each for each in recorded if each.since <= DAY and roles()[each.role].section in inside]
    assert sorted(shown, key=repr) == sorted(expected, key=repr)


@given(people, st.sampled_from(CORE_STAFF))
def test_one_more_person_never_makes_a_post_emptier(recorded: list[RoleFacts], role: RoleCode) -> None:
    before = post(staffing(recorded, {}, DAY), role)
    after = post(staffing([*recorded, held(role, "new")], {}, DAY), role)
    assert after.missing <= before.missing
    assert len(after.seats) >= len(before.seats)


def test_only_numbered_roles_are_held_by_one_at_a_time() -> None:
    alone = {role for role in RoleCode if one_at_a_time(role)}
    assert {RoleCode.OFFICE_HEAD, RoleCode.GROUP_HEAD, RoleCode.LEADER, RoleCode.TYPICAL_BASE_HEAD} <= alone
    assert not alone & {RoleCode.OFFICE_ADMINISTRATOR, RoleCode.SPONSOR, RoleCode.PROGRAMME_HEAD}


def test_the_catalogue_is_whole_in_three_languages() -> None:
    for code, entry in roles().items():
        assert entry.section in role_sections()
        assert entry.most is None or entry.least <= entry.most
        for text in (entry.name, entry.units, entry.appointed, entry.who):
            assert text.kk and text.ru and text.en, code
    numbers = [entry.number for entry in roles().values() if entry.number]
    assert numbers == sorted(numbers) and len(numbers) == 21
