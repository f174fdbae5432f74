"""Whether an entry may take part: each check of a nomination, with its severity and point. Pure.

Which checks a nomination has is said by `competition.domain.checks_of`. A check reads the frozen facts of a
`Case` and answers with a `Finding`; nobody's opinion enters here. The secretary decides with the findings in
view (D12): what blocks cannot be overruled, a warning can, with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from awards.competition.domain import EligibilityCheck
from awards.core.canonical import digest
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
    """A person of the registry; `leads` are the projects of the entrant's organisation they lead or led."""

    name: str
    leads: tuple[str, ...]
    is_certified: bool


@dataclass(frozen=True)
class StaffCase:
    """Someone of the core staff of the entrant's project office on the closing day (p.55)."""

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
    ended_on: date | None = None
    """The last day of the organisation's existence, where it was reorganised or wound up."""
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

    severity: Severity
    point: str
    test: Callable[[Case], tuple[bool, Facts]]


def _has_category(case: Case) -> tuple[bool, Facts]:
    return case.category is not None, {"kind": case.organisation_kind, "category": case.category or ""}


def _exists(case: Case) -> tuple[bool, Facts]:
    """The last day of an organisation's existence is still a day of it."""
    ended = case.ended_on.isoformat() if case.ended_on else ""
    facts = {"ended": ended, "day": case.closing_day.isoformat()}
    return case.ended_on is None or case.closing_day <= case.ended_on, facts


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


_B, _W, _CODE = Severity.BLOCKS, Severity.WARNS, EligibilityCheck
CHECKS: Mapping[EligibilityCheck, Check] = {
    _CODE.CATEGORY: Check(_B, "p.117", _has_category),
    _CODE.ORGANISATION_EXISTS: Check(_B, "p.117", _exists),
    _CODE.BIN: Check(_B, "p.117", _valid_bin),
    _CODE.IN_TIME: Check(_B, "p.117", _in_time),
    _CODE.REPORT: Check(_B, "p.120", _has_report),
    _CODE.FEE: Check(_W, "p.119", _fee_paid),
    _CODE.OWN_PROJECT: Check(_B, "p.94(8)", _own_project),
    _CODE.CHARTER_ROLES: Check(_B, "p.85", _charter_roles),
    _CODE.PROJECT_BEGUN: Check(_B, "p.117", _project_begun),
    _CODE.LEADS_PROJECT: Check(_B, "p.85", _leads_project),
    _CODE.MANAGER_CERTIFIED: Check(_W, "p.110", _manager_certified),
    _CODE.CORE_STAFF: Check(_B, "p.55", _core_staff),
    _CODE.STAFF_CERTIFIED: Check(_B, "p.55, 110", _staff_certified),
}


def check(codes: Iterable[EligibilityCheck], case: Case) -> tuple[Finding, ...]:
    """Every finding about the entry, one for each of these checks, in their order."""
    return tuple(_find(code, case) for code in codes)


def _find(code: EligibilityCheck, case: Case) -> Finding:
    rule = CHECKS[code]
    ok, facts = rule.test(case)
    return Finding(code.value, rule.severity, rule.point, ok, facts)


def is_blocked(findings: Iterable[Finding]) -> bool:
    return any(finding.outcome is Outcome.BLOCKED for finding in findings)


def has_warnings(findings: Iterable[Finding]) -> bool:
    return any(finding.outcome is Outcome.WARNING for finding in findings)


def seal(findings: Iterable[Finding]) -> str:
    """The findings as a form carries them: `code:digest` of each, so that what changed can be named later."""
    return " ".join(f"{finding.code}:{digest(finding.to_json())[:16]}" for finding in findings)


def changed_since(sealed: str, findings: Sequence[Finding]) -> tuple[EligibilityCheck, ...]:
    """The checks that answer otherwise now than when the findings were sealed, new and missing ones too."""
    before = dict(part.split(":", 1) for part in sealed.split() if ":" in part)
    now = dict(part.split(":", 1) for part in seal(findings).split())
    return tuple(code for code in EligibilityCheck if before.get(code.value) != now.get(code.value))


@dataclass(frozen=True)
class Change:
    """A check that would answer otherwise today; None where it was not made then, or is not made now."""

    then: Finding | None
    now: Finding | None


def changes(then: Iterable[Finding], now: Iterable[Finding]) -> tuple[Change, ...]:
    """How a frozen list of findings differs from one made today, in the order of the checks."""
    before, after = {one.code: one for one in then}, {one.code: one for one in now}
    return tuple(
        Change(before.get(code.value), after.get(code.value))
        for code in EligibilityCheck
        if before.get(code.value) != after.get(code.value)
    )
