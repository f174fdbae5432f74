"""Reading the assessment: assessors and conflicts, assignments, score sheets, scoring runs, finalists."""

from __future__ import annotations

from awards.assessment.queries.assessors import (
    AssessorFacts,
    AssessorRow,
    Nominee,
    Qualification,
    assessment_days,
    assessor_of_user,
    assessor_rows,
    assessors,
    get_assessor,
    nominees,
    qualifications,
)
from awards.assessment.queries.assignments import (
    AssignmentRunFacts,
    Board,
    EntryPanel,
    PairFacts,
    assignment_board,
    assignment_in,
    assignment_run,
    assignment_runs,
    entry_panel,
    pairs_of_run,
)
from awards.assessment.queries.clearances import (
    ClearanceFacts,
    DeclarationFacts,
    Explanation,
    clearances,
    declaration_on,
    declarations_of,
    declared_conflicts,
    explain,
    get_declaration,
    has_declared_clear,
)
from awards.assessment.queries.finalists import FinalistsFacts, decided_segments, finalists, places, proposed
from awards.assessment.queries.score_table import ScoreRow, ScoreTable, notes_on, score_table, scores_csv
from awards.assessment.queries.scoring import (
    EntryProgress,
    NominationPanel,
    RunFacts,
    ScoreFacts,
    SegmentProgress,
    entry_progress,
    get_run,
    is_fresh,
    latest_run,
    nomination_panel,
    progress,
    runs_at,
    still_holds,
)
from awards.assessment.queries.sheets import (
    Finding,
    ReadingFacts,
    SheetCard,
    SheetFacts,
    SheetRow,
    assessor_numbers,
    assessors_findings,
    contents,
    editions_assessed_by,
    get_sheet,
    own_sheets,
    sheets_by_id,
    sheets_of_entries,
    sheets_of_segment,
    unfinished,
)

__all__ = [
    "AssessorFacts", "AssessorRow", "AssignmentRunFacts", "Board", "ClearanceFacts", "DeclarationFacts",
    "EntryPanel", "EntryProgress", "Explanation", "FinalistsFacts", "Finding", "NominationPanel",
    "Nominee", "PairFacts", "Qualification", "ReadingFacts", "RunFacts", "ScoreFacts", "ScoreRow",
    "ScoreTable", "SegmentProgress", "SheetCard", "SheetFacts", "SheetRow", "assessment_days",
    "assessor_numbers", "assessor_of_user", "assessor_rows", "assessors", "assessors_findings",
    "assignment_board", "assignment_in", "assignment_run", "assignment_runs", "clearances", "contents",
    "decided_segments", "declaration_on", "declarations_of", "declared_conflicts",
    "editions_assessed_by", "entry_panel", "entry_progress", "explain", "finalists", "get_assessor",
    "get_declaration", "get_run", "get_sheet", "has_declared_clear", "is_fresh", "latest_run",
    "nomination_panel", "nominees", "notes_on", "own_sheets", "pairs_of_run", "places", "progress",
    "proposed", "qualifications", "runs_at", "score_table", "scores_csv", "sheets_by_id",
    "sheets_of_entries", "sheets_of_segment", "still_holds", "unfinished",
]  # fmt: skip
