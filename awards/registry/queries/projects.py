"""Reading projects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, or_, select

from awards.core.text import fold
from awards.infra.db import db
from awards.infra.paging import Page, page_of
from awards.registry.domain import ProjectFacts
from awards.registry.models import Project

_ORDER = {"ru": Project.sort_key_ru, "en": Project.sort_key_en}
"""The key of the title as each language shows it; Kazakh where none is named."""


def _by_title(locale: str) -> tuple[Any, ...]:
    return _ORDER.get(locale, Project.sort_key), Project.id


def project_facts(row: Project) -> ProjectFacts:
    return ProjectFacts(
        id=row.id,
        number=row.number,
        organisation_id=row.organisation_id,
        title=row.title,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        budget_tenge=row.budget_tenge,
        scale=row.scale,
        product=row.product,
        time_limit=row.time_limit,
        financing=row.financing,
        chartered_on=row.chartered_on,
        planned_on=row.planned_on,
        closed_on=row.closed_on,
    )


def get_project(project_id: str) -> ProjectFacts | None:
    row = db.session.get(Project, project_id)
    return project_facts(row) if row else None


def projects(ids: Iterable[str]) -> dict[str, ProjectFacts]:
    """Projects by id, in alphabetical order; unknown ids are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = db.session.scalars(
        select(Project).where(Project.id.in_(wanted)).order_by(Project.sort_key, Project.id)
    )
    return {row.id: project_facts(row) for row in rows}


def projects_of(organisation_id: str, *, locale: str = "kk") -> tuple[ProjectFacts, ...]:
    """The organisation's projects in the alphabetical order of `locale`."""
    rows = db.session.scalars(
        select(Project).where(Project.organisation_id == organisation_id).order_by(*_by_title(locale))
    )
    return tuple(project_facts(row) for row in rows)


def search_projects(text: str = "", *, page: int = 1, locale: str = "kk") -> Page[ProjectFacts]:
    """Projects whose title has every word of `text`, or whose number begins with it, in order of titles."""
    rows = select(Project).order_by(*_by_title(locale))
    if words := fold(text).split():
        titled = and_(*(Project.folded.contains(word, autoescape=True) for word in words))
        rows = rows.where(or_(titled, Project.number.startswith(text.strip(), autoescape=True)))
    return page_of(rows, lambda row: project_facts(row[0]), number=page)
