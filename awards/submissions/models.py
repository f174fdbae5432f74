"""Entries: the working copy an applicant edits, and the immutable versions they submit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy import (
    Text as LongText,
)
from sqlalchemy.orm import Mapped, mapped_column

from awards.core.text import Locale
from awards.core.workflow import EntryState
from awards.infra.db import Base, UtcDateTime, key_column, state_column
from awards.submissions.domain import FileKind, PaymentState, Verdict


class Entry(Base):
    """An organisation's entry in a nomination; `content` is the draft's answers by section."""

    __tablename__ = "entry"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), index=True)
    nomination_id: Mapped[str] = mapped_column(ForeignKey("nomination.id"))
    category_id: Mapped[str] = mapped_column(ForeignKey("category.id"))
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    project_id: Mapped[str | None] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    subject_key: Mapped[str] = mapped_column(String(32))
    """What is entered: the project's or the person's id, or the organisation's own for its office."""
    title: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[Locale] = state_column(Locale, Locale.KK)
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[EntryState] = state_column(EntryState, EntryState.DRAFT)
    payment: Mapped[PaymentState] = state_column(PaymentState, PaymentState.NOT_DUE)
    created_by: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    current_version_id: Mapped[str | None] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'withdrawn') OR current_version_id IS NOT NULL", name="submitted_version"
        ),
        Index(
            "uq_entry_subject",
            "nomination_id",
            "organisation_id",
            "subject_key",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
    )


class DraftFile(Base):
    """A file attached to the working copy; its bytes are the blob."""

    __tablename__ = "draft_file"
    id: Mapped[str] = key_column()
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), index=True)
    kind: Mapped[FileKind] = state_column(FileKind)
    name: Mapped[str] = mapped_column(String(150))
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    attached_by: Mapped[str] = mapped_column(String(32))
    attached_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (UniqueConstraint("entry_id", "sha256"),)


class EntryVersion(Base):
    """What was submitted, for good. `manifest` is SHA-256 over content and file hashes."""

    __tablename__ = "entry_version"
    id: Mapped[str] = key_column()
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"))
    number: Mapped[int] = mapped_column(Integer)
    receipt: Mapped[str] = mapped_column(String(20), unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Title, language, project, person and the answers, as they were."""
    manifest: Mapped[str] = mapped_column(String(64))
    submitted_by: Mapped[str] = mapped_column(String(32))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (UniqueConstraint("entry_id", "number"),)


class VersionFile(Base):
    """A file of a submitted version."""

    __tablename__ = "version_file"
    id: Mapped[str] = key_column()
    version_id: Mapped[str] = mapped_column(ForeignKey("entry_version.id"), index=True)
    kind: Mapped[FileKind] = state_column(FileKind)
    name: Mapped[str] = mapped_column(String(150))
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))


class EligibilityDecision(Base):
    """The secretary's decision on a version, with every finding as it stood (frozen facts)."""

    __tablename__ = "eligibility_decision"
    id: Mapped[str] = key_column()
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("entry_version.id"), unique=True)
    verdict: Mapped[Verdict] = state_column(Verdict)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """[{code, severity, point, ok, facts}], what `eligibility.check` returned."""
    reason: Mapped[str] = mapped_column(LongText, default="")
    decided_by: Mapped[str] = mapped_column(String(32))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


Index("ix_entry_scope", Entry.edition_id, Entry.segment_id, Entry.state)
