"""On which days a firm's contract ties those it assigned (p.109): against counting them one by one."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from awards.core.text import Text
from awards.registry.domain import (
    ConsultantFacts,
    ContractFacts,
    FirmConsultantData,
    FirmEngagementData,
    holds_on,
    within,
)

FIRST, LAST = date(2027, 1, 1), date(2027, 3, 31)
days = st.dates(FIRST, LAST)
bounds = st.tuples(days, st.none() | days)


@given(bounds, st.none() | days, st.none() | days)
def test_an_assignment_ties_on_the_days_it_shares_with_its_contract(
    contract: tuple[date, date | None], since: date | None, until: date | None
) -> None:
    found = within(*contract, since, until)
    every = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    shared = {
        day
        for day in every
        if holds_on(*contract, day) and (since is None or since <= day) and (until is None or day <= until)
    }
    assert shared == {day for day in every if found and holds_on(*found, day)}
    assert found is None or (found[1] is None) == (contract[1] is None and until is None)


def test_a_tie_names_the_client_the_firm_and_the_record_of_the_assignment() -> None:
    anna = ConsultantFacts("c1", "k", "anna", "Анна", None, date(2026, 5, 1))
    contract = ContractFacts(
        "k", "firm", Text("Кеңес", "Совет", "Advice"), "client", Text("Б", "Б"), "№ 7", FIRST, None, (anna,)
    )
    assert contract.tie_of(anna) is None  # the contract began after the assignment had ended
    running = ContractFacts(**{**vars(contract), "since": date(2026, 1, 1)})
    tie = running.tie_of(anna)
    assert tie is not None
    assert (tie.id, tie.source, tie.organisation_id, tie.firm_id) == (
        "c1",
        "firm_consultant",
        "client",
        "firm",
    )
    assert (tie.since, tie.until, tie.note) == (date(2026, 1, 1), date(2026, 5, 1), "Кеңес · № 7")


def test_what_is_entered_names_every_field_that_is_wrong() -> None:
    data = FirmEngagementData("same", "same", LAST, FIRST, "x" * 61)
    assert {(one.code, one.facts["field"]) for one in data.problems()} == {
        ("registry.firm_is_client", "organisation_id"),
        ("registry.too_long", "contract_number"),
        ("registry.date_order", "until"),
    }
    assert [one.facts["field"] for one in FirmEngagementData("", "", FIRST).problems()] == [
        "firm_id",
        "organisation_id",
    ]
    assert [one.code for one in FirmConsultantData("k", "", LAST, FIRST).problems()] == [
        "registry.required",
        "registry.date_order",
    ]
