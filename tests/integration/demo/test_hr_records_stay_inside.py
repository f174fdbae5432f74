"""Incentives and penalties are read by the HR service of that body and nowhere else (p.114(4), R18).

Every page of the portal is opened as every role, on a whole edition, with records whose words occur nowhere
else: no answer, whatever its form, may hold them.
"""

from __future__ import annotations

import io
import itertools
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.routing import Rule

from awards.accounts import services as accounts
from awards.accounts.models import Membership, RoleGrant, User
from awards.accounts.queries import actor_of, user_by_email
from awards.app import create_app
from awards.config import demo_settings
from awards.core import clock
from awards.core.actor import Role
from awards.core.workflow import ImportState
from awards.infra.db import Base, db
from awards.infra.spreadsheets import write_csv
from awards.infra.transaction import transaction
from awards.registry.domain import HrRecordData, HrRecordKind, ImportKind, ImportMode
from awards.registry.models import HrRecord, ImportRun, Organisation, Person, RoleHeld
from awards.registry.services import hr_records as services
from awards.registry.services import imports
from tests.factories.accounts import make_user, sign_in

MARKERS = (b"zq7731-thanks", b"zq7731-reprimand", b"zq7731-slip", b"zq7731-act", b"zq7731-why",
           b"zq7731-imported")  # fmt: skip
IN_FILES = (b"zq7731-file",)
OWN_TABLES = tuple(f'INSERT INTO "{name}"' for name in ("hr_record", "import_run", "import_row"))
"""Where the words are kept: the records, and the files of the HR service, which it alone opens."""
ALIASES = {
    "first_id": ("person",),
    "second_id": ("person",),
    "role_id": ("role_held",),
    "grant_id": ("role_grant", "hr_grant"),
    "name_id": ("organisation_name",),
    "record_id": ("hr_record",),
    "sheet_id": ("score_sheet",),
    "run_id": ("scoring_run", "assignment_run", "import_run"),
    "document_id": ("document",),
    "seat_id": ("committee_seat",),
    "contract_id": ("firm_engagement",),
    "consultant_id": ("firm_consultant",),
    "office_id": ("project_office",),
    "file_id": ("version_file", "draft_file"),
}
"""Tables whose ids stand in an address, where the name of the value is not that of the table."""
MOST = 8
"""Combinations of values tried on one address."""


class World:
    """A copy of the demo with an HR service, its records, and somebody of every role."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            with transaction():
                self.body, self.person = self._place()
                self._record()
            self._import()
        with app.app_context():
            self.users = self._users()
            self.ids = {table.name: self._ids(table) for table in Base.metadata.sorted_tables}

    def _place(self) -> tuple[str, str]:
        """The body of an applicant, and somebody who leads a project there."""
        member = user_by_email("applicant.digital@demo.example")
        assert member is not None
        body = db.session.scalars(
            select(Membership.organisation_id).where(Membership.user_id == member.id)
        ).first()
        person = db.session.scalars(
            select(RoleHeld.person_id).where(RoleHeld.organisation_id == body).order_by(RoleHeld.id)
        ).first()
        assert body and person
        return body, person

    def _record(self) -> None:
        secretary = user_by_email("secretary@demo.example")
        assert secretary is not None
        officer = make_user("HR", organisation_id=self.body, is_demo=True)
        other_body = db.session.scalars(
            select(RoleHeld.organisation_id).where(RoleHeld.organisation_id != self.body)
        ).first()
        assert other_body
        stranger = make_user("HR elsewhere", organisation_id=other_body, is_demo=True)
        self.officer_id, self.stranger_id = officer.id, stranger.id
        by: dict[str, Any] = {"actor": actor_of(secretary.id), "at": clock.now()}
        accounts.grant_hr(officer.id, self.body, "12-К", **by)
        accounts.grant_hr(stranger.id, other_body, "13-К", **by)
        by["actor"] = actor_of(officer.id)
        for kind, what in ((HrRecordKind.INCENTIVE, "zq7731-thanks"), (HrRecordKind.PENALTY, "zq7731-slip")):
            data = HrRecordData(self.person, self.body, kind, what, date(2025, 5, 5), None, "zq7731-act")
            row = services.add_hr_record(data, **by)
        right = HrRecordData(
            self.person, self.body, HrRecordKind.PENALTY, "zq7731-reprimand", date(2025, 5, 5)
        )
        services.correct_hr_record(row.id, right, reason="zq7731-why", **by)

    def _import(self) -> None:
        """A file of the HR service, taken over, with words of its own."""
        person, body = db.session.get_one(Person, self.person), db.session.get_one(Organisation, self.body)
        headers = ("full_name", "bin", "kind", "what", "given_on", "act_number")
        row = (person.full_name, body.bin, "Жаза", "zq7731-imported", "2026-01-05", "zq7731-act")
        data, by = write_csv(headers, [row]), {"actor": actor_of(self.officer_id), "at": clock.now()}
        with transaction():
            run = imports.start_import(
                ImportKind.HR_RECORDS, "zq7731-file.csv", data, organisation_id=self.body, **by
            )
            run_id = run.id
        while imports.work(clock.now()):
            pass
        with transaction():
            imports.apply_import(run_id, ImportMode.ALL_OR_NOTHING, "zq7731-why", **by)
        while imports.work(clock.now()):
            pass
        db.session.expire_all()
        assert db.session.get_one(ImportRun, run_id).state is ImportState.APPLIED

    def _users(self) -> dict[str, str | None]:
        held = db.session.execute(select(RoleGrant.role, RoleGrant.user_id).order_by(RoleGrant.id))
        by_role = {role.value: user_id for role, user_id in held}
        assert set(by_role) >= {role.value for role in Role} - {"hr"}
        member = user_by_email("applicant.digital@demo.example")
        assert member is not None
        return {"public": None, "member": member.id, "hr elsewhere": self.stranger_id, **by_role}

    def _ids(self, table: Any) -> tuple[str, ...]:
        """Ids of a table's rows: those of the body and the person first, then a few of the rest."""
        if "id" not in table.c:
            return ()
        about = [
            table.c[name] == value
            for name, value in (("person_id", self.person), ("organisation_id", self.body))
            if name in table.c
        ]
        first = db.session.scalars(select(table.c.id).where(*about[:1]).limit(2)).all() if about else []
        rest = db.session.scalars(select(table.c.id).order_by(table.c.id).limit(2)).all()
        return tuple(dict.fromkeys((*first, *rest)))

    def browser(self, user_id: str | None) -> FlaskClient:
        client = self.app.test_client()
        if user_id is not None:
            with self.app.app_context(), transaction():
                user = db.session.get_one(User, user_id)
                sign_in(client, user)
        return client

    def addresses(self) -> Iterator[str]:
        """Every address that answers GET, with ids of records that exist."""
        adapter = self.app.url_map.bind("localhost")
        for rule in self.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint not in ("static", "front"):
                for values in itertools.islice(self._values(rule), MOST):
                    yield adapter.build(rule.endpoint, values)

    def _values(self, rule: Rule) -> Iterator[dict[str, Any]]:
        names = sorted(rule.arguments)
        for combination in itertools.product(*(self._known(name) for name in names)):
            yield dict(zip(names, combination, strict=True))

    def _known(self, name: str) -> tuple[Any, ...]:
        fixed: dict[str, tuple[Any, ...]] = {
            "lang": ("en",),
            "number": (1,),
            "page": (1,),
            "kind": (ImportKind.HR_RECORDS, ImportKind.PEOPLE, ImportKind.ROLES, ImportKind.CERTIFICATES),
            "form": ("csv", "xlsx"),
            "year": self.years(),
            "organisation_id": (self.body,),
            "person_id": (self.person, *self.ids["person"][:1]),
        }
        if name in fixed:
            return fixed[name]
        tables = ALIASES.get(name, (name.removesuffix("_id"),))
        found = tuple(each for table in tables for each in self.ids.get(table, ()))
        return found or ("none",)

    def years(self) -> tuple[int, ...]:
        with self.app.app_context():
            table = Base.metadata.tables["edition"]
            return tuple(db.session.scalars(select(table.c.year).order_by(table.c.year.desc())))


@pytest.fixture(scope="module")
def world(demo: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("hr")
    settings = demo_settings(folder)
    with demo.app_context():
        path = db.engine.url.database
    assert path
    with sqlite3.connect(path) as connection:
        connection.execute("VACUUM INTO ?", (settings.database_url.removeprefix("sqlite:///"),))
    app = create_app(settings)
    yield World(app)
    with app.app_context():
        db.engine.dispose()


def told(body: bytes, kind: str) -> Iterator[bytes]:
    """Everything an answer says: as it is, and what is packed inside."""
    yield body
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from told(archive.read(name), "")
    elif body[:5] == b"%PDF-":
        yield "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).encode()


def findings(world: World, user_id: str | None, allowed: Callable[[str], bool]) -> tuple[set[str], int]:
    """Addresses whose answers hold a marker, and how many addresses answered 200."""
    client, found, opened = world.browser(user_id), set(), 0
    for address in world.addresses():
        answer = client.get(address)
        opened += answer.status_code == 200
        for part in told(answer.get_data(), answer.mimetype):
            if any(marker in part for marker in (*MARKERS, *IN_FILES)) and not allowed(address):
                found.add(address)
    return found, opened


ROLES = (
    "public", "member", "hr elsewhere", "clerk", "secretary", "committee", "observer", "assessor", "juror",
    "chair",
)  # fmt: skip


OPENED = {
    "public": 15, "member": 20, "hr elsewhere": 12, "clerk": 25, "secretary": 60, "committee": 35,
    "observer": 35, "assessor": 15, "juror": 15, "chair": 15,
}  # fmt: skip
"""At least so many addresses answer each of them: else the walk would prove nothing."""


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_anybody_else_says_a_word_of_them(world: World, role: str) -> None:
    found, opened = findings(world, world.users[role], lambda _: False)
    assert found == set()
    assert opened >= OPENED[role], (opened, "pages were really opened")


def test_the_service_of_that_body_reads_them_on_its_own_pages_alone(world: World) -> None:
    seen: set[str] = set()

    def own(address: str) -> bool:
        seen.add(address)
        return address.startswith("/en/registry/hr/")

    found, _ = findings(world, world.officer_id, own)
    assert found == set()
    page = f"/en/registry/hr/{world.body}/people/{world.person}"
    assert page in seen
    shown = world.browser(world.officer_id).get(page).get_data()
    assert all(marker in shown for marker in MARKERS), "the former text stays readable to the HR service"


def test_no_other_table_holds_a_word_of_them(world: World) -> None:
    """Neither the log, nor the outbox, nor anything else that is read or exported elsewhere."""
    with world.app.app_context():
        assert db.session.scalar(select(HrRecord.id)) is not None
        path = db.engine.url.database
    assert path
    with sqlite3.connect(path) as connection:
        lines = [line for line in connection.iterdump() if not line.startswith(OWN_TABLES)]
    assert [line for line in lines if "zq7731" in line] == []
