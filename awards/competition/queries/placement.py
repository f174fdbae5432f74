"""Where an organisation competes."""

from __future__ import annotations

from awards.competition.domain import competing_kind
from awards.competition.queries.editions import edition_by_id
from awards.competition.queries.facts import CategoryFacts
from awards.competition.queries.methodology import methodology
from awards.competition.queries.parts import category_for
from awards.registry import queries as registry


def category_for_organisation(edition_id: str, organisation_id: str) -> CategoryFacts | None:
    """The category an organisation competes in: by its kind (D1).

    Where the methodology says that a subordinate organisation competes with its parent, the kind is that of
    the nearest superior on the edition's reference date. None for an unknown organisation or a kind without
    a category.
    """
    organisation, edition = registry.get_organisation(organisation_id), edition_by_id(edition_id)
    if organisation is None or edition is None:
        return None
    kind = organisation.kind
    if methodology(edition_id).settings.subordinate_with_parent:
        links = registry.subordinations()
        known = registry.organisations({link.parent_id for link in links} | {organisation_id})
        kinds = {found.id: found.kind for found in known.values()}
        kind = competing_kind(organisation_id, kinds, links, edition.reference_date)
    return category_for(edition_id, kind)
