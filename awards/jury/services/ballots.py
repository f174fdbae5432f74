"""Casting a ballot: one per juror, replaceable until the close, read by nobody (S9, R11)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.permissions import Action
from awards.core.workflow import RoundState
from awards.infra.db import db
from awards.jury import queries
from awards.jury.domain.paper import check_ranking
from awards.jury.models import Ballot
from awards.jury.queries import Task
from awards.jury.services.acts import SOME_JUROR, allow, locked_round, log

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the signs that people take for one another."""


def cast_ballot(segment_id: str, ranking: Sequence[str], *, actor: Actor, at: datetime) -> Ballot:
    """Put the juror's ballot into the box, in place of an earlier one; returns it with its new receipt.

    `ranking` are entry ids from the most preferred, full or partial; empty is an abstention. Refused before
    the opening, at the closing instant and after it, and to whoever has no vote here. The log gets the
    receipt alone.
    """
    round_ = locked_round(segment_id)
    page = queries.juror_segment(segment_id, actor.user_id)
    if page is None:
        raise Refusal("jury.not_allowed")
    if round_.state is not RoundState.OPEN or not at < round_.closes_at:
        raise Refusal("jury.vote_closed", "p.122")
    if page.task is Task.RECUSED:
        raise Refusal("jury.recused", "p.121")
    if page.task is Task.DECLARED:
        raise Refusal("jury.declaration_pending", "p.121")
    allow(actor, Action.CAST_BALLOT, page.subject)
    check_ranking(ranking, round_.candidates)
    ballot = db.session.get(Ballot, (round_.id, page.juror.id))
    if ballot is None:
        ballot = Ballot(round_id=round_.id, juror_id=page.juror.id)
        db.session.add(ballot)
    ballot.ranking, ballot.receipt, ballot.cast_at = list(ranking), _receipt(), at
    db.session.flush()
    facts = {"receipt": ballot.receipt}
    edition_id = page.edition.id
    log("ballot.cast", "round", round_.id, facts, edition_id=edition_id, actor=SOME_JUROR, at=at)
    return ballot


def _receipt() -> str:
    """Twelve random signs in groups of four: 60 bits, nothing of the ballot in them."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join(signs[start : start + 4] for start in (0, 4, 8))
