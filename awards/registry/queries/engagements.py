"""Reading what p.121 reads: contracts of people and of consulting firms, employment, roles held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, selectinload

from awards.infra.db import db
from awards.registry.domain import ConsultantFacts, ContractFacts, EngagementFacts, EngagementKind
from awards.registry.models import (
    Engagement,
    FirmConsultant,
    FirmEngagement,
    Organisation,
    Person,
    RoleHeld,
)
from awards.registry.queries.merging import records_of


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

    Contracts and employment (p.109) as recorded, contracts of firms for those whom the firm assigned, and
    every role held: a project role or an office consultant (1.4) is engaged in the project activity of the
    organisation where the role is held.
    """
    wanted = tuple(dict.fromkeys(person_ids))
    found: defaultdict[str, list[EngagementFacts]] = defaultdict(list)
    known = records_of(wanted)
    for asked, row in db.session.execute(_rows_of(Engagement, known)):
        found[asked].append(engagement_facts(row))
    for asked, tie in _through_firms(known):
        found[asked].append(tie)
    for asked, held in db.session.execute(_rows_of(RoleHeld, known)):
        found[asked].append(_activity(held))
    return {
        person_id: tuple(sorted(found[person_id], key=lambda tie: (tie.since, tie.id)))
        for person_id in wanted
    }


def _rows_of(table: Any, known: Any) -> Any:
    """Rows of these people with the id they were asked by; whoever was merged answers for all records."""
    return select(known.c.asked, table).join(known, known.c.record == table.person_id)


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


def _through_firms(known: Any) -> Iterator[tuple[str, EngagementFacts]]:
    """Ties to clients of firms, of those whom the firm assigned (p.109), with the id they were asked by."""
    rows = db.session.execute(
        select(known.c.asked, FirmConsultant.id, FirmConsultant.engagement_id).join(
            known, known.c.record == FirmConsultant.person_id
        )
    ).all()
    if not rows:
        return
    contracts = _contracts(FirmEngagement.id.in_({engagement_id for _, _, engagement_id in rows}))
    assigned = {one.id: (contract, one) for contract in contracts for one in contract.consultants}
    for asked, consultant_id, _ in rows:
        contract, consultant = assigned[consultant_id]
        tie = contract.tie_of(consultant)
        if tie is not None:
            yield asked, tie


def get_contract(contract_id: str) -> ContractFacts | None:
    """A consulting firm's contract with everybody who was ever assigned to it."""
    return next(iter(_contracts(FirmEngagement.id == contract_id)), None)


def contracts_of(organisation_id: str) -> tuple[ContractFacts, ...]:
    """Contracts in which the organisation is the firm or the client, the latest first."""
    return _contracts(
        (FirmEngagement.firm_id == organisation_id) | (FirmEngagement.organisation_id == organisation_id)
    )


def get_consultant(consultant_id: str) -> tuple[ContractFacts, ConsultantFacts] | None:
    """An assignment together with its contract."""
    row = db.session.get(FirmConsultant, consultant_id)
    contract = get_contract(row.engagement_id) if row else None
    if contract is None:
        return None
    return contract, next(one for one in contract.consultants if one.id == consultant_id)


def _contracts(*conditions: Any) -> tuple[ContractFacts, ...]:
    """Two queries for the contracts with both names, one for the people assigned."""
    firm, client = aliased(Organisation), aliased(Organisation)
    rows = db.session.execute(
        select(FirmEngagement, firm, client)
        .join(firm, firm.id == FirmEngagement.firm_id)
        .join(client, client.id == FirmEngagement.organisation_id)
        .options(selectinload(firm.names), selectinload(client.names))
        .where(*conditions)
        .order_by(FirmEngagement.since.desc(), FirmEngagement.contract_number, FirmEngagement.id)
    ).all()
    assigned = _assigned([row.id for row, _, _ in rows])
    return tuple(
        ContractFacts(
            id=row.id,
            firm_id=row.firm_id,
            firm_name=by.name,
            organisation_id=row.organisation_id,
            organisation_name=whose.name,
            contract_number=row.contract_number,
            since=row.since,
            until=row.until,
            consultants=tuple(assigned[row.id]),
        )
        for row, by, whose in rows
    )


def _assigned(contract_ids: list[str]) -> defaultdict[str, list[ConsultantFacts]]:
    found: defaultdict[str, list[ConsultantFacts]] = defaultdict(list)
    if not contract_ids:
        return found
    rows = db.session.execute(
        select(FirmConsultant, Person.full_name)
        .join(Person, Person.id == FirmConsultant.person_id)
        .where(FirmConsultant.engagement_id.in_(contract_ids))
        .order_by(Person.sort_key, FirmConsultant.id)
    )
    for row, name in rows:
        found[row.engagement_id].append(
            ConsultantFacts(row.id, row.engagement_id, row.person_id, name, row.since, row.until)
        )
    return found
