"""The score table of a segment: the latest run beside the sheets it was made of, ready to be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from awards.assessment.domain.aggregation import Method
from awards.assessment.domain.discrepancy import Discrepancy, LockedSheet, discrepancy
from awards.assessment.domain.explanation import Explanation, explain
from awards.assessment.domain.finalists import in_zone, ranked
from awards.assessment.domain.naming import assessor_codes
from awards.assessment.models import Mark
from awards.assessment.queries.scoring import RunFacts, latest_run
from awards.assessment.queries.sheets import SheetRow, sheets_by_id
from awards.competition import queries as competition
from awards.competition.domain import Criterion, MethodologySettings
from awards.competition.queries import SegmentFacts
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.submissions import queries as submissions
from awards.submissions.queries import EntryFacts

NOTES = ("consensus.noted", "report.returned")


@dataclass(frozen=True)
class SheetCell:
    """A sheet in the table; `residual` beyond ±3 departs from its panel more than chance explains."""

    code: str
    total_milli: int
    residual: float | None

    @property
    def is_outlying(self) -> bool:
        return self.residual is not None and abs(self.residual) > 3


@dataclass(frozen=True)
class Gap:
    """A criterion on which assessors are too far apart; half-levels."""

    criterion: Criterion
    low: int
    high: int


@dataclass(frozen=True)
class Note:
    """What was recorded about an entry: a consensus, or the jury's return of a report (D9)."""

    is_return: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class ScoreRow:
    """An entry in the table. Points are milli-points; probabilities are advice, never a decision."""

    rank: int
    entry: EntryFacts
    milli: int
    raw_milli: int
    standard_error: float | None
    p_flat: float | None
    p_bayes: float | None
    range_milli: int
    crosses_line: bool
    cells: tuple[SheetCell, ...]
    discrepancy: Discrepancy
    gaps: tuple[Gap, ...]
    explanation: Explanation | None
    notes: tuple[Note, ...]

    @property
    def in_zone(self) -> bool:
        return in_zone(self.milli)

    @property
    def low(self) -> int | None:
        return None if self.standard_error is None else self.milli - round(2000 * self.standard_error)

    @property
    def high(self) -> int | None:
        return None if self.standard_error is None else self.milli + round(2000 * self.standard_error)

    def cell(self, code: str) -> SheetCell | None:
        return next((cell for cell in self.cells if cell.code == code), None)


@dataclass(frozen=True)
class OffsetRow:
    """What the run takes off an assessor's sheets, in points; above 0 is lenient."""

    code: str
    name: str
    sheets: int
    offset: float
    standard_error: float | None
    is_here: bool
    """Whether the assessor has a sheet in this segment."""


@dataclass(frozen=True)
class ScoreTable:
    """The whole table. `names` (code to name) is for those alone who may know who the assessors are (R5)."""

    segment: SegmentFacts
    run: RunFacts
    method: Method
    rows: tuple[ScoreRow, ...]
    offsets: tuple[OffsetRow, ...]
    names: Mapping[str, str]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the assessors with a sheet in this segment, sorted."""
        return tuple(sorted({cell.code for row in self.rows for cell in row.cells}))

    @property
    def line_after(self) -> int | None:
        """The index of the last row in the zone; None when nobody is in it, or everybody."""
        inside = sum(row.in_zone for row in self.rows)
        return inside - 1 if 0 < inside < len(self.rows) else None

    @property
    def axis_low(self) -> int:
        """Where the axis of the charts begins: a whole ten below everything shown, 80 at the most."""
        totals = [cell.total_milli for row in self.rows for cell in row.cells]
        lows = [row.low for row in self.rows if row.low is not None]
        return max(0, min([*totals, *lows, 80_000]) // 10_000 * 10_000)

    @property
    def to_settle(self) -> tuple[ScoreRow, ...]:
        """Entries whose sheets differ more than the methodology allows."""
        return tuple(row for row in self.rows if row.discrepancy.needs_consensus)

    @property
    def crossing(self) -> tuple[ScoreRow, ...]:
        return tuple(row for row in self.rows if row.crosses_line)


def score_table(segment: SegmentFacts) -> ScoreTable | None:
    """The table of a segment's latest run; None before the first one. Ten-odd queries, whatever the size."""
    run = latest_run(segment.id)
    if run is None:
        return None
    sheets = sheets_by_id(run.sheet_ids)
    codes = assessor_codes(sheet.assessor_id for sheet in sheets)
    names = {codes[sheet.assessor_id]: sheet.name for sheet in sheets}
    own = [sheet for sheet in sheets if sheet.entry_id in run.milli]
    here = {codes[sheet.assessor_id] for sheet in own}
    method = Method(run.method)
    offsets = tuple(
        OffsetRow(
            row["assessor"],
            names.get(row["assessor"], ""),
            row["n"],
            row["offset"],
            row["se"],
            row["assessor"] in here,
        )
        for row in run.report.get("assessors", ())
    )
    rows = _rows(segment, run, method, own, codes)
    return ScoreTable(segment, run, method, rows, offsets, names)


def _rows(
    segment: SegmentFacts,
    run: RunFacts,
    method: Method,
    sheets: Iterable[SheetRow],
    codes: Mapping[str, str],
) -> tuple[ScoreRow, ...]:
    report = _Report(run.report)
    entries = submissions.entries(run.milli)
    by_entry = _by_entry(sheets, codes)
    levels = _levels(sheet.id for rows in by_entry.values() for sheet in rows)
    settings = competition.methodology(segment.edition_id).settings
    rubric = {criterion.id: criterion for criterion in competition.rubric(segment.nomination.id).criteria}
    notes = notes_on(run.milli)
    raw = {score.entry_id: score for score in run.scores}
    made = []
    for place in ranked(run.milli):
        entry = entries[place.entry_id]
        receipt, own = entry.receipt or "", by_entry[entry.id]
        numbers = report.entries[receipt]
        found = _discrepancy(own, levels, settings)
        made.append(
            ScoreRow(
                rank=place.rank,
                entry=entry,
                milli=place.milli,
                raw_milli=raw[entry.id].raw_milli,
                standard_error=raw[entry.id].standard_error,
                p_flat=numbers["p_line"]["flat"],
                p_bayes=numbers["p_line"]["bayes"],
                range_milli=round(numbers["range"] * 1000),
                crosses_line=receipt in report.crosses,
                cells=report.cells(receipt, own, codes),
                discrepancy=found,
                gaps=_gaps(found, rubric),
                explanation=report.explanation(method, receipt, own, codes),
                notes=notes.get(entry.id, ()),
            )
        )
    return tuple(made)


def _by_entry(sheets: Iterable[SheetRow], codes: Mapping[str, str]) -> Mapping[str, list[SheetRow]]:
    """Sheets by entry, each entry's in the order of the assessors' codes."""
    found: dict[str, list[SheetRow]] = defaultdict(list)
    for sheet in sorted(sheets, key=lambda sheet: codes[sheet.assessor_id]):
        found[sheet.entry_id].append(sheet)
    return found


def _gaps(found: Discrepancy, rubric: Mapping[str, Criterion]) -> tuple[Gap, ...]:
    """The criteria that assessors disagree on, with their levels."""
    return tuple(
        Gap(rubric[gap.criterion_id], gap.low, gap.high)
        for gap in found.criteria
        if gap.criterion_id in rubric
    )


def _discrepancy(
    sheets: Iterable[SheetRow], levels: Mapping[str, Mapping[str, int]], settings: MethodologySettings
) -> Discrepancy:
    return discrepancy(
        [
            LockedSheet(sheet.assessor_id, sheet.total_milli or 0, levels.get(sheet.id, {}))
            for sheet in sheets
        ],
        settings,
    )


class _Report:
    """The stored report, looked up by receipt and code."""

    def __init__(self, report: Mapping[str, Any]) -> None:
        self.entries: dict[str, Mapping[str, Any]] = {row["entry"]: row for row in report.get("entries", ())}
        self.offsets: dict[str, float] = {
            row["assessor"]: row["offset"] for row in report.get("assessors", ())
        }
        self.residuals: dict[tuple[str, str], float | None] = {
            (row["entry"], row["assessor"]): row["residual"] for row in report.get("sheets", ())
        }
        self.crosses = frozenset(report.get("crosses_line", ()))

    def cells(
        self, receipt: str, sheets: Iterable[SheetRow], codes: Mapping[str, str]
    ) -> tuple[SheetCell, ...]:
        return tuple(
            SheetCell(code, sheet.total_milli or 0, self.residuals.get((receipt, code)))
            for sheet in sheets
            for code in [codes[sheet.assessor_id]]
        )

    def explanation(
        self, method: Method, receipt: str, sheets: Iterable[SheetRow], codes: Mapping[str, str]
    ) -> Explanation | None:
        own = [(codes[sheet.assessor_id], sheet.total_milli or 0) for sheet in sheets]
        offsets = [self.offsets[code] for code, _ in own]
        return explain(method, self.entries[receipt]["score"], own, offsets)


def _levels(sheet_ids: Iterable[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = db.session.execute(
        select(Mark.sheet_id, Mark.criterion_id, Mark.half_level).where(
            Mark.sheet_id.in_(tuple(sheet_ids)), Mark.half_level.is_not(None)
        )
    )
    for sheet_id, criterion_id, half in rows:
        found[sheet_id][criterion_id] = half or 0
    return found


def notes_on(entry_ids: Iterable[str]) -> dict[str, tuple[Note, ...]]:
    """Notes recorded in the log about these entries, oldest first; one query."""
    found: dict[str, list[Note]] = defaultdict(list)
    events = db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.event.in_(NOTES), AuditEvent.object_id.in_(tuple(entry_ids)))
        .order_by(AuditEvent.seq)
    )
    for event in events:
        note = Note(event.event == "report.returned", str(event.facts["text"]), event.at)
        found[event.object_id].append(note)
    return {entry_id: tuple(notes) for entry_id, notes in found.items()}


def scores_csv(run: RunFacts) -> str:
    """The run's sheets as `awards calibrate` reads them; receipts and codes name no person.

    The same panel by the same method gives the same scores of record, so anyone can recompute the run.
    """
    rows = [f"{row['entry']},{row['assessor']},{row['score']:.3f}" for row in run.report.get("sheets", ())]
    return "\r\n".join(["entry,assessor,score", *rows, ""])
