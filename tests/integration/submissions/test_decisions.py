"""Eligibility: decided with the findings in view, never against a rule, and before assessment begins."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from awards.competition.domain import EligibilityCheck, MethodologySettings
from awards.competition.models import Edition
from awards.core.actor import Actor, Role
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import EditionState, EntryState, Stage
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.infra.outbox import OutboxMessage
from awards.registry.domain import CORE_STAFF, CertificateState, OrganisationKind, RoleCode
from awards.registry.models import Organisation, ProjectOffice
from awards.submissions import queries, services
from awards.submissions.domain import CHECKS, Finding, PaymentState, Severity, Verdict, changes, seal
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
    make_subordination,
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


def decide(
    entry: Entry, verdict: Verdict, reason: str, actor: Actor, at: datetime, seen: str | None = None
) -> None:
    services.decide_eligibility(entry.id, verdict, reason, actor=actor, at=at, seen=seen)


def code_of(entry: Entry, verdict: Verdict, reason: str, actor: Actor, at: datetime) -> Refusal:
    with pytest.raises(Refusal) as refused:
        decide(entry, verdict, reason, actor, at)
    return refused.value


def findings(entry: Entry) -> tuple[Finding, ...]:
    facts = queries.get_entry(entry.id)
    assert facts is not None
    return queries.findings_of(facts)


def failing(entry: Entry) -> set[str]:
    return {finding.code for finding in findings(entry) if not finding.ok}


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


@pytest.mark.parametrize("code", list(EligibilityCheck))
def test_no_reason_overrules_what_blocks_and_only_a_reason_overrules_a_warning(
    edition: Edition, secretary: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch, code: EligibilityCheck
) -> None:
    entry = project_entry(edition)
    rule = CHECKS[code]
    failed = (Finding(code.value, rule.severity, rule.point, False, {}),)
    monkeypatch.setattr(queries, "findings_of", lambda _entry: failed)
    if rule.severity is Severity.BLOCKS:
        refused = code_of(entry, Verdict.ELIGIBLE, "Ерекше жағдай", secretary, at)
        assert (refused.code, refused.point) == ("submissions.findings_block", rule.point)
        return
    assert code_of(entry, Verdict.ELIGIBLE, " ", secretary, at).code == "submissions.warning_needs_reason"
    decide(entry, Verdict.ELIGIBLE, "Ерекше жағдай", secretary, at)
    assert db.session.get_one(Entry, entry.id).state is EntryState.ELIGIBLE


def test_a_decision_on_findings_that_have_changed_is_refused_with_what_changed(
    edition: Edition, secretary: Actor, at: datetime
) -> None:
    entry = project_entry(edition)
    seen = seal(findings(entry))
    organisation = db.session.get_one(Organisation, entry.organisation_id)
    organisation.ended_on, organisation.bin = date(2026, 7, 1), "991340000078"
    db.session.flush()
    with pytest.raises(Refusals) as refused:
        decide(entry, Verdict.ELIGIBLE, "", secretary, at, seen)
    assert [(one.code, one.facts["check"]) for one in refused.value.reasons] == [
        ("submissions.finding_changed", EligibilityCheck.ORGANISATION_EXISTS),
        ("submissions.finding_changed", EligibilityCheck.BIN),
    ]
    with pytest.raises(Refusals):  # to refuse the entry on findings nobody has read is no better
        decide(entry, Verdict.INELIGIBLE, "Себебі", secretary, at, seen)
    decide(entry, Verdict.INELIGIBLE, "Ұйым таратылған", secretary, at, seal(findings(entry)))


def test_what_was_decided_stays_as_it_was_and_what_changed_since_is_told(
    edition: Edition, secretary: Actor, at: datetime
) -> None:
    entry = project_entry(edition)
    decide(entry, Verdict.ELIGIBLE, "", secretary, at, seal(findings(entry)))
    db.session.get_one(Organisation, entry.organisation_id).ended_on = date(2026, 7, 1)
    db.session.flush()
    facts = queries.get_entry(entry.id)
    decision = queries.decision_of(facts) if facts else None
    assert decision is not None and all(finding.ok for finding in decision.findings)
    (change,) = changes(decision.findings, findings(entry))
    assert change.then and change.now
    assert (change.then.code, change.then.ok, change.now.ok) == ("organisation_exists", True, False)


def test_a_leader_must_lead_a_project_of_the_entrant(edition: Edition) -> None:
    """Somebody else's registered project is no reason to take part for this organisation."""
    organisation, other = make_organisation(), make_organisation("Бөтен ұйым")
    leader = make_person("Қайрат Төлегенов")
    make_certificate(leader)
    foreign = make_project(other)
    make_role(leader, organisation, RoleCode.LEADER, project=foreign)
    entry = make_entry(edition, organisation, nomination_of(edition, "best_manager"), person=leader)
    assert failing(entry) == {"leads_project"}
    make_charter(make_project(organisation), organisation, leader)
    assert failing(entry) == set()


def office_of(body: Organisation, base: Organisation | None = None) -> ProjectOffice:
    office = ProjectOffice(
        organisation_id=body.id,
        base_id=base.id if base else None,
        since=date(2025, 1, 1),
        title_kk="Жобалық офис",
        title_ru="Проектный офис",
    )
    db.session.add(office)
    db.session.flush()
    return office


def staffed(organisation: Organisation, office: ProjectOffice | None) -> None:
    for role in CORE_STAFF:
        person = make_person(f"Қызметкер {role}")
        make_certificate(person)
        make_role(person, organisation, role).office_id = office.id if office else None
    db.session.flush()


def test_the_office_of_a_body_is_its_own_wherever_it_is_based(edition: Edition) -> None:
    body, enterprise = make_organisation("Министрлік"), make_organisation("Кәсіпорын")
    staffed(body, office_of(body, base=enterprise))
    entered = make_entry(edition, body, nomination_of(edition, "best_pmo"))
    assert failing(entered) == set()
    hosting = make_entry(edition, enterprise, nomination_of(edition, "best_pmo"))
    assert failing(hosting) == {"core_staff", "staff_certified"}


def test_posts_recorded_before_the_office_was_count_for_it(edition: Edition) -> None:
    body = make_organisation("Министрлік")
    staffed(body, None)
    entry = make_entry(edition, body, nomination_of(edition, "best_pmo"))
    assert failing(entry) == set()
    office_of(body)
    assert failing(entry) == set()


def test_a_special_nomination_checks_what_it_picked(edition: Edition) -> None:
    nomination = nomination_of(edition, "best_project")
    nomination.checks = [EligibilityCheck.CORE_STAFF.value]
    db.session.flush()
    entry = project_entry(edition, charter=False)
    assert failing(entry) == {"core_staff"}
    assert [finding.code for finding in findings(entry)][-1] == "core_staff"


def test_a_subordinate_organisation_is_checked_in_the_category_of_its_parent(
    app: object, at: datetime
) -> None:
    """Where the methodology says that it competes there (D1)."""
    edition = make_edition(Stage.ADMISSIBILITY, settings=MethodologySettings(subordinate_with_parent=True))
    ministry = make_organisation("Министрлік", kind=OrganisationKind.CENTRAL)
    centre = make_organisation("Орталық", kind=OrganisationKind.SUBORDINATE)
    make_subordination(centre, ministry)
    entry = make_entry(edition, centre)
    (category,) = [one for one in findings(entry) if one.code == "category"]
    assert category.facts["category"] == "central"
