"""Pages of this package: the assessor's own, and the committee's."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from awards.assessment.views import assessor_sheets, committee_finalists, committee_scores  # noqa: F401
from awards.assessment.views.blueprints import ASSESSOR, COMMITTEE
from awards.core.permissions import Action
from awards.web.navigation import NavItem

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
