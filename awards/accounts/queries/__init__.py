"""Reading accounts: who is signed in, who holds which role, who belongs where."""

from __future__ import annotations

from awards.accounts.queries.demo import DemoPerson, demo_accounts_exist, demo_people
from awards.accounts.queries.hr import HrGrantFacts, get_hr_grant, hr_services_of
from awards.accounts.queries.invitations import (
    InvitationFacts,
    get_invitation,
    invitation_behind,
    invitations_to_edition,
    invitations_to_organisation,
    reset_behind,
)
from awards.accounts.queries.people import (
    ROLE_ORDER,
    GrantFacts,
    UserFacts,
    actor_of,
    get_grant,
    get_user,
    grants_of,
    holders_of,
    member_emails,
    people_of,
    side_of,
    unfinished_sides,
    user_by_email,
    users,
    users_with_role,
)
from awards.accounts.queries.sessions import (
    LiveSession,
    SessionFacts,
    actor_of_session,
    live_session,
    session_key,
    sessions_of,
)

__all__ = [
    "ROLE_ORDER", "DemoPerson", "GrantFacts", "HrGrantFacts", "InvitationFacts", "LiveSession",
    "SessionFacts", "UserFacts", "actor_of", "actor_of_session", "demo_accounts_exist", "demo_people",
    "get_grant", "get_hr_grant", "get_invitation", "get_user", "grants_of", "holders_of",
    "hr_services_of", "invitation_behind", "invitations_to_edition", "invitations_to_organisation",
    "live_session", "member_emails", "people_of", "reset_behind", "session_key", "sessions_of",
    "side_of", "unfinished_sides", "user_by_email", "users", "users_with_role",
]  # fmt: skip
