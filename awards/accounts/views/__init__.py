"""Pages of accounts: signing in, one's own account, colleagues, and the people of an edition."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from awards.accounts.views import account, joining, passwords, signing_in
from awards.accounts.views.blueprint import bp
from awards.accounts.views.colleagues import bp as colleagues
from awards.accounts.views.people import bp as people
from awards.core.permissions import Action
from awards.web.navigation import NavItem

__all__ = ["BLUEPRINTS", "NAV", "account", "joining", "passwords", "signing_in"]

BLUEPRINTS: tuple[Blueprint, ...] = (bp, colleagues, people)
NAV: tuple[NavItem, ...] = (
    NavItem(
        "edition",
        _l("People and roles"),
        "accounts_committee.people",
        action=Action.VIEW_PEOPLE,
        icon="people",
        position=80,
    ),
)
