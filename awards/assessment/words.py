"""Words for this package's refusals, notices and labels."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from awards.assessment.domain.aggregation import Method
from awards.assessment.domain.conflicts import Relation, TieKind
from awards.assessment.domain.vocabulary import ClearanceVerdict
from awards.core.workflow import DeclarationState, RunState, SheetState

REFUSALS: dict[str, Any] = {}
DONE: dict[str, Any] = {}

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
_SCORING: dict[StrEnum, Any] = {
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

# Assessors, conflicts of interest, assignment
REFUSALS |= {
    "assessment.load_order": _l(
        "The least number of entries must not be above the greatest, and the greatest not above %(most)s."
    ),
    "assessment.no_person": _l("There is no such person in the registry."),
    "assessment.already_named": _l("%(name)s is an assessor of this edition already."),
    "assessment.not_now": _l("This is not possible at the present stage of the edition."),
    "assessment.no_assessor": _l("There is no such assessor in this edition any more."),
    "assessment.has_sheets": _l(
        "Score sheets of this assessor: %(count)s. Give the entries to others in the assignment first."
    ),
    "assessment.no_certificates": _l(
        "%(name)s has no project management certificate in the registry. Assessors are certified managers. "
        "Record the certificate first, or choose another person."
    ),
    "assessment.not_certified": _l(
        "%(name)s has no valid certificate on %(day)s, a day of the assessment. "
        "Record the renewed certificate in the registry, or choose another person."
    ),
    "assessment.no_account": _l(
        "No account is known for %(name)s. Enter the address of an existing account, or invite them by mail."
    ),
    "assessment.account_taken": _l(
        "This account belongs to %(name)s in the registry. Enter another address."
    ),
    "assessment.not_own_declaration": _l("A declaration is made by the assessor alone."),
    "assessment.conflict_text": _l("Describe the conflict of interest: the committee decides by your words."),
    "assessment.already_declared": _l(
        "You have declared on this entry already. If something changed, write to the secretary."
    ),
    "assessment.no_entry": _l("This entry is not among those admitted to the edition."),
    "assessment.nothing_ticked": _l("Tick at least one entry."),
    "assessment.no_declaration": _l("There is no such declaration."),
    "assessment.reason_missing": _l("Give the reason."),
    "assessment.blocked_by_facts": _l(
        "%(name)s is blocked by dated records of the registry: the Rules know no exception. "
        "Recuse, or have a wrong record corrected."
    ),
    "assessment.nothing_to_assign": _l("There are no admitted entries yet."),
    "assessment.nobody_to_assign": _l(
        "There is no assessor with a certificate valid on the days of the assessment. Name assessors first."
    ),
    "assessment.too_few_allowed": _l(
        "No assignment exists. The entries %(entries)s need %(needed)s more assessors in all, but those who "
        "may assess them (%(assessors)s) can take %(available)s: %(missing)s missing. Name more assessors, "
        "or raise capacities."
    ),
    "assessment.nobody_allowed": _l(
        "No assignment exists. Nobody may assess the entries %(entries)s: they need %(needed)s assessors and "
        "can get %(available)s, %(missing)s missing. Name assessors without a conflict."
    ),
    "assessment.minimums_too_high": _l(
        "No assignment exists. The assessors %(assessors)s must get at least %(needed)s entries, but those "
        "they may assess can take %(available)s: %(missing)s missing. Lower the least numbers."
    ),
    "assessment.not_proposed": _l("This assignment is not a proposal any more: open the newest one."),
    "assessment.no_pair": _l("There is no such pair in this assignment."),
    "assessment.sheet_locked_already": _l("The score sheet of this pair is locked: finished work stays."),
    "assessment.pair_blocked": _l(
        "%(name)s may not assess “%(entry)s”: a conflict of interest. Choose another assessor."
    ),
    "assessment.pair_spent": _l(
        "%(name)s had “%(entry)s” before and was taken off it. Choose another assessor."
    ),
    "assessment.pair_known": _l("%(name)s assesses “%(entry)s” already."),
    "assessment.capacity_reached": _l(
        "%(name)s has %(capacity)s entries already, as many as agreed. Choose another assessor."
    ),
    "assessment.too_few_assessors": _l("“%(entry)s” has fewer assessors than the needed %(minimum)s."),
    "assessment.pair_suspended": _l(
        "%(name)s on “%(entry)s” is suspended by a conflict of interest. Replace them."
    ),
}
DONE |= {
    "assessment.named": _l("The assessor is named."),
    "assessment.invited": _l("The invitation is on its way. Name the person once they have an account."),
    "assessment.removed": _l("The assessor is removed from the edition."),
    "assessment.computed": _l("All pairs have been checked against the registry."),
    "assessment.decided": _l("The committee’s decision is on record."),
    "assessment.declared": _l("Your declaration is on record. Thank you."),
    "assessment.proposed": _l("Here is the proposal. Look it over, change what you must, and confirm it."),
    "assessment.edited": _l("The proposal is changed."),
    "assessment.confirmed": _l("The assignment is in force: score sheets are open, assessors are told."),
}
_CONFLICTS: dict[StrEnum, Any] = {
    TieKind.CONSULTANCY: _l("Consultancy contract"),
    TieKind.PROJECT_ACTIVITY: _l("Project activity"),
    TieKind.EMPLOYMENT: _l("Employment"),
    TieKind.MEMBERSHIP: _l("Acts for the organisation in the portal"),
    TieKind.NOMINEE: _l("Is the manager the entry puts forward"),
    Relation.SAME: _l("the entrant itself"),
    Relation.GROUP: _l("its parent or subordinate body"),
    Relation.SIBLING: _l("subordinate of the same parent"),
    ClearanceVerdict.CLEAR: _l("May assess"),
    ClearanceVerdict.BLOCKED: _l("Blocked by records"),
    ClearanceVerdict.DECLARED: _l("Declared, undecided"),
    ClearanceVerdict.RECUSED: _l("Recused"),
}
_DECLARATIONS: dict[StrEnum, Any] = {
    DeclarationState.CLEAR: _l("No conflict declared"),
    DeclarationState.DECLARED: _l("Conflict declared"),
    DeclarationState.RECUSED: _l("Recused"),
    DeclarationState.ALLOWED: _l("Allowed by the committee"),
    RunState.PROPOSED: _l("Proposal"),
    RunState.CONFIRMED: _l("In force"),
    RunState.REPLACED: _l("Replaced"),
}
LABELS = (_SCORING, _CONFLICTS, _DECLARATIONS)
