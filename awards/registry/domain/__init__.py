"""The registry's rules: vocabulary, shipped data, facts, what may be entered, classes, groups. Pure."""

from __future__ import annotations

from awards.registry.domain.catalogue import (
    RoleEntry,
    SchemeEntry,
    region_name,
    regions,
    role_name,
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
    NameData,
    OrganisationData,
    PersonData,
    ProjectData,
    RoleData,
    SubordinationData,
)
from awards.registry.domain.facts import (
    CertificateFacts,
    EngagementFacts,
    NameFacts,
    OrganisationFacts,
    PersonFacts,
    ProjectFacts,
    RoleFacts,
    SubordinationFacts,
    holders_on,
    holds_on,
    is_valid_on,
)
from awards.registry.domain.groups import closes_circle, group_on
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
    "CHARTER_ROLES", "CORE_STAFF", "ENDING_SUCCESSIONS", "PROJECT_ROLES", "CertificateData",
    "CertificateFacts", "CertificateState", "Classification", "ConsultantFacts",
    "ContractFacts", "CostClass", "DurationClass", "EngagementData", "EngagementFacts", "EngagementKind",
    "EntityData", "Financing", "FirmConsultantData", "FirmEngagementData", "HolderData",
    "HrRecordKind", "ImportKind", "ImportMode", "NameData", "NameFacts", "OrganisationData",
    "OrganisationFacts", "OrganisationKind", "PersonData", "PersonFacts", "ProductKind", "ProjectData",
    "ProjectFacts", "ProjectScale", "RoleCode", "RoleData", "RoleEntry", "RoleFacts", "RowOutcome",
    "SchemeEntry", "SubordinationData", "SubordinationFacts", "SuccessionKind", "TimeLimit", "classify",
    "closes_circle", "group_on", "holders_on", "holds_on", "is_valid_on", "region_name", "regions",
    "role_name", "roles", "scheme_name", "schemes", "within",
]  # fmt: skip
