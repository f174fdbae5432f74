"""Rules of accounts: passwords, sessions, limits of attempts, invitations."""

from __future__ import annotations

from awards.accounts.domain.invitations import (
    INVITABLE,
    INVITATION_LIFETIME,
    LINK_LIFETIME,
    NEEDS_APPROVAL,
    InvitationState,
    invitation_state,
    second_person_needed,
)
from awards.accounts.domain.limits import (
    ALL_FAILURES,
    INVITE_USER,
    REGISTER_NETWORK,
    RESET_ACCOUNT,
    RESET_NETWORK,
    SIGN_IN_ACCOUNT,
    SIGN_IN_NETWORK,
    Limit,
)
from awards.accounts.domain.passwords import (
    DEMO_PASSWORD,
    LONGEST,
    SHORTEST,
    common_passwords,
    password_problem,
)
from awards.accounts.domain.sessions import device_of, fold_email, is_alive, is_local_path, needs_touch
from awards.accounts.domain.sides import side_for

__all__ = [
    "ALL_FAILURES", "DEMO_PASSWORD",
    "INVITABLE",
    "INVITATION_LIFETIME",
    "INVITE_USER",
    "LINK_LIFETIME",
    "LONGEST",
    "NEEDS_APPROVAL",
    "REGISTER_NETWORK",
    "RESET_ACCOUNT",
    "RESET_NETWORK",
    "SHORTEST",
    "SIGN_IN_ACCOUNT",
    "SIGN_IN_NETWORK",
    "InvitationState",
    "Limit",
    "common_passwords",
    "device_of",
    "fold_email",
    "invitation_state",
    "is_alive",
    "is_local_path",
    "needs_touch",
    "password_problem",
    "second_person_needed",
    "side_for",
]  # fmt: skip
