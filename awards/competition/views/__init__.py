"""Pages of an edition: for the public, and for the committee that sets it up and moves it on."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from awards.competition.views import committee, methodology, parts, public, stage  # noqa: F401 - add their routes
from awards.core.permissions import Action
from awards.web.navigation import NavItem

BLUEPRINTS: tuple[Blueprint, ...] = (public.bp, committee.bp)
_VIEW = Action.VIEW_EDITION
_WORK = Action.LIST_ENTRIES
"""The committee's side; assessors and jurors may open these pages, but their navigation stays short."""
NAV: tuple[NavItem, ...] = (
    NavItem(
        "main",
        _l("Editions"),
        "competition_committee.editions",
        action=Action.CREATE_EDITION,
        icon="calendar-event",
        position=20,
    ),
    NavItem("edition", _l("Set-up"), "competition_committee.setup", action=_WORK, icon="gear", position=15),
    NavItem(
        "edition", _l("Stage"), "competition_committee.stage", action=_WORK, icon="diagram-3", position=12
    ),
    NavItem(
        "edition",
        _l("Methodology"),
        "competition_committee.methodology",
        action=_VIEW,
        icon="journal-text",
        position=18,
    ),
    NavItem(
        "edition",
        _l("Decisions"),
        "competition_committee.decisions",
        action=_WORK,
        icon="patch-check",
        position=90,
    ),
)
