"""The board tells what each segment waits for, in a fixed number of queries; a desk shows one's own work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from awards.accounts.models import User
from awards.board import queries
from awards.board.domain import Next
from awards.competition import queries as competition
from awards.competition.models import Category, Edition, Nomination, Segment
from awards.core.actor import Role
from awards.core.workflow import DeclarationState, EntryState, SegmentState, Stage
from awards.infra.db import db
from awards.registry.domain import OrganisationKind
from tests.factories.accounts import actor_of, make_user, sign_in
from tests.factories.assessment import make_assessor, make_assignment, make_declaration, make_run, make_sheet
from tests.factories.competition import make_edition, put_segment
from tests.factories.jury import make_finalists, make_jury, make_round, user_of
from tests.factories.registry import make_organisation, make_project
from tests.factories.scoring import score
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.usefixtures("app")
BOARD_QUERIES = 14


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every SELECT that is run inside."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def admit(edition: Edition, nomination: Nomination, kind: OrganisationKind) -> None:
    make_entry(edition, make_organisation(kind=kind), nomination, state=EntryState.ELIGIBLE)


def nominations(edition: Edition) -> list[Nomination]:
    return list(db.session.scalars(select(Nomination).where(Nomination.edition_id == edition.id)))


def segment_at(edition: Edition, nomination: Nomination, category: str) -> Segment:
    return db.session.scalars(
        select(Segment)
        .join(Category, Category.id == Segment.category_id)
        .where(Segment.nomination_id == nomination.id, Category.code == category)
    ).one()


@pytest.mark.parametrize("kinds", [(OrganisationKind.CENTRAL,), tuple(OrganisationKind)])
def test_the_board_asks_as_many_questions_for_many_segments_as_for_one(
    at: datetime, kinds: tuple[OrganisationKind, ...]
) -> None:
    edition = make_edition(Stage.ASSESSMENT)
    for kind in kinds:
        admit(edition, nominations(edition)[0], kind)
    facts = competition.get_edition(edition.year)
    assert facts is not None
    db.session.commit()
    with counted() as seen:
        board = queries.edition_board(facts, at)
    assert len(board.rows) == len(kinds)
    assert len(seen) == BOARD_QUERIES


def test_the_board_shows_only_segments_with_entries_and_what_they_wait_for(at: datetime) -> None:
    edition = make_edition(Stage.ASSESSMENT)
    project, *_ = nominations(edition)
    voting = segment_at(edition, project, "central")
    decision, entries = make_finalists(voting, (96_000, 95_000, 94_000, 93_000))
    make_round(voting, decision, entries, make_jury(edition))
    admit(edition, project, OrganisationKind.LOCAL)
    facts = competition.get_edition(edition.year)
    assert facts is not None
    rows = {row.segment.category.code: row for row in queries.edition_board(facts, at).rows}
    assert set(rows) == {"central", "local"}
    assert rows["central"].next in (Next.COLLECT_BALLOTS, Next.CLOSE_VOTE)
    assert (rows["central"].figures.in_zone, rows["central"].figures.eligible) == (4, 3)
    assert rows["local"].next is Next.LOCK_SHEETS


def test_a_desk_counts_an_applicants_drafts_and_submitted_entries(at: datetime) -> None:
    edition = make_edition(Stage.OPEN)
    organisation, other = make_organisation(), make_organisation()
    projects = [nomination for nomination in nominations(edition) if nomination.code == "best_project"]
    for number in range(31):
        project = make_project(organisation)
        state = EntryState.SUBMITTED if number else EntryState.DRAFT
        make_entry(edition, organisation, projects[0], project=project, state=state)
    make_entry(edition, other, projects[0], state=EntryState.SUBMITTED)
    applicant = make_user(organisation_id=organisation.id)
    (desk,) = queries.applicant_desks(actor_of(applicant))
    assert (desk.drafts, desk.submitted) == (1, 30), "more than one page of the list is counted"
    assert queries.applicant_desks(actor_of(make_user())) == ()


def test_a_desk_counts_an_assessors_sheets_and_missing_declarations(at: datetime) -> None:
    edition = make_edition(Stage.ASSESSMENT)
    assessor, run = make_assessor(edition.id), make_run(edition.id)
    for number in range(3):
        entry = make_entry(edition, make_organisation(), nominations(edition)[0], state=EntryState.ELIGIBLE)
        pair = make_assignment(run, assessor, entry.id)
        sheet = make_sheet(pair, entry.current_version_id or "", declared=number > 0)
    score(sheet, 80_000)
    user = db.session.get_one(User, assessor.user_id)
    (desk,) = queries.assessor_desks(actor_of(user))
    assert (desk.todo, desk.done, desk.undeclared) == (2, 1, 1)


def test_a_desk_tells_the_committee_of_conflicts_and_segments_that_wait(at: datetime) -> None:
    edition = make_edition(Stage.ASSESSMENT)
    project = nominations(edition)[0]
    entry = make_entry(edition, make_organisation(), project, state=EntryState.ELIGIBLE)
    assessor = make_assessor(edition.id)
    make_declaration(assessor, entry.id, DeclarationState.DECLARED)
    put_segment(segment_at(edition, project, "central"), SegmentState.FINALISTS)
    member = make_user(role=Role.COMMITTEE, edition_id=edition.id)
    (desk,) = queries.committee_desks(actor_of(member), at)
    assert (desk.declared, desk.waiting) == (1, 1)
    assert queries.committee_desks(actor_of(make_user()), at) == ()


def test_every_role_has_a_desk_page(client: FlaskClient, at: datetime) -> None:
    edition = make_edition(Stage.ASSESSMENT)
    chair = make_jury(edition)[0]
    people = [
        make_user(role=Role.SECRETARY),
        make_user(role=Role.COMMITTEE, edition_id=edition.id),
        make_user(role=Role.OBSERVER, edition_id=edition.id),
        make_user(role=Role.CLERK),
        make_user(organisation_id=make_organisation().id),
        user_of(chair),
        make_user(),
    ]
    for user in people:
        sign_in(client, user)
        for language in ("kk", "ru", "en"):
            assert client.get(f"/{language}/desk").status_code == 200, user.name


def test_only_those_who_run_or_watch_an_edition_see_its_board(client: FlaskClient, at: datetime) -> None:
    edition = make_edition(Stage.ASSESSMENT)
    admit(edition, nominations(edition)[0], OrganisationKind.CENTRAL)
    address = f"/en/committee/{edition.year}/"
    allowed = {
        Role.SECRETARY: 200, Role.COMMITTEE: 200, Role.OBSERVER: 200, Role.ASSESSOR: 404, Role.JUROR: 404,
    }  # fmt: skip
    for role, status in allowed.items():
        user = make_user(role=role, edition_id=None if role is Role.SECRETARY else edition.id)
        sign_in(client, user)
        assert client.get(address).status_code == status, role


def test_the_tour_is_only_in_the_demo(client: FlaskClient, at: datetime) -> None:
    assert client.get("/kk/demo").status_code == 404
