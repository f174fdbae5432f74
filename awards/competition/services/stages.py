"""Moves of an edition and of its segments: a person's act, guarded, with every reason, and logged."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from awards.competition import queries, stage_guards
from awards.competition.domain import RubricTemplate
from awards.competition.models import Edition, Segment, StageChange
from awards.core.actor import Actor
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import EditionState, SegmentState
from awards.infra import lifecycle
from awards.infra.db import db


def move_edition(edition_id: str, to: EditionState, *, actor: Actor, at: datetime) -> Edition:
    """Move an edition to its next stage. Refused with every reason that blocks it.

    With assessment the segments that have entries begin; a segment without any stays waiting for good.
    """
    edition = db.session.execute(
        select(Edition).where(Edition.id == edition_id).with_for_update()
    ).scalar_one()
    reasons = stage_guards.reasons_against(edition_id, to, at)
    if reasons:
        raise Refusals(reasons)
    lifecycle.advance(edition, to, actor=actor, at=at, edition_id=edition_id)
    _note(edition_id, None, to.value, actor=actor, at=at)
    if to is EditionState.ASSESSMENT:
        for segment_id in sorted(stage_guards.occupied_segments(edition_id)):
            advance_segment(segment_id, SegmentState.ASSESSMENT, actor=actor, at=at)
    db.session.flush()
    return edition


def advance_segment(
    segment_id: str, to: SegmentState, *, actor: Actor, at: datetime, reason: str = ""
) -> Segment:
    """Move one segment on; the package whose step it is has checked that it may."""
    segment = db.session.execute(
        select(Segment).where(Segment.id == segment_id).with_for_update()
    ).scalar_one()
    lifecycle.advance(segment, to, actor=actor, at=at, edition_id=segment.edition_id, reason=reason)
    _note(segment.edition_id, segment.id, to.value, actor=actor, at=at)
    db.session.flush()
    return segment


def _note(edition_id: str, segment_id: str | None, stage: str, *, actor: Actor, at: datetime) -> None:
    db.session.add(
        StageChange(edition_id=edition_id, segment_id=segment_id, stage=stage, at=at, by=actor.user_id or "")
    )


def _may_open(edition_id: str, at: datetime) -> tuple[Refusal, ...]:
    """The call opens with an approved methodology, nominations, categories, and not before its instant."""
    edition = db.session.get_one(Edition, edition_id)
    checks = (
        (not queries.methodology(edition_id).is_approved, Refusal("competition.methodology_draft", "p.122")),
        (not _has_standard_nominations(edition_id), Refusal("competition.nominations_missing", "p.117")),
        (not queries.categories(edition_id), Refusal("competition.categories_missing", "p.117")),
        (not queries.category_kinds(edition_id), Refusal("competition.kinds_unmapped", "p.117")),
        (at < edition.opens_at, Refusal("competition.too_early", facts={"when": edition.opens_at})),
    )
    return tuple(refusal for failed, refusal in checks if failed)


def _has_standard_nominations(edition_id: str) -> bool:
    """p.117 names three nominations that every year has."""
    codes = {nomination.code for nomination in queries.nominations(edition_id)}
    return {template.value for template in RubricTemplate} <= codes


def _may_close(edition_id: str, at: datetime) -> tuple[Refusal, ...]:
    """Admissibility begins when the call has closed: everybody has the same deadline."""
    edition = db.session.get_one(Edition, edition_id)
    if at < edition.closes_at:
        return (Refusal("competition.too_early", facts={"when": edition.closes_at}),)
    return ()


def _may_seal(edition_id: str, at: datetime) -> tuple[Refusal, ...]:
    """An edition is sealed when all segments with entries are: a late one holds back only publication."""
    done = (SegmentState.SEALED, SegmentState.WAITING)
    late = [segment for segment in queries.segments(edition_id) if segment.state not in done]
    return (Refusal("competition.segments_open", "p.122", {"count": len(late)}),) if late else ()


STAGE_GUARDS = {
    EditionState.OPEN: _may_open,
    EditionState.ADMISSIBILITY: _may_close,
    EditionState.SEALED: _may_seal,
}
