"""A tie that comes with a file suspends the sheets it concerns in the commit that takes it over (p.121)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from awards.assessment.models import ScoreSheet
from awards.assessment.queries import assignment_in, pairs_of_run
from awards.assessment.services import confirm_assignment, propose_assignment
from awards.core import clock
from awards.core.workflow import ImportState, RunState, SheetState
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.registry.domain import ImportKind, ImportMode
from awards.registry.models import Organisation, Person
from awards.registry.services import imports
from tests.factories.registry import make_organisation
from tests.integration.assessment.scene import AT, make_scene
from tests.integration.registry import scene_imports as files

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]

Table = tuple[ImportKind, tuple[str, ...], tuple[str, ...]]


def _engagement(person: Person, body: Organisation, firm: Organisation) -> Table:
    headers = ("person_id", "full_name", "bin", "kind", "since")
    return ImportKind.ENGAGEMENTS, headers, (
        person.id, person.full_name, body.bin, "consultancy", "2026-01-01",
    )  # fmt: skip


def _role(person: Person, body: Organisation, firm: Organisation) -> Table:
    headers = ("person_id", "full_name", "bin", "role", "since")
    return ImportKind.ROLES, headers, (person.id, person.full_name, body.bin, "1.4", "2026-01-01")


def _contract(person: Person, body: Organisation, firm: Organisation) -> Table:
    headers = ("firm_bin", "client_bin", "contract_number", "since", "person_id", "full_name")
    return ImportKind.FIRM_ENGAGEMENTS, headers, (
        firm.bin, body.bin, "К-9", "2026-01-01", person.id, person.full_name,
    )  # fmt: skip


@pytest.mark.parametrize("mode", list(ImportMode))
@pytest.mark.parametrize("make", [_engagement, _role, _contract])
def test_a_tie_in_a_file_suspends_the_sheet_at_once(
    make: Callable[[Person, Organisation, Organisation], Table], mode: ImportMode
) -> None:
    with transaction():
        scene = make_scene(entries=2, assessors=2)
        run = propose_assignment(scene.edition.id, actor=scene.actor, at=AT)
        confirm_assignment(run.id, "7", AT.date(), actor=scene.actor, at=AT)
        found = assignment_in(scene.edition.id, RunState.CONFIRMED)
        assert found is not None
        assessor_id, entry_id = pairs_of_run(found.id)[0].pair
        sheet = select(ScoreSheet.state).where(
            ScoreSheet.assessor_id == assessor_id, ScoreSheet.entry_id == entry_id
        )
        person_id = next(one.person_id for one in scene.assessors if one.id == assessor_id)
        body_id = next(one.organisation_id for one in scene.entries if one.id == entry_id)
        person = db.session.get_one(Person, person_id)
        body = db.session.get_one(Organisation, body_id)
        kind, headers, row = make(person, body, make_organisation("Кеңесші фирма"))
        clerk = files.clerk()
    at = AT + timedelta(days=1)
    with clock.frozen(at):
        brought = files.bring(kind, files.csv_of(headers, row), actor=clerk, at=at)
        assert files.problems(brought) == []
        run_id = brought.id
        assert db.session.scalar(sheet) is SheetState.DRAFT
        with transaction():
            imports.apply_import(run_id, mode, "Шарттар тізілімі", actor=clerk, at=at)
        assert files.settle(run_id, at).state is ImportState.APPLIED
    assert db.session.scalar(sheet) is SheetState.SUSPENDED
