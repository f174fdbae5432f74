"""Applicants: one walks through every page, the others come through services; the deadline falls."""

from __future__ import annotations

import io
import re
from datetime import timedelta

from pypdf import PdfReader

from awards.accounts.domain import DEMO_PASSWORD
from awards.config import ROOT
from awards.core.text import Locale
from awards.demo.entries import Entrants, EntryPlan, make_reports
from awards.demo.registry import load_bodies
from awards.infra import files
from awards.submissions import queries as submissions
from tests.factories.registry import made_up_number
from tests.journeys.cast import Walk
from tests.journeys.person import Person

ORGANISATION = "«Демо» Өңірлік даму министрлігі"
TITLE = "Ауыл мектептеріне интернет: Ұлытау мен Үржар"
SUMMARY = "Жоба 240 ауыл мектебін жылдам интернетке қосты; ұстаздар мен оқушылар оны күн сайын пайдаланады."
LEADER = "Іңкәр Болатқызы"
OTHERS = {
    "digital": EntryPlan("best_project", "digital", 0),
    "water": EntryPlan("best_project", "water", 0),
    "labour": EntryPlan("best_project", "labour", 0),
    "fifth": EntryPlan("best_project", "labour", 1),
    "manager": EntryPlan("best_manager", "halal", 0),
    "no charter": EntryPlan("best_project", "qorgau", 1),
}
"""The last one is of a project whose charter names no customer: it cannot be admitted (p.85)."""
LATE = EntryPlan("best_project", "ile", 0)


def register(walk: Walk) -> None:
    """An account, an organisation with a checked BIN, a project with the four roles of its charter."""
    walk.move_to("2027-06-10")
    applicant = walk.newcomer("applicant", "kk")
    applicant.open("/register")
    applicant.fill(name="Әлия Сәрсенова", email=applicant.email, password=applicant.password)
    applicant.press("Create the account")
    number = made_up_number("9913450")
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    names = {"name_kk": ORGANISATION, "name_ru": "«Демо» Министерство регионального развития"}
    applicant.fill(bin=wrong, kind="central", region="KZ-71", **names).press("Register")
    assert applicant.main.locator(".field-error").count() == 1, "the check digit of the BIN is wrong"
    applicant.fill(bin=number).press("Register").done().sees(ORGANISATION)
    applicant.open(f"{applicant.place}/projects/new")
    applicant.fill(
        title_kk=TITLE,
        title_ru="Интернет в сельские школы",
        starts_on="2025-02-01",
        budget_tenge="120 000 000",
        scale="multi",
    )
    for role, name in (
        ("initiator", "Ғалым Нұрланұлы"),
        ("sponsor", "Өркен Әбілов"),
        ("customer", "Ыбырай Тоқтар"),
        ("leader", LEADER),
    ):
        applicant.fill(**{f"{role}-full_name": name})
    applicant.press("Record the project").done().sees(LEADER)


def draft_and_submit(walk: Walk) -> None:
    """Every section of an entry, a real PDF, the submission and its receipt."""
    applicant = walk.people["applicant"]
    applicant.open("/entries/new")
    applicant.main.locator(".task-list a").first.click()
    applicant.main.locator('input[name="key"]').first.check()
    applicant.fill(language="kk").press("Begin the draft").done()
    entry = applicant.place
    walk.entries["ours"] = entry.split("/")[-1]
    applicant.open(f"{entry}/facts")
    applicant.fill(title=TITLE, summary=SUMMARY, contact_name="Әлия Сәрсенова", contact_email=applicant.email)
    applicant.press("Save and return").done()
    areas = applicant.main.locator('.task-list a[href*="/areas/"]')
    for address in [areas.nth(i).get_attribute("href") or "" for i in range(areas.count())]:
        applicant.open(f"{applicant.portal.url}{address}")
        applicant.fill(done=f"{ORGANISATION}: жоспарланды, өлшенді.", evidence="Хаттама № 4, есеп.")
        applicant.press("Save and return").done()
    applicant.open(f"{entry}/submit")
    assert applicant.main.locator(".blockers").count() == 1, "without the report nothing can be submitted"
    applicant.switch("ru").open(f"{entry}/files")
    applicant.fill(kind="report", file=_report(walk)).press("Attach").done()
    submit(walk, applicant, entry)


def submit(walk: Walk, applicant: Person, entry: str) -> None:
    """The two declarations and the one button; the receipt tells number, instant and hash."""
    applicant.open(f"{entry}/submit")
    applicant.fill(accuracy=True, personal_data=True).press("Submit entry").done()
    said = applicant.text
    assert re.search(r"\b[0-9a-f]{64}\b", said), "the receipt shows the SHA-256 of the version"
    assert walk.now.strftime("%d.%m.%Y %H:%M") in said
    receipt = re.search(r"[A-ZА-Я]+-2027-\d+", said)
    assert receipt, said
    paper = PdfReader(io.BytesIO(applicant.fetch(f"{applicant.path.split('?')[0]}/receipt.pdf")))
    assert receipt[0] in paper.pages[0].extract_text()
    assert any(receipt[0] in letter for letter in walk.portal.mail_to(applicant.email))


def _report(walk: Walk) -> str:
    """A real PDF with Kazakh letters, as a person would save it."""
    storage = walk.portal.app.config["SETTINGS"].storage
    with walk.portal.app.test_request_context(base_url=walk.portal.url):
        walk.reports = make_reports(storage, ROOT / "awards" / "static", walk.now)
    path = walk.folder / "есеп.pdf"
    path.write_bytes(files.blob_path(storage, walk.reports[Locale.KK].sha256).read_bytes())
    return str(path)


def others_enter(walk: Walk) -> None:
    """Six more entries and one complete draft, through the use cases behind the pages."""
    registered = walk.now - timedelta(days=400)
    walk.portal.do(lambda: load_bodies(walk.world, registered))
    edition = walk.edition()

    def enter() -> None:
        for stored in walk.reports.values():
            files.record(stored, at=walk.now)
        entrants = Entrants(walk.world, edition.id, walk.reports)
        for key, plan in OTHERS.items():
            walk.entries[key] = entrants.enter(plan, walk.now)
        walk.entries["late"] = entrants.start(LATE, walk.now)
        entrants.fill(walk.entries["late"], LATE.body, walk.now)

    walk.portal.do(enter)


def too_late(walk: Walk) -> None:
    """The closing instant is late, on the server's clock: the page was open in time, the button was not."""
    late = Person(walk.portal, walk.context(), f"applicant.{LATE.body}@demo.example", DEMO_PASSWORD, "kk")
    walk.move_to("2027-07-31", "17:59")
    late.open(f"/entries/{walk.entries['late']}/submit").fill(accuracy=True, personal_data=True)
    walk.move_to("2027-07-31", "18:00")
    late.press("Submit entry")
    assert late.main.locator(".error-summary, .notice-bad").count(), late.text
    late.open("/entries/new")
    assert not late.main.locator(".task-list a").count(), "nothing can be entered after the close"
    states = walk.portal.ask(lambda: submissions.get_entry(walk.entries["late"]))
    assert states is not None and states.receipt is None
