"""Pages of this package: the assessor's own, and the committee's."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from awards.assessment.views import (
    assessor_conflicts,
    assessor_sheets,
    committee_assessors,
    committee_assignment,
    committee_conflicts,
    committee_finalists,
    committee_scores,
)
from awards.assessment.views.blueprints import ASSESSOR, COMMITTEE
from awards.core.permissions import Action
from awards.web.navigation import NavItem

PAGES = (
    assessor_conflicts,
    assessor_sheets,
    committee_assessors,
    committee_assignment,
    committee_conflicts,
    committee_finalists,
    committee_scores,
)
"""Modules that hang their routes on the blueprints."""
BLUEPRINTS: tuple[Blueprint, ...] = (ASSESSOR, COMMITTEE)
NAV: tuple[NavItem, ...] = (
    NavItem(
        "main",
        _l("My assessment"),
        "assessment_assessor.home",
        when=assessor_sheets.is_assessor,
        icon="check2-square",
        position=30,
    ),
    NavItem(
        "main",
        _l("Conflicts of interest"),
        "assessment_assessor.conflicts",
        when=assessor_sheets.is_assessor,
        icon="shield-check",
        position=31,
    ),
    NavItem(
        "edition",
        _l("Assessors"),
        "assessment_committee.assessors",
        Action.VIEW_ASSESSORS,
        icon="people",
        position=50,
    ),
    NavItem(
        "edition",
        _l("Conflicts of interest"),
        "assessment_committee.conflicts",
        Action.EXPLAIN_CONFLICT,
        icon="shield-check",
        position=52,
    ),
    NavItem(
        "edition",
        _l("Assignment"),
        "assessment_committee.assignment",
        Action.VIEW_ASSESSORS,
        icon="diagram-3",
        position=54,
    ),
    NavItem(
        "edition",
        _l("Scores"),
        "assessment_committee.scores",
        Action.VIEW_PROGRESS,
        icon="list-check",
        position=60,
    ),
    NavItem(
        "edition",
        _l("Finalists"),
        "assessment_committee.finalists_list",
        Action.VIEW_PROGRESS,
        icon="award",
        position=65,
    ),
)
