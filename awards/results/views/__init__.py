"""Pages of results: the committee's, the public's, the applicant's."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from awards.core.permissions import Action
from awards.results.views import applicant, committee, log, papers, public  # noqa: F401 - add their routes
from awards.results.views.blueprints import APPLICANT, COMMITTEE, PUBLIC
from awards.web.navigation import NavItem

BLUEPRINTS: tuple[Blueprint, ...] = (PUBLIC, COMMITTEE, APPLICANT)
NAV: tuple[NavItem, ...] = (
    NavItem(
        "edition",
        _l("Results"),
        "results_committee.results",
        action=Action.VIEW_RESULTS,
        icon="trophy",
        position=80,
    ),
    NavItem(
        "edition",
        _l("Minutes and diplomas"),
        "results_committee.minutes",
        action=Action.READ_MINUTES,
        icon="file-earmark-pdf",
        position=82,
    ),
    NavItem(
        "edition",
        _l("Audit log"),
        "results_committee.log",
        action=Action.VIEW_AUDIT,
        icon="shield-check",
        position=95,
    ),
)
