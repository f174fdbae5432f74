"""Publication, and the documents and bundles that were made, kept byte for byte."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from awards.core.text import Locale
from awards.core.workflow import PublicationState
from awards.infra.db import Base, UtcDateTime, key_column, state_column
from awards.jury.domain.vocabulary import Medal
from awards.results.domain.vocabulary import DocumentKind


class Publication(Base):
    """Results go public when two different people act, and not before the forum (p.124, S5)."""

    __tablename__ = "publication"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), unique=True)
    state: Mapped[PublicationState] = state_column(PublicationState, PublicationState.APPROVED)
    approved_by: Mapped[str] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    executed_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    visible_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    bundle_sha256: Mapped[str] = mapped_column(String(64), default="")
    __table_args__ = (
        CheckConstraint("executed_by IS NULL OR executed_by <> approved_by", name="four_eyes"),
        CheckConstraint("(executed_by IS NULL) = (visible_from IS NULL)", name="visible_when_executed"),
        CheckConstraint("(state = 'executed') = (executed_by IS NOT NULL)", name="executed_by_someone"),
    )


class Document(Base):
    """A document as it was handed out, byte for byte, so that its hash stays true.

    `key` says what it is of ("minutes:<segment>:kk"), so that one thing is written down once in a language;
    a bundle's is its short code, for every bundle stands for its own moment.
    """

    __tablename__ = "document"
    id: Mapped[str] = key_column()
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), index=True)
    segment_id: Mapped[str | None] = mapped_column(ForeignKey("segment.id"))
    kind: Mapped[DocumentKind] = state_column(DocumentKind)
    medal: Mapped[Medal | None] = state_column(Medal, nullable=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    locale: Mapped[Locale] = state_column(Locale)
    short_code: Mapped[str] = mapped_column(String(12), unique=True)
    media_type: Mapped[str] = mapped_column(String(80))
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(32))
    __table_args__ = (
        CheckConstraint("(kind = 'diploma') = (medal IS NOT NULL)", name="diploma_of_a_medal"),
        CheckConstraint("(kind IN ('diploma', 'minutes')) = (segment_id IS NOT NULL)", name="of_a_segment"),
    )
