"""What people enter into the registry, as frozen values that know every reason why they cannot stand.

`problems()` returns refusals with the name of the field in `facts["field"]`; empty means that the value is
well-formed. Whether it agrees with what is already recorded is the services' business.
"""

from __future__ import annotations

from awards.registry.domain.data.engagements import EngagementData, FirmConsultantData, FirmEngagementData
from awards.registry.domain.data.hr_records import HrRecordData
from awards.registry.domain.data.organisations import (
    EntityData,
    NameData,
    OfficeData,
    OrganisationData,
    SubordinationData,
    SuccessionData,
)
from awards.registry.domain.data.people import CertificateData, HolderData, PersonData
from awards.registry.domain.data.projects import MAX_BUDGET, ProjectData, RoleData

__all__ = [
    "MAX_BUDGET", "CertificateData", "EngagementData", "EntityData", "FirmConsultantData",
    "FirmEngagementData", "HolderData", "HrRecordData", "NameData", "OfficeData", "OrganisationData",
    "PersonData", "ProjectData", "RoleData", "SubordinationData", "SuccessionData",
]  # fmt: skip
