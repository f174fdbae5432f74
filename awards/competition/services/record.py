"""What every use case here shares: the set-up check and the line in the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from awards.competition.models import Edition, Methodology
from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.workflow import EditionState, MethodologyState
from awards.infra import audit
from awards.infra.db import db


def edition_in_setup(edition_id: str) -> Edition:
    """The edition while it may be changed; refused once entries are open."""
    edition = db.session.get_one(Edition, edition_id)
    if edition.state is not EditionState.SETUP:
        raise Refusal("competition.not_in_setup")
    return edition


def draft_methodology(edition_id: str) -> Methodology:
    """The methodology while it may be changed; refused once it is approved (p.122)."""
    row = db.session.execute(select(Methodology).where(Methodology.edition_id == edition_id)).scalar_one()
    if row.state is not MethodologyState.DRAFT:
        raise Refusal("competition.methodology_frozen", "p.122")
    return row


def log(
    event: str,
    edition_id: str,
    kind: str,
    object_id: str,
    facts: Mapping[str, object],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """One line of the audit log of this edition."""
    audit.record(
        event, actor=actor, at=at, edition_id=edition_id, object_kind=kind, object_id=object_id, facts=facts
    )
