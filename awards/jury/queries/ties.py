"""Ties of jurors to finalists by dated records, as for assessors (D3, D4): each proposes a recusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from awards.assessment import queries as assessment
from awards.assessment.domain.conflicts import Window
from awards.assessment.domain.reading import Reading
from awards.assessment.models import Finalist, FinalistsDecision
from awards.competition import queries as competition
from awards.competition.models import Segment
from awards.competition.queries import EditionFacts
from awards.core.permissions import Subject
from awards.core.workflow import SegmentState
from awards.infra.db import db
from awards.jury.queries.roster import JurorFacts, RecusalFacts, jurors, recusals_of_entries
from awards.registry.models import Person
from awards.registry.queries import OrganisationFacts
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts

UNSEALED = (SegmentState.FINALISTS, SegmentState.VOTING)


@dataclass(frozen=True)
class JurorTie:
    """A juror whom records tie to a finalist; `recusal` is what was declared or proposed, if anything."""

    juror: JurorFacts
    entry: EntryFacts
    readings: tuple[Reading, ...]
    window: Window
    organisations: Mapping[str, OrganisationFacts]
    recusal: RecusalFacts | None

    @property
    def edition(self) -> EditionFacts:
        return self.entry.edition

    @property
    def subject(self) -> Subject:
        return Subject(
            edition_id=self.edition.id,
            edition_state=self.edition.state,
            owner_ids=frozenset({self.juror.user_id}),
        )


def juror_ties(edition_id: str) -> tuple[JurorTie, ...]:
    """Every tie of a sitting juror to a finalist of a segment that is not sealed, the chair's first.

    By juror, then by the title of the finalist; a fixed number of queries.
    """
    edition, seated = competition.edition_by_id(edition_id), jurors(edition_id)
    entries = _finalists(edition_id)
    if edition is None or not entries:
        return ()
    people = _people(frozenset(juror.user_id for juror in seated))
    records = assessment.records_against(edition, frozenset(people.values()), entries.values())
    if not records.blocking:
        return ()
    declared = {(one.juror.id, one.entry.id): one for one in recusals_of_entries(entries)}
    return tuple(
        JurorTie(
            juror,
            entry,
            readings,
            records.window,
            records.organisations,
            declared.get((juror.id, entry.id)),
        )
        for juror in seated
        for entry in sorted(entries.values(), key=lambda one: (one.title, one.id))
        if (readings := records.blocking.get((people.get(juror.user_id, ""), entry.id), ()))
    )


def juror_tie(year: int, juror_id: str, entry_id: str) -> JurorTie | None:
    """The tie of one juror to one finalist of that year's edition, if records show any."""
    edition = competition.get_edition(year)
    found = juror_ties(edition.id) if edition else ()
    return next((one for one in found if (one.juror.id, one.entry.id) == (juror_id, entry_id)), None)


def _finalists(edition_id: str) -> dict[str, EntryFacts]:
    return submissions.entries(
        db.session.scalars(
            select(Finalist.entry_id)
            .join(FinalistsDecision, FinalistsDecision.id == Finalist.decision_id)
            .join(Segment, Segment.id == FinalistsDecision.segment_id)
            .where(Segment.edition_id == edition_id, Segment.state.in_(UNSEALED))
        )
    )


def _people(user_ids: frozenset[str]) -> dict[str, str]:
    """User to the person that the registry knows by this account."""
    rows = db.session.execute(select(Person.user_id, Person.id).where(Person.user_id.in_(user_ids)))
    return {user_id: person_id for user_id, person_id in rows if user_id}
