"""Words for this package's refusals, notices and labels."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from awards.core.text import Text
from awards.registry import import_words
from awards.registry.domain import (
    CertificateState,
    CostClass,
    DurationClass,
    EngagementKind,
    Financing,
    HrRecordKind,
    OrganisationKind,
    ProductKind,
    ProjectScale,
    RoleCode,
    SuccessionKind,
    TimeLimit,
    roles,
)
from awards.registry.domain.duplicates import Clue
from awards.web.locale import current_locale


class CatalogueWord:
    """A text of the shipped catalogue, said in the language of the reader."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text.in_(current_locale())


REFUSALS: dict[str, Any] = {
    "registry.required": _l("Fill this in."),
    "registry.too_long": _l("This is too long: at most %(limit)s characters."),
    "registry.date_order": _l("The last day is before the first one. Check both dates."),
    "registry.unknown_region": _l("Choose a region from the list."),
    "registry.bin_invalid": _l(
        "This is not a BIN: it has 12 digits, the last of which is a check digit. "
        "Look for a slip of the keyboard."
    ),
    "registry.iin_invalid": _l(
        "This is not an IIN: it has 12 digits, the last of which is a check digit. "
        "Look for a slip of the keyboard."
    ),
    "registry.bin_known": _l("An organisation with this BIN is already in the registry."),
    "registry.organisation_known": _l(
        "This organisation is already on the portal. Ask a colleague who acts for it here to invite you; "
        "if nobody does any more, write to the committee’s secretary."
    ),
    "registry.name_in_future": _l("A name cannot begin in the future. Record it on the day it takes effect."),
    "registry.name_date_known": _l("Another name already begins on this day. Correct that name instead."),
    "registry.own_parent": _l("An organisation cannot be its own parent body."),
    "registry.circle": _l(
        "This would put the organisation under itself on some day. Check which of the two is the parent."
    ),
    "registry.iin_known": _l("Another person with this IIN is already in the registry."),
    "registry.iin_other_name": _l(
        "This IIN is recorded under another name. Check both, or write to the committee’s secretary."
    ),
    "registry.no_iin": _l("No IIN is recorded for this person."),
    "registry.link_not_https": _l("The address must begin with https://"),
    "registry.certificate_known": _l("A certificate of this scheme with this number is already recorded."),
    "registry.budget_out_of_range": _l("Check the budget: it is in whole tenge and cannot be negative."),
    "registry.role_needs_project": _l("The role “%(role)s” is held in a project: choose which."),
    "registry.project_of_other": _l("This project belongs to another organisation."),
    "registry.role_held_already": _l("This person already holds the role “%(role)s” here on these dates."),
    "registry.role_taken": _l(
        "One person at a time holds the role “%(role)s” here (appendix 1). End the present holder’s role "
        "first, or name another base direction, group or centre."
    ),
    "registry.office_taken": _l("A body has one project office at a time (p.54). End the present one first."),
    "registry.office_of_other": _l("This project office belongs to another organisation."),
    "registry.office_not_then": _l("The project office did not exist on this day. Check both dates."),
    "registry.office_or_project": _l("A role is held in an office or in a project, not in both."),
    "registry.not_an_office_role": _l("The role “%(role)s” is not one of a project office (appendix 1)."),
    "registry.own_base": _l("Leave this empty where the office sits in its own body."),
    "registry.organisation_ended": _l(
        "This organisation ended on %(on)s, and nothing that begins later can be recorded for it."
    ),
    "registry.own_successor": _l("An organisation cannot succeed itself."),
    "registry.succession_known": _l("A reorganisation of these two is already recorded. Correct that one."),
    "registry.ended_otherwise": _l(
        "The organisation’s last day is already recorded as %(on)s. Correct that, or check this date."
    ),
    "registry.ended_by_reorganisation": _l(
        "A reorganisation ended this organisation. Correct the date of the reorganisation."
    ),
    "registry.later_parent": _l(
        "A parent body of this organisation is recorded from a later day. Correct that relation first."
    ),
    "registry.by_succession": _l("This relation follows from a reorganisation. Correct the reorganisation."),
    "registry.stage_order": _l("This is before the stage that goes ahead of it. Check the dates."),
    "registry.approval_in_future": _l("An approval is recorded once it is given: this day is yet to come."),
    "registry.leader_taken": _l(
        "A project has one leader at a time. End the role of the present leader first."
    ),
    "registry.firm_is_client": _l(
        "The consulting firm and its client are two organisations. Choose the other one."
    ),
    "registry.contract_known": _l(
        "This contract of the firm with the client is already recorded. Open it instead."
    ),
    "registry.assigned_already": _l(
        "This person is assigned to the contract already. Correct the days of that assignment."
    ),
    "registry.outside_contract": _l(
        "These days lie outside the contract. Check both, or correct the contract."
    ),
    "registry.end_long_ago": _l(
        "You may end a role from %(day)s on. Ask the clerk of the registry to record an earlier day."
    ),
    "registry.already_ended": _l("This has already ended on %(on)s. To change the date, correct it."),
    "registry.reason_missing": _l("Say why: the reason is kept in the history."),
    "registry.not_of_this_body": _l("This person holds no role in the organisation, now or before."),
    "registry.same_record": _l("These are one and the same record."),
    "registry.already_merged": _l("One of these records was merged already. Open the one it leads to."),
    "registry.two_iins": _l("Both records have an IIN, and the two differ: these are two people."),
    "registry.two_accounts": _l(
        "Both records have an account on the portal. An account is not moved over another one: "
        "take the link out of one record first, with a reason."
    ),
    "registry.distinct_known": _l("It is already noted that these are two people."),
    "registry.not_found": _l("This record is not in the registry. Choose again."),
    **import_words.REFUSALS,
}
DONE: dict[str, Any] = {
    "registry.registered": _l("Your organisation is registered. Now add its projects and people."),
    "registry.added": _l("Recorded."),
    "registry.corrected": _l("Corrected. The former value stays in the history."),
    "registry.ended": _l("Ended. The record stays in the history."),
    "registry.hr_named": _l("Named. The person reads incentives and penalties from the next sign-in on."),
    "registry.hr_ended": _l("The HR service of this person has ended."),
    "registry.merged": _l("Merged. This record now has what both had; the former one leads here."),
    "registry.distinct_noted": _l("Noted: these are two people. They are not offered again."),
    "registry.correction_asked": _l("Sent. The registry’s clerks have your words by mail."),
    "registry.project_added": _l("The project is recorded and has its number."),
    **import_words.DONE,
}
LABELS: dict[StrEnum, Any] = {
    Clue.PATRONYMIC: _l("the same patronymic"),
    Clue.ORGANISATION: _l("roles in the same organisation"),
    Clue.SCHEME: _l("certificates of the same scheme"),
    Clue.REGION: _l("the same region"),
    OrganisationKind.CENTRAL: _l("Central state body"),
    OrganisationKind.LOCAL: _l("Local executive body (akimat)"),
    OrganisationKind.SECURITY: _l("Law-enforcement or security body"),
    OrganisationKind.PRESIDENT: _l("Body accountable to the President"),
    OrganisationKind.SUBORDINATE: _l("Subordinate organisation"),
    OrganisationKind.QUASI: _l("Quasi-public organisation or national company"),
    OrganisationKind.PRIVATE: _l("Private business"),
    OrganisationKind.CIVIL: _l("Non-governmental, educational or international organisation"),
    CertificateState.ACTIVE: _l("In force"),
    CertificateState.EXPIRED: _l("Expired"),
    CertificateState.SUSPENDED: _l("Validity suspended"),
    CertificateState.REVOKED: _l("Revoked"),
    HrRecordKind.INCENTIVE: _l("Incentive"),
    HrRecordKind.PENALTY: _l("Penalty"),
    EngagementKind.CONSULTANCY: _l("Project-management consultancy"),
    EngagementKind.PROJECT_ACTIVITY: _l("Project activity"),
    EngagementKind.EMPLOYMENT: _l("Employment"),
    SuccessionKind.MERGER: _l("Merger"),
    SuccessionKind.ACCESSION: _l("Accession"),
    SuccessionKind.DIVISION: _l("Division"),
    SuccessionKind.SEPARATION: _l("Separation"),
    SuccessionKind.TRANSFORMATION: _l("Transformation"),
    ProjectScale.MONO: _l("Mono-project"),
    ProjectScale.MULTI: _l("Multi-project"),
    ProjectScale.MEGA: _l("Mega-project"),
    ProductKind.INFORMATISATION: _l("Informatisation objects"),
    ProductKind.NORMATIVE: _l("Normative legal acts"),
    ProductKind.INFRASTRUCTURE: _l("Infrastructure objects"),
    ProductKind.BUILDINGS: _l("Buildings and structures"),
    ProductKind.OTHER: _l("Other (outside appendix 6)"),
    TimeLimit.CRITICAL: _l("Critical: the dates cannot change"),
    TimeLimit.URGENT: _l("Urgent: the dates may change if the product has priority"),
    TimeLimit.NORMAL: _l("Normal: the dates may change"),
    Financing.INTERNAL: _l("Internal: the body itself is the customer"),
    Financing.EXTERNAL: _l("External: other bodies or organisations are the customers"),
    DurationClass.SHORT: _l("Short: under 1 year"),
    DurationClass.MEDIUM: _l("Medium: 1 to 3 years, both included"),
    DurationClass.LONG: _l("Long: more than 3 years"),
    CostClass.LOW: _l("Low: under 70 million ₸"),
    CostClass.MEDIUM: _l("Medium: 70 to 200 million ₸, both included"),
    CostClass.HIGH: _l("High: more than 200 million ₸"),
    **{code: CatalogueWord(entry.name) for code, entry in roles().items()},
    **import_words.LABELS,
}

EVENTS: dict[str, Any] = {
    "registry.added": _l("added"),
    "registry.corrected": _l("corrected"),
    "registry.ended": _l("ended"),
    "registry.iin_revealed": _l("IIN shown in full"),
    "registry.imported": _l("imported"),
    "registry.merged": _l("merged into another record"),
    "registry.distinct_noted": _l("noted that a namesake is another person"),
    "registry.correction_asked": _l("the person asked for a correction"),
}
KINDS: dict[str, Any] = {
    "organisation": _l("Organisation"),
    "organisation_name": _l("Name of an organisation"),
    "subordination": _l("Parent body"),
    "person": _l("Person"),
    "certificate": _l("Certificate"),
    "engagement": _l("Engagement"),
    "firm_engagement": _l("Contract of a consulting firm"),
    "firm_consultant": _l("Assignment to a contract"),
    "project": _l("Project"),
    "role_held": _l("Role"),
    "import_run": _l("File"),
    "project_office": _l("Project office"),
    "succession": _l("Reorganisation"),
}
"""What a change was made to, by the table of the record."""
FIELDS: dict[str, Any] = {
    "bin": _l("BIN"),
    "kind": _l("Kind"),
    "region": _l("Region"),
    "name_kk": _l("Name in Kazakh"),
    "name_ru": _l("Name in Russian"),
    "name_en": _l("Name in English"),
    "since": _l("From"),
    "until": _l("Last day"),
    "full_name": _l("Full name"),
    "iin": _l("IIN"),
    "languages": _l("Languages"),
    "is_trainer": _l("Trainer"),
    "scheme": _l("Certification scheme"),
    "level": _l("Level"),
    "number": _l("Number"),
    "issuer": _l("Issued by"),
    "issued_on": _l("Issued on"),
    "valid_until": _l("Valid until"),
    "status": _l("Status"),
    "link": _l("Address where it can be checked"),
    "title_kk": _l("Title in Kazakh"),
    "title_ru": _l("Title in Russian"),
    "title_en": _l("Title in English"),
    "starts_on": _l("Begins"),
    "ends_on": _l("Ends"),
    "budget_tenge": _l("Budget, ₸"),
    "scale": _l("Scale"),
    "product": _l("Product"),
    "time_limit": _l("Time limit"),
    "financing": _l("Source of financing"),
    "role": _l("Role"),
    "act_number": _l("Number of the order or minutes"),
    "act_date": _l("Date of the order or minutes"),
    "what": _l("What was given"),
    "given_on": _l("Given on"),
    "lifted_on": _l("Last day of its effect"),
    "merged_into_id": _l("Stands for it"),
    "user_id": _l("Account on the portal"),
    "file_name": _l("File"),
    "file_sha256": "SHA-256",
    "firm": _l("Consulting firm"),
    "firm_id": _l("Consulting firm"),
    "contract_number": _l("Contract number"),
    "person_id": _l("Person"),
    "organisation_id": _l("Organisation"),
    "project_id": _l("Project"),
    "parent_id": _l("Parent body"),
    "child_id": _l("Subordinate organisation"),
    "predecessor_id": _l("Former organisation"),
    "successor_id": _l("Successor"),
    "ended_on": _l("Last day of the organisation"),
    "effective_on": _l("In force from"),
    "office_id": _l("Project office"),
    "base_id": _l("Based in"),
    "unit": _l("Base direction, group or centre"),
    "chartered_on": _l("Charter approved"),
    "planned_on": _l("Plan approved"),
    "closed_on": _l("Closing approved"),
}
VALUES: dict[str, tuple[type[StrEnum], ...]] = {
    "kind": (OrganisationKind, SuccessionKind, EngagementKind, HrRecordKind),
    "status": (CertificateState,),
    "scale": (ProjectScale,),
    "product": (ProductKind,),
    "time_limit": (TimeLimit,),
    "financing": (Financing,),
    "role": (RoleCode,),
}
"""Which vocabulary the value of a field comes from."""
