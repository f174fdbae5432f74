"""What an applicant reads about their own entry once results are public (R6, R7)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from awards.assessment import queries as assessment
from awards.assessment.models import AreaNote, ScoreSheet
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core.permissions import Subject
from awards.core.text import Text
from awards.core.workflow import SheetState
from awards.infra.db import db
from awards.jury import queries as jury
from awards.jury.domain.vocabulary import Medal
from awards.results.domain.announcement import band
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts


@dataclass(frozen=True)
class AreaFeedback:
    """What assessors wrote about one area, in an order that tells nothing about who wrote what."""

    title: Text
    strengths: tuple[str, ...]
    improvements: tuple[str, ...]


@dataclass(frozen=True)
class Feedback:
    """`band` is a name of `domain.announcement.band`; empty where the entry has no score."""

    entry: EntryFacts
    band: str
    medal: Medal | None
    areas: tuple[AreaFeedback, ...]

    @property
    def edition(self) -> EditionFacts:
        return self.entry.edition

    @property
    def subject(self) -> Subject:
        return self.entry.subject


def feedback(entry_id: str) -> Feedback | None:
    """The feedback on an entry; the permission READ_FEEDBACK decides who may have it, and when."""
    entry = submissions.get_entry(entry_id)
    if entry is None:
        return None
    run = assessment.latest_run(entry.segment_id)
    milli = next((score.milli for score in run.scores if score.entry_id == entry_id), None) if run else None
    verdict = jury.verdict(entry.segment_id)
    won = (award.medal for award in verdict.awards if award.entry_id == entry_id) if verdict else iter(())
    return Feedback(entry, "" if milli is None else band(milli), next(won, None), _areas(entry))


def _areas(entry: EntryFacts) -> tuple[AreaFeedback, ...]:
    rows = db.session.execute(
        select(AreaNote.area_code, AreaNote.strengths, AreaNote.improvements)
        .join(ScoreSheet, ScoreSheet.id == AreaNote.sheet_id)
        .where(ScoreSheet.entry_id == entry.id, ScoreSheet.state == SheetState.LOCKED)
    ).all()
    return tuple(
        AreaFeedback(
            area.title,
            tuple(sorted({row.strengths for row in rows if row.area_code == area.code and row.strengths})),
            tuple(
                sorted({row.improvements for row in rows if row.area_code == area.code and row.improvements})
            ),
        )
        for area in competition.rubric(entry.nomination_id).areas
    )
