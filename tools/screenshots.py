"""Pictures of the demo's pages by role, language and width, to be looked at: `python tools/screenshots.py`.

Loads the demo into a temporary folder, serves it on loopback and writes
var/screens/<role>/<page>-<language>-<width>.png.
Arguments narrow the round: `--roles secretary chair --languages kk --widths 1280`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from awards.accounts.domain import DEMO_PASSWORD  # noqa: E402
from awards.core import clock  # noqa: E402
from awards.demo import run  # noqa: E402
from tests.journeys.portal import Portal, running  # noqa: E402

THIS, LAST, NEXT = clock.today().year, clock.today().year - 1, clock.today().year + 1
COMMITTEE = f"/committee/{THIS}"

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

PAGES: dict[str, tuple[str, ...]] = {
    "public": (
        "/", "/sign-in", "/register", "/password/forgotten", "/demo", "/check", "/style",
        f"/{THIS}", f"/{THIS}/winners", f"/{LAST}", f"/{LAST}/winners", f"/{NEXT}/methodology",
        "/nothing-here",
    ),
    "applicant.ulytau": (
        "/desk", "/entries", "/entries/new", "/entries/new > a[href*='/entries/new/']",
        "/entries > tbody a[href*='/entries/']", "/entries > tr:nth-child(2) a[href*='/entries/']",
        "/entries > a[href*='/versions/']", "/registry/my", "/registry/my > a[href*='/projects/new']",
        "/registry/my > a[href*='/registry/my/projects/']", "/registry/my > a[href*='/roles/new']",
        "/account", "/account/password",
    ),
    "applicant.digital": ("/desk", "/entries", "/entries > a[href*='/feedback']"),
    "assessor1": (
        "/desk", "/assessor/", "/assessor/conflicts", "/assessor/conflicts > a[href*='/conflicts/']",
        "/assessor/ > a[href*='/assessor/sheets/']", "/registry/me",
    ),
    "assessor9": ("/assessor/", "/assessor/ > a[href*='/assessor/sheets/']"),
    "chair": (
        "/desk", "/jury/", "/jury/ > a[href*='/jury/']", "/jury/ > a[href*='/jury/'] > a[href$='/ballot']",
    ),
    "juror2": ("/desk", "/jury/", "/jury/ > a[href*='/jury/'] > a[href$='/tie']"),
    "secretary": (
        "/desk", "/committee/editions", "/committee/editions/new", f"{COMMITTEE}/", f"{COMMITTEE}/setup",
        f"{COMMITTEE}/stage", f"{COMMITTEE}/nominations", f"{COMMITTEE}/categories", f"{COMMITTEE}/seats",
        f"{COMMITTEE}/methodology", f"{COMMITTEE}/decisions", f"{COMMITTEE}/entries",
        f"{COMMITTEE}/entries > tbody a[href*='/entries/']", f"{COMMITTEE}/assessors",
        f"{COMMITTEE}/assessors/people", f"{COMMITTEE}/conflicts", f"{COMMITTEE}/conflicts > td.cell a",
        f"{COMMITTEE}/assignment", f"{COMMITTEE}/scores", f"{COMMITTEE}/scores > tbody a[href*='/scores/']",
        f"{COMMITTEE}/scores > tbody a[href$='/table']", f"{COMMITTEE}/finalists",
        f"{COMMITTEE}/finalists > a[href*='/finalists/']", f"{COMMITTEE}/jury", f"{COMMITTEE}/jury/name",
        f"{COMMITTEE}/rounds", f"{COMMITTEE}/rounds > tr:nth-child(1) a[href*='/rounds/']",
        f"{COMMITTEE}/rounds > tr:nth-child(8) a[href*='/rounds/']", f"{COMMITTEE}/minutes",
        f"{COMMITTEE}/results",
        f"{COMMITTEE}/audit", f"{COMMITTEE}/people/", f"{COMMITTEE}/people/invite",
        f"/committee/{LAST}/", f"/committee/{LAST}/minutes", f"/committee/{LAST}/results",
        f"/committee/{NEXT}/", f"/committee/{NEXT}/entries",
    ),
    "committee": ("/desk", f"{COMMITTEE}/", f"/committee/{LAST}/results"),
    "clerk": (
        "/desk", "/registry/", "/registry/organisations", "/registry/organisations > tbody a",
        "/registry/people", "/registry/people > tbody a", "/registry/projects",
        "/registry/projects > tbody a", "/registry/people/new", "/registry/organisations/new",
    ),
    "observer": ("/desk", f"{COMMITTEE}/", f"{COMMITTEE}/audit", f"{COMMITTEE}/entries"),
}  # fmt: skip
"""Pages by account; "page > link" follows the first such link of a page, for addresses with an id."""


def visit(page: Page, portal: Portal, language: str, where: str) -> bool:
    """Open a page and follow its links in turn; False where it has no such link."""
    address, *links = where.split(" > ")
    page.goto(f"{portal.url}/{language}{address}")
    for link in links:
        found = page.locator("main").locator(link)
        if not found.count():
            return False
        page.goto(portal.url + (found.first.get_attribute("href") or ""))
    return True


def sign_in(page: Page, portal: Portal, role: str) -> None:
    page.goto(f"{portal.url}/kk/sign-in")
    page.fill('main [name="email"]', f"{role}@demo.example")
    page.fill('main [name="password"]', DEMO_PASSWORD)
    with page.expect_navigation():
        page.press('main [name="password"]', "Enter")


def name_of(where: str) -> str:
    """A file name for a page: its path and link without signs that files do not like."""
    return re.sub(r"[^\w]+", "-", where).strip("-") or "front"


def pictures(
    browser: Browser, portal: Portal, folder: Path, roles: list[str], languages: list[str], widths: list[int]
) -> Iterator[str]:
    """Take the pictures; gives a line for every page that could not be taken or scrolls sideways."""
    for role in roles:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        if role != "public":
            sign_in(page, portal, role)
        (folder / role).mkdir(parents=True, exist_ok=True)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            for where in PAGES[role]:
                for language in languages:
                    if not visit(page, portal, language, where):
                        yield f"{role} {where}: no such link"
                        break
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    if wide > width:
                        yield f"{role} {language} {where}: {wide} px wide at {width}"
                    path = folder / role / f"{name_of(where)}-{language}-{width}.png"
                    page.screenshot(path=path, full_page=True)
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--roles", nargs="+", choices=PAGES, default=list(PAGES))
    parser.add_argument("--languages", nargs="+", choices=("kk", "ru", "en"), default=["kk", "ru", "en"])
    parser.add_argument("--widths", nargs="+", type=int, default=[375, 1280])
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "screens")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, running(Path(scratch), demo=True) as portal:
        run.load(portal.app, clock.now())
        with sync_playwright() as playwright:
            chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            for line in pictures(browser, portal, asked.folder, asked.roles, asked.languages, asked.widths):
                print(line, flush=True)
            browser.close()


if __name__ == "__main__":
    main()
