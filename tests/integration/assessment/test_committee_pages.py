"""Pages of assessors, conflicts and the assignment: who sees what, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from awards.accounts.models import User
from awards.assessment.models import Assignment, Declaration
from awards.assessment.queries import assignment_in, entry_panel, pairs_of_run
from awards.assessment.services import compute_clearances, propose_assignment
from awards.core import clock
from awards.core.actor import Role
from awards.core.workflow import DeclarationState, RunState, Stage
from awards.infra.db import db
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessment import make_declaration
from tests.factories.registry import make_certificate, make_engagement, make_person
from tests.integration.assessment.scene import AT, Scene, counted, make_scene

Make = Callable[..., Scene]


@pytest.fixture(autouse=True)
def august() -> Iterator[None]:
    with clock.frozen(AT):
        yield


def token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([0-9a-f]+)"', page)
    assert found, "the page has no form"
    return found.group(1)


def submit(client: FlaskClient, address: str, /, page: str = "", **fields: object) -> TestResponse:
    shown = client.get(page or address).text
    return client.post(address, data={"csrf_token": token(shown), **fields})


def signed_in(client: FlaskClient, scene: Scene, role: Role | None) -> None:
    user = scene.secretary
    if role is not Role.SECRETARY:
        user = make_user("Адам", role=role, edition_id=scene.edition.id if role else None)
    sign_in(client, user)


def assessor_user(scene: Scene, number: int = 0) -> User:
    return db.session.get_one(User, scene.assessors[number].user_id)


def test_the_committee_reads_the_secretary_acts_and_strangers_find_nothing(client: FlaskClient) -> None:
    scene = make_scene(entries=1, assessors=3)
    declared = make_declaration(scene.assessors[0], scene.entries[0].id, DeclarationState.DECLARED)
    person = make_person("Яна Петрова")
    run = propose_assignment(scene.edition.id, actor=scene.actor, at=AT)
    base, pair = "/en/committee/2026", f"{scene.assessors[1].id}/{scene.entries[0].id}"
    reading = {f"{base}/assessors", f"{base}/conflicts", f"{base}/conflicts/{pair}", f"{base}/assignment",
               f"{base}/assignment/{run.id}/problem.json"}  # fmt: skip
    deciding = {f"{base}/conflicts/declarations/{declared.id}"}
    one, panel = scene.assessors[1].id, scene.entries[0].id
    acting = {f"{base}/assessors/people", f"{base}/assessors/people/{person.id}", f"{base}/assessors/{one}",
              f"{base}/assessors/{one}/remove", f"{base}/assignment/{run.id}/entries/{panel}",
              f"{base}/assignment/{run.id}/confirm"}  # fmt: skip
    allowed = {
        Role.SECRETARY: reading | deciding | acting,
        Role.COMMITTEE: reading | deciding,
        Role.OBSERVER: reading,
        Role.ASSESSOR: set(),
        Role.JUROR: set(),
        None: set(),
    }
    for role, pages in allowed.items():
        signed_in(client, scene, role)
        for address in reading | deciding | acting:
            assert client.get(address).status_code == (200 if address in pages else 404), (role, address)


def test_an_assessor_never_sees_the_report_before_declaring_and_no_colleague(client: FlaskClient) -> None:
    scene = make_scene(entries=2, assessors=2)
    make_engagement(scene.people[0], scene.organisations[1])
    compute_clearances(scene.edition.id, actor=scene.actor, at=AT)
    sign_in(client, assessor_user(scene))
    page = client.get("/en/assessor/conflicts").text
    for title in ("Ауыл мектептеріне интернет 1", "Жаңа емхана 1"):
        assert title in page
    assert "Үш ауданның" not in page and scene.people[1].full_name not in page
    assert page.count('name="entries"') == 1, "the blocked entry has nothing to tick"
    done = submit(client, "/en/assessor/conflicts", entries=[scene.entries[0].id])
    assert done.status_code == 303
    rows = db.session.query(Declaration).all()
    assert [(row.entry_id, row.state) for row in rows] == [(scene.entries[0].id, DeclarationState.CLEAR)]


def test_a_declared_conflict_reaches_the_committee_and_is_decided(client: FlaskClient) -> None:
    scene = make_scene(entries=1, assessors=1)
    sign_in(client, assessor_user(scene))
    address = f"/en/assessor/conflicts/{scene.entries[0].id}"
    empty = submit(client, address, answer="yes", text="")
    assert "Describe the conflict of interest" in empty.text
    assert submit(client, address, answer="yes", text="Ағам басқарады").status_code == 303
    row = db.session.query(Declaration).one()
    signed_in(client, scene, Role.COMMITTEE)
    assert "Ағам басқарады" in client.get("/en/committee/2026/conflicts").text
    address = f"/en/committee/2026/conflicts/declarations/{row.id}"
    fields = {"verdict": "recuse", "reason": "Туыстық", "number": "12", "decided_on": "2026-08-12"}
    assert submit(client, address, **fields).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Declaration, row.id).state is DeclarationState.RECUSED
    assert "№ 12" in client.get("/en/committee/2026/conflicts").text


def test_the_explanation_shows_the_record_and_the_window(client: FlaskClient) -> None:
    scene = make_scene(entries=1, assessors=1)
    make_engagement(scene.people[0], scene.organisations[0], until=date(2025, 5, 1), contract_number="К-17")
    signed_in(client, scene, Role.OBSERVER)
    page = client.get(f"/en/committee/2026/conflicts/{scene.assessors[0].id}/{scene.entries[0].id}").text
    for words in ("May not assess", "Consultancy contract", "01.01.2024 – 01.05.2025", "01.04.2025", "К-17"):
        assert words in page, words


def test_a_whole_assignment_through_the_pages(client: FlaskClient) -> None:
    scene = make_scene(entries=2, assessors=4, per_entry=2)
    make_engagement(scene.people[0], scene.organisations[0])
    sign_in(client, scene.secretary)
    base = "/en/committee/2026/assignment"
    proposed = submit(client, f"{base}/propose", page=base, connect="y", balance="10")
    assert proposed.status_code == 303, proposed.text
    run = assignment_in(scene.edition.id, RunState.PROPOSED)
    assert run is not None
    entry, blocked = scene.entries[0].id, scene.assessors[0].id
    panel = entry_panel(run.id, entry, clock.today())
    assert panel is not None
    edit = f"{base}/{run.id}/entries/{entry}"
    page = client.get(edit).text
    assert f'value="{panel.choices[0].assessor.id}"' in page and f'value="{blocked}"' not in page
    leaves = panel.panel.members[0].assessor.id
    refused = submit(client, edit, leaves=leaves, joins=blocked)
    assert refused.status_code == 200 and "121" in refused.text
    assert {one.assessor_id for one in pairs_of_run(run.id) if one.entry_id == entry} >= {leaves}
    assert submit(client, edit, leaves=leaves, joins=panel.choices[0].assessor.id).status_code == 303
    confirm = f"{base}/{run.id}/confirm"
    assert submit(client, confirm, number="15", decided_on="2026-08-12").status_code == 303
    assert "№ 15" in client.get(base).text
    assert db.session.query(Assignment).filter_by(is_manual=True).count() == 1


def test_an_infeasible_proposal_says_who_and_how_many(client: FlaskClient) -> None:
    scene = make_scene(entries=1, assessors=2, per_entry=2)
    make_engagement(scene.people[0], scene.organisations[0])
    sign_in(client, scene.secretary)
    base = "/en/committee/2026/assignment"
    page = submit(client, f"{base}/propose", page=base, connect="y", balance="10").text
    assert "No assignment exists" in page and "Қайрат Төлегенов" in page and "1 missing" in page


def test_naming_through_the_registry_and_the_gate(client: FlaskClient) -> None:
    scene = make_scene(entries=1, assessors=1)
    good, lapsed = make_person("Яна Петрова"), make_person("Ирина Ким")
    make_certificate(good)
    make_certificate(lapsed, valid_until=date(2026, 9, 1))
    make_user("Яна Петрова", "yana@example.kz")
    sign_in(client, scene.secretary)
    found = client.get("/en/committee/2026/assessors/people?q=петрова").text
    assert "Яна Петрова" in found and "Ирина Ким" not in found
    fields = {"capacity": "5", "minimum": "0", "number": "4", "decided_on": "2026-08-12"}
    people = "/en/committee/2026/assessors/people"
    refused = submit(client, f"{people}/{lapsed.id}", email="yana@example.kz", **fields)
    assert "02.09.2026" in refused.text and "121" in refused.text
    assert submit(client, f"{people}/{good.id}", email="yana@example.kz", **fields).status_code == 303
    assert "Яна Петрова" in client.get("/en/committee/2026/assessors").text
    invited = submit(
        client,
        f"{people}/{good.id}/invite",
        page=f"{people}/{good.id}",
        address="new@example.kz",
        language="kk",
    )
    assert invited.status_code in (200, 303)


@pytest.mark.parametrize("size", [2, 30])
def test_lists_cost_the_same_however_long_they_are(client: FlaskClient, size: int) -> None:
    scene = make_scene(entries=size, assessors=size, per_entry=2, capacity=20)
    propose_assignment(scene.edition.id, actor=scene.actor, at=AT)
    sign_in(client, scene.secretary)
    costs = {}
    for page in ("assessors", "conflicts", "assignment"):
        with counted() as statements:
            assert client.get(f"/en/committee/2026/{page}").status_code == 200
        costs[page] = len(statements)
    sign_in(client, assessor_user(scene))
    with counted() as statements:
        assert client.get("/en/assessor/conflicts").status_code == 200
    costs["own"] = len(statements)
    assert costs == {"assessors": 13, "conflicts": 15, "assignment": 24, "own": 11}


def test_nobody_declares_before_the_entries_are_admitted_or_for_another(client: FlaskClient) -> None:
    scene = make_scene(entries=1, assessors=2, stage=Stage.OPEN)
    sign_in(client, assessor_user(scene))
    page = f"/en/assessor/conflicts/{scene.entries[0].id}"
    answer = submit(client, page, answer="no")
    assert "not possible at the present stage" in answer.text
    assert db.session.query(Declaration).count() == 0
    outsider = make_user("Бөтен")
    sign_in(client, outsider)
    assert client.get("/en/assessor/conflicts").status_code == 404
