"""Nominations, categories and the segments where they meet."""

from __future__ import annotations

from sqlalchemy import select

from awards.competition.domain import checks_of
from awards.competition.models import Category, CategoryKind, Edition, Nomination, Segment
from awards.competition.queries.editions import edition_facts, get_edition
from awards.competition.queries.facts import (
    CategoryFacts,
    InEdition,
    NominationFacts,
    SegmentFacts,
)
from awards.infra.db import db
from awards.registry.domain import OrganisationKind


def _nomination(row: Nomination) -> NominationFacts:
    return NominationFacts(
        row.id,
        row.code,
        row.kind,
        row.title,
        row.template,
        row.proposer,
        row.position,
        checks_of(row.template, row.checks),
    )


def _category(row: Category) -> CategoryFacts:
    return CategoryFacts(row.id, row.code, row.title, row.fee_tenge, row.position)


def nominations(edition_id: str) -> tuple[NominationFacts, ...]:
    """Nominations in their order: the standard ones, then the special ones."""
    rows = db.session.scalars(
        select(Nomination)
        .where(Nomination.edition_id == edition_id)
        .order_by(Nomination.position, Nomination.code)
    )
    return tuple(_nomination(row) for row in rows)


def get_nomination(nomination_id: str) -> NominationFacts | None:
    row = db.session.get(Nomination, nomination_id)
    return _nomination(row) if row else None


def nomination_in(year: int, nomination_id: str) -> InEdition[NominationFacts] | None:
    """A nomination of that year's edition, or None."""
    edition, row = get_edition(year), db.session.get(Nomination, nomination_id)
    if edition is None or row is None or row.edition_id != edition.id:
        return None
    return InEdition(edition, _nomination(row))


def categories(edition_id: str) -> tuple[CategoryFacts, ...]:
    """Categories of participants in their order."""
    rows = db.session.scalars(
        select(Category).where(Category.edition_id == edition_id).order_by(Category.position, Category.code)
    )
    return tuple(_category(row) for row in rows)


def category_in(year: int, category_id: str) -> InEdition[CategoryFacts] | None:
    """A category of that year's edition, or None."""
    edition, row = get_edition(year), db.session.get(Category, category_id)
    if edition is None or row is None or row.edition_id != edition.id:
        return None
    return InEdition(edition, _category(row))


def category_kinds(edition_id: str) -> dict[OrganisationKind, str]:
    """Kind of organisation to the id of the category it competes in."""
    rows = db.session.scalars(select(CategoryKind).where(CategoryKind.edition_id == edition_id))
    return {row.kind: row.category_id for row in rows}


def category_for(edition_id: str, kind: OrganisationKind) -> CategoryFacts | None:
    """The category of this kind of organisation (D1); None where the edition has none for it.

    For one organisation ask `category_for_organisation`, which knows who competes with its parent.
    """
    row = db.session.scalar(
        select(Category)
        .join(CategoryKind, CategoryKind.category_id == Category.id)
        .where(CategoryKind.edition_id == edition_id, CategoryKind.kind == kind)
    )
    return _category(row) if row else None


def segments(edition_id: str) -> tuple[SegmentFacts, ...]:
    """All segments of an edition, by nomination and category; two queries."""
    row = db.session.get(Edition, edition_id)
    if row is None:
        return ()
    edition = edition_facts(row)
    rows = db.session.execute(
        select(Segment, Nomination, Category)
        .join(Nomination, Nomination.id == Segment.nomination_id)
        .join(Category, Category.id == Segment.category_id)
        .where(Segment.edition_id == edition_id)
        .order_by(Nomination.position, Nomination.code, Category.position, Category.code)
    )
    return tuple(
        SegmentFacts(segment.id, edition, _nomination(nomination), _category(category), segment.state)
        for segment, nomination, category in rows
    )


def get_segment(segment_id: str) -> SegmentFacts | None:
    row = db.session.get(Segment, segment_id)
    if row is None:
        return None
    edition = edition_facts(db.session.get_one(Edition, row.edition_id))
    nomination = db.session.get_one(Nomination, row.nomination_id)
    category = db.session.get_one(Category, row.category_id)
    return SegmentFacts(row.id, edition, _nomination(nomination), _category(category), row.state)


def segment_for(nomination_id: str, category_id: str) -> str | None:
    """The id of the segment where a nomination and a category meet."""
    return db.session.scalar(
        select(Segment.id).where(Segment.nomination_id == nomination_id, Segment.category_id == category_id)
    )
