"""Words for this package's refusals, notices and labels."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from awards.competition.domain import (
    Aggregation,
    DecisionBody,
    EligibilityCheck,
    Milestone,
    NominationKind,
    RubricTemplate,
    VoteMethod,
)
from awards.core.workflow import EditionState, MethodologyState, SegmentState

REFUSALS: dict[str, Any] = {
    "competition.check_not_possible": _l(
        "“%(check)s” cannot be checked in a nomination that starts from “%(template)s”: its entries do not "
        "put that forward. Leave it out, or start from another rubric."
    ),
    "competition.not_in_setup": _l("Entries are open already, so the edition can no longer be changed."),
    "competition.year_taken": _l("There is an edition for %(year)s already; one is held each year."),
    "competition.calendar_order": _l("“%(first)s” must come before “%(then)s”. Correct one of the two."),
    "competition.reference_date_late": _l(
        "The reference date for conflicts of interest may not be after the day entries open."
    ),
    "competition.announced_late": _l("The edition is announced on the day entries open at the latest."),
    "competition.proposer_missing": _l("Name who proposed the special nomination."),
    "competition.code_taken": _l("The code %(code)s is in use in this edition."),
    "competition.fee_negative": _l("A fee cannot be negative."),
    "competition.category_unknown": _l("This category is no longer in the edition. Choose again."),
    "competition.seat_ended": _l("This seat has been vacant since %(until)s already."),
    "competition.seat_dates": _l("The last day in the seat cannot be before %(since)s."),
    "competition.decision_number": _l("A decision needs its number."),
    "competition.decision_in_future": _l("The date of the decision has not come yet."),
    "competition.methodology_frozen": _l("The methodology is approved and cannot be changed any more."),
    "competition.window_too_short": _l("The conflict window may not be shorter than %(months)s months."),
    "competition.minimum_sheets": _l(
        "An entry cannot need more score sheets than it has assessors (%(planned)s)."
    ),
    "competition.assessors_per_entry": _l("Plan 1 to 15 assessors for each entry."),
    "competition.discrepancy": _l("The limits of disagreement lie within 0 to 100 points and 10 levels."),
    "competition.rationale": _l(
        "The level below which a reason is needed must be under the level above which it is needed."
    ),
    "competition.top_n": _l("The number of finalists by rank cannot be negative."),
    "competition.quorum": _l("The quorum is a part of the whole: its first number is not above the second."),
    "competition.criterion_weight": _l("A criterion weighs 1 to 100 points."),
    "competition.rubric_total": _l(
        "The weights of “%(nomination)s” add up to %(total)s points; they must make 100."
    ),
    "competition.methodology_draft": _l("The methodology is not approved yet."),
    "competition.nominations_missing": _l("One of the three standard nominations is missing."),
    "competition.categories_missing": _l("The edition has no categories of participants."),
    "competition.kinds_unmapped": _l("No kind of organisation has a category yet."),
    "competition.too_early": _l("This step is possible from %(when)s, Astana time."),
    "competition.segments_open": _l("Segments without a confirmed verdict: %(count)s."),
}
DONE: dict[str, Any] = {
    "competition.created": _l("The edition is created and you are its secretary. Set it up step by step."),
    "competition.standard_added": _l("The standard nominations and the default categories are in place."),
    "competition.nomination_added": _l("The nomination is added with its copy of the rubric."),
    "competition.nomination_removed": _l("The nomination is removed."),
    "competition.category_added": _l("The category is added."),
    "competition.category_removed": _l("The category is removed."),
    "competition.seated": _l("The seat is recorded."),
    "competition.seat_ended": _l("The end of the term is recorded."),
    "competition.approved": _l("The methodology is approved and frozen. Its digest is below."),
    "competition.moved": _l("The edition has moved to its next stage."),
}
_EDITION: dict[StrEnum, Any] = {
    EditionState.SETUP: _l("Set-up"),
    EditionState.OPEN: _l("Entries open"),
    EditionState.ADMISSIBILITY: _l("Admissibility"),
    EditionState.ASSESSMENT: _l("Assessment"),
    EditionState.SEALED: _l("Sealed"),
    EditionState.PUBLISHED: _l("Published"),
    EditionState.ARCHIVED: _l("Archived"),
}
_SEGMENT: dict[StrEnum, Any] = {
    SegmentState.WAITING: _l("Waits for the assessment"),
    SegmentState.ASSESSMENT: _l("Assessment"),
    SegmentState.FINALISTS: _l("Finalists"),
    SegmentState.VOTING: _l("Jury vote"),
    SegmentState.SEALED: _l("Sealed"),
}
_METHODOLOGY: dict[StrEnum, Any] = {
    MethodologyState.DRAFT: _l("Draft"),
    MethodologyState.APPROVED: _l("Approved and frozen"),
    NominationKind.STANDARD: _l("Standard nomination"),
    NominationKind.SPECIAL: _l("Special nomination"),
    RubricTemplate.BEST_PROJECT: _l("Best Project of the Year"),
    RubricTemplate.BEST_MANAGER: _l("Best Project Manager of the Year"),
    RubricTemplate.BEST_OFFICE: _l("Best Project Office of the Year"),
    DecisionBody.AUTHORISED_BODY: _l("Authorised body for project management"),
    DecisionBody.COMMITTEE: _l("Organising Committee"),
    DecisionBody.JURY: _l("Jury"),
}
_CALENDAR: dict[StrEnum, Any] = {
    Milestone.OPENS: _l("Call opens"),
    Milestone.CLOSES: _l("Call closes"),
    Milestone.ADMISSIBILITY: _l("Admissibility is decided by"),
    Milestone.ASSESSMENT: _l("Independent assessment ends"),
    Milestone.VOTING: _l("The jury has voted by"),
    Milestone.FORUM: _l("Forum begins"),
    Aggregation.RAW: _l("Plain mean: the average of the assessors' totals"),
    Aggregation.OFFSET: _l(
        "Mean corrected for severity: an assessor who marks all entries lower or higher is corrected for it"
    ),
    Aggregation.FIXED: _l("Mean corrected in full: each assessor's severity is taken off entirely"),
    Aggregation.HUBER: _l("Corrected mean that weighs down single sheets far from the others"),
    Aggregation.TRIMMED: _l("Mean without the highest and the lowest sheet (five assessors or more)"),
    Aggregation.LOGIT: _l("Corrected mean on a scale that stretches the ends, near 0 and 100"),
    VoteMethod.ROUNDS_MAJORITY: _l(
        "Absolute majority: more than half of the votes, else a run-off between the two leaders"
    ),
    VoteMethod.ROUNDS_PLURALITY: _l("Relative majority: whoever has most first places"),
    VoteMethod.SCHULZE: _l("Schulze: the finalist that no other beats in pairwise comparison"),
    VoteMethod.BORDA: _l("Borda: points for each place on the ballots"),
    VoteMethod.IRV: _l("Instant run-off: the last one drops out until somebody has a majority"),
}
_CHECKS: dict[StrEnum, Any] = {
    EligibilityCheck.CATEGORY: _l("The organisation belongs to a category of the edition"),
    EligibilityCheck.ORGANISATION_EXISTS: _l("The organisation exists on the closing day"),
    EligibilityCheck.BIN: _l("The organisation is registered with a valid BIN"),
    EligibilityCheck.IN_TIME: _l("Submitted before the call closed"),
    EligibilityCheck.REPORT: _l("The report is attached"),
    EligibilityCheck.FEE: _l("The participant's fee is paid, where one is due"),
    EligibilityCheck.OWN_PROJECT: _l("The project is registered and belongs to the organisation"),
    EligibilityCheck.CHARTER_ROLES: _l("The charter names initiator, sponsor, customer and leader"),
    EligibilityCheck.PROJECT_BEGUN: _l("The project had begun by the closing day"),
    EligibilityCheck.LEADS_PROJECT: _l("The person leads or led a registered project of the organisation"),
    EligibilityCheck.MANAGER_CERTIFIED: _l("The person holds a valid certificate"),
    EligibilityCheck.CORE_STAFF: _l("The office has its head, chief manager and administrator"),
    EligibilityCheck.STAFF_CERTIFIED: _l("The core staff of the office are certified"),
}

NOMINATION_TEXTS: dict[RubricTemplate, Any] = {
    RubricTemplate.BEST_PROJECT: _l(
        "A project: its people and purpose, its processes and resources, and above all its results."
    ),
    RubricTemplate.BEST_MANAGER: _l(
        "The leader of a registered project: experience, competences and what they achieved themselves."
    ),
    RubricTemplate.BEST_OFFICE: _l(
        "A project office with certified core staff: mandate, methods, data, people and performance."
    ),
}
"""What a nomination is about, for the public page."""

MOVES: dict[EditionState, tuple[Any, Any]] = {
    EditionState.OPEN: (
        _l("Open the call for entries"),
        _l("Applicants can submit entries from then on. Dates, nominations and categories are fixed."),
    ),
    EditionState.ADMISSIBILITY: (
        _l("Begin admissibility"),
        _l("Submitted entries can be read and checked against the registry. Nothing can be submitted."),
    ),
    EditionState.ASSESSMENT: (
        _l("Begin the assessment"),
        _l("Assessors see the entries assigned to them. Segments advance on their own from here."),
    ),
    EditionState.SEALED: (
        _l("Seal the results"),
        _l("All verdicts are confirmed. Nothing is public until the forum."),
    ),
    EditionState.PUBLISHED: (
        _l("Publish the winners"),
        _l("Publication takes two people and is done on the page of results, at the forum or after it."),
    ),
    EditionState.ARCHIVED: (
        _l("Archive the edition"),
        _l("The edition stays public and can no longer change."),
    ),
}
"""What a move to a stage is called, and what it means."""
LABELS = (_EDITION, _SEGMENT, _METHODOLOGY, _CALENDAR, _CHECKS)
