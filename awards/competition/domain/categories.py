"""Default categories of participants (D1): a dictionary that each edition may change."""

from __future__ import annotations

from dataclasses import dataclass

from awards.core.text import Text
from awards.registry.domain import OrganisationKind


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
