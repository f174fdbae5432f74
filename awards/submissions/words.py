"""Words for this package's refusals, notices and labels, and for the findings of the eligibility checks."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from awards.competition.domain import RubricTemplate
from awards.submissions.domain import FileKind, Outcome, PaymentState, Verdict

REFUSALS: dict[str, Any] = {
    "submissions.call_closed": _l(
        "The call for entries closed on %(when)s Astana time. What was submitted before that instant stands."
    ),
    "submissions.call_not_open": _l("The call for entries opens on %(when)s Astana time. Come back then."),
    "submissions.no_edition": _l("This edition does not exist."),
    "submissions.no_nomination": _l("This nomination does not exist. Choose one from the list."),
    "submissions.no_entry": _l("This entry does not exist, or it is not yours."),
    "submissions.no_area": _l("This section does not belong to the entry's nomination."),
    "submissions.no_file": _l("This file is no longer attached."),
    "submissions.no_category": _l(
        "The edition has no category for an organisation of this kind. Ask the secretary."
    ),
    "submissions.not_your_organisation": _l(
        "You do not act for this organisation. Ask a colleague who does to invite you."
    ),
    "submissions.not_a_candidate": _l(
        "This cannot be entered by your organisation in this nomination. Choose from the list."
    ),
    "submissions.entered_already": _l(
        "Your organisation has already entered “%(title)s” in the nomination “%(nomination)s”. "
        "Open that entry from the list, or withdraw it first."
    ),
    "submissions.not_editable": _l("The entry can no longer be changed: its state is “%(state)s”."),
    "submissions.title_missing": _l("Give the entry a title."),
    "submissions.summary_missing": _l("Write the summary."),
    "submissions.contact_name_missing": _l("Name a contact person."),
    "submissions.contact_email_missing": _l("Give the contact person's e-mail."),
    "submissions.contact_email_invalid": _l("Correct the contact person's e-mail: it is not an address."),
    "submissions.answer_missing": _l("Answer the section “%(area)s”."),
    "submissions.report_missing": _l("Attach the report (PDF or DOCX)."),
    "submissions.consents_missing": _l("Tick both declarations: an entry cannot be submitted without them."),
    "submissions.too_many_files": _l(
        "There are %(limit)s files already, and no more may be attached. Remove one first."
    ),
    "submissions.file_repeated": _l("The very same file is already attached. Choose another one: %(name)s."),
    "submissions.one_of_kind": _l("There is already a file of the kind “%(kind)s”. Remove it first."),
    "submissions.not_yours_to_decide": _l(
        "Only the secretary decides on eligibility, and only in the admissibility stage."
    ),
    "submissions.decided_already": _l("The entry has been decided: its state is “%(state)s”."),
    "submissions.finding_changed": _l(
        "The records have changed since you opened this page: “%(check)s”. Look at the findings below again, "
        "then decide."
    ),
    "submissions.findings_block": _l(
        "The entry cannot be admitted while a finding blocks it. Have the registry corrected, "
        "or refuse the entry."
    ),
    "submissions.warning_needs_reason": _l("Admitting an entry against a warning needs a written reason."),
    "submissions.refusal_needs_reason": _l("Write the reason: the applicant will read it."),
    "submissions.undecided": _l("Entries without a decision on eligibility: %(count)s."),
    "submissions.no_fee_due": _l("No fee is due for this entry."),
    "submissions.payment_needs_note": _l("Name the document that shows the payment."),
    "submissions.request_needs_reason": _l(
        "Write why you need to read the entry: it is kept in the audit log."
    ),
}
DONE: dict[str, Any] = {
    "submissions.started": _l("The draft is ready. Fill in its sections in any order."),
    "submissions.section_saved": _l("The section is saved."),
    "submissions.file_attached": _l("The file is attached."),
    "submissions.file_removed": _l("The file is removed."),
    "submissions.submitted": _l("The entry is submitted. The receipt has been sent by e-mail."),
    "submissions.withdrawn": _l("The entry is withdrawn."),
    "submissions.decided": _l("The decision is recorded, and the applicant is told by e-mail."),
    "submissions.fee_recorded": _l("The payment is recorded."),
    "submissions.content_opened": _l("Your request is in the audit log, and the entry is open to you."),
}
LABELS: dict[StrEnum, Any] = {
    FileKind.REPORT: _l("Report"),
    FileKind.CHARTER: _l("Charter of the project"),
    FileKind.EVIDENCE: _l("Evidence"),
    Verdict.ELIGIBLE: _l("Admit"),
    Verdict.INELIGIBLE: _l("Do not admit"),
    PaymentState.NOT_DUE: _l("No fee"),
    PaymentState.DUE: _l("Fee due"),
    PaymentState.PAID: _l("Fee paid"),
    Outcome.OK: _l("In order"),
    Outcome.BLOCKED: _l("Blocks"),
    Outcome.WARNING: _l("Warning"),
}
WHAT_IS_ENTERED: dict[RubricTemplate, Any] = {
    RubricTemplate.BEST_PROJECT: _l("Which project"),
    RubricTemplate.BEST_MANAGER: _l("Which project leader"),
    RubricTemplate.BEST_OFFICE: _l("Which project office"),
}
FINDINGS: dict[str, tuple[Any, Any]] = {
    "category": (
        _l("%(kind)s."),
        _l("No category of this edition takes organisations of the kind “%(kind)s”."),
    ),
    "organisation_exists": (
        _l("It existed on %(day)s."),
        _l("It ceased to exist: its last day was %(ended)s, before the closing day %(day)s."),
    ),
    "bin": (
        _l("BIN %(bin)s."),
        _l("The BIN %(bin)s fails its check digit."),
    ),
    "in_time": (
        _l("Submitted on %(submitted)s, closed on %(closes)s."),
        _l("Submitted on %(submitted)s; the call closed on %(closes)s."),
    ),
    "report": (
        _l("The report is among the files."),
        _l("There is no report among the files."),
    ),
    "fee": (
        _l("%(payment)s."),
        _l("The fee is due and no payment is recorded."),
    ),
    "own_project": (
        _l("Project %(number)s."),
        _l("Project %(number)s is not registered for this organisation."),
    ),
    "charter_roles": (
        _l("All four roles are named."),
        _l("Not named in the registry: %(missing)s."),
    ),
    "project_begun": (
        _l("Began on %(starts)s."),
        _l("Begins on %(starts)s, after the closing day %(day)s."),
    ),
    "leads_project": (
        _l("%(person)s: %(projects)s."),
        _l("The registry has no project of the organisation led by %(person)s."),
    ),
    "manager_certified": (
        _l("%(person)s: valid on %(day)s."),
        _l("%(person)s: no certificate valid on %(day)s."),
    ),
    "core_staff": (
        _l("All three posts were held on %(day)s."),
        _l("Not held on %(day)s: %(missing)s."),
    ),
    "staff_certified": (
        _l("All certificates valid on %(day)s."),
        _l("Without a certificate valid on %(day)s: %(people)s."),
    ),
}
"""What each check says when in order and when not; with the facts of the finding."""
