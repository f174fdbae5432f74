"""The ballot box itself: what the tables refuse whoever asks, and jurors who vote at once (S5, S9)."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from awards.core.errors import Refusal
from awards.core.workflow import RoundState
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.jury import services
from awards.jury.models import Ballot, RosterLine, Round
from tests.factories.accounts import actor_of
from tests.factories.jury import VOTING_DAY, juror_actor, make_ballots, make_juror, make_round, make_voting
from tests.integration.postgres import REFUSED, beside

INSERT = (
    "INSERT INTO ballot (round_id, juror_id, eligible, ranking, receipt, cast_at) "
    "VALUES ('{round}', '{juror}', TRUE, '[]', '{receipt}', '2026-10-20T06:00:00.000000Z')"
)

pytestmark = pytest.mark.both_databases


def stuff(round_id: str, juror_id: str, receipt: str = "AAAA") -> None:
    db.session.connection().exec_driver_sql(INSERT.format(round=round_id, juror=juror_id, receipt=receipt))


def test_no_statement_puts_in_the_ballot_of_a_recused_juror_or_a_second_one(app):
    voting = make_voting(jurors=3)
    out = voting.jurors[1]
    round_ = make_round(voting.segment, voting.finalists, voting.entries, voting.jurors, recused=[out])
    make_ballots(round_, {voting.chair: [voting.entries[0]]})
    outsider = make_juror(voting.edition, "Сырттан")
    round_id, ids = round_.id, [out.id, outsider.id, voting.chair.id]
    db.session.commit()

    for juror_id in ids:
        with pytest.raises(IntegrityError):
            stuff(round_id, juror_id, juror_id[:8])
        db.session.rollback()


def test_a_recused_jurors_ballot_stays_out_even_with_foreign_keys_off(app):
    voting = make_voting(jurors=3)
    out = voting.jurors[1]
    round_ = make_round(voting.segment, voting.finalists, voting.entries, voting.jurors, recused=[out])
    db.session.commit()

    refused = pytest.raises(REFUSED, match="only an eligible juror")
    with beside(db.engine.url, with_keys=False) as connection, refused:
        connection.execute(INSERT.format(round=round_.id, juror=out.id, receipt="AAAA"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ballot SET ranking = '[]'",
        "DELETE FROM ballot",
        "UPDATE roster_line SET eligible = FALSE",
        "DELETE FROM roster_line",
    ],
)
def test_nothing_in_a_closed_box_or_its_roster_changes(app, statement):
    voting = make_voting(jurors=3)
    round_ = make_round(voting.segment, voting.finalists, voting.entries, voting.jurors)
    make_ballots(round_, {juror: [voting.entries[0]] for juror in voting.jurors})
    round_.state = RoundState.CLOSED
    db.session.commit()

    with pytest.raises(IntegrityError):
        db.session.execute(text(statement))


def test_the_roster_of_an_open_vote_takes_nobody_in(app):
    voting = make_voting(jurors=3)
    round_ = make_round(voting.segment, voting.finalists, voting.entries, voting.jurors)
    late = make_juror(voting.edition, "Кешіккен")
    db.session.add(RosterLine(round_id=round_.id, juror_id=late.id, eligible=True))
    with pytest.raises(IntegrityError, match="frozen"):
        db.session.flush()


def test_a_juror_who_votes_in_two_windows_at_once_has_one_ballot_and_the_close_loses_none(app: Flask):
    voting = make_voting(jurors=4)
    make_round(voting.segment, voting.finalists, voting.entries, voting.jurors)
    segment_id, entries = voting.segment.id, voting.entries
    actors = [juror_actor(juror) for juror in voting.jurors]
    db.session.commit()
    failures: list[BaseException] = []
    receipts: list[str] = []
    start = threading.Barrier(12)

    def cast(actor, ranking):
        with app.app_context():
            try:
                start.wait()
                with transaction():
                    at = VOTING_DAY + timedelta(minutes=1)
                    receipts.append(services.cast_ballot(segment_id, ranking, actor=actor, at=at).receipt)
            except BaseException as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=cast, args=(actor, list(entries[shift:])))
        for actor in actors
        for shift in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert len(set(receipts)) == 12
    kept = db.session.scalars(select(Ballot)).all()
    assert len(kept) == 4
    assert {ballot.receipt for ballot in kept} <= set(receipts)


def test_of_a_close_and_ballots_at_the_same_time_the_count_has_every_ballot_with_a_receipt(app: Flask):
    voting = make_voting(jurors=6)
    closes = VOTING_DAY + timedelta(seconds=1)
    round_ = make_round(voting.segment, voting.finalists, voting.entries, voting.jurors, closes_at=closes)
    make_ballots(round_, {juror: list(voting.entries) for juror in voting.jurors[:4]})
    segment_id, round_id, entries = voting.segment.id, round_.id, voting.entries
    late = [juror_actor(juror) for juror in voting.jurors[4:]]
    secretary = actor_of(voting.secretary)
    db.session.commit()
    given: list[str] = []
    turned_away: list[str] = []

    def cast(actor):
        with app.app_context():
            try:
                with transaction():
                    ballot = services.cast_ballot(segment_id, list(entries), actor=actor, at=VOTING_DAY)
                given.append(ballot.receipt)
            except Refusal as refused:
                turned_away.append(refused.code)
            finally:
                db.session.remove()

    def close():
        with app.app_context():
            with transaction():
                services.close_round(segment_id, actor=secretary, at=closes)
            db.session.remove()

    threads = [threading.Thread(target=cast, args=(actor,)) for actor in late]
    threads.insert(1, threading.Thread(target=close))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.expire_all()
    counted = db.session.get_one(Round, round_id)
    assert counted.report["present"] == 4 + len(given)
    assert turned_away == ["jury.vote_closed"] * (2 - len(given))
