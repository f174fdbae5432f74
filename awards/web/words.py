"""Words for codes: refusals, done notices and labels of enumerations, in the language of the reader.

A feature's `words` module holds REFUSALS, DONE and LABELS with lazy texts; the app collects them here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import ModuleType
from typing import Any

from flask_babel import lazy_gettext as _l

from awards.core.errors import Refusal, Refusals
from awards.core.text import Text
from awards.core.workflow import EntryState, Stage
from awards.web import filters

Words = Mapping[Any, Any]

REFUSALS: dict[str, Any] = {
    "workflow.no_such_step": _l("This step is not possible now: the record is already in another state."),
    "web.stale": _l(
        "Someone changed this while you were editing. Your text is kept below; compare and save again."
    ),
    "files.too_large": _l("The file “%(name)s” is too large. The limit is %(limit)s. Choose a smaller file."),
    "files.empty": _l("The file “%(name)s” is empty. Choose the file that you meant."),
    "files.kind_not_allowed": _l("The file “%(name)s” is of a type that is not accepted here: %(allowed)s."),
    "files.not_what_it_says": _l(
        "The file “%(name)s” is not what its extension says. Save it anew as one of these: %(allowed)s."
    ),
    "files.damaged": _l("The file “%(name)s” is damaged or incomplete. Save it anew and attach it again."),
    "files.encrypted": _l("The file “%(name)s” is protected by a password. Attach it without the password."),
    "files.macros": _l("The file “%(name)s” contains macros. Save it without them (DOCX, XLSX or PPTX)."),
    "files.embedded_objects": _l(
        "The file “%(name)s” contains embedded objects. Save it as PDF and attach that."
    ),
    "files.external_links": _l("The file “%(name)s” refers to other files. Save it as PDF and attach that."),
    "files.bomb": _l(
        "The file “%(name)s” takes too much memory or time to open. Make it simpler and attach it again."
    ),
    "spreadsheets.kind_not_allowed": _l(
        "Tables like “%(name)s” cannot be read here. Save it as one of these: %(allowed)s."
    ),
    "spreadsheets.empty": _l("The table “%(name)s” is empty."),
    "spreadsheets.too_large": _l("The table “%(name)s” is too large. The limit is %(limit)s."),
    "spreadsheets.damaged": _l("The table “%(name)s” is damaged. Open it, save it anew and try again."),
    "spreadsheets.not_unicode": _l(
        "The table “%(name)s” is not in UTF-8, so Kazakh letters are lost. Save it as “CSV UTF-8” or XLSX."
    ),
    "spreadsheets.encrypted": _l("The table “%(name)s” is protected by a password. Save it without one."),
    "spreadsheets.bomb": _l("The table “%(name)s” takes too much memory or time to open. Split it."),
    "spreadsheets.too_many_rows": _l("The table “%(name)s” has more than %(limit)s rows. Split it."),
    "spreadsheets.too_many_columns": _l("The table “%(name)s” has more than %(limit)s columns."),
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
    """Take over a feature's words.

    LABELS is one mapping, or a tuple of them: members of two enumerations with the same value are equal, and
    one mapping would keep only the later.
    """
    for code, text in getattr(module, "REFUSALS", {}).items():
        _refusals[code] = text
    for code, text in getattr(module, "DONE", {}).items():
        _done[code] = text
    labels = getattr(module, "LABELS", {})
    for group in labels if isinstance(labels, tuple) else (labels,):
        for member, text in group.items():
            _labels[type(member), member.value] = text


def known_refusals() -> frozenset[str]:
    return frozenset(_refusals)


def refusal_text(refusal: Refusal) -> str:
    """What, why by which point of the Rules, and what to do."""
    text = _refusals.get(refusal.code)
    if text is None:
        return f"{refusal.code}"
    in_bytes = refusal.code.endswith(".too_large")
    facts = {key: _fact(value, in_bytes) for key, value in refusal.facts.items()}
    said = str(text) % facts if facts else str(text)
    if not refusal.point:
        return said
    end = "." if said.endswith(".") else ""
    return f"{said.removesuffix('.')} ({point_text(refusal.point)}){end}"


def _fact(value: Any, in_bytes: bool) -> Any:
    """A fact as people read it: words for members, texts in the reader's language, Astana time."""
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, Text):
        return filters.text(value)
    if isinstance(value, datetime):
        return filters.instant(value)
    if isinstance(value, date):
        return filters.day(value)
    if isinstance(value, tuple):
        return ", ".join(part.upper() for part in value if isinstance(part, str))
    return filters.size(value) if in_bytes and isinstance(value, int) else value


def point_text(point: str) -> str:
    """A point of the Rules as people cite it: "p.121" is "121-тармақ", "п. 121", "point 121"."""
    if not point.startswith("p."):
        return filters.cited(point)
    return str(_l("point %(number)s of the Rules")) % {"number": point[2:]}


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
