"""The registry's tables. Facts are dated; a fact that ends keeps its row with an end date."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.core.text import Text
from awards.core.workflow import ImportState
from awards.infra.db import Base, Titled, UtcDateTime, key_column, state_column
from awards.registry.domain import (
    CertificateState,
    EngagementKind,
    Financing,
    HrRecordKind,
    ImportKind,
    ImportMode,
    OrganisationKind,
    ProductKind,
    ProjectScale,
    RoleCode,
    RowOutcome,
    SuccessionKind,
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
    ended_on: Mapped[date | None] = mapped_column(Date)
    """The last day of its existence, where it was merged into another body or wound up."""
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
    """What the organisation is called from a day on; each `sort_key` orders it as one language shows it."""

    __tablename__ = "organisation_name"
    id: Mapped[str] = key_column()
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    name_kk: Mapped[str] = mapped_column(String(300))
    name_ru: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300), default="")
    since: Mapped[date] = mapped_column(Date)
    sort_key: Mapped[str] = mapped_column(String(900), index=True)
    sort_key_ru: Mapped[str] = mapped_column(String(900), default="", server_default="", index=True)
    sort_key_en: Mapped[str] = mapped_column(String(900), default="", server_default="", index=True)
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


class Succession(Base):
    """A reorganisation: what one body was, another is from a day on.

    From that day the former body stands under its successor (`subordination_id`), so that groups, and
    p.121 with them, see the two as one.
    """

    __tablename__ = "succession"
    id: Mapped[str] = key_column()
    predecessor_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    successor_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[SuccessionKind] = state_column(SuccessionKind)
    effective_on: Mapped[date] = mapped_column(Date)
    act_number: Mapped[str] = mapped_column(String(60), default="")
    act_date: Mapped[date | None] = mapped_column(Date)
    subordination_id: Mapped[str] = mapped_column(ForeignKey("subordination.id"), unique=True)
    __table_args__ = (
        CheckConstraint("predecessor_id <> successor_id", name="not_itself"),
        UniqueConstraint("predecessor_id", "successor_id"),
    )


class Person(Base):
    """A person as the registry knows them; the account, if any, is linked by `user_id`."""

    __tablename__ = "person"
    id: Mapped[str] = key_column()
    full_name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(600), index=True)
    folded: Mapped[str] = mapped_column(String(400))
    name_key: Mapped[str] = mapped_column(String(400), default="", server_default="", index=True)
    """The first two words of the folded name in alphabetical order: what namesakes share."""
    iin_cipher: Mapped[str] = mapped_column(String(200), default="")
    iin_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"), unique=True)
    region: Mapped[str] = mapped_column(String(5), default="")
    languages: Mapped[str] = mapped_column(String(20), default="kk ru")
    is_trainer: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The record that stands for this one since the two were found to be the same person."""
    __table_args__ = (CheckConstraint("merged_into_id <> id", name="not_itself"),)


class DistinctPeople(Base):
    """Two namesakes who were looked at and are two people, so that they are not offered again."""

    __tablename__ = "distinct_people"
    first_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    second_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(300))
    noted_by: Mapped[str] = mapped_column(String(32))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)


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
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    file_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
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
    chartered_on: Mapped[date | None] = mapped_column(Date)
    """The charter was approved: initiation is over."""
    planned_on: Mapped[date | None] = mapped_column(Date)
    """The plan was approved: planning is over."""
    closed_on: Mapped[date | None] = mapped_column(Date)
    """The closing was approved: the project is over."""
    budget_tenge: Mapped[int] = mapped_column(BigInteger, default=0)
    scale: Mapped[ProjectScale] = state_column(ProjectScale, ProjectScale.MONO)
    product: Mapped[ProductKind] = state_column(ProductKind, ProductKind.OTHER)
    time_limit: Mapped[TimeLimit] = state_column(TimeLimit, TimeLimit.NORMAL)
    financing: Mapped[Financing] = state_column(Financing, Financing.INTERNAL)
    sort_key: Mapped[str] = mapped_column(String(900), index=True)
    sort_key_ru: Mapped[str] = mapped_column(String(900), default="", server_default="", index=True)
    sort_key_en: Mapped[str] = mapped_column(String(900), default="", server_default="", index=True)
    folded: Mapped[str] = mapped_column(String(1000))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),)


class ProjectOffice(Titled, Base):
    """The project office of a body (p.54, 55); it may be based in another organisation."""

    __tablename__ = "project_office"
    id: Mapped[str] = key_column()
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    base_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    act_number: Mapped[str] = mapped_column(String(60), default="")
    act_date: Mapped[date | None] = mapped_column(Date)
    __table_args__ = (
        UniqueConstraint("organisation_id", "since"),
        CheckConstraint("until IS NULL OR until >= since", name="order"),
    )


class RoleHeld(Base):
    """A project role held by a person, from one day to another, by an act (appendix 1, p.85).

    `unit` names the base direction, group or centre where one body has several.
    """

    __tablename__ = "role_held"
    id: Mapped[str] = key_column()
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[RoleCode] = state_column(RoleCode)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    project_id: Mapped[str | None] = mapped_column(ForeignKey("project.id"), index=True)
    office_id: Mapped[str | None] = mapped_column(ForeignKey("project_office.id"), index=True)
    unit: Mapped[str] = mapped_column(String(200), default="", server_default="")
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


class FirmEngagement(Base):
    """A consulting firm's contract with a client (p.109); it ties the people whom the firm assigned to it."""

    __tablename__ = "firm_engagement"
    id: Mapped[str] = key_column()
    firm_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    contract_number: Mapped[str] = mapped_column(String(60), default="")
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    __table_args__ = (
        UniqueConstraint("firm_id", "organisation_id", "contract_number", "since"),
        CheckConstraint("firm_id <> organisation_id", name="not_itself"),
        CheckConstraint("until IS NULL OR until >= since", name="order"),
    )


class FirmConsultant(Base):
    """Someone whom a firm assigned to its contract; without dates of their own, for all of its time."""

    __tablename__ = "firm_consultant"
    id: Mapped[str] = key_column()
    engagement_id: Mapped[str] = mapped_column(ForeignKey("firm_engagement.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    __table_args__ = (
        UniqueConstraint("engagement_id", "person_id"),
        CheckConstraint("since IS NULL OR until IS NULL OR until >= since", name="order"),
    )


class HrRecord(Base):
    """An incentive or a penalty (p.114(4)): for the HR service of that body and nobody else."""

    __tablename__ = "hr_record"
    id: Mapped[str] = key_column()
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[HrRecordKind] = state_column(HrRecordKind)
    what: Mapped[str] = mapped_column(String(300))
    given_on: Mapped[date] = mapped_column(Date)
    lifted_on: Mapped[date | None] = mapped_column(Date)
    act_number: Mapped[str] = mapped_column(String(60), default="")
    act_date: Mapped[date | None] = mapped_column(Date)
    __table_args__ = (CheckConstraint("lifted_on IS NULL OR lifted_on >= given_on", name="order"),)


class ImportRun(Base):
    """A file of one kind: read, checked row by row, then taken over or left."""

    __tablename__ = "import_run"
    id: Mapped[str] = key_column()
    kind: Mapped[ImportKind] = state_column(ImportKind)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    """The body whose HR service brought the file; None for the registry's clerks."""
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """The file until its rows are read."""
    headers: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[ImportState] = state_column(ImportState, ImportState.READING)
    mode: Mapped[ImportMode | None] = state_column(ImportMode, nullable=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Code and facts of what is wrong with the file as a whole."""
    started_by: Mapped[str] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_until: Mapped[datetime] = mapped_column(UtcDateTime)
    """Until when a worker has it in hand; one that dies loses nothing."""
    rows: Mapped[int] = mapped_column(Integer, default=0)
    done: Mapped[int] = mapped_column(Integer, default=0)


class ImportRow(Base):
    """A row of a file: its cells, what is wrong with it, what it changes and in which record."""

    __tablename__ = "import_row"
    run_id: Mapped[str] = mapped_column(ForeignKey("import_run.id"), primary_key=True)
    line: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    cells: Mapped[list[str]] = mapped_column(JSON)
    outcome: Mapped[RowOutcome] = state_column(RowOutcome, RowOutcome.WAITING)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    record_kind: Mapped[str] = mapped_column(String(40), default="")
    record_id: Mapped[str] = mapped_column(String(32), default="", index=True)
    __table_args__ = (Index("ix_import_row_outcome", "run_id", "outcome", "line"),)


class ProjectCounter(Base):
    """The last number given in a year, so that unique project numbers follow each other."""

    __tablename__ = "project_counter"
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer, default=0)
