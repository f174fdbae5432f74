"""Secret links, made when a mail is sent (SECURITY S11): the queue holds ids, only the mail the secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for

from awards.accounts import queries, services
from awards.accounts.domain import LINK_LIFETIME, InvitationState
from awards.core import clock
from awards.core.actor import Role
from awards.infra.outbox import Waiting


def _invitation(message: Waiting) -> dict[str, Any]:
    """The link that accepts; none for an invitation that is over by now."""
    at = clock.now()
    invitation = queries.get_invitation(message.params["invitation_id"], at)
    if invitation is None or invitation.state is not InvitationState.SENT:
        return {"link": "", "role": None, "until": None}
    token = services.issue_token(invitation_id=invitation.id, expires_at=invitation.expires_at)
    role = Role(message.params["role"]) if "role" in message.params else None
    return {"link": _address("invitation", token, message), "role": role, "until": invitation.expires_at}


def _reset(message: Waiting) -> dict[str, Any]:
    """The link that sets a new password, for an hour from now."""
    until = clock.now() + LINK_LIFETIME
    token = services.issue_token(user_id=message.params["user_id"], expires_at=until)
    return {"link": _address("reset", token, message), "until": until}


def _address(endpoint: str, token: str, message: Waiting) -> str:
    return url_for(f"accounts.{endpoint}", token=token, lang=message.locale, _external=True)


MAKERS: Mapping[str, Callable[[Waiting], dict[str, Any]]] = {
    "invite_colleague": _invitation,
    "invite_role": _invitation,
    "reset_password": _reset,
}
