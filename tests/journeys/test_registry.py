"""A clerk's morning in a real browser: a file with a slip, its valid rows, the same file again; an office."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from awards.core import clock
from awards.registry import queries
from awards.registry.domain import RoleCode, role_name
from awards.registry.services.imports import work
from tests.factories.registry import made_up_number
from tests.journeys.person import Person
from tests.journeys.portal import Portal

Enter = Callable[..., Person]


def do_what_waits(portal: Portal) -> None:
    """What the worker of the portal does in its own thread."""
    with portal.app.app_context():
        while work(clock.now()):
            pass


def filled_in(template: Path, rows: list[dict[str, str]]) -> None:
    """Rows written under the headings of a template, each given by the beginning of its heading."""
    with template.open(encoding="utf-8-sig", newline="") as file:
        headers = next(csv.reader(file))
    with template.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        for row in rows:
            writer.writerow(
                [next((said for head, said in row.items() if name.startswith(head)), "") for name in headers]
            )


def test_a_file_is_checked_row_by_row_and_its_valid_rows_are_taken_over(
    demo: Portal, enter: Enter, tmp_path: Path
) -> None:
    clerk = enter(demo, "clerk", language="ru")
    clerk.open("/registry/imports/new")
    link = clerk.main.locator('a[href*="/templates/organisations.csv"]').first
    template = clerk.download(link, tmp_path)
    good, wrong = made_up_number("9913409"), "123456789012"
    kind, region = "Центральный государственный орган", "город Астана"
    filled_in(
        template,
        [
            {"БИН": good, "Вид": kind, "Регион": region, "Название на казахском": "«Демо» Ғылым қоры",
             "Название на русском": "«Демо» Фонд науки"},
            {"БИН": wrong, "Вид": kind, "Регион": region, "Название на казахском": "«Демо» Қате",
             "Название на русском": "«Демо» Ошибка"},
        ],
    )  # fmt: skip

    clerk.open("/registry/imports/new").fill(kind="organisations", file=template)
    clerk.press("Check the file").sees(clerk.words("Being checked"))
    do_what_waits(demo)
    page = clerk.place
    clerk.open(page).sees("Новая 1", "Ошибка 1", "123456789012", "БИН. Это не БИН")
    whole = clerk.main.locator('[name="mode"][value="all_or_nothing"]:enabled')
    assert whole.count() == 0, "a file with a wrong row cannot be taken over whole"
    clerk.fill(mode="valid_rows", reason="Перечень подведомственных организаций")
    clerk.press("Take over").sees(clerk.words("Being taken over"))
    do_what_waits(demo)
    clerk.open(page)
    found = demo.ask(lambda: queries.organisation_by_bin(good))
    assert found is not None
    assert demo.ask(lambda: queries.organisation_by_bin(wrong)) is None
    clerk.open(f"/registry/organisations/{found.id}")
    clerk.sees("«Демо» Фонд науки", "Перечень подведомственных организаций")

    clerk.open("/registry/imports/new").fill(kind="organisations", file=template)
    clerk.press("Check the file").sees(clerk.words("Being checked"))
    do_what_waits(demo)
    assert clerk.open(clerk.place).main.get_by_role("button", name=clerk.words("Take over")).count() == 0


def test_who_may_act_for_a_role_today_is_told_on_the_page_of_the_office(demo: Portal, enter: Enter) -> None:
    clerk = enter(demo, "clerk", language="kk", width=375)
    clerk.open("/registry/substitution").sees(
        role_name(RoleCode.PRIORITY_CURATOR).kk, clerk.words("undecided, so not allowed")
    )
    clerk.open("/registry/organisations")
    for link in [one.get_attribute("href") or "" for one in clerk.main.locator("tbody a").all()]:
        clerk.open(f"{demo.url}{link}")
        office = clerk.main.locator('a[href*="/registry/offices/"]:not([href$="/new"])')
        if office.count():
            clerk.open(f"{demo.url}{office.first.get_attribute('href')}")
            break
    summary = clerk.main.locator("details summary").first
    summary.click()
    assert clerk.main.locator("details[open] a").count() > 0, "somebody may act for the role, by name"
    assert clerk.page.evaluate("document.documentElement.scrollWidth") <= 375
