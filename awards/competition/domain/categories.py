"""Default categories of participants (D1): a dictionary that each edition may change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from awards.core.text import Text
from awards.registry.domain import OrganisationKind, SubordinationFacts, holds_on


@dataclass(frozen=True)
class CategoryTemplate:
    """A category with the kinds of organisations that compete in it (many to one)."""

    code: str
    title: Text
    kinds: tuple[OrganisationKind, ...]


DEFAULT_CATEGORIES: tuple[CategoryTemplate, ...] = (
    CategoryTemplate(
        "central",
        Text("Орталық мемлекеттік органдар", "Центральные государственные органы", "Central state bodies"),
        (OrganisationKind.CENTRAL,),
    ),
    CategoryTemplate(
        "local",
        Text(
            "Жергілікті атқарушы органдар",
            "Местные исполнительные органы (акиматы)",
            "Local executive bodies",
        ),
        (OrganisationKind.LOCAL,),
    ),
    CategoryTemplate(
        "security",
        Text(
            "Құқық қорғау және күштік органдар",
            "Правоохранительные и силовые органы",
            "Law-enforcement and security bodies",
        ),
        (OrganisationKind.SECURITY,),
    ),
    CategoryTemplate(
        "president",
        Text(
            "Президентке бағынатын және есеп беретін органдар",
            "Органы, подчинённые и подотчётные Президенту",
            "Bodies accountable to the President",
        ),
        (OrganisationKind.PRESIDENT,),
    ),
    CategoryTemplate(
        "subordinate",
        Text("Ведомстволық бағынысты ұйымдар", "Подведомственные организации", "Subordinate organisations"),
        (OrganisationKind.SUBORDINATE,),
    ),
    CategoryTemplate(
        "quasi",
        Text(
            "Квазимемлекеттік сектор және ұлттық компаниялар",
            "Квазигосударственный сектор и национальные компании",
            "Quasi-public sector and national companies",
        ),
        (OrganisationKind.QUASI,),
    ),
    CategoryTemplate(
        "private", Text("Жеке сектор", "Частный сектор", "Private business"), (OrganisationKind.PRIVATE,)
    ),
    CategoryTemplate(
        "civil",
        Text(
            "Үкіметтік емес, білім беру және халықаралық ұйымдар",
            "НПО, образование, международные организации",
            "NGOs, education, international",
        ),
        (OrganisationKind.CIVIL,),
    ),
)


def competing_kind(
    organisation_id: str,
    kinds: Mapping[str, OrganisationKind],
    links: Iterable[SubordinationFacts],
    day: date,
) -> OrganisationKind:
    """The kind a subordinate organisation competes as when it competes with its parent (D1).

    It is the kind of the nearest superior on `day` that is not a subordinate organisation itself; the own
    kind for everyone else, where there is no such superior, and where superiors equally near differ.
    """
    own = kinds[organisation_id]
    if own is not OrganisationKind.SUBORDINATE:
        return own
    holding = [link for link in links if holds_on(link.since, link.until, day)]
    seen, level = {organisation_id}, {organisation_id}
    while level:
        level = {link.parent_id for link in holding if link.child_id in level} - seen
        seen |= level
        found = {kinds[parent] for parent in level} - {OrganisationKind.SUBORDINATE}
        if found:
            return found.pop() if len(found) == 1 else own
    return own
