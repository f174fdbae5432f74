"""Whose imports a page is about: the clerks', or those of the HR service of one body."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from awards.registry import queries
from awards.registry.domain import ImportKind, OrganisationFacts
from awards.web.forms import go

CLERK_KINDS = tuple(kind for kind in ImportKind if kind is not ImportKind.HR_RECORDS)


@dataclass(frozen=True)
class Desk:
    """Addresses and kinds of tables; `organisation` is None for the clerks."""

    organisation: OrganisationFacts | None
    kinds: Collection[ImportKind]

    @property
    def organisation_id(self) -> str | None:
        return self.organisation.id if self.organisation else None

    def url(self, name: str, **values: Any) -> str:
        return url_for(self._endpoint(name), **self._values(values))

    def go(self, name: str, *, done: str | None = None, **values: Any) -> Response:
        return go(self._endpoint(name), done=done, **self._values(values))

    def template_url(self, kind: str, form: str) -> str:
        values = {"form": form} if self.organisation else {"kind": kind, "form": form}
        return self.url("import_template", **values)

    def _endpoint(self, name: str) -> str:
        return f"registry.hr_{name}" if self.organisation else f"registry.{name}"

    def _values(self, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "organisation_id": self.organisation.id} if self.organisation else values


CLERK = Desk(None, CLERK_KINDS)


def body_of(organisation_id: str, **_others: str) -> OrganisationFacts | None:
    """The body of an address that has more in it than the body."""
    return queries.get_organisation(organisation_id)


def hr_desk(organisation: OrganisationFacts) -> Desk:
    return Desk(organisation, (ImportKind.HR_RECORDS,))
