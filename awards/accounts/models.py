"""Users, server-side sessions, roles, membership of organisations and one-time tokens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from awards.core.actor import Role, Side
from awards.core.text import Locale
from awards.infra.db import Base, UtcDateTime, key_column, state_column


class User(Base):
    """A person who signs in. `email` is stored folded; a demo account is marked and never runs for real."""

    __tablename__ = "user"
    id: Mapped[str] = key_column()
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(600), index=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    locale: Mapped[Locale] = state_column(Locale, Locale.KK)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UserSession(Base):
    """A signed-in browser; the cookie holds a random token, the row its SHA-256."""

    __tablename__ = "user_session"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen: Mapped[datetime] = mapped_column(UtcDateTime)
    agent: Mapped[str] = mapped_column(String(200), default="")
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EditionSide(Base):
    """The one side a person stands on in an edition; UNIQUE makes two sides impossible (SECURITY, rule 2)."""

    __tablename__ = "edition_side"
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), primary_key=True)
    side: Mapped[Side] = state_column(Side)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (UniqueConstraint("edition_id", "user_id", "side"),)


class RoleGrant(Base):
    """A role, in one edition (then on the person's side in it) or portal-wide (`edition_id` empty)."""

    __tablename__ = "role_grant"
    id: Mapped[str] = key_column()
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[Role] = state_column(Role)
    edition_id: Mapped[str | None] = mapped_column(String(32))
    side: Mapped[Side | None] = state_column(Side, nullable=True)
    granted_by: Mapped[str] = mapped_column(String(32))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        ForeignKeyConstraint(
            ["edition_id", "user_id", "side"],
            ["edition_side.edition_id", "edition_side.user_id", "edition_side.side"],
            onupdate="CASCADE",
        ),
        CheckConstraint("(edition_id IS NULL) = (side IS NULL)", name="side_with_edition"),
        Index(
            "uq_role_grant_active",
            "user_id",
            "role",
            "edition_id",
            unique=True,
            sqlite_where=revoked_at.is_(None),
            postgresql_where=revoked_at.is_(None),
        ),
        Index(
            "uq_role_grant_portal",
            "user_id",
            "role",
            unique=True,
            sqlite_where=edition_id.is_(None) & revoked_at.is_(None),
            postgresql_where=edition_id.is_(None) & revoked_at.is_(None),
        ),
    )


class Membership(Base):
    """A user acts for an organisation. The organisation lives in the registry, above this package."""

    __tablename__ = "membership"
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    invited_by: Mapped[str | None] = mapped_column(String(32))


class HrGrant(Base):
    """A member of a body works in its HR service (R18): named by an act, by somebody else."""

    __tablename__ = "hr_grant"
    id: Mapped[str] = key_column()
    user_id: Mapped[str] = mapped_column(String(32))
    organisation_id: Mapped[str] = mapped_column(String(32))
    act_number: Mapped[str] = mapped_column(String(60))
    granted_by: Mapped[str] = mapped_column(ForeignKey("user.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        ForeignKeyConstraint(
            ["user_id", "organisation_id"], ["membership.user_id", "membership.organisation_id"]
        ),
        CheckConstraint("granted_by <> user_id", name="four_eyes"),
        Index(
            "uq_hr_grant_active",
            "user_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )


class Invitation(Base):
    """An offer by mail: to act for an organisation, or to hold a role in an edition.

    The offers of R19 that need a second person carry who approved them; nobody approves their own.
    """

    __tablename__ = "invitation"
    id: Mapped[str] = key_column()
    email: Mapped[str] = mapped_column(String(254), index=True)
    locale: Mapped[Locale] = state_column(Locale)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))
    edition_id: Mapped[str | None] = mapped_column(ForeignKey("edition.id"), index=True)
    role: Mapped[Role | None] = state_column(Role, nullable=True)
    created_by: Mapped[str] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        CheckConstraint("(edition_id IS NULL) = (role IS NULL)", name="role_with_edition"),
        CheckConstraint("(organisation_id IS NULL) <> (edition_id IS NULL)", name="one_purpose"),
        CheckConstraint("approved_by IS NULL OR approved_by <> created_by", name="four_eyes"),
        CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
    )


class OneTimeToken(Base):
    """A link that works once: the row holds the hash of what was mailed, and what it opens."""

    __tablename__ = "one_time_token"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    invitation_id: Mapped[str | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        CheckConstraint("(invitation_id IS NULL) <> (user_id IS NULL)", name="opens_one_thing"),
    )


class Attempt(Base):
    """A counter of attempts in a window of time, in the database so that all workers share it (S12)."""

    __tablename__ = "attempt"
    bucket: Mapped[str] = mapped_column(String(100), primary_key=True)
    window: Mapped[int] = mapped_column(Integer, primary_key=True)
    count: Mapped[int] = mapped_column(Integer, default=0)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
