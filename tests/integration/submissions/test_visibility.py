"""Who may see which entry: what SQL lists is exactly what the table of permissions allows."""

from __future__ import annotations

from datetime import datetime
from itertools import count

import pytest
from flask import Flask

from awards.accounts.models import User
from awards.competition import queries as competition
from awards.core.actor import PUBLIC, SIDES, Actor, Role
from awards.core.permissions import Action, can
from awards.core.workflow import EditionState, EntryState, Stage
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.submissions import queries, services
from awards.submissions.queries import EntryFacts, EntryFilter
from tests.factories.accounts import actor_of, make_user
from tests.factories.competition import make_edition
from tests.factories.registry import make_organisation, make_project
from tests.factories.submissions import make_entry

STAGES = [Stage.OPEN, Stage.ADMISSIBILITY, Stage.ASSESSMENT, Stage.SEALED, Stage.PUBLISHED]
_year = count(2031)


@pytest.fixture
def world(app: Flask, at: datetime) -> tuple[list[EntryFacts], list[Actor]]:
    """An entry in every state of each of several editions, and everyone who might look."""
    organisations = [make_organisation(f"Ұйым {number}") for number in range(2)]
    people: list[User] = [make_user(organisation_id=organisation.id) for organisation in organisations]
    people += [make_user(role=role) for role in (Role.SECRETARY, Role.OBSERVER, Role.CLERK)]
    for stage in STAGES:
        edition = make_edition(stage, next(_year))
        for organisation in organisations:
            for state in EntryState:
                make_entry(edition, organisation, project=make_project(organisation), state=state)
        people += [make_user(role=role, edition_id=edition.id) for role in SIDES]
    entries = [entry for edition in competition.editions() for entry in queries.entries_of(edition.id)]
    return entries, [PUBLIC, *[actor_of(user) for user in people]]


def test_lists_hold_exactly_what_the_table_allows(world: tuple[list[EntryFacts], list[Actor]]) -> None:
    entries, actors = world
    assert len(entries) == len(STAGES) * 2 * len(EntryState)
    for actor in actors:
        own = {entry.id for entry in entries if can(actor, Action.VIEW_ENTRY, entry.subject)}
        named = {entry.id for entry in entries if can(actor, Action.VIEW_ENTRY_CARD, entry.subject)}
        assert queries.ids_where(queries.own(actor)) == own
        assert queries.ids_where(queries.carded(actor)) == named


def test_nobody_but_the_applicant_reads_anything_before_the_close(
    world: tuple[list[EntryFacts], list[Actor]],
) -> None:
    entries, actors = world
    for entry in entries:
        if entry.edition.state is not EditionState.OPEN:
            continue
        for actor in actors:
            if entry.organisation_id not in actor.organisations:
                assert not can(actor, Action.READ_ENTRY, entry.subject)
                assert not can(actor, Action.VIEW_ENTRY_CARD, entry.subject)
                assert not can(actor, Action.VIEW_ENTRY_CONTACT, entry.subject)


def test_drafts_are_never_read_by_the_committees_side(
    world: tuple[list[EntryFacts], list[Actor]],
) -> None:
    entries, actors = world
    for entry in entries:
        if entry.state is EntryState.DRAFT:
            readers = [a for a in actors if can(a, Action.READ_ENTRY, entry.subject)]
            assert all(entry.organisation_id in reader.organisations for reader in readers)


def test_an_observer_reads_content_only_after_a_logged_request(app: Flask, at: datetime) -> None:
    edition = make_edition(Stage.ADMISSIBILITY)
    observer = actor_of(make_user(role=Role.OBSERVER, edition_id=edition.id))
    another = actor_of(make_user(role=Role.OBSERVER, edition_id=edition.id))
    entry = make_entry(edition)
    db.session.commit()
    facts = queries.get_entry(entry.id)
    assert facts is not None
    assert not can(observer, Action.READ_ENTRY, queries.with_requests(facts).subject)
    with transaction():
        services.request_content(entry.id, "Шағым бойынша", actor=observer, at=at)
    asked = queries.with_requests(facts)
    assert can(observer, Action.READ_ENTRY, asked.subject)
    assert not can(another, Action.READ_ENTRY, asked.subject)


def test_the_overview_counts_and_names_nobody(app: Flask, at: datetime) -> None:
    edition = make_edition(Stage.OPEN)
    for state in EntryState:
        make_entry(edition, state=state)
    make_entry(edition, state=EntryState.DRAFT, complete=False)
    overview = queries.overview(edition.id)
    assert (overview.drafts, overview.ready, overview.submitted) == (2, 1, 3)
    secretary = actor_of(make_user(role=Role.SECRETARY, edition_id=edition.id))
    assert queries.committee_entries(edition.id, secretary, EntryFilter()).total == 0
