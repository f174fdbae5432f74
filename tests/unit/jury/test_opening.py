"""Whether a vote may open, from plain facts: the chair, the deputy, pending declarations, the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from awards.core.workflow import DeclarationState
from awards.jury.domain.opening import Member, Opening, reasons_against

AT = datetime(2026, 10, 20, 6, tzinfo=UTC)
WAIVED = (DeclarationState.ALLOWED,)
OUT = (DeclarationState.ALLOWED, DeclarationState.RECUSED)
CHAIR_OUT = Member("chair", True, OUT)
OPENING = Opening(
    members=(Member("chair", True), Member("a", False), Member("b", False)),
    deputy=None,
    closes_at=AT + timedelta(days=3),
    announced_at=AT + timedelta(days=30),
    at=AT,
)


def codes(opening):
    return [reason.code for reason in reasons_against(opening)]


def test_a_plain_vote_opens_and_the_chair_holds_the_voice():
    assert codes(OPENING) == []
    assert (OPENING.voice, OPENING.eligible) == ("chair", ("chair", "a", "b"))


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"closes_at": AT}, ["jury.closes_in_the_past"]),
        ({"closes_at": AT + timedelta(days=30, seconds=1)}, ["jury.closes_after_forum"]),
        ({"closes_at": AT + timedelta(days=30)}, []),
        ({"deputy": "a"}, ["jury.deputy_not_needed"]),
        ({"members": ()}, ["jury.no_chair", "jury.nobody_eligible"]),
        ({"members": (Member("chair", True, (DeclarationState.DECLARED,)),)}, ["jury.recusals_pending"]),
        ({"members": (CHAIR_OUT, Member("a", False))}, ["jury.chair_recused"]),
        ({"members": (CHAIR_OUT, Member("a", False)), "deputy": "a"}, []),
        (
            {"members": (CHAIR_OUT, Member("a", False)), "deputy": "chair"},
            ["jury.deputy_not_eligible"],
        ),
        (
            {
                "members": (CHAIR_OUT, Member("a", False, OUT), Member("b", False)),
                "deputy": "a",
            },
            ["jury.deputy_not_eligible"],
        ),
    ],
)
def test_every_reason_is_told(change, reasons):
    assert codes(replace(OPENING, **change)) == reasons


def test_a_recused_chairs_voice_is_the_deputys_and_an_allowed_one_keeps_it():
    out = replace(OPENING, members=(CHAIR_OUT, Member("a", False)), deputy="a")
    assert (out.voice, out.eligible) == ("a", ("a",))
    allowed = replace(OPENING, members=(Member("chair", True, WAIVED), Member("a", False)))
    assert (codes(allowed), allowed.voice) == ([], "chair")
