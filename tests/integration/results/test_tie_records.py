"""The bundle's ties say what the portal's own rule reads, contracts of consulting firms included (p.121)."""

from __future__ import annotations

from datetime import date

import pytest

from awards.assessment.queries import clearances
from awards.assessment.services import compute_clearances
from awards.results.domain.bundle import Bundle
from awards.results.domain.checks_assignment import assignment
from awards.results.queries.bundle_records import clearance_records, tie_records
from tests.factories.registry import make_consultant, make_contract, make_organisation
from tests.integration.assessment.scene import AT, make_scene


@pytest.mark.usefixtures("app", "writing")
def test_an_assignment_by_a_firm_is_told_with_its_narrowed_days_and_verified() -> None:
    scene = make_scene(entries=1, assessors=2, year=2030)
    client = scene.organisations[0]
    contract = make_contract(
        make_organisation("Фирма"), client, since=date(2029, 1, 1), until=date(2030, 1, 1)
    )
    row = make_consultant(contract, scene.people[0], since=date(2029, 6, 1))
    compute_clearances(scene.edition.id, actor=scene.actor, at=AT)
    ties = tie_records(scene.edition.id)
    told = {one["assessor"]: one["ties"] for one in ties["people"]}
    assert told == {
        scene.assessors[0].id: [
            {
                "record": row.id,
                "source": "firm_consultant",
                "kind": "consultancy",
                "organisation": client.id,
                "since": "2029-06-01",
                "until": "2030-01-01",
            }
        ],
        scene.assessors[1].id: [],
    }
    verdicts = {pair[0]: one.verdict.value for pair, one in clearances(scene.edition.id).items()}
    assert verdicts == {scene.assessors[0].id: "blocked", scene.assessors[1].id: "clear"}
    records = {
        "ties": ties,
        "clearances": clearance_records(scene.edition.id),
        "assignments": [],
        "entries": [],
        "sheets": [],
        "edition": {"reference_date": scene.edition.reference_date.isoformat()},
        "methodology": {"settings": {"window_months": 12, "siblings_conflict": False}},
    }
    bundle = Bundle({}, {}, {f"{name}.json": record for name, record in records.items()})
    assert list(assignment(bundle)) == []
