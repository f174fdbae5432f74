"""Reading what p.121 reads: contracts, employment, roles held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from awards.infra.db import db
from awards.registry.domain import EngagementFacts, EngagementKind
from awards.registry.models import Engagement, RoleHeld


def engagement_facts(row: Engagement) -> EngagementFacts:
    note = " · ".join(part for part in (row.firm, row.contract_number) if part)
    return EngagementFacts(
        id=row.id,
        source="engagement",
        kind=row.kind,
        organisation_id=row.organisation_id,
        since=row.since,
        until=row.until,
        note=note,
        person_id=row.person_id,
        firm=row.firm,
        contract_number=row.contract_number,
    )


def get_engagement(engagement_id: str) -> EngagementFacts | None:
    row = db.session.get(Engagement, engagement_id)
    return engagement_facts(row) if row else None


def engagements_of(person_ids: Iterable[str]) -> dict[str, tuple[EngagementFacts, ...]]:
    """Every tie that p.121 reads, by person, in the order they began; nobody is left out.

    Contracts and employment (p.109) as recorded, and every role held: a project role or an office consultant
    (1.4) is engaged in the project activity of the organisation where the role is held.
    """
    wanted = tuple(dict.fromkeys(person_ids))
    found: defaultdict[str, list[EngagementFacts]] = defaultdict(list)
    for row in db.session.scalars(select(Engagement).where(Engagement.person_id.in_(wanted))):
        found[row.person_id].append(engagement_facts(row))
    for held in db.session.scalars(select(RoleHeld).where(RoleHeld.person_id.in_(wanted))):
        found[held.person_id].append(_activity(held))
    return {
        person_id: tuple(sorted(found[person_id], key=lambda tie: (tie.since, tie.id)))
        for person_id in wanted
    }


def _activity(held: RoleHeld) -> EngagementFacts:
    return EngagementFacts(
        id=held.id,
        source="role_held",
        kind=EngagementKind.PROJECT_ACTIVITY,
        organisation_id=held.organisation_id,
        since=held.since,
        until=held.until,
        note=held.role.value,
        person_id=held.person_id,
    )
