"""The main pages for everyone: no serious finding of axe, the keyboard, and a phone's width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from awards.core import clock
from tests.journeys.person import Person
from tests.journeys.portal import Portal

Enter = Callable[..., Person]
LANGUAGES = ("kk", "ru", "en")
BAD = ("serious", "critical")
YEAR = clock.today().year

PAGES: dict[str, tuple[str, ...]] = {
    "": ("/", "/sign-in", "/register", f"/{YEAR - 1}/winners", f"/{YEAR + 1}/methodology", "/check", "/demo"),
    "applicant.ulytau": ("/desk", "/entries", "/entries/new", "/registry/my"),
    "assessor1": ("/desk", "/assessor/", "/assessor/conflicts"),
    "chair": ("/desk", "/jury/"),
    "secretary": (
        "/desk",
        "/committee/editions",
        f"/committee/{YEAR}/",
        f"/committee/{YEAR}/stage",
        f"/committee/{YEAR}/entries",
        f"/committee/{YEAR}/assessors",
        f"/committee/{YEAR}/conflicts",
        f"/committee/{YEAR}/assignment",
        f"/committee/{YEAR}/scores",
        f"/committee/{YEAR}/rounds",
        f"/committee/{YEAR - 1}/results",
        f"/committee/{YEAR}/people/",
    ),
    "clerk": ("/registry/", "/registry/people", "/registry/organisations/new"),
    "observer": (f"/committee/{YEAR}/audit",),
}
DEEPER = {
    "assessor1": '/assessor/ a[href*="/assessor/sheets/"]',
    "chair": '/jury/ a[href*="/jury/"]',
    "secretary": f'/committee/{YEAR}/scores a[href*="/scores/"]',
}
"""A page that has an id in its address: where its link is, and which."""


def addresses(person: Person, key: str) -> list[str]:
    """The pages of a role, and one page behind a link of theirs."""
    found = list(PAGES[key])
    if key in DEEPER:
        page, _, link = DEEPER[key].partition(" ")
        person.open(page)
        href = person.main.locator(link).first.get_attribute("href") or ""
        found.append("/" + href.split("/", 2)[2])
    return found


@pytest.mark.parametrize("key", PAGES)
def test_axe_finds_nothing_serious(demo: Portal, enter: Enter, key: str) -> None:
    """Every page in Kazakh, and in turn in Russian or English."""
    person, axe, found = enter(demo, key), Axe(), []
    for number, page in enumerate(addresses(person, key)):
        for language in ("kk", LANGUAGES[1 + number % 2]):
            person.language = language
            person.open(page)
            assert person.status() == 200, page
            for finding in axe.run(person.page).response["violations"]:
                if finding["impact"] in BAD:
                    where = [node["target"] for node in finding["nodes"]][:3]
                    found.append(f"{person.path}: {finding['id']} {where}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("key", PAGES)
def test_pages_fit_a_phone(demo: Portal, enter: Enter, key: str) -> None:
    """At 375 px nothing makes the page itself scroll sideways, whatever the language."""
    person, wide = enter(demo, key, width=375), []
    for page in addresses(person, key):
        for language in LANGUAGES:
            person.language = language
            person.open(page)
            width = person.page.evaluate("document.documentElement.scrollWidth")
            if width > 375:
                wide.append(f"{person.path}: {width} px")
    assert not wide, "\n".join(wide)


@pytest.mark.parametrize(("key", "page"), [("", "/"), ("", "/sign-in"), ("secretary", f"/committee/{YEAR}/")])
def test_the_keyboard_reaches_the_content_first(demo: Portal, enter: Enter, key: str, page: str) -> None:
    """The first Tab shows a link that skips to the content; what has the focus can be seen."""
    person = enter(demo, key).open(page)
    person.page.keyboard.press("Tab")
    skip = person.page.locator(":focus")
    assert skip.get_attribute("href") == "#main" and skip.is_visible()
    box = skip.bounding_box()
    assert box is not None and box["y"] >= 0 and box["height"] > 10, "the link comes into view"
    person.page.keyboard.press("Enter")
    person.page.keyboard.press("Tab")
    within = person.page.evaluate("document.activeElement.closest('main') !== null")
    assert within, "the next stop is inside the content"
    ring = person.page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement);"
        " return [s.outlineStyle, s.outlineWidth, s.boxShadow] })()"
    )
    assert (ring[0] != "none" and ring[1] != "0px") or ring[2] != "none", ring


def test_an_entry_can_be_found_and_opened_by_keyboard_alone(demo: Portal, enter: Enter) -> None:
    """From the list of own entries to an entry, with Tab and Enter."""
    person = enter(demo, "applicant.ulytau").open("/entries")
    link = person.main.locator("tbody th a").first
    wanted = link.get_attribute("href")
    for _ in range(60):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("document.activeElement.getAttribute('href')") == wanted:
            break
    else:
        raise AssertionError("Tab never comes to the entry")
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    assert person.path == wanted
