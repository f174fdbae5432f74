"""Reading the registry: frozen facts about organisations, people and projects."""

from __future__ import annotations

from awards.registry.domain import (
    CertificateFacts,
    EngagementFacts,
    NameFacts,
    OrganisationFacts,
    PersonFacts,
    ProjectFacts,
    RoleFacts,
    SubordinationFacts,
)
from awards.registry.queries.board import Change, Counts, counts, history_of, last_changes
from awards.registry.queries.organisations import (
    all_organisations,
    get_name,
    get_organisation,
    get_subordination,
    names_of,
    organisation_by_bin,
    organisations,
    organisations_of_user,
    search_organisations,
    subordinations,
    subordinations_of,
)
from awards.registry.queries.people import (
    all_people,
    certificates_of,
    engagements_of,
    expiring_certificates,
    get_certificate,
    get_engagement,
    get_person,
    get_role,
    masked_iin,
    people,
    people_of_organisation,
    person_of_user,
    roles_in_organisation,
    roles_of_person,
    roles_of_project,
    search_people,
)
from awards.registry.queries.projects import get_project, projects, projects_of, search_projects

__all__ = [
    "CertificateFacts", "Change", "Counts", "EngagementFacts", "NameFacts", "OrganisationFacts",
    "PersonFacts", "ProjectFacts", "RoleFacts", "SubordinationFacts", "all_organisations", "all_people",
    "certificates_of", "counts", "engagements_of", "expiring_certificates", "get_certificate",
    "get_engagement", "get_name", "get_organisation", "get_person", "get_project", "get_role",
    "get_subordination", "history_of", "last_changes", "masked_iin", "names_of", "organisation_by_bin",
    "organisations", "organisations_of_user", "people", "people_of_organisation", "person_of_user",
    "projects", "projects_of", "roles_in_organisation", "roles_of_person", "roles_of_project",
    "search_organisations", "search_people", "search_projects", "subordinations", "subordinations_of",
]  # fmt: skip
