"""Whether an entry may take part: one list of checks per nomination template, each citing its point. Pure.

A check reads the frozen facts of a `Case` and answers with a `Finding`; nobody's opinion enters
here. The secretary decides with the findings in view (D12): what blocks cannot be overruled, a warning can,
with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from awards.competition.domain import RubricTemplate
from awards.core.clock import ASTANA
from awards.core.identifiers import is_national_number
from awards.registry.domain import CHARTER_ROLES, CORE_STAFF, RoleCode
from awards.submissions.domain.vocabulary import FileKind, PaymentState

Facts = Mapping[str, Any]


class Severity(StrEnum):
    BLOCKS = "blocks"
    WARNS = "warns"


class Outcome(StrEnum):
    """How a finding reads on the page."""

    OK = "ok"
    BLOCKED = "blocked"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """What a check found: its code, the point of the Rules, and the facts it read (JSON values)."""

    code: str
    severity: Severity
    point: str
    ok: bool
    facts: Facts

    @property
    def outcome(self) -> Outcome:
        if self.ok:
            return Outcome.OK
        return Outcome.BLOCKED if self.severity is Severity.BLOCKS else Outcome.WARNING

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity.value,
            "point": self.point,
            "ok": self.ok,
            "facts": dict(self.facts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        return cls(data["code"], Severity(data["severity"]), data["point"], data["ok"], data["facts"])


@dataclass(frozen=True)
class ProjectCase:
    """A registered project as the checks read it; `roles` are the role codes ever named in it."""

    number: str
    organisation_id: str
    starts_on: date
    roles: frozenset[RoleCode]


@dataclass(frozen=True)
class PersonCase:
    """A person of the registry: the projects they lead or led, and whether a certificate is valid."""

    name: str
    leads: tuple[str, ...]
    is_certified: bool


@dataclass(frozen=True)
class StaffCase:
    """Someone of the core staff of a project office on the closing day."""

    name: str
    role: RoleCode
    is_certified: bool


@dataclass(frozen=True)
class Case:
    """Everything the checks read about one entry; certificates and posts are as on `closing_day`."""

    organisation_id: str
    organisation_kind: str
    bin: str
    category: str | None
    submitted_at: datetime
    closes_at: datetime
    files: frozenset[FileKind]
    payment: PaymentState
    project: ProjectCase | None = None
    person: PersonCase | None = None
    staff: tuple[StaffCase, ...] = field(default=())

    @property
    def closing_day(self) -> date:
        return closing_day(self.closes_at)


def closing_day(closes_at: datetime) -> date:
    """The last day of the call, in Astana: one that closes at midnight was last open the day before."""
    return (closes_at - timedelta(microseconds=1)).astimezone(ASTANA).date()


@dataclass(frozen=True)
class Check:
    """One rule: `test` answers whether it holds, and with which facts."""

    code: str
    severity: Severity
    point: str
    test: Callable[[Case], tuple[bool, Facts]]


def _has_category(case: Case) -> tuple[bool, Facts]:
    return case.category is not None, {"kind": case.organisation_kind, "category": case.category or ""}


def _valid_bin(case: Case) -> tuple[bool, Facts]:
    return is_national_number(case.bin), {"bin": case.bin}


def _in_time(case: Case) -> tuple[bool, Facts]:
    return case.submitted_at < case.closes_at, {
        "submitted": case.submitted_at.isoformat(),
        "closes": case.closes_at.isoformat(),
    }


def _has_report(case: Case) -> tuple[bool, Facts]:
    return FileKind.REPORT in case.files, {"files": len(case.files)}


def _fee_paid(case: Case) -> tuple[bool, Facts]:
    return case.payment is not PaymentState.DUE, {"payment": case.payment.value}


def _own_project(case: Case) -> tuple[bool, Facts]:
    if case.project is None:
        return False, {"number": ""}
    return case.project.organisation_id == case.organisation_id, {"number": case.project.number}


def _charter_roles(case: Case) -> tuple[bool, Facts]:
    named = case.project.roles if case.project else frozenset()
    missing = [role.value for role in CHARTER_ROLES if role not in named]
    return not missing, {"missing": missing}


def _project_begun(case: Case) -> tuple[bool, Facts]:
    if case.project is None:
        return False, {"starts": "", "day": case.closing_day.isoformat()}
    facts = {"starts": case.project.starts_on.isoformat(), "day": case.closing_day.isoformat()}
    return case.project.starts_on <= case.closing_day, facts


def _leads_project(case: Case) -> tuple[bool, Facts]:
    leads = case.person.leads if case.person else ()
    return bool(leads), {"person": case.person.name if case.person else "", "projects": list(leads)}


def _manager_certified(case: Case) -> tuple[bool, Facts]:
    facts = {"person": case.person.name if case.person else "", "day": case.closing_day.isoformat()}
    return case.person is not None and case.person.is_certified, facts


def _core_staff(case: Case) -> tuple[bool, Facts]:
    missing = [role.value for role in CORE_STAFF if role not in {member.role for member in case.staff}]
    return not missing, {"missing": missing, "day": case.closing_day.isoformat()}


def _staff_certified(case: Case) -> tuple[bool, Facts]:
    without = sorted({member.name for member in case.staff if not member.is_certified})
    return bool(case.staff) and not without, {"people": without, "day": case.closing_day.isoformat()}


_B, _W = Severity.BLOCKS, Severity.WARNS
COMMON = (
    Check("category", _B, "p.117", _has_category),
    Check("bin", _B, "p.117", _valid_bin),
    Check("in_time", _B, "p.117", _in_time),
    Check("report", _B, "p.120", _has_report),
    Check("fee", _W, "p.119", _fee_paid),
)
CHECKS: Mapping[RubricTemplate, tuple[Check, ...]] = {
    RubricTemplate.BEST_PROJECT: (
        *COMMON,
        Check("own_project", _B, "p.94(8)", _own_project),
        Check("charter_roles", _B, "p.85", _charter_roles),
        Check("project_begun", _B, "p.117", _project_begun),
    ),
    RubricTemplate.BEST_MANAGER: (
        *COMMON,
        Check("leads_project", _B, "p.85", _leads_project),
        Check("manager_certified", _W, "p.110", _manager_certified),
    ),
    RubricTemplate.BEST_OFFICE: (
        *COMMON,
        Check("core_staff", _B, "p.55", _core_staff),
        Check("staff_certified", _B, "p.55, 110", _staff_certified),
    ),
}
"""A special nomination uses the checks of the template it was made from."""


def check(template: RubricTemplate, case: Case) -> tuple[Finding, ...]:
    """Every finding about the entry, in the order of the list; always one for each check."""
    return tuple(_find(rule, case) for rule in CHECKS[template])


def _find(rule: Check, case: Case) -> Finding:
    ok, facts = rule.test(case)
    return Finding(rule.code, rule.severity, rule.point, ok, facts)


def is_blocked(findings: Iterable[Finding]) -> bool:
    return any(finding.outcome is Outcome.BLOCKED for finding in findings)


def has_warnings(findings: Iterable[Finding]) -> bool:
    return any(finding.outcome is Outcome.WARNING for finding in findings)
