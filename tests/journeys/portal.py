"""A running portal: a real server on a real database, a clock that the test moves, mail in a folder."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import TypeVar

from flask import Flask, g
from flask_babel import gettext
from waitress.server import create_server

from awards.app import create_app
from awards.config import demo_settings
from awards.core import clock
from awards.infra import outbox
from awards.infra.db import db
from awards.infra.migrations import migrate
from awards.infra.transaction import transaction
from awards.web.mail import render

Result = TypeVar("Result")


@dataclass
class Portal:
    """The address of a running portal, and what lies behind it."""

    app: Flask
    url: str
    folder: Path
    at: datetime | None = None
    """Where the clock of the server stands; None: it runs with the machine's."""

    def now(self) -> datetime:
        return self.at or clock.now()

    def do(self, act: Callable[[], Result]) -> Result:
        """Run a use case in one transaction beside the server, at the server's instant."""
        with self.app.app_context(), transaction():
            return act()

    def ask(self, query: Callable[[], Result]) -> Result:
        """Run a query on a session of its own."""
        with self.app.app_context():
            try:
                return query()
            finally:
                db.session.remove()

    def words(self, text: str, language: str) -> str:
        """How the portal says `text` (in English) in a language: what people read on its buttons."""
        with self.app.test_request_context(f"/{language}/"):
            g.lang = language
            return str(gettext(text))

    def mail_to(self, address: str) -> list[str]:
        """Send what waits; the texts of all letters to an address, the oldest first."""
        with self.app.app_context():
            outbox.send_waiting(self.app.config["SETTINGS"].mail, render, at=self.now(), limit=500)
            db.session.remove()
        found = []
        for path in sorted((self.folder / "mail").glob("*.eml")):
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            if message["To"] == address:
                body = message.get_body()
                found.append(f"{message['Subject']}\n\n{body.get_content() if body else ''}")
        return found

    def link_to(self, address: str, part: str) -> str:
        """The newest link to a page whose address holds `part`, from the letters to somebody."""
        pattern = re.compile(rf"{re.escape(self.url)}\S*{re.escape(part)}\S*")
        links = [link for letter in self.mail_to(address) for link in pattern.findall(letter)]
        assert links, f"no letter to {address} has a link to {part}"
        return links[-1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(folder: Path, *, demo: bool = False, at: datetime | None = None) -> Iterator[Portal]:
    """Migrate a new database in `folder` and serve it on loopback; `at` holds the server's clock."""
    port = _free_port()
    settings = demo_settings(folder, port)
    if not demo:
        settings = replace(settings, demo=False, testing=True, secret_key="a key for journeys, long enough")
    app = create_app(settings)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600  # style and fonts are fetched once, not with every page
    with app.app_context():
        migrate()
    portal = Portal(app, settings.base_url, folder, at)
    clock.set_source(portal.now if at is not None else None)
    server = create_server(app, host="127.0.0.1", port=port, threads=6)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        clock.set_source(None)
        server.close()
        thread.join(timeout=5)
        with app.app_context():
            db.engine.dispose()
