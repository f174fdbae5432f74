"""Use cases of the assessment; callers commit."""

from __future__ import annotations

from awards.assessment.services import late_records
from awards.assessment.services.assessors import (
    AssessorData,
    LoadData,
    change_load,
    invite_assessor,
    name_assessor,
    remove_assessor,
)
from awards.assessment.services.assignments import (
    confirm_assignment,
    confirmation_faults,
    edit_assignment,
)
from awards.assessment.services.clearances import ClearanceReport, compute_clearances
from awards.assessment.services.declarations import (
    DecisionData,
    decide_declaration,
    declare,
    declare_clear,
)
from awards.assessment.services.finalists import confirm_finalists, decision_faults, return_report
from awards.assessment.services.proposals import ProposalData, propose_assignment
from awards.assessment.services.scoring import (
    STAGE_GUARDS,
    finalists_faults,
    note_consensus,
    remind_assessors,
    run_scoring,
    scoring_faults,
    start_finalists,
)
from awards.assessment.services.sheets import lock_sheet, save_sheet

__all__ = [
    "STAGE_GUARDS", "AssessorData", "ClearanceReport", "DecisionData", "LoadData", "ProposalData",
    "change_load", "compute_clearances", "confirm_assignment", "confirm_finalists", "confirmation_faults",
    "decide_declaration", "decision_faults", "declare", "declare_clear", "edit_assignment",
    "finalists_faults", "invite_assessor", "late_records", "lock_sheet", "name_assessor", "note_consensus",
    "propose_assignment", "remind_assessors", "remove_assessor", "return_report", "run_scoring",
    "save_sheet", "scoring_faults", "start_finalists",
]  # fmt: skip
