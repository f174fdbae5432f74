"""Acts on accounts: registering, signing in, passwords, roles and sides, invitations."""

from __future__ import annotations

from awards.accounts.services.attempts import forget_ended_attempts, give_back, take
from awards.accounts.services.hr import end_hr, grant_hr
from awards.accounts.services.invitations import (
    accept_as,
    accept_as_new_user,
    approve_invitation,
    invite_colleague,
    invite_to_role,
    withdraw_invitation,
)
from awards.accounts.services.passwords import check_password, matching_user
from awards.accounts.services.roles import grant_role, join_organisation, revoke_role, take_side
from awards.accounts.services.sessions import (
    end_own_session,
    end_session,
    end_sessions_of,
    open_session,
    touch,
)
from awards.accounts.services.signing_in import enter_demo, finish_sign_in, reserve_attempt, sign_out
from awards.accounts.services.tokens import issue_token
from awards.accounts.services.users import (
    change_account,
    change_password,
    create_user,
    register,
    request_reset,
    set_new_password,
)

__all__ = [
    "accept_as", "accept_as_new_user", "approve_invitation", "change_account", "change_password",
    "check_password", "create_user", "end_hr", "end_own_session", "end_session", "end_sessions_of",
    "enter_demo", "finish_sign_in", "forget_ended_attempts", "give_back", "grant_hr", "grant_role",
    "invite_colleague", "invite_to_role", "issue_token", "join_organisation", "matching_user",
    "open_session", "register", "request_reset", "reserve_attempt", "revoke_role", "set_new_password",
    "sign_out", "take", "take_side", "touch", "withdraw_invitation",
]  # fmt: skip
