"""Keeping documents: minutes, diplomas and bundles, byte for byte, with the code to check them by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.text import Locale
from awards.core.workflow import EditionState
from awards.infra import audit
from awards.infra.db import db
from awards.jury.domain.vocabulary import Medal
from awards.results import queries
from awards.results.domain.bundle import sha256
from awards.results.domain.vocabulary import DocumentKind, ExportForm, Scope, new_code
from awards.results.models import Document

PDF, ZIP = "application/pdf", "application/zip"
SEALED_STATES = (EditionState.SEALED, EditionState.PUBLISHED, EditionState.ARCHIVED)


@dataclass(frozen=True)
class Paper:
    """What a document on paper is of: of a segment (minutes, diplomas) and a medal (diplomas)."""

    edition_id: str
    kind: DocumentKind
    locale: Locale
    segment_id: str | None = None
    medal: Medal | None = None

    @property
    def key(self) -> str:
        """One thing is written down once in a language."""
        parts = (self.kind, self.segment_id or self.edition_id, self.medal or "", self.locale)
        return ":".join(str(part) for part in parts)


def paper_faults(paper: Paper) -> tuple[Refusal, ...]:
    """Why this document cannot be made yet: what it states must be decided for good."""
    edition = competition.edition_by_id(paper.edition_id)
    if edition is None:
        return (Refusal("results.no_verdict", "p.122"),)
    if paper.kind in (DocumentKind.JURY_MINUTES, DocumentKind.DIPLOMA) and edition.state not in SEALED_STATES:
        return (Refusal("results.not_sealed", "p.122"),)
    if paper.segment_id is None:
        return ()
    found = queries.result_of(edition.year, paper.segment_id)
    if found is None or (paper.medal is not None and found.line(paper.medal) is None):
        return (Refusal("results.no_verdict", "p.122"),)
    return ()


def keep_paper(paper: Paper, code: str, data: bytes, *, actor: Actor, at: datetime) -> str:
    """Store a rendered document; returns its id. What was written down already is kept, and its id returned.

    `code` is the short code printed on it. Refused while what it states is not decided.
    """
    for refusal in paper_faults(paper):
        raise refusal
    known = queries.document_for(paper.key)
    if known is not None:
        return known
    row = Document(
        edition_id=paper.edition_id,
        segment_id=paper.segment_id,
        kind=paper.kind,
        medal=paper.medal,
        key=paper.key,
        locale=paper.locale,
        short_code=code,
        media_type=PDF,
        data=data,
        sha256=sha256(data),
        made_at=at,
        made_by=actor.user_id or actor.name,
    )
    event = "diploma.made" if paper.kind is DocumentKind.DIPLOMA else "minutes.made"
    return _kept(row, event, {"locale": paper.locale.value, "digest": row.sha256}, actor, at)


def keep_bundle(edition_id: str, scope: Scope, *, actor: Actor, at: datetime) -> str:
    """Make and store a bundle of this moment; returns the document's id. Refused before the seal."""
    edition = _sealed(edition_id)
    data, code = queries.make_bundle(edition, scope, at=at), new_code()
    row = Document(
        edition_id=edition_id,
        segment_id=None,
        kind=DocumentKind.BUNDLE if scope is Scope.FULL else DocumentKind.PUBLIC_BUNDLE,
        key=f"bundle:{code}",
        locale=Locale.EN,
        short_code=code,
        media_type=ZIP,
        data=data,
        sha256=sha256(data),
        made_at=at,
        made_by=actor.user_id or actor.name,
    )
    return _kept(row, "results.exported", {"form": f"bundle-{scope}", "digest": row.sha256}, actor, at)


def record_export(edition_id: str, form: ExportForm, data: bytes, *, actor: Actor, at: datetime) -> str:
    """Log that results left the portal in a file; returns its SHA-256. Refused before results are sealed."""
    edition, digest = _sealed(edition_id), sha256(data)
    facts = {"form": form.value, "digest": digest}
    audit.record(
        "results.exported",
        actor=actor,
        at=at,
        edition_id=edition.id,
        object_kind="edition",
        object_id=edition.id,
        facts=facts,
    )
    return digest


def record_log_export(edition_id: str, digest: str, *, actor: Actor, at: datetime) -> str:
    """Log that the observer took the whole log, whose file has this SHA-256."""
    facts = {"form": "jsonl", "digest": digest}
    audit.record(
        "log.exported",
        actor=actor,
        at=at,
        edition_id=edition_id,
        object_kind="edition",
        object_id=edition_id,
        facts=facts,
    )
    return digest


def _sealed(edition_id: str) -> EditionFacts:
    edition = competition.edition_by_id(edition_id)
    if edition is None or edition.state not in SEALED_STATES:
        raise Refusal("results.not_sealed", "p.122")
    return edition


def _kept(row: Document, event: str, facts: dict[str, str], actor: Actor, at: datetime) -> str:
    if db.session.scalar(select(Document.id).where(Document.short_code == row.short_code)):
        raise Refusal("results.code_taken")
    db.session.add(row)
    db.session.flush()
    audit.record(
        event,
        actor=actor,
        at=at,
        edition_id=row.edition_id,
        object_kind="document",
        object_id=row.id,
        facts=facts,
    )
    return row.id
