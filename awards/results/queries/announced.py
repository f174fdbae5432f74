"""Results by segment, medals in announcement order; the public page, which knows nothing before its time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from awards.accounts import queries as accounts
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts, NominationFacts, SegmentFacts
from awards.core.permissions import Subject
from awards.core.workflow import PublicationState
from awards.infra.db import db
from awards.jury import queries as jury
from awards.jury.domain.vocabulary import How, Medal
from awards.jury.queries import VerdictFacts
from awards.registry import queries as registry
from awards.results.domain.announcement import ANNOUNCED
from awards.results.models import Publication
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts


@dataclass(frozen=True)
class MedalLine:
    """A medal of a segment; `entry` is None where it is not awarded. `person` is named in Best Manager."""

    medal: Medal
    entry: EntryFacts | None = None
    person: str = ""
    milli: int | None = None
    decided_by: str = ""

    @property
    def title(self) -> str:
        """Whom the diploma names: the manager, else the project or office."""
        return self.person or (self.entry.title if self.entry else "")


@dataclass(frozen=True)
class SegmentResult:
    """A sealed segment. `lines` go bronze, silver, gold; without medals (D2) there are none."""

    segment: SegmentFacts
    verdict: VerdictFacts
    lines: tuple[MedalLine, ...]

    @property
    def has_entries(self) -> bool:
        return any(line.entry for line in self.lines)

    @property
    def edition(self) -> EditionFacts:
        return self.segment.edition

    @property
    def subject(self) -> Subject:
        return self.segment.subject

    def line(self, medal: str) -> MedalLine | None:
        return next((line for line in self.lines if line.medal == medal and line.entry), None)


@dataclass(frozen=True)
class PublicationFacts:
    """Who let the results go public, and when (four eyes)."""

    state: PublicationState
    approved_by: str
    approver: str
    approved_at: datetime
    executor: str
    visible_from: datetime | None
    bundle_sha256: str

    @property
    def is_executed(self) -> bool:
        return self.state is PublicationState.EXECUTED


@dataclass(frozen=True)
class Winners:
    """The public page of an edition. Before publication `by_nomination` is empty, whatever was decided."""

    edition: EditionFacts
    is_public: bool
    visible_from: datetime | None
    bundle_sha256: str
    by_nomination: tuple[tuple[NominationFacts, tuple[SegmentResult, ...]], ...]


def publication(edition_id: str) -> PublicationFacts | None:
    """The publication of an edition's results, once approved."""
    row = db.session.scalar(select(Publication).where(Publication.edition_id == edition_id))
    if row is None:
        return None
    return PublicationFacts(
        row.state,
        row.approved_by,
        _name(row.approved_by),
        row.approved_at,
        _name(row.executed_by),
        row.visible_from,
        row.bundle_sha256,
    )


def _name(user_id: str | None) -> str:
    user = accounts.get_user(user_id) if user_id else None
    return user.name if user else ""


def results(edition_id: str) -> tuple[SegmentResult, ...]:
    """Every segment with a verdict, by nomination and category; a fixed number of queries.

    For those whom R15 lets see it; the public asks `winners`.
    """
    verdicts = jury.verdicts(edition_id)
    won = [award.entry_id for verdict in verdicts.values() for award in verdict.awards]
    entries = submissions.entries(won)
    people = registry.people([entry.person_id for entry in entries.values() if entry.person_id])
    names = {key: person.full_name for key, person in people.items()}
    return tuple(
        SegmentResult(segment, verdicts[segment.id], _lines(verdicts[segment.id], entries, names))
        for segment in competition.segments(edition_id)
        if segment.id in verdicts
    )


def _lines(
    verdict: VerdictFacts, entries: dict[str, EntryFacts], names: dict[str, str]
) -> tuple[MedalLine, ...]:
    if verdict.how is How.NO_MEDALS:
        return ()
    found = []
    for medal in ANNOUNCED:
        award = verdict.award(medal)
        if award is None:
            found.append(MedalLine(medal))
        else:
            entry = entries[award.entry_id]
            person = names.get(entry.person_id or "", "")
            found.append(MedalLine(medal, entry, person, award.milli, award.decided_by))
    return tuple(found)


def result_of(year: int, segment_id: str) -> SegmentResult | None:
    """The result of one sealed segment of that year's edition, or None."""
    segment = competition.get_segment(segment_id)
    if segment is None or segment.edition.year != year:
        return None
    return next((one for one in results(segment.edition_id) if one.segment.id == segment_id), None)


def winners(year: int) -> Winners | None:
    """The winners' page of that year; None for an edition that the public does not know of.

    Nothing about results is read before two people have made them public (R15). A segment in which somebody
    competed and no medal was awarded is on the page; one that nobody entered is not.
    """
    edition = competition.public_edition(year)
    if edition is None:
        return None
    facts = publication(edition.id)
    if facts is None or not facts.is_executed:
        return Winners(edition, False, None, "", ())
    grouped: defaultdict[str, list[SegmentResult]] = defaultdict(list)
    entered = {entry.segment_id for entry in submissions.admitted_entries(edition.id)}
    for result in results(edition.id):
        if result.lines and result.segment.id in entered:
            grouped[result.segment.nomination.id].append(result)
    order = [nomination for nomination in competition.nominations(edition.id) if nomination.id in grouped]
    by_nomination = tuple((nomination, tuple(grouped[nomination.id])) for nomination in order)
    return Winners(edition, True, facts.visible_from, facts.bundle_sha256, by_nomination)
