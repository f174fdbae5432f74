"""The certificate gate of p.121, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.assessment.domain.certification import first_day_unqualified, is_qualified_on
from awards.registry.domain import CertificateFacts, CertificateState

BEGINS, ENDS = date(2026, 8, 20), date(2026, 9, 20)


def certificate(
    since: date, until: date | None, status: CertificateState = CertificateState.ACTIVE
) -> CertificateFacts:
    return CertificateFacts("id", "person", "ipma", "C", "1", "", since, until, status)


@pytest.mark.parametrize(
    ("until", "gap"),
    [
        (None, None),
        (ENDS, None),
        (date(2026, 9, 19), date(2026, 9, 20)),
        (BEGINS, date(2026, 8, 21)),
        (date(2026, 8, 19), BEGINS),
    ],
)
def test_the_gap_is_the_first_day_without_a_valid_certificate(until: date | None, gap: date | None) -> None:
    held = [certificate(date(2024, 1, 1), until)]
    assert first_day_unqualified(held, False, BEGINS, ENDS) == gap


def test_certificates_may_follow_each_other_without_a_gap() -> None:
    first = certificate(date(2024, 1, 1), date(2026, 9, 1))
    assert first_day_unqualified([first, certificate(date(2026, 9, 2), None)], False, BEGINS, ENDS) is None
    late = [first, certificate(date(2026, 9, 3), None)]
    assert first_day_unqualified(late, False, BEGINS, ENDS) == date(2026, 9, 2)


def test_nobody_is_qualified_without_a_certificate_and_a_revoked_one_is_none() -> None:
    assert first_day_unqualified([], True, BEGINS, ENDS) == BEGINS
    for state in (CertificateState.REVOKED, CertificateState.SUSPENDED):
        held = [certificate(date(2024, 1, 1), None, state)]
        assert not is_qualified_on(held, False, BEGINS) and not is_qualified_on(held, True, BEGINS)


def test_a_trainer_keeps_the_qualification_when_its_term_runs_out() -> None:
    held = [certificate(date(2020, 1, 1), date(2025, 1, 1), CertificateState.EXPIRED)]
    assert is_qualified_on(held, True, BEGINS) and not is_qualified_on(held, False, BEGINS)
    assert not is_qualified_on(held, True, date(2019, 12, 31))


dates = st.dates(date(2026, 8, 1), date(2026, 10, 10))


@given(
    st.lists(st.tuples(dates, st.integers(0, 40)).map(lambda c: certificate(c[0], c[0] + timedelta(c[1])))),
    st.booleans(),
)
def test_the_gap_is_what_asking_every_day_would_find(held: list[CertificateFacts], trainer: bool) -> None:
    every = (BEGINS + timedelta(days=n) for n in range((ENDS - BEGINS).days + 1))
    slow = next((day for day in every if not is_qualified_on(held, trainer, day)), None)
    assert first_day_unqualified(held, trainer, BEGINS, ENDS) == slow
