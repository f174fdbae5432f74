"""Minutes and diplomas read back: every name, figure and Kazakh letter, the code, the same bytes for ever."""

from __future__ import annotations

import hashlib
import io

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from awards.accounts.models import User
from awards.core import clock
from awards.infra.db import db
from awards.results.models import Document
from tests.factories.accounts import sign_in
from tests.factories.results import JURORS, SEALED, SealedEdition
from tests.integration.results.test_pages import token

VACANT = {"kk": "марапатталмады", "ru": "не присуждена", "en": "not awarded"}
CHAIR = {"kk": "Қазылар алқасының төрағасы", "ru": "Председатель жюри", "en": "Chair of the jury"}
SCORE = {"kk": "93,16", "ru": "93,16", "en": "93.16"}


def text_of(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def make(client: FlaskClient, sealed: SealedEdition, **given: str) -> Document:
    """The document that the secretary makes on the page."""
    with clock.frozen(SEALED):
        sign_in(client, db.session.get_one(User, sealed.secretary_id))
        page = "/ru/committee/2026/minutes"
        data = {"csrf_token": token(client, page), "segment": "", "medal": "", **given}
        assert client.post(page, data=data).status_code == 303
    return db.session.scalars(select(Document).order_by(Document.made_at.desc())).first() or pytest.fail()


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_minutes_of_a_segment_tell_who_what_and_how(
    app: Flask, client: FlaskClient, sealed: SealedEdition, locale: str
) -> None:
    row = make(client, sealed, kind="minutes", segment=sealed.segment_id, locale=locale)
    text = text_of(row.data)
    for said in (
        "Ауыл мектептеріне интернет", "Бірыңғай жәрдемақы порталы", "Мұрағатты цифрландыру",
        *JURORS, "ҚА-2", "ҚА-3", "2026-ЖБ/12", "2/3", SCORE[locale], CHAIR[locale], row.short_code,
    ):  # fmt: skip
        assert said in text, said
    assert "123" in text
    assert hashlib.sha256(row.data).hexdigest() == row.sha256


def test_the_kazakh_minutes_of_the_edition_have_every_letter_and_the_vacant_medals(
    app: Flask, client: FlaskClient, sealed: SealedEdition
) -> None:
    text = text_of(make(client, sealed, kind="jury_minutes", locale="kk").data)
    assert set("ӘәҒғҚқңӨөҰұҮүҺһІі") <= set(text)
    assert all(name in text for name in JURORS)
    assert text.count(VACANT["kk"]) == 2
    assert "Ұлан Жақсыбек" in text
    assert "Үкіметтік емес" in text


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_diploma_names_the_winner_on_one_landscape_page(
    app: Flask, client: FlaskClient, sealed: SealedEdition, locale: str
) -> None:
    row = make(client, sealed, kind="diploma", segment=sealed.segment_id, medal="gold", locale=locale)
    pages = pypdf.PdfReader(io.BytesIO(row.data)).pages
    assert len(pages) == 1
    assert pages[0].mediabox.width > pages[0].mediabox.height
    text = text_of(row.data)
    assert "Су үнемдеу датчиктері" in text
    assert row.short_code in text
    assert "ДЕМО" not in text


def test_a_document_is_written_down_once_and_cannot_be_changed(
    app: Flask, client: FlaskClient, sealed: SealedEdition
) -> None:
    first = make(client, sealed, kind="minutes", segment=sealed.segment_id, locale="ru").id
    assert make(client, sealed, kind="minutes", segment=sealed.segment_id, locale="ru").id == first
    assert len(db.session.scalars(select(Document.id)).all()) == 1
    with pytest.raises(IntegrityError, match="append-only"):
        db.session.execute(Document.__table__.update().values(sha256="0" * 64))  # type: ignore[attr-defined]
    db.session.rollback()


def test_a_vacant_medal_has_no_diploma(app: Flask, client: FlaskClient, sealed: SealedEdition) -> None:
    with clock.frozen(SEALED):
        sign_in(client, db.session.get_one(User, sealed.secretary_id))
        page = "/ru/committee/2026/minutes"
        given = {"csrf_token": token(client, page), "kind": "diploma", "medal": "gold", "locale": "ru"}
        answer = client.post(page, data={**given, "segment": "0" * 32})
    assert answer.status_code == 200
    assert "error-summary" in answer.text
    assert db.session.scalars(select(Document.id)).all() == []


def test_in_the_demo_every_document_says_so(app: Flask, client: FlaskClient, sealed: SealedEdition) -> None:
    app.config["DEMO"] = True
    made = make(client, sealed, kind="diploma", segment=sealed.segment_id, medal="gold", locale="ru")
    assert "ДЕМО" in text_of(made.data)
