"""Rules of an edition: its calendar, its methodology and rubrics, its categories. Pure."""

from awards.competition.domain.calendar import Calendar, Milestone, calendar_faults, default_calendar
from awards.competition.domain.categories import DEFAULT_CATEGORIES, CategoryTemplate, competing_kind
from awards.competition.domain.committee import SUGGESTED_SEATS, SeatTemplate
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
    TOTAL_POINTS,
    Area,
    Criterion,
    Rubric,
    anchors,
    rubric_template,
    rubric_titles,
)

__all__ = [
    "DEFAULT_CATEGORIES", "SUGGESTED_SEATS", "TOTAL_POINTS", "Aggregation", "Area", "Calendar",
    "CategoryTemplate", "Criterion", "DecisionBody", "MethodologySettings", "Milestone", "NominationKind",
    "Rubric", "RubricTemplate", "SeatTemplate", "VoteMethod", "anchors", "calendar_faults", "competing_kind",
    "default_calendar", "rubric_template", "rubric_titles", "settings_faults",
]  # fmt: skip
