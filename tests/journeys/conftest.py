"""A real browser for the journeys, and portals to walk through."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from awards.accounts.domain import DEMO_PASSWORD
from awards.core import clock
from awards.demo import run
from tests.journeys.person import Person
from tests.journeys.portal import Portal, running

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
BEGINNING = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """An empty portal, long before an edition; its clock stands until the test moves it."""
    with running(tmp_path, at=BEGINNING) as portal:
        yield portal


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demo as `make demo` serves it."""
    with running(tmp_path_factory.mktemp("demo"), demo=True) as portal:
        run.load(portal.app, clock.now())
        yield portal


@pytest.fixture
def enter(chromium: Browser) -> Iterator[Callable[..., Person]]:
    """A demo account in a browser of its own: `enter(demo, "chair", language="ru")`."""
    contexts = []

    def somebody(
        portal: Portal, key: str, *, language: str = "kk", width: int = 1280, **more: object
    ) -> Person:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **more)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(10_000)
        return Person(portal, context, f"{key}@demo.example", DEMO_PASSWORD, language)

    yield somebody
    for context in contexts:
        context.close()
