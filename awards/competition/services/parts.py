"""Nominations and categories of an edition, and the segments where they meet. All of it only in set-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from awards.competition.domain import (
    DEFAULT_CATEGORIES,
    Checks,
    NominationKind,
    RubricTemplate,
    checks_of,
    pick_faults,
    rubric_template,
    rubric_titles,
)
from awards.competition.models import Category, CategoryKind, Criterion, Nomination, Segment
from awards.competition.services.record import draft_methodology, edition_in_setup, log
from awards.core.actor import Actor
from awards.core.errors import Refusal, Refusals
from awards.core.text import Text
from awards.infra.db import db
from awards.registry.domain import OrganisationKind


@dataclass(frozen=True)
class NominationData:
    """A special nomination: who proposed it (p.117) and which shipped rubric it starts from.

    An empty `code` asks for the next free one (`special-1`); empty `checks` are those of the template.
    """

    code: str
    title: Text
    template: RubricTemplate
    proposer: str
    kind: NominationKind = NominationKind.SPECIAL
    checks: Checks = ()


@dataclass(frozen=True)
class CategoryData:
    """A category of participants; an empty `code` asks for the next free one (`category-1`)."""

    code: str
    title: Text
    fee_tenge: int = 0


def add_standard_parts(edition_id: str, *, actor: Actor, at: datetime) -> None:
    """The three standard nominations of p.117 and the default categories, where they are missing.

    A kind of organisation gets its default category unless it has one already.
    """
    codes = set(db.session.scalars(select(Nomination.code).where(Nomination.edition_id == edition_id)))
    for template, title in rubric_titles().items():
        if template.value not in codes:
            data = NominationData(template.value, title, template, "", NominationKind.STANDARD)
            add_nomination(edition_id, data, actor=actor, at=at)
    known = {
        row.code: row.id
        for row in db.session.scalars(select(Category).where(Category.edition_id == edition_id))
    }
    mapping: dict[OrganisationKind, str | None] = dict(_mapping(edition_id))
    for default in DEFAULT_CATEGORIES:
        if default.code not in known:
            added = add_category(edition_id, CategoryData(default.code, default.title), actor=actor, at=at)
            known[default.code] = added.id
        for kind in default.kinds:
            mapping.setdefault(kind, known[default.code])
    map_kinds(edition_id, mapping, actor=actor, at=at)


def add_nomination(edition_id: str, data: NominationData, *, actor: Actor, at: datetime) -> Nomination:
    """A nomination with its copy of a shipped rubric, and a segment for every category.

    Refused once the methodology is approved: its digest covers the rubrics of all nominations.
    """
    edition_in_setup(edition_id)
    draft_methodology(edition_id)
    if data.kind is NominationKind.SPECIAL and not data.proposer.strip():
        raise Refusal("competition.proposer_missing", "p.117")
    if faults := pick_faults(data.template, data.checks):
        raise Refusals(faults)
    code = _free_code(Nomination, edition_id, data.code, "special")
    nomination = Nomination(
        edition_id=edition_id,
        code=code,
        kind=data.kind,
        template=data.template,
        proposer=data.proposer.strip(),
        checks=[check.value for check in data.checks],
        position=_next_position(Nomination, edition_id),
        title_kk=data.title.kk,
        title_ru=data.title.ru,
        title_en=data.title.en,
    )
    db.session.add(nomination)
    db.session.flush()
    _copy_rubric(nomination)
    for category_id in db.session.scalars(select(Category.id).where(Category.edition_id == edition_id)):
        _add_segment(edition_id, nomination.id, category_id)
    facts = {
        "code": code,
        "kind": data.kind.value,
        "proposer": nomination.proposer,
        "checks": list(checks_of(nomination.template, nomination.checks)),
    }
    log("nomination.added", edition_id, "nomination", nomination.id, facts, actor=actor, at=at)
    return nomination


def _copy_rubric(nomination: Nomination) -> None:
    position = 0
    for area in rubric_template(nomination.template).areas:
        for criterion in area.criteria:
            position += 1
            db.session.add(
                Criterion(
                    nomination_id=nomination.id,
                    code=criterion.code,
                    area_code=area.code,
                    area_kk=area.title.kk,
                    area_ru=area.title.ru,
                    area_en=area.title.en,
                    title_kk=criterion.title.kk,
                    title_ru=criterion.title.ru,
                    title_en=criterion.title.en,
                    weight=criterion.weight,
                    anchor_set=criterion.anchor_set,
                    rules_points=criterion.rules_points,
                    position=position,
                )
            )
    db.session.flush()


def add_category(edition_id: str, data: CategoryData, *, actor: Actor, at: datetime) -> Category:
    """A category of participants, and a segment for every nomination (D1)."""
    edition_in_setup(edition_id)
    if data.fee_tenge < 0:
        raise Refusal("competition.fee_negative", "p.119")
    category = Category(
        edition_id=edition_id,
        code=_free_code(Category, edition_id, data.code, "category"),
        fee_tenge=data.fee_tenge,
        position=_next_position(Category, edition_id),
        title_kk=data.title.kk,
        title_ru=data.title.ru,
        title_en=data.title.en,
    )
    db.session.add(category)
    db.session.flush()
    for nomination_id in db.session.scalars(select(Nomination.id).where(Nomination.edition_id == edition_id)):
        _add_segment(edition_id, nomination_id, category.id)
    log("category.added", edition_id, "category", category.id, {"code": category.code}, actor=actor, at=at)
    return category


def _free_code(table: Any, edition_id: str, wanted: str, stem: str) -> str:
    taken = set(db.session.scalars(select(table.code).where(table.edition_id == edition_id)))
    if wanted in taken:
        raise Refusal("competition.code_taken", facts={"code": wanted})
    return wanted or next(code for number in range(1, 1000) if (code := f"{stem}-{number}") not in taken)


def _next_position(table: Any, edition_id: str) -> int:
    highest = db.session.scalar(select(func.max(table.position)).where(table.edition_id == edition_id))
    return int(highest or 0) + 1


def _add_segment(edition_id: str, nomination_id: str, category_id: str) -> None:
    db.session.add(Segment(edition_id=edition_id, nomination_id=nomination_id, category_id=category_id))
    db.session.flush()


def _mapping(edition_id: str) -> dict[OrganisationKind, str]:
    rows = db.session.scalars(select(CategoryKind).where(CategoryKind.edition_id == edition_id))
    return {row.kind: row.category_id for row in rows}


def map_kinds(
    edition_id: str, mapping: Mapping[OrganisationKind, str | None], *, actor: Actor, at: datetime
) -> None:
    """Set in which category each kind of organisation competes: many kinds to one category (D1).

    A kind mapped to None takes no part; kinds that are not named stay as they are.
    """
    edition_in_setup(edition_id)
    codes = {
        row.id: row.code
        for row in db.session.scalars(select(Category).where(Category.edition_id == edition_id))
    }
    before = _mapping(edition_id)
    for kind, category_id in mapping.items():
        if before.get(kind) == category_id:
            continue
        if category_id is not None and category_id not in codes:
            raise Refusal("competition.category_unknown")
        row = db.session.get(CategoryKind, (edition_id, kind))
        if category_id is None:
            db.session.delete(row)
        elif row is None:
            db.session.add(CategoryKind(edition_id=edition_id, kind=kind, category_id=category_id))
        else:
            row.category_id = category_id
        facts = {"kind": kind.value, "category": codes.get(category_id or "", "")}
        log("category.mapped", edition_id, "edition", edition_id, facts, actor=actor, at=at)
    db.session.flush()


def remove_nomination(nomination_id: str, *, actor: Actor, at: datetime) -> Nomination:
    """Take a nomination out while nothing has begun and its rubric is not approved."""
    nomination = db.session.get_one(Nomination, nomination_id)
    edition_in_setup(nomination.edition_id)
    draft_methodology(nomination.edition_id)
    db.session.execute(delete(Segment).where(Segment.nomination_id == nomination_id))
    db.session.execute(delete(Criterion).where(Criterion.nomination_id == nomination_id))
    db.session.delete(nomination)
    db.session.flush()
    facts = {"code": nomination.code}
    edition_id = nomination.edition_id
    log("nomination.removed", edition_id, "nomination", nomination_id, facts, actor=actor, at=at)
    return nomination


def remove_category(category_id: str, *, actor: Actor, at: datetime) -> Category:
    """Take a category out while nothing has begun; its kinds of organisations are without one then."""
    category = db.session.get_one(Category, category_id)
    edition_in_setup(category.edition_id)
    db.session.execute(delete(Segment).where(Segment.category_id == category_id))
    db.session.execute(delete(CategoryKind).where(CategoryKind.category_id == category_id))
    db.session.delete(category)
    db.session.flush()
    facts = {"code": category.code}
    edition_id = category.edition_id
    log("category.removed", edition_id, "category", category_id, facts, actor=actor, at=at)
    return category
