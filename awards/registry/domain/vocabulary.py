"""The registry's vocabulary: kinds of bodies, regions, roles of appendix 1, classification of appendix 6."""

from __future__ import annotations

from enum import StrEnum


class OrganisationKind(StrEnum):
    CENTRAL = "central"
    LOCAL = "local"
    SECURITY = "security"
    PRESIDENT = "president"
    SUBORDINATE = "subordinate"
    QUASI = "quasi"
    PRIVATE = "private"
    CIVIL = "civil"


class CertificateState(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class EngagementKind(StrEnum):
    """What p.121 and D3 count; roles held are read as well."""

    CONSULTANCY = "consultancy"
    PROJECT_ACTIVITY = "project_activity"
    EMPLOYMENT = "employment"


class SuccessionKind(StrEnum):
    """Forms of reorganisation of a legal entity (Civil Code of Kazakhstan, article 45)."""

    MERGER = "merger"
    ACCESSION = "accession"
    DIVISION = "division"
    SEPARATION = "separation"
    TRANSFORMATION = "transformation"


ENDING_SUCCESSIONS = frozenset(SuccessionKind) - {SuccessionKind.SEPARATION}
"""Reorganisations after which the former body no longer exists; a separation leaves it in place."""


class HrRecordKind(StrEnum):
    """What p.114(4) has the HR service record."""

    INCENTIVE = "incentive"
    PENALTY = "penalty"


class ImportKind(StrEnum):
    """What a file of the registry holds, one kind a file."""

    ORGANISATIONS = "organisations"
    NAMES = "names"
    SUBORDINATIONS = "subordinations"
    PEOPLE = "people"
    PROJECTS = "projects"
    OFFICES = "offices"
    ROLES = "roles"
    CERTIFICATES = "certificates"
    ENGAGEMENTS = "engagements"
    FIRM_ENGAGEMENTS = "firm_engagements"
    HR_RECORDS = "hr_records"


class ImportMode(StrEnum):
    """What is done with a file that has wrong rows."""

    ALL_OR_NOTHING = "all_or_nothing"
    VALID_ROWS = "valid_rows"


class RowOutcome(StrEnum):
    """What a row of an import comes to."""

    WAITING = "waiting"
    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    WRONG = "wrong"


class RoleCode(StrEnum):
    """Roles of appendix 1 (by their number), the charter roles of p.85 and those above the appendix."""

    OFFICE_HEAD = "1.1"
    OFFICE_CHIEF_MANAGER = "1.2"
    OFFICE_ADMINISTRATOR = "1.3"
    OFFICE_CONSULTANT = "1.4"
    GROUP_HEAD = "1.5"
    GROUP_CHIEF_MANAGER = "1.6"
    GROUP_ADMINISTRATOR = "1.7"
    ANALYSIS_HEAD = "2.1"
    ANALYST = "2.2"
    COMMUNICATION_HEAD = "3.1"
    COMMUNICATION_MANAGER = "3.2"
    EXPERT_MEMBER = "4.1"
    EXPERT_SECRETARY = "4.2"
    EXPERT_ANALYST = "4.3"
    ACCELERATION_HEAD = "5.1"
    ACCELERATION_MANAGER = "5.2"
    PROJECT_GROUP_LEADER = "6.1"
    PROJECT_CURATOR = "6.2"
    PROJECT_COORDINATOR = "6.3"
    LEADER = "leader"
    TEAM_MEMBER = "7.2"
    INITIATOR = "initiator"
    SPONSOR = "sponsor"
    CUSTOMER = "customer"
    PROGRAMME_HEAD = "programme_head"
    BASE_DIRECTION_HEAD = "base_direction_head"
    TYPICAL_BASE_HEAD = "typical_base_head"
    PRIORITY_CURATOR = "priority_curator"
    GROUP_CURATOR = "group_curator"
    STEERING_CHAIR = "steering_chair"
    STEERING_DEPUTY = "steering_deputy"
    STEERING_MEMBER = "steering_member"


CHARTER_ROLES = (RoleCode.INITIATOR, RoleCode.SPONSOR, RoleCode.CUSTOMER, RoleCode.LEADER)
"""The four roles that the charter of every project names (p.85); the leader is also role 7.1."""

CORE_STAFF = (RoleCode.OFFICE_HEAD, RoleCode.OFFICE_CHIEF_MANAGER, RoleCode.OFFICE_ADMINISTRATOR)
"""The core staff of a project office, who must be certified (p.55, p.110)."""


PROJECT_ROLES = (*CHARTER_ROLES, RoleCode.TEAM_MEMBER)
"""Roles that exist only within one project."""


class ProjectScale(StrEnum):
    MONO = "mono"
    MULTI = "multi"
    MEGA = "mega"


class ProductKind(StrEnum):
    INFORMATISATION = "informatisation"
    NORMATIVE = "normative"
    INFRASTRUCTURE = "infrastructure"
    BUILDINGS = "buildings"
    OTHER = "other"


class TimeLimit(StrEnum):
    CRITICAL = "critical"
    URGENT = "urgent"
    NORMAL = "normal"


class Financing(StrEnum):
    """Internal: the state body itself is the customer; external: other bodies or organisations are."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class DurationClass(StrEnum):
    SHORT = "short_term"
    MEDIUM = "medium_term"
    LONG = "long_term"


class CostClass(StrEnum):
    LOW = "low_cost"
    MEDIUM = "medium_cost"
    HIGH = "high_cost"
