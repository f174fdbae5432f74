"""Somebody says that their own record is wrong (R17): the clerks are told, and it is logged."""

from __future__ import annotations

import math
from datetime import datetime

from awards.accounts import queries as accounts
from awards.accounts.domain import Limit
from awards.accounts.services import take
from awards.core.actor import Actor, Role
from awards.core.errors import Refusal
from awards.infra import audit, outbox
from awards.infra.audit import AuditEvent
from awards.registry import queries

A_DAY = (Limit(24 * 3600, 5),)


def ask_correction(person_id: str, text: str, *, actor: Actor, at: datetime) -> AuditEvent:
    """Pass a person's words on to the registry's clerks, or to the secretaries where there is no clerk.

    The log holds that it was asked and how many were told; the words go by mail alone. Refuses with
    `registry.required`, `registry.not_found` (also for somebody else's record), and with `accounts.wait`
    whoever has asked five times within the day (S12).
    """
    person = queries.get_person(person_id)
    if person is None or person.user_id is None or person.user_id != actor.user_id:
        raise Refusal("registry.not_found", facts={"field": "person_id"})
    if not text.strip():
        raise Refusal("registry.required", facts={"field": "text"})
    if seconds := take("correction", person.user_id, A_DAY, at=at):
        raise Refusal("accounts.wait", facts={"minutes": math.ceil(seconds / 60)})
    readers = accounts.users_with_role(Role.CLERK, None) or accounts.users_with_role(Role.SECRETARY, None)
    said = {"person": person.full_name, "person_id": person.id, "text": text.strip()}
    for user in readers:
        letter = {"name": user.name, **said}
        outbox.post("correction_asked", to=user.email, locale=user.locale, params=letter, at=at)
    return audit.record(
        "registry.correction_asked",
        actor=actor,
        at=at,
        edition_id=None,
        object_kind="person",
        object_id=person.id,
        facts={"told": len(readers)},
    )
