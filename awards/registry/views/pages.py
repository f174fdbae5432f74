"""What the registry's pages share: a page with one form, and the history of records in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from awards.accounts import queries as accounts
from awards.core import clock
from awards.registry import queries
from awards.registry.domain.tables import header
from awards.registry.queries import Change
from awards.registry.words import EVENTS, FIELDS, KINDS, VALUES
from awards.web.forms import BaseForm, act, go
from awards.web.guards import current_actor
from awards.web.locale import current_locale
from awards.web.words import label

Answer = str | Response
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Place = tuple[str, dict[str, Any]]
"""An endpoint and its values."""


@dataclass(frozen=True)
class FormPage:
    """What stands around a form: its title, what the button says, where one came from."""

    title: str
    button: str
    back: Place
    back_label: str
    lead: str = ""


def answer(
    form: BaseForm,
    do: Callable[[], Any],
    page: FormPage,
    *,
    done: str,
    to: Callable[[Any], Place] | None = None,
    first: Callable[[], Any] | None = None,
) -> Answer:
    """Show the form; once it is right, do what it asks and go to `to` (or back).

    `first` is committed before, whatever becomes of the act itself.
    """
    is_ready = form.validate_on_submit() and (first is None or act(form, first))
    if is_ready and (made := act(form, do)):
        endpoint, values = to(made) if to else page.back
        return go(endpoint, done=done, **values)
    endpoint, values = page.back
    back = {"label": page.back_label, "url": url_for(endpoint, **values)}
    return render_template("registry/form.html", form=form, page=page, back=back)


def by() -> dict[str, Any]:
    """Who acts and when; read inside the transaction, after its lock."""
    return {"actor": current_actor(), "at": clock.now()}


def add_page(title: str, back: Place, back_label: str, lead: str = "") -> FormPage:
    return FormPage(title, _("Record"), back, back_label, lead)


def correct_page(title: str, back: Place, back_label: str) -> FormPage:
    lead = _("What you change here was wrong. What has ended is not corrected but ended.")
    return FormPage(title, _("Correct"), back, back_label, lead)


def end_page(title: str, back: Place, back_label: str) -> FormPage:
    return FormPage(title, _("End"), back, back_label, _("The record stays in the history."))


def organisation_place(organisation_id: str) -> Place:
    return "registry.organisation", {"organisation_id": organisation_id}


def person_place(person_id: str) -> Place:
    return "registry.person", {"person_id": person_id}


def import_place(run_id: str) -> Place:
    return "registry.import_run", {"run_id": run_id}


def project_place(project_id: str) -> Place:
    return "registry.project", {"project_id": project_id}


PLACES: dict[str, Callable[[str], Place]] = {
    "organisation": organisation_place,
    "person": person_place,
    "project": project_place,
    "import_run": import_place,
}


@dataclass(frozen=True)
class ShownChange:
    """One change as the reader sees it."""

    at: datetime
    who: str
    what: str
    name: str
    url: str
    reason: str
    details: tuple[str, ...]


def shown_changes(changes: Iterable[Change]) -> tuple[ShownChange, ...]:
    """Changes with the names of people and records, and links to the pages that show them."""
    found = tuple(changes)
    owners = queries.owners_of(found)
    names = _names([*owners.values(), *_mentioned(found)])
    actors = accounts.users({each.actor_id for each in found})
    return tuple(
        ShownChange(
            at=each.at,
            who=actors[each.actor_id].name if each.actor_id in actors else str(_("the portal")),
            what=f"{KINDS.get(each.object_kind, each.object_kind)}: {EVENTS.get(each.event, each.event)}",
            name=names.get(owners[each.object_id], ""),
            url=_url(*owners[each.object_id]),
            reason=str(each.facts.get("reason", "")),
            details=_details(each, names),
        )
        for each in found
    )


_MENTIONS = {
    "organisation_id": "organisation",
    "child_id": "organisation",
    "parent_id": "organisation",
    "base_id": "organisation",
    "predecessor_id": "organisation",
    "successor_id": "organisation",
    "firm_id": "organisation",
    "person_id": "person",
    "project_id": "project",
}
"""Fields whose value is the id of a record, and of which kind."""


def _mentioned(changes: Iterable[Change]) -> list[tuple[str, str]]:
    """The records that corrections name by their ids."""
    return [
        (kind, str(values[field]))
        for change in changes
        for values in (change.facts.get("before", {}), change.facts.get("after", {}))
        for field, kind in _MENTIONS.items()
        if values.get(field)
    ]


def _names(owners: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    by_kind: dict[str, set[str]] = {kind: set() for kind in PLACES}
    for kind, record_id in owners:
        by_kind.setdefault(kind, set()).add(record_id)
    locale = current_locale()
    found: dict[tuple[str, str], str] = {}
    for key, organisation in queries.organisations(by_kind["organisation"]).items():
        found["organisation", key] = organisation.name.in_(locale)
    for key, person in queries.people(by_kind["person"]).items():
        found["person", key] = person.full_name
    for key, project in queries.projects(by_kind["project"]).items():
        found["project", key] = project.title.in_(locale)
    for key, filename in queries.import_names(by_kind["import_run"]).items():
        found["import_run", key] = filename
    return found


def _url(kind: str, record_id: str) -> str:
    if kind not in PLACES:
        return ""
    endpoint, values = PLACES[kind](record_id)
    return url_for(endpoint, **values)


def _details(change: Change, names: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """“Region: KZ-10 → KZ-71” for each corrected field, or the day a record ended."""
    if change.event == "registry.ended":
        return (f"{FIELDS['until']}: {_value('until', change.facts['on'])}",)
    before, after = change.facts.get("before", {}), change.facts.get("after", {})
    return tuple(
        f"{_field(field)}: {_named(field, before[field], names)} → {_named(field, after[field], names)}"
        for field in after
    )


def _named(field: str, value: Any, names: Mapping[tuple[str, str], str]) -> str:
    """The value in words; of a record's id the record's name."""
    return names.get((_MENTIONS.get(field, ""), str(value))) or _value(field, value)


def _field(field: str) -> str:
    """What a field is called; columns of a file are called by their headings."""
    return str(FIELDS[field]) if field in FIELDS else header(field).in_(current_locale())


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """“Kind: Penalty → Incentive” for each field that differs; of a new record “Kind: Penalty”."""
    changed = [key for key in after if before.get(key) != after[key] and not key.endswith("_id")]
    if not before:
        return tuple(
            f"{FIELDS.get(key, key)}: {_value(key, after[key])}" for key in changed if after[key] is not None
        )
    return tuple(
        f"{FIELDS.get(key, key)}: {_value(key, before.get(key))} → {_value(key, after[key])}"
        for key in changed
    )


def _value(field: str, value: Any) -> str:
    for kind in VALUES.get(field, ()):
        if value in tuple(kind):
            return str(label(kind(value)))
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value).strftime("%d.%m.%Y")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value) if value not in (None, "") else "—"
