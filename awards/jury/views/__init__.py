"""Pages of this package: the committee's (`jury`) and the juror's (`jury_juror`)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from awards.core.actor import Actor, Role
from awards.core.permissions import Action
from awards.jury.views import juror, roster, rounds
from awards.jury.views.blueprints import COMMITTEE, JUROR
from awards.web.navigation import NavItem

BLUEPRINTS: tuple[Blueprint, ...] = (COMMITTEE, JUROR)


def _sits_on_a_jury(actor: Actor, _edition: Any) -> bool:
    return actor.holds_anywhere(Role.JUROR) or actor.holds_anywhere(Role.CHAIR)


NAV: tuple[NavItem, ...] = (
    NavItem(
        "main", _l("Jury vote"), "jury_juror.home", when=_sits_on_a_jury, icon="check2-square", position=30
    ),
    NavItem("edition", _l("Jury"), "jury.roster", Action.VIEW_JURY, icon="people", position=70),
    NavItem("edition", _l("Votes and medals"), "jury.rounds", Action.VIEW_COUNT, icon="award", position=72),
)

__all__ = ["BLUEPRINTS", "NAV", "juror", "roster", "rounds"]
