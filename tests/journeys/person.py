"""Somebody in front of a browser: opens pages, fills in forms, presses buttons by the words on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Response

from tests.journeys.portal import Portal


class Person:
    """One person with a browser of their own and a language they read the portal in."""

    def __init__(
        self, portal: Portal, context: BrowserContext, email: str, password: str, language: str = "kk"
    ) -> None:
        self.portal, self.context = portal, context
        self.email, self.password, self.language = email, password, language
        self.page = context.new_page()
        self.answer: Response | None = None

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def text(self) -> str:
        """What the page says in its main part, as people see it."""
        return self.main.inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.portal.url)

    @property
    def place(self) -> str:
        """The path without its language and its notice: the same page for everybody."""
        return "/" + self.path.partition("?")[0].split("/", 2)[2]

    def words(self, text: str) -> str:
        return self.portal.words(text, self.language)

    def open(self, path: str) -> Person:
        """Go to a page of the portal in the person's language; sign in when the portal asks."""
        address = path if path.startswith("http") else f"{self.portal.url}/{self.language}{path}"
        self.answer = self.page.goto(address)
        if "/sign-in" in self.page.url and "/sign-in" not in address:
            self.sign_in()
            if "/sign-in" not in self.page.url and self.page.url != address:
                self.answer = self.page.goto(address)
        return self

    def sign_in(self) -> Person:
        """Fill in the sign-in page that is open, or open it first."""
        if "/sign-in" not in self.page.url:
            self.page.goto(f"{self.portal.url}/{self.language}/sign-in")
        self.fill(email=self.email, password=self.password)
        return self.press("Sign in")

    def fill(self, **values: Any) -> Person:
        """Fill in fields by name: texts, choices of a list, radio buttons and (True, False) boxes."""
        for name, value in values.items():
            field = self.main.locator(f'form [name="{name}"]').first
            kind = field.evaluate("field => field.tagName === 'SELECT' ? 'select' : field.type")
            if kind == "radio":
                self.main.locator(f'[name="{name}"][value="{value}"]').check()
            elif kind == "checkbox":
                field.set_checked(bool(value))
            elif kind == "select":
                field.select_option(str(value))
            elif kind == "file":
                field.set_input_files(str(value))
            else:
                field.fill(str(value))
        return self

    def pick(self, name: str, words: str, key: str) -> Person:
        """Look for a record by words on the form itself, and choose the one with this id."""
        self.main.locator(f'[name="{name}-words"]').fill(words)
        with self.page.expect_navigation():
            self.main.locator(f'[name="{name}-find"]').click()
        self.main.locator(f'[name="{name}"][value="{key}"]').check()
        return self

    def press(self, text: str, *, number: int = 0) -> Person:
        """Press the button with these words (given in English, read in the person's language)."""
        button = self.main.get_by_role("button", name=self.words(text), exact=True).nth(number)
        with self.page.expect_navigation():
            button.click()
        return self

    def follow(self, text: str, *, number: int = 0) -> Person:
        """Follow the link with these words."""
        link = self.main.get_by_role("link", name=self.words(text), exact=True).nth(number)
        with self.page.expect_navigation():
            link.click()
        return self

    def follow_row(self, text: str) -> Person:
        """Follow the last link of the table's row that says `text`."""
        with self.page.expect_navigation():
            self.main.locator("tr", has_text=text).first.get_by_role("link").last.click()
        return self

    def switch(self, language: str) -> Person:
        """Change the language of the very page that is open, by the switch in the header."""
        with self.page.expect_navigation():
            self.page.locator(f'header a[hreflang="{language}"]').first.click()
        self.language = language
        return self

    def download(self, button: Locator, folder: Path) -> Path:
        """The file that a button or link gives."""
        with self.page.expect_download() as caught:
            button.click()
        path = folder / caught.value.suggested_filename
        caught.value.save_as(path)
        return path

    def fetch(self, path: str) -> bytes:
        """The bytes behind a link, asked for with the person's session."""
        answer = self.context.request.get(path if path.startswith("http") else f"{self.portal.url}{path}")
        assert answer.ok, f"{path}: {answer.status}"
        return answer.body()

    def sees(self, *texts: str) -> Person:
        """Assert that the page says all of these (as they are, not translated)."""
        said = " ".join(self.text.split())
        for text in texts:
            assert text in said, f"{text!r} is not on {self.page.url}:\n{said}"
        return self

    def done(self) -> Person:
        """Assert that an act succeeded: the page bears its notice and no list of problems."""
        problems = self.main.locator(".error-summary")
        assert problems.count() == 0, f"{self.page.url}: {problems.first.inner_text()}"
        assert "done=" in self.page.url, f"no act was confirmed on {self.page.url}:\n{self.text}"
        return self

    def status(self) -> int:
        assert self.answer is not None
        return self.answer.status
