"""The records of a bundle that say what came out: scoring runs, finalists, votes, verdicts, and the log."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import select

from awards.assessment import queries as assessment
from awards.assessment.models import FinalScore, ScoringRun
from awards.competition import queries as competition
from awards.competition.models import Segment
from awards.core.text import Text
from awards.infra import audit
from awards.infra.audit import AuditEvent
from awards.infra.db import db
from awards.jury import queries as jury
from awards.jury.domain import round_json
from awards.jury.domain.ballots import Round
from awards.jury.domain.tally import DecidedBy, count
from awards.results.domain.vocabulary import Scope
from awards.submissions import queries as submissions

SHOWN_EVENTS = frozenset(
    {
        "entry.submitted",
        "finalists.confirmed",
        "methodology.approved",
        "publication.approved",
        "publication.executed",
        "round.closed",
        "round.counted",
        "casting.decided",
        "scoring.run",
        "verdict.confirmed",
    }
)
"""Events whose bodies hold ids, numbers and hashes only."""
SHOWN_IN_FULL = SHOWN_EVENTS | {"sheet.locked"}
"""A locked sheet's event ties an assessor's account to the sheet: not for the public (R5)."""


def scoring_records(edition_id: str) -> list[dict[str, Any]]:
    """Every scoring run of the edition, the replaced ones too, with its scores."""
    runs = db.session.scalars(
        select(ScoringRun)
        .join(Segment, Segment.id == ScoringRun.segment_id)
        .where(Segment.edition_id == edition_id)
        .order_by(ScoringRun.run_at, ScoringRun.id)
    ).all()
    scores: dict[str, list[FinalScore]] = {run.id: [] for run in runs}
    for score in db.session.scalars(
        select(FinalScore)
        .where(FinalScore.run_id.in_(scores))
        .order_by(FinalScore.milli.desc(), FinalScore.entry_id)
    ):
        scores[score.run_id].append(score)
    return [_run(run, scores[run.id]) for run in runs]


def _run(run: ScoringRun, scores: list[FinalScore]) -> dict[str, Any]:
    return {
        "id": run.id,
        "segment": run.segment_id,
        "method": run.method,
        "input_digest": run.input_digest,
        "methodology_digest": run.methodology_digest,
        "replaces": run.replaces_id,
        "sheets": list(run.sheet_ids),
        "parameters": {key: run.report.get(key) for key in ("gate", "lambda", "sigma", "tau")},
        "scores": [
            {
                "entry": score.entry_id,
                "milli": score.milli,
                "raw_milli": score.raw_milli,
                "sheets": score.sheets,
                "se": score.standard_error,
            }
            for score in scores
        ],
    }


def finalist_records(edition_id: str) -> list[dict[str, Any]]:
    """Finalists of each decided segment."""
    found = []
    for segment in competition.segments(edition_id):
        named = assessment.finalists(segment.id)
        if named is not None:
            entries = [{"entry": entry, "milli": milli} for entry, milli in named.entries]
            facts = {"segment": segment.id, "run": named.run_id, "decision": named.decision.id}
            found.append({**facts, "entries": entries})
    return found


def round_records(edition_id: str) -> list[dict[str, Any]]:
    """Counted votes with their ballots; jurors by numbers drawn anew for each vote and each bundle."""
    return [
        round_record(facts.segment_id, jury.counted_round(facts.id))
        for facts in sorted(jury.rounds(edition_id).values(), key=lambda facts: facts.segment_id)
        if facts.is_counted
    ]


def round_record(segment_id: str, round_: Round) -> dict[str, Any]:
    """One vote under pseudonyms; the chair's ballot is marked only where p.123 was used."""
    roster = list(round_.roster)
    secrets.SystemRandom().shuffle(roster)
    names = {juror: f"J{number}" for number, juror in enumerate(roster, 1)}
    counted = count(round_)
    p123 = any(step.decided_by in (DecidedBy.CHAIR_BALLOT, DecidedBy.CASTING) for step in counted.steps)
    ballots = [{"juror": names[one.juror], "ranking": list(one.ranking)} for one in round_.ballots]
    return {
        "segment": segment_id,
        "method": round_.method.value,
        "candidates": list(round_.candidates),
        "medals": [medal.value for medal in round_.medals],
        "quorum": [round_.quorum.numerator, round_.quorum.denominator],
        "roster": sorted(names.values(), key=_number),
        "recused": sorted((names[juror] for juror in round_.recused), key=_number),
        "chair": names[round_.chair] if round_.chair and p123 else None,
        "ballots": sorted(ballots, key=lambda ballot: _number(str(ballot["juror"]))),
        "casting": [
            {
                "medal": one.medal.value,
                "tied": sorted(one.tied),
                "choice": one.choice,
                "by": names[one.by],
            }
            for one in round_.casting
        ],
        "report": round_json.report(counted),
    }


def _number(pseudonym: str) -> int:
    return int(pseudonym[1:])


def verdict_records(edition_id: str, *, named: bool) -> list[dict[str, Any]]:
    """Verdicts by segment; winners by title and organisation where `named`: once results are public."""
    verdicts = jury.verdicts(edition_id)
    won = [award.entry_id for facts in verdicts.values() for award in facts.awards]
    entries = submissions.entries(won) if named else {}
    return [
        {
            "segment": segment_id,
            "how": facts.how.value,
            "decision": facts.decision.id,
            "awards": [
                {
                    "medal": award.medal.value,
                    "entry": award.entry_id,
                    "milli": award.milli,
                    "decided_by": award.decided_by,
                }
                | (
                    _names(entries[award.entry_id].title, entries[award.entry_id].organisation_name)
                    if named
                    else {}
                )
                for award in facts.awards
            ],
        }
        for segment_id, facts in sorted(verdicts.items())
    ]


def _names(title: str, organisation: Text) -> dict[str, Any]:
    return {
        "title": title,
        "organisation": {"kk": organisation.kk, "ru": organisation.ru, "en": organisation.en},
    }


def audit_record(edition_id: str, scope: Scope) -> dict[str, Any]:
    """The whole log, with the bodies of this edition's events that hold nothing personal."""
    shown = SHOWN_IN_FULL if scope is Scope.FULL else SHOWN_EVENTS
    events = []
    rows = select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=500)
    for row in db.session.scalars(rows):
        body = audit.body_of(row)
        event = {"seq": row.seq, "prev": row.prev, "hash": row.hash, "digest": audit.digest(body)}
        if row.edition_id == edition_id and row.event in shown:
            event["body"] = body
        events.append(event)
    head = audit.head()
    return {"events": events, "head": {"seq": head.seq, "hash": head.hash}}
