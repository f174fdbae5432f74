"""HR services of bodies: who was named, by which act, and whose service it is (R18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from awards.accounts.models import HrGrant, User
from awards.accounts.queries.people import UserFacts, facts_of
from awards.core.permissions import Subject
from awards.infra.db import db


@dataclass(frozen=True)
class HrGrantFacts:
    """A member of a body who is or was its HR service; `revoked_at` None while it lasts."""

    id: str
    user: UserFacts
    organisation_id: str
    act_number: str
    granted_at: datetime
    revoked_at: datetime | None

    @property
    def subject(self) -> Subject:
        return Subject(organisation_id=self.organisation_id, owner_ids=frozenset({self.user.id}))


def _grants(*conditions: Any) -> tuple[HrGrantFacts, ...]:
    rows = db.session.execute(
        select(HrGrant, User)
        .join(User, User.id == HrGrant.user_id)
        .where(*conditions)
        .order_by(HrGrant.granted_at.desc(), HrGrant.id)
    )
    return tuple(
        HrGrantFacts(
            grant.id,
            facts_of(user),
            grant.organisation_id,
            grant.act_number,
            grant.granted_at,
            grant.revoked_at,
        )
        for grant, user in rows
    )


def hr_services_of(organisation_id: str) -> tuple[HrGrantFacts, ...]:
    """Everybody who was ever named for this body, the latest first."""
    return _grants(HrGrant.organisation_id == organisation_id)


def get_hr_grant(grant_id: str) -> HrGrantFacts | None:
    return next(iter(_grants(HrGrant.id == grant_id)), None)
