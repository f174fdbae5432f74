"""Imports of projects (p.94(8))."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from sqlalchemy import or_, select

from awards.core.errors import Refusal
from awards.core.text import fold
from awards.infra.db import db
from awards.registry.domain import ImportKind, ProjectData
from awards.registry.domain.tables import Values
from awards.registry.models import Project, ProjectCounter
from awards.registry.services.imports.bodies import OfBody
from awards.registry.services.imports.plans import By, Plan, either, put
from awards.registry.services.projects import counter_of, project_columns


class Projects(OfBody):
    """By number, else by organisation and Kazakh title; the registry numbers a new one (p.94(8))."""

    kind = ImportKind.PROJECTS
    record_kind = "project"
    key_field = "title_kk"

    def load(self, rows: Sequence[Values]) -> Sequence[Project]:
        numbers = {row["number"] for row in rows if row.get("number")}
        bodies = {row["_body"] for row in rows if not row.get("number")}
        titles = {_title(row["title_kk"]) for row in rows}
        wanted = or_(Project.number.in_(numbers), Project.organisation_id.in_(bodies))
        known = [
            row
            for row in db.session.scalars(select(Project).where(wanted))
            if row.number in numbers or _title(row.title_kk) in titles
        ]
        self.by_number = {row.number: row for row in known}
        self.by_title: defaultdict[Hashable, list[Project]] = defaultdict(list)
        for row in known:
            self.by_title[row.organisation_id, _title(row.title_kk)].append(row)
        return known

    def found(self, values: Values) -> Project | None:
        number = values.get("number")
        if not number:
            record: Project | None = either(None, {}, self.by_title[self._titled(values)])
            return record
        if number not in self.by_number:
            raise Refusal("registry.import_no_project", facts={"field": "number", "number": number})
        return self.by_number[number]

    def _titled(self, values: Values) -> Hashable:
        return values["_body"], _title(values["title_kk"])

    def key(self, values: Values, record: Project | None) -> Hashable:
        return record.id if record else self._titled(values)

    def faults(self, values: Values, record: Project | None) -> Iterator[Refusal]:
        data = self._data(values)
        yield from data.problems()
        for code in ("chartered_on", "planned_on", "closed_on"):
            if (day := getattr(data, code)) is not None and day > self.scope.day:
                yield Refusal("registry.approval_in_future", facts={"field": code})
        if record is None:
            yield from self.bodies.must_stand(values, "bin", data.starts_on)
        elif record.organisation_id != values["_body"]:
            yield Refusal("registry.project_of_other", facts={"field": "bin"})

    def _data(self, values: Values) -> ProjectData:
        names = ProjectData.__dataclass_fields__.keys() & values.keys()
        return ProjectData(organisation_id=values["_body"], **{name: values[name] for name in names})

    def write(self, plan: Plan, by: By) -> str:
        columns = project_columns(self._data(plan.values))
        if plan.record is None:
            counter = self._counter(by)
            counter.last += 1
            columns |= {"number": f"{counter.year}-{counter.last:06d}", "registered_at": by.at}
        return put(Project, plan, columns)

    def _counter(self, by: By) -> ProjectCounter:
        """The year's counter under its lock, read once in a transaction."""
        key = "import_counter"
        if key not in db.session.info or db.session.info[key] not in db.session:
            db.session.info[key] = counter_of(by.at)
        counter: ProjectCounter = db.session.info[key]
        return counter


def _title(title: str) -> str:
    """How two spellings of one title are told to be the same."""
    return fold(title)
