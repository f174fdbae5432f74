"""Every page says who may open it, and what belongs to somebody is never open to everybody (SECURITY S7)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from awards.core.permissions import RULES, Action
from awards.web.guards import PUBLIC_POLICY, SIGNED_IN_POLICY
from tests.architecture.application import portal

OWNED = re.compile(r"^/<[^>]*lang>/(committee|assessor|jury|entries|account|organisations|registry|desk)\b")
"""Addresses under which nothing is public."""

PUBLIC_BELOW = frozenset({"registry.verify"})
"""Pages below such an address that everybody may open: whether a certificate is valid, by number (R17)."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("routes")
    return portal(folder)


def _rules(app: Flask) -> list[Rule]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    assert len(rules) > 10
    return rules


def test_every_page_declares_who_may_open_it(app: Flask) -> None:
    policies = {
        rule.endpoint: app.view_functions[rule.endpoint].__dict__.get("policy") for rule in _rules(app)
    }
    known = {PUBLIC_POLICY, SIGNED_IN_POLICY, *Action}
    assert {endpoint: policy for endpoint, policy in policies.items() if policy not in known} == {}


def test_every_declared_action_has_a_row_in_the_table(app: Flask) -> None:
    """An action without a row is refused to everybody: the page would be dead."""
    used = {app.view_functions[rule.endpoint].__dict__.get("policy") for rule in _rules(app)}
    assert {action for action in used if isinstance(action, Action) and action not in RULES} == set()


def test_what_belongs_to_somebody_is_not_public(app: Flask) -> None:
    open_to_all = [
        rule.rule
        for rule in _rules(app)
        if OWNED.match(rule.rule)
        and rule.endpoint not in PUBLIC_BELOW
        and app.view_functions[rule.endpoint].__dict__.get("policy") == PUBLIC_POLICY
    ]
    assert open_to_all == []


def test_nothing_that_changes_something_is_reached_by_a_link_alone(app: Flask) -> None:
    """A page with a form answers POST; one that answers anything else unsafe would miss the form's token."""
    methods = {method for rule in _rules(app) for method in rule.methods or ()}
    assert methods <= {"GET", "HEAD", "OPTIONS", "POST"}
