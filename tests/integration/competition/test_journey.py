"""From nothing to an open edition, as a secretary does it in the browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from awards.accounts.models import User
from awards.competition import queries
from awards.competition.domain import COMMON_CHECKS, DecisionBody, EligibilityCheck
from awards.core import clock
from awards.core.workflow import EditionState
from awards.infra.audit import AuditEvent
from awards.infra.db import db

BEFORE = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
OPENING = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)


def fields(page: TestResponse) -> dict[str, str]:
    """What the page's form would send as it stands: inputs with a value, ticked ones, chosen options."""
    text = page.get_data(as_text=True)
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        boxed = 'type="checkbox"' in tag or 'type="radio"' in tag
        if name and (not boxed or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    for name_, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', body) or re.search(r'value="([^"]*)"', body)
        found[name_] = chosen[1] if chosen else ""
    return found


def send(client: FlaskClient, address: str, **values: str) -> TestResponse:
    """Open the page, change these fields of its form and send it."""
    page = client.get(address)
    assert page.status_code == 200, address
    return client.post(address, data={**fields(page), **values})


def done(response: TestResponse) -> str:
    assert response.status_code == 303, response.get_data(as_text=True)
    return response.headers["Location"]


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_secretary_comes_from_nothing_to_an_open_edition(
    client: FlaskClient, secretary: User, lang: str
) -> None:
    base = f"/{lang}/committee/2026"
    with clock.frozen(BEFORE):
        assert client.get(f"/{lang}/committee/editions").status_code == 200
        assert f"{base}/setup" in done(send(client, f"/{lang}/committee/editions/new", forum_place="Астана"))
        done(client.post(f"{base}/setup/standard", data=fields(client.get(f"{base}/setup"))))
        done(
            send(
                client,
                f"{base}/nominations/new",
                title_kk="Үздік бастама",
                title_ru="Лучшая инициатива",
                proposer="«Қоғам» қоры",
                template="best_project",
                checks="charter_roles",
            )
        )
        done(send(client, f"{base}/categories/new", title_kk="Жастар", title_ru="Молодёжь", fee_tenge="5000"))
        done(send(client, f"{base}/categories/mapping", kind_civil="", subordinate_with_parent="y"))
        done(send(client, f"{base}/seats/new", function="chair", holder="Ерлан Төраға"))
        done(send(client, f"{base}/methodology/settings", window_months="18"))
        done(send(client, f"{base}/methodology/approve", number="12-ЖБ", understood="y"))
        for page in ("setup", "nominations", "categories", "seats", "methodology", "decisions", "stage"):
            assert client.get(f"{base}/{page}").status_code == 200, page
        assert client.get(f"/{lang}/2026").status_code == 404, "nothing is public before the call opens"
    with clock.frozen(OPENING):
        done(send(client, f"{base}/stage"))
        assert client.get(f"/{lang}/").status_code == 200
        assert client.get(f"/{lang}/2026/methodology").status_code == 200

    checks = [one.checks for one in queries.nominations(queries.get_edition(2026).id)]  # type: ignore[union-attr]
    assert checks[-1] == (*COMMON_CHECKS, EligibilityCheck.CHARTER_ROLES)
    edition = queries.get_edition(2026)
    assert edition is not None
    assert edition.state is EditionState.OPEN
    assert len(queries.segments(edition.id)) == 4 * 9
    methodology = queries.methodology(edition.id)
    assert methodology.settings.window_months == 18
    assert methodology.settings.subordinate_with_parent
    assert methodology.digest == queries.methodology_digest(edition.id)
    assert methodology.decision is not None
    assert methodology.decision.body is DecisionBody.AUTHORISED_BODY
    assert "civil" not in queries.category_kinds(edition.id)
    events = set(db.session.scalars(select(AuditEvent.event).where(AuditEvent.edition_id == edition.id)))
    assert events >= {
        "edition.created",
        "nomination.added",
        "category.added",
        "category.mapped",
        "committee.seated",
        "methodology.changed",
        "decision.recorded",
        "methodology.approved",
        "state.moved",
    }


def test_nothing_of_the_set_up_can_be_changed_once_the_call_is_open(
    client: FlaskClient, secretary: User
) -> None:
    with clock.frozen(BEFORE):
        done(send(client, "/en/committee/editions/new"))
        done(
            client.post(
                "/en/committee/2026/setup/standard", data=fields(client.get("/en/committee/2026/setup"))
            )
        )
        done(send(client, "/en/committee/2026/methodology/approve", number="12-ЖБ", understood="y"))
    with clock.frozen(OPENING):
        done(send(client, "/en/committee/2026/stage"))
        for page in ("setup/dates", "nominations/new", "categories/new", "categories/mapping"):
            assert client.get(f"/en/committee/2026/{page}").status_code == 404, page
        for page in ("settings", "approve"):
            assert client.get(f"/en/committee/2026/methodology/{page}").status_code == 404, page


def test_a_second_press_of_the_button_does_not_move_the_edition_twice(
    client: FlaskClient, secretary: User
) -> None:
    with clock.frozen(BEFORE):
        done(send(client, "/en/committee/editions/new"))
        done(
            client.post(
                "/en/committee/2026/setup/standard", data=fields(client.get("/en/committee/2026/setup"))
            )
        )
        done(send(client, "/en/committee/2026/methodology/approve", number="12-ЖБ", understood="y"))
    with clock.frozen(datetime(2026, 8, 1, 5, 0, tzinfo=UTC)):
        sent = fields(client.get("/en/committee/2026/stage"))
        done(client.post("/en/committee/2026/stage", data=sent))
        again = client.post("/en/committee/2026/stage", data=sent)

    assert again.status_code == 200
    assert "already in another state" in again.get_data(as_text=True)
    edition = queries.get_edition(2026)
    assert edition is not None
    assert edition.state is EditionState.OPEN


def test_publication_is_not_a_move_of_the_stage_page(client: FlaskClient, secretary: User) -> None:
    with clock.frozen(BEFORE):
        done(send(client, "/en/committee/editions/new"))
        answer = send(client, "/en/committee/2026/stage", to="published")

    assert answer.status_code == 200
    edition = queries.get_edition(2026)
    assert edition is not None
    assert edition.state is EditionState.SETUP
