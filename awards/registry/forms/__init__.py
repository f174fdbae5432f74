"""Forms of the registry: each hands over a frozen value, and shows its problems at its fields."""

from __future__ import annotations

from awards.registry.forms.base import EndForm, RevealForm
from awards.registry.forms.engagements import (
    ConsultantForm,
    ContractForm,
    CorrectConsultantForm,
    CorrectContractForm,
    CorrectEngagementForm,
    EngagementForm,
)
from awards.registry.forms.offices import (
    CorrectOfficeForm,
    CorrectOwnOfficeForm,
    OfficeForm,
    OwnOfficeForm,
)
from awards.registry.forms.organisations import (
    ClerkOrganisationForm,
    CorrectEntityForm,
    CorrectNameForm,
    CorrectSubordinationForm,
    NameForm,
    OrganisationForm,
    SubordinationForm,
)
from awards.registry.forms.people import (
    CertificateForm,
    CorrectCertificateForm,
    CorrectPersonForm,
    PersonForm,
)
from awards.registry.forms.projects import (
    CharterProjectForm,
    CorrectProjectForm,
    ProjectForm,
)
from awards.registry.forms.roles import (
    CorrectRoleForm,
    OwnRoleForm,
    RoleForm,
)
from awards.registry.forms.successions import (
    BodyEndForm,
    CorrectSuccessionForm,
    SuccessionForm,
)

__all__ = [
    "BodyEndForm", "CertificateForm", "CharterProjectForm", "ClerkOrganisationForm", "ConsultantForm",
    "ContractForm", "CorrectCertificateForm", "CorrectConsultantForm", "CorrectContractForm",
    "CorrectEngagementForm", "CorrectEntityForm", "CorrectNameForm", "CorrectOfficeForm",
    "CorrectOwnOfficeForm", "CorrectPersonForm", "CorrectProjectForm", "CorrectRoleForm",
    "CorrectSubordinationForm", "CorrectSuccessionForm", "EndForm", "EngagementForm", "NameForm",
    "OfficeForm", "OrganisationForm", "OwnOfficeForm", "OwnRoleForm", "PersonForm", "ProjectForm",
    "RevealForm", "RoleForm", "SubordinationForm", "SuccessionForm",
]  # fmt: skip
