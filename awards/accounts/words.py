"""Words for this package's refusals, notices and labels."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from awards.accounts.domain import InvitationState
from awards.core.actor import Side
from awards.web.shell import ROLE_WORDS

REFUSALS: dict[str, Any] = {
    "accounts.no_match": _l("The address and the password do not match. Check both, or set a new password."),
    "accounts.wait": _l("Too many attempts. Minutes to wait: %(minutes)s."),
    "accounts.not_demo": _l("This account is not part of the demonstration."),
    "accounts.email_taken": _l(
        "An account with this address exists. Sign in, or set a new password by mail."
    ),
    "accounts.password_short": _l("The password is too short: use %(shortest)s characters or more."),
    "accounts.password_long": _l("The password is too long: use %(longest)s characters or fewer."),
    "accounts.password_common": _l(
        "This password is made of very common words, digits or signs, and would be guessed. "
        "Take a few words that do not belong together."
    ),
    "accounts.password_personal": _l(
        "This password is made of your own name or address, and would be guessed. "
        "Take a few words that do not belong together."
    ),
    "accounts.wrong_password": _l("The present password is not right."),
    "accounts.link_is_void": _l("This link has been used already or is out of date. Ask for a new one."),
    "accounts.no_such_session": _l("That session has ended already."),
    "accounts.not_allowed": _l("Your role does not allow this."),
    "accounts.self_grant": _l("Nobody gives a role to themselves or takes their own away. Ask a colleague."),
    "accounts.four_eyes": _l("Whoever proposed an invitation does not approve it. Ask another member."),
    "accounts.portal_role": _l(
        "Roles of the whole portal are given and ended on the server's command line only."
    ),
    "accounts.role_of_portal": _l("This role is held in the whole portal, not in one year's competition."),
    "accounts.role_of_edition": _l("This role is held in one year's competition, not in the whole portal."),
    "accounts.no_such_role": _l("This role has ended already."),
    "accounts.role_held": _l("This person holds the role already."),
    "accounts.other_side": _l(
        "In one year's competition a person stands on one side only: as applicant, on the judging side, "
        "in the secretariat, in the committee or as observer. This person stands already: %(side)s."
    ),
    "accounts.not_member": _l("This person does not act for the organisation here. Invite them first."),
    "accounts.act_missing": _l("Write the number of the act."),
    "accounts.hr_already": _l("This person is the HR service of the organisation already."),
    "accounts.secretary_no_hr": _l(
        "A secretary of the competition never sees incentives and penalties, so cannot be an HR service."
    ),
    "accounts.already_member": _l("This person acts for the organisation already."),
    "accounts.invitation_over": _l("This invitation has been accepted, withdrawn or is out of date."),
    "accounts.other_address": _l(
        "The invitation was sent to %(email)s. Sign in with that address, or ask for an invitation to yours."
    ),
}
DONE: dict[str, Any] = {
    "accounts.saved": _l("Your account is saved."),
    "accounts.password_set": _l("The new password is set. All other sessions have ended."),
    "accounts.session_ended": _l("The session has ended."),
    "accounts.signed_out": _l("You have signed out."),
    "accounts.link_sent": _l(
        "If this address has an account, a link for a new password is on its way. It works for an hour."
    ),
    "accounts.invited": _l("The invitation is on its way."),
    "accounts.proposed": _l("The invitation waits for a member of the committee to approve it."),
    "accounts.approved": _l("The invitation is approved and on its way."),
    "accounts.withdrawn": _l("The invitation is withdrawn."),
    "accounts.accepted": _l("You have accepted the invitation."),
    "accounts.revoked": _l("The role has ended."),
    "accounts.welcome": _l("Your account is ready. Now register your organisation."),
}
SIDES: dict[Side, Any] = {
    Side.APPLICANT: _l("applicant"),
    Side.JUDGING: _l("judging side"),
    Side.SECRETARIAT: _l("secretariat"),
    Side.COMMITTEE: _l("organising committee"),
    Side.OBSERVER: _l("observer"),
}
INVITATIONS: dict[InvitationState, Any] = {
    InvitationState.UNAPPROVED: _l("Waits for approval"),
    InvitationState.SENT: _l("Sent"),
    InvitationState.ACCEPTED: _l("Accepted"),
    InvitationState.WITHDRAWN: _l("Called back"),
    InvitationState.EXPIRED: _l("Out of date"),
}
LABELS: tuple[dict[Any, Any], ...] = (ROLE_WORDS, SIDES, INVITATIONS)
