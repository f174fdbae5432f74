"""What the pages of entries share: chips, findings in words, the countdown of a call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from awards.competition.domain import EligibilityCheck
from awards.competition.queries import EditionFacts
from awards.core import clock
from awards.core.workflow import EntryState
from awards.registry.domain import OrganisationKind, RoleCode
from awards.submissions.domain import Change, Finding, Outcome, PaymentState
from awards.submissions.words import FINDINGS
from awards.web import filters
from awards.web.words import label, point_text

STATE_KINDS = {
    EntryState.DRAFT: "info",
    EntryState.SUBMITTED: "wait",
    EntryState.ELIGIBLE: "good",
    EntryState.INELIGIBLE: "bad",
    EntryState.WITHDRAWN: "neutral",
}
_OUTCOME_KINDS = {Outcome.OK: "good", Outcome.BLOCKED: "bad", Outcome.WARNING: "wait"}


@dataclass(frozen=True)
class FindingRow:
    """A finding as a page shows it."""

    title: str
    text: str
    point: str
    """The number alone; `cited` is how a sentence cites it."""
    cited: str
    kind: str
    outcome: Outcome


def state_chip(state: EntryState) -> tuple[str, str]:
    return STATE_KINDS[state], label(state)


def finding_rows(findings: Iterable[Finding]) -> list[FindingRow]:
    """Findings in the reader's language, with the facts they were made from."""
    rows = []
    for finding in findings:
        fine, failed = FINDINGS[finding.code]
        facts = {key: _said(key, value) for key, value in finding.facts.items()}
        text = str(fine if finding.ok else failed) % facts
        kind = _OUTCOME_KINDS[finding.outcome]
        number, cited = finding.point.removeprefix("p."), point_text(finding.point)
        title = label(EligibilityCheck(finding.code))
        rows.append(FindingRow(title, text, number, cited, kind, finding.outcome))
    return rows


@dataclass(frozen=True)
class ChangeRow:
    """A check whose answer today differs from the frozen one; None where it was not made."""

    title: str
    then: FindingRow | None
    now: FindingRow | None


def change_rows(found: Iterable[Change]) -> list[ChangeRow]:
    rows = []
    for one in found:
        then = finding_rows([one.then])[0] if one.then else None
        now = finding_rows([one.now])[0] if one.now else None
        shown = then or now
        if shown is not None:
            rows.append(ChangeRow(shown.title, then, now))
    return rows


def _said(key: str, value: Any) -> str:
    if key == "missing":
        return ", ".join(label(RoleCode(code)) for code in value)
    if key == "kind":
        return label(OrganisationKind(value))
    if key == "payment":
        return label(PaymentState(value))
    if key in ("submitted", "closes"):
        return filters.instant(datetime.fromisoformat(value))
    if key in ("starts", "day", "ended"):
        return filters.day(date.fromisoformat(value)) if value else "—"
    if isinstance(value, list):
        return ", ".join(value)
    return str(value) or "—"


@dataclass(frozen=True)
class Deadline:
    """The countdown of a call: seconds left by the server's clock, and the closing instant in words."""

    seconds: int
    closes: str
    is_open: bool


def deadline(edition: EditionFacts) -> Deadline:
    at = clock.now()
    left = max(0, int((edition.closes_at - at).total_seconds()))
    closes = _("Closes on %(when)s, Astana time (UTC+5)", when=filters.instant(edition.closes_at))
    return Deadline(left, closes, edition.calendar.is_open(at) and edition.state.value == "open")
