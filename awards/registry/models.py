"""The registry's tables. Facts are dated; a fact that ends keeps its row with an end date."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.core.text import Text
from awards.infra.db import Base, Titled, UtcDateTime, key_column, state_column
from awards.registry.domain import (
    CertificateState,
    EngagementKind,
    Financing,
    OrganisationKind,
    ProductKind,
    ProjectScale,
    RoleCode,
    TimeLimit,
)


class Organisation(Base):
    """A legal entity, known by its BIN; its names are dated rows (D13)."""

    __tablename__ = "organisation"
    id: Mapped[str] = key_column()
    bin: Mapped[str] = mapped_column(String(12), unique=True)
    kind: Mapped[OrganisationKind] = state_column(OrganisationKind)
    region: Mapped[str] = mapped_column(String(5))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    names: Mapped[list[OrganisationName]] = relationship(
        back_populates="organisation", order_by="OrganisationName.since", lazy="selectin"
    )
    __table_args__ = (CheckConstraint("length(bin) = 12", name="bin_length"),)

    @property
    def name(self) -> Text:
        """The name in force: the latest that has begun."""
        latest = self.names[-1]
        return Text(latest.name_kk, latest.name_ru, latest.name_en)


class OrganisationName(Base):
    """What the organisation is called from a day on. `sort_key` gives Kazakh alphabetical order."""

    __tablename__ = "organisation_name"
    id: Mapped[str] = key_column()
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    name_kk: Mapped[str] = mapped_column(String(300))
    name_ru: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300), default="")
    since: Mapped[date] = mapped_column(Date)
    sort_key: Mapped[str] = mapped_column(String(900), index=True)
    folded: Mapped[str] = mapped_column(String(1000))
    organisation: Mapped[Organisation] = relationship(back_populates="names")
    __table_args__ = (UniqueConstraint("organisation_id", "since"),)


class Subordination(Base):
    """Who is whose parent body, from one day to another (open-ended where `until` is empty)."""

    __tablename__ = "subordination"
    id: Mapped[str] = key_column()
    child_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    parent_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    __table_args__ = (
        CheckConstraint("child_id <> parent_id", name="not_itself"),
        CheckConstraint("until IS NULL OR until >= since", name="order"),
    )


class Person(Base):
    """A person as the registry knows them; the account, if any, is linked by `user_id`."""

    __tablename__ = "person"
    id: Mapped[str] = key_column()
    full_name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(600), index=True)
    folded: Mapped[str] = mapped_column(String(400))
    iin_cipher: Mapped[str] = mapped_column(String(200), default="")
    iin_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"), unique=True)
    region: Mapped[str] = mapped_column(String(5), default="")
    languages: Mapped[str] = mapped_column(String(20), default="kk ru")
    is_trainer: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Certificate(Base):
    """A certificate in project management; `valid_until` empty means it does not expire."""

    __tablename__ = "certificate"
    id: Mapped[str] = key_column()
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    scheme: Mapped[str] = mapped_column(String(80))
    level: Mapped[str] = mapped_column(String(80), default="")
    number: Mapped[str] = mapped_column(String(80))
    issuer: Mapped[str] = mapped_column(String(200), default="")
    issued_on: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    status: Mapped[CertificateState] = state_column(CertificateState, CertificateState.ACTIVE)
    link: Mapped[str] = mapped_column(String(300), default="")
    __table_args__ = (
        UniqueConstraint("scheme", "number"),
        CheckConstraint("valid_until IS NULL OR valid_until >= issued_on", name="order"),
    )


class Project(Titled, Base):
    """A project with its generated unique number (p.94(8)) and the facts of appendix 6."""

    __tablename__ = "project"
    id: Mapped[str] = key_column()
    number: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    budget_tenge: Mapped[int] = mapped_column(BigInteger, default=0)
    scale: Mapped[ProjectScale] = state_column(ProjectScale, ProjectScale.MONO)
    product: Mapped[ProductKind] = state_column(ProductKind, ProductKind.OTHER)
    time_limit: Mapped[TimeLimit] = state_column(TimeLimit, TimeLimit.NORMAL)
    financing: Mapped[Financing] = state_column(Financing, Financing.INTERNAL)
    sort_key: Mapped[str] = mapped_column(String(900), index=True)
    folded: Mapped[str] = mapped_column(String(1000))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),)


class RoleHeld(Base):
    """A project role held by a person, from one day to another, by an act (appendix 1, p.85)."""

    __tablename__ = "role_held"
    id: Mapped[str] = key_column()
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[RoleCode] = state_column(RoleCode)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    project_id: Mapped[str | None] = mapped_column(ForeignKey("project.id"), index=True)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    act_number: Mapped[str] = mapped_column(String(60), default="")
    act_date: Mapped[date | None] = mapped_column(Date)
    __table_args__ = (CheckConstraint("until IS NULL OR until >= since", name="order"),)


class Engagement(Base):
    """A person's tie to an organisation that p.121 reads: consultancy, employment, project activity."""

    __tablename__ = "engagement"
    id: Mapped[str] = key_column()
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[EngagementKind] = state_column(EngagementKind)
    firm: Mapped[str] = mapped_column(String(200), default="")
    contract_number: Mapped[str] = mapped_column(String(60), default="")
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    __table_args__ = (CheckConstraint("until IS NULL OR until >= since", name="order"),)


class ProjectCounter(Base):
    """The last number given in a year, so that unique project numbers follow each other."""

    __tablename__ = "project_counter"
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer, default=0)
