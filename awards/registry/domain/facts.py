"""What the registry knows, as frozen facts; every `until` is the last day on which a fact holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from awards.core.permissions import Subject
from awards.core.text import Text
from awards.registry.domain.classification import Classification, classify
from awards.registry.domain.vocabulary import (
    CertificateState,
    EngagementKind,
    Financing,
    OrganisationKind,
    ProductKind,
    ProjectScale,
    RoleCode,
    SuccessionKind,
    TimeLimit,
)


@dataclass(frozen=True)
class OrganisationFacts:
    """A legal entity under the name in force."""

    id: str
    bin: str
    kind: OrganisationKind
    region: str
    name: Text
    ended_on: date | None = None
    """The last day of its existence."""

    @property
    def subject(self) -> Subject:
        return Subject(organisation_id=self.id)


@dataclass(frozen=True)
class NameFacts:
    """A name of an organisation, from a day on until the next one begins."""

    id: str
    organisation_id: str
    name: Text
    since: date


@dataclass(frozen=True)
class SubordinationFacts:
    """Whose parent body is whose."""

    id: str
    child_id: str
    parent_id: str
    since: date
    until: date | None


@dataclass(frozen=True)
class SuccessionFacts:
    """A reorganisation; from `effective_on` the predecessor stands under the successor."""

    id: str
    predecessor_id: str
    successor_id: str
    kind: SuccessionKind
    effective_on: date
    subordination_id: str
    act_number: str = ""
    act_date: date | None = None


@dataclass(frozen=True)
class OfficeFacts:
    """The project office of a body (p.54, 55); `base_id` is the other organisation where it sits, if any."""

    id: str
    organisation_id: str
    title: Text
    base_id: str | None
    since: date
    until: date | None
    act_number: str = ""
    act_date: date | None = None

    @property
    def subject(self) -> Subject:
        return Subject(organisation_id=self.organisation_id)


@dataclass(frozen=True)
class PersonFacts:
    """A person; the IIN is not among the facts (`queries.masked_iin`)."""

    id: str
    full_name: str
    user_id: str | None
    region: str
    languages: tuple[str, ...]
    is_trainer: bool

    @property
    def subject(self) -> Subject:
        return Subject(owner_ids=frozenset({self.user_id} if self.user_id else ()))


@dataclass(frozen=True)
class CertificateFacts:
    """A certificate in project management; `valid_until` None means that it does not expire."""

    id: str
    person_id: str
    scheme: str
    level: str
    number: str
    issuer: str
    issued_on: date
    valid_until: date | None
    status: CertificateState
    link: str = ""
    file_name: str = ""


def is_valid_on(certificate: CertificateFacts, day: date) -> bool:
    """Whether the certificate is good on `day`: issued, not expired, suspended or revoked (p.121).

    The day it was issued and the last day of its validity both count.
    """
    return (
        certificate.status is CertificateState.ACTIVE
        and certificate.issued_on <= day
        and (certificate.valid_until is None or day <= certificate.valid_until)
    )


@dataclass(frozen=True)
class ProjectFacts:
    """A project with its unique number (p.94(8)) and its features of appendix 6."""

    id: str
    number: str
    organisation_id: str
    title: Text
    starts_on: date
    ends_on: date | None
    budget_tenge: int
    scale: ProjectScale
    product: ProductKind
    time_limit: TimeLimit
    financing: Financing
    chartered_on: date | None = None
    planned_on: date | None = None
    closed_on: date | None = None

    @property
    def classification(self) -> Classification:
        return classify(self.starts_on, self.ends_on, self.budget_tenge)

    @property
    def subject(self) -> Subject:
        return Subject(organisation_id=self.organisation_id)


@dataclass(frozen=True)
class RoleFacts:
    """A project role held by a person (appendix 1, p.85), by an act."""

    id: str
    person_id: str
    person_name: str
    role: RoleCode
    organisation_id: str
    project_id: str | None
    since: date
    until: date | None
    act_number: str = ""
    act_date: date | None = None
    office_id: str | None = None
    unit: str = ""
    """The base direction, group or centre, where one body has several."""

    @property
    def subject(self) -> Subject:
        return Subject(organisation_id=self.organisation_id)


@dataclass(frozen=True)
class EngagementFacts:
    """A tie that p.121 reads. `source` is the table of its record.

    "engagement": recorded for the person; "firm_consultant": by a firm's contract (`firm_id`);
    "role_held": a role. `note` says which: the firm and the contract, or the code of the role.
    """

    id: str
    source: str
    kind: EngagementKind
    organisation_id: str
    since: date
    until: date | None
    note: str = ""
    person_id: str = ""
    firm: str = ""
    contract_number: str = ""
    firm_id: str = ""


def holds_on(since: date, until: date | None, day: date) -> bool:
    """Whether a dated fact holds on `day`; both of its bounds count."""
    return since <= day and (until is None or day <= until)


def holders_on(
    roles: Iterable[RoleFacts], codes: Iterable[RoleCode], day: date
) -> dict[RoleCode, tuple[str, ...]]:
    """Names of the people who hold each of these roles on `day`; empty where nobody does."""
    known = tuple(roles)
    return {
        code: tuple(
            held.person_name for held in known if held.role is code and holds_on(held.since, held.until, day)
        )
        for code in codes
    }
