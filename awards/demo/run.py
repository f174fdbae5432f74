"""`awards demo`: migrate, load once, print the accounts, serve on loopback and send mail into a folder."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select
from waitress import serve

from awards import jobs
from awards.accounts.domain import DEMO_PASSWORD
from awards.app import create_app
from awards.competition.models import Edition
from awards.config import ROOT, Settings
from awards.core import clock
from awards.demo.story import Story
from awards.infra import outbox
from awards.infra.db import db
from awards.infra.migrations import migrate
from awards.infra.transaction import transaction
from awards.web.mail import render

MAIL_SECONDS = 5
ACCOUNTS = (
    ("secretary", "хатшы · секретарь · secretary"),
    ("committee", "комитет мүшесі · член комитета · committee member"),
    ("chair", "қазылар төрағасы · председатель жюри · chair of the jury"),
    ("juror2 … juror9", "қазылар · жюри · jurors"),
    ("assessor1 … assessor24", "ассессорлар · ассессоры · assessors"),
    ("applicant.digital … applicant.alem", "өтінім берушілер · заявители · applicants"),
    ("clerk", "тізілім тіркеушісі · регистратор реестра · registry clerk"),
    ("hr.digital", "кадр қызметі · кадровая служба · HR service of a body"),
    ("observer", "бақылаушы · наблюдатель · observer"),
)


def load(app: Flask, now: datetime) -> bool:
    """Load the story into an empty database; False where there is an edition already."""
    with app.app_context():
        if db.session.scalar(select(Edition.id).limit(1)) is not None:
            return False
        settings: Settings = app.config["SETTINGS"]
        story = Story(now, settings.storage, ROOT / "awards" / "static")
        with app.test_request_context(base_url=settings.base_url):
            story.files()
        steps: tuple[Callable[[], object], ...] = (
            story.keep_files,
            story.registry,
            story.published,
            story.under_way,
            story.open,
            story.desk,
        )
        for step in steps:
            with transaction():
                step()
    return True


def demo(settings: Settings, folder: Path, port: int, *, fresh: bool) -> None:
    """Load (once) and serve the demo; `fresh` throws an old one away first."""
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(settings)
    with app.app_context():
        migrate()
    begun = time.monotonic()
    if load(app, clock.now()):
        click.echo(f"The demo was loaded in {time.monotonic() - begun:.0f} s.")
    announce(port)
    threading.Thread(target=_send_mail, args=(app,), daemon=True).start()
    jobs.start(app)
    serve(app, host="127.0.0.1", port=port, threads=6, clear_untrusted_proxy_headers=True)


def announce(port: int) -> None:
    """Say where the demo is and who can sign in."""
    click.echo(
        f"\nhttp://127.0.0.1:{port}  ·  демо: барлығы ойдан шығарылған · всё вымышлено · all fictional\n"
    )
    for key, words in ACCOUNTS:
        click.echo(f"  {key:38} @demo.example   {words}")
    click.echo(f"\n  password · пароль · құпиясөз: {DEMO_PASSWORD}\n")


def _send_mail(app: Flask) -> None:
    while True:
        with app.app_context():
            outbox.send_waiting(app.config["SETTINGS"].mail, render, at=clock.now())
            db.session.remove()
        time.sleep(MAIL_SECONDS)
