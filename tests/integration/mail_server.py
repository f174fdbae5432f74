"""A real mail server on this machine, for tests of what the portal sends."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from awards.config import MailSettings


def _opened() -> threading.Event:
    found = threading.Event()
    found.set()
    return found


@dataclass
class Post:
    """A mail server that keeps what it gets; while `open` is cleared it keeps everybody waiting."""

    letters: list[EmailMessage] = field(default_factory=list)
    reached: threading.Event = field(default_factory=threading.Event)
    open: threading.Event = field(default_factory=_opened)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.reached.set()
        while not self.open.is_set():
            await asyncio.sleep(0.02)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@contextmanager
def listening() -> Iterator[tuple[Post, MailSettings]]:
    """The server and the settings that lead to it, on a free port."""
    server = Post()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server, MailSettings(sender="portal@example.org", host="127.0.0.1", port=port, starttls=False)
    finally:
        server.open.set()
        controller.stop()
