"""Nothing above the registry has a way to incentives and penalties, and one permission alone opens them."""

from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from awards.core.actor import Actor, Grant, Role
from awards.core.permissions import Action, Subject, can
from awards.registry import queries, services
from tests.architecture.application import modules

NAMES = ("HrRecord", "hr_records", "hr_seal", "HrRecordFacts", "HrRecordData")
KEPT_IN = ("awards/registry/", "awards/demo/")


def test_only_the_registry_imports_what_reads_or_writes_them() -> None:
    strays = [
        path
        for path, tree in modules()
        if not path.startswith(KEPT_IN)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name in NAMES for alias in node.names)
    ]
    assert strays == []


def test_the_registry_hands_none_of_it_on() -> None:
    for package in (queries, services):
        assert not [name for name in package.__all__ if "hr" in name.lower().split("_") or "Hr" in name]


@given(
    st.frozensets(st.sampled_from(Role)),
    st.frozensets(st.sampled_from("abc")),
    st.frozensets(st.sampled_from("abc")),
    st.sampled_from([*"abc", None]),
)
def test_no_role_and_no_membership_opens_them(
    roles: frozenset[Role], member_of: frozenset[str], hr_of: frozenset[str], asked: str | None
) -> None:
    """Whatever somebody is, in the portal and in editions: being HR service of that body decides (R18)."""
    grants = frozenset(Grant(role, edition) for role in roles for edition in (None, "edition"))
    actor = Actor("somebody", grants=grants, organisations=member_of, hr_of=hr_of)
    subject = Subject(organisation_id=asked, edition_id="edition")
    assert can(actor, Action.MANAGE_HR_RECORDS, subject) is (asked in hr_of)
