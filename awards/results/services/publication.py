"""Making results public: two different people, not before the forum (p.124, R16, SECURITY rule 5)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from awards.competition import queries as competition
from awards.competition import services as competition_services
from awards.core.actor import Actor
from awards.core.errors import Refusal, Refusals
from awards.core.permissions import Action, can
from awards.core.workflow import EditionState, PublicationState
from awards.infra import audit, lifecycle
from awards.infra.db import db
from awards.results.domain.announcement import publication_faults
from awards.results.domain.vocabulary import Scope
from awards.results.models import Document, Publication
from awards.results.services.documents import keep_bundle


def approve_publication(edition_id: str, *, actor: Actor, at: datetime) -> Publication:
    """The first person's act: the chair of the jury or a member of the committee, once all is sealed."""
    _allow(actor, Action.APPROVE_PUBLICATION, edition_id)
    if _publication(edition_id) is not None:
        raise Refusal("results.already_approved", "p.124")
    row = Publication(edition_id=edition_id, approved_by=actor.user_id, approved_at=at)
    db.session.add(row)
    db.session.flush()
    _log("publication.approved", row, {}, actor=actor, at=at)
    return row


def execute_publication(edition_id: str, *, actor: Actor, at: datetime) -> Publication:
    """The second person's act: the secretary makes the results public and the edition moves to `published`.

    The public bundle is made with it. Refused with every reason: not approved, by the same person, before
    the forum begins.
    """
    _allow(actor, Action.EXECUTE_PUBLICATION, edition_id)
    row = _publication(edition_id)
    faults = _faults(edition_id, actor.user_id, at)
    if faults or row is None:
        raise Refusals(faults)
    row.executed_by, row.visible_from = actor.user_id, at
    lifecycle.advance(row, PublicationState.EXECUTED, actor=actor, at=at, edition_id=edition_id)
    db.session.flush()
    competition_services.move_edition(edition_id, EditionState.PUBLISHED, actor=actor, at=at)
    bundle = db.session.get_one(Document, keep_bundle(edition_id, Scope.PUBLIC, actor=actor, at=at))
    row.bundle_sha256 = bundle.sha256
    db.session.flush()
    _log("publication.executed", row, {"digest": bundle.sha256}, actor=actor, at=at)
    return row


def execution_faults(edition_id: str, actor: Actor, at: datetime) -> tuple[Refusal, ...]:
    """Why this person cannot make the results public now; empty means that they can."""
    return _faults(edition_id, actor.user_id, at)


def _faults(edition_id: str, executor: str | None, at: datetime) -> tuple[Refusal, ...]:
    edition, row = competition.edition_by_id(edition_id), _publication(edition_id)
    if edition is None:
        return (Refusal("results.not_sealed", "p.122"),)
    return publication_faults(edition.state, row.approved_by if row else None, executor, edition.forum_at, at)


def _publication(edition_id: str) -> Publication | None:
    return db.session.scalar(
        select(Publication).where(Publication.edition_id == edition_id).with_for_update()
    )


def _allow(actor: Actor, action: Action, edition_id: str) -> None:
    edition = competition.edition_by_id(edition_id)
    if edition is None or not can(actor, action, edition.subject):
        raise Refusal("results.not_allowed", "p.124")


def _may_publish(edition_id: str, at: datetime) -> tuple[Refusal, ...]:
    """The stage moves only within the act of publication: no other way leads past the second person."""
    row = _publication(edition_id)
    if row is None:
        return (Refusal("results.not_approved", "p.124"),)
    if row.state is not PublicationState.EXECUTED:
        return (Refusal("results.not_executed", "p.124"),)
    return ()


def _log(event: str, row: Publication, facts: dict[str, str], *, actor: Actor, at: datetime) -> None:
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=row.edition_id,
        object_kind="publication",
        object_id=row.id,
        facts=facts,
    )


STAGE_GUARDS = {EditionState.PUBLISHED: _may_publish}
