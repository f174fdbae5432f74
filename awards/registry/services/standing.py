"""Organisations that exist on the day on which something is said of them, and people whose record stands."""

from __future__ import annotations

from datetime import date

from awards.core.errors import Refusal
from awards.infra.db import db
from awards.registry.models import Organisation, Person


def standing(organisation_id: str, since: date | None, field: str, *, lock: bool = False) -> Organisation:
    """The organisation of a fact that begins on `since`; `lock` keeps it until the transaction ends.

    Refuses with `registry.not_found`, and with `registry.organisation_ended` for a fact that would begin
    after the body has ended. What began before its end stays on record.
    """
    row = db.session.get(Organisation, organisation_id, with_for_update=lock or None)
    if row is None:
        raise Refusal("registry.not_found", facts={"field": field})
    if row.ended_on is not None and since is not None and since > row.ended_on:
        on = row.ended_on.strftime("%d.%m.%Y")
        raise Refusal("registry.organisation_ended", facts={"field": field, "on": on})
    return row


def standing_person(person_id: str) -> Person:
    """The person of a fact that is recorded anew.

    Refuses with `registry.not_found`, and with `registry.already_merged` where another record stands for this
    one: what was recorded before the merge may still be corrected, and nothing is added to it.
    """
    row = db.session.get(Person, person_id)
    if row is None:
        raise Refusal("registry.not_found", facts={"field": "person_id"})
    if row.merged_into_id is not None:
        raise Refusal("registry.already_merged", facts={"field": "person_id"})
    return row
