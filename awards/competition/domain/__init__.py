"""Rules of an edition: its calendar, its methodology and rubrics, its categories. Pure."""

from awards.competition.domain.calendar import Calendar, Milestone, calendar_faults, default_calendar
from awards.competition.domain.categories import DEFAULT_CATEGORIES, CategoryTemplate, competing_kind
from awards.competition.domain.checks import (
    COMMON_CHECKS,
    TEMPLATE_CHECKS,
    Checks,
    EligibilityCheck,
    checks_of,
    pick_faults,
    pickable,
)
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
    "COMMON_CHECKS", "DEFAULT_CATEGORIES", "SUGGESTED_SEATS", "TEMPLATE_CHECKS", "TOTAL_POINTS",
    "Aggregation", "Area", "Calendar", "CategoryTemplate", "Checks", "Criterion", "DecisionBody",
    "EligibilityCheck", "MethodologySettings", "Milestone", "NominationKind", "Rubric", "RubricTemplate",
    "SeatTemplate", "VoteMethod", "anchors", "calendar_faults", "checks_of", "competing_kind",
    "default_calendar", "pick_faults", "pickable", "rubric_template", "rubric_titles", "settings_faults",
]  # fmt: skip
