"""The kind a subordinate organisation competes as when it competes with its parent (D1)."""

from __future__ import annotations

from datetime import date

import pytest

from awards.competition.domain import competing_kind
from awards.registry.domain import OrganisationKind as Kind
from awards.registry.domain import SubordinationFacts

DAY = date(2026, 4, 1)
KINDS = {
    "ministry": Kind.CENTRAL,
    "akimat": Kind.LOCAL,
    "centre": Kind.SUBORDINATE,
    "branch": Kind.SUBORDINATE,
    "firm": Kind.PRIVATE,
}


def link(
    child: str, parent: str, since: date = date(2020, 1, 1), until: date | None = None
) -> SubordinationFacts:
    return SubordinationFacts(f"{child}-{parent}", child, parent, since, until)


@pytest.mark.parametrize(
    ("organisation", "links", "kind"),
    [
        ("centre", [link("centre", "ministry")], Kind.CENTRAL),
        ("branch", [link("branch", "centre"), link("centre", "ministry")], Kind.CENTRAL),
        (
            "branch",
            [link("branch", "centre"), link("branch", "akimat"), link("centre", "ministry")],
            Kind.LOCAL,
        ),
        ("centre", [], Kind.SUBORDINATE),
        ("centre", [link("centre", "ministry"), link("centre", "akimat")], Kind.SUBORDINATE),
        ("firm", [link("firm", "ministry")], Kind.PRIVATE),
        ("centre", [link("centre", "ministry", until=date(2026, 3, 31))], Kind.SUBORDINATE),
        ("centre", [link("centre", "ministry", since=date(2026, 4, 2))], Kind.SUBORDINATE),
        ("centre", [link("centre", "branch"), link("branch", "centre")], Kind.SUBORDINATE),
    ],
    ids=[
        "parent",
        "any-depth",
        "nearest",
        "no-parent",
        "two-kinds",
        "others-keep-theirs",
        "ended",
        "not-yet",
        "circle",
    ],
)
def test_the_nearest_superior_of_another_kind_decides(
    organisation: str, links: list[SubordinationFacts], kind: Kind
) -> None:
    assert competing_kind(organisation, KINDS, links, DAY) is kind
