from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from awards.accounts import queries, services
from awards.accounts.models import EditionSide, RoleGrant
from awards.core.actor import PUBLIC, SYSTEM, Role, Side
from awards.core.errors import Refusal
from awards.core.workflow import Stage
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from tests.factories.accounts import actor_of, make_user
from tests.factories.competition import make_edition

pytestmark = pytest.mark.usefixtures("writing")


def refusal(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda refused: refused.code == code)


def test_a_person_on_one_side_is_refused_on_another(at: datetime) -> None:
    edition, user = make_edition(), make_user()
    services.take_side(edition.id, user.id, Side.APPLICANT, at=at)
    services.take_side(edition.id, user.id, Side.APPLICANT, at=at)
    for role in (Role.ASSESSOR, Role.JUROR, Role.CHAIR, Role.OBSERVER, Role.COMMITTEE, Role.SECRETARY):
        with refusal("accounts.other_side"):
            services.grant_role(user.id, role, edition.id, actor=SYSTEM, at=at)
    assert queries.grants_of(edition.id) == ()


def test_last_years_juror_may_apply_this_year(at: datetime) -> None:
    before, now, user = make_edition(Stage.ARCHIVED, 2025), make_edition(), make_user()
    services.grant_role(user.id, Role.JUROR, before.id, actor=SYSTEM, at=at)
    services.take_side(now.id, user.id, Side.APPLICANT, at=at)
    assert queries.side_of(now.id, user.id) is Side.APPLICANT


def test_direct_sql_cannot_put_a_person_on_two_sides(at: datetime) -> None:
    edition, user = make_edition(), make_user()
    services.grant_role(user.id, Role.ASSESSOR, edition.id, actor=SYSTEM, at=at)
    values = {"edition": edition.id, "user": user.id}
    second = text(
        "INSERT INTO edition_side (edition_id, user_id, side, taken_at)"
        " VALUES (:edition, :user, 'applicant', '2026-07-15T09:00:00.000000Z')"
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(second, values)
    elsewhere = text(
        "INSERT INTO role_grant (id, user_id, role, edition_id, side, granted_by, granted_at)"
        " VALUES ('x', :user, 'observer', :edition, 'observer', 'system', '2026-07-15T09:00:00.000000Z')"
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(elsewhere, values)
    nowhere = text(
        "INSERT INTO role_grant (id, user_id, role, edition_id, side, granted_by, granted_at)"
        " VALUES ('y', :user, 'observer', :edition, NULL, 'system', '2026-07-15T09:00:00.000000Z')"
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(nowhere, values)


def test_a_committee_member_who_joins_the_jury_goes_over_with_both_roles(at: datetime) -> None:
    """p.120: members of the committee may sit on the jury; then they judge and keep off the secretariat."""
    edition, user = make_edition(), make_user()
    services.grant_role(user.id, Role.COMMITTEE, edition.id, actor=SYSTEM, at=at)
    services.grant_role(user.id, Role.JUROR, edition.id, actor=SYSTEM, at=at)
    sides = db.session.scalars(select(RoleGrant.side).where(RoleGrant.user_id == user.id)).all()
    assert set(sides) == {Side.JUDGING}
    with refusal("accounts.other_side"):
        services.grant_role(user.id, Role.SECRETARY, edition.id, actor=SYSTEM, at=at)


def test_the_secretary_of_the_portal_judges_in_no_edition(at: datetime) -> None:
    edition, secretary = make_edition(), make_user(role=Role.SECRETARY)
    for role in (Role.ASSESSOR, Role.JUROR, Role.OBSERVER):
        with refusal("accounts.other_side"):
            services.grant_role(secretary.id, role, edition.id, actor=SYSTEM, at=at)
    with refusal("accounts.other_side"):
        services.take_side(edition.id, secretary.id, Side.APPLICANT, at=at)
    services.grant_role(secretary.id, Role.COMMITTEE, edition.id, actor=SYSTEM, at=at)
    with refusal("accounts.other_side"):
        services.grant_role(secretary.id, Role.JUROR, edition.id, actor=SYSTEM, at=at)


def test_nobody_becomes_secretary_of_the_portal_while_judging(at: datetime) -> None:
    running, over = make_edition(Stage.ASSESSMENT), make_edition(Stage.ARCHIVED, 2025)
    juror, former = make_user(), make_user()
    services.grant_role(juror.id, Role.JUROR, running.id, actor=SYSTEM, at=at)
    services.grant_role(former.id, Role.JUROR, over.id, actor=SYSTEM, at=at)
    with refusal("accounts.other_side"):
        services.grant_role(juror.id, Role.SECRETARY, None, actor=SYSTEM, at=at)
    services.grant_role(former.id, Role.SECRETARY, None, actor=SYSTEM, at=at)


def test_a_side_once_taken_stays_when_the_role_ends(at: datetime) -> None:
    edition, user = make_edition(), make_user()
    grant = services.grant_role(user.id, Role.ASSESSOR, edition.id, actor=SYSTEM, at=at)
    services.revoke_role(grant.id, "ill", actor=SYSTEM, at=at)
    assert not actor_of(user).holds_anywhere(Role.ASSESSOR)
    with refusal("accounts.other_side"):
        services.take_side(edition.id, user.id, Side.APPLICANT, at=at)
    services.grant_role(user.id, Role.ASSESSOR, edition.id, actor=SYSTEM, at=at)


def test_who_may_give_and_end_roles(at: datetime) -> None:
    edition, secretary, member, user = (
        make_edition(),
        make_user(role=Role.SECRETARY),
        make_user(),
        make_user(),
    )
    services.grant_role(member.id, Role.COMMITTEE, edition.id, actor=SYSTEM, at=at)
    by = actor_of(secretary)
    with refusal("accounts.self_grant"):
        services.grant_role(secretary.id, Role.COMMITTEE, edition.id, actor=by, at=at)
    with refusal("accounts.portal_role"):
        services.grant_role(user.id, Role.CLERK, None, actor=by, at=at)
    for other in (actor_of(member), actor_of(user), PUBLIC):
        with pytest.raises(Refusal):
            services.grant_role(make_user().id, Role.ASSESSOR, edition.id, actor=other, at=at)
    grant = services.grant_role(user.id, Role.ASSESSOR, edition.id, actor=by, at=at)
    assert services.grant_role(user.id, Role.ASSESSOR, edition.id, actor=by, at=at) is grant
    with refusal("accounts.not_allowed"):
        services.revoke_role(grant.id, "no", actor=actor_of(member), at=at)
    services.revoke_role(grant.id, "resigned", actor=by, at=at)
    with refusal("accounts.no_such_role"):
        services.revoke_role(grant.id, "resigned", actor=by, at=at)
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.object_id == grant.id).order_by(AuditEvent.seq)
    ).all()
    assert [event.event for event in events] == ["role.granted", "role.revoked"]
    assert events[1].facts == {"role": "assessor", "user": user.id, "reason": "resigned"}


def test_roles_of_the_portal_and_of_an_edition_are_not_mixed_up(at: datetime) -> None:
    edition, user = make_edition(), make_user()
    with refusal("accounts.role_of_edition"):
        services.grant_role(user.id, Role.JUROR, None, actor=SYSTEM, at=at)
    with refusal("accounts.role_of_portal"):
        services.grant_role(user.id, Role.CLERK, edition.id, actor=SYSTEM, at=at)


def test_a_change_of_roles_ends_the_sessions(at: datetime) -> None:
    edition, user = make_edition(), make_user()
    key = queries.session_key(services.open_session(user.id, agent="", at=at))
    assert queries.actor_of_session(key, at).is_known
    grant = services.grant_role(user.id, Role.JUROR, edition.id, actor=SYSTEM, at=at)
    assert not queries.actor_of_session(key, at).is_known
    key = queries.session_key(services.open_session(user.id, agent="", at=at))
    assert queries.actor_of_session(key, at).holds(Role.JUROR, edition.id)
    services.revoke_role(grant.id, "resigned", actor=SYSTEM, at=at)
    assert not queries.actor_of_session(key, at).is_known


def test_users_with_a_role(app: Flask, at: datetime) -> None:
    edition, other = make_edition(), make_edition(Stage.ARCHIVED, 2025)
    portal = make_user("Ғалым", role=Role.SECRETARY)
    here = make_user("Әлия", role=Role.SECRETARY, edition_id=edition.id)
    make_user("Бек", role=Role.SECRETARY, edition_id=other.id)
    found = queries.users_with_role(Role.SECRETARY, edition.id)
    assert [user.id for user in found] == [here.id, portal.id], "in Kazakh order, this edition's alone"
    assert (
        db.session.scalar(select(EditionSide.side).where(EditionSide.user_id == here.id)) is Side.SECRETARIAT
    )
