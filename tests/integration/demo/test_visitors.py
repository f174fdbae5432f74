"""Whoever a visitor becomes: the account opens, its desk answers in three languages, and no link is dead."""

from __future__ import annotations

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from awards.accounts.domain import DEMO_PASSWORD
from awards.accounts.models import User
from awards.infra.db import db

ROLES = (
    "secretary",
    "committee",
    "chair",
    "juror2",
    "assessor1",
    "assessor3",
    "applicant.digital",
    "applicant.ulytau",
    "clerk",
    "observer",
)
SAMPLES = 3
"""Addresses visited for each page of the portal."""
SLOW = frozenset({"submissions.receipt_pdf"})
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
LINK = re.compile(r'<a\s[^>]*href="([^"]+)"')


def token_of(client: FlaskClient) -> str:
    found = TOKEN.search(client.get("/kk/sign-in").text)
    assert found
    return found[1]


def enter(client: FlaskClient, user_id: str) -> None:
    answer = client.post(f"/kk/demo-entry/{user_id}", data={"csrf_token": token_of(client)})
    assert answer.status_code == 303, answer.status_code


def people(demo: Flask) -> dict[str, str]:
    """Demo accounts by the part of their address before the @."""
    with demo.app_context():
        rows = db.session.execute(select(User.email, User.id).where(User.is_demo, User.disabled_at.is_(None)))
        return {email.partition("@")[0]: user_id for email, user_id in rows}


def test_every_account_opens_and_its_desk_answers_in_three_languages(demo: Flask) -> None:
    found = people(demo)
    assert len(found) >= 24 + 9 + 10
    for key, user_id in found.items():
        client = demo.test_client()
        enter(client, user_id)
        for language in ("kk", "ru", "en"):
            assert client.get(f"/{language}/desk").status_code == 200, (key, language)


@pytest.mark.parametrize("key", ["secretary", "chair", "assessor1", "applicant.digital"])
def test_the_printed_password_signs_in(demo: Flask, key: str) -> None:
    client = demo.test_client()
    data = {"csrf_token": token_of(client), "email": f"{key}@demo.example", "password": DEMO_PASSWORD}
    answer = client.post("/kk/sign-in", data=data)
    assert answer.status_code == 303 and answer.headers["Location"] == "/kk/desk"


def crawl(demo: Flask, client: FlaskClient) -> tuple[Counter[str], list[str]]:
    """Follow links from the front page and the desk: pages visited, and what did not answer well."""
    routes = demo.url_map.bind("localhost")
    waiting, seen = deque(["/kk/", "/kk/desk", "/kk/demo"]), {"/kk/", "/kk/desk", "/kk/demo"}
    visited: Counter[str] = Counter()
    bad: list[str] = []
    while waiting:
        address = waiting.popleft()
        answer = client.get(address)
        if answer.status_code >= 400:
            bad.append(f"{answer.status_code} {address}")
        if not (answer.mimetype == "text/html" and answer.status_code == 200):
            continue
        for href in LINK.findall(answer.text):
            target = urldefrag(urljoin(address, unescape(href)))[0]
            if target in seen or not target.startswith("/kk/"):
                continue
            seen.add(target)
            endpoint, _ = routes.match(urlsplit(target).path, method="GET")
            if visited[endpoint] < (1 if endpoint in SLOW else SAMPLES):
                visited[endpoint] += 1
                waiting.append(target)
    return visited, bad


@pytest.mark.parametrize("key", ["", *ROLES])
def test_no_link_leads_nowhere(demo: Flask, key: str) -> None:
    client = demo.test_client()
    if key:
        enter(client, people(demo)[key])
    visited, bad = crawl(demo, client)
    assert not bad, bad
    assert len(visited) >= (5 if key else 3)
