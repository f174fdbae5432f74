"""Navigation as data: each feature names its items, and a person sees those they may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for

from awards.core.actor import Actor
from awards.core.permissions import Action, Subject, can
from awards.web.guards import current_actor


@dataclass(frozen=True)
class NavItem:
    """One link. `scope` is "main" (the bar) or "edition" (the side navigation of one edition).

    `label` is a lazy text; `action` is what the actor must be able to do; `when` decides instead of it.
    """

    scope: str
    label: Any
    endpoint: str
    action: Action | None = None
    when: Callable[[Actor, Any], bool] | None = None
    icon: str = ""
    position: int = 50


_items: list[NavItem] = []


def collect(items: tuple[NavItem, ...]) -> None:
    known = {item.endpoint for item in _items}
    _items.extend(item for item in items if item.endpoint not in known)
    _items.sort(key=lambda item: item.position)


def navigation(scope: str) -> list[dict[str, Any]]:
    """Links of the scope for this actor: label, url, icon, whether it is the current page."""
    actor = current_actor()
    edition = g.get("edition")
    if scope == "edition" and edition is None:
        return []
    subject = edition.subject if edition is not None and scope == "edition" else Subject()
    values = {"year": edition.year} if scope == "edition" else {}
    return [
        {
            "label": item.label,
            "url": url_for(item.endpoint, **values),
            "icon": item.icon,
            "current": _is_here(item),
        }
        for item in _items
        if item.scope == scope and _is_shown(item, actor, subject, edition)
    ]


def _is_here(item: NavItem) -> bool:
    """Whether this page is the item's own, or in the main menu one of the same part of the portal."""
    if item.scope != "main" or request.endpoint in {each.endpoint for each in _items}:
        return request.endpoint == item.endpoint
    return request.blueprint != "board" and request.blueprint == item.endpoint.partition(".")[0]


def _is_shown(item: NavItem, actor: Actor, subject: Subject, edition: Any) -> bool:
    if item.when is not None:
        return item.when(actor, edition)
    return item.action is None or can(actor, item.action, subject)
