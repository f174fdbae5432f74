"""Reading what p.121 rests on: ties, groups and declarations, and the verdicts that came of them.

Why a pair is as it is, record by record, is told by `explanations`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from awards.accounts.models import Membership
from awards.assessment.domain.conflicts import Entrant, Groups, Tie, TieKind, Window
from awards.assessment.domain.vocabulary import ClearanceVerdict
from awards.assessment.models import Assessor, Clearance, Declaration
from awards.assessment.queries.assessors import AssessorFacts, assessors, decisions_by_id, get_assessor
from awards.competition import queries as competition
from awards.competition.queries import DecisionFacts, EditionFacts
from awards.core.clock import ASTANA
from awards.core.permissions import Subject
from awards.core.text import Text
from awards.core.workflow import DeclarationState
from awards.infra.db import db
from awards.registry import queries as registry
from awards.registry.models import Person, Project, RoleHeld
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts

Pair = tuple[str, str]
"""(assessor id, entry id)."""


@dataclass(frozen=True)
class DeclarationFacts:
    """What an assessor declared about an entry, and what the committee made of it (D4)."""

    id: str
    assessor: AssessorFacts
    entry_id: str
    state: DeclarationState
    text: str
    declared_at: datetime
    reason: str
    decided_at: datetime | None
    decision: DecisionFacts | None

    @property
    def edition(self) -> EditionFacts:
        return self.assessor.edition

    @property
    def subject(self) -> Subject:
        return replace(self.assessor.subject, is_open=self.state is DeclarationState.DECLARED)


@dataclass(frozen=True)
class ClearanceFacts:
    """The verdict on a pair, with its reasons as they were recorded."""

    verdict: ClearanceVerdict
    reasons: tuple[Mapping[str, Any], ...]
    computed_at: datetime

    @property
    def is_clear(self) -> bool:
        return self.verdict is ClearanceVerdict.CLEAR


@dataclass(frozen=True)
class CandidateEntry:
    """An entry an assessor may be given, for the declaration: organisation and title, none of the report."""

    assessor: AssessorFacts
    entry_id: str
    title: str
    organisation: Text
    nomination: Text
    state: DeclarationState | None
    is_blocked: bool
    """Blocked by dated facts: the assessor need not declare, and will not be given it."""

    @property
    def edition(self) -> EditionFacts:
        return self.assessor.edition

    @property
    def subject(self) -> Subject:
        return self.assessor.subject


@dataclass(frozen=True)
class HeatRow:
    """An entry with its verdicts, in the order of the assessors; None: not looked at yet."""

    entry: EntryFacts
    verdicts: tuple[ClearanceVerdict | None, ...]


@dataclass(frozen=True)
class CaseFile:
    """Everything that decides on the pairs of an edition, read in a fixed number of queries."""

    edition: EditionFacts
    window: Window
    siblings: bool
    groups: Groups
    assessors: tuple[AssessorFacts, ...]
    entries: tuple[EntryFacts, ...]
    ties: Mapping[str, tuple[Tie, ...]]
    """By person."""
    declarations: Mapping[Pair, tuple[str, DeclarationState]]
    """Id and state of each declaration."""

    def entrant(self, entry: EntryFacts) -> Entrant:
        return Entrant(entry.id, entry.organisation_id, entry.person_id)


def case_file(
    edition_id: str, *, assessor_ids: Collection[str] | None = None, entry_ids: Collection[str] | None = None
) -> CaseFile:
    """The facts on all pairs of an edition's assessors and admitted entries, or of some of them."""
    people = tuple(one for one in assessors(edition_id) if assessor_ids is None or one.id in assessor_ids)
    entries = tuple(
        entry
        for entry in submissions.admitted_entries(edition_id)
        if entry_ids is None or entry.id in entry_ids
    )
    edition = competition.edition_by_id(edition_id)
    if edition is None:
        raise LookupError(edition_id)
    settings = competition.methodology(edition_id).settings
    return CaseFile(
        edition=edition,
        window=Window(edition.reference_date, settings.window_months),
        siblings=settings.siblings_conflict,
        groups=Groups(registry.subordinations(), siblings=settings.siblings_conflict),
        assessors=people,
        entries=standing(entries),
        ties=ties_of({one.person_id for one in people}),
        declarations=_declared({one.id for one in people}),
    )


def standing(entries: Iterable[EntryFacts]) -> tuple[EntryFacts, ...]:
    """The entries with the record that stands for each nominee, as assessors have theirs: so they compare."""
    known = tuple(entries)
    stands = registry.survivors(entry.person_id for entry in known if entry.person_id)
    return tuple(
        replace(entry, person_id=stands[entry.person_id]) if entry.person_id else entry for entry in known
    )


def ties_of(person_ids: Collection[str]) -> dict[str, tuple[Tie, ...]]:
    """Every dated tie of these people, in the order they began.

    Contracts, those of firms included, employment and roles held come from the registry. A role in a project
    counts with the body whose project it is too, where that is another than the one that gave the role
    (p.121: "in whose project activity"). Acting for an organisation in this portal is a tie from the day
    it began.
    """
    found: defaultdict[str, list[Tie]] = defaultdict(list)
    for person_id, engagements in registry.engagements_of(sorted(person_ids)).items():
        found[person_id] += [
            Tie(
                one.id,
                one.source,
                TieKind(one.kind.value),
                one.organisation_id,
                one.since,
                one.until,
                one.note,
                one.firm_id,
            )
            for one in engagements
        ]
    for person_id, tie in (*_owners_of_projects(person_ids), *_acting_for(person_ids)):
        found[person_id].append(tie)
    return {
        person_id: tuple(sorted(found[person_id], key=lambda tie: (tie.since, tie.record_id)))
        for person_id in person_ids
    }


def _owners_of_projects(person_ids: Collection[str]) -> Iterator[tuple[str, Tie]]:
    """Roles in projects of another body than the one that gave the role, by the id that was asked."""
    known = registry.records_of(person_ids)
    rows = db.session.execute(
        select(known.c.asked, RoleHeld, Project.organisation_id)
        .join(known, known.c.record == RoleHeld.person_id)
        .join(Project, Project.id == RoleHeld.project_id)
        .where(Project.organisation_id != RoleHeld.organisation_id)
    )
    kind = TieKind.PROJECT_ACTIVITY
    for person_id, role, owner_id in rows:
        yield person_id, Tie(role.id, "role_held", kind, owner_id, role.since, role.until, role.role.value)


def _acting_for(person_ids: Collection[str]) -> Iterator[tuple[str, Tie]]:
    """Organisations that these people act for in the portal."""
    known = registry.records_of(person_ids)
    rows = db.session.execute(
        select(known.c.asked, Membership.organisation_id, Membership.joined_at)
        .join(Person, Person.id == known.c.record)
        .join(Membership, Membership.user_id == Person.user_id)
    )
    for person_id, organisation_id, joined_at in rows:
        since = joined_at.astimezone(ASTANA).date()
        yield person_id, Tie(organisation_id, "membership", TieKind.MEMBERSHIP, organisation_id, since)


def _declared(assessor_ids: Collection[str]) -> dict[Pair, tuple[str, DeclarationState]]:
    rows = db.session.execute(
        select(Declaration.assessor_id, Declaration.entry_id, Declaration.id, Declaration.state).where(
            Declaration.assessor_id.in_(assessor_ids)
        )
    )
    return {(assessor, entry): (key, state) for assessor, entry, key, state in rows}


def clearances(edition_id: str, *, assessor_id: str | None = None) -> dict[Pair, ClearanceFacts]:
    """The verdict on every pair of the edition that has been looked at; one query."""
    rows = select(
        Clearance.assessor_id,
        Clearance.entry_id,
        Clearance.verdict,
        Clearance.reasons,
        Clearance.computed_at,
    ).join(Assessor, Assessor.id == Clearance.assessor_id)
    rows = rows.where(Assessor.edition_id == edition_id)
    if assessor_id is not None:
        rows = rows.where(Clearance.assessor_id == assessor_id)
    return {
        (assessor, entry): ClearanceFacts(verdict, tuple(reasons), computed_at)
        for assessor, entry, verdict, reasons, computed_at in db.session.execute(rows)
    }


def _declaration(
    row: Declaration, assessor: AssessorFacts, decisions: Mapping[str, DecisionFacts]
) -> DeclarationFacts:
    return DeclarationFacts(
        id=row.id,
        assessor=assessor,
        entry_id=row.entry_id,
        state=row.state,
        text=row.text,
        declared_at=row.declared_at,
        reason=row.reason,
        decided_at=row.decided_at,
        decision=decisions.get(row.decision_id or ""),
    )


def get_declaration(declaration_id: str) -> DeclarationFacts | None:
    row = db.session.get(Declaration, declaration_id)
    assessor = get_assessor(row.assessor_id) if row else None
    if row is None or assessor is None:
        return None
    return _declaration(row, assessor, decisions_by_id([row.decision_id]))


def declaration_on(assessor_id: str, entry_id: str) -> DeclarationFacts | None:
    """What the assessor declared about this entry, if anything."""
    found = db.session.scalar(
        select(Declaration.id).where(Declaration.assessor_id == assessor_id, Declaration.entry_id == entry_id)
    )
    return get_declaration(found) if found else None


def declared_conflicts(edition_id: str) -> tuple[DeclarationFacts, ...]:
    """Every conflict ever declared in the edition: those that wait for the committee first, oldest first."""
    people = {one.id: one for one in assessors(edition_id, removed=True)}
    rows = db.session.scalars(
        select(Declaration)
        .join(Assessor, Assessor.id == Declaration.assessor_id)
        .where(Assessor.edition_id == edition_id, Declaration.state != DeclarationState.CLEAR)
        .order_by(Declaration.state != DeclarationState.DECLARED, Declaration.declared_at, Declaration.id)
    ).all()
    decisions = decisions_by_id(row.decision_id for row in rows)
    return tuple(_declaration(row, people[row.assessor_id], decisions) for row in rows)


def declarations_of(assessor_id: str) -> dict[str, DeclarationState]:
    """The state of each of the assessor's declarations, by entry."""
    rows = db.session.execute(
        select(Declaration.entry_id, Declaration.state).where(Declaration.assessor_id == assessor_id)
    )
    return dict(rows.all())


def candidate_entries(assessor: AssessorFacts) -> tuple[CandidateEntry, ...]:
    """Every admitted entry of the edition as the assessor declares on it; a fixed number of queries."""
    known, stored = declarations_of(assessor.id), clearances(assessor.edition_id, assessor_id=assessor.id)
    return tuple(
        CandidateEntry(
            assessor=assessor,
            entry_id=entry.id,
            title=entry.title,
            organisation=entry.organisation_name,
            nomination=entry.nomination_title,
            state=known.get(entry.id),
            is_blocked=(found := stored.get((assessor.id, entry.id))) is not None
            and found.verdict is ClearanceVerdict.BLOCKED,
        )
        for entry in submissions.admitted_entries(assessor.edition_id)
    )


def heat(edition_id: str) -> tuple[tuple[AssessorFacts, ...], tuple[HeatRow, ...]]:
    """Assessors and, for each admitted entry, the verdict on each of them."""
    people, stored = assessors(edition_id), clearances(edition_id)
    rows = []
    for entry in submissions.admitted_entries(edition_id):
        found = [stored.get((one.id, entry.id)) for one in people]
        rows.append(HeatRow(entry, tuple(one.verdict if one else None for one in found)))
    return people, tuple(rows)
