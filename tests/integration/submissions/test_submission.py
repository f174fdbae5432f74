"""Submitting: the deadline, the receipt, versions that nothing can change, and many at the same time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from awards.competition.models import Edition
from awards.core import clock
from awards.core.actor import Actor
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import EntryState, Stage
from awards.infra import audit
from awards.infra.db import db
from awards.infra.outbox import OutboxMessage
from awards.infra.transaction import transaction
from awards.submissions import queries, services
from awards.submissions.domain import Answer, FileKind
from awards.submissions.models import Entry, EntryVersion
from awards.submissions.services import Consents
from tests.factories.accounts import actor_of, make_user
from tests.factories.competition import make_edition
from tests.factories.registry import make_organisation
from tests.factories.submissions import make_draft_file, make_entry
from tests.integration.postgres import attack_on
from tests.integration.submissions.conftest import Scene

YES = Consents(accuracy=True, personal_data=True)


def a_draft(scene: Scene, **options: bool) -> Entry:
    entry = make_entry(
        scene.edition, scene.organisation, project=scene.project, state=EntryState.DRAFT, **options
    )
    db.session.commit()
    return entry


def submit(entry: Entry, actor: Actor, at: datetime) -> EntryVersion:
    with transaction():
        return services.submit_entry(entry.id, YES, actor=actor, at=at)


def test_a_submission_gets_a_number_a_hash_a_place_in_the_chain_and_mail(scene: Scene, at: datetime) -> None:
    colleague = make_user(organisation_id=scene.organisation.id)
    entry = a_draft(scene)
    version_id = submit(entry, scene.actor, at).id
    version = queries.get_version(version_id)
    assert version is not None
    assert (version.receipt, version.number, version.submitted_at) == ("QPMA-2026-000001", 1, at)
    files = version.files
    assert version.manifest == services.manifest_of(entry.id, 1, version.receipt, version.content, files)
    receipt = queries.receipt_of(version)
    assert receipt.seq == audit.head().seq and receipt.hash == audit.head().hash
    assert audit.first_break() is None
    letters = db.session.scalars(select(OutboxMessage)).all()
    assert {letter.recipient for letter in letters} == {scene.user.email, colleague.email}
    assert {letter.params["receipt"] for letter in letters} == {version.receipt}


def test_the_closing_instant_is_late_and_the_one_before_is_not(scene: Scene) -> None:
    entry = a_draft(scene)
    closes = scene.edition.closes_at
    with pytest.raises(Refusal) as refused:
        submit(entry, scene.actor, closes)
    assert refused.value.code == "submissions.call_closed"
    assert submit(entry, scene.actor, closes - timedelta(microseconds=1)).number == 1


def test_what_is_missing_is_said_all_at_once(scene: Scene, at: datetime) -> None:
    entry = a_draft(scene, complete=False, attached=False)
    with pytest.raises(Refusals) as refused:
        submit(entry, scene.actor, at)
    assert [reason.code for reason in refused.value.reasons] == [
        "submissions.summary_missing",
        *["submissions.answer_missing"] * 3,
        "submissions.report_missing",
    ]


@pytest.mark.parametrize("consents", [Consents(True, False), Consents(False, True)])
def test_both_declarations_are_needed(scene: Scene, at: datetime, consents: Consents) -> None:
    entry = a_draft(scene)
    with pytest.raises(Refusal, match="consents_missing"), transaction():
        services.submit_entry(entry.id, consents, actor=scene.actor, at=at)


def test_replacing_makes_the_next_version_and_keeps_the_first(scene: Scene, at: datetime) -> None:
    entry = a_draft(scene)
    first = submit(entry, scene.actor, at).id
    later = at + timedelta(hours=1)
    with transaction():
        draft = queries.get_draft(entry.id)
        assert draft is not None
        stamp = services.answer_stamp(draft.copy, "A")
        services.save_answer(entry.id, "A", Answer("жаңа"), stamp, actor=scene.actor, at=later)
    changed = queries.get_entry(entry.id)
    assert changed is not None and changed.has_unsubmitted_changes
    second = submit(entry, scene.actor, later + timedelta(minutes=1)).id
    facts = queries.get_entry(entry.id)
    assert facts is not None
    assert (facts.state, facts.version_id, facts.version_number) == (EntryState.SUBMITTED, second, 2)
    assert not facts.has_unsubmitted_changes
    old, new = queries.get_version(first), queries.get_version(second)
    assert old is not None and new is not None
    assert old.answers[0].answer.done != new.answers[0].answer.done == "жаңа"
    assert old.manifest != new.manifest and old.receipt != new.receipt
    assert [version.number for version in queries.versions_of(entry.id)] == [2, 1]


def test_a_version_keeps_the_files_that_the_draft_has_lost(scene: Scene, at: datetime) -> None:
    entry = a_draft(scene)
    version_id = submit(entry, scene.actor, at).id
    with transaction():
        file = queries.draft_files(entry.id)[0]
        services.remove_file(entry.id, file.id, actor=scene.actor, at=at)
    version = queries.get_version(version_id)
    assert version is not None and [kept.sha256 for kept in version.files] == [file.sha256]
    assert queries.draft_files(entry.id) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry_version SET manifest = 'x'",
        "UPDATE entry_version SET submitted_at = '2026-01-01T00:00:00.000000Z'",
        "DELETE FROM entry_version",
        "UPDATE version_file SET sha256 = sha256",
        "DELETE FROM version_file",
        "INSERT OR REPLACE INTO entry_version SELECT * FROM entry_version",
    ],
)
def test_no_statement_changes_what_was_submitted(
    scene: Scene, at: datetime, database: str, statement: str
) -> None:
    submit(a_draft(scene), scene.actor, at)
    with pytest.raises(DatabaseError, match="append-only"), transaction():
        db.session.execute(text(attack_on(database, statement)))


def test_a_late_version_cannot_be_stored_by_any_route(scene: Scene) -> None:
    entry = a_draft(scene)
    late = EntryVersion(
        entry_id=entry.id,
        number=1,
        receipt="QPMA-2026-000001",
        content={},
        manifest="",
        submitted_by="x",
        submitted_at=scene.edition.closes_at,
    )
    with pytest.raises(DatabaseError, match="has closed"), transaction():
        db.session.add(late)


def close_in(edition: Edition, seconds: float) -> datetime:
    """Let the call close that many seconds from now by the real clock; returns the closing instant."""
    now = datetime.now(UTC)
    edition.opens_at, edition.closes_at = now - timedelta(days=1), now + timedelta(seconds=seconds)
    edition.admissibility_until = now + timedelta(days=1)
    edition.assessment_until = edition.voting_until = edition.forum_at = now + timedelta(days=2)
    db.session.commit()
    return now + timedelta(seconds=seconds)


def test_around_the_close_none_is_late_none_is_lost_and_no_number_is_given_twice(app: Flask) -> None:
    edition = make_edition(Stage.OPEN)
    organisation = make_organisation()
    actor = actor_of(make_user(organisation_id=organisation.id))
    ids = [make_entry(edition, organisation, state=EntryState.DRAFT).id for _ in range(24)]
    edition_id = edition.id
    closes = close_in(edition, 2.5)

    def keep_submitting(entry_id: str) -> tuple[int, str]:
        """Submit again and again until refused; how often it was accepted, and the refusal."""
        with app.app_context():
            for accepted in range(1_000):
                try:
                    with transaction():
                        services.lock_call(edition_id)
                        make_draft_file(db.session.get_one(Entry, entry_id), FileKind.EVIDENCE)
                        services.submit_entry(entry_id, YES, actor=actor, at=clock.now())
                except Refusal as refused:
                    return accepted, refused.code
        return 1_000, ""

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(keep_submitting, ids))
    versions = db.session.scalars(select(EntryVersion).order_by(EntryVersion.receipt)).all()
    assert {code for _, code in results} == {"submissions.call_closed"}
    assert sum(accepted for accepted, _ in results) == len(versions) > 0
    assert all(version.submitted_at < closes for version in versions)
    assert [version.receipt for version in versions] == [
        f"QPMA-2026-{number:06d}" for number in range(1, len(versions) + 1)
    ]
    instants = [version.submitted_at for version in versions]
    assert instants == sorted(instants), "the time is read under the lock that gives the number"
    assert audit.first_break() is None


def test_who_asked_in_time_but_got_the_lock_after_the_close_is_late(app: Flask) -> None:
    edition = make_edition(Stage.OPEN)
    organisation = make_organisation()
    actor = actor_of(make_user(organisation_id=organisation.id))
    entry_id = make_entry(edition, organisation, state=EntryState.DRAFT).id
    edition_id = edition.id
    closes = close_in(edition, 3)
    asked: list[datetime] = []
    answers: list[str] = []

    def ask() -> None:
        with app.app_context():
            asked.append(datetime.now(UTC))
            try:
                with transaction():
                    services.lock_call(edition_id)
                    services.submit_entry(entry_id, YES, actor=actor, at=clock.now())
                answers.append("accepted")
            except Refusal as refused:
                answers.append(refused.code)

    with transaction():
        other = threading.Thread(target=ask)
        other.start()
        while datetime.now(UTC) <= closes:
            time.sleep(0.02)
    other.join()
    assert asked[0] < closes
    assert answers == ["submissions.call_closed"]


def test_a_button_pressed_many_times_at_once_is_one_submission(app: Flask) -> None:
    edition = make_edition(Stage.OPEN)
    organisation = make_organisation()
    actor = actor_of(make_user(organisation_id=organisation.id))
    entry_id = make_entry(edition, organisation, state=EntryState.DRAFT).id
    close_in(edition, 60)

    def press(_number: int) -> str:
        with app.app_context(), transaction():
            return services.submit_entry(entry_id, YES, actor=actor, at=clock.now()).receipt

    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(press, range(8)))
    assert set(receipts) == {"QPMA-2026-000001"}
    assert len(db.session.scalars(select(EntryVersion)).all()) == 1
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 1


def test_a_changed_entry_is_submitted_anew(scene: Scene, at: datetime) -> None:
    entry = a_draft(scene)
    first = submit(entry, scene.actor, at)
    entry.content = {**entry.content, "title": "Басқа атау"}
    entry.title = "Басқа атау"
    db.session.commit()
    assert submit(entry, scene.actor, at).number == first.number + 1


def test_evidence_beside_the_report_is_part_of_the_hash(scene: Scene, at: datetime) -> None:
    entry = a_draft(scene)
    first = submit(entry, scene.actor, at).manifest
    make_draft_file(entry, FileKind.EVIDENCE, "Дәлел.pdf")
    db.session.commit()
    assert submit(entry, scene.actor, at).manifest != first
