"""What an organisation may still enter: nominations, and a project, a person or the office in each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from awards.competition import queries as competition
from awards.competition.domain import RubricTemplate
from awards.competition.queries import CategoryFacts, EditionFacts, NominationFacts
from awards.core.permissions import Subject
from awards.core.text import Text
from awards.core.workflow import EntryState
from awards.infra.db import db
from awards.registry import queries as registry
from awards.registry.domain import OrganisationFacts, RoleCode
from awards.submissions.models import Entry


@dataclass(frozen=True)
class Candidate:
    """What can be entered: `key` is the id that makes the entry unique, `taken` that it is entered."""

    key: str
    title: Text
    note: str
    taken: bool


@dataclass(frozen=True)
class Choice:
    """A nomination for one organisation, with everything it could enter there."""

    edition: EditionFacts
    nomination: NominationFacts
    organisation: OrganisationFacts
    category: CategoryFacts
    candidates: tuple[Candidate, ...]

    @property
    def subject(self) -> Subject:
        return self.edition.subject

    @property
    def free(self) -> tuple[Candidate, ...]:
        return tuple(candidate for candidate in self.candidates if not candidate.taken)


def choices(edition: EditionFacts, user_id: str) -> tuple[Choice, ...]:
    """Every nomination whose category fits an organisation of the user (p.117), by organisation."""
    nominations = competition.nominations(edition.id)
    return tuple(
        _choice(edition, nomination, organisation, category)
        for organisation in registry.organisations_of_user(user_id)
        if (category := competition.category_for_organisation(edition.id, organisation.id)) is not None
        for nomination in nominations
    )


def get_choice(nomination_id: str, organisation_id: str) -> Choice | None:
    """The choice for one organisation; None where the nomination or a fitting category does not exist."""
    nomination = competition.get_nomination(nomination_id)
    organisation = registry.get_organisation(organisation_id)
    edition = edition_of_nomination(nomination_id)
    if nomination is None or organisation is None or edition is None:
        return None
    category = competition.category_for_organisation(edition.id, organisation_id)
    return _choice(edition, nomination, organisation, category) if category else None


def edition_of_nomination(nomination_id: str) -> EditionFacts | None:
    return next(
        (
            edition
            for edition in competition.editions()
            if nomination_id in {nomination.id for nomination in competition.nominations(edition.id)}
        ),
        None,
    )


def segment_of_choice(choice: Choice) -> str | None:
    """The segment an entry made from this choice competes in."""
    return competition.segment_for(choice.nomination.id, choice.category.id)


def _choice(
    edition: EditionFacts,
    nomination: NominationFacts,
    organisation: OrganisationFacts,
    category: CategoryFacts,
) -> Choice:
    taken = frozenset(
        db.session.scalars(
            select(Entry.subject_key).where(
                Entry.nomination_id == nomination.id,
                Entry.organisation_id == organisation.id,
                Entry.state != EntryState.WITHDRAWN,
            )
        )
    )
    found = _CANDIDATES[nomination.template](organisation, taken)
    return Choice(edition, nomination, organisation, category, found)


def _projects(organisation: OrganisationFacts, taken: frozenset[str]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(project.id, project.title, project.number, project.id in taken)
        for project in registry.projects_of(organisation.id)
    )


def _leaders(organisation: OrganisationFacts, taken: frozenset[str]) -> tuple[Candidate, ...]:
    """People who lead or led a registered project of the organisation."""
    taken = frozenset(registry.survivors(taken).values())
    led: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    held = [
        role
        for role in registry.roles_in_organisation(organisation.id)
        if role.role is RoleCode.LEADER and role.project_id
    ]
    projects = registry.projects({role.project_id for role in held if role.project_id})
    for role in held:
        if role.project_id in projects:
            names[role.person_id] = role.person_name
            led.setdefault(role.person_id, []).append(projects[role.project_id].number)
    return tuple(
        Candidate(
            person_id,
            Text(names[person_id], names[person_id], names[person_id]),
            ", ".join(sorted(set(led[person_id]))),
            person_id in taken,
        )
        for person_id in registry.people(names)
    )


def _office(organisation: OrganisationFacts, taken: frozenset[str]) -> tuple[Candidate, ...]:
    """A body has one project office (p.54): the organisation's own."""
    return (Candidate(organisation.id, organisation.name, organisation.bin, organisation.id in taken),)


_CANDIDATES = {
    RubricTemplate.BEST_PROJECT: _projects,
    RubricTemplate.BEST_MANAGER: _leaders,
    RubricTemplate.BEST_OFFICE: _office,
}
