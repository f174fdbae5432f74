"""The stages of a project as a row of steps: initiation, planning, implementation, closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from awards.registry.domain import ProjectFacts
from awards.web.filters import day as shown_day


@dataclass(frozen=True)
class Stage:
    """One step: "done", "current" or "ahead", with the day that ended it or is to end it."""

    label: str
    state: str
    detail: str = ""


def stages(project: ProjectFacts, today: date) -> list[Stage]:
    """The four stages; a stage is over when its approval is on record, or that of a later one is.

    Implementation and closing have one approval: while the planned end is ahead the project is being
    implemented, after it the closing is awaited. Empty where no approval is on record: nobody knows.
    """
    closed, planned, chartered = project.closed_on, project.planned_on, project.chartered_on
    if not (closed or planned or chartered):
        return []
    is_over = project.ends_on is not None and project.ends_on < today
    reached = 4 if closed else 3 if is_over else 2 if planned else 1 if chartered else 0
    details = (
        _("charter approved on %(day)s", day=shown_day(chartered)) if chartered else "",
        _("plan approved on %(day)s", day=shown_day(planned)) if planned else "",
        _("until %(day)s", day=shown_day(project.ends_on)) if project.ends_on else "",
        _("approved on %(day)s", day=shown_day(closed)) if closed else "",
    )
    names = (_("Initiation"), _("Planning"), _("Implementation"), _("Closing"))
    return [
        Stage(name, "done" if place < reached else "current" if place == reached else "ahead", detail)
        for place, (name, detail) in enumerate(zip(names, details, strict=True))
    ]
