"""What holds for the whole run: browser journeys start first, and one file of them stays on one worker."""

from __future__ import annotations

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    journeys = [item for item in items if "journeys" in item.path.parts]
    for item in journeys:
        item.add_marker(pytest.mark.journey)
        item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=lambda item: "journeys" not in item.path.parts)
