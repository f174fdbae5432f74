"""What an entry still needs before it can be submitted: the task list and its reasons. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from awards.core.errors import Refusal
from awards.submissions.domain.content import Answer, AreaFacts, EntryFactsData, WorkingCopy
from awards.submissions.domain.vocabulary import FileKind

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class Progress(StrEnum):
    """How far a section is; the words are those of the task list's chips."""

    TODO = "todo"
    DRAFT = "draft"
    DONE = "done"


@dataclass(frozen=True)
class Section:
    """A section of the task list; no `area` for the facts and the files; `missing` is empty once done."""

    key: str
    progress: Progress
    missing: tuple[Refusal, ...]
    area: AreaFacts | None = None


def sections(
    copy: WorkingCopy, areas: Iterable[AreaFacts], attached: Collection[FileKind]
) -> tuple[Section, ...]:
    """The sections of an entry in the order in which they are filled in: facts, each area, files."""
    return (
        _facts(copy.facts),
        *(_area(area, copy.answer(area.code)) for area in areas),
        _files(attached),
    )


def blockers(found: Iterable[Section]) -> tuple[Refusal, ...]:
    """Every reason why the entry cannot be submitted yet; empty means that it can."""
    return tuple(reason for section in found for reason in section.missing)


def share_done(found: Collection[Section]) -> tuple[int, int]:
    """(sections that are complete, all sections)."""
    return sum(section.progress is Progress.DONE for section in found), len(found)


def _facts(facts: EntryFactsData) -> Section:
    needed = {
        "submissions.title_missing": facts.title,
        "submissions.summary_missing": facts.summary,
        "submissions.contact_name_missing": facts.contact.name,
        "submissions.contact_email_missing": facts.contact.email,
    }
    missing = tuple(Refusal(code) for code, value in needed.items() if not value.strip())
    if facts.contact.email.strip() and not _EMAIL.fullmatch(facts.contact.email.strip()):
        missing += (Refusal("submissions.contact_email_invalid"),)
    written = facts.summary.strip() or facts.contact.name.strip()
    return Section("facts", _progress(missing, bool(written)), missing)


def _area(area: AreaFacts, answer: Answer) -> Section:
    facts = {"area": area.title}
    missing = () if answer.done.strip() else (Refusal("submissions.answer_missing", facts=facts),)
    return Section(f"area-{area.code}", _progress(missing, not answer.is_empty), missing, area)


def _files(attached: Collection[FileKind]) -> Section:
    missing = () if FileKind.REPORT in attached else (Refusal("submissions.report_missing"),)
    return Section("files", _progress(missing, bool(attached)), missing)


def _progress(missing: Collection[Refusal], is_begun: bool) -> Progress:
    if not missing:
        return Progress.DONE
    return Progress.DRAFT if is_begun else Progress.TODO
