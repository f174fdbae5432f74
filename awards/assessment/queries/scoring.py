"""Reading progress and scoring runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from awards.assessment.domain.naming import assessor_codes
from awards.assessment.domain.panel import Panel, input_digest
from awards.assessment.models import FinalScore, ScoreSheet, ScoringRun
from awards.core.workflow import EntryState, SheetState
from awards.infra import audit
from awards.infra.db import db
from awards.submissions.models import Entry, EntryVersion

EMPTY_DIGEST = audit.digest({"sheets": []})
"""The digest of a nomination in which there is nothing to score."""


@dataclass(frozen=True)
class SegmentProgress:
    """Counts only: what may be known while assessment runs (R6, R7)."""

    entries: int = 0
    ready: int = 0
    """Entries that have the methodology's minimum of locked sheets."""
    sheets: Mapping[SheetState, int] = field(default_factory=dict)

    def count(self, state: str) -> int:
        return self.sheets.get(SheetState(state), 0)

    @property
    def all_sheets(self) -> int:
        return sum(count for state, count in self.sheets.items() if state is not SheetState.VOID)


@dataclass(frozen=True)
class EntryProgress:
    """How many sheets of an entry stand where; `missing` more must be locked before it has a score (D10)."""

    entry_id: str
    receipt: str
    title: str
    locked: int
    draft: int
    suspended: int
    missing: int


@dataclass(frozen=True)
class PanelSheet:
    """A valid locked sheet of an admitted entry."""

    id: str
    entry_id: str
    receipt: str
    assessor_id: str
    total_milli: int


@dataclass(frozen=True)
class NominationPanel:
    """All valid locked sheets of a nomination, as the calibration takes them.

    Entries go by the number of their receipt and assessors by a code of the panel (A01, A02, …): what leaves
    the portal then names nobody. The whole nomination is one panel although every segment has its own run:
    assessors work across categories under one rubric, so their severity is told from more sheets, and the
    graph of shared entries stays connected where a single segment's would fall apart.
    """

    sheets: tuple[PanelSheet, ...]

    @property
    def codes(self) -> dict[str, str]:
        return assessor_codes(sheet.assessor_id for sheet in self.sheets)

    @property
    def panel(self) -> Panel | None:
        """None where there is not a single sheet."""
        codes = self.codes
        rows = [(sheet.receipt, codes[sheet.assessor_id], sheet.total_milli) for sheet in self.sheets]
        return Panel.from_rows(rows) if rows else None

    @property
    def digest(self) -> str:
        panel = self.panel
        return input_digest(panel) if panel else EMPTY_DIGEST


@dataclass(frozen=True)
class ScoreFacts:
    """The score of record of an entry in a run, in milli-points, beside the raw mean."""

    entry_id: str
    milli: int
    raw_milli: int
    standard_error: float | None
    sheets: int


@dataclass(frozen=True)
class RunFacts:
    """A scoring run; `report` is the calibration over the whole panel, in the shape of `awards calibrate`."""

    id: str
    segment_id: str
    method: str
    run_at: datetime
    run_by: str
    input_digest: str
    methodology_digest: str
    replaces_id: str | None
    sheet_ids: tuple[str, ...]
    report: Mapping[str, Any]
    scores: tuple[ScoreFacts, ...]
    """Best first; equal scores in the order of ids, which means nothing."""

    @property
    def milli(self) -> dict[str, int]:
        return {score.entry_id: score.milli for score in self.scores}


def progress(edition_id: str, minimum: int) -> dict[str, SegmentProgress]:
    """Progress by segment id, for segments with admitted entries; one query."""
    rows = db.session.execute(
        select(Entry.segment_id, Entry.id, ScoreSheet.state, func.count(ScoreSheet.id))
        .outerjoin(ScoreSheet, ScoreSheet.entry_id == Entry.id)
        .where(Entry.edition_id == edition_id, Entry.state == EntryState.ELIGIBLE)
        .group_by(Entry.segment_id, Entry.id, ScoreSheet.state)
    )
    entries: dict[str, dict[str, int]] = {}
    sheets: dict[str, dict[SheetState, int]] = {}
    for segment_id, entry_id, state, count in rows:
        locked = entries.setdefault(segment_id, {})
        locked.setdefault(entry_id, 0)
        if state is not None:
            counts = sheets.setdefault(segment_id, {})
            counts[state] = counts.get(state, 0) + count
            locked[entry_id] += count if state is SheetState.LOCKED else 0
    return {
        segment_id: SegmentProgress(
            len(locked), sum(count >= minimum for count in locked.values()), sheets.get(segment_id, {})
        )
        for segment_id, locked in entries.items()
    }


def entry_progress(segment_id: str, minimum: int) -> tuple[EntryProgress, ...]:
    """Progress of each admitted entry of a segment, by receipt; one query."""

    def counted(state: SheetState) -> Any:
        return func.count(case((ScoreSheet.state == state, ScoreSheet.id)))

    rows = db.session.execute(
        select(
            Entry.id,
            EntryVersion.receipt,
            Entry.title,
            counted(SheetState.LOCKED),
            counted(SheetState.DRAFT),
            counted(SheetState.SUSPENDED),
        )
        .join(EntryVersion, EntryVersion.id == Entry.current_version_id)
        .outerjoin(ScoreSheet, ScoreSheet.entry_id == Entry.id)
        .where(Entry.segment_id == segment_id, Entry.state == EntryState.ELIGIBLE)
        .group_by(Entry.id, EntryVersion.receipt, Entry.title)
        .order_by(EntryVersion.receipt)
    )
    return tuple(
        EntryProgress(entry_id, receipt, title, locked, draft, suspended, max(0, minimum - locked))
        for entry_id, receipt, title, locked, draft, suspended in rows
    )


def nomination_panel(nomination_id: str) -> NominationPanel:
    """The valid locked sheets of a nomination's admitted entries now; one query."""
    rows = db.session.execute(
        select(
            ScoreSheet.id,
            ScoreSheet.entry_id,
            EntryVersion.receipt,
            ScoreSheet.assessor_id,
            ScoreSheet.total_milli,
        )
        .join(Entry, Entry.id == ScoreSheet.entry_id)
        .join(EntryVersion, EntryVersion.id == Entry.current_version_id)
        .where(
            Entry.nomination_id == nomination_id,
            Entry.state == EntryState.ELIGIBLE,
            ScoreSheet.state == SheetState.LOCKED,
        )
        .order_by(ScoreSheet.id)
    )
    return NominationPanel(
        tuple(
            PanelSheet(sheet_id, entry_id, receipt, assessor_id, total or 0)
            for sheet_id, entry_id, receipt, assessor_id, total in rows
        )
    )


def _run(row: ScoringRun) -> RunFacts:
    scores = db.session.scalars(
        select(FinalScore)
        .where(FinalScore.run_id == row.id)
        .order_by(FinalScore.milli.desc(), FinalScore.entry_id)
    )
    return RunFacts(
        id=row.id,
        segment_id=row.segment_id,
        method=row.method,
        run_at=row.run_at,
        run_by=row.run_by,
        input_digest=row.input_digest,
        methodology_digest=row.methodology_digest,
        replaces_id=row.replaces_id,
        sheet_ids=tuple(row.sheet_ids),
        report=row.report,
        scores=tuple(
            ScoreFacts(score.entry_id, score.milli, score.raw_milli, score.standard_error, score.sheets)
            for score in scores
        ),
    )


def get_run(run_id: str) -> RunFacts | None:
    row = db.session.get(ScoringRun, run_id)
    return _run(row) if row else None


def latest_run(segment_id: str) -> RunFacts | None:
    """The run of a segment that no later one replaces."""
    later = aliased(ScoringRun)
    row = db.session.scalar(
        select(ScoringRun)
        .outerjoin(later, later.replaces_id == ScoringRun.id)
        .where(ScoringRun.segment_id == segment_id, later.id.is_(None))
    )
    return _run(row) if row else None


def runs_at(edition_segments: tuple[str, ...]) -> dict[str, datetime]:
    """When each of these segments was last scored; one query."""
    rows = db.session.execute(
        select(ScoringRun.segment_id, func.max(ScoringRun.run_at))
        .where(ScoringRun.segment_id.in_(edition_segments))
        .group_by(ScoringRun.segment_id)
    )
    return {row[0]: row[1] for row in rows}


def is_fresh(run: RunFacts, panel: NominationPanel) -> bool:
    """Whether the nomination's sheets are still exactly those the run was made of."""
    return run.input_digest == panel.digest and set(run.sheet_ids) == {sheet.id for sheet in panel.sheets}


def still_holds(run: RunFacts, panel: NominationPanel, segment_entries: frozenset[str]) -> bool:
    """Whether a run that opened the finalists' stage still stands on valid sheets.

    Every sheet of the run is still locked, and the segment has no locked sheet besides. Sheets that other
    segments of the nomination lock later do not count: this segment's panel was closed with its run.
    """
    now = {sheet.id: sheet for sheet in panel.sheets}
    kept = NominationPanel(tuple(now[key] for key in sorted(run.sheet_ids) if key in now))
    own = {sheet.id for sheet in panel.sheets if sheet.entry_id in segment_entries}
    return is_fresh(run, kept) and own <= set(run.sheet_ids)


def sheets_out_of_force(run_id: str, segment_id: str) -> int:
    """How many of the segment's own sheets that the run was made of are no longer locked (p.121)."""
    run = get_run(run_id)
    if run is None:
        return 0
    lost = select(func.count()).where(
        ScoreSheet.id.in_(run.sheet_ids),
        ScoreSheet.entry_id.in_(select(Entry.id).where(Entry.segment_id == segment_id)),
        ScoreSheet.state != SheetState.LOCKED,
    )
    return db.session.scalar(lost) or 0
