"""Choosing one record of very many without a script: words, a button that looks, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import get_template_attribute
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.form import BaseForm as AnyForm
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from awards.registry import queries
from awards.registry.domain import OrganisationFacts, PersonFacts, region_name
from awards.web.filters import day as shown_day
from awards.web.locale import current_locale

Choices = list[tuple[str, str]]
SHOWN = 12
"""How many matches a page offers; whoever seeks further writes more of the name."""


@dataclass(frozen=True)
class Found:
    """The first matches of a search, and how many there are in all."""

    choices: Choices
    total: int


@dataclass(frozen=True)
class Source:
    """Where a field looks: `find` matches written words, `named` says what a chosen record is called."""

    find: Callable[[str], Found]
    named: Callable[[str], str]


def organisation_words(found: Iterable[OrganisationFacts]) -> Choices:
    """By name and BIN; of one that ended, its last day."""
    locale, words = current_locale(), []
    for each in found:
        end = _("ended on %(day)s", day=shown_day(each.ended_on)) if each.ended_on else ""
        words.append((each.id, " · ".join(part for part in (each.name.in_(locale), each.bin, end) if part)))
    return words


def person_words(found: Iterable[PersonFacts]) -> Choices:
    """Namesakes are told apart by the region and the body where they hold or last held a role."""
    people, locale = tuple(found), current_locale()
    places = queries.latest_places(each.id for each in people)
    words = []
    for each in people:
        region = region_name(each.region).in_(locale) if each.region else ""
        place = places[each.id].in_(locale) if each.id in places else ""
        words.append((each.id, " · ".join(part for part in (each.full_name, place, region) if part)))
    return words


def _find_organisations(text: str) -> Found:
    page = queries.search_organisations(text)
    return Found(organisation_words(page.items[:SHOWN]), page.total)


def _find_people(text: str) -> Found:
    page = queries.search_people(text)
    return Found(person_words(page.items[:SHOWN]), page.total)


def _named_organisation(organisation_id: str) -> str:
    found = queries.get_organisation(organisation_id)
    return organisation_words([found])[0][1] if found else ""


def _named_person(person_id: str) -> str:
    found = queries.get_person(person_id)
    return person_words([found])[0][1] if found else ""


ORGANISATIONS = Source(_find_organisations, _named_organisation)
PEOPLE = Source(_find_people, _named_person)


def _control(field: PickField, **attributes: Any) -> Any:
    """The control alone: label, hint and errors are drawn around it as for every field."""
    said = {key: value for key, value in attributes.items() if key.startswith("aria-")}
    return get_template_attribute("registry/pick.html", "pick")(field, said)


class PickField(Field):
    """The id of one record. `words` is what was written to find it, kept as it was.

    Words that were written and not yet looked for are never taken for the record chosen before: the form
    comes back with what they match. `is_asking` tells that the button was pressed, so nothing is sent yet.
    `or_none` is what no record is called where the field may be left empty: a choice can be taken back.
    """

    widget = staticmethod(_control)

    def __init__(self, label: Any, source: Source, *, or_none: Any = "", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.or_none = or_none
        self.source, self.words, self.asked, self.is_asking = source, "", "", False
        self._found: Found | None = None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        sent = formdata or {}
        self.words = str(sent.get(f"{self.name}-words", "")).strip()[:200]
        self.asked = str(sent.get(f"{self.name}-asked", "")).strip()
        self.is_asking = bool(sent.get(f"{self.name}-find"))

    def process_data(self, value: Any) -> None:
        self.data = value or ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""

    @property
    def found(self) -> Found:
        """What the words match; nothing where none were written."""
        if self._found is None:
            self._found = self.source.find(self.words) if self.words else Found([], 0)
        return self._found

    def offered(self) -> Choices:
        """The record chosen so far, then the matches."""
        chosen = self.source.named(self.data) if self.data else ""
        first = [(self.data, chosen)] if chosen else []
        offered = [*first, *(choice for choice in self.found.choices if choice[0] != self.data)]
        return [*offered, ("", str(self.or_none))] if offered and self.or_none else offered

    @property
    def hidden_matches(self) -> int:
        """How many matches the page does not show."""
        return self.found.total - len(self.found.choices)

    def pre_validate(self, form: Any) -> None:
        is_chosen = bool(self.data or (self.or_none and self.raw_data))
        if self.words and (self.words != self.asked or not is_chosen):
            raise ValidationError(str(_l("Choose one of those found.")))
        if self.data and not self.source.named(self.data):
            raise ValidationError(str(_l("Choose from the list.")))


def picks(form: AnyForm) -> Iterator[PickField]:
    """Every such field of a form and of the forms within it."""
    for field in form:
        if isinstance(field, PickField):
            yield field
        elif isinstance(getattr(field, "form", None), AnyForm):
            yield from picks(field.form)
