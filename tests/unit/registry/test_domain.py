"""The registry's rules: classification bounds, certificates on a day, what may be entered, shipped data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.core.identifiers import check_digit, is_national_number
from awards.registry.domain import (
    CertificateData,
    CertificateFacts,
    CertificateState,
    CostClass,
    DurationClass,
    EngagementData,
    EngagementKind,
    Financing,
    OrganisationData,
    OrganisationKind,
    PersonData,
    ProductKind,
    ProjectData,
    ProjectScale,
    RoleCode,
    RoleData,
    TimeLimit,
    classify,
    is_valid_on,
    regions,
    roles,
    schemes,
)

DAY = date(2026, 7, 15)


def fields(data: object) -> list[tuple[str, str]]:
    return [(reason.code, reason.facts["field"]) for reason in data.problems()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), DurationClass.SHORT),
        (date(2025, 1, 1), date(2026, 1, 1), DurationClass.MEDIUM),
        (date(2024, 2, 29), date(2025, 2, 27), DurationClass.SHORT),
        (date(2024, 2, 29), date(2025, 2, 28), DurationClass.MEDIUM),
        (date(2022, 5, 1), date(2025, 5, 1), DurationClass.MEDIUM),
        (date(2022, 5, 1), date(2025, 5, 2), DurationClass.LONG),
        (date(2022, 5, 1), None, None),
    ],
)
def test_duration_counts_calendar_years(
    starts: date, ends: date | None, expected: DurationClass | None
) -> None:
    assert classify(starts, ends, 0).duration is expected


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        (0, CostClass.LOW),
        (69_999_999, CostClass.LOW),
        (70_000_000, CostClass.MEDIUM),
        (200_000_000, CostClass.MEDIUM),
        (200_000_001, CostClass.HIGH),
    ],
)
def test_cost_bounds_belong_to_the_middle(budget: int, expected: CostClass) -> None:
    assert classify(DAY, None, budget).cost is expected


CERTIFICATE = CertificateFacts(
    "c", "p", "ipma", "C", "7", "", date(2024, 1, 1), date(2029, 1, 1), CertificateState.ACTIVE
)


def test_a_certificate_is_good_from_its_first_day_to_its_last() -> None:
    day = timedelta(days=1)
    assert is_valid_on(CERTIFICATE, date(2024, 1, 1))
    assert is_valid_on(CERTIFICATE, date(2029, 1, 1))
    assert not is_valid_on(CERTIFICATE, date(2024, 1, 1) - day)
    assert not is_valid_on(CERTIFICATE, date(2029, 1, 1) + day)
    assert is_valid_on(replace(CERTIFICATE, valid_until=None), date(2090, 1, 1))


@pytest.mark.parametrize("status", [state for state in CertificateState if state != "active"])
def test_a_suspended_or_revoked_certificate_is_good_on_no_day(status: CertificateState) -> None:
    assert not is_valid_on(replace(CERTIFICATE, status=status), DAY)


@given(st.text(alphabet="0123456789", min_size=11, max_size=11))
def test_a_number_has_at_most_one_check_digit(eleven: str) -> None:
    good = [digit for digit in range(10) if is_national_number(f"{eleven}{digit}")]
    expected = check_digit(eleven) if eleven != "0" * 11 else None
    assert good == ([] if expected is None else [expected])


def test_an_organisation_says_everything_that_is_wrong_with_it() -> None:
    data = OrganisationData("991340000018", OrganisationKind.LOCAL, "KZ-99", " ", "Х" * 301)
    assert fields(data) == [
        ("registry.bin_invalid", "bin"),
        ("registry.unknown_region", "region"),
        ("registry.required", "name_kk"),
        ("registry.too_long", "name_ru"),
    ]
    assert fields(OrganisationData("991340000801", OrganisationKind.LOCAL, "KZ-62", "Ұлытау", "Улытау")) == []


def test_impossible_dates_inside_an_iin_are_not_looked_at() -> None:
    assert fields(PersonData("Үміт Өмірбек", iin="991399300028")) == []
    assert fields(PersonData("", iin="991399300029")) == [
        ("registry.required", "full_name"),
        ("registry.iin_invalid", "iin"),
    ]


def test_a_role_of_a_project_names_its_project() -> None:
    assert fields(RoleData("p", RoleCode.LEADER, "o", DAY)) == [("registry.role_needs_project", "role")]
    assert fields(RoleData("p", RoleCode.OFFICE_HEAD, "o", DAY)) == []


def test_what_ends_does_not_end_before_it_began() -> None:
    before = DAY - timedelta(days=1)
    assert fields(EngagementData("p", "o", EngagementKind.CONSULTANCY, DAY, before)) == [
        ("registry.date_order", "until")
    ]
    assert fields(EngagementData("p", "o", EngagementKind.CONSULTANCY, DAY, DAY)) == []
    assert fields(CertificateData("p", "ipma", "1", DAY, before)) == [("registry.date_order", "valid_until")]
    assert fields(ProjectData("o", "Ж", "П", starts_on=DAY, ends_on=before)) == [
        ("registry.date_order", "ends_on")
    ]


def test_a_link_of_a_certificate_is_https_only() -> None:
    data = CertificateData("p", "ipma", "1", DAY, link="javascript:alert(1)")
    assert fields(data) == [("registry.link_not_https", "link")]


def test_a_budget_is_neither_negative_nor_absurd() -> None:
    for budget in (-1, 10**15 + 1):
        assert fields(ProjectData("o", "Ж", "П", starts_on=DAY, budget_tenge=budget)) == [
            ("registry.budget_out_of_range", "budget_tenge")
        ]


def test_every_role_has_a_row_in_the_catalogue_in_three_languages() -> None:
    assert set(roles()) == set(RoleCode)
    assert all(entry.name.kk and entry.name.ru and entry.name.en for entry in roles().values())
    assert [entry.number for entry in roles().values() if entry.number] == sorted(
        entry.number for entry in roles().values() if entry.number
    )


def test_regions_are_the_seventeen_and_three_cities() -> None:
    assert len(regions()) == 20
    assert sum(text.kk.endswith("қаласы") for text in regions().values()) == 3
    assert regions()["KZ-62"].kk == "Ұлытау облысы"


def test_schemes_with_a_known_term_state_it() -> None:
    assert (schemes()["ipma"].years, schemes()["pmp"].years, schemes()["scrum"].years) == (5, 3, None)


def test_words_are_not_shared_by_vocabularies_that_pages_label() -> None:
    """Members of a `StrEnum` are equal to their text, so two with one text would be one key of LABELS."""
    kinds = (
        OrganisationKind,
        CertificateState,
        EngagementKind,
        ProjectScale,
        ProductKind,
        TimeLimit,
        Financing,
    )
    words = [member.value for kind in (*kinds, DurationClass, CostClass, RoleCode) for member in kind]
    assert len(words) == len(set(words))
