"""What the log must not tell the house before its time: who entered (R2, R3), and the marks (R6)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from awards.accounts.models import User
from awards.core import clock
from awards.core.actor import Role
from awards.core.canonical import GENESIS, digest, link
from awards.core.workflow import EntryState, SegmentState, Stage
from awards.infra import audit
from awards.infra.db import db
from awards.infra.transaction import transaction
from tests.factories.accounts import actor_of, make_user, sign_in
from tests.factories.competition import make_edition, put_segment
from tests.factories.registry import make_organisation
from tests.factories.scoring import make_scored
from tests.factories.submissions import make_entry
from tests.integration.conftest import NOW
from tests.integration.conftest import settings as settings

LOG = "/en/committee/2026/audit"
HOUSE = (Role.SECRETARY, Role.OBSERVER)


def note(event: str, edition_id: str, kind: str, object_id: str, facts: dict[str, Any], by: User) -> None:
    """Write an event as a service would; what the test has added so far is committed first."""
    db.session.commit()
    with transaction():
        audit.record(
            event,
            actor=actor_of(by),
            at=NOW,
            edition_id=edition_id,
            object_kind=kind,
            object_id=object_id,
            facts=facts,
        )


def exported(client: FlaskClient) -> list[dict[str, Any]]:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(LOG).text)
    assert found is not None
    data = client.post(f"{LOG}/export", data={"csrf_token": found.group(1)}).data
    return [json.loads(line) for line in data.splitlines()]


def assert_whole(lines: list[dict[str, Any]]) -> None:
    """The chain is checked although some bodies are withheld."""
    before = GENESIS
    for line in lines:
        told = digest(line["body"]) if "body" in line else line["digest"]
        assert (line["prev"], line["hash"]) == (before, link(line["seq"], before, told))
        before = line["hash"]


@pytest.mark.parametrize("role", HOUSE)
@pytest.mark.parametrize(("stage", "is_told"), [(Stage.OPEN, False), (Stage.ADMISSIBILITY, True)])
def test_the_log_does_not_open_the_envelopes(
    client: FlaskClient, role: Role, stage: Stage, is_told: bool
) -> None:
    edition = make_edition(stage)
    body = make_organisation("«Демо» конверт")
    owner = make_user("Қонысбай Өтінімші", organisation_id=body.id)
    entry = make_entry(edition, body, state=EntryState.DRAFT)
    facts = {"nomination": "best_project", "organisation": body.bin}
    note("entry.created", edition.id, "entry", entry.id, facts, owner)
    sign_in(client, make_user(role=role, edition_id=edition.id))
    with clock.frozen(NOW):
        page, about = client.get(LOG).text, client.get(f"{LOG}?about={owner.id}").text
        assert "Entry started" in page
        assert ("Қонысбай" in page, body.bin in page) == (is_told, is_told)
        assert ("No such event" in about) is not is_told
        if role is Role.OBSERVER:
            lines = exported(client)
            assert_whole(lines)
            assert (body.bin in json.dumps(lines)) is is_told


@pytest.mark.parametrize("role", HOUSE)
@pytest.mark.parametrize(
    ("state", "is_told"), [(SegmentState.ASSESSMENT, False), (SegmentState.FINALISTS, True)]
)
def test_the_log_tells_no_marks_while_the_segment_is_assessed(
    client: FlaskClient, role: Role, state: SegmentState, is_told: bool
) -> None:
    made = make_scored({"Жол": (93_150, 91_000)})
    put_segment(made.segment, state)
    sheet = made.sheet("Жол")
    by = db.session.get_one(User, made.assessors[0].user_id)
    note("sheet.locked", made.edition.id, "sheet", sheet.id, {"total": 93_150, "digest": "d" * 64}, by)
    sign_in(client, make_user(role=role, edition_id=made.edition.id))
    with clock.frozen(NOW):
        page = client.get(LOG).text
        assert "Score sheet locked" in page
        assert ("93.15" in page) is is_told
        if role is Role.OBSERVER:
            lines = exported(client)
            assert_whole(lines)
            assert ("93150" in json.dumps(lines)) is is_told


def test_a_number_no_database_can_hold_is_no_address(client: FlaskClient) -> None:
    for page in ("", "/winners", "/methodology"):
        assert client.get(f"/en/{'9' * 20}{page}").status_code == 404
