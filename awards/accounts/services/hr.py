"""Naming the HR service of a body (R18): by a secretary, by an act, and never oneself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from awards.accounts.models import HrGrant, Membership, RoleGrant
from awards.accounts.services.sessions import end_sessions_of
from awards.core.actor import Actor, Role
from awards.core.errors import Refusal
from awards.core.permissions import Action, Subject, can
from awards.infra import audit
from awards.infra.db import db


def grant_hr(user_id: str, organisation_id: str, act_number: str, *, actor: Actor, at: datetime) -> HrGrant:
    """Name a member of the body as its HR service, who alone reads its incentives and penalties (p.114(4)).

    Refused to oneself (`accounts.self_grant`), for somebody who is no member (`accounts.not_member`), for a
    secretary of the competition (`accounts.secretary_no_hr`), twice (`accounts.hr_already`) and without an
    act (`accounts.act_missing`). Ends the person's sessions (S2).
    """
    if actor.user_id == user_id:
        raise Refusal("accounts.self_grant")
    if not can(actor, Action.GRANT_HR, _subject(organisation_id, user_id)):
        raise Refusal("accounts.not_allowed")
    if not act_number.strip():
        raise Refusal("accounts.act_missing", facts={"field": "act_number"})
    if db.session.get(Membership, (user_id, organisation_id)) is None:
        raise Refusal("accounts.not_member", facts={"field": "user_id"})
    if _is_secretary(user_id):
        raise Refusal("accounts.secretary_no_hr", facts={"field": "user_id"})
    if _active(user_id, organisation_id) is not None:
        raise Refusal("accounts.hr_already", facts={"field": "user_id"})
    grant = HrGrant(
        user_id=user_id,
        organisation_id=organisation_id,
        act_number=act_number.strip(),
        granted_by=actor.user_id,
        granted_at=at,
    )
    db.session.add(grant)
    db.session.flush()
    end_sessions_of(user_id, at=at)
    facts = {"user": user_id, "organisation": organisation_id, "act": grant.act_number}
    _record("hr_service.named", grant, facts, actor, at)
    return grant


def end_hr(grant_id: str, reason: str, *, actor: Actor, at: datetime) -> HrGrant:
    """End somebody's HR service; what they recorded stays. Ends their sessions."""
    grant = db.session.get(HrGrant, grant_id)
    if grant is None or grant.revoked_at is not None:
        raise Refusal("accounts.no_such_role")
    if not can(actor, Action.GRANT_HR, _subject(grant.organisation_id, grant.user_id)):
        raise Refusal("accounts.not_allowed")
    grant.revoked_at = at
    db.session.flush()
    end_sessions_of(grant.user_id, at=at)
    facts = {"user": grant.user_id, "organisation": grant.organisation_id, "reason": reason.strip()}
    _record("hr_service.ended", grant, facts, actor, at)
    return grant


def _subject(organisation_id: str, user_id: str) -> Subject:
    return Subject(organisation_id=organisation_id, owner_ids=frozenset({user_id}))


def _active(user_id: str, organisation_id: str) -> HrGrant | None:
    return db.session.scalar(
        select(HrGrant).where(
            HrGrant.user_id == user_id,
            HrGrant.organisation_id == organisation_id,
            HrGrant.revoked_at.is_(None),
        )
    )


def _is_secretary(user_id: str) -> bool:
    held = select(RoleGrant.id).where(
        RoleGrant.user_id == user_id, RoleGrant.role == Role.SECRETARY, RoleGrant.revoked_at.is_(None)
    )
    return db.session.scalar(held.limit(1)) is not None


def _record(event: str, grant: HrGrant, facts: Mapping[str, str], actor: Actor, at: datetime) -> None:
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=None,
        object_kind="hr_grant",
        object_id=grant.id,
        facts=facts,
    )
