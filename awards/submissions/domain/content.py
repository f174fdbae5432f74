"""What an applicant writes: facts about the entry and an answer for each area of the rubric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from awards.core.text import Locale, Text

MAX_TITLE = 300
MAX_SUMMARY = 2_000
MAX_ANSWER = 10_000
"""Characters; what is longer belongs into the report."""


@dataclass(frozen=True)
class AreaFacts:
    """An area of the rubric that the entry answers: `code` and title."""

    code: str
    title: Text


@dataclass(frozen=True)
class Contact:
    """Who the secretariat asks about the entry. Kept with the working copy, never in a version (R4)."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class EntryFactsData:
    """The first section of an entry. `language` is the language of the report."""

    title: str = ""
    language: Locale = Locale.KK
    summary: str = ""
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True)
class Answer:
    """One area of the rubric: what was done, and what proves it."""

    done: str = ""
    evidence: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.done or self.evidence)


@dataclass(frozen=True)
class WorkingCopy:
    """Everything written so far; `answers` by area code."""

    facts: EntryFactsData
    answers: Mapping[str, Answer]

    def answer(self, area: str) -> Answer:
        return self.answers.get(area, Answer())


def to_json(copy: WorkingCopy) -> dict[str, Any]:
    """The part of a working copy that has no columns of its own."""
    return {
        "summary": copy.facts.summary,
        "contact": asdict(copy.facts.contact),
        "answers": {area: asdict(answer) for area, answer in copy.answers.items()},
    }


def from_json(title: str, language: Locale, content: Mapping[str, Any]) -> WorkingCopy:
    """A working copy back from storage; sections that were never saved are empty."""
    return WorkingCopy(
        EntryFactsData(title, language, content.get("summary", ""), Contact(**content.get("contact", {}))),
        {area: Answer(**answer) for area, answer in content.get("answers", {}).items()},
    )


@dataclass(frozen=True)
class Entrant:
    """Who and what is entered, as the registry knows them at the moment of submission."""

    organisation_id: str
    bin: str
    organisation: Text
    project: tuple[str, str, Text] | None = None
    """(id, unique number, title)"""
    person: tuple[str, str] | None = None
    """(id, full name)"""


def version_content(copy: WorkingCopy, areas: Iterable[AreaFacts], entrant: Entrant) -> dict[str, Any]:
    """What a submitted version keeps for good, in JSON: no contact people, every area with its title."""
    project, person = entrant.project, entrant.person
    return {
        "title": copy.facts.title,
        "language": copy.facts.language.value,
        "summary": copy.facts.summary,
        "organisation": {
            "id": entrant.organisation_id,
            "bin": entrant.bin,
            "name": _text(entrant.organisation),
        },
        "project": {"id": project[0], "number": project[1], "title": _text(project[2])} if project else None,
        "person": {"id": person[0], "name": person[1]} if person else None,
        "answers": [
            {"area": area.code, "title": _text(area.title), **asdict(copy.answer(area.code))}
            for area in areas
        ],
    }


def _text(text: Text) -> dict[str, str]:
    return {"kk": text.kk, "ru": text.ru, "en": text.en}
