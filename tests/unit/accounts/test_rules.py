from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.accounts.domain import (
    SIGN_IN_ACCOUNT,
    InvitationState,
    Limit,
    device_of,
    invitation_state,
    is_alive,
    is_local_path,
    side_for,
)
from awards.core.actor import SIDES, Role, Side

NOW = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ROLES = st.sampled_from(sorted(SIDES))


@pytest.mark.parametrize(
    ("has_role", "idle", "alive"),
    [
        (True, 30 * MINUTE, False),
        (True, 30 * MINUTE - timedelta(microseconds=1), True),
        (False, 30 * MINUTE, True),
        (False, timedelta(hours=8), False),
        (False, timedelta(hours=8) - timedelta(microseconds=1), True),
    ],
)
def test_an_idle_session_ends_at_the_very_instant(has_role: bool, idle: timedelta, alive: bool) -> None:
    assert is_alive(NOW - idle, NOW - idle, has_role=has_role, at=NOW) is alive


def test_no_session_outlives_twelve_hours_however_busy() -> None:
    assert not is_alive(NOW - timedelta(hours=12), NOW, has_role=False, at=NOW)
    assert is_alive(NOW - timedelta(hours=12) + MINUTE, NOW, has_role=False, at=NOW)


@pytest.mark.parametrize("path", ["/", "/kk/desk", "/kk/entries?page=2", "/ru/a%20b"])
def test_paths_of_this_site(path: str) -> None:
    assert is_local_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "//evil.kz",
        "/\\evil.kz",
        "https://evil.kz",
        "javascript:alert(1)",
        "",
        "kk/desk",
        "/a\tb",
        "/kk/ a",
        "/қ",
    ],
)
def test_what_a_browser_could_take_for_another_site(path: str) -> None:
    assert not is_local_path(path)


@given(
    st.sampled_from(SIGN_IN_ACCOUNT),
    st.timedeltas(timedelta(), timedelta(days=9000)).map(NOW.__add__),
)
def test_a_window_ends_in_the_future_and_then_begins_anew(limit: Limit, at: datetime) -> None:
    end = limit.ends(at)
    assert at < end <= at + timedelta(seconds=limit.seconds)
    assert limit.window(end) == limit.window(at) + 1


def test_the_wait_after_failures_grows() -> None:
    """Each further limit lets more attempts through over a longer time, but fewer a minute."""
    pace = [limit.most / limit.seconds for limit in SIGN_IN_ACCOUNT]
    assert pace == sorted(pace, reverse=True)
    assert [limit.seconds for limit in SIGN_IN_ACCOUNT] == sorted(limit.seconds for limit in SIGN_IN_ACCOUNT)


@given(st.lists(ROLES, max_size=6))
def test_whoever_takes_roles_one_by_one_stands_on_one_side_that_all_of_them_allow(offers: list[Role]) -> None:
    standing, held = None, []
    for role in offers:
        side = side_for(role, standing=standing, held=held)
        if side is not None:
            standing, held = side, [*held, role]
    assert all(standing in SIDES[role] for role in held)


@given(ROLES)
def test_an_applicant_takes_no_role_at_all(role: Role) -> None:
    assert side_for(role, standing=Side.APPLICANT, held=()) is None


def test_a_committee_member_may_join_the_jury_and_a_juror_the_committee() -> None:
    assert side_for(Role.JUROR, standing=Side.COMMITTEE, held=[Role.COMMITTEE]) is Side.JUDGING
    assert side_for(Role.COMMITTEE, standing=Side.JUDGING, held=[Role.JUROR]) is Side.JUDGING


@pytest.mark.parametrize("other", [Role.ASSESSOR, Role.JUROR, Role.CHAIR, Role.OBSERVER])
def test_the_secretary_judges_nothing_and_observes_nothing(other: Role) -> None:
    assert side_for(other, standing=Side.SECRETARIAT, held=[Role.SECRETARY]) is None
    assert side_for(Role.SECRETARY, standing=side_for(other, standing=None, held=()), held=[other]) is None


def test_the_observer_is_nothing_else() -> None:
    others = sorted(set(SIDES) - {Role.OBSERVER})
    assert [side_for(role, standing=Side.OBSERVER, held=[Role.OBSERVER]) for role in others] == [None] * len(
        others
    )


def _state(role: Role | None = None, **given: object) -> InvitationState:
    facts = {
        "approved_by": None,
        "accepted_at": None,
        "withdrawn_at": None,
        "expires_at": NOW + MINUTE,
        **given,
    }
    return invitation_state(role=role, at=NOW, **facts)  # type: ignore[arg-type]


def test_where_an_invitation_stands() -> None:
    assert _state(Role.ASSESSOR) is InvitationState.SENT
    assert _state(Role.ASSESSOR, expires_at=NOW) is InvitationState.EXPIRED
    assert _state(Role.OBSERVER) is InvitationState.UNAPPROVED
    assert _state(Role.OBSERVER, approved_by="someone") is InvitationState.SENT
    assert _state(Role.CHAIR) is InvitationState.UNAPPROVED
    assert _state(accepted_at=NOW, expires_at=NOW) is InvitationState.ACCEPTED
    assert _state(withdrawn_at=NOW) is InvitationState.WITHDRAWN


def test_browsers_by_their_common_names() -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 YaBrowser/24.10 Safari/537.36"
    assert device_of(agent) == "Yandex Browser · Windows"
    assert device_of("curl/8") == ""
