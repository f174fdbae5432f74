"""The methodology, its rubrics and digest, and the decisions on record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from awards.competition.domain import Area, Criterion, MethodologySettings, Rubric
from awards.competition.models import Criterion as CriterionRow
from awards.competition.models import Decision, Methodology
from awards.competition.queries.facts import DecisionFacts, MethodologyFacts
from awards.competition.queries.parts import nominations
from awards.core.text import Text
from awards.infra import audit
from awards.infra.db import db
from awards.infra.paging import Page, page_of


def decision(decision_id: str | None) -> DecisionFacts | None:
    """A recorded decision by its id, or None."""
    row = db.session.get(Decision, decision_id) if decision_id else None
    return _decision(row) if row else None


def _decision(row: Decision) -> DecisionFacts:
    return DecisionFacts(row.id, row.body, row.number, row.decided_on, row.subject)


def decisions(edition_id: str, number: int = 1) -> Page[DecisionFacts]:
    """Recorded decisions of an edition, the newest first, by pages; two queries."""
    rows = (
        select(Decision)
        .where(Decision.edition_id == edition_id)
        .order_by(Decision.decided_on.desc(), Decision.recorded_at.desc(), Decision.id)
    )
    return page_of(rows, lambda found: _decision(found[0]), number=number)


def methodology(edition_id: str) -> MethodologyFacts:
    """The edition's methodology. Raises NoResultFound for an edition without one (there is none such)."""
    row = db.session.execute(select(Methodology).where(Methodology.edition_id == edition_id)).scalar_one()
    return MethodologyFacts(
        row.id,
        MethodologySettings.from_json(row.settings),
        row.state,
        row.digest,
        decision(row.decision_id),
    )


def rubric(nomination_id: str) -> Rubric:
    """The rubric of a nomination, areas and criteria in their order."""
    rows = db.session.scalars(
        select(CriterionRow)
        .where(CriterionRow.nomination_id == nomination_id)
        .order_by(CriterionRow.position, CriterionRow.code)
    ).all()
    areas: dict[str, list[CriterionRow]] = {}
    for row in rows:
        areas.setdefault(row.area_code, []).append(row)
    return Rubric(
        tuple(
            Area(
                code,
                Text(members[0].area_kk, members[0].area_ru, members[0].area_en),
                tuple(
                    Criterion(row.code, row.title, row.weight, row.anchor_set, row.rules_points, row.id)
                    for row in members
                ),
            )
            for code, members in areas.items()
        )
    )


def methodology_digest(edition_id: str) -> str:
    """SHA-256 over the settings and every rubric, in canonical JSON: what results cite."""
    rubrics: dict[str, Any] = {
        nomination.code: [
            {
                "code": criterion.code,
                "weight": criterion.weight,
                "anchors": criterion.anchor_set,
                "title": [criterion.title.kk, criterion.title.ru, criterion.title.en],
            }
            for criterion in rubric(nomination.id).criteria
        ]
        for nomination in nominations(edition_id)
    }
    return audit.digest({"settings": methodology(edition_id).settings.to_json(), "rubrics": rubrics})
