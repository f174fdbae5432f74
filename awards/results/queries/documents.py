"""Documents that were handed out, and their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core.permissions import Subject
from awards.core.text import Locale
from awards.infra.db import db
from awards.jury.domain.vocabulary import Medal
from awards.results.domain.vocabulary import DocumentKind, tidy_code
from awards.results.models import Document


@dataclass(frozen=True)
class DocumentFacts:
    """A stored document without its bytes; `size` in bytes."""

    id: str
    edition: EditionFacts
    segment_id: str | None
    kind: DocumentKind
    medal: Medal | None
    locale: Locale
    short_code: str
    media_type: str
    sha256: str
    size: int
    made_at: datetime

    @property
    def subject(self) -> Subject:
        return self.edition.subject


def _rows() -> Select[Any]:
    return select(Document, func.length(Document.data).label("size"))


def _document(row: Any, edition: EditionFacts) -> DocumentFacts:
    found: Document = row.Document
    return DocumentFacts(
        found.id,
        edition,
        found.segment_id,
        found.kind,
        found.medal,
        found.locale,
        found.short_code,
        found.media_type,
        found.sha256,
        row.size,
        found.made_at,
    )


def documents(edition: EditionFacts, *kinds: DocumentKind) -> tuple[DocumentFacts, ...]:
    """Documents of an edition of these kinds, the newest first; one query."""
    rows = _rows().where(Document.edition_id == edition.id, Document.kind.in_(kinds))
    ordered = rows.order_by(Document.made_at.desc(), Document.id)
    return tuple(_document(row, edition) for row in db.session.execute(ordered))


def get_document(year: int, document_id: str) -> DocumentFacts | None:
    """A document of that year's edition, or None."""
    edition = competition.get_edition(year)
    row = db.session.execute(_rows().where(Document.id == document_id)).one_or_none()
    if edition is None or row is None or row.Document.edition_id != edition.id:
        return None
    return _document(row, edition)


def document_by_code(written: str) -> DocumentFacts | None:
    """The document with this short code, however it was typed in; None where there is none such."""
    code = tidy_code(written)
    row = db.session.execute(_rows().where(Document.short_code == code)).one_or_none() if code else None
    edition = competition.edition_by_id(row.Document.edition_id) if row else None
    return _document(row, edition) if row and edition else None


def document_for(key: str) -> str | None:
    """The id of the document that was made under this key, if any."""
    return db.session.scalar(select(Document.id).where(Document.key == key))


def document_data(document_id: str) -> bytes:
    """The bytes as they were handed out. Raises NoResultFound for an unknown id."""
    return db.session.execute(select(Document.data).where(Document.id == document_id)).scalar_one()


def public_bundle(edition_id: str) -> tuple[bytes, str] | None:
    """(bytes, SHA-256) of the bundle that was published with the results."""
    row = db.session.execute(
        select(Document.data, Document.sha256)
        .where(Document.edition_id == edition_id, Document.kind == DocumentKind.PUBLIC_BUNDLE)
        .order_by(Document.made_at.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else None
