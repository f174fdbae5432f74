"""Invented people of the demo."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from awards.accounts.models import Membership, RoleGrant, User
from awards.accounts.queries.people import ROLE_ORDER, UserFacts, facts_of
from awards.core.actor import Role
from awards.infra.db import db


@dataclass(frozen=True)
class DemoPerson:
    """A demo account, with everything that says who it is in the demo."""

    user: UserFacts
    roles: tuple[Role, ...]
    organisation_ids: tuple[str, ...]


def demo_accounts_exist() -> bool:
    """Whether the database holds invented people: then it must not serve a real competition."""
    return db.session.scalar(select(User.id).where(User.is_demo.is_(True)).limit(1)) is not None


def demo_people() -> tuple[DemoPerson, ...]:
    """Every enabled demo account, in order of names; three queries."""
    people = db.session.scalars(
        select(User)
        .where(User.is_demo.is_(True), User.disabled_at.is_(None))
        .order_by(User.sort_key, User.id)
    ).all()
    grants = select(RoleGrant.user_id, RoleGrant.role).where(RoleGrant.revoked_at.is_(None)).distinct()
    roles: dict[str, set[Role]] = {}
    for user_id, role in db.session.execute(grants):
        roles.setdefault(user_id, set()).add(role)
    organisations: dict[str, set[str]] = {}
    for user_id, organisation_id in db.session.execute(
        select(Membership.user_id, Membership.organisation_id)
    ):
        organisations.setdefault(user_id, set()).add(organisation_id)
    return tuple(
        DemoPerson(
            facts_of(person),
            tuple(role for role in ROLE_ORDER if role in roles.get(person.id, ())),
            tuple(sorted(organisations.get(person.id, ()))),
        )
        for person in people
    )
