"""THE table of permissions (SECURITY, section 2). A permission is a row; `can` reads it.

A subject is the frozen facts that decide; whoever lists things in SQL proves the list equal to `can`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto

from awards.core.actor import Actor, Role
from awards.core.workflow import EditionState, EntryState, SegmentState, SheetState


@dataclass(frozen=True)
class Subject:
    """Facts about what is acted on; a fact that does not apply stays None or empty."""

    edition_id: str | None = None
    edition_state: EditionState | None = None
    segment_state: SegmentState | None = None
    organisation_id: str | None = None
    entry_state: EntryState | None = None
    sheet_state: SheetState | None = None
    owner_ids: frozenset[str] = field(default_factory=frozenset)
    """Users whose own record this is: the assessor of a sheet, the juror of a ballot."""
    cleared_ids: frozenset[str] = field(default_factory=frozenset)
    """Users assigned to the entry who declared no conflict and are not suspended."""
    recused_ids: frozenset[str] = field(default_factory=frozenset)
    """Users recused from the segment."""
    asked_ids: frozenset[str] = field(default_factory=frozenset)
    """Observers whose request to read the entry's content stands in the audit log (R3)."""
    is_finalist: bool = False
    is_open: bool = False
    """A vote is open, or a proposal waits for its decision."""


class Action(StrEnum):
    """What people do. The value is the name used in the audit log and in the rendered matrix."""

    # accounts
    VIEW_PEOPLE = auto()
    MANAGE_ROLES = auto()
    APPROVE_ROLE = auto()
    INVITE_COLLEAGUE = auto()
    VIEW_AUDIT = auto()
    EXPORT_AUDIT = auto()
    VIEW_OUTBOX = auto()
    # registry
    VIEW_REGISTRY = auto()
    EDIT_REGISTRY = auto()
    EXPORT_REGISTRY = auto()
    GRANT_HR = auto()
    MANAGE_HR_RECORDS = auto()
    """Incentives and penalties (p.114(4)): the HR service of that very body, nobody else (R18)."""
    REVEAL_IIN = auto()
    MANAGE_OWN_ORGANISATION = auto()
    VIEW_OWN_RECORD = auto()
    # competition
    CREATE_EDITION = auto()
    VIEW_EDITION = auto()
    EDIT_EDITION = auto()
    EDIT_METHODOLOGY = auto()
    MOVE_STAGE = auto()
    # submissions
    CREATE_ENTRY = auto()
    VIEW_ENTRY = auto()
    EDIT_ENTRY = auto()
    WITHDRAW_ENTRY = auto()
    LIST_ENTRIES = auto()
    VIEW_ENTRY_CARD = auto()
    """Number, organisation, title and hash, without the content."""
    READ_ENTRY = auto()
    VIEW_ENTRY_CONTACT = auto()
    DECIDE_ELIGIBILITY = auto()
    # assessment
    VIEW_ASSESSORS = auto()
    MANAGE_ASSESSORS = auto()
    DECLARE_CONFLICT = auto()
    DECIDE_CONFLICT = auto()
    EXPLAIN_CONFLICT = auto()
    PROPOSE_ASSIGNMENT = auto()
    CONFIRM_ASSIGNMENT = auto()
    VIEW_OWN_SHEET = auto()
    SCORE_SHEET = auto()
    VIEW_OTHER_SHEETS = auto()
    VIEW_PROGRESS = auto()
    VIEW_SCORES = auto()
    RUN_SCORING = auto()
    # jury
    VIEW_JURY = auto()
    MANAGE_JURY = auto()
    CONFIRM_FINALISTS = auto()
    DECLARE_RECUSAL = auto()
    DECIDE_RECUSAL = auto()
    MANAGE_ROUND = auto()
    VIEW_BALLOT_PAPER = auto()
    CAST_BALLOT = auto()
    VIEW_COUNT = auto()
    CAST_DECISION = auto()
    CONFIRM_VERDICT = auto()
    # results
    VIEW_RESULTS = auto()
    EXPORT_RESULTS = auto()
    READ_MINUTES = auto()
    READ_FEEDBACK = auto()
    APPROVE_PUBLICATION = auto()
    EXECUTE_PUBLICATION = auto()


Predicate = Callable[[Actor, Subject], bool]


def _role(role: Role) -> Predicate:
    def holds(actor: Actor, subject: Subject) -> bool:
        return actor.holds(role, subject.edition_id)

    holds.__name__ = f"is_{role.value}"
    return holds


def _anywhere(role: Role) -> Predicate:
    def holds(actor: Actor, subject: Subject) -> bool:
        return actor.holds_anywhere(role)

    holds.__name__ = f"is_{role.value}_anywhere"
    return holds


def _edition_in(name: str, *states: EditionState) -> Predicate:
    def holds(actor: Actor, subject: Subject) -> bool:
        return subject.edition_state in states

    holds.__name__ = name
    return holds


is_secretary, is_committee, is_observer = _role(Role.SECRETARY), _role(Role.COMMITTEE), _role(Role.OBSERVER)
is_assessor, is_chair, is_clerk = _role(Role.ASSESSOR), _role(Role.CHAIR), _anywhere(Role.CLERK)
any_secretary, any_observer = _anywhere(Role.SECRETARY), _anywhere(Role.OBSERVER)
any_committee = _anywhere(Role.COMMITTEE)


def is_juror(actor: Actor, subject: Subject) -> bool:
    """Jurors and the chair, who votes once, with everyone (D8)."""
    return actor.holds(Role.JUROR, subject.edition_id) or actor.holds(Role.CHAIR, subject.edition_id)


def is_known(actor: Actor, subject: Subject) -> bool:
    return actor.is_known


def belongs(actor: Actor, subject: Subject) -> bool:
    """A member of some organisation, so may start an entry for it."""
    return bool(actor.organisations)


def owns(actor: Actor, subject: Subject) -> bool:
    return subject.organisation_id is not None and subject.organisation_id in actor.organisations


def is_hr_there(actor: Actor, subject: Subject) -> bool:
    """Works in the HR service of the very body that the record is of."""
    return subject.organisation_id is not None and subject.organisation_id in actor.hr_of


def is_own(actor: Actor, subject: Subject) -> bool:
    return actor.user_id is not None and actor.user_id in subject.owner_ids


def is_not_own(actor: Actor, subject: Subject) -> bool:
    """Nobody decides about their own declaration."""
    return actor.user_id not in subject.owner_ids


def is_assigned_and_clear(actor: Actor, subject: Subject) -> bool:
    return actor.user_id is not None and actor.user_id in subject.cleared_ids


def has_asked(actor: Actor, subject: Subject) -> bool:
    return actor.user_id is not None and actor.user_id in subject.asked_ids


def is_not_recused(actor: Actor, subject: Subject) -> bool:
    return actor.user_id not in subject.recused_ids


def is_finalist(actor: Actor, subject: Subject) -> bool:
    return subject.is_finalist


def is_open(actor: Actor, subject: Subject) -> bool:
    return subject.is_open


def is_draft(actor: Actor, subject: Subject) -> bool:
    return subject.entry_state is EntryState.DRAFT


def is_with_applicant(actor: Actor, subject: Subject) -> bool:
    return subject.entry_state in (EntryState.DRAFT, EntryState.SUBMITTED)


def is_not_draft(actor: Actor, subject: Subject) -> bool:
    return subject.entry_state is not None and subject.entry_state is not EntryState.DRAFT


def sheet_is_draft(actor: Actor, subject: Subject) -> bool:
    return subject.sheet_state is SheetState.DRAFT


def sheet_is_readable(actor: Actor, subject: Subject) -> bool:
    return subject.sheet_state in (SheetState.DRAFT, SheetState.LOCKED)


def sheet_is_locked(actor: Actor, subject: Subject) -> bool:
    return subject.sheet_state is SheetState.LOCKED


def segment_scored(actor: Actor, subject: Subject) -> bool:
    return subject.segment_state in (SegmentState.FINALISTS, SegmentState.VOTING, SegmentState.SEALED)


in_setup = _edition_in("in_setup", EditionState.SETUP)
call_is_open = _edition_in("call_is_open", EditionState.OPEN)
in_admissibility = _edition_in("in_admissibility", EditionState.ADMISSIBILITY)
in_assessment = _edition_in("in_assessment", EditionState.ASSESSMENT)
is_sealed = _edition_in("is_sealed", EditionState.SEALED)
after_close = _edition_in(
    "after_close",
    EditionState.ADMISSIBILITY,
    EditionState.ASSESSMENT,
    EditionState.SEALED,
    EditionState.PUBLISHED,
    EditionState.ARCHIVED,
)
assessment_begun = _edition_in(
    "assessment_begun",
    EditionState.ASSESSMENT,
    EditionState.SEALED,
    EditionState.PUBLISHED,
    EditionState.ARCHIVED,
)

is_announced = _edition_in("is_announced", EditionState.PUBLISHED, EditionState.ARCHIVED)

Rows = tuple[tuple[Predicate, ...], ...]
"""Alternatives of conjunctions: one row is enough, and all of its predicates must hold."""

_COMMITTEE_SIDE: Rows = ((is_secretary,), (is_committee,), (is_observer,))
_EDITION_STAFF: Rows = (*_COMMITTEE_SIDE, (is_assessor,), (is_juror,))

RULES: Mapping[Action, Rows] = {
    Action.VIEW_PEOPLE: _COMMITTEE_SIDE,
    Action.MANAGE_ROLES: ((is_secretary,),),
    Action.APPROVE_ROLE: ((is_committee,),),
    Action.INVITE_COLLEAGUE: ((owns,),),
    Action.VIEW_AUDIT: ((is_secretary,), (is_observer,)),
    Action.EXPORT_AUDIT: ((is_observer,),),
    Action.VIEW_OUTBOX: ((any_secretary,), (any_observer,)),
    Action.VIEW_REGISTRY: ((is_clerk,), (any_secretary,), (any_committee,), (any_observer,)),
    Action.EDIT_REGISTRY: ((is_clerk,), (any_secretary,)),
    Action.EXPORT_REGISTRY: ((is_clerk,), (any_secretary,)),
    Action.GRANT_HR: ((any_secretary, is_not_own),),
    Action.MANAGE_HR_RECORDS: ((is_hr_there,),),
    Action.REVEAL_IIN: ((any_secretary,),),
    Action.MANAGE_OWN_ORGANISATION: ((owns,),),
    Action.VIEW_OWN_RECORD: ((is_own,),),
    Action.CREATE_EDITION: ((any_secretary,),),
    Action.VIEW_EDITION: _EDITION_STAFF,
    Action.EDIT_EDITION: ((is_secretary, in_setup),),
    Action.EDIT_METHODOLOGY: ((is_secretary, in_setup),),
    Action.MOVE_STAGE: ((is_secretary,),),
    Action.CREATE_ENTRY: ((belongs, call_is_open),),
    Action.VIEW_ENTRY: ((owns,),),
    Action.EDIT_ENTRY: ((owns, is_with_applicant, call_is_open),),
    Action.WITHDRAW_ENTRY: ((owns, is_with_applicant, call_is_open),),
    Action.LIST_ENTRIES: _COMMITTEE_SIDE,
    Action.VIEW_ENTRY_CARD: (
        (is_secretary, after_close, is_not_draft),
        (is_observer, after_close, is_not_draft),
        (is_committee, assessment_begun, is_not_draft),
    ),
    Action.READ_ENTRY: (
        (owns,),
        (is_secretary, after_close, is_not_draft),
        (is_committee, assessment_begun, is_not_draft),
        (is_observer, after_close, is_not_draft, has_asked),
        (is_assigned_and_clear, in_assessment),
        (is_juror, is_finalist, is_not_recused),
    ),
    Action.VIEW_ENTRY_CONTACT: ((owns,), (is_secretary, after_close, is_not_draft)),
    Action.DECIDE_ELIGIBILITY: ((is_secretary, in_admissibility),),
    Action.VIEW_ASSESSORS: _COMMITTEE_SIDE,
    Action.MANAGE_ASSESSORS: ((is_secretary,),),
    Action.DECLARE_CONFLICT: ((is_own,),),
    Action.DECIDE_CONFLICT: ((is_secretary,), (is_committee,)),
    Action.EXPLAIN_CONFLICT: _COMMITTEE_SIDE,
    Action.PROPOSE_ASSIGNMENT: ((is_secretary, in_admissibility), (is_secretary, in_assessment)),
    Action.CONFIRM_ASSIGNMENT: ((is_secretary, in_admissibility), (is_secretary, in_assessment)),
    Action.VIEW_OWN_SHEET: ((is_own, sheet_is_readable),),
    Action.SCORE_SHEET: ((is_own, sheet_is_draft, in_assessment),),
    Action.VIEW_OTHER_SHEETS: ((is_own, sheet_is_locked, segment_scored),),
    Action.VIEW_PROGRESS: (
        (is_secretary, assessment_begun),
        (is_committee, assessment_begun),
        (is_observer, assessment_begun),
        (is_juror, assessment_begun),
    ),
    Action.VIEW_SCORES: (
        (is_secretary, segment_scored),
        (is_committee, segment_scored),
        (is_observer, segment_scored),
        (is_juror, segment_scored),
    ),
    Action.RUN_SCORING: ((is_secretary, in_assessment),),
    Action.VIEW_JURY: (*_COMMITTEE_SIDE, (is_juror,)),
    Action.MANAGE_JURY: ((is_secretary,),),
    Action.CONFIRM_FINALISTS: ((is_secretary, in_assessment), (is_chair, in_assessment)),
    Action.DECLARE_RECUSAL: ((is_own,),),
    Action.DECIDE_RECUSAL: ((is_secretary,), (is_chair, is_not_own)),
    Action.MANAGE_ROUND: ((is_secretary, in_assessment),),
    Action.VIEW_BALLOT_PAPER: ((is_juror,),),
    Action.CAST_BALLOT: ((is_own, is_open, is_not_recused),),
    Action.VIEW_COUNT: (*_COMMITTEE_SIDE, (is_juror,)),
    Action.CAST_DECISION: ((is_own, is_open),),
    Action.CONFIRM_VERDICT: ((is_secretary, in_assessment), (is_chair, in_assessment, is_not_recused)),
    Action.VIEW_RESULTS: (*_COMMITTEE_SIDE, (is_juror,)),
    Action.EXPORT_RESULTS: ((is_secretary,), (is_observer,)),
    Action.READ_MINUTES: ((is_secretary,), (is_observer,), (is_chair,)),
    Action.READ_FEEDBACK: ((owns, is_announced),),
    Action.APPROVE_PUBLICATION: ((is_chair, is_sealed), (is_committee, is_sealed)),
    Action.EXECUTE_PUBLICATION: ((is_secretary, is_sealed),),
}


def can(actor: Actor, action: Action, subject: Subject | None = None) -> bool:
    """Whether the table lets `actor` do `action` to `subject`; what has no row is refused."""
    facts = subject or Subject()
    return any(all(holds(actor, facts) for holds in row) for row in RULES.get(action, ()))
