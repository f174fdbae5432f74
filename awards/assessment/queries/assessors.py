"""Reading assessors: who they are, whether p.121 lets them assess, and what they have on their desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from awards.assessment.domain.certification import first_day_unqualified
from awards.assessment.models import Assessor, Declaration, ScoreSheet
from awards.competition import queries as competition
from awards.competition.models import Decision
from awards.competition.queries import DecisionFacts, EditionFacts
from awards.core.clock import ASTANA
from awards.core.permissions import Subject
from awards.core.workflow import DeclarationState, SheetState
from awards.infra.db import db
from awards.infra.paging import Page
from awards.registry import queries as registry
from awards.registry.models import Person
from awards.registry.queries import CertificateFacts, PersonFacts


@dataclass(frozen=True)
class AssessorFacts:
    """A person named as an assessor of an edition; `person_id` is the record that stands for them."""

    id: str
    edition: EditionFacts
    person_id: str
    user_id: str
    name: str
    capacity: int
    minimum: int
    nominations: tuple[str, ...]
    decision_id: str | None
    named_at: datetime
    removed_at: datetime | None

    @property
    def edition_id(self) -> str:
        return self.edition.id

    @property
    def subject(self) -> Subject:
        return replace(self.edition.subject, owner_ids=frozenset({self.user_id}))

    @property
    def is_active(self) -> bool:
        return self.removed_at is None


@dataclass(frozen=True)
class Qualification:
    """A person's certificates, and the first day of the assessment on which p.121 is not met (or None)."""

    certificates: tuple[CertificateFacts, ...]
    gap: date | None

    @property
    def is_met(self) -> bool:
        return self.gap is None


@dataclass(frozen=True)
class AssessorRow:
    """A line of the committee's list of assessors."""

    assessor: AssessorFacts
    person: PersonFacts
    qualification: Qualification
    decision: DecisionFacts | None
    sheets: int
    """Score sheets on the desk, drafts and locked ones."""
    declared: int
    """Declarations made, of whatever kind."""
    waiting: int
    """Declared conflicts that wait for the committee."""


@dataclass(frozen=True)
class Naming:
    """The page on which one person is named an assessor of an edition."""

    edition: EditionFacts
    person: PersonFacts
    qualification: Qualification

    @property
    def subject(self) -> Subject:
        return self.edition.subject


@dataclass(frozen=True)
class Nominee:
    """A person of the registry who may be named an assessor, if p.121 is met and they are not one already."""

    person: PersonFacts
    qualification: Qualification
    is_named: bool


def _rows(*conditions: Any) -> Select[Assessor, Person]:
    """Assessors with the record of the person that stands: theirs, or the one it was merged into."""
    named = aliased(Person)
    return (
        select(Assessor, Person)
        .join(named, named.id == Assessor.person_id)
        .join(Person, Person.id == func.coalesce(named.merged_into_id, named.id))
        .where(*conditions)
        .order_by(Person.sort_key, Assessor.id)
    )


def _facts(row: Assessor, person: Person, edition: EditionFacts) -> AssessorFacts:
    return AssessorFacts(
        id=row.id,
        edition=edition,
        person_id=person.id,
        user_id=row.user_id,
        name=person.full_name,
        capacity=row.capacity,
        minimum=row.minimum,
        nominations=tuple(row.nominations),
        decision_id=row.decision_id,
        named_at=row.named_at,
        removed_at=row.removed_at,
    )


def assessors(edition_id: str, *, removed: bool = False) -> tuple[AssessorFacts, ...]:
    """The edition's assessors in Kazakh alphabetical order; those removed only where asked for."""
    edition = competition.edition_by_id(edition_id)
    if edition is None:
        return ()
    rows = _rows(Assessor.edition_id == edition_id)
    if not removed:
        rows = rows.where(Assessor.removed_at.is_(None))
    return tuple(_facts(row, person, edition) for row, person in db.session.execute(rows))


def get_assessor(assessor_id: str) -> AssessorFacts | None:
    found = db.session.execute(_rows(Assessor.id == assessor_id)).one_or_none()
    edition = competition.edition_by_id(found[0].edition_id) if found else None
    return _facts(found[0], found[1], edition) if found and edition else None


def assessor_of_user(user_id: str | None, edition_id: str | None = None) -> AssessorFacts | None:
    """The person as an assessor: of that edition, or of the newest one in which they are."""
    if user_id is None:
        return None
    rows = select(Assessor.id).where(Assessor.user_id == user_id, Assessor.removed_at.is_(None))
    if edition_id is not None:
        rows = rows.where(Assessor.edition_id == edition_id)
    newest = db.session.scalar(rows.order_by(Assessor.named_at.desc(), Assessor.id).limit(1))
    return get_assessor(newest) if newest else None


def assessment_days(edition: EditionFacts, today: date) -> tuple[date, date]:
    """The first and the last day, still to come, on which assessors of the edition work."""
    first = max(today, edition.admissibility_until.astimezone(ASTANA).date())
    return first, max(first, edition.assessment_until.astimezone(ASTANA).date())


def qualifications(
    edition: EditionFacts, people: Iterable[PersonFacts], today: date
) -> dict[str, Qualification]:
    """Whether p.121 is met on every day of the assessment, by person; one query."""
    wanted = tuple(people)
    certificates = registry.certificates_of(person.id for person in wanted)
    days = assessment_days(edition, today)
    return {
        person.id: Qualification(
            certificates[person.id], first_day_unqualified(certificates[person.id], person.is_trainer, *days)
        )
        for person in wanted
    }


def decisions_by_id(ids: Iterable[str | None]) -> dict[str, DecisionFacts]:
    """Recorded decisions by id; one query."""
    rows = db.session.scalars(select(Decision).where(Decision.id.in_({one for one in ids if one})))
    return {row.id: DecisionFacts(row.id, row.body, row.number, row.decided_on, row.subject) for row in rows}


def _counts(column: Any, *conditions: Any) -> dict[str, int]:
    rows = db.session.execute(select(column, func.count()).where(*conditions).group_by(column))
    return dict(rows.all())


def assessor_rows(edition: EditionFacts, today: date) -> tuple[AssessorRow, ...]:
    """The committee's list: every assessor with certificates and work; a fixed number of queries."""
    found = assessors(edition.id)
    people = registry.people(one.person_id for one in found)
    qualified = qualifications(edition, people.values(), today)
    decisions = decisions_by_id(one.decision_id for one in found)
    ids = [one.id for one in found]
    sheets = _counts(
        ScoreSheet.assessor_id,
        ScoreSheet.assessor_id.in_(ids),
        ScoreSheet.state.in_((SheetState.DRAFT, SheetState.LOCKED)),
    )
    declared = _counts(Declaration.assessor_id, Declaration.assessor_id.in_(ids))
    waiting = _counts(
        Declaration.assessor_id,
        Declaration.assessor_id.in_(ids),
        Declaration.state == DeclarationState.DECLARED,
    )
    return tuple(
        AssessorRow(
            one,
            people[one.person_id],
            qualified[one.person_id],
            decisions.get(one.decision_id or ""),
            sheets.get(one.id, 0),
            declared.get(one.id, 0),
            waiting.get(one.id, 0),
        )
        for one in found
    )


def nominees(edition: EditionFacts, text: str, today: date, *, page: int = 1) -> Page[Nominee]:
    """People of the registry whose name has the words of `text`, with what p.121 says of each."""
    found = registry.search_people(text, page=page)
    qualified = qualifications(edition, found.items, today)
    named = {one.person_id for one in assessors(edition.id)}
    rows = tuple(Nominee(person, qualified[person.id], person.id in named) for person in found.items)
    return Page(rows, found.number, found.pages, found.total)


def naming(edition: EditionFacts, person_id: str, today: date) -> Naming | None:
    """One person of the registry with what p.121 says of them; None where there is no such person."""
    person = registry.get_person(person_id)
    if person is None:
        return None
    return Naming(edition, person, qualifications(edition, [person], today)[person.id])
