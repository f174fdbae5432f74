"""The demo's assessment: assessors with dated ties, declarations, the solver's assignment, score sheets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from awards.accounts.queries import actor_of
from awards.assessment import queries, services
from awards.assessment.models import ScoreSheet
from awards.competition import queries as competition
from awards.core.actor import SYSTEM
from awards.core.workflow import SheetState
from awards.demo.editions import day_of
from awards.demo.marks import content, step_milli
from awards.demo.registry import World, add_person, add_user, certify
from awards.infra.db import db
from awards.registry import services as registry
from awards.registry.domain import EngagementData, EngagementKind
from awards.submissions.queries import EntryFacts, admitted_entries

ASSESSORS = 24
REGIONS = ("KZ-71", "KZ-75", "KZ-35", "KZ-11", "KZ-79", "KZ-55")


def months_before(day: date, months: int) -> date:
    """The same day of the month, `months` calendar months earlier (a day up to 28)."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28))


def load_assessors(world: World, at: datetime) -> list[str]:
    """Accounts and registry records of 24 assessors, each with a certificate; returns the ids of the people."""
    found = []
    for number in range(1, ASSESSORS + 1):
        name = world.next_name()
        user = add_user(world, f"assessor{number}", name, at)
        person = add_person(world, name, at, user, region=REGIONS[number % len(REGIONS)])
        issued = (at - timedelta(days=100)).date()
        certify(world, person, issued, issued + timedelta(days=5 * 365), at, "ipma" if number % 2 else "apa")
        found.append(person)
    lapsed = add_person(world, "Ирина Мерзімі Өткен (демо)", at)
    ended = (at - timedelta(days=30)).date()
    certify(world, lapsed, ended - timedelta(days=900), ended, at, "pmp")
    return found


def load_ties(world: World, assessors: list[str], reference: date, at: datetime) -> None:
    """Consultancy that ended 11 months before (blocks) and 13 months before (does not); work in a subordinate body."""
    begun = months_before(reference, 30)
    ties = (
        (0, "water", EngagementKind.CONSULTANCY, months_before(reference, 11), "ДЕМО-К/11"),
        (1, "water", EngagementKind.CONSULTANCY, months_before(reference, 13), "ДЕМО-К/13"),
        (2, "datacentre", EngagementKind.EMPLOYMENT, None, ""),
        (3, "halal", EngagementKind.CONSULTANCY, None, "ДЕМО-К/17"),
    )
    for index, body, kind, until, contract in ties:
        registry.add_engagement(
            EngagementData(
                assessors[index], world.bodies[body], kind, begun, until, contract_number=contract
            ),
            actor=SYSTEM,
            at=at,
        )


def name_and_assign(
    world: World,
    edition_id: str,
    assessors: list[str],
    at: datetime,
    *,
    additional: Mapping[str, int] | None = None,
    capacity: int = 12,
) -> None:
    """Name the assessors, let them declare, propose by the solver, confirm by a decision."""
    secretary = actor_of(world.users["secretary"])
    for person in assessors:
        load = services.LoadData(capacity)
        data = services.AssessorData(person, load, "ДЕМО-А/1", day_of(at))
        services.name_assessor(edition_id, data, actor=secretary, at=at)
    services.compute_clearances(edition_id, actor=secretary, at=at)
    named = queries.assessors(edition_id)
    entries = admitted_entries(edition_id)
    for position, assessor in enumerate(named):
        actor = actor_of(assessor.user_id)
        if position == len(named) - 1:
            services.declare(
                assessor.id,
                entries[0].id,
                has_conflict=True,
                text="Жоба жетекшісі — жақын туысым (демо). Руководитель проекта — мой родственник.",
                actor=actor,
                at=at,
            )
    services.compute_clearances(edition_id, actor=secretary, at=at)
    data_for = services.ProposalData(additional=dict(additional or {}))
    run = services.propose_assignment(edition_id, data_for, actor=secretary, at=at)
    services.confirm_assignment(run.id, "ДЕМО-А/2", day_of(at), actor=secretary, at=at)


@dataclass
class Scores:
    """What assessors give: mean total of an entry in milli-points, or an exact list for its sheets in order."""

    means: dict[str, int] = field(default_factory=dict)
    exact: dict[str, tuple[int, ...]] = field(default_factory=dict)
    drafts: dict[str, int] = field(default_factory=dict)
    """How many sheets of an entry stay unlocked."""
    severe: frozenset[str] = frozenset()
    """Ids of nominations whose assessors differ in severity, so that calibration has something to correct."""


def score(world: World, edition_id: str, scores: Scores, at: datetime) -> None:
    """Every assessor of an entry declares, marks and locks (or leaves a draft)."""
    entries = {entry.id: entry for entry in admitted_entries(edition_id)}
    order = {assessor.id: number for number, assessor in enumerate(queries.assessors(edition_id))}
    users = {assessor.id: assessor.user_id for assessor in queries.assessors(edition_id)}
    sheets = db.session.scalars(
        select(ScoreSheet)
        .where(ScoreSheet.entry_id.in_(entries), ScoreSheet.state == SheetState.DRAFT)
        .order_by(ScoreSheet.entry_id, ScoreSheet.assessor_id)
    ).all()
    by_entry: dict[str, list[ScoreSheet]] = {}
    for sheet in sheets:
        by_entry.setdefault(sheet.entry_id, []).append(sheet)
    for entry_id, group in by_entry.items():
        group.sort(key=lambda sheet: order[sheet.assessor_id])
        for place, sheet in enumerate(group):
            total = _total(scores, entries[entry_id], place, order[sheet.assessor_id])
            if total is not None:
                leave = place >= len(group) - scores.drafts.get(entry_id, 0)
                _mark(sheet, entries[entry_id], total, users[sheet.assessor_id], at, is_draft=leave)


def _total(scores: Scores, entry: EntryFacts, place: int, assessor: int) -> int | None:
    if entry.id in scores.exact:
        given = scores.exact[entry.id]
        return given[place] if place < len(given) else None
    if entry.id not in scores.means:
        return None
    severity = 150 * ((assessor * 7) % 17 - 8) if entry.nomination_id in scores.severe else 0
    seed = hashlib.sha256(f"{entry.receipt}:{assessor}".encode()).digest()[0]
    noise = 50 * (seed % 13 - 6)
    return min(100_000, max(0, scores.means[entry.id] + severity + noise) // 50 * 50)


def _mark(
    sheet: ScoreSheet, entry: EntryFacts, total: int, user_id: str, at: datetime, *, is_draft: bool
) -> None:
    actor = actor_of(user_id)
    services.declare_clear(sheet.assessor_id, (entry.id,), actor=actor, at=at)
    rubric = competition.rubric(entry.nomination_id)
    total -= total % step_milli(rubric)
    saved = services.save_sheet(sheet.id, content(rubric, total), sheet.version, actor=actor, at=at)
    if not is_draft:
        services.lock_sheet(saved.id, saved.version, actor=actor, at=at)
