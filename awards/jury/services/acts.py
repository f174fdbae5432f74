"""What every act of this package does first and last: may they, and the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from awards.core.actor import SYSTEM, Actor
from awards.core.errors import Refusal
from awards.core.permissions import Action, Subject, can
from awards.infra import audit
from awards.infra.db import db
from awards.jury.models import Round
from awards.jury.queries import SegmentVote, segment_vote

SOME_JUROR = Actor(name="juror")
"""Who the log names for a ballot: with the name it would be a list of who has voted (R12)."""


def allow(actor: Actor, action: Action, subject: Subject) -> None:
    """Refuse whom the table of permissions does not let act. The portal itself loads the demo."""
    if actor != SYSTEM and not can(actor, action, subject):
        raise Refusal("jury.not_allowed")


def vote_of(segment_id: str) -> SegmentVote:
    found = segment_vote(segment_id)
    if found is None:
        raise Refusal("jury.not_allowed")
    return found


def locked_round(segment_id: str) -> Round:
    """The round of a segment under its lock, so that what is checked stays true until the commit."""
    found = db.session.scalar(select(Round).where(Round.segment_id == segment_id).with_for_update())
    if found is None:
        raise Refusal("jury.no_round", "p.122")
    return found


def log(
    event: str,
    object_kind: str,
    object_id: str,
    facts: Mapping[str, Any],
    *,
    edition_id: str,
    actor: Actor,
    at: datetime,
) -> None:
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=edition_id,
        object_kind=object_kind,
        object_id=object_id,
        facts=facts,
    )
