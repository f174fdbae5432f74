"""Rules of an edition: its calendar, its methodology and rubrics, its categories. Pure."""

from awards.competition.domain.calendar import Calendar, calendar_faults
from awards.competition.domain.categories import DEFAULT_CATEGORIES, CategoryTemplate
from awards.competition.domain.methodology import (
    Aggregation,
    DecisionBody,
    MethodologySettings,
    NominationKind,
    RubricTemplate,
    VoteMethod,
    settings_faults,
)
from awards.competition.domain.rubrics import (
    Area,
    Criterion,
    Rubric,
    anchors,
    rubric_template,
    rubric_titles,
)

__all__ = [
    "DEFAULT_CATEGORIES",
    "Aggregation",
    "Area",
    "Calendar",
    "CategoryTemplate",
    "Criterion",
    "DecisionBody",
    "MethodologySettings",
    "NominationKind",
    "Rubric",
    "RubricTemplate",
    "VoteMethod",
    "anchors",
    "calendar_faults",
    "rubric_template",
    "rubric_titles",
    "settings_faults",
]
