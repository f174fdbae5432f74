"""Pages of the registry: for its clerks, and for members of organisations about their own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from awards.core.actor import Actor
from awards.core.permissions import Action
from awards.registry.domain import region_name, scheme_name
from awards.registry.views import (
    certificates,  # noqa: F401 - adds its routes to the clerk's
    clerk,
    contracts,  # noqa: F401 - adds its routes to the clerk's
    exports,  # noqa: F401 - the same
    hr,
    imports,  # noqa: F401 - adds its routes to the clerk's
    member,
    merging,  # noqa: F401 - the same
    offices,  # noqa: F401 - the same, and to the members'
    own_record,  # noqa: F401 - adds its routes to the members'
    people,  # noqa: F401 - adds its routes to the clerk's
    records,  # noqa: F401 - the same
    roles,  # noqa: F401 - the same
    successions,  # noqa: F401 - the same
)
from awards.web.locale import current_locale
from awards.web.navigation import NavItem


def region(code: str) -> str:
    """The name of a region by its code, in the language of the reader."""
    return region_name(code).in_(current_locale()) if code else ""


def scheme(code: str) -> str:
    """The name of a certification scheme by its code, in the language of the reader."""
    return scheme_name(code).in_(current_locale())


clerk.BLUEPRINT.add_app_template_filter(region)
clerk.BLUEPRINT.add_app_template_filter(scheme)


def _is_applicant(actor: Actor, edition: Any) -> bool:
    return bool(actor.organisations)


def _is_hr_service(actor: Actor, edition: Any) -> bool:
    return bool(actor.hr_of)


BLUEPRINTS: tuple[Blueprint, ...] = (clerk.BLUEPRINT, member.BLUEPRINT, hr.BLUEPRINT)
NAV: tuple[NavItem, ...] = (
    NavItem(
        "main",
        _l("My organisation"),
        "registry_member.own",
        when=_is_applicant,
        icon="building",
        position=30,
    ),
    NavItem(
        "main",
        _l("Incentives and penalties"),
        "registry_hr.home",
        when=_is_hr_service,
        icon="people",
        position=35,
    ),
    NavItem(
        "main",
        _l("Registry"),
        "registry.home",
        action=Action.VIEW_REGISTRY,
        icon="archive",
        position=60,
    ),
)
