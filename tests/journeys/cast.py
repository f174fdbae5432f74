"""Who takes part in the walk through an edition, and where the walk stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from awards.accounts import services as accounts
from awards.accounts.domain import DEMO_PASSWORD
from awards.accounts.queries import actor_of, user_by_email
from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.core.actor import SYSTEM, Actor, Role
from awards.core.clock import ASTANA
from awards.core.text import Locale
from awards.demo.registry import World
from awards.infra.files import StoredFile
from tests.journeys.person import Person
from tests.journeys.portal import Portal

PASSWORD = "көкжиек-тұлпар-1987"
YEAR = 2027
SEGMENT = ("best_project", "central")
"""Five entries, four of them in the zone: the jury votes."""
SOLO = ("best_manager", "private")
"""One entry in the zone: gold by score, two medals vacant (D7)."""


@dataclass
class Walk:
    """The portal, its people so far, and what was noted on the way."""

    portal: Portal
    chromium: Browser
    folder: Path
    world: World = field(default_factory=World)
    people: dict[str, Person] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    """Short names to entry ids."""
    reports: dict[Locale, StoredFile] = field(default_factory=dict)

    def move_to(self, day: str, time: str = "10:00") -> datetime:
        """Set the portal's clock to a moment of Astana time."""
        local = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ASTANA)
        self.portal.at = local
        return local

    @property
    def now(self) -> datetime:
        assert self.portal.at is not None
        return self.portal.at

    def later(self, **step: int) -> None:
        self.portal.at = self.now + timedelta(**step)

    def context(self) -> BrowserContext:
        """A browser of one's own: cookies are not shared."""
        context = self.chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        context.set_default_timeout(15_000)
        return context

    def newcomer(self, key: str, language: str) -> Person:
        """Somebody with a browser and no account yet."""
        person = Person(self.portal, self.context(), f"{key}@example.kz", PASSWORD, language)
        self.people[key] = person
        return person

    def secretary(self, name: str) -> Person:
        """The first secretary, made as `awards secretary` makes one."""
        person = self.newcomer("secretary", "en")

        def make() -> None:
            user = accounts.create_user(
                person.email, name, person.password, Locale.EN, actor=SYSTEM, at=self.now
            )
            accounts.grant_role(user.id, Role.SECRETARY, None, actor=SYSTEM, at=self.now)

        self.portal.do(make)
        return person

    def demo_person(self, key: str, language: str) -> Person:
        """Somebody whose account the demo's loader made."""
        person = Person(self.portal, self.context(), f"{key}@demo.example", DEMO_PASSWORD, language)
        self.people[key] = person
        return person

    def join(self, key: str, name: str, language: str) -> Person:
        """Open the link of an invitation and make an account."""
        person = self.newcomer(key, language)
        link = self.portal.link_to(person.email, "/invitation/")
        person.open(link)
        person.language = person.path.split("/")[1]
        if person.language != language:
            person.switch(language)
        person.fill(name=name, password=PASSWORD).press("Accept the invitation").done()
        return person

    def edition(self) -> EditionFacts:
        return self.portal.ask(self.edition_here)

    def edition_here(self) -> EditionFacts:
        """The edition, inside a query or a use case that is under way."""
        edition = competition.get_edition(YEAR)
        assert edition is not None
        return edition

    def segment(self, code: tuple[str, str] = SEGMENT) -> str:
        """The id of a segment, for the addresses of its pages."""
        edition = self.edition()
        found = self.portal.ask(lambda: competition.segments(edition.id))
        return next(one.id for one in found if (one.nomination.code, one.category.code) == code)

    def actor(self, email: str) -> Actor:
        """Somebody as services see them, for the steps that go through services."""
        user = self.portal.ask(lambda: accounts_by_email(email))
        return self.portal.ask(lambda: actor_of(user))


def accounts_by_email(email: str) -> str:
    user = user_by_email(email)
    assert user is not None, email
    return user.id
