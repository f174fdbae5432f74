"""Sealed results: minutes and exports, publication by two people at the forum, the laureates, the proof."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

from openpyxl import load_workbook
from pypdf import PdfReader

from awards.infra import audit
from awards.submissions import queries as submissions
from tests.journeys.applying import ORGANISATION, TITLE
from tests.journeys.cast import YEAR, Walk
from tests.journeys.judging import MEDALS
from tests.journeys.person import Person
from tests.journeys.preparing import move

LANGUAGES = ("kk", "ru", "en")
CHAIR = "Ұлан Жақсыбек"
MEDAL_WORDS = {"kk": "алтын", "ru": "золото", "en": "gold"}


def seal(walk: Walk) -> None:
    """Results are sealed: the public page names nobody, and there is no bundle."""
    walk.move_to("2027-10-31")
    secretary = walk.people["secretary"]
    move(secretary, "Seal the results")
    secretary.done()
    visitor = walk.newcomer("visitor", "kk").open(f"/{YEAR}/winners")
    for title in (TITLE, ORGANISATION):
        assert title not in visitor.page.content()
    assert visitor.open(f"/{YEAR}/winners/bundle").status() == 404


def make_minutes(walk: Walk) -> None:
    """Minutes in three languages, downloaded, with their text read: Kazakh letters, names, p.123."""
    secretary = walk.people["secretary"].switch("en")
    for language in LANGUAGES:
        _make(secretary, "minutes", walk.segment(), language)
    _make(secretary, "jury_minutes", "", "kk")
    texts = [_pdf_text(secretary, link) for link in _paper_links(secretary)]
    assert len(texts) == 4
    for text in texts:
        assert TITLE.split(":")[0] in text, text[:500]
        assert "123" in text and CHAIR in text, text[:2000]
    for word in ("Хаттама", "Протокол", "Minutes"):
        assert any(word.lower() in text.lower() for text in texts), word


def _make(secretary: Person, kind: str, segment: str, language: str) -> None:
    """Press the button that writes one document down in one language."""
    secretary.open(f"/committee/{YEAR}/minutes")
    form = secretary.main.locator("form.inline")
    for name, value in (("kind", kind), ("segment", segment), ("locale", language)):
        field = secretary.page.locator(f'input[name="{name}"][value="{value}"]')
        form = form.filter(has=field)
    with secretary.page.expect_navigation(timeout=60_000):
        form.get_by_role("button").click()
    secretary.done()


def _paper_links(secretary: Person) -> list[str]:
    links = secretary.main.locator(f'a[href*="/committee/{YEAR}/minutes/"]').all()
    return [link.get_attribute("href") or "" for link in links]


def _pdf_text(person: Person, link: str) -> str:
    reader = PdfReader(io.BytesIO(person.fetch(link)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def export(walk: Walk) -> None:
    """XLSX, CSV and JSON for the forum; the complete bundle."""
    secretary = walk.people["secretary"].open(f"/committee/{YEAR}/results")
    files = {}
    for form in ("XLSX", "CSV", "JSON"):
        button = secretary.main.get_by_role("button", name=form, exact=True)
        files[form] = secretary.download(button, walk.folder)
    sheet = load_workbook(files["XLSX"]).worksheets[0]
    in_xlsx = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    in_csv = {cell for row in csv.reader(files["CSV"].read_text("utf-8-sig").splitlines()) for cell in row}
    assert TITLE in in_xlsx and TITLE in in_csv
    content = json.loads(files["JSON"].read_text("utf-8"))
    medals = [medal for segment in content["segments"] for medal in segment["medals"]]
    assert TITLE in {medal.get("entry") for medal in medals}
    assert sum(medal["awarded"] for medal in medals) == 4
    assert {"chair_ballot"} <= {medal.get("settled") for medal in medals}
    secretary.press("Make a complete bundle").done()
    link = secretary.main.locator(f'a[href*="/committee/{YEAR}/results/documents/"]').first
    path = walk.folder / "complete.zip"
    path.write_bytes(secretary.fetch(link.get_attribute("href") or ""))
    verify(path)


def verify(bundle: Path) -> None:
    """`awards verify`, in a process of its own: no database, no web."""
    command = [sys.executable, "-m", "awards.cli", "verify", str(bundle)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    report = json.loads(ran.stdout)
    assert report["verified"] is True and len(report["checks"]) > 5


def publish(walk: Walk) -> None:
    """A member of the committee approves; the secretary publishes, not before the forum has begun."""
    walk.move_to("2027-11-20", "09:59")
    member = walk.people["member"].open(f"/committee/{YEAR}/results")
    member.press("Approve publication").done()
    secretary = walk.people["secretary"].open(f"/committee/{YEAR}/results")
    button = secretary.words("Make the results public")
    assert not secretary.main.get_by_role("button", name=button, exact=True).count(), "not before the forum"
    walk.move_to("2027-11-20", "10:00")
    secretary.open(f"/committee/{YEAR}/results").press("Make the results public").done()


def announce(walk: Walk) -> None:
    """The public page shows the laureates in three languages; its bundle verifies."""
    visitor = walk.people["visitor"]
    for language in LANGUAGES:
        visitor.language = language
        visitor.open(f"/{YEAR}/winners")
        for key in (*MEDALS.values(), "manager"):
            visitor.sees(_title(walk, key))
        assert _title(walk, "fifth") not in visitor.text
        assert MEDAL_WORDS[language] in visitor.text.lower()
    bundle = visitor.download(visitor.main.locator(f'a[href$="/{YEAR}/winners/bundle"]'), walk.folder)
    verify(bundle)


def _title(walk: Walk, key: str) -> str:
    entry_id = walk.entries[key]
    entry = walk.portal.ask(lambda: submissions.get_entry(entry_id))
    assert entry is not None
    return entry.title


ACTS = {
    "edition.created",
    "methodology.approved",
    "entry.submitted",
    "assignment.confirmed",
    "finalists.confirmed",
    "round.opened",
    "verdict.confirmed",
    "publication.executed",
}


def read_the_log(walk: Walk) -> None:
    """The observer reads the log: every act is there, and its chain is whole."""
    observer = walk.people["observer"].switch("ru").open(f"/committee/{YEAR}/audit?check=1")
    observer.sees(observer.words("The chain is whole: every event follows from the one before it."))
    offered = observer.main.locator("#event option")
    names = {option.get_attribute("value") for option in offered.all()}
    assert names >= ACTS, ACTS - names
    for event in sorted(ACTS):
        observer.open(f"/committee/{YEAR}/audit?event={event}")
        assert observer.main.locator("tbody tr").count(), f"no {event} in the log"
    assert walk.portal.ask(audit.first_break) is None
