"""The demo's editions: made, approved and opened as a secretary does it, at instants relative to the load."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from awards.accounts import services as accounts
from awards.accounts.queries import actor_of
from awards.competition import services
from awards.competition.domain import Calendar, MethodologySettings, RubricTemplate
from awards.core.actor import SYSTEM, Actor, Role
from awards.core.clock import ASTANA
from awards.core.text import Text
from awards.core.workflow import EditionState
from awards.demo.names import SEATS, SPECIAL, SPONSOR
from awards.demo.registry import World, add_user
from awards.jury import services as jury

STAFF = (
    ("secretary", "Іңкәр Хатшы (демо)", Role.SECRETARY),
    ("committee", "Өркен Комитет (демо)", Role.COMMITTEE),
    ("observer", "Яна Бақылаушы (демо)", Role.OBSERVER),
)
JURORS = 9


def day_of(at: datetime) -> date:
    """The day in Astana."""
    return at.astimezone(ASTANA).date()


def midnight(day: datetime) -> datetime:
    """The last midnight in Astana at or before `day`."""
    local = day.astimezone(ASTANA)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def load_staff(world: World, at: datetime) -> None:
    """Accounts of the secretary, a committee member, an observer, the registry clerk and the nine jurors."""
    for key, name, _ in STAFF:
        add_user(world, key, name, at)
    clerk = add_user(world, "clerk", "Һәкім Тіркеуші (демо)", at)
    accounts.grant_role(world.users["secretary"], Role.SECRETARY, None, actor=SYSTEM, at=at)
    accounts.grant_role(clerk, Role.CLERK, None, actor=SYSTEM, at=at)
    for number in range(1, JURORS + 1):
        key = "chair" if number == 1 else f"juror{number}"
        add_user(world, key, world.next_name(), at)


def calendar_around(opens: datetime, days: tuple[int, int, int, int, int]) -> Calendar:
    """A calendar from the opening instant; `days` are those of the call and of each stage after it."""
    instants = [midnight(opens)]
    for length in days:
        instants.append(instants[-1] + timedelta(days=length))
    announced = (instants[0] - timedelta(days=30)).date()
    return Calendar(announced, announced, *instants)


def create(
    world: World,
    year: int,
    calendar: Calendar,
    at: datetime,
    settings: MethodologySettings | None = None,
) -> str:
    """An edition with the standard parts, a special nomination, an approved methodology; it is then open."""
    secretary = actor_of(world.users["secretary"])
    title = Text(
        f"Qazaqstan Project Management Awards {year} (демо)",
        f"Qazaqstan Project Management Awards {year} (демо)",
        f"Qazaqstan Project Management Awards {year} (demo)",
    )
    data = services.EditionData(year, title, calendar, "Астана")
    edition = services.create_edition(data, actor=secretary, at=at)
    secretary = actor_of(world.users["secretary"])
    services.add_standard_parts(edition.id, actor=secretary, at=at)
    special = services.NominationData("digital_service", SPECIAL, RubricTemplate.BEST_PROJECT, SPONSOR)
    services.add_nomination(edition.id, special, actor=secretary, at=at)
    for position, (function, holder) in enumerate(SEATS):
        services.seat_committee(
            edition.id,
            function,
            holder,
            since=calendar.announced_on,
            is_chair=position == 0,
            actor=secretary,
            at=at,
        )
    if settings is not None:
        services.change_settings(edition.id, settings, actor=secretary, at=at)
    number = f"ДЕМО-{year}/1"
    services.approve_methodology(edition.id, number, calendar.announced_on, actor=secretary, at=at)
    _give_roles(world, edition.id, secretary, at)
    opening = calendar.opens_at
    services.move_edition(edition.id, EditionState.OPEN, actor=secretary, at=opening)
    return edition.id


def _give_roles(world: World, edition_id: str, secretary: Actor, at: datetime) -> None:
    for key, _, role in STAFF[1:]:
        accounts.grant_role(world.users[key], role, edition_id, actor=SYSTEM, at=at)
    for key in ("chair", *(f"juror{number}" for number in range(2, JURORS + 1))):
        jury.name_juror(
            edition_id,
            world.users[key],
            "ДЕМО-Ж/1",
            day_of(at),
            is_chair=key == "chair",
            actor=secretary,
            at=at,
        )
