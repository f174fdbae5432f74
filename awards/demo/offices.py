"""The demo's project offices: one with groups and centres, one based elsewhere, and a reorganisation."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from awards.core.actor import SYSTEM
from awards.core.text import Text
from awards.registry import services
from awards.registry.domain import (
    OfficeData,
    OrganisationData,
    OrganisationKind,
    RoleCode,
    RoleData,
    SuccessionData,
    SuccessionKind,
)

BASED_ELSEWHERE = {"digital": "datacentre"}
"""Bodies whose office is based in a subordinate organisation (p.55)."""
FULL_OFFICE = "digital"
TITLE = ("Жобалық офис", "Проектный офис", "Project office")
DIRECTION = "Цифрлық қызметтер"
DEEP_STAFF = (
    (RoleCode.OFFICE_CONSULTANT, ""),
    (RoleCode.BASE_DIRECTION_HEAD, DIRECTION),
    (RoleCode.GROUP_HEAD, DIRECTION),
    (RoleCode.GROUP_CHIEF_MANAGER, DIRECTION),
    (RoleCode.COMMUNICATION_HEAD, ""),
)
"""Roles of the one office that has more than its core staff; an administrator of the group is missing."""
FORMER = (
    "991340000801",
    Text(
        "«Демо» Электрондық үкімет комитеті",
        "«Демо» Комитет электронного правительства",
        "“Demo” eGov Committee",
    ),
)
"""A body that was merged into the ministry; its BIN has a thirteenth month and was never issued."""


def open_office(key: str, bodies: dict[str, str], began: date, at: datetime) -> str:
    """The project office of a body, in its own body; the id of the office."""
    return services.add_office(_office(bodies[key], None, began), actor=SYSTEM, at=at).id


def _office(body: str, base: str | None, began: date) -> OfficeData:
    number = f"ДЕМО-{began:%y%m}/ЖО"
    return OfficeData(body, *TITLE, base, began, act_number=number, act_date=began)


def base_offices(bodies: dict[str, str], offices: dict[str, str], began: date, at: datetime) -> None:
    """Move the offices that sit in another organisation to where they sit."""
    for key, base in BASED_ELSEWHERE.items():
        data = _office(bodies[key], bodies[base], began)
        reason = "Бұйрық бойынша офис ведомстволық бағынысты ұйымның базасында"
        services.correct_office(offices[key], data, reason=reason, actor=SYSTEM, at=at)


def staff_in_depth(organisation: str, office: str, people: list[str], began: date, at: datetime) -> None:
    """A base direction with its group, a consultant and a communication centre, held by `people` in turn."""
    above = RoleCode.BASE_DIRECTION_HEAD
    for person, (role, unit) in zip(people, DEEP_STAFF, strict=True):
        data = RoleData(
            person,
            role,
            organisation,
            began,
            act_number=f"ДЕМО-{began:%y%m}/{role.value}"[:60],
            act_date=began,
            office_id=None if role is above else office,
            unit=unit,
        )
        services.add_role(data, actor=SYSTEM, at=at)


def merge_former_body(heir: str, began: date, at: datetime) -> None:
    """A committee that existed before the ministry took it over."""
    bin_, name = FORMER
    data = OrganisationData(bin_, OrganisationKind.CENTRAL, "KZ-71", name.kk, name.ru, name.en, began)
    former = services.add_organisation(data, actor=SYSTEM, at=at)
    effective = at.date() - timedelta(days=200)
    act = SuccessionData(former.id, heir, SuccessionKind.ACCESSION, effective, "ДЕМО-17", effective)
    services.add_succession(act, actor=SYSTEM, at=at)
