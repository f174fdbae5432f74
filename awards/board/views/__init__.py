"""Pages of the board: the committee's board of an edition, everyone's desk, the demo's tour."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from awards.board.views.pages import bp
from awards.core.permissions import Action
from awards.web.navigation import NavItem

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
NAV: tuple[NavItem, ...] = (
    NavItem(
        "main", _l("My desk"), "board.desk", when=lambda actor, _: actor.is_known, icon="house", position=5
    ),
    NavItem("edition", _l("Board"), "board.edition", Action.LIST_ENTRIES, icon="table", position=5),
)
