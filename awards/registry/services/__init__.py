"""Changing the registry: one use case, one function; nothing is deleted."""

from __future__ import annotations

from awards.registry.services.certificates import add_certificate, correct_certificate, remind
from awards.registry.services.engagements import (
    add_contract,
    add_engagement,
    assign_consultant,
    correct_consultant,
    correct_contract,
    correct_engagement,
    end_consultant,
    end_contract,
    end_engagement,
)
from awards.registry.services.offices import (
    add_office,
    correct_office,
    end_office,
)
from awards.registry.services.organisations import (
    add_name,
    add_organisation,
    add_subordination,
    correct_name,
    correct_organisation,
    correct_subordination,
    end_subordination,
    register_organisation,
)
from awards.registry.services.people import (
    add_person,
    correct_person,
    count_look_ups,
    find_or_add_person,
    holder,
    reveal_iin,
)
from awards.registry.services.projects import (
    add_project,
    add_project_with_charter,
    correct_project,
)
from awards.registry.services.roles import (
    add_role,
    correct_role,
    end_own_role,
    end_role,
)
from awards.registry.services.successions import (
    add_succession,
    correct_succession,
    set_end,
)

__all__ = [
    "add_certificate", "add_contract", "add_engagement", "add_name", "add_office", "add_organisation",
    "add_person", "add_project", "add_project_with_charter", "add_role", "add_subordination",
    "add_succession", "assign_consultant", "correct_certificate", "correct_consultant",
    "correct_contract", "correct_engagement", "correct_name", "correct_office", "correct_organisation",
    "correct_person", "correct_project", "correct_role", "correct_subordination", "correct_succession",
    "count_look_ups",
    "end_consultant", "end_contract", "end_engagement", "end_office", "end_own_role", "end_role",
    "end_subordination",
    "find_or_add_person", "holder", "register_organisation", "remind", "reveal_iin", "set_end",
]  # fmt: skip
