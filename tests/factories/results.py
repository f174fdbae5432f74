"""A whole edition brought from score sheets to sealed medals by the services themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from awards.accounts.models import User
from awards.assessment import services as assessment
from awards.assessment.models import ScoreSheet
from awards.competition import queries as competition
from awards.competition import services as competition_services
from awards.competition.models import Edition, Segment
from awards.core.actor import SYSTEM, Actor, Role
from awards.core.clock import ASTANA
from awards.core.workflow import EditionState, Stage
from awards.infra import audit
from awards.infra.db import db
from awards.jury import queries as jury_queries
from awards.jury import services as jury
from awards.jury.models import Juror
from awards.registry.domain import EngagementKind
from awards.registry.models import Organisation, Person
from tests.factories.accounts import actor_of, make_user
from tests.factories.assessment import make_assessor
from tests.factories.competition import make_edition
from tests.factories.jury import make_jury
from tests.factories.registry import make_engagement, make_organisation, make_subordination
from tests.factories.scoring import make_scored

SCORED = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)
VOTED = datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
SEALED = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
FORUM = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)

PROJECTS = {
    "Ауыл мектептеріне интернет": (94_000, 93_500, 93_000),
    "Су үнемдеу датчиктері": (94_000, 93_000, 92_500),
    "Бірыңғай жәрдемақы порталы": (93_000, 92_000, 91_500),
    "Мұрағатты цифрландыру": (92_000, 91_500, 91_000),
    "Жаңа емхана": (80_000, 82_000, 81_000),
}
MANAGERS = {"Ұлан Жақсыбек": (93_000, 92_500, 92_000), "Іңкәр Болатқызы": (70_000, 72_000, 71_500)}
JURORS = ("Ғалым Өркенұлы Үмітов", "Іңкәр Ақжаһанқызы Әбілова", "Һәкім Ұлан", "Цзян Ли")
OFFICES = {"Жобалық офис": (60_000, 61_000, 62_500)}


@dataclass(frozen=True)
class SealedEdition:
    """Ids of what tests reach for."""

    edition_id: str
    secretary_id: str
    committee_id: str
    chair_id: str
    juror_id: str
    observer_id: str
    assessor_id: str
    segment_id: str
    """The voted one: four in the zone, gold settled by the chair's ballot."""
    winners: tuple[str, ...]


def make_sealed() -> SealedEdition:
    """An edition with every segment sealed: one by a vote with p.123, one with a lone winner, the rest empty.

    A consultant of a winner's stands blocked among the assessors, and has no sheets.
    """
    edition = make_edition(Stage.ASSESSMENT)
    secretary = make_user("Үміт Өмірбек", role=Role.SECRETARY, edition_id=edition.id)
    committee = make_user("Һәкім Рахимов", role=Role.COMMITTEE, edition_id=edition.id)
    observer = make_user("Яна Петрова", role=Role.OBSERVER, edition_id=edition.id)
    members = make_jury(edition, 4)
    for member, name in zip(members, JURORS, strict=True):
        member.name = name
    people = [make_assessor(edition.id, f"Ассессор {number}") for number in range(1, 4)]
    scored = make_scored(PROJECTS, edition=edition, assessors=people)
    make_scored(MANAGERS, edition=edition, assessors=people, nomination="best_manager")
    make_scored(OFFICES, edition=edition, assessors=people, nomination="best_pmo")
    winners = [scored.entries[title] for title in list(PROJECTS)[:4]]
    _add_consultant(edition, winners[0].organisation_id)
    assessment.compute_clearances(edition.id, actor=SYSTEM, at=SCORED)
    _log_sheets(edition)
    _seal(edition, scored.segment, members, [entry.id for entry in winners], actor_of(secretary))
    return SealedEdition(
        edition.id,
        secretary.id,
        committee.id,
        members[0].user_id,
        members[1].user_id,
        observer.id,
        people[0].user_id,
        scored.segment.id,
        tuple(entry.id for entry in winners),
    )


def _add_consultant(edition: Edition, organisation_id: str) -> None:
    assessor = make_assessor(edition.id, "Өркен Әбілов")
    body = db.session.get_one(Organisation, organisation_id)
    person = db.session.get_one(Person, assessor.person_id)
    make_engagement(person, body, EngagementKind.CONSULTANCY, since=date(2025, 9, 1), until=date(2026, 3, 1))
    parent = make_organisation("«Демо» жоғары тұрған орган")
    make_subordination(body, parent)


def _log_sheets(edition: Edition) -> None:
    """The events of locking, which the factory of sheets leaves out."""
    for sheet in db.session.scalars(select(ScoreSheet).order_by(ScoreSheet.id)):
        audit.record(
            "sheet.locked",
            actor=SYSTEM,
            at=SCORED,
            edition_id=edition.id,
            object_kind="sheet",
            object_id=sheet.id,
            facts={"total": sheet.total_milli, "digest": "0" * 64},
        )


def _seal(
    edition: Edition, voted: Segment, members: Sequence[Juror], ids: Sequence[str], secretary: Actor
) -> None:
    """Score, name finalists, vote where it is due, and confirm medals, in every segment."""
    day = SCORED.astimezone(ASTANA).date()
    for segment in competition.segments(edition.id):
        assessment.run_scoring(segment.id, actor=secretary, at=SCORED)
        assessment.start_finalists(segment.id, actor=secretary, at=SCORED)
        assessment.confirm_finalists(segment.id, "ҚА-2", day, actor=secretary, at=SCORED)
    jury.open_round(voted.id, VOTED + timedelta(days=1), actor=secretary, at=VOTED)
    first, second, third, fourth = ids
    rankings = ([second, first, third], [first, second], [second, first, fourth], [first, third, second])
    for member, ranking in zip(members, rankings, strict=True):
        actor = actor_of(db.session.get_one(User, member.user_id))
        jury.cast_ballot(voted.id, ranking, actor=actor, at=VOTED + timedelta(hours=1))
    jury.close_round(voted.id, actor=secretary, at=VOTED + timedelta(hours=2))
    found = jury_queries.round_of(voted.id)
    assert found is not None
    assert found.report["status"] == "decided"
    for segment in competition.segments(edition.id):
        day = VOTED.astimezone(ASTANA).date()
        jury.confirm_verdict(segment.id, "ҚА-3", day, actor=secretary, at=SEALED)
    competition_services.move_edition(edition.id, EditionState.SEALED, actor=secretary, at=SEALED)
