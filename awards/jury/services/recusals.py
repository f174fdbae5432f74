"""A juror's declared conflict with a finalist, and the decision on it (D4)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from awards.competition import services as competition_services
from awards.competition.domain import DecisionBody
from awards.core.actor import Actor
from awards.core.errors import Refusal
from awards.core.permissions import Action
from awards.core.workflow import DeclarationState, RoundState
from awards.infra import lifecycle
from awards.infra.db import db
from awards.jury import queries
from awards.jury.models import Ballot, Recusal, RosterLine, Round
from awards.jury.queries import JurorTie
from awards.jury.services.acts import SOME_JUROR, allow, log


def declare_recusal(entry_id: str, text: str, *, actor: Actor, at: datetime) -> Recusal:
    """A juror declares a conflict with a finalist: its report closes to them until it is decided.

    While the vote is open the juror's own ballot, if any, leaves the box, since who may be recused has not
    voted. Refused once the vote is closed, and a second time.
    """
    page = queries.finalist_page(entry_id, actor.user_id)
    if page is None:
        raise Refusal("jury.not_allowed")
    allow(actor, Action.DECLARE_RECUSAL, page.subject)
    round_ = _still_open(page.entry.segment_id)
    if page.recusal is not None:
        raise Refusal("jury.already_declared", "p.121")
    if not text.strip():
        raise Refusal("jury.declaration_without_text", "p.121")
    row = _put(page.juror.id, entry_id, text.strip(), at)
    edition_id = page.entry.edition_id
    log("recusal.declared", "recusal", row.id, {"entry": entry_id}, edition_id=edition_id, actor=actor, at=at)
    if round_ is not None:
        _take_ballot_out(round_, page.juror.id, edition_id, at)
    return row


def propose_recusal(juror_id: str, entry_id: str, *, actor: Actor, at: datetime) -> Recusal:
    """Put before the committee a tie that the records show and the juror has not declared (D4).

    It works as a declaration of the juror's own does: the report closes to them and their ballot leaves the
    box until it is decided. Refused where no record ties the two, and where something is declared already.
    """
    juror = queries.get_juror(juror_id)
    found = queries.juror_ties(juror.edition_id) if juror else ()
    tie = next((one for one in found if (one.juror.id, one.entry.id) == (juror_id, entry_id)), None)
    if tie is None:
        raise Refusal("jury.no_records", "p.121")
    allow(actor, Action.DECIDE_RECUSAL, tie.subject)
    round_ = _still_open(tie.entry.segment_id)
    if tie.recusal is not None:
        raise Refusal("jury.already_declared", "p.121")
    row = _put(juror_id, entry_id, _in_words(tie), at)
    records = [one.checked.tie.record_id for one in tie.readings]
    facts = {"entry": entry_id, "records": records}
    log("recusal.proposed", "recusal", row.id, facts, edition_id=tie.edition.id, actor=actor, at=at)
    if round_ is not None:
        _take_ballot_out(round_, juror_id, tie.edition.id, at)
    return row


def _put(juror_id: str, entry_id: str, text: str, at: datetime) -> Recusal:
    """The row of a conflict that waits for the committee's decision."""
    row = Recusal(
        juror_id=juror_id,
        entry_id=entry_id,
        state=DeclarationState.DECLARED,
        text=text,
        declared_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _in_words(tie: JurorTie) -> str:
    """The records in the words of the minutes: organisations by their Kazakh names, with the days."""
    said = []
    for one in tie.readings:
        record = one.checked.tie
        known = tie.organisations.get(record.organisation_id)
        until = f"{record.until:%d.%m.%Y}" if record.until else "…"
        name = known.name.kk if known else record.organisation_id
        said.append(f"{name} ({record.since:%d.%m.%Y} – {until})")
    return f"Тізілім жазбалары бойынша / по записям реестра: {'; '.join(said)}"


def decide_recusal(
    recusal_id: str,
    verdict: DeclarationState,
    reason: str,
    number: str,
    decided_on: date,
    *,
    actor: Actor,
    at: datetime,
) -> Recusal:
    """Recuse the juror from the segment's vote, or let them vote, with a reason and a decision (D4).

    A chair or deputy recused while the vote is open gives up the chair's vote; another deputy is named then.
    """
    row = db.session.get_one(Recusal, recusal_id)
    facts = queries.recusal_of(row.juror_id, row.entry_id)
    if facts is None or verdict not in (DeclarationState.RECUSED, DeclarationState.ALLOWED):
        raise Refusal("jury.not_allowed")
    allow(actor, Action.DECIDE_RECUSAL, facts.subject)
    round_ = _still_open(facts.entry.segment_id)
    if not reason.strip():
        raise Refusal("jury.decision_without_reason", "p.121")
    edition_id = facts.edition.id
    subject = f"{facts.juror.name}: өздігінен бас тарту / самоотвод"
    decision = competition_services.record_decision(
        edition_id, DecisionBody.COMMITTEE, number, decided_on, subject, actor=actor, at=at
    )
    row.reason, row.decision_id = reason.strip(), decision.id
    row.decided_by, row.decided_at = actor.user_id, at
    lifecycle.advance(row, verdict, actor=actor, at=at, edition_id=edition_id)
    db.session.flush()
    told = {"entry": row.entry_id, "verdict": verdict.value, "decision": decision.number}
    log("recusal.decided", "recusal", row.id, told, edition_id=edition_id, actor=actor, at=at)
    if round_ is not None and verdict is DeclarationState.RECUSED:
        _take_off_the_roster(round_, row.juror_id)
    return row


def _still_open(segment_id: str) -> Round | None:
    """The segment's open round under its lock, or None before one opens; refused once it is closed."""
    round_ = db.session.scalar(select(Round).where(Round.segment_id == segment_id).with_for_update())
    if queries.verdict(segment_id) is not None or (
        round_ is not None and round_.state is not RoundState.OPEN
    ):
        raise Refusal("jury.too_late_to_recuse", "p.122")
    return round_


def _take_ballot_out(round_: Round, juror_id: str, edition_id: str, at: datetime) -> None:
    ballot = db.session.get(Ballot, (round_.id, juror_id))
    if ballot is None:
        return
    facts = {"receipt": ballot.receipt}
    db.session.delete(ballot)
    db.session.flush()
    log("ballot.withdrawn", "round", round_.id, facts, edition_id=edition_id, actor=SOME_JUROR, at=at)


def _take_off_the_roster(round_: Round, juror_id: str) -> None:
    line = db.session.get(RosterLine, (round_.id, juror_id))
    if line is not None:
        line.eligible = False
    if round_.chair_juror_id == juror_id:
        round_.chair_juror_id, round_.deputy_decision_id = None, None
    db.session.flush()
