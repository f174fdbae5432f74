"""Why an assessor may or may not assess an entry: every record that was read, and what each came to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from awards.assessment.domain.conflicts import Entrant, Groups, Window, examine
from awards.assessment.domain.reading import Reading, read
from awards.assessment.models import Assignment, ScoreSheet
from awards.assessment.queries.assessors import (
    AssessorFacts,
    Qualification,
    assessment_days,
    get_assessor,
    qualifications,
)
from awards.assessment.queries.clearances import (
    ClearanceFacts,
    DeclarationFacts,
    clearances,
    declaration_on,
    standing,
    ties_of,
)
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core.permissions import Subject
from awards.core.workflow import SheetState
from awards.infra.db import db
from awards.registry import queries as registry
from awards.registry.queries import OrganisationFacts
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts


@dataclass(frozen=True)
class Explanation:
    """Everything that decides on one pair, as the records stand now."""

    assessor: AssessorFacts
    entry: EntryFacts
    window: Window
    siblings: bool
    readings: tuple[Reading, ...]
    group: tuple[OrganisationFacts, ...]
    """The entrant's group on the reference date."""
    organisations: Mapping[str, OrganisationFacts]
    """Every organisation named by a record, by id."""
    declaration: DeclarationFacts | None
    clearance: ClearanceFacts | None
    sheet: SheetState | None
    """The state of the pair's score sheet, where one was opened."""
    is_suspended: bool
    """The pair was assigned, and a conflict took it out of force."""

    @property
    def edition(self) -> EditionFacts:
        return self.assessor.edition

    @property
    def subject(self) -> Subject:
        return self.edition.subject

    @property
    def is_blocked(self) -> bool:
        return any(one.checked.blocks for one in self.readings)


def explain(assessor_id: str, entry_id: str) -> Explanation | None:
    """What p.121 says of one pair now, with every record that was read; None where there is no such pair."""
    assessor, entry = get_assessor(assessor_id), submissions.get_entry(entry_id)
    if assessor is None or entry is None or assessor.edition_id != entry.edition_id:
        return None
    (entry,) = standing((entry,))
    settings = competition.methodology(entry.edition_id).settings
    window = Window(assessor.edition.reference_date, settings.window_months)
    links = registry.subordinations()
    groups = Groups(links, siblings=settings.siblings_conflict)
    ties = ties_of({assessor.person_id})[assessor.person_id]
    entrant = Entrant(entry.id, entry.organisation_id, entry.person_id)
    checked = examine(ties, entrant, window, groups, person_id=assessor.person_id)
    readings = read(checked, entry.organisation_id, window, links)
    group = groups.on(entry.organisation_id, window.reference, siblings=settings.siblings_conflict)
    named = registry.organisations({*group, *_named(readings)})
    sheet, is_suspended = _work(assessor_id, entry_id)
    return Explanation(
        assessor=assessor,
        entry=entry,
        window=window,
        siblings=settings.siblings_conflict,
        readings=readings,
        group=tuple(named[one] for one in named if one in group),
        organisations=named,
        declaration=declaration_on(assessor_id, entry_id),
        clearance=clearances(entry.edition_id, assessor_id=assessor_id).get((assessor_id, entry_id)),
        sheet=sheet,
        is_suspended=is_suspended,
    )


@dataclass(frozen=True)
class Records:
    """What the dated records hold against people and entries, by (person id, entry id); no row: nothing."""

    window: Window
    blocking: Mapping[tuple[str, str], tuple[Reading, ...]]
    organisations: Mapping[str, OrganisationFacts]


def records_against(
    edition: EditionFacts, person_ids: Collection[str], entries: Iterable[EntryFacts]
) -> Records:
    """The records that p.121 counts between these people and these entries; a fixed number of queries.

    For jurors as for assessors (D4): the same window, groups and ties.
    """
    settings = competition.methodology(edition.id).settings
    window = Window(edition.reference_date, settings.window_months)
    links = registry.subordinations()
    groups = Groups(links, siblings=settings.siblings_conflict)
    ties = ties_of(person_ids)
    found: dict[tuple[str, str], tuple[Reading, ...]] = {}
    for entry in standing(tuple(entries)):
        entrant = Entrant(entry.id, entry.organisation_id, entry.person_id)
        for person_id in person_ids:
            checked = examine(ties[person_id], entrant, window, groups, person_id=person_id)
            blocking = [one for one in checked if one.blocks]
            if blocking:
                found[person_id, entry.id] = read(blocking, entry.organisation_id, window, links)
    named = {one for readings in found.values() for one in _named(readings)}
    return Records(window, found, registry.organisations(named))


def _named(readings: tuple[Reading, ...]) -> set[str]:
    found = {one.checked.tie.organisation_id for one in readings}
    found |= {one.checked.tie.firm_id for one in readings if one.checked.tie.firm_id}
    for one in readings:
        found |= {end for link in one.chain for end in (link.child_id, link.parent_id)}
    return found


def _work(assessor_id: str, entry_id: str) -> tuple[SheetState | None, bool]:
    """The state of the pair's sheet, and whether an assignment of the pair is suspended."""
    sheet = db.session.scalar(
        select(ScoreSheet.state).where(ScoreSheet.assessor_id == assessor_id, ScoreSheet.entry_id == entry_id)
    )
    suspended = db.session.scalar(
        select(Assignment.id)
        .where(
            Assignment.assessor_id == assessor_id,
            Assignment.entry_id == entry_id,
            Assignment.suspended_at.is_not(None),
        )
        .limit(1)
    )
    return sheet, suspended is not None


def qualification_of(assessor: AssessorFacts, today: date) -> tuple[Qualification, tuple[date, date]]:
    """The assessor's certificates on the days of the assessment still to come, and those days (p.121)."""
    person = registry.people((assessor.person_id,))[assessor.person_id]
    found = qualifications(assessor.edition, [person], today)[person.id]
    return found, assessment_days(assessor.edition, today)
