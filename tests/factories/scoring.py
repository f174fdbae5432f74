"""Score sheets with marks, locked or not, and whole segments ready to be scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from awards.assessment.domain.sheet import total_milli
from awards.assessment.models import AreaNote, Assessor, AssignmentRun, Mark, ScoreSheet
from awards.competition import queries as competition
from awards.competition.domain import MethodologySettings, Rubric
from awards.competition.models import Edition, Nomination, Segment
from awards.core.points import HALF_LEVELS
from awards.core.workflow import EntryState, SheetState, Stage
from awards.infra.db import db
from awards.registry.models import Organisation
from awards.submissions.models import Entry
from tests.factories.assessment import NAMED, make_assessor, make_assignment, make_run, make_sheet
from tests.factories.competition import make_edition, segment_of
from tests.factories.registry import make_organisation
from tests.factories.submissions import make_entry


@dataclass(frozen=True)
class Scored:
    """A segment with its entries by title and its assessors in order."""

    edition: Edition
    segment: Segment
    entries: dict[str, Entry]
    assessors: tuple[Assessor, ...]
    run: AssignmentRun

    def sheet(self, title: str, assessor: int = 0) -> ScoreSheet:
        return db.session.scalars(
            select(ScoreSheet).where(
                ScoreSheet.entry_id == self.entries[title].id,
                ScoreSheet.assessor_id == self.assessors[assessor].id,
            )
        ).one()


def levels_for(rubric: Rubric, wanted: int) -> dict[str, int]:
    """Half-levels close to each other whose total is `wanted`, a multiple of 50 milli-points."""
    highest = min(wanted // 50 // rubric.total, HALF_LEVELS)
    for base in range(highest, max(-1, highest - 4), -1):
        reached: dict[int, dict[str, int]] = {0: {}}
        for criterion in rubric.criteria:
            for units, raised in list(reached.items()):
                for steps in range(1, min(highest + 2, HALF_LEVELS) - base + 1):
                    reached.setdefault(units + steps * criterion.weight, {**raised, criterion.id: steps})
        rest = wanted // 50 - base * rubric.total
        if rest in reached:
            levels = {
                criterion.id: base + reached[rest].get(criterion.id, 0) for criterion in rubric.criteria
            }
            assert total_milli(rubric, levels) == wanted
            return levels
    raise ValueError(f"no levels give {wanted}")


def give_marks(
    sheet: ScoreSheet, levels: Mapping[str, int], *, rationale: str = "Дәлелі бар.", notes: bool = True
) -> ScoreSheet:
    """Fill a draft sheet in, with a reason for each level and notes for each area."""
    entry = db.session.get_one(Entry, sheet.entry_id)
    rubric = competition.rubric(entry.nomination_id)
    for criterion_id, half in levels.items():
        db.session.add(
            Mark(sheet_id=sheet.id, criterion_id=criterion_id, half_level=half, rationale=rationale)
        )
    for area in rubric.areas if notes else ():
        db.session.add(
            AreaNote(
                sheet_id=sheet.id,
                area_code=area.code,
                strengths=f"{area.title.kk}: мықты жақтары",
                improvements=f"{area.title.kk}: жақсартуға болады",
            )
        )
    sheet.total_milli, sheet.saved_at = total_milli(rubric, levels), NAMED + timedelta(days=1)
    db.session.flush()
    return sheet


def score(sheet: ScoreSheet, wanted: int, *, locked_at: datetime = NAMED + timedelta(days=2)) -> ScoreSheet:
    """Fill in and lock a sheet with this total."""
    entry = db.session.get_one(Entry, sheet.entry_id)
    give_marks(sheet, levels_for(competition.rubric(entry.nomination_id), wanted))
    sheet.state, sheet.locked_at = SheetState.LOCKED, locked_at
    db.session.flush()
    return sheet


def make_scored(
    totals: Mapping[str, Sequence[int | None]],
    *,
    edition: Edition | None = None,
    assessors: Sequence[Assessor] = (),
    settings: MethodologySettings | None = None,
    nomination: str = "best_project",
    organisation: Organisation | None = None,
) -> Scored:
    """Entries by title, each with a total per assessor; None leaves that assessor's sheet an untouched draft.

    The edition stands at its assessment; entries are of central bodies, so they are all in one segment.
    """
    edition = edition or make_edition(Stage.ASSESSMENT, settings=settings)
    number = max(len(row) for row in totals.values())
    people = tuple(assessors) or tuple(
        make_assessor(edition.id, f"Ассессор {number}") for number in range(1, number + 1)
    )
    run = make_run(edition.id)
    chosen = db.session.scalars(
        select(Nomination).where(Nomination.edition_id == edition.id, Nomination.code == nomination)
    ).one()
    entries: dict[str, Entry] = {}
    for title, row in totals.items():
        owner = organisation or make_organisation(f"«Демо» {title}")
        entry = make_entry(edition, owner, chosen, state=EntryState.ELIGIBLE, title=title)
        entries[title] = entry
        for assessor, wanted in zip(people, row, strict=False):
            sheet = make_sheet(make_assignment(run, assessor, entry.id), entry.current_version_id or "")
            if wanted is not None:
                score(sheet, wanted)
    segment = segment_of(edition, nomination)
    return Scored(edition, segment, entries, people, run)
