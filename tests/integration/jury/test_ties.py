"""A juror's tie by dated records is computed as an assessor's is, shown, and proposes a recusal (D3, D4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from awards.core import clock
from awards.core.errors import Refusal
from awards.core.workflow import DeclarationState
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.jury import queries, services
from awards.jury.models import Ballot, Juror
from awards.registry.models import Organisation, Person
from awards.submissions.models import Entry
from tests.factories.accounts import actor_of, make_membership, sign_in
from tests.factories.jury import (
    VOTING_DAY,
    Voting,
    juror_actor,
    make_ballots,
    make_recusal,
    make_round,
    make_voting,
    user_of,
)
from tests.factories.registry import (
    make_contract,
    make_engagement,
    make_organisation,
    make_person,
    make_subordination,
)

pytestmark = pytest.mark.usefixtures("app")
AT = VOTING_DAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def voting_day() -> Iterator[None]:
    with clock.frozen(AT):
        yield


def person_of(juror: Juror) -> Person:
    return make_person(juror.name, user_id=juror.user_id)


def body_of(entry_id: str) -> Organisation:
    return db.session.get_one(Organisation, db.session.get_one(Entry, entry_id).organisation_id)


def found(voting: Voting) -> dict[tuple[str, str], list[str]]:
    """By juror and finalist, the sources of the records."""
    return {
        (one.juror.id, one.entry.id): [reading.checked.tie.source for reading in one.readings]
        for one in queries.juror_ties(voting.edition.id)
    }


@pytest.mark.usefixtures("writing")
def test_every_source_and_the_window_count_for_jurors_as_for_assessors() -> None:
    voting = make_voting(jurors=4)
    chair, *others = voting.jurors
    first, second, third, fourth, fifth = voting.entries
    people = [person_of(juror) for juror in others]
    make_engagement(person_of(chair), body_of(first), until=date(2025, 4, 2))
    make_contract(make_organisation("Фирма"), body_of(second), people[0])
    parent = make_organisation("Ата")
    make_subordination(body_of(third), parent)
    make_engagement(people[1], parent)
    make_membership(user_of(others[2]), body_of(fourth).id)
    make_engagement(people[2], body_of(fifth), until=date(2025, 4, 1))  # exactly twelve months before
    assert found(voting) == {
        (chair.id, first): ["engagement"],
        (others[0].id, second): ["firm_consultant"],
        (others[1].id, third): ["engagement"],
        (others[2].id, fourth): ["membership"],
    }


@pytest.mark.usefixtures("writing")
def test_a_proposed_recusal_works_as_a_declared_one_and_takes_the_ballot_out() -> None:
    voting = make_voting()
    juror = voting.jurors[1]
    record = make_engagement(person_of(juror), body_of(voting.entries[0]))
    round_ = make_round(voting.segment, voting.finalists, voting.entries, voting.jurors)
    make_ballots(round_, {juror: list(voting.entries)})
    row = services.propose_recusal(juror.id, voting.entries[0], actor=actor_of(voting.secretary), at=AT)
    assert row.state is DeclarationState.DECLARED and "01.01.2024 – …" in row.text
    assert db.session.scalar(select(Ballot)) is None
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "recusal.proposed"))
    assert event.facts == {"entry": voting.entries[0], "records": [record.id]}
    (tie,) = queries.juror_ties(voting.edition.id)
    assert tie.recusal is not None and tie.recusal.is_pending
    decided = services.decide_recusal(
        row.id,
        DeclarationState.RECUSED,
        "Шарт бар",
        "ҚА-9",
        AT.date(),
        actor=actor_of(voting.secretary),
        at=AT,
    )
    assert decided.state is DeclarationState.RECUSED


@pytest.mark.usefixtures("writing")
def test_nothing_is_proposed_without_a_record_twice_or_about_oneself() -> None:
    voting = make_voting()
    chair, juror = voting.jurors[:2]
    make_engagement(person_of(chair), body_of(voting.entries[0]))
    make_engagement(person_of(juror), body_of(voting.entries[1]))
    make_recusal(juror, voting.entries[1], DeclarationState.DECLARED)
    refused = {
        ("jury.no_records", juror, voting.entries[0], actor_of(voting.secretary)),
        ("jury.already_declared", juror, voting.entries[1], actor_of(voting.secretary)),
        ("jury.not_allowed", chair, voting.entries[0], juror_actor(chair)),
        ("jury.not_allowed", juror, voting.entries[1], juror_actor(voting.jurors[2])),
    }
    for code, whose, entry, actor in refused:
        with pytest.raises(Refusal) as answer:
            services.propose_recusal(whose.id, entry, actor=actor, at=AT)
        assert answer.value.code == code


def page_of(client: FlaskClient, voting: Voting, whose: object, lang: str = "en") -> str:
    sign_in(client, whose)  # type: ignore[arg-type]
    return client.get(f"/{lang}/committee/2026/jury").get_data(as_text=True)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("kk", "Тізілім жазбалары бойынша байланыстар"),
        ("ru", "Связи по записям реестра"),
        ("en", "Ties by the records of the registry"),
    ],
)
def test_the_chair_sees_the_ties_of_the_jurors_and_proposes_their_recusal(
    client: FlaskClient, lang: str, words: str
) -> None:
    voting = make_voting()
    juror = voting.jurors[1]
    make_engagement(person_of(juror), body_of(voting.entries[0]), contract_number="К-31")
    chair, other = user_of(voting.chair), user_of(voting.jurors[2])
    address = f"/{lang}/committee/2026/jury/ties/{juror.id}/{voting.entries[0]}"
    assert words not in page_of(client, voting, other, lang)
    page = page_of(client, voting, chair, lang)
    assert words in page and "К-31" in page and address in page
    token = re.search(r'name="csrf_token"[^>]*value="([0-9a-f]+)"', page)
    assert token
    assert client.post(address, data={"csrf_token": token.group(1)}).status_code == 303
    page = client.get(f"/{lang}/committee/2026/jury").get_data(as_text=True)
    assert address not in page
    assert len(queries.recusals(voting.edition.id)) == 1


def test_a_chair_is_not_shown_the_means_to_decide_on_themselves(client: FlaskClient) -> None:
    voting = make_voting()
    make_engagement(person_of(voting.chair), body_of(voting.entries[0]))
    assert "Ties by the records" not in page_of(client, voting, user_of(voting.chair))
    assert "Ties by the records" in page_of(client, voting, voting.secretary)
