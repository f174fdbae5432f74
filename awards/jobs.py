"""Work in the background: files for the registry are read, checked and taken over here, beside the requests.

One thread of `awards serve` and `awards demo` does it; `awards jobs` does the same in a process of its own.
Any number of them may run at once: a run belongs to whoever holds its lease.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from awards.core import clock
from awards.infra.db import db
from awards.registry.services import imports

IDLE_SECONDS = 2.0
_log = logging.getLogger(__name__)


def work_once(app: Flask) -> int:
    """Do everything that waits; the number of pieces done."""
    pieces = 0
    with app.app_context():
        try:
            while imports.work(clock.now()):
                pieces += 1
        finally:
            db.session.remove()
    return pieces


def work_on(app: Flask, wait: Callable[[float], object]) -> None:
    """Go on for ever; a database that does not answer is asked again after the next pause."""
    while True:
        try:
            work_once(app)
        except SQLAlchemyError:
            _log.exception("background work stopped short")
        wait(IDLE_SECONDS)


def start(app: Flask) -> None:
    """A thread that works until the process ends; what it was at is taken up by the next worker."""
    pause = threading.Event()
    threading.Thread(target=work_on, args=(app, pause.wait), name="jobs", daemon=True).start()
