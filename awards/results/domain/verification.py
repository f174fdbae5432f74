"""`awards verify`: everything a results bundle claims, computed again from its records (contract 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from awards.results.domain import checks_assignment, checks_jury, checks_scores
from awards.results.domain.bundle import Bundle, read

SHOWN = 3
"""Faults spelled out in a check's detail; the rest are counted."""


@dataclass(frozen=True)
class Check:
    """One check: its name, whether it holds, and what was looked at or what does not hold."""

    name: str
    ok: bool
    detail: str


CHECKS: Mapping[str, Callable[[Bundle], Iterator[str]]] = {
    "manifest": checks_assignment.manifest,
    "methodology": checks_assignment.methodology,
    "entries": checks_assignment.entries,
    "assignment": checks_assignment.assignment,
    "sheets": checks_scores.sheets,
    "scoring": checks_scores.scoring,
    "finalists": checks_scores.finalists,
    "rounds": checks_jury.rounds,
    "medals": checks_jury.medals,
    "audit": checks_jury.audit,
    "log": checks_jury.log,
}


def verify(bundle: Bundle) -> tuple[Check, ...]:
    """Every check, in the order in which the competition went; one that fails does not stop the others."""
    return tuple(_checked(name, check, bundle) for name, check in CHECKS.items())


def _checked(name: str, check: Callable[[Bundle], Iterator[str]], bundle: Bundle) -> Check:
    try:
        faults = list(check(bundle))
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
        StopIteration,
        ArithmeticError,
    ) as error:
        faults = [f"the records do not have the form of the layout ({type(error).__name__}: {error})"]
    if faults:
        more = f" and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
        return Check(name, False, "; ".join(faults[:SHOWN]) + more)
    return Check(name, True, _looked_at(name, bundle))


def _looked_at(name: str, bundle: Bundle) -> str:
    if name == "assignment" and not bundle.has("ties"):
        return (
            f"{len(bundle['assignments'])} assignments, every counted sheet has one; the ties behind them "
            "are withheld from the public bundle and checked in the complete one"
        )
    counted = {
        "manifest": ("files", bundle.data),
        "entries": ("entries", bundle["entries"]),
        "assignment": ("assignments, none with a conflict under p.121", bundle["assignments"]),
        "sheets": ("sheets", bundle["sheets"]),
        "scoring": ("runs", bundle["scoring"]),
        "finalists": ("segments", bundle["finalists"]),
        "rounds": ("votes", bundle["rounds"]),
        "medals": ("medals", [one for verdict in bundle["verdicts"] for one in verdict["awards"]]),
        "audit": ("events", bundle["audit"]["events"]),
        "log": ("events with a body", [one for one in bundle["audit"]["events"] if "body" in one]),
    }
    if name not in counted:
        return "as approved"
    words, things = counted[name]
    return f"{len(things)} {words}"


def report(data: bytes) -> dict[str, Any]:
    """The answer of `awards verify` for the bytes of a ZIP. Raises BundleError for what is not a bundle."""
    checks = verify(read(data))
    return {
        "verified": all(check.ok for check in checks),
        "checks": [{"check": check.name, "ok": check.ok, "detail": check.detail} for check in checks],
    }
