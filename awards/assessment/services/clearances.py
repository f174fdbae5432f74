"""p.121 computed for every pair: what a later record forbids is suspended at once, a correction lifts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from awards.accounts import queries as accounts
from awards.assessment.domain.conflicts import Conflict, conflicts
from awards.assessment.domain.vocabulary import ClearanceVerdict
from awards.assessment.models import Assignment, Clearance, ScoreSheet
from awards.assessment.queries.clearances import CaseFile, Pair, case_file
from awards.core.actor import Actor, Role
from awards.core.workflow import DeclarationState, SheetState
from awards.infra import audit, lifecycle, outbox
from awards.infra.db import db

_BY_DECLARATION = {
    DeclarationState.DECLARED: ClearanceVerdict.DECLARED,
    DeclarationState.RECUSED: ClearanceVerdict.RECUSED,
}


@dataclass(frozen=True)
class ClearanceReport:
    """What a computation came to: pairs looked at, verdicts by kind, sheets suspended and given back."""

    pairs: int
    verdicts: Mapping[ClearanceVerdict, int]
    suspended: tuple[Pair, ...]
    lifted: tuple[Pair, ...]


@dataclass(frozen=True)
class _Verdict:
    verdict: ClearanceVerdict
    reasons: list[dict[str, Any]]


def compute_clearances(
    edition_id: str,
    *,
    actor: Actor,
    at: datetime,
    assessor_ids: Collection[str] | None = None,
    entry_ids: Collection[str] | None = None,
) -> ClearanceReport:
    """Decide on every pair of assessor and admitted entry (or on some of them) from the facts as they stand.

    A pair that is no longer clear has its assignments and its score sheet suspended at once, and the
    secretary is told; one that is clear again gets them back as they were. May be run at any time.
    """
    file = case_file(edition_id, assessor_ids=assessor_ids, entry_ids=entry_ids)
    decided = _decide(file)
    before = _stored(decided)
    suspended = tuple(
        pair
        for pair, found in decided.items()
        if found.verdict is not ClearanceVerdict.CLEAR and before.get(pair) is not None
    )
    stopped = suspend(suspended, file, decided, actor=actor, at=at)
    _write(decided, before, at)
    lifted = lift(
        [
            pair
            for pair, found in decided.items()
            if found.verdict is ClearanceVerdict.CLEAR and pair in before
        ],
        edition_id,
        actor=actor,
        at=at,
    )
    _log(file, decided, actor, at)
    counted = Counter(found.verdict for found in decided.values())
    return ClearanceReport(len(decided), counted, stopped, lifted)


def _decide(file: CaseFile) -> dict[Pair, _Verdict]:
    decided = {}
    entrants = [(entry.id, file.entrant(entry)) for entry in file.entries]
    for assessor in file.assessors:
        ties = file.ties[assessor.person_id]
        for entry_id, entrant in entrants:
            facts = conflicts(ties, entrant, file.window, file.groups, person_id=assessor.person_id)
            pair = (assessor.id, entry_id)
            decided[pair] = _verdict(facts, file.declarations.get(pair), entrant.organisation_id)
    return decided


def _verdict(
    facts: tuple[Conflict, ...], declared: tuple[str, DeclarationState] | None, organisation_id: str
) -> _Verdict:
    """Facts block without override; else the declaration and what the committee made of it (D4)."""
    reasons = [fact.to_json() for fact in facts]
    verdict = ClearanceVerdict.BLOCKED if facts else ClearanceVerdict.CLEAR
    if declared is not None and declared[1] in _BY_DECLARATION:
        by_declaration = _BY_DECLARATION[declared[1]]
        reasons.append(Conflict(by_declaration.value, declared[0], "declaration", organisation_id).to_json())
        verdict = verdict if facts else by_declaration
    return _Verdict(verdict, reasons)


def _stored(decided: Collection[Pair]) -> dict[Pair, tuple[ClearanceVerdict, list[dict[str, Any]]]]:
    assessors = sorted({assessor for assessor, _ in decided})
    rows = db.session.execute(
        select(Clearance.assessor_id, Clearance.entry_id, Clearance.verdict, Clearance.reasons).where(
            Clearance.assessor_id.in_(assessors)
        )
    )
    return {
        (assessor, entry): (verdict, reasons)
        for assessor, entry, verdict, reasons in rows
        if (assessor, entry) in decided
    }


def _write(
    decided: Mapping[Pair, _Verdict],
    before: Mapping[Pair, tuple[ClearanceVerdict, list[dict[str, Any]]]],
    at: datetime,
) -> None:
    """Insert what is new, change what is different, and note the instant for the rest."""
    new = [_row(pair, found, at) for pair, found in decided.items() if pair not in before]
    changed = [
        _row(pair, found, at)
        for pair, found in decided.items()
        if pair in before and before[pair] != (found.verdict, found.reasons)
    ]
    if new:
        db.session.execute(insert(Clearance), new)
    if changed:
        db.session.execute(update(Clearance), changed)
    same = [
        {"assessor_id": pair[0], "entry_id": pair[1], "computed_at": at}
        for pair in decided
        if pair in before and before[pair] == (decided[pair].verdict, decided[pair].reasons)
    ]
    if same:
        db.session.execute(update(Clearance), same)
    for row in list(db.session.identity_map.values()):
        if isinstance(row, Clearance):
            db.session.expire(row)


def _row(pair: Pair, found: _Verdict, at: datetime) -> dict[str, Any]:
    return {
        "assessor_id": pair[0],
        "entry_id": pair[1],
        "verdict": found.verdict,
        "reasons": found.reasons,
        "reason_count": len(found.reasons),
        "computed_at": at,
    }


def _assignments(pairs: Iterable[Pair], *, suspended: bool) -> list[Assignment]:
    """Assignments of these pairs in any run, those in force or those suspended."""
    wanted = set(pairs)
    if not wanted:
        return []
    state = Assignment.suspended_at.is_not(None) if suspended else Assignment.suspended_at.is_(None)
    assessors = sorted({assessor for assessor, _ in wanted})
    rows = db.session.scalars(select(Assignment).where(Assignment.assessor_id.in_(assessors), state))
    return [row for row in rows if (row.assessor_id, row.entry_id) in wanted]


def _sheets(pairs: Iterable[Pair], *states: SheetState) -> list[ScoreSheet]:
    wanted = set(pairs)
    if not wanted:
        return []
    assessors = sorted({assessor for assessor, _ in wanted})
    rows = db.session.scalars(
        select(ScoreSheet)
        .where(ScoreSheet.assessor_id.in_(assessors), ScoreSheet.state.in_(states))
        .order_by(ScoreSheet.id)
    )
    return [row for row in rows if (row.assessor_id, row.entry_id) in wanted]


def suspend(
    pairs: Collection[Pair],
    file: CaseFile,
    decided: Mapping[Pair, _Verdict],
    *,
    actor: Actor,
    at: datetime,
) -> tuple[Pair, ...]:
    """Take assignments of these pairs out of force and suspend their sheets; the pairs that had any.

    It comes before the clearance changes: an assignment in force points to a clear one, in every run.
    """
    assignments = _assignments(pairs, suspended=False)
    for assignment in assignments:
        assignment.verdict, assignment.suspended_at = None, at
    db.session.flush()
    for sheet in _sheets(pairs, SheetState.DRAFT, SheetState.LOCKED):
        sheet.state_before = sheet.state.value
        kinds = sorted({reason["kind"] for reason in decided[sheet.assessor_id, sheet.entry_id].reasons})
        reason = f"p.121: {', '.join(kinds)}"
        lifecycle.advance(
            sheet, SheetState.SUSPENDED, actor=actor, at=at, edition_id=file.edition.id, reason=reason
        )
    db.session.flush()
    stopped = tuple(sorted({(row.assessor_id, row.entry_id) for row in assignments}))
    _tell_secretaries(stopped, file, at)
    return stopped


def lift(pairs: Collection[Pair], edition_id: str, *, actor: Actor, at: datetime) -> tuple[Pair, ...]:
    """Put suspended assignments of these pairs back in force and their sheets where they were."""
    assignments = _assignments(pairs, suspended=True)
    for assignment in assignments:
        assignment.verdict, assignment.suspended_at = "clear", None
    db.session.flush()
    for sheet in _sheets(pairs, SheetState.SUSPENDED):
        before = SheetState(sheet.state_before or SheetState.DRAFT.value)
        sheet.state_before = ""
        lifecycle.advance(sheet, before, actor=actor, at=at, edition_id=edition_id, reason="p.121: clear")
    db.session.flush()
    return tuple(sorted({(row.assessor_id, row.entry_id) for row in assignments}))


def _tell_secretaries(pairs: Collection[Pair], file: CaseFile, at: datetime) -> None:
    if not pairs:
        return
    names = {assessor.id: assessor.name for assessor in file.assessors}
    titles = {entry.id: entry.title for entry in file.entries}
    lines = [f"{names[assessor]}: {titles[entry]}" for assessor, entry in pairs]
    for user in accounts.users_with_role(Role.SECRETARY, file.edition.id):
        outbox.post(
            "assessment_suspended",
            to=user.email,
            locale=user.locale,
            params={"name": user.name, "year": file.edition.year, "pairs": lines},
            at=at,
        )


def _log(file: CaseFile, decided: Mapping[Pair, _Verdict], actor: Actor, at: datetime) -> None:
    verdicts = {f"{assessor}:{entry}": found.verdict.value for (assessor, entry), found in decided.items()}
    blocked = sum(found.verdict is ClearanceVerdict.BLOCKED for found in decided.values())
    audit.record(
        "conflict.computed",
        actor=actor,
        at=at,
        edition_id=file.edition.id,
        object_kind="edition",
        object_id=file.edition.id,
        facts={"pairs": len(decided), "blocked": blocked, "digest": audit.digest(verdicts)},
    )
