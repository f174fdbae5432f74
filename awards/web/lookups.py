"""What a lower package's page shows of a higher one: the app hands over the queries; imports point down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, cast

from flask import Flask, current_app

from awards.core.text import Text

FindEdition = Callable[[int], Any]
"""A year to its edition (`.id`, `.year`, `.title`, `.subject`, `.edition`), or None."""
NameOrganisations = Callable[[Collection[str]], Mapping[str, Text]]
"""Ids to the names in force; unknown ids are left out."""


def edition_of_year(year: int) -> Any:
    """The edition of that year, or None."""
    return cast(FindEdition, current_app.extensions["awards.edition_of_year"])(year)


def organisation_names(ids: Collection[str]) -> Mapping[str, Text]:
    """The names of these organisations by id."""
    return cast(NameOrganisations, current_app.extensions["awards.organisation_names"])(ids)


def init_app(app: Flask, *, edition_of_year: FindEdition, organisation_names: NameOrganisations) -> None:
    app.extensions["awards.edition_of_year"] = edition_of_year
    app.extensions["awards.organisation_names"] = organisation_names
