"""The demo's registry: bodies, people, projects with their charter roles, offices, certificates, engagements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from awards.accounts import services as accounts
from awards.accounts.domain import DEMO_PASSWORD
from awards.core.actor import SYSTEM, Actor
from awards.core.text import Locale
from awards.demo import offices
from awards.demo.names import BODIES, PLANS, SAFE_IINS, Plan, people
from awards.registry import services
from awards.registry.domain import (
    CHARTER_ROLES,
    CORE_STAFF,
    CertificateData,
    CertificateState,
    OrganisationData,
    PersonData,
    ProjectData,
    RoleCode,
    RoleData,
    SubordinationData,
)

PROJECTS_PER_BODY = 5
NO_CHARTER = ("qorgau", 1)
"""The project whose charter names no customer: its entry is not admitted (p.85)."""
EXPIRED_OFFICE = "qazjol"
"""The office whose administrator's certificate has expired: its entry is not admitted (p.55, p.110)."""


@dataclass
class World:
    """What has been loaded so far, by the keys stories use."""

    bodies: dict[str, str] = field(default_factory=dict)
    offices: dict[str, str] = field(default_factory=dict)
    projects: dict[tuple[str, int], str] = field(default_factory=dict)
    leaders: dict[tuple[str, int], str] = field(default_factory=dict)
    applicants: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    free_names: list[str] = field(default_factory=lambda: list(people()))
    free_iins: list[str] = field(default_factory=lambda: list(SAFE_IINS))
    certificates: int = 0

    def next_name(self) -> str:
        return self.free_names.pop(0)


def add_user(world: World, key: str, name: str, at: datetime, locale: Locale = Locale.KK) -> str:
    """A demo account `key@demo.example` with the demo's password; its id is kept under `key`."""
    user = accounts.create_user(
        f"{key}@demo.example", name, DEMO_PASSWORD, locale, actor=SYSTEM, at=at, is_demo=True
    )
    world.users[key] = user.id
    return user.id


def add_person(world: World, name: str, at: datetime, user_id: str | None = None, *, region: str = "") -> str:
    """A person of the registry; the first six have an IIN of the safe range."""
    iin = world.free_iins.pop(0) if world.free_iins else ""
    data = PersonData(name, iin, region=region, user_id=user_id)
    return services.add_person(data, actor=SYSTEM, at=at).id


def certify(
    world: World, person_id: str, issued: date, until: date | None, at: datetime, scheme: str
) -> None:
    """A certificate with a number of its own; one that is past is marked expired."""
    world.certificates += 1
    state = CertificateState.EXPIRED if until is not None and until < at.date() else CertificateState.ACTIVE
    services.add_certificate(
        CertificateData(
            person_id, scheme, f"ДЕМО-{world.certificates:04d}", issued, until, level="I", status=state
        ),
        actor=SYSTEM,
        at=at,
    )


def load_bodies(world: World, at: datetime) -> None:
    """Organisations with their people, projects and offices, as of an instant long before the editions."""
    began = at.date() - timedelta(days=900)
    for body in BODIES:
        data = OrganisationData(
            body.bin, body.kind, body.region, body.name.kk, body.name.ru, body.name.en, began
        )
        applicant = add_user(world, f"applicant.{body.key}", world.next_name(), at, Locale.KK)
        world.applicants[body.key] = applicant
        organisation = services.register_organisation(data, actor=Actor(user_id=applicant), at=at)
        world.bodies[body.key] = organisation.id
        _load_projects(world, body.key, began, at)
        _load_office(world, body.key, began, at)
    for body in BODIES:
        if body.parent:
            link = SubordinationData(world.bodies[body.key], world.bodies[body.parent], began)
            services.add_subordination(link, actor=SYSTEM, at=at)
    offices.base_offices(world.bodies, world.offices, began, at)
    offices.staff_in_depth(
        world.bodies[offices.FULL_OFFICE],
        world.offices[offices.FULL_OFFICE],
        [world.leaders[offices.FULL_OFFICE, index] for index in range(PROJECTS_PER_BODY)],
        began,
        at,
    )
    offices.merge_former_body(world.bodies[offices.FULL_OFFICE], began, at)


def _load_projects(world: World, key: str, began: date, at: datetime) -> None:
    offset = [body.key for body in BODIES].index(key)
    staff = [add_person(world, world.next_name(), at) for _ in range(5)]
    for index in range(PROJECTS_PER_BODY):
        plan = PLANS[(offset + 2 * index) % len(PLANS)]
        starts = began + timedelta(days=30 * index)
        project = services.add_project(
            _project(world.bodies[key], plan, starts, at.date()),
            actor=SYSTEM,
            at=at,
        )
        world.projects[key, index] = project.id
        world.leaders[key, index] = staff[index]
        for position, role in enumerate(CHARTER_ROLES):
            if (key, index) == NO_CHARTER and role is RoleCode.CUSTOMER:
                continue
            holder = staff[index] if role is RoleCode.LEADER else staff[(index + position + 1) % 5]
            _hold(holder, role, world.bodies[key], starts, at, project.id)
        certify(world, staff[index], starts, starts + timedelta(days=5 * 365), at, "apa")


def _project(organisation: str, plan: Plan, starts: date, today: date) -> ProjectData:
    """A project with the approvals that have been given by `today`."""
    ends = starts + timedelta(days=30 * plan.months)
    approved = [starts + timedelta(days=20), starts + timedelta(days=55), ends + timedelta(days=10)]
    chartered, planned, closed = (day if day <= today else None for day in approved)
    return ProjectData(
        organisation,
        plan.title.kk,
        plan.title.ru,
        plan.title.en,
        starts,
        ends,
        plan.budget * 1_000_000,
        plan.scale,
        plan.product,
        plan.limit,
        plan.financing,
        chartered,
        planned,
        closed,
    )


def _load_office(world: World, key: str, began: date, at: datetime) -> None:
    world.offices[key] = offices.open_office(key, world.bodies, began, at)
    for role in CORE_STAFF:
        person = add_person(world, world.next_name(), at)
        _hold(person, role, world.bodies[key], began, at, office=world.offices[key])
        lapsed = key == EXPIRED_OFFICE and role is RoleCode.OFFICE_ADMINISTRATOR
        until = began + timedelta(days=400 if lapsed else 1_800)
        certify(world, person, began, until, at, "ipma")


def _hold(
    person: str,
    role: RoleCode,
    organisation: str,
    since: date,
    at: datetime,
    project: str | None = None,
    *,
    office: str | None = None,
) -> None:
    number = f"ДЕМО-{since:%y%m}/{role.value}"
    held = RoleData(
        person, role, organisation, since, project, act_number=number, act_date=since, office_id=office
    )
    services.add_role(held, actor=SYSTEM, at=at)
