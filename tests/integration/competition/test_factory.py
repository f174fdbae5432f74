"""The editions other tests start from are editions the portal itself would have made."""

from __future__ import annotations

import pytest

from awards.competition import queries
from awards.core.workflow import Stage
from tests.factories.competition import make_edition


@pytest.mark.usefixtures("writing")
@pytest.mark.parametrize("stage", list(Stage))
def test_an_edition_stands_at_the_stage_asked_for(stage: Stage) -> None:
    edition = make_edition(stage, special=True)

    found = queries.get_edition(2026)
    assert found is not None
    assert found.stage is stage
    assert len(queries.segments(edition.id)) == 4 * 8
    assert queries.methodology(edition.id).digest == queries.methodology_digest(edition.id)
