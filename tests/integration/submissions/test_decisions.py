"""Eligibility: decided with the findings in view, never against a rule, and before assessment begins."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from awards.competition.models import Edition
from awards.core.actor import Actor, Role
from awards.core.errors import Refusal
from awards.core.workflow import EditionState, EntryState, Stage
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.outbox import OutboxMessage
from awards.registry.domain import CORE_STAFF, CertificateState
from awards.submissions import queries, services
from awards.submissions.domain import PaymentState, Verdict
from awards.submissions.models import Entry
from tests.factories.accounts import actor_of, make_user
from tests.factories.competition import make_edition, nomination_of
from tests.factories.registry import (
    make_certificate,
    make_charter,
    make_organisation,
    make_person,
    make_project,
    make_role,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.usefixtures("writing")


@pytest.fixture
def edition(app: object, at: datetime) -> Edition:
    return make_edition(Stage.ADMISSIBILITY)


@pytest.fixture
def secretary(edition: Edition) -> Actor:
    return actor_of(make_user("Хатшы", role=Role.SECRETARY, edition_id=edition.id))


def project_entry(edition: Edition, *, charter: bool = True) -> Entry:
    organisation = make_organisation()
    project = make_project(organisation)
    if charter:
        make_charter(project, organisation)
    return make_entry(edition, organisation, project=project)


def decide(entry: Entry, verdict: Verdict, reason: str, actor: Actor, at: datetime) -> None:
    services.decide_eligibility(entry.id, verdict, reason, actor=actor, at=at)


def code_of(entry: Entry, verdict: Verdict, reason: str, actor: Actor, at: datetime) -> Refusal:
    with pytest.raises(Refusal) as refused:
        decide(entry, verdict, reason, actor, at)
    return refused.value


def failing(entry: Entry) -> set[str]:
    facts = queries.get_entry(entry.id)
    assert facts is not None
    return {finding.code for finding in queries.findings_of(facts) if not finding.ok}


def test_an_admitted_entry_can_be_assessed_and_its_findings_are_frozen(
    edition: Edition, secretary: Actor, at: datetime
) -> None:
    entry = project_entry(edition)
    member = make_user(organisation_id=entry.organisation_id)
    decide(entry, Verdict.ELIGIBLE, "", secretary, at)
    assert [facts.id for facts in queries.admitted_entries(edition.id)] == [entry.id]
    facts = queries.get_entry(entry.id)
    assert facts is not None
    decision = queries.decision_of(facts)
    assert decision is not None and all(finding.ok for finding in decision.findings)
    assert {finding.code for finding in decision.findings} >= {"charter_roles", "own_project", "category"}
    letter = db.session.scalars(select(OutboxMessage)).one()
    assert (letter.recipient, letter.params["verdict"]) == (member.email, "eligible")
    with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
        db.session.execute(text("UPDATE eligibility_decision SET reason = 'x'"))


def test_a_missing_charter_role_cannot_be_overruled_only_corrected_or_refused(
    edition: Edition, secretary: Actor, at: datetime
) -> None:
    entry = project_entry(edition, charter=False)
    refused = code_of(entry, Verdict.ELIGIBLE, "Бәрі дұрыс", secretary, at)
    assert (refused.code, refused.point) == ("submissions.findings_block", "p.85")
    assert code_of(entry, Verdict.INELIGIBLE, "  ", secretary, at).code == "submissions.refusal_needs_reason"
    decide(entry, Verdict.INELIGIBLE, "Жарғыда төрт рөл жоқ (85-тармақ)", secretary, at)
    assert db.session.get_one(Entry, entry.id).state is EntryState.INELIGIBLE
    assert code_of(entry, Verdict.ELIGIBLE, "x", secretary, at).code == "submissions.decided_already"


def test_a_manager_without_a_certificate_is_a_warning_that_needs_a_reason(
    edition: Edition, secretary: Actor, at: datetime
) -> None:
    organisation = make_organisation()
    leader = make_person("Қайрат Төлегенов")
    make_charter(make_project(organisation), organisation, leader)
    make_certificate(leader, status=CertificateState.SUSPENDED)
    entry = make_entry(edition, organisation, nomination_of(edition, "best_manager"), person=leader)
    assert failing(entry) == {"manager_certified"}
    assert code_of(entry, Verdict.ELIGIBLE, "", secretary, at).code == "submissions.warning_needs_reason"
    decide(entry, Verdict.ELIGIBLE, "Сертификат қайта расталуда", secretary, at)
    assert queries.undecided(edition.id) == 0


def test_an_office_needs_its_core_staff_certified_on_the_closing_day(edition: Edition) -> None:
    organisation = make_organisation()
    staff = {role: make_person(f"Қызметкер {role}") for role in CORE_STAFF}
    for role, person in staff.items():
        make_role(person, organisation, role)
        make_certificate(person, valid_until=date(2026, 7, 31))
    entry = make_entry(edition, organisation, nomination_of(edition, "best_pmo"))
    assert failing(entry) == set()
    late = make_organisation()
    for role in CORE_STAFF:
        person = make_person()
        make_role(person, late, role, until=date(2026, 7, 30) if role is CORE_STAFF[0] else None)
        make_certificate(person, valid_until=date(2026, 7, 30) if role is CORE_STAFF[1] else None)
    other = make_entry(edition, late, nomination_of(edition, "best_pmo"))
    assert failing(other) == {"core_staff", "staff_certified"}


def test_only_the_secretary_decides_and_only_in_admissibility(
    edition: Edition, secretary: Actor, at: datetime
) -> None:
    entry = project_entry(edition)
    member = actor_of(make_user(organisation_id=entry.organisation_id))
    committee = actor_of(make_user(role=Role.COMMITTEE, edition_id=edition.id))
    for actor in (member, committee):
        assert code_of(entry, Verdict.ELIGIBLE, "", actor, at).code == "submissions.not_yours_to_decide"
    edition.state = EditionState.ASSESSMENT
    assert code_of(entry, Verdict.ELIGIBLE, "", secretary, at).code == "submissions.not_yours_to_decide"


def test_assessment_waits_for_every_decision(edition: Edition, secretary: Actor, at: datetime) -> None:
    guard = services.STAGE_GUARDS[EditionState.ASSESSMENT]
    waiting = [project_entry(edition) for _ in range(2)]
    make_entry(edition, state=EntryState.DRAFT)
    make_entry(edition, state=EntryState.WITHDRAWN)
    assert [(reason.code, reason.facts["count"]) for reason in guard(edition.id, at)] == [
        ("submissions.undecided", 2)
    ]
    for entry in waiting:
        decide(entry, Verdict.ELIGIBLE, "", secretary, at)
    assert guard(edition.id, at) == ()


def test_a_fee_that_is_due_is_a_warning_until_its_payment_is_recorded(
    edition: Edition, secretary: Actor, at: datetime
) -> None:
    entry = project_entry(edition)
    entry.payment = PaymentState.DUE
    db.session.flush()
    assert failing(entry) == {"fee"}
    with pytest.raises(Refusal, match="payment_needs_note"):
        services.record_fee(entry.id, " ", actor=secretary, at=at)
    services.record_fee(entry.id, "Төлем тапсырмасы № 12", actor=secretary, at=at)
    assert failing(entry) == set()
    noted = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "entry.fee_paid")).one()
    assert noted.facts == {"note": "Төлем тапсырмасы № 12"}
