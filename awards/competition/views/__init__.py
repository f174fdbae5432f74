"""Pages of this package."""

from __future__ import annotations

from flask import Blueprint

from awards.web.navigation import NavItem

BLUEPRINTS: tuple[Blueprint, ...] = ()
NAV: tuple[NavItem, ...] = ()
