"""What holds for every kind of table: what was exported and is brought again changes nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from awards.core.workflow import ImportState
from awards.infra.db import db
from awards.infra.spreadsheets import write_xlsx
from awards.registry import queries
from awards.registry.domain import ImportKind
from tests.integration.registry import scene_imports as scene

EVERY = [kind for kind in ImportKind if kind is not ImportKind.HR_RECORDS]


@pytest.mark.parametrize("kind", EVERY)
def test_what_is_exported_and_brought_again_changes_nothing(app: Flask, kind: ImportKind) -> None:
    clerk = scene.clerk()
    scene.populate()
    db.session.commit()
    before = scene.rows_of_everything()
    data = scene.exported(kind)
    db.session.commit()
    run = scene.bring(kind, data, actor=clerk)
    assert scene.problems(run) == []
    assert (run.state, run.refusal) == (ImportState.CHECKED, None)
    assert scene.counted(run) == {"same": run.rows}
    assert run.rows >= len(scene.AWKWARD)
    assert scene.rows_of_everything() == before


@pytest.mark.parametrize(
    ("kind", "locale"),
    [(ImportKind.ORGANISATIONS, "ru"), (ImportKind.ROLES, "en"), (ImportKind.PROJECTS, "kk")],
)
def test_a_workbook_comes_back_unchanged_as_well(app: Flask, kind: ImportKind, locale: str) -> None:
    clerk = scene.clerk()
    scene.populate()
    db.session.commit()
    table = queries.export(kind, locale)
    data = write_xlsx({"1": (table.headers, table.rows)})
    db.session.commit()
    run = scene.bring(kind, data, actor=clerk, filename="кесте.xlsx")
    assert scene.problems(run) == []
    assert scene.counted(run) == {"same": run.rows}
