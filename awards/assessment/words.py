"""Words for this package's refusals, notices and labels."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from awards.assessment.domain.aggregation import Method
from awards.core.workflow import SheetState

REFUSALS: dict[str, Any] = {}
DONE: dict[str, Any] = {}
LABELS: dict[StrEnum, Any] = {}

# Score sheets, scoring runs, finalists
REFUSALS |= {
    "assessment.mark_missing": _l("%(code)s “%(title)s”: choose a level."),
    "assessment.rationale_missing": _l("%(code)s “%(title)s”: give the reason for a level this low or high."),
    "assessment.strengths_missing": _l("Area %(code)s “%(title)s”: describe the strengths."),
    "assessment.improvements_missing": _l("Area %(code)s “%(title)s”: describe what to improve."),
    "assessment.sheet_suspended": _l(
        "This score sheet is suspended: a conflict of interest has come to light. The committee will decide."
    ),
    "assessment.not_declared": _l(
        "Declare first whether you have a conflict of interest with this entry; then the report opens."
    ),
    "assessment.no_certificate": _l(
        "Your certificate is not valid today. Renew it in the registry; your marks are kept."
    ),
    "assessment.sheet_locked": _l("This score sheet is locked and cannot be changed any more."),
    "assessment.scoring_over": _l("Scoring of this entry is closed."),
    "assessment.not_in_assessment": _l("This segment is not under assessment now."),
    "assessment.sheets_missing": _l(
        "Entry %(entry)s has no final score yet: locked score sheets still missing – %(count)s. "
        "Remind its assessors, or assign another one."
    ),
    "assessment.not_scored": _l("Run the scoring first."),
    "assessment.run_stale": _l("Score sheets have changed since the scoring run. Run the scoring again."),
    "assessment.nobody_to_remind": _l("Everyone who has score sheets left was reminded today already."),
    "assessment.not_in_finalists": _l("This segment is not at the stage of finalists."),
    "assessment.finalists_decided": _l("The finalists of this segment are confirmed already."),
    "assessment.decision_day": _l(
        "The date of the decision is in the future, or before the scoring run of %(since)s. Correct it."
    ),
    "assessment.text_missing": _l("Write the text."),
    "assessment.assignment_missing": _l(
        "Entries without enough confirmed assessors: %(count)s. Confirm the assignment first."
    ),
}
DONE |= {
    "assessment.locked": _l("The score sheet is locked. Thank you for your work."),
    "assessment.reminded": _l("Reminders are on their way."),
    "assessment.scored": _l("The segment is scored."),
    "assessment.finalists_started": _l("The assessment of this segment is over. The scores are open."),
    "assessment.noted": _l("The note is on record."),
    "assessment.returned": _l("The report is returned. The secretary has been written to."),
    "assessment.finalists_confirmed": _l("The finalists are confirmed by the decision of the jury."),
}
LABELS |= {
    SheetState.DRAFT: _l("In progress"),
    SheetState.LOCKED: _l("Locked"),
    SheetState.SUSPENDED: _l("Suspended"),
    SheetState.VOID: _l("Void"),
    Method.RAW: _l("raw mean"),
    Method.OFFSET: _l("mean without the assessors' estimated offsets"),
    Method.FIXED: _l("mean without the assessors' full offsets"),
    Method.HUBER: _l("robust mean without offsets (Huber)"),
    Method.TRIMMED: _l("trimmed mean"),
    Method.LOGIT: _l("mean without offsets on the logistic scale"),
}
