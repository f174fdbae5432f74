"""Which eligibility checks a nomination has (p.117): the vocabulary; `submissions` knows how each is made.

Some checks hold for every entry. The others belong to what is entered, a project, its leader or the office,
and a special nomination may pick among those that can be made of its entries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from awards.competition.domain.methodology import RubricTemplate
from awards.core.errors import Refusal


class EligibilityCheck(StrEnum):
    """In the order in which pages list them."""

    CATEGORY = "category"
    ORGANISATION_EXISTS = "organisation_exists"
    BIN = "bin"
    IN_TIME = "in_time"
    REPORT = "report"
    FEE = "fee"
    OWN_PROJECT = "own_project"
    CHARTER_ROLES = "charter_roles"
    PROJECT_BEGUN = "project_begun"
    LEADS_PROJECT = "leads_project"
    MANAGER_CERTIFIED = "manager_certified"
    CORE_STAFF = "core_staff"
    STAFF_CERTIFIED = "staff_certified"


Checks = tuple[EligibilityCheck, ...]

COMMON_CHECKS: Checks = (
    EligibilityCheck.CATEGORY,
    EligibilityCheck.ORGANISATION_EXISTS,
    EligibilityCheck.BIN,
    EligibilityCheck.IN_TIME,
    EligibilityCheck.REPORT,
    EligibilityCheck.FEE,
)
"""Made of every entry, whatever a nomination picks."""

_OF_OFFICE: Checks = (EligibilityCheck.CORE_STAFF, EligibilityCheck.STAFF_CERTIFIED)
TEMPLATE_CHECKS: Mapping[RubricTemplate, Checks] = {
    RubricTemplate.BEST_PROJECT: (
        EligibilityCheck.OWN_PROJECT,
        EligibilityCheck.CHARTER_ROLES,
        EligibilityCheck.PROJECT_BEGUN,
    ),
    RubricTemplate.BEST_MANAGER: (EligibilityCheck.LEADS_PROJECT, EligibilityCheck.MANAGER_CERTIFIED),
    RubricTemplate.BEST_OFFICE: _OF_OFFICE,
}
"""What a nomination checks besides, unless it picks for itself."""


def pickable(template: RubricTemplate) -> Checks:
    """What a special nomination may pick: the checks of what is entered, and of the entrant's office."""
    own = TEMPLATE_CHECKS[template]
    return (*own, *(check for check in _OF_OFFICE if check not in own))


def checks_of(template: RubricTemplate, picked: Iterable[str]) -> Checks:
    """Every check of a nomination, in the order of the vocabulary; nothing picked: those of its template."""
    chosen = {EligibilityCheck(code) for code in picked} or set(TEMPLATE_CHECKS[template])
    return tuple(check for check in EligibilityCheck if check in COMMON_CHECKS or check in chosen)


def pick_faults(template: RubricTemplate, picked: Collection[EligibilityCheck]) -> tuple[Refusal, ...]:
    """A refusal for each picked check that cannot be made of what this nomination's entries put forward."""
    return tuple(
        Refusal("competition.check_not_possible", "p.117", {"check": check, "template": template})
        for check in EligibilityCheck
        if check in picked and check not in pickable(template)
    )
