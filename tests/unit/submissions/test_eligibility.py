"""Each check of eligibility against what breaks it, and laws that hold for every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.competition.domain import RubricTemplate
from awards.registry.domain import CHARTER_ROLES, CORE_STAFF, RoleCode
from awards.submissions.domain import (
    CHECKS,
    Case,
    FileKind,
    Finding,
    Outcome,
    PaymentState,
    PersonCase,
    ProjectCase,
    StaffCase,
    check,
    closing_day,
    has_warnings,
    is_blocked,
)

PROJECT, MANAGER, OFFICE = (
    RubricTemplate.BEST_PROJECT,
    RubricTemplate.BEST_MANAGER,
    RubricTemplate.BEST_OFFICE,
)
CLOSES = datetime(2026, 7, 31, 13, tzinfo=UTC)
GOOD_PROJECT = ProjectCase("2025-000007", "org", date(2025, 1, 1), frozenset(CHARTER_ROLES))
GOOD_STAFF = tuple(StaffCase(f"P{role}", role, True) for role in CORE_STAFF)
GOOD = Case(
    organisation_id="org",
    organisation_kind="central",
    bin="991340000077",
    category="central",
    submitted_at=CLOSES - timedelta(days=1),
    closes_at=CLOSES,
    files=frozenset({FileKind.REPORT}),
    payment=PaymentState.NOT_DUE,
    project=GOOD_PROJECT,
    person=PersonCase("Қайрат Төлегенов", ("2025-000007",), True),
    staff=GOOD_STAFF,
)


def failed(template: RubricTemplate, **changes: Any) -> dict[str, Finding]:
    return {f.code: f for f in check(template, replace(GOOD, **changes)) if not f.ok}


@pytest.mark.parametrize("template", list(RubricTemplate))
def test_an_entry_in_order_passes_every_check(template: RubricTemplate) -> None:
    assert failed(template) == {}


BLOCKED, WARNING = Outcome.BLOCKED, Outcome.WARNING
FOREIGN = replace(GOOD_PROJECT, organisation_id="other")
NO_INITIATOR = replace(GOOD_PROJECT, roles=frozenset(CHARTER_ROLES[1:]))
FUTURE = replace(GOOD_PROJECT, starts_on=date(2026, 8, 1))
UNCERTIFIED = (*GOOD_STAFF[:2], StaffCase("Y", CORE_STAFF[2], False))
BROKEN = [
    (PROJECT, {"category": None}, "category", "p.117", BLOCKED),
    (PROJECT, {"bin": "991340000078"}, "bin", "p.117", BLOCKED),
    (PROJECT, {"submitted_at": CLOSES}, "in_time", "p.117", BLOCKED),
    (PROJECT, {"files": frozenset({FileKind.CHARTER})}, "report", "p.120", BLOCKED),
    (PROJECT, {"payment": PaymentState.DUE}, "fee", "p.119", WARNING),
    (PROJECT, {"project": FOREIGN}, "own_project", "p.94(8)", BLOCKED),
    (PROJECT, {"project": NO_INITIATOR}, "charter_roles", "p.85", BLOCKED),
    (PROJECT, {"project": FUTURE}, "project_begun", "p.117", BLOCKED),
    (MANAGER, {"person": PersonCase("X", (), True)}, "leads_project", "p.85", BLOCKED),
    (MANAGER, {"person": PersonCase("X", ("1",), False)}, "manager_certified", "p.110", WARNING),
    (OFFICE, {"staff": GOOD_STAFF[:2]}, "core_staff", "p.55", BLOCKED),
    (OFFICE, {"staff": UNCERTIFIED}, "staff_certified", "p.55, 110", BLOCKED),
]


@pytest.mark.parametrize(("template", "changes", "code", "point", "outcome"), BROKEN)
def test_one_fault_gives_exactly_its_finding_with_its_point(
    template: RubricTemplate, changes: dict[str, Any], code: str, point: str, outcome: Outcome
) -> None:
    found = failed(template, **changes)
    assert list(found) == [code]
    assert (found[code].point, found[code].outcome) == (point, outcome)


def test_every_check_of_every_template_is_broken_by_a_case_above() -> None:
    broken = {(template, code) for template, _, code, _, _ in BROKEN}
    common = {check.code for check in CHECKS[PROJECT]} & {check.code for check in CHECKS[OFFICE]}
    wanted = {(template, rule.code) for template, rules in CHECKS.items() for rule in rules}
    assert {code for _, code in wanted if code in common} <= {code for _, code in broken}
    assert {pair for pair in wanted if pair[1] not in common} <= broken


def test_the_missing_roles_are_named() -> None:
    project = replace(GOOD_PROJECT, roles=frozenset({RoleCode.LEADER}))
    assert failed(PROJECT, project=project)["charter_roles"].facts == {
        "missing": ["initiator", "sponsor", "customer"]
    }


def test_a_second_administrator_without_a_certificate_blocks_the_office_too() -> None:
    staff = (*GOOD_STAFF, StaffCase("Екінші әкімші", RoleCode.OFFICE_ADMINISTRATOR, False))
    assert failed(OFFICE, staff=staff)["staff_certified"].facts["people"] == ["Екінші әкімші"]


def test_an_entry_without_what_is_entered_is_blocked_not_broken() -> None:
    assert is_blocked(check(PROJECT, replace(GOOD, project=None)))
    assert is_blocked(check(MANAGER, replace(GOOD, person=None)))
    assert is_blocked(check(OFFICE, replace(GOOD, staff=())))


def test_a_call_that_closes_at_midnight_in_astana_closed_the_day_before() -> None:
    midnight = datetime(2026, 7, 31, 19, tzinfo=UTC)
    assert closing_day(midnight) == date(2026, 7, 31)
    assert closing_day(midnight + timedelta(microseconds=1)) == date(2026, 8, 1)


cases = st.builds(
    replace,
    st.just(GOOD),
    category=st.sampled_from([None, "central"]),
    bin=st.sampled_from(["991340000077", "1", ""]),
    submitted_at=st.sampled_from([CLOSES - timedelta(microseconds=1), CLOSES, CLOSES + timedelta(days=1)]),
    files=st.frozensets(st.sampled_from(list(FileKind))),
    payment=st.sampled_from(list(PaymentState)),
    project=st.none()
    | st.builds(
        ProjectCase,
        st.just("1"),
        st.sampled_from(["org", "other"]),
        st.dates(date(2020, 1, 1), date(2027, 1, 1)),
        st.frozensets(st.sampled_from(list(RoleCode))),
    ),
    person=st.none() | st.builds(PersonCase, st.just("X"), st.sampled_from([(), ("1",)]), st.booleans()),
    staff=st.lists(
        st.builds(StaffCase, st.text(max_size=3), st.sampled_from(CORE_STAFF), st.booleans()), max_size=4
    ).map(tuple),
)


@given(st.sampled_from(list(RubricTemplate)), cases)
def test_every_case_gets_one_finding_for_each_check_and_comes_back_from_storage(
    template: RubricTemplate, case: Case
) -> None:
    findings = check(template, case)
    assert [finding.code for finding in findings] == [rule.code for rule in CHECKS[template]]
    assert tuple(Finding.from_json(finding.to_json()) for finding in findings) == findings
    assert is_blocked(findings) == any(not f.ok and f.severity == "blocks" for f in findings)
    assert has_warnings(findings) == any(not f.ok and f.severity == "warns" for f in findings)


@given(st.sampled_from(list(RubricTemplate)), cases)
def test_putting_right_what_blocks_never_blocks_anything_else(template: RubricTemplate, case: Case) -> None:
    before = {f.code for f in check(template, case) if f.outcome is Outcome.BLOCKED}
    better = replace(
        case, category="central", bin=GOOD.bin, submitted_at=GOOD.submitted_at, files=GOOD.files | case.files
    )
    after = {f.code for f in check(template, better) if f.outcome is Outcome.BLOCKED}
    assert after == before - {"category", "bin", "in_time", "report"}
