"""Each check of eligibility against what breaks it, and laws that hold for every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.competition.domain import (
    COMMON_CHECKS,
    EligibilityCheck,
    RubricTemplate,
    checks_of,
    pick_faults,
    pickable,
)
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
    changed_since,
    changes,
    check,
    closing_day,
    has_warnings,
    is_blocked,
    seal,
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


def found(template: RubricTemplate, case: Case) -> tuple[Finding, ...]:
    """The findings of a nomination that picks nothing for itself."""
    return check(checks_of(template, ()), case)


def failed(template: RubricTemplate, **changes: Any) -> dict[str, Finding]:
    return {f.code: f for f in found(template, replace(GOOD, **changes)) if not f.ok}


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
    (PROJECT, {"ended_on": date(2026, 7, 30)}, "organisation_exists", "p.117", BLOCKED),
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
    wanted = {(template, code.value) for template in RubricTemplate for code in checks_of(template, ())}
    assert set(COMMON_CHECKS) <= {code for _, code in broken}
    assert {pair for pair in wanted if pair[1] not in COMMON_CHECKS} <= broken
    assert {code for _, code in broken} == set(CHECKS) == set(EligibilityCheck)


def test_the_missing_roles_are_named() -> None:
    project = replace(GOOD_PROJECT, roles=frozenset({RoleCode.LEADER}))
    assert failed(PROJECT, project=project)["charter_roles"].facts == {
        "missing": ["initiator", "sponsor", "customer"]
    }


def test_a_second_administrator_without_a_certificate_blocks_the_office_too() -> None:
    staff = (*GOOD_STAFF, StaffCase("Екінші әкімші", RoleCode.OFFICE_ADMINISTRATOR, False))
    assert failed(OFFICE, staff=staff)["staff_certified"].facts["people"] == ["Екінші әкімші"]


def test_an_entry_without_what_is_entered_is_blocked_not_broken() -> None:
    assert is_blocked(found(PROJECT, replace(GOOD, project=None)))
    assert is_blocked(found(MANAGER, replace(GOOD, person=None)))
    assert is_blocked(found(OFFICE, replace(GOOD, staff=())))


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
    ended_on=st.none() | st.dates(date(2026, 7, 1), date(2026, 8, 31)),
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
    findings = found(template, case)
    assert [finding.code for finding in findings] == list(checks_of(template, ()))
    assert tuple(Finding.from_json(finding.to_json()) for finding in findings) == findings
    assert is_blocked(findings) == any(not f.ok and f.severity == "blocks" for f in findings)
    assert has_warnings(findings) == any(not f.ok and f.severity == "warns" for f in findings)


@given(st.sampled_from(list(RubricTemplate)), cases)
def test_putting_right_what_blocks_never_blocks_anything_else(template: RubricTemplate, case: Case) -> None:
    before = {f.code for f in found(template, case) if f.outcome is Outcome.BLOCKED}
    better = replace(
        case,
        category="central",
        bin=GOOD.bin,
        submitted_at=GOOD.submitted_at,
        files=GOOD.files | case.files,
        ended_on=None,
    )
    after = {f.code for f in found(template, better) if f.outcome is Outcome.BLOCKED}
    assert after == before - {"category", "bin", "in_time", "report", "organisation_exists"}


def test_the_last_day_of_a_body_is_still_a_day_of_it() -> None:
    assert failed(PROJECT, ended_on=date(2026, 7, 31)) == {}
    assert list(failed(PROJECT, ended_on=date(2026, 7, 30))) == ["organisation_exists"]


picks = st.frozensets(st.sampled_from([code for code in EligibilityCheck if code not in COMMON_CHECKS]))


@given(st.sampled_from(list(RubricTemplate)), picks)
def test_a_nomination_checks_what_is_common_and_what_it_picks_and_nothing_else(
    template: RubricTemplate, picked: frozenset[EligibilityCheck]
) -> None:
    codes = checks_of(template, picked)
    assert set(codes) - set(COMMON_CHECKS) == (
        picked or set(pickable(template)) & set(checks_of(template, ()))
    )
    assert list(codes) == [code for code in EligibilityCheck if code in codes]
    faults = pick_faults(template, picked)
    assert {fault.facts["check"] for fault in faults} == picked - set(pickable(template))


@given(cases, cases)
def test_findings_that_were_sealed_name_exactly_what_has_changed(one: Case, other: Case) -> None:
    codes = tuple(EligibilityCheck)
    before, after = check(codes, one), check(codes, other)
    different = tuple(a.code for a, b in zip(before, after, strict=True) if a != b)
    assert changed_since(seal(before), after) == different
    assert tuple((change.now or change.then).code for change in changes(before, after)) == different  # type: ignore[union-attr]
    assert changed_since(seal(before), before) == changes(before, before) == ()


def test_a_page_that_carried_nothing_has_seen_nothing() -> None:
    findings = check(COMMON_CHECKS, GOOD)
    assert changed_since("", findings) == changed_since("rubbish", findings) == COMMON_CHECKS


def test_a_check_that_was_not_made_then_or_is_not_made_now_is_a_change() -> None:
    all_of_it = check(checks_of(PROJECT, ()), GOOD)
    (gone,) = changes(all_of_it, [one for one in all_of_it if one.code != "bin"])
    (new,) = changes([one for one in all_of_it if one.code != "bin"], all_of_it)
    assert gone.then and gone.now is None and new.now and new.then is None
