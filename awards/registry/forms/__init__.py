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
    CorrectRoleForm,
    OwnRoleForm,
    ProjectForm,
    RoleForm,
)

__all__ = [
    "CertificateForm", "CharterProjectForm", "ClerkOrganisationForm", "ConsultantForm", "ContractForm",
    "CorrectCertificateForm", "CorrectConsultantForm", "CorrectContractForm", "CorrectEngagementForm",
    "CorrectEntityForm", "CorrectNameForm", "CorrectPersonForm", "CorrectProjectForm", "CorrectRoleForm",
    "CorrectSubordinationForm", "EndForm", "EngagementForm", "NameForm", "OrganisationForm",
    "OwnRoleForm", "PersonForm", "ProjectForm", "RevealForm", "RoleForm", "SubordinationForm",
]  # fmt: skip
