"""The pages of the vote, over HTTP, as each role sees them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from awards.accounts.models import User
from awards.core import clock
from awards.core.actor import Role
from awards.core.workflow import DeclarationState, EntryState, RoundState, SegmentState
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.jury import queries, services
from awards.jury.models import Ballot, Juror, Recusal, Round
from tests.factories.accounts import actor_of, make_user, sign_in
from tests.factories.competition import put_segment, segment_of
from tests.factories.jury import (
    VOTING_DAY,
    Voting,
    juror_actor,
    make_ballots,
    make_finalists,
    make_recusal,
    make_round,
    make_voting,
    user_of,
)
from tests.factories.submissions import make_entry

CLOSES = VOTING_DAY + timedelta(days=3)
DECISION = {"number": "ҚА-7", "decided_on": "2026-10-15"}


@pytest.fixture(autouse=True)
def voting_day():
    with clock.frozen(VOTING_DAY + timedelta(hours=1)):
        yield


def vote(voting: Voting, recused: tuple[Juror, ...] = ()) -> Round:
    for juror in recused:
        make_recusal(juror, voting.entries[0])
    round_ = make_round(voting.segment, voting.finalists, voting.entries, voting.jurors, recused=recused)
    db.session.commit()
    return round_


def as_user(client: FlaskClient, user: User):
    """A browser of this user; `get` and `post` with the form's token."""
    sign_in(client, user)

    def post(path: str, data: dict[str, str]):
        page = client.get(path.replace("/close", ""))
        token = page.get_data(as_text=True).partition('name="csrf_token" ')[2].partition('value="')[2][:64]
        return client.post(path, data={**data, "csrf_token": token})

    return post


def committee(voting: Voting, *rest: str) -> str:
    return "/".join([f"/en/committee/{voting.edition.year}/rounds/{voting.segment.id}", *rest])


def test_a_vote_runs_over_the_pages_from_opening_to_the_sealed_medals(client):
    voting = make_voting(jurors=3)
    post = as_user(client, voting.secretary)
    opened = post(committee(voting, "open"), {"closes_at": "2026-10-25T18:00"})
    assert opened.status_code == 303, opened.get_data(as_text=True)

    for juror in voting.jurors:
        post = as_user(client, user_of(juror))
        page = queries.juror_segment(voting.segment.id, juror.user_id)
        places = {f"place_{at}": str(at + 1) for at, _ in enumerate(page.paper[:3])}
        voted = post(f"/en/jury/{voting.segment.id}/ballot", places)
        assert voted.status_code == 303, voted.get_data(as_text=True)
        receipt = queries.own_receipt(page.vote.round.id, juror.id)[0]
        assert receipt in client.get(f"/en/jury/{voting.segment.id}/ballot").get_data(as_text=True)

    post = as_user(client, voting.secretary)
    assert post(committee(voting, "close"), {}).status_code == 303
    assert "has more than half of the votes cast" in client.get(committee(voting)).get_data(as_text=True)
    assert post(committee(voting, "verdict"), DECISION).status_code == 303
    verdict = queries.verdict(voting.segment.id)
    first = queries.juror_segment(voting.segment.id, voting.chair.user_id).paper[0].entry.id
    assert (verdict.awards[0].entry_id, len(verdict.awards)) == (first, 3)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Give at least one finalist a number"),
        ({"place_0": "1", "place_1": "1"}, "one finalist only"),
        ({"place_0": "1", "place_1": "3"}, "without a gap"),
        ({"place_0": "1", "abstains": "y"}, "Either abstain or give numbers"),
        ({"place_0": "9"}, "Please correct what is marked"),
    ],
)
def test_a_ballot_nobody_could_read_is_refused_and_its_numbers_stay(client, data, said):
    voting = make_voting()
    vote(voting)
    post = as_user(client, user_of(voting.jurors[1]))

    page = post(f"/en/jury/{voting.segment.id}/ballot", data)
    assert page.status_code == 200
    assert said in page.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).select_from(Ballot)) == 0


def test_a_recused_juror_casts_nothing_and_reads_nothing(client):
    voting = make_voting()
    out = voting.jurors[1]
    vote(voting, recused=(out,))
    post = as_user(client, user_of(out))

    page = post(f"/en/jury/{voting.segment.id}/ballot", {"place_0": "1"})
    assert page.status_code == 200
    assert "You are recused" in page.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).select_from(Ballot)) == 0
    for entry_id in voting.entries:
        assert client.get(f"/en/jury/entries/{entry_id}").status_code == 404


def test_a_juror_reads_finalists_with_findings_and_nobody_elses_entries(client):
    voting = make_voting()
    other = make_voting_beside(voting)
    sign_in(client, user_of(voting.jurors[1]))

    page = client.get(f"/en/jury/entries/{voting.entries[0]}").get_data(as_text=True)
    assert "Ауыл мектептеріне интернет" in page
    assert client.get(f"/en/jury/entries/{other}").status_code == 404


def make_voting_beside(voting: Voting) -> str:
    """An admitted entry of the same segment that is no finalist."""
    return make_entry(voting.edition, state=EntryState.ELIGIBLE, title="Финалист емес").id


def test_a_declared_conflict_closes_the_report_until_the_committee_decides(client):
    voting = make_voting()
    juror = voting.jurors[1]
    post = as_user(client, user_of(juror))
    declared = post(f"/en/jury/entries/{voting.entries[0]}/conflict", {"text": "Бұрынғы әріптес."})
    assert declared.status_code == 303
    assert client.get(f"/en/jury/entries/{voting.entries[0]}").status_code == 404
    assert client.get(f"/en/jury/entries/{voting.entries[1]}").status_code == 200

    recusal = db.session.scalar(select(Recusal))
    post = as_user(client, voting.secretary)
    decided = post(
        f"/en/committee/2026/jury/conflicts/{recusal.id}",
        {**DECISION, "verdict": "allowed", "reason": "Мүдде жоқ."},
    )
    assert decided.status_code == 303, decided.get_data(as_text=True)
    sign_in(client, user_of(juror))
    assert client.get(f"/en/jury/entries/{voting.entries[0]}").status_code == 200


def test_the_committee_names_a_juror_and_takes_them_off(client):
    voting = make_voting()
    person = make_user("Іңкәр Болатқызы", "inkar@example.kz")
    post = as_user(client, voting.secretary)
    unknown = post("/en/committee/2026/jury/name", {**DECISION, "email": "nobody@example.kz"})
    assert "Nobody has an account" in unknown.get_data(as_text=True)
    assert post("/en/committee/2026/jury/name", {**DECISION, "email": person.email}).status_code == 303
    assert actor_of(person).holds(Role.JUROR, voting.edition.id)

    juror = queries.juror_of_user(voting.edition.id, person.id)
    assert post(f"/en/committee/2026/jury/{juror.id}/remove", DECISION).status_code == 303
    assert not actor_of(person).holds(Role.JUROR, voting.edition.id)


def test_ballots_are_secret_on_every_page_and_in_the_log_while_the_vote_is_open(client):
    """Two boxes with opposite choices look the same on every page anyone may open, receipts apart."""
    seen = []
    voting = make_voting(jurors=4)
    round_ = vote(voting)
    order = list(voting.entries)
    for ranking in (order, order[::-1]):
        db.session.query(Ballot).delete()
        make_ballots(round_, dict.fromkeys(voting.jurors[1:], ranking))
        db.session.commit()
        seen.append(everything_people_see(client, voting))
    assert seen[0] == seen[1]
    assert len(seen[0]) > 30
    log = [(row.actor_id, str(row.facts)) for row in db.session.scalars(select(AuditEvent))]
    assert not [facts for _, facts in log if voting.entries[0] in facts]
    assert queries.round_input(voting.segment.id) is None


def everything_people_see(client: FlaskClient, voting: Voting) -> list[str]:
    """Every page under the jury's addresses as secretary, observer, committee member and two jurors."""
    people = [voting.secretary, user_of(voting.chair), user_of(voting.jurors[1])]
    people += [
        db.session.scalar(select(User).where(User.email == f"{role.value}@secret.kz"))
        or make_user(role.value, f"{role.value}@secret.kz", role=role, edition_id=voting.edition.id)
        for role in (Role.OBSERVER, Role.COMMITTEE)
    ]
    paths = [
        f"/en/committee/2026{path}"
        for path in (
            "/jury",
            "/rounds",
            f"/rounds/{voting.segment.id}",
            f"/rounds/{voting.segment.id}/verdict",
        )
    ]
    paths += ["/en/jury/", f"/en/jury/{voting.segment.id}", f"/en/jury/{voting.segment.id}/ballot"]
    paths += [f"/en/jury/{voting.segment.id}/tie", *(f"/en/jury/entries/{key}" for key in voting.entries)]
    pages = []
    for person in people:
        sign_in(client, person)
        pages += [without_tokens(client.get(path).get_data(as_text=True)) for path in paths]
    return pages


def without_tokens(page: str) -> str:
    """A page without what differs from one request to the next."""
    lines = [line for line in page.splitlines() if "csrf_token" not in line and "nonce" not in line]
    return "\n".join(lines)


def test_who_voted_is_a_number_while_open_and_names_after_the_count(client):
    voting = make_voting(jurors=3)
    round_ = vote(voting)
    make_ballots(round_, {voting.jurors[1]: [voting.entries[0]], voting.chair: [voting.entries[0]]})
    sign_in(client, voting.secretary)

    page = client.get(committee(voting)).get_data(as_text=True)
    assert "2 of 3" in page
    assert "Juror 1" not in page
    with clock.frozen(CLOSES):
        as_user(client, voting.secretary)(committee(voting, "close"), {})
        page = client.get(committee(voting)).get_data(as_text=True)
    assert "Juror 1" in page


def test_the_chair_decides_a_tie_on_its_page_and_nobody_else_finds_it(client):
    voting = make_voting(jurors=3)
    round_ = vote(voting)
    make_ballots(
        round_,
        {voting.jurors[1]: [voting.entries[0]], voting.jurors[2]: [voting.entries[1]], voting.chair: []},
    )
    db.session.commit()
    with clock.frozen(CLOSES):
        assert as_user(client, voting.secretary)(committee(voting, "close"), {}).status_code == 303
        assert client.get(f"/en/jury/{voting.segment.id}/tie").status_code == 404
        sign_in(client, user_of(voting.jurors[1]))
        assert client.get(f"/en/jury/{voting.segment.id}/tie").status_code == 404

        post = as_user(client, user_of(voting.chair))
        page = queries.juror_segment(voting.segment.id, voting.chair.user_id)
        data = {"choice": voting.entries[1], "asked": services.question_key(page.pending)}
        assert post(f"/en/jury/{voting.segment.id}/tie", data).status_code == 303
    assert queries.casting_decisions(round_.id)[0].choice == voting.entries[1]


def test_no_quorum_is_told_and_the_vote_opens_again_from_its_page(client):
    voting = make_voting(jurors=3)
    round_ = vote(voting)
    make_ballots(round_, {voting.jurors[1]: [voting.entries[0]]})
    db.session.commit()
    with clock.frozen(CLOSES):
        post = as_user(client, voting.secretary)
        post(committee(voting, "close"), {})
        page = client.get(committee(voting)).get_data(as_text=True)
        assert "needed for a quorum: 2" in page
        assert "Juror 1" not in page
        assert post(committee(voting, "reopen"), {"closes_at": "2026-10-28T18:00"}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Round, round_.id).state is RoundState.OPEN


ROLES = ("secretary", "committee", "observer", "chair", "juror", "assessor", "stranger")


@pytest.mark.parametrize(
    ("path", "open_to"),
    [
        ("/en/committee/2026/jury", {"secretary", "committee", "observer", "chair", "juror"}),
        ("/en/committee/2026/jury/name", {"secretary"}),
        ("/en/committee/2026/rounds", {"secretary", "committee", "observer", "chair", "juror"}),
        ("/en/committee/2026/rounds/{segment}", {"secretary", "committee", "observer", "chair", "juror"}),
        ("/en/committee/2026/rounds/{segment}/open", {"secretary"}),
        ("/en/committee/2026/rounds/{segment}/reopen", {"secretary"}),
        ("/en/committee/2026/rounds/{segment}/deputy", {"secretary"}),
        ("/en/committee/2026/rounds/{segment}/verdict", {"secretary", "chair"}),
        ("/en/jury/", {"chair", "juror"}),
        ("/en/jury/{segment}", {"chair", "juror"}),
        ("/en/jury/{segment}/ballot", {"chair", "juror"}),
        ("/en/jury/{segment}/tie", set()),
        ("/en/jury/entries/{entry}", {"chair", "juror"}),
        ("/en/jury/entries/{entry}/conflict", {"chair", "juror"}),
    ],
)
def test_each_page_opens_to_exactly_the_roles_of_the_matrix(client, path, open_to):
    voting = make_voting()
    vote(voting)
    people = {"secretary": voting.secretary, "stranger": make_user()}
    people |= {"chair": user_of(voting.chair), "juror": user_of(voting.jurors[1])}
    for role in (Role.COMMITTEE, Role.OBSERVER, Role.ASSESSOR):
        people[role.value] = make_user(role=role, edition_id=voting.edition.id)
    address = path.format(segment=voting.segment.id, entry=voting.entries[0])

    answered = {}
    for role in ROLES:
        sign_in(client, people[role])
        answered[role] = client.get(address).status_code
    assert answered == {role: 200 if role in open_to else 404 for role in ROLES}


@pytest.mark.parametrize("path", ["/en/jury/", "/en/committee/2026/rounds", "/en/committee/2026/jury"])
def test_lists_take_as_many_queries_for_many_segments_as_for_one(client, path):
    voting = make_voting([97_000], jurors=3)
    make_recusal(voting.jurors[2], voting.entries[0], DeclarationState.DECLARED)
    person = user_of(voting.chair)
    few = count_queries(client, person, path)

    for segment in queries.standings(voting.edition.id)[1:8]:
        row = put_segment(
            db.session.get_one(type(voting.segment), segment.segment.id), SegmentState.FINALISTS
        )
        _, entries = make_finalists(row, [97_000, 95_000])
        make_recusal(voting.jurors[1], entries[0], DeclarationState.DECLARED)
    assert count_queries(client, person, path) == few == EXPECTED[path]


EXPECTED = {"/en/jury/": 18, "/en/committee/2026/rounds": 13, "/en/committee/2026/jury": 30}


def count_queries(client: FlaskClient, person: User, path: str) -> int:
    sign_in(client, person)
    statements: list[str] = []

    def note(connection, cursor, statement, *rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len([one for one in statements if one.startswith("SELECT")])


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_page_of_a_decided_vote_opens_in_each_language(client, lang):
    voting = make_voting(jurors=3)
    round_ = vote(voting)
    make_ballots(round_, {juror: list(voting.entries) for juror in voting.jurors})
    services.close_round(voting.segment.id, actor=actor_of(voting.secretary), at=CLOSES)
    services.confirm_verdict(
        voting.segment.id, "ҚА-7", date(2026, 10, 15), actor=juror_actor(voting.chair), at=CLOSES
    )
    sign_in(client, user_of(voting.chair))
    for path in (f"/{lang}/jury/{voting.segment.id}", f"/{lang}/committee/2026/rounds/{voting.segment.id}"):
        page = client.get(path)
        assert page.status_code == 200
        assert voting.entries[0] in page.get_data(as_text=True) or "Ауыл мектептеріне" in page.get_data(
            as_text=True
        )


@pytest.mark.parametrize(
    ("path", "expected"), [("/en/jury/{segment}", 33), ("/en/committee/2026/rounds/{segment}", 28)]
)
def test_a_segment_takes_as_many_queries_for_thirty_finalists_as_for_four(client, path, expected):
    counted = []
    for nomination, finalists in (("best_project", 4), ("best_manager", 30)):
        scores = [90_000 + place for place in range(finalists)]
        if not counted:
            voting = make_voting(scores, jurors=3)
            segment = voting.segment
        else:
            segment = segment_of(voting.edition, nomination)
            make_finalists(segment, scores)
        address = path.format(segment=segment.id)
        counted.append(count_queries(client, user_of(voting.chair), address))
    assert counted == [expected, expected]
