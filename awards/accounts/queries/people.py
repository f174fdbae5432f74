"""People, their roles and sides, and the organisations they act for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, column, null, or_, select, table, union_all

from awards.accounts.domain import fold_email
from awards.accounts.models import EditionSide, HrGrant, Membership, RoleGrant, User
from awards.core.actor import PUBLIC, Actor, Grant, Role, Side
from awards.core.permissions import Subject
from awards.core.text import Locale
from awards.core.workflow import EditionState
from awards.infra.db import db
from awards.infra.paging import Page, page_of

ROLE_ORDER = (
    Role.SECRETARY, Role.COMMITTEE, Role.ASSESSOR, Role.CHAIR, Role.JUROR, Role.OBSERVER, Role.CLERK, Role.HR,
)  # fmt: skip

_edition = table("edition", column("id"), column("state"))
"""Editions live above this package; only whether one is over is read here."""


@dataclass(frozen=True)
class UserFacts:
    """A person with an account. `name` is as they wrote it."""

    id: str
    email: str
    name: str
    locale: Locale
    is_demo: bool


@dataclass(frozen=True)
class GrantFacts:
    """A role that a person holds; `edition_id` None means in the whole portal."""

    id: str
    user: UserFacts
    role: Role
    edition_id: str | None
    granted_at: datetime

    @property
    def subject(self) -> Subject:
        return Subject(edition_id=self.edition_id, owner_ids=frozenset({self.user.id}))


def actor_of(user_id: str) -> Actor:
    """The person as the table of permissions sees them, whether signed in or not."""
    user = db.session.get(User, user_id)
    return actor_from(user) if user is not None else PUBLIC


def get_user(user_id: str) -> UserFacts | None:
    """The user with this id."""
    user = db.session.get(User, user_id)
    return facts_of(user) if user is not None else None


def users(ids: Iterable[str]) -> dict[str, UserFacts]:
    """Users by id; unknown ids are left out."""
    rows = db.session.scalars(select(User).where(User.id.in_(set(ids))))
    return {row.id: facts_of(row) for row in rows}


def user_by_email(email: str) -> UserFacts | None:
    """The user with this address, however it is written."""
    user = db.session.scalar(select(User).where(User.email == fold_email(email)))
    return facts_of(user) if user is not None else None


def users_with_role(role: Role, edition_id: str | None) -> tuple[UserFacts, ...]:
    """Enabled users who hold the role in that edition, portal-wide grants included, in order of names."""
    rows = db.session.scalars(
        select(User)
        .where(
            User.disabled_at.is_(None),
            User.id.in_(
                select(RoleGrant.user_id).where(
                    RoleGrant.role == role,
                    RoleGrant.revoked_at.is_(None),
                    or_(RoleGrant.edition_id == edition_id, RoleGrant.edition_id.is_(None)),
                )
            ),
        )
        .order_by(User.sort_key, User.id)
    )
    return tuple(facts_of(row) for row in rows)


def holders_of(role: Role, user_ids: Iterable[str]) -> frozenset[str]:
    """Those of these users who hold the role in the portal or in an edition that is not over."""
    over = (EditionState.PUBLISHED.value, EditionState.ARCHIVED.value)
    rows = (
        select(RoleGrant.user_id)
        .outerjoin(_edition, _edition.c.id == RoleGrant.edition_id)
        .where(
            RoleGrant.user_id.in_(set(user_ids)),
            RoleGrant.role == role,
            RoleGrant.revoked_at.is_(None),
            or_(RoleGrant.edition_id.is_(None), _edition.c.state.not_in(over)),
        )
    )
    return frozenset(db.session.scalars(rows))


def member_emails(organisation_id: str) -> tuple[UserFacts, ...]:
    """The organisation's enabled users, in order of names."""
    rows = db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == organisation_id, User.disabled_at.is_(None))
        .order_by(User.sort_key, User.id)
    )
    return tuple(facts_of(row) for row in rows)


def grants_of(edition_id: str) -> tuple[GrantFacts, ...]:
    """Roles held in the edition itself, by role and name."""
    rows = db.session.execute(_grants(RoleGrant.edition_id == edition_id))
    return tuple(_grant(row) for row in rows)


def people_of(edition_id: str, *, number: int = 1) -> Page[GrantFacts]:
    """One page of the edition's people: its own roles and the secretaries of the whole portal."""
    whole_portal = RoleGrant.edition_id.is_(None) & (RoleGrant.role == Role.SECRETARY)
    return page_of(_grants(or_(RoleGrant.edition_id == edition_id, whole_portal)), _grant, number=number)


def get_grant(grant_id: str) -> GrantFacts | None:
    """A role still held."""
    row = db.session.execute(_grants(RoleGrant.id == grant_id)).one_or_none()
    return _grant(row) if row is not None else None


def side_of(edition_id: str, user_id: str) -> Side | None:
    """The side on which the user stands in the edition."""
    row = db.session.get(EditionSide, (edition_id, user_id))
    return row.side if row is not None else None


def unfinished_sides(user_id: str) -> tuple[Side, ...]:
    """The sides on which the user stands in editions that are neither published nor archived."""
    over = (EditionState.PUBLISHED.value, EditionState.ARCHIVED.value)
    rows = select(EditionSide.side).join(_edition, _edition.c.id == EditionSide.edition_id)
    return tuple(
        db.session.scalars(
            rows.where(EditionSide.user_id == user_id, _edition.c.state.not_in(over)).order_by(
                EditionSide.side
            )
        )
    )


def _grants(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    rank = case({role.value: index for index, role in enumerate(ROLE_ORDER)}, value=RoleGrant.role)
    return (
        select(RoleGrant, User)
        .join(User, User.id == RoleGrant.user_id)
        .where(which, RoleGrant.revoked_at.is_(None))
        .order_by(rank, User.sort_key, RoleGrant.id)
    )


def _grant(row: Any) -> GrantFacts:
    grant, user = row
    return GrantFacts(grant.id, facts_of(user), grant.role, grant.edition_id, grant.granted_at)


def facts_of(user: User) -> UserFacts:
    """The row as others see it."""
    return UserFacts(user.id, user.email, user.name, user.locale, user.is_demo)


def actor_from(user: User) -> Actor:
    """The person of this row with their roles, organisations and HR services; one query.

    HR service counts while the membership stands, and never for a secretary, who must not see a record
    of incentives and penalties whatever else they are (R18).
    """
    held = select(
        RoleGrant.role, RoleGrant.edition_id, null().label("organisation_id"), null().label("hr_of")
    ).where(RoleGrant.user_id == user.id, RoleGrant.revoked_at.is_(None))
    belongs = (
        select(null(), null(), Membership.organisation_id, HrGrant.organisation_id)
        .outerjoin(
            HrGrant,
            (HrGrant.user_id == Membership.user_id)
            & (HrGrant.organisation_id == Membership.organisation_id)
            & HrGrant.revoked_at.is_(None),
        )
        .where(Membership.user_id == user.id)
    )
    rows: Sequence[Any] = db.session.execute(union_all(held, belongs)).all()
    grants = frozenset(Grant(Role(row.role), row.edition_id) for row in rows if row.role is not None)
    is_secretary = any(grant.role is Role.SECRETARY for grant in grants)
    return Actor(
        user_id=user.id,
        name=user.name,
        locale=user.locale.value,
        grants=grants,
        organisations=frozenset(row.organisation_id for row in rows if row.organisation_id is not None),
        hr_of=frozenset(row.hr_of for row in rows if row.hr_of is not None and not is_secretary),
    )
