"""What holds for the whole run: browser journeys start first, and laws are about answers, not about time."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("laws", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("laws")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
    items.sort(key=lambda item: "journeys" not in item.path.parts)
