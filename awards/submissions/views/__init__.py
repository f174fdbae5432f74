"""Pages of entries: the applicant's, and the committee's."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from awards.core.actor import Actor
from awards.core.permissions import Action
from awards.submissions.views import applicant, committee, sections
from awards.submissions.views.downloads import send_version_file
from awards.submissions.views.receipts import MAIL_FILES
from awards.web.navigation import NavItem

__all__ = ["BLUEPRINTS", "MAIL_FILES", "NAV", "send_version_file"]

sections.register(applicant.blueprint)
BLUEPRINTS: tuple[Blueprint, ...] = (applicant.blueprint, committee.blueprint)


def _belongs(actor: Actor, edition: Any) -> bool:
    return bool(actor.organisations)


NAV: tuple[NavItem, ...] = (
    NavItem(
        "main", _l("My entries"), "submissions.list_own", when=_belongs, icon="journal-text", position=20
    ),
    NavItem(
        "edition",
        _l("Entries"),
        "submissions_committee.queue",
        Action.LIST_ENTRIES,
        icon="journal-text",
        position=30,
    ),
)
