"""Who sits on the jury, and which conflicts they declared (p.120, D4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from awards.accounts.models import User
from awards.competition import queries as competition
from awards.competition.models import Decision
from awards.competition.queries import DecisionFacts, EditionFacts
from awards.core.permissions import Subject
from awards.core.text import sort_key
from awards.core.workflow import DeclarationState
from awards.infra.db import db
from awards.jury.models import Juror, Recusal
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts


@dataclass(frozen=True)
class JurorFacts:
    """A member of the jury. `decision` named them; `removed_at` is set where they sit no more."""

    id: str
    edition_id: str
    user_id: str
    name: str
    email: str
    is_chair: bool
    decision: DecisionFacts | None
    named_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True)
class JurorPage:
    """One juror with the edition they judge: what the pages about a juror are loaded as."""

    juror: JurorFacts
    edition: EditionFacts

    @property
    def subject(self) -> Subject:
        return Subject(
            edition_id=self.edition.id,
            edition_state=self.edition.state,
            owner_ids=frozenset({self.juror.user_id}),
        )


@dataclass(frozen=True)
class RecusalFacts:
    """A conflict a juror declared about one entry, and what was decided on it (D4)."""

    id: str
    juror: JurorFacts
    entry: EntryFacts
    state: DeclarationState
    text: str
    declared_at: datetime
    reason: str
    decision: DecisionFacts | None
    decided_at: datetime | None

    @property
    def edition(self) -> EditionFacts:
        return self.entry.edition

    @property
    def is_pending(self) -> bool:
        return self.state is DeclarationState.DECLARED

    @property
    def subject(self) -> Subject:
        return Subject(
            edition_id=self.edition.id,
            edition_state=self.edition.state,
            owner_ids=frozenset({self.juror.user_id}),
        )


def _jurors() -> Select[Any]:
    columns: tuple[Any, ...] = (Juror, User.email, Decision)
    joined: Select[Any] = select(*columns).join(User, User.id == Juror.user_id)
    return joined.outerjoin(Decision, Decision.id == Juror.decision_id)


def _juror(row: Any) -> JurorFacts:
    juror, email, decision = row
    return JurorFacts(
        id=juror.id,
        edition_id=juror.edition_id,
        user_id=juror.user_id,
        name=juror.name,
        email=email,
        is_chair=juror.is_chair,
        decision=_decision(decision),
        named_at=juror.named_at,
        removed_at=juror.removed_at,
    )


def _decision(row: Decision | None) -> DecisionFacts | None:
    return DecisionFacts(row.id, row.body, row.number, row.decided_on, row.subject) if row else None


def jurors(edition_id: str, *, removed: bool = False) -> tuple[JurorFacts, ...]:
    """The jury of an edition, the chair first, then by name; one query. `removed` adds who sits no more."""
    rows = _jurors().where(Juror.edition_id == edition_id)
    if not removed:
        rows = rows.where(Juror.removed_at.is_(None))
    found = [_juror(row) for row in db.session.execute(rows)]
    return tuple(sorted(found, key=lambda juror: (not juror.is_chair, sort_key(juror.name), juror.id)))


def get_juror(juror_id: str) -> JurorFacts | None:
    row = db.session.execute(_jurors().where(Juror.id == juror_id)).one_or_none()
    return _juror(row) if row else None


def juror_page(year: int, juror_id: str) -> JurorPage | None:
    """A juror of the edition of that year; None for anybody else's."""
    edition, juror = competition.get_edition(year), get_juror(juror_id)
    if edition is None or juror is None or juror.edition_id != edition.id:
        return None
    return JurorPage(juror, edition)


def juror_of_user(edition_id: str, user_id: str | None) -> JurorFacts | None:
    """The sitting juror this user is in the edition, if any."""
    row = db.session.execute(
        _jurors().where(Juror.edition_id == edition_id, Juror.user_id == user_id, Juror.removed_at.is_(None))
    ).one_or_none()
    return _juror(row) if row else None


def editions_of_juror(user_id: str | None) -> tuple[str, ...]:
    """Ids of the editions whose jury the user sits on."""
    return tuple(
        db.session.scalars(
            select(Juror.edition_id).where(Juror.user_id == user_id, Juror.removed_at.is_(None))
        )
    )


def recusals(edition_id: str) -> tuple[RecusalFacts, ...]:
    """Every declaration of the edition's jurors: the undecided first, then the newest."""
    found = _recusals(
        select(Recusal).join(Juror, Juror.id == Recusal.juror_id).where(Juror.edition_id == edition_id)
    )
    return tuple(sorted(found, key=lambda one: (not one.is_pending, -one.declared_at.timestamp(), one.id)))


def get_recusal(year: int, recusal_id: str) -> RecusalFacts | None:
    found = _recusals(select(Recusal).where(Recusal.id == recusal_id))
    return found[0] if found and found[0].edition.year == year else None


def recusals_of_entries(entry_ids: Iterable[str]) -> tuple[RecusalFacts, ...]:
    """Declarations about these entries, in the order in which they were made."""
    found = _recusals(select(Recusal).where(Recusal.entry_id.in_(list(entry_ids))))
    return tuple(sorted(found, key=lambda one: (one.declared_at, one.id)))


def recusal_of(juror_id: str, entry_id: str) -> RecusalFacts | None:
    found = _recusals(select(Recusal).where(Recusal.juror_id == juror_id, Recusal.entry_id == entry_id))
    return found[0] if found else None


def hidden_entries(juror_id: str) -> frozenset[str]:
    """Entries this juror declared a conflict with that was not set aside: their reports stay closed."""
    return frozenset(
        db.session.scalars(
            select(Recusal.entry_id).where(
                Recusal.juror_id == juror_id,
                Recusal.state.in_((DeclarationState.DECLARED, DeclarationState.RECUSED)),
            )
        )
    )


def _recusals(rows: Select[Any]) -> list[RecusalFacts]:
    """Three queries whatever their number: declarations, jurors, entries (and decisions with the rows)."""
    found = db.session.execute(
        rows.outerjoin(Decision, Decision.id == Recusal.decision_id).add_columns(Decision)
    ).all()
    if not found:
        return []
    members = {
        row[0].id: _juror(row)
        for row in db.session.execute(_jurors().where(Juror.id.in_([row[0].juror_id for row in found])))
    }
    entries = submissions.entries([row[0].entry_id for row in found])
    return [
        RecusalFacts(
            id=row.id,
            juror=members[row.juror_id],
            entry=entries[row.entry_id],
            state=row.state,
            text=row.text,
            declared_at=row.declared_at,
            reason=row.reason,
            decision=_decision(decision),
            decided_at=row.decided_at,
        )
        for row, decision in found
    ]
