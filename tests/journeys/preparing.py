"""The secretary sets an edition up and opens it; roles are invited and accepted."""

from __future__ import annotations

import re

from tests.journeys.cast import YEAR, Walk
from tests.journeys.person import Person


def create_edition(walk: Walk) -> None:
    """Dates, the standard parts, a special nomination with its proposer, seats of the committee."""
    walk.move_to("2027-04-05")
    secretary = walk.secretary("Іңкәр Болатқызы")
    secretary.open("/committee/editions")
    secretary.open("/committee/editions/new")
    secretary.fill(forum_place="Астана, Конгресс-орталық", reference_date="2027-04-01")
    secretary.press("Create the edition").done()
    secretary.open(f"/committee/{YEAR}/setup")
    secretary.press("Add the standard three and the default categories")
    if "/standard" in secretary.path:
        secretary.main.locator("form[method=post] button.btn-primary").first.click()
    secretary.open(f"/committee/{YEAR}/nominations").sees("Best Project", "Best Project Manager")
    secretary.open(f"/committee/{YEAR}/nominations/new")
    secretary.fill(
        title_kk="Үздік цифрлық қызмет",
        title_ru="Лучший цифровой сервис",
        title_en="Best digital service",
        proposer="«Демо» серіктесі",
        template="best_project",
    )
    send(secretary)
    secretary.open(f"/committee/{YEAR}/nominations").sees("Best digital service", "«Демо» серіктесі")
    for function, holder in (("chair", "Ғалым Нұрланұлы"), ("project_management", "Әлия Сәрсенова")):
        secretary.open(f"/committee/{YEAR}/seats/new")
        secretary.fill(function=function, holder=holder, since="2027-04-05")
        send(secretary)
    secretary.open(f"/committee/{YEAR}/seats").sees("Ғалым Нұрланұлы", "Әлия Сәрсенова")


def approve_methodology(walk: Walk) -> None:
    """Settings are changed once, then a decision freezes them under a digest."""
    secretary = walk.people["secretary"].switch("ru")
    secretary.open(f"/committee/{YEAR}/methodology/settings")
    secretary.fill(discrepancy_total="12").press("Save").done()
    secretary.open(f"/committee/{YEAR}/methodology/approve")
    secretary.fill(number="М-1/2027", decided_on="2027-04-05", understood=True)
    secretary.press("Approve and freeze").done()
    secretary.open(f"/committee/{YEAR}/methodology").sees("М-1/2027")
    assert re.search(r"[0-9a-f]{12}", secretary.text), "the frozen methodology shows its digest"
    secretary.open(f"/committee/{YEAR}/methodology/settings").fill(discrepancy_total="20").press("Save")
    assert secretary.main.locator(".error-summary").count() == 1, "a frozen methodology cannot be changed"


def invite_people(walk: Walk) -> None:
    """A member of the committee, an observer (approved by the member) and the jury join by mail."""
    secretary = walk.people["secretary"]
    invite(secretary, "member@example.kz", "committee", "ru")
    walk.join("member", "Қайрат Төлегенов", "ru")
    invite(secretary, "observer@example.kz", "observer", "ru")
    for key, role in (("chair", "chair"), ("juror2", "juror"), ("juror3", "juror"), ("juror4", "juror")):
        invite(secretary, f"{key}@example.kz", role, "kk")
    member = walk.people["member"]
    for _ in ("observer", "chair"):
        member.open(f"/committee/{YEAR}/people/").press("Approve").done()
    walk.join("observer", "Яна Петрова", "ru")
    for key, name, language in (
        ("chair", "Ұлан Жақсыбек", "kk"),
        ("juror2", "Үміт Өмірбек", "ru"),
        ("juror3", "Һәкім Рахимов", "en"),
        ("juror4", "Ирина Ким", "kk"),
    ):
        walk.join(key, name, language)


def invite(secretary: Person, email: str, role: str, locale: str) -> None:
    secretary.open(f"/committee/{YEAR}/people/invite")
    secretary.fill(email=email, role=role, locale=locale).press("Send the invitation").done()


def name_jury(walk: Walk) -> None:
    """The jury by a decision of the committee (p.120)."""
    secretary = walk.people["secretary"]
    for key in ("chair", "juror2", "juror3", "juror4"):
        secretary.open(f"/committee/{YEAR}/jury/name")
        secretary.fill(email=f"{key}@example.kz", number="К-7", decided_on="2027-05-20")
        if key == "chair":
            secretary.fill(is_chair=True)
        secretary.press("Name to the jury").done()
    secretary.open(f"/committee/{YEAR}/jury").sees("Ұлан Жақсыбек", "Ирина Ким")


def open_call(walk: Walk) -> None:
    """Not a minute before its time; then the call is open and public."""
    secretary = walk.people["secretary"]
    walk.move_to("2027-06-01", "08:59")
    move(secretary, "Open the call for entries")
    assert secretary.main.locator(".error-summary").count() == 1
    walk.move_to("2027-06-01", "09:00")
    move(secretary, "Open the call for entries")
    secretary.done()


def move(secretary: Person, name: str) -> None:
    """Move the edition to its next stage."""
    secretary.open(f"/committee/{YEAR}/stage").press(name)


def send(person: Person) -> None:
    """Press the one primary button of the form on the page, and see that the act was done."""
    with person.page.expect_navigation():
        person.main.locator("form[method=post] button.btn-primary").click()
    person.done()
