"""Two different people, not before the forum; nobody else learns a name first (p.124, R15, R16)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from awards.accounts.models import User
from awards.competition import queries as competition
from awards.competition import services as competition_services
from awards.core import clock
from awards.core.actor import Actor, Role
from awards.core.errors import Refusal, Refusals
from awards.core.workflow import EditionState, PublicationState
from awards.infra import audit
from awards.infra.db import db
from awards.infra.transaction import transaction
from awards.results import queries, services
from awards.results.domain import verification
from awards.results.models import Publication
from tests.factories.accounts import actor_of, make_grant
from tests.factories.results import FORUM, PROJECTS, SEALED, SealedEdition


def who(user_id: str) -> Actor:
    return actor_of(db.session.get_one(User, user_id))


def codes(caught: pytest.ExceptionInfo[Refusals]) -> list[str]:
    return [refusal.code for refusal in caught.value.reasons]


def publish(sealed: SealedEdition) -> Publication:
    with transaction():
        services.approve_publication(sealed.edition_id, actor=who(sealed.chair_id), at=SEALED)
    with transaction():
        return services.execute_publication(sealed.edition_id, actor=who(sealed.secretary_id), at=FORUM)


def test_the_chair_approves_and_the_secretary_publishes_from_the_forum_on(
    app: Flask, sealed: SealedEdition
) -> None:
    row = publish(sealed)
    edition = competition.edition_by_id(sealed.edition_id)
    assert edition is not None
    assert edition.state is EditionState.PUBLISHED
    assert (row.state, row.visible_from) == (PublicationState.EXECUTED, FORUM)
    found = queries.winners(2026)
    assert found is not None
    medals = [line.medal for line in found.by_nomination[0][1][0].lines]
    assert medals == ["bronze", "silver", "gold"]


def test_the_public_bundle_is_kept_verified_and_names_the_winners(app: Flask, sealed: SealedEdition) -> None:
    row = publish(sealed)
    stored = queries.public_bundle(sealed.edition_id)
    assert stored is not None
    assert stored[1] == row.bundle_sha256
    assert verification.report(stored[0])["verified"] is True
    assert audit.first_break() is None


def test_every_reason_is_given_at_once(app: Flask, sealed: SealedEdition) -> None:
    early = FORUM - timedelta(microseconds=1)
    with pytest.raises(Refusals) as caught, transaction():
        services.execute_publication(sealed.edition_id, actor=who(sealed.secretary_id), at=early)
    assert codes(caught) == ["results.not_approved", "results.before_forum"]


def test_one_person_with_both_roles_cannot_do_both(app: Flask, sealed: SealedEdition) -> None:
    make_grant(db.session.get_one(User, sealed.secretary_id), Role.COMMITTEE, sealed.edition_id)
    both = who(sealed.secretary_id)
    with transaction():
        services.approve_publication(sealed.edition_id, actor=both, at=SEALED)
    with pytest.raises(Refusals) as caught, transaction():
        services.execute_publication(sealed.edition_id, actor=both, at=FORUM)
    assert codes(caught) == ["results.same_person"]
    with pytest.raises(IntegrityError):
        db.session.execute(
            Publication.__table__.update().values(  # type: ignore[attr-defined]
                executed_by=sealed.secretary_id, visible_from=FORUM, state="executed"
            )
        )
    db.session.rollback()


def test_no_other_way_leads_to_the_published_stage(app: Flask, sealed: SealedEdition) -> None:
    secretary = who(sealed.secretary_id)
    with pytest.raises(Refusals) as caught, transaction():
        competition_services.move_edition(
            sealed.edition_id, EditionState.PUBLISHED, actor=secretary, at=FORUM
        )
    assert codes(caught) == ["results.not_approved"]
    with transaction():
        services.approve_publication(sealed.edition_id, actor=who(sealed.committee_id), at=SEALED)
    with pytest.raises(Refusals) as caught, transaction():
        competition_services.move_edition(
            sealed.edition_id, EditionState.PUBLISHED, actor=secretary, at=FORUM
        )
    assert codes(caught) == ["results.not_executed"]


@pytest.mark.parametrize("role", ["secretary_id", "juror_id", "observer_id", "assessor_id"])
def test_only_the_chair_and_the_committee_approve(app: Flask, sealed: SealedEdition, role: str) -> None:
    with pytest.raises(Refusal) as caught, transaction():
        services.approve_publication(sealed.edition_id, actor=who(getattr(sealed, role)), at=SEALED)
    assert caught.value.code == "results.not_allowed"


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_before_publication_no_public_page_names_anybody(
    app: Flask, client: FlaskClient, sealed: SealedEdition, locale: str
) -> None:
    with clock.frozen(FORUM + timedelta(days=1)):
        for path in ("", "2026", "2026/winners", "check"):
            answer = client.get(f"/{locale}/{path}")
            assert answer.status_code == 200
            for title in PROJECTS:
                assert title not in answer.text
        assert client.get(f"/{locale}/2026/winners/bundle").status_code == 404


def test_after_publication_the_page_tells_who_won_and_what_is_vacant(
    app: Flask, client: FlaskClient, sealed: SealedEdition
) -> None:
    publish(sealed)
    page = client.get("/ru/2026/winners").text
    bronze, silver, gold = (page.index(title) for title in ("Бірыңғай", "Ауыл мект", "Су үнемдеу"))
    assert bronze < silver < gold
    assert "Ұлан Жақсыбек" in page
    assert page.count("laureate-silver") == 2
    assert "Жаңа емхана" not in page
    assert "93,5" not in page
    assert client.get("/ru/2026/winners/bundle").mimetype == "application/zip"
