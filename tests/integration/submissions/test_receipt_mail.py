"""The receipt by mail, through a real SMTP server: its PDF comes along, and a slow server holds nobody up."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from awards.config import MailSettings
from awards.core.workflow import EntryState
from awards.infra import outbox, pdf
from awards.infra.db import db
from awards.infra.outbox import MailState, OutboxMessage
from awards.infra.transaction import transaction
from awards.submissions import services
from awards.submissions.models import EntryVersion
from awards.submissions.services import Consents
from awards.web.mail import render
from tests.factories.submissions import make_entry
from tests.integration.mail_server import Post
from tests.integration.submissions.conftest import Scene


def submitted(scene: Scene, at: datetime) -> EntryVersion:
    entry = make_entry(scene.edition, scene.organisation, project=scene.project, state=EntryState.DRAFT)
    db.session.commit()
    with transaction():
        yes = Consents(accuracy=True, personal_data=True)
        return services.submit_entry(entry.id, yes, actor=scene.actor, at=at)


def test_the_receipt_comes_as_a_pdf(scene: Scene, at: datetime, post: tuple[Post, MailSettings]) -> None:
    server, settings = post
    version = submitted(scene, at)
    receipt, manifest = version.receipt, version.manifest
    assert outbox.send_waiting(settings, render, at=at) == 1
    (letter,) = server.letters
    assert letter["To"] == scene.user.email
    (file,) = letter.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == (f"{receipt}.pdf", "application/pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.get_content())).pages)
    assert receipt in text
    assert manifest[:32] in text
    assert outbox.send_waiting(settings, render, at=at + timedelta(days=1)) == 0


def test_a_slow_mail_server_keeps_nobody_from_submitting(
    scene: Scene, at: datetime, post: tuple[Post, MailSettings], app: Flask
) -> None:
    server, settings = post
    server.open.clear()
    submitted(scene, at)

    def send() -> int:
        with app.app_context():
            return outbox.send_waiting(settings, render, at=at)

    with ThreadPoolExecutor() as pool:
        sending = pool.submit(send)
        assert server.reached.wait(30)
        with transaction():
            outbox.post("welcome", to="a@example.kz", locale="kk", params={}, at=at)
        assert not sending.done()
        server.open.set()
        assert sending.result(30) == 1


def test_a_letter_that_cannot_be_made_or_sent_waits_for_another_try(
    scene: Scene, at: datetime, post: tuple[Post, MailSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, settings = post
    submitted(scene, at)

    def broken(*_args: Any, **_options: Any) -> bytes:
        raise pdf.PdfError("time")

    with monkeypatch.context() as patch:
        patch.setattr(pdf, "render", broken)
        assert outbox.send_waiting(settings, render, at=at) == 0
    nobody = MailSettings(sender="portal@example.org", host="127.0.0.1", port=1, starttls=False)
    assert outbox.send_waiting(nobody, render, at=at + timedelta(hours=1)) == 0
    row = db.session.scalars(select(OutboxMessage)).one()
    assert (row.mail_state, row.attempts) == (MailState.WAITING, 2)
    assert outbox.send_waiting(settings, render, at=at + timedelta(days=1)) == 1
    assert len(server.letters) == 1
