"""Reading the registry: frozen facts about organisations, people and projects."""

from __future__ import annotations

from awards.registry.domain import (
    CertificateFacts,
    ConsultantFacts,
    ContractFacts,
    EngagementFacts,
    NameFacts,
    OfficeFacts,
    OrganisationFacts,
    PersonFacts,
    ProjectFacts,
    RoleFacts,
    SubordinationFacts,
    SuccessionFacts,
)
from awards.registry.queries.board import Change, Counts, counts, history_of, last_changes, owners_of
from awards.registry.queries.certificates import (
    Ending,
    certificate_file,
    certificate_files,
    certificates_of,
    ending_certificates,
    ending_page,
    get_certificate,
    reminders_sent,
)
from awards.registry.queries.engagements import (
    contracts_of,
    engagements_of,
    get_consultant,
    get_contract,
    get_engagement,
)
from awards.registry.queries.exports import TableCells, explanation, export, template
from awards.registry.queries.imports import import_names
from awards.registry.queries.merging import family, records_of, survivors
from awards.registry.queries.offices import (
    get_office,
    office_on,
    offices_based_in,
    offices_of,
)
from awards.registry.queries.organisations import (
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
    get_person,
    latest_places,
    masked_iin,
    people,
    people_of_organisation,
    person_of_user,
    search_people,
)
from awards.registry.queries.projects import get_project, projects, projects_of, search_projects
from awards.registry.queries.roles import (
    get_role,
    roles_in_organisation,
    roles_of_office,
    roles_of_person,
    roles_of_project,
)
from awards.registry.queries.successions import (
    get_succession,
    successions_of,
)

__all__ = [
    "CertificateFacts", "Change", "ConsultantFacts", "ContractFacts", "Counts", "Ending",
    "EngagementFacts", "NameFacts", "OfficeFacts", "OrganisationFacts", "PersonFacts", "ProjectFacts",
    "RoleFacts", "SubordinationFacts", "SuccessionFacts", "TableCells",
    "certificate_file", "certificate_files", "certificates_of", "contracts_of", "counts",
    "ending_certificates", "ending_page", "engagements_of", "explanation", "export", "family",
    "get_certificate", "get_consultant", "get_contract", "get_engagement", "get_name", "get_office",
    "get_organisation", "get_person", "get_project", "get_role", "get_subordination", "get_succession",
    "history_of", "import_names", "last_changes", "latest_places", "masked_iin", "names_of", "office_on",
    "offices_based_in", "offices_of", "organisation_by_bin", "organisations", "organisations_of_user",
    "owners_of", "people", "people_of_organisation", "person_of_user", "projects", "projects_of",
    "records_of", "reminders_sent", "roles_in_organisation", "roles_of_office", "roles_of_person",
    "roles_of_project", "search_organisations", "search_people", "search_projects", "subordinations",
    "subordinations_of", "successions_of", "survivors", "template",
]  # fmt: skip
