"""Rows of the jury with sensible defaults: each function adds what it is named after and flushes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from awards.accounts.models import User
from awards.assessment.models import Finalist, FinalistsDecision, FinalScore, ScoringRun
from awards.competition.domain import DecisionBody, MethodologySettings
from awards.competition.models import Edition, Nomination, Segment
from awards.core.actor import Actor, Role
from awards.core.workflow import DeclarationState, EntryState, RoundState, SegmentState, Stage
from awards.infra.db import db
from awards.jury.models import Ballot, Juror, Recusal, RosterLine, Round
from tests.factories.accounts import actor_of, make_grant, make_user
from tests.factories.competition import make_decision, make_edition, put_segment, segment_of
from tests.factories.submissions import make_entry

NAMED = datetime(2026, 9, 25, 5, 0, tzinfo=UTC)
VOTING_DAY = datetime(2026, 10, 20, 6, 0, tzinfo=UTC)
"""A day on which finalists stand and the jury votes."""

Row = TypeVar("Row")


def make_juror(
    edition: Edition, name: str = "Ғалым Нұрланұлы", *, is_chair: bool = False, user: User | None = None
) -> Juror:
    """A juror (or the chair) named by a decision, with an account that holds the role."""
    role = Role.CHAIR if is_chair else Role.JUROR
    if user is None:
        user = make_user(name, role=role, edition_id=edition.id)
    else:
        make_grant(user, role, edition.id)
    decision = make_decision(edition, DecisionBody.COMMITTEE, "ҚА-1")
    return _added(
        Juror(
            edition_id=edition.id,
            user_id=user.id,
            name=user.name,
            is_chair=is_chair,
            decision_id=decision.id,
            named_at=NAMED,
        )
    )


def make_jury(edition: Edition, count: int = 3) -> tuple[Juror, ...]:
    """A jury of `count`; the first of them is the chair."""
    return tuple(make_juror(edition, f"Juror {number}", is_chair=number == 0) for number in range(count))


def user_of(juror: Juror) -> User:
    return db.session.get_one(User, juror.user_id)


def juror_actor(juror: Juror) -> Actor:
    """The juror as services see them."""
    return actor_of(user_of(juror))


def make_recusal(
    juror: Juror, entry_id: str, state: DeclarationState = DeclarationState.RECUSED, *, reason: str = ""
) -> Recusal:
    decided = state in (DeclarationState.RECUSED, DeclarationState.ALLOWED)
    return _added(
        Recusal(
            juror_id=juror.id,
            entry_id=entry_id,
            state=state,
            text="Бұрын бірге жұмыс істедік.",
            declared_at=NAMED,
            reason=reason or ("Комитет шешімі." if decided else ""),
        )
    )


def make_finalists(segment: Segment, scores: Sequence[int]) -> tuple[FinalistsDecision, tuple[str, ...]]:
    """Admitted entries of central bodies with these scores, all finalists; their ids in that order."""
    edition = db.session.get_one(Edition, segment.edition_id)
    nomination = db.session.get_one(Nomination, segment.nomination_id)
    titles = ("Ауыл мектептеріне интернет", "Бірыңғай жәрдемақы порталы", "Су үнемдеу датчиктері",
              "Жол жөндеуді цифрлық бақылау", "Жаңа емхана", "Мұрағатты цифрландыру")  # fmt: skip
    entries = []
    for number, _ in enumerate(scores):
        title = titles[number] if number < len(titles) else f"Жоба {number + 1}"
        entries.append(make_entry(edition, None, nomination, state=EntryState.ELIGIBLE, title=title))
    run = _added(
        ScoringRun(
            segment_id=segment.id,
            method="offset",
            input_digest="0" * 64,
            methodology_digest="0" * 64,
            report={},
            sheet_ids=[],
            run_by="system",
            run_at=NAMED,
        )
    )
    decision = _added(
        FinalistsDecision(
            segment_id=segment.id,
            run_id=run.id,
            decision_id=make_decision(edition, DecisionBody.JURY, "Ф-1").id,
            confirmed_by="system",
            confirmed_at=NAMED,
        )
    )
    for entry, milli in zip(entries, scores, strict=True):
        _added(FinalScore(run_id=run.id, entry_id=entry.id, milli=milli, raw_milli=milli, sheets=3))
        _added(Finalist(decision_id=decision.id, run_id=run.id, entry_id=entry.id, milli=milli))
    return decision, tuple(entry.id for entry in entries)


def make_round(
    segment: Segment,
    finalists: FinalistsDecision,
    candidates: Iterable[str],
    jurors: Sequence[Juror],
    *,
    recused: Iterable[Juror] = (),
    chair: Juror | None = None,
    method: str = "rounds-majority",
    medals: Sequence[str] = ("gold", "silver", "bronze"),
    closes_at: datetime = VOTING_DAY + timedelta(days=3),
) -> Round:
    """An open vote; the chair's voice is `chair`'s, or the chair's of the jury who is not recused."""
    out = {juror.id for juror in recused}
    voice = chair or next((juror for juror in jurors if juror.is_chair and juror.id not in out), None)
    round_ = _added(
        Round(
            segment_id=segment.id,
            finalists_decision_id=finalists.id,
            method=method,
            candidates=sorted(candidates),
            medals=list(medals),
            quorum_numerator=2,
            quorum_denominator=3,
            chair_juror_id=voice.id if voice else None,
            opened_at=VOTING_DAY,
            closes_at=closes_at,
        )
    )
    for juror in jurors:
        _added(RosterLine(round_id=round_.id, juror_id=juror.id, eligible=juror.id not in out))
    round_.state = RoundState.OPEN
    put_segment(segment, SegmentState.VOTING)
    return round_


def make_ballots(round_: Round, rankings: Mapping[Juror, Sequence[str]]) -> None:
    """One ballot each, put into an open box."""
    for number, (juror, ranking) in enumerate(rankings.items()):
        _added(
            Ballot(
                round_id=round_.id,
                juror_id=juror.id,
                ranking=list(ranking),
                receipt=f"{round_.id[:8]}-{number:04d}",
                cast_at=VOTING_DAY + timedelta(milliseconds=number),
            )
        )


@dataclass(frozen=True)
class Voting:
    """A segment with finalists and a jury: what most tests of the vote start from."""

    edition: Edition
    segment: Segment
    finalists: FinalistsDecision
    entries: tuple[str, ...]
    """Ids of the finalists in the order of the scores given."""
    jurors: tuple[Juror, ...]
    secretary: User

    @property
    def chair(self) -> Juror:
        return self.jurors[0]


def make_voting(
    scores: Sequence[int] = (97_000, 95_000, 93_000, 91_000, 90_000),
    *,
    jurors: int = 3,
    settings: MethodologySettings | None = None,
    nomination: str = "best_project",
    special: bool = False,
) -> Voting:
    """An edition whose segment best_project × central has finalists with these scores, and a jury."""
    edition = make_edition(Stage.FINALISTS, settings=settings, special=special)
    segment = segment_of(edition, nomination)
    finalists, entries = make_finalists(segment, scores)
    secretary = make_user("Үміт Өмірбек", role=Role.SECRETARY, edition_id=edition.id)
    return Voting(edition, segment, finalists, entries, make_jury(edition, jurors), secretary)


def _added(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
