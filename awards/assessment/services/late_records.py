"""Records that appear later suspend at once (D3): a change of what p.121 reads is answered in its commit.

The registry lies below and knows nothing of assessments, so this module watches the session: before a
transaction with such a change commits, clearances are computed within it. Importing it starts the watch.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, event, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import get_history

from awards.accounts.models import Membership
from awards.assessment.models import Assessor
from awards.assessment.services.clearances import compute_clearances
from awards.competition.models import Edition
from awards.core import clock
from awards.core.actor import SYSTEM
from awards.core.workflow import EditionState
from awards.infra.db import db
from awards.registry.models import (
    Engagement,
    FirmConsultant,
    FirmEngagement,
    Person,
    Project,
    RoleHeld,
    Subordination,
)

OF_PERSON = (Engagement, RoleHeld, FirmConsultant)
OF_ACCOUNT = (Membership,)
OF_CONTRACT = (FirmEngagement,)
OF_GROUP = (Subordination, Project)
WATCHED = (*OF_PERSON, *OF_ACCOUNT, *OF_CONTRACT, *OF_GROUP, Person)
IN_WORK = (EditionState.ADMISSIBILITY, EditionState.ASSESSMENT)
_KEY = "p121_changes"
Change = tuple[str, str] | None
"""("person" | "account" | "contract", id), or None: everybody."""


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _context: Any) -> None:
    """Note what changed: people, accounts, contracts, or (None) something that may concern everybody."""
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, WATCHED):
            session.info.setdefault(_KEY, set()).update(_concerned(row))


def _concerned(row: Any) -> tuple[Change, ...]:
    """Whom a row is about; where the person was corrected, the former one as well."""
    if isinstance(row, OF_PERSON):
        former = get_history(row, "person_id").deleted or ()
        return tuple(("person", person_id) for person_id in (row.person_id, *former))
    if isinstance(row, OF_ACCOUNT):
        return (("account", row.user_id),)
    if isinstance(row, OF_CONTRACT):
        return (("contract", row.id),)
    if isinstance(row, Person):
        return _of_person(row)
    if isinstance(row, Project) and not get_history(row, "organisation_id").deleted:
        return ()  # a project ties nobody by itself: only handing it to another body matters
    return (None,)


def _of_person(row: Person) -> tuple[Change, ...]:
    """Another account, or one record merged into another: then whatever is known of either is of both."""
    if get_history(row, "merged_into_id").has_changes():
        return tuple(("person", key) for key in (row.id, row.merged_into_id) if key)
    return (("person", row.id),) if get_history(row, "user_id").has_changes() else ()


@event.listens_for(Session, "before_commit")
def _recompute(session: Session) -> None:
    session.flush()
    changes: set[Change] = session.info.pop(_KEY, set())
    if not changes:
        return
    for edition_id in session.scalars(select(Edition.id).where(Edition.state.in_(IN_WORK))).all():
        found = concerned_assessors(edition_id, changes)
        if found:
            compute_clearances(edition_id, actor=SYSTEM, at=clock.now(), assessor_ids=found)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_KEY, None)


def concerned_assessors(edition_id: str, changes: Iterable[Change]) -> frozenset[str]:
    """The edition's assessors whom these changes may concern; a change of groups concerns all of them.

    An import may change the records of fifty thousand people at once: the edition's few assessors are looked
    up among them here, since no database takes so many parameters in one statement.
    """
    known = frozenset(changes)
    rows = _records_of_assessors(edition_id)
    people = {person_id for _, person_id, _ in rows}
    assigned = _assigned_by(people, known) if any(one and one[0] == "contract" for one in known) else ()
    return frozenset(
        assessor_id
        for assessor_id, person_id, user_id in rows
        if None in known
        or ("account", user_id) in known
        or ("person", person_id) in known
        or person_id in assigned
    )


def _records_of_assessors(edition_id: str) -> Sequence[Row[str, str, str | None]]:
    """Each assessor with each record of their person, those merged included, and their account."""
    named, stands, record = aliased(Person), aliased(Person), aliased(Person)
    return db.session.execute(
        select(Assessor.id, record.id, stands.user_id)
        .join(named, named.id == Assessor.person_id)
        .join(stands, stands.id == func.coalesce(named.merged_into_id, named.id))
        .join(record, or_(record.id == stands.id, record.merged_into_id == stands.id))
        .where(Assessor.edition_id == edition_id, Assessor.removed_at.is_(None))
    ).all()


def _assigned_by(person_ids: Collection[str], changes: Collection[Change]) -> frozenset[str]:
    """Who of these people was ever assigned to a firm's contract that changed."""
    rows = db.session.execute(
        select(FirmConsultant.person_id, FirmConsultant.engagement_id).where(
            FirmConsultant.person_id.in_(person_ids)
        )
    )
    return frozenset(person_id for person_id, contract in rows if ("contract", contract) in changes)
