"""The registry's rules: vocabulary, shipped data, facts, what may be entered, classes, groups. Pure."""

from __future__ import annotations

from awards.registry.domain.catalogue import (
    RoleEntry,
    SchemeEntry,
    region_name,
    regions,
    role_name,
    role_sections,
    roles,
    scheme_name,
    schemes,
)
from awards.registry.domain.classification import Classification, classify
from awards.registry.domain.contracts import ConsultantFacts, ContractFacts, within
from awards.registry.domain.data import (
    CertificateData,
    EngagementData,
    EntityData,
    FirmConsultantData,
    FirmEngagementData,
    HolderData,
    HrRecordData,
    NameData,
    OfficeData,
    OrganisationData,
    PersonData,
    ProjectData,
    RoleData,
    SubordinationData,
    SuccessionData,
)
from awards.registry.domain.facts import (
    CertificateFacts,
    EngagementFacts,
    NameFacts,
    OfficeFacts,
    OrganisationFacts,
    PersonFacts,
    ProjectFacts,
    RoleFacts,
    SubordinationFacts,
    SuccessionFacts,
    holders_on,
    holds_on,
    is_valid_on,
)
from awards.registry.domain.groups import closes_circle, group_on
from awards.registry.domain.offices import (
    EXPIRING_DAYS,
    Post,
    Proof,
    Seat,
    Staffing,
    needs_certificate,
    office_roles,
    one_at_a_time,
    staffing,
)
from awards.registry.domain.substitution import (
    SchemeNote,
    StandIn,
    SubstitutionCell,
    SubstitutionScheme,
    stand_in,
    substitution_scheme,
)
from awards.registry.domain.successions import (
    begun_after,
    ends_of_parents,
    last_day,
)
from awards.registry.domain.vocabulary import (
    CHARTER_ROLES,
    CORE_STAFF,
    ENDING_SUCCESSIONS,
    PROJECT_ROLES,
    CertificateState,
    CostClass,
    DurationClass,
    EngagementKind,
    Financing,
    HrRecordKind,
    ImportKind,
    ImportMode,
    OrganisationKind,
    ProductKind,
    ProjectScale,
    RoleCode,
    RowOutcome,
    SuccessionKind,
    TimeLimit,
)

__all__ = [
    "CHARTER_ROLES", "CORE_STAFF", "ENDING_SUCCESSIONS", "EXPIRING_DAYS", "PROJECT_ROLES",
    "CertificateData", "CertificateFacts", "CertificateState", "Classification", "ConsultantFacts",
    "ContractFacts", "CostClass", "DurationClass", "EngagementData", "EngagementFacts", "EngagementKind",
    "EntityData", "Financing", "FirmConsultantData", "FirmEngagementData", "HolderData", "HrRecordData",
    "HrRecordKind", "ImportKind", "ImportMode", "NameData", "NameFacts", "OfficeData", "OfficeFacts",
    "OrganisationData", "OrganisationFacts", "OrganisationKind", "PersonData", "PersonFacts", "Post",
    "ProductKind", "ProjectData", "ProjectFacts", "ProjectScale", "Proof", "RoleCode", "RoleData",
    "RoleEntry", "RoleFacts", "RowOutcome", "SchemeEntry", "SchemeNote", "Seat", "Staffing", "StandIn",
    "SubordinationData", "SubordinationFacts", "SubstitutionCell", "SubstitutionScheme",
    "SuccessionData", "SuccessionFacts", "SuccessionKind", "TimeLimit", "begun_after", "classify",
    "closes_circle", "ends_of_parents", "group_on", "holders_on", "holds_on", "is_valid_on", "last_day",
    "needs_certificate", "office_roles", "one_at_a_time", "region_name", "regions", "role_name",
    "role_sections", "roles", "scheme_name", "schemes", "staffing", "stand_in", "substitution_scheme",
    "within",
]  # fmt: skip
