"""Whom and what rows name: organisations by BIN, people by code, IIN or name, projects and offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from awards.core.errors import Refusal
from awards.core.text import fold, name_key
from awards.infra.db import db
from awards.registry import iin
from awards.registry.domain.tables import Values
from awards.registry.models import Organisation, Person, Project, ProjectOffice
from awards.registry.queries.hr_records import is_there


@dataclass(frozen=True)
class Body:
    """An organisation as rows need it."""

    id: str
    ended_on: date | None


@dataclass(frozen=True)
class Someone:
    """A person as rows need them."""

    id: str
    full_name: str
    folded: str
    name_key: str
    iin_index: str | None
    merged_into_id: str | None


class Bodies:
    """Organisations by BIN."""

    def __init__(self) -> None:
        self._by_bin: dict[str, Body] = {}

    def look_up(self, rows: Iterable[Values], *codes: str) -> None:
        bins = {row[code] for row in rows for code in codes if row.get(code)}
        found = db.session.execute(
            select(Organisation.bin, Organisation.id, Organisation.ended_on).where(Organisation.bin.in_(bins))
        )
        self._by_bin = {row.bin: Body(row.id, row.ended_on) for row in found}

    def named(self, values: Values, code: str) -> str:
        """The id of the organisation in a column. Refuses with `registry.import_no_organisation`."""
        body = self._by_bin.get(values[code])
        if body is None:
            raise Refusal("registry.import_no_organisation", facts={"field": code, "bin": values[code]})
        return body.id

    def must_stand(self, values: Values, code: str, since: date | None) -> Iterator[Refusal]:
        """`registry.organisation_ended` where a fact would begin after the last day of the body."""
        body = self._by_bin.get(values.get(code) or "")
        if body is not None and body.ended_on is not None and since is not None and since > body.ended_on:
            facts = {"field": code, "on": body.ended_on.strftime("%d.%m.%Y")}
            yield Refusal("registry.organisation_ended", facts=facts)


class People:
    """People by the code of the record, the IIN, or a name that exactly one of them bears.

    `organisation_id`: only people of that body are found, so that its HR service looks nobody else up.
    """

    def __init__(self, organisation_id: str | None = None) -> None:
        self._organisation_id = organisation_id
        self._by_id: dict[str, Someone] = {}
        self._by_iin: dict[str, Someone] = {}
        self._by_name: defaultdict[str, list[Someone]] = defaultdict(list)

    def look_up(self, rows: Sequence[Values], code: str = "person_id") -> None:
        """Three queries at most, whatever the number of rows; `code` is the column with the record's code."""
        ids = {row[code] for row in rows if row.get(code)}
        numbers = {iin.index(row["iin"]) for row in rows if row.get("iin")}
        names = {name_key(row["full_name"]) for row in rows if row.get("full_name")}
        found = {
            one.id: one
            for column, wanted in (
                (Person.id, ids),
                (Person.iin_index, numbers),
                (Person.name_key, names),
            )
            if wanted
            for one in self._people(column.in_(wanted))
        }
        survivors = {one.merged_into_id for one in found.values() if one.merged_into_id} - found.keys()
        found |= {one.id: one for one in (self._people(Person.id.in_(survivors)) if survivors else ())}
        self._by_id = found
        self._by_iin = {one.iin_index: one for one in found.values() if one.iin_index}
        self._by_name = defaultdict(list)
        for one in found.values():
            if one.merged_into_id is None:
                self._by_name[one.folded].append(one)

    def _people(self, condition: Any) -> list[Someone]:
        rows = select(
            Person.id,
            Person.full_name,
            Person.folded,
            Person.name_key,
            Person.iin_index,
            Person.merged_into_id,
        ).where(condition)
        if self._organisation_id is not None:
            rows = rows.where(is_there(self._organisation_id))
        return [Someone(*row) for row in db.session.execute(rows)]

    def by_id(self, person_id: str) -> Someone | None:
        return self._by_id.get(person_id)

    def by_iin(self, number: str) -> Someone | None:
        return self._by_iin.get(iin.index(number))

    def by_name(self, full_name: str) -> list[Someone]:
        return self._by_name[fold(full_name)]

    def whom(self, values: Values) -> Values:
        """The row's person as `person_id` and `full_name`, for the values of the row; the IIN leaves them.

        Refuses with `registry.import_no_person`, `registry.import_namesakes`, and
        `registry.import_other_name` where the name is not that of the person the code or the IIN names.
        """
        person_id, number, name = (values.get(code) for code in ("person_id", "iin", "full_name"))
        rest = {code: value for code, value in values.items() if code != "iin"}
        if person_id:
            one = self._survivor(self.by_id(person_id), "person_id")
        elif number:
            one = self._survivor(self.by_iin(number), "iin")
        elif name:
            one = self._only(name)
        else:
            raise Refusal("registry.import_no_person", facts={"field": "full_name"})
        if name and fold(name) != one.folded:
            raise Refusal("registry.import_other_name", facts={"field": "full_name", "name": one.full_name})
        return {**rest, "person_id": one.id, "full_name": one.full_name}

    def _survivor(self, one: Someone | None, field: str) -> Someone:
        if one is not None and one.merged_into_id is not None:
            one = self.by_id(one.merged_into_id)
        if one is None:
            raise Refusal("registry.import_no_person", facts={"field": field})
        return one

    def _only(self, name: str) -> Someone:
        bearers = self.by_name(name)
        if len(bearers) > 1:
            facts = {"field": "full_name", "count": len(bearers)}
            raise Refusal("registry.import_namesakes", facts=facts)
        if not bearers:
            raise Refusal("registry.import_no_person", facts={"field": "full_name"})
        return bearers[0]


@dataclass(frozen=True)
class Office:
    """A project office as rows need it."""

    id: str
    since: date
    until: date | None


class Places:
    """Projects by number, and offices by their body and the day from which they exist."""

    def __init__(self) -> None:
        self._projects: dict[str, tuple[str, str]] = {}
        self._offices: dict[tuple[str, date], Office] = {}

    def look_up(self, rows: Sequence[Values]) -> None:
        numbers = {row["project_number"] for row in rows if row.get("project_number")}
        found = select(Project.number, Project.id, Project.organisation_id).where(Project.number.in_(numbers))
        self._projects = {row[0]: (row[1], row[2]) for row in db.session.execute(found)} if numbers else {}
        bins = {row["bin"] for row in rows if row.get("office_since")}
        offices = (
            select(ProjectOffice)
            .join(Organisation, Organisation.id == ProjectOffice.organisation_id)
            .where(Organisation.bin.in_(bins))
        )
        self._offices = {
            (row.organisation_id, row.since): Office(row.id, row.since, row.until)
            for row in (db.session.scalars(offices) if bins else ())
        }

    def project(self, number: str) -> tuple[str, str]:
        """The project's id and its organisation's. Refuses with `registry.import_no_project`."""
        if number not in self._projects:
            raise Refusal("registry.import_no_project", facts={"field": "project_number", "number": number})
        return self._projects[number]

    def office(self, organisation_id: str, since: date) -> Office:
        """The body's office. Refuses with `registry.import_no_office`."""
        if (organisation_id, since) not in self._offices:
            raise Refusal("registry.import_no_office", facts={"field": "office_since"})
        return self._offices[organisation_id, since]
