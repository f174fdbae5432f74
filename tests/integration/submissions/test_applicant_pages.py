"""The applicant's pages in a browser without a script: nothing written is lost, every refusal says why."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from awards.core import clock
from awards.core.workflow import EntryState, Stage
from awards.infra.db import db
from awards.registry.domain import OrganisationKind
from awards.submissions import queries
from awards.submissions.models import Entry
from tests.factories.accounts import make_user, sign_in
from tests.factories.competition import make_edition, nomination_of
from tests.factories.registry import make_organisation, make_project
from tests.factories.submissions import make_draft_file, make_entry
from tests.integration.submissions.conftest import Scene
from tests.unit.infra import sample_files as sample


@pytest.fixture
def signed_in(client: FlaskClient, scene: Scene) -> FlaskClient:
    sign_in(client, scene.user)
    return client


def token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([0-9a-f]+)"', page)
    assert found, "the page has a form"
    return found.group(1)


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found
    return found.group(1)


def post(client: FlaskClient, address: str, data: dict[str, Any], **options: Any) -> Any:
    """The answer to a form sent with the token of its page, and with the findings it shows, where it does."""
    page = client.get(address).text
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    hidden = {"csrf_token": token(page), **({"seen": seen.group(1)} if seen else {})}
    return client.post(address, data={**hidden, **data}, **options)


def a_draft(scene: Scene, **options: Any) -> str:
    entry = make_entry(
        scene.edition, scene.organisation, project=scene.project, state=EntryState.DRAFT, **options
    )
    db.session.commit()
    return f"/en/entries/{entry.id}"


def test_from_an_empty_list_to_a_receipt(signed_in: FlaskClient, scene: Scene) -> None:
    assert "has no entries yet" in signed_in.get("/en/entries").text
    chosen = re.search(r'href="(/en/entries/new/[^"]+)">Best Project', signed_in.get("/en/entries/new").text)
    assert chosen
    begun = post(signed_in, chosen.group(1), {"key": scene.project.id, "language": "kk"})
    draft = begun.location.partition("?")[0]
    facts = {
        "title": "Датчик",
        "language": "kk",
        "summary": "Су",
        "contact_name": "Ұлан",
        "contact_email": "u@e.kz",
    }
    page = signed_in.get(f"{draft}/facts").text
    assert post(signed_in, f"{draft}/facts", {**facts, "stamp": value(page, "stamp")}).status_code == 303
    for area in "ABC":
        page = signed_in.get(f"{draft}/areas/{area}").text
        answer = {"done": f"{area} істелді", "evidence": "", "stamp": value(page, "stamp")}
        assert post(signed_in, f"{draft}/areas/{area}", answer).status_code == 303
    assert "Attach the report" in signed_in.get(f"{draft}/submit").text
    upload = {"kind": "report", "file": (io.BytesIO(sample.pdf()), "Су есебі.pdf")}
    assert post(signed_in, f"{draft}/files", upload).status_code == 303
    sent = post(signed_in, f"{draft}/submit", {"accuracy": "y", "personal_data": "y"})
    receipt = signed_in.get(sent.location).text
    assert "QPMA-2026-000001" in receipt and "A істелді" in receipt and "Су есебі.pdf" in receipt
    assert "15.07.2026 14:00" in receipt, "NOW in Astana"
    version = queries.get_version(db.session.query(Entry).one().current_version_id)
    assert version is not None and version.manifest in receipt


@pytest.mark.parametrize(("lang", "word"), [("kk", "Түбіртек"), ("ru", "Квитанция"), ("en", "Receipt")])
def test_the_receipt_as_pdf_says_number_instant_and_hash(
    signed_in: FlaskClient, scene: Scene, lang: str, word: str
) -> None:
    entry = make_entry(scene.edition, scene.organisation, project=scene.project, created_by=scene.user.id)
    db.session.commit()
    version = queries.get_version(entry.current_version_id)
    assert version is not None
    answer = signed_in.get(f"/{lang}/entries/{entry.id}/versions/1/receipt.pdf")
    assert answer.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.data)) as document:
        assert str(document.docinfo["/Title"]) == f"{word} {version.receipt}"
    again = signed_in.get(f"/{lang}/entries/{entry.id}/versions/1/receipt.pdf")
    assert again.data == answer.data


def test_a_text_that_is_too_long_comes_back_whole(signed_in: FlaskClient, scene: Scene) -> None:
    draft = a_draft(scene)
    long = "ұ" * 10_001
    stamp = value(signed_in.get(f"{draft}/areas/A").text, "stamp")
    page = post(signed_in, f"{draft}/areas/A", {"done": long, "evidence": "", "stamp": stamp}).text
    assert long in page and "At most 10000 characters" in page


def test_a_colleagues_change_is_not_overwritten_and_both_texts_are_shown(
    signed_in: FlaskClient, scene: Scene
) -> None:
    draft = a_draft(scene)
    stale = value(signed_in.get(f"{draft}/areas/A").text, "stamp")
    first = {"done": "әріптестің мәтіні", "evidence": "", "stamp": stale}
    assert post(signed_in, f"{draft}/areas/A", first).status_code == 303
    mine = {"done": "менің мәтінім", "evidence": "", "stamp": stale}
    answer = post(signed_in, f"{draft}/areas/A", mine)
    assert answer.status_code == 409
    assert "менің мәтінім" in answer.text and "әріптестің мәтіні" in answer.text
    again = {**mine, "stamp": value(answer.text, "stamp")}
    assert post(signed_in, f"{draft}/areas/A", again).status_code == 303


def test_autosave_answers_json_with_the_next_stamp(signed_in: FlaskClient, scene: Scene) -> None:
    draft = a_draft(scene)
    json = {"Accept": "application/json"}
    stamp = value(signed_in.get(f"{draft}/areas/B").text, "stamp")
    saved = post(signed_in, f"{draft}/areas/B", {"done": "бір", "stamp": stamp}, headers=json)
    assert saved.status_code == 200 and set(saved.json) == {"saved_at", "version", "text"}
    following = {"done": "бір екі", "stamp": saved.json["version"]}
    assert post(signed_in, f"{draft}/areas/B", following, headers=json).status_code == 200
    stale = post(signed_in, f"{draft}/areas/B", {"done": "үш", "stamp": stamp}, headers=json)
    assert stale.status_code == 409 and "Someone changed this" in stale.json["problems"][0]


@pytest.mark.parametrize(
    ("kind", "name", "content", "said"),
    [
        ("report", "есеп.xlsx", sample.xlsx(["a"]), "type that is not accepted"),
        ("report", "есеп.pdf", b"MZ not a pdf", "not what its extension says"),
        ("report", "есеп.pdf", b"", "empty"),
        ("evidence", "дәлел.exe", b"MZ", "type that is not accepted"),
        ("report", "есеп.pdf", sample.pdf()[:200], "damaged"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_reason(
    signed_in: FlaskClient, scene: Scene, kind: str, name: str, content: bytes, said: str
) -> None:
    draft = a_draft(scene, attached=False)
    answer = post(signed_in, f"{draft}/files", {"kind": kind, "file": (io.BytesIO(content), name)})
    assert answer.status_code == 409
    assert name in answer.text and said in answer.text
    assert "Attached files: 0 of 10" in answer.text


def test_a_second_report_and_an_eleventh_file_are_refused(signed_in: FlaskClient, scene: Scene) -> None:
    draft = a_draft(scene)
    report = {"kind": "report", "file": (io.BytesIO(sample.pdf()), "екінші.pdf")}
    assert "already a file of the kind “Report”" in post(signed_in, f"{draft}/files", report).text
    entry = db.session.get_one(Entry, draft.rpartition("/")[2])
    for number in range(9):
        make_draft_file(entry, name=f"{number}.pdf")
    db.session.commit()
    page = signed_in.get(f"{draft}/files").text
    assert "Attached files: 10 of 10" in page and 'type="file"' not in page


def test_files_go_out_sandboxed_and_only_to_members(signed_in: FlaskClient, scene: Scene) -> None:
    draft = a_draft(scene, attached=False)
    data = sample.pdf()
    post(signed_in, f"{draft}/files", {"kind": "report", "file": (io.BytesIO(data), "Су есебі.pdf")})
    file = queries.draft_files(draft.rpartition("/")[2])[0]
    answer = signed_in.get(f"{draft}/files/{file.id}")
    assert answer.data == data
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    stranger = make_user(organisation_id=make_organisation("Басқа").id)
    sign_in(signed_in, stranger)
    assert signed_in.get(f"{draft}/files/{file.id}").status_code == 404


PAGES = ["", "/facts", "/areas/A", "/files", "/submit", "/withdraw", "/versions/1", "/versions/1/receipt.pdf"]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_answered_as_if_the_entry_did_not_exist(
    client: FlaskClient, scene: Scene, page: str
) -> None:
    entry = make_entry(scene.edition, scene.organisation, project=scene.project)
    sign_in(client, make_user(organisation_id=make_organisation("Басқа").id))
    assert client.get(f"/en/entries/{entry.id}{page}").status_code == 404
    sign_in(client, scene.user)
    assert client.get(f"/en/entries/{entry.id}{page}").status_code == 200


def test_projects_of_other_organisations_are_not_offered_nor_shown(
    signed_in: FlaskClient, scene: Scene
) -> None:
    other = make_organisation("«Қорғау»", kind=OrganisationKind.SECURITY)
    make_project(other, "Құпия жоба")
    nomination = nomination_of(scene.edition)
    db.session.commit()
    assert "Құпия" not in signed_in.get("/en/entries/new").text
    assert signed_in.get(f"/en/entries/new/{nomination.id}/{other.id}").status_code == 404


def test_after_the_close_the_page_says_so_and_a_late_submission_is_refused(
    client: FlaskClient, scene: Scene
) -> None:
    draft = a_draft(scene)
    with clock.frozen(scene.edition.closes_at):
        sign_in(client, scene.user)
        page = client.get(f"{draft}/submit").text
        sent = {"csrf_token": token(page), "accuracy": "y", "personal_data": "y"}
        answer = client.post(f"{draft}/submit", data=sent)
        assert answer.status_code == 409
        assert "closed on 31.07.2026 18:00 Astana time" in answer.text
        shown = client.get(draft).text
        assert "closed before this draft was submitted" in shown and "Withdraw" not in shown
        assert "No call for entries is open" in client.get("/en/entries/new").text


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("entries", [1, 30])
def test_the_list_takes_as_many_queries_for_thirty_entries_as_for_one(
    signed_in: FlaskClient, scene: Scene, entries: int
) -> None:
    for _ in range(entries):
        make_entry(scene.edition, scene.organisation, project=make_project(scene.organisation))
    db.session.commit()
    actor = scene.actor
    db.session.rollback()
    db.session.expunge_all()
    with counted() as statements:
        page = queries.own_entries(actor)
    assert len(page.items) == entries
    assert len(statements) == 4, statements


def test_only_own_entries_are_listed_newest_edition_first(signed_in: FlaskClient, scene: Scene) -> None:
    make_entry(make_edition(Stage.ARCHIVED, 2025), scene.organisation, title="Былтырғы")
    make_entry(scene.edition, scene.organisation, title="Биылғы")
    make_entry(scene.edition, title="Бөтен")
    page = signed_in.get("/en/entries").text
    assert page.index("Биылғы") < page.index("Былтырғы")
    assert "Бөтен" not in page
