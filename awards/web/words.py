"""Words for codes: refusals, done notices and labels of enumerations, in the language of the reader.

A feature's `words` module holds REFUSALS, DONE and LABELS with lazy texts; the app collects them here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import ModuleType
from typing import Any

from flask_babel import lazy_gettext as _l

from awards.core.errors import Refusal, Refusals
from awards.core.workflow import EntryState, Stage

Words = Mapping[Any, Any]

REFUSALS: dict[str, Any] = {
    "workflow.no_such_step": _l("This step is not possible now: the record is already in another state."),
    "web.stale": _l(
        "Someone changed this while you were editing. Your text is kept below; compare and save again."
    ),
    "files.too_large": _l("The file “%(name)s” is too large. The limit is %(limit)s MB."),
}
DONE: dict[str, Any] = {"saved": _l("Saved.")}
LABELS: dict[StrEnum, Any] = {
    Stage.SETUP: _l("Set-up"),
    Stage.OPEN: _l("Entries open"),
    Stage.ADMISSIBILITY: _l("Admissibility"),
    Stage.ASSESSMENT: _l("Assessment"),
    Stage.FINALISTS: _l("Finalists"),
    Stage.VOTING: _l("Jury vote"),
    Stage.SEALED: _l("Sealed"),
    Stage.PUBLISHED: _l("Published"),
    Stage.ARCHIVED: _l("Archived"),
    EntryState.DRAFT: _l("Draft"),
    EntryState.SUBMITTED: _l("Submitted"),
    EntryState.WITHDRAWN: _l("Withdrawn"),
    EntryState.ELIGIBLE: _l("Admitted"),
    EntryState.INELIGIBLE: _l("Not admitted"),
}

_refusals: dict[str, Any] = dict(REFUSALS)
_done: dict[str, Any] = dict(DONE)
_labels: dict[tuple[type, str], Any] = {(type(member), member.value): text for member, text in LABELS.items()}


def collect(module: ModuleType) -> None:
    """Take over a feature's words; a code that is already known is a mistake."""
    for code, text in getattr(module, "REFUSALS", {}).items():
        _refusals[code] = text
    for code, text in getattr(module, "DONE", {}).items():
        _done[code] = text
    for member, text in getattr(module, "LABELS", {}).items():
        _labels[type(member), member.value] = text


def known_refusals() -> frozenset[str]:
    return frozenset(_refusals)


def refusal_text(refusal: Refusal) -> str:
    """What, why by which point of the Rules, and what to do."""
    text = _refusals.get(refusal.code)
    if text is None:
        return f"{refusal.code}"
    facts = {
        key: label(value) if isinstance(value, StrEnum) else value for key, value in refusal.facts.items()
    }
    said = str(text) % facts if facts else str(text)
    return f"{said} ({refusal.point})" if refusal.point else said


def refusal_texts(refused: Refusal | Refusals) -> list[str]:
    reasons = refused.reasons if isinstance(refused, Refusals) else (refused,)
    return [refusal_text(reason) for reason in reasons]


def done_text(code: str | None) -> str | None:
    """The notice after a redirect: only codes of the vocabulary have one."""
    return str(_done[code]) if code in _done else None


def label(member: StrEnum | None) -> str:
    """The word for a value of an enumeration; the value itself where it has none."""
    if member is None:
        return ""
    text = _labels.get((type(member), str(getattr(member, "value", member))))
    return str(text) if text is not None else str(member)
