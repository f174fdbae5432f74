"""Words for this package's refusals, notices and labels, and the steps of a count in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from awards.core.workflow import DeclarationState, RoundState
from awards.jury.domain.tally import DecidedBy, Step
from awards.jury.domain.verdicts import BY_SCORE
from awards.jury.domain.vocabulary import How, Medal
from awards.jury.queries import Task
from awards.web.words import label

REFUSALS: dict[str, Any] = {
    "jury.not_allowed": _l("This is not open to you, or no longer is."),
    "jury.unknown_person": _l(
        "Nobody has an account with this address. Invite the person to the edition first."
    ),
    "jury.already_named": _l("%(name)s is already on the jury in this part."),
    "jury.chair_exists": _l("The jury has a chair. Take the present one off the jury first."),
    "jury.chair_steps_down_first": _l(
        "This person chairs the jury. Take them off the jury first, then name them a juror."
    ),
    "jury.roster_frozen": _l(
        "This juror stands on the roster of a vote without a verdict; a roster is frozen when its vote opens."
    ),
    "jury.no_chair": _l("The jury has no chair. Name the chair first."),
    "jury.nobody_eligible": _l("No juror may vote in this segment. Name jurors first."),
    "jury.no_records": _l("No record of the registry ties this juror to this finalist any more."),
    "jury.recusals_pending": _l(
        "Declared conflicts that wait for a decision: %(count)s. Decide on each of them first."
    ),
    "jury.chair_recused": _l(
        "The chair is recused in this segment. Name the deputy whom the jury appointed for this item."
    ),
    "jury.deputy_not_needed": _l("The chair votes in this segment, so no deputy is named."),
    "jury.deputy_not_eligible": _l("The deputy must be a juror who may vote in this segment."),
    "jury.deputy_incomplete": _l("For a deputy give the number and the date of the jury's decision."),
    "jury.closes_in_the_past": _l("The vote must close at a later moment than now."),
    "jury.closes_after_forum": _l("The vote must close before the forum, where its result is announced."),
    "jury.no_finalists_yet": _l("The finalists of this segment are not confirmed yet."),
    "jury.finalists_outdated": _l(
        "The scores were computed again after the finalists were confirmed. The finalists have to be those "
        "of the latest run."
    ),
    "jury.sheets_suspended": _l(
        "Score sheets that the scores of this segment rest on are suspended by a conflict of interest: "
        "%(count)s. Until each is lifted by a correction or a decision, no medal can be confirmed."
    ),
    "jury.no_vote_needed": _l("The scores settle every medal here, so no vote is held."),
    "jury.round_exists": _l("The vote of this segment was already opened."),
    "jury.no_round": _l("No vote was opened in this segment."),
    "jury.not_closed": _l("Only a vote that closed without a quorum can be opened again."),
    "jury.vote_closed": _l("The vote is closed. What arrives at the closing moment or later is late."),
    "jury.too_early_to_close": _l(
        "The vote is open until %(when)s, and not everybody entitled has voted yet."
    ),
    "jury.not_counted": _l("The vote is not counted, so its ballots are not read."),
    "jury.recused": _l("You are recused in this segment, so you have no vote here."),
    "jury.declaration_pending": _l(
        "You declared a conflict with a finalist. You can vote once it is decided that you may."
    ),
    "jury.already_declared": _l("You have already declared a conflict with this finalist."),
    "jury.declaration_without_text": _l("Say in a few words what the conflict is."),
    "jury.decision_without_reason": _l("Give the reason for the decision."),
    "jury.too_late_to_recuse": _l("The vote of this segment is closed, so nothing changes in who voted."),
    "jury.ballot_empty": _l("Give at least one finalist a number, or mark that you abstain."),
    "jury.abstains_with_numbers": _l("Either abstain or give numbers: the ballot does both."),
    "jury.ballot_repeats": _l("Each number may stand beside one finalist only."),
    "jury.ballot_gap": _l("Numbers go 1, 2, 3 without a gap."),
    "jury.ballot_malformed": _l("The ballot names somebody who is not a finalist of this vote."),
    "jury.no_tie": _l("No tie waits for a casting decision here."),
    "jury.another_question": _l(
        "This question has been answered meanwhile. Read the question below and answer it."
    ),
    "jury.choice_not_tied": _l("Choose one of the tied finalists."),
    "jury.already_sealed": _l("The jury has confirmed the medals of this segment."),
    "jury.vote_needed": _l("The jury has to vote first: the scores do not settle every medal."),
    "jury.vote_not_decided": _l("The vote has not decided every medal yet."),
}
DONE: dict[str, Any] = {
    "jury.named": _l("The jury has a new member."),
    "jury.removed": _l("The juror has left the jury."),
    "jury.declared": _l("Your declaration is recorded. The report stays closed to you until it is decided."),
    "jury.recusal_proposed": _l(
        "The recusal is proposed: the report is closed to the juror until it is decided."
    ),
    "jury.recusal_decided": _l("The decision on the declared conflict is recorded."),
    "jury.opened": _l("The vote is open. Its roster is frozen."),
    "jury.reopened": _l("The vote is open again, with the same roster and the ballots cast so far."),
    "jury.deputy_named": _l("The deputy holds the chair's vote in this segment."),
    "jury.voted": _l("Your ballot is in the box."),
    "jury.closed": _l("The vote is closed and counted."),
    "jury.cast": _l("Your casting decision is recorded, and the count went on."),
    "jury.sealed": _l("The medals are confirmed and the segment is sealed."),
}
LABELS: tuple[Mapping[StrEnum, Any], ...] = (
    {
        Medal.GOLD: _l("Gold"),
        Medal.SILVER: _l("Silver"),
        Medal.BRONZE: _l("Bronze"),
    },
    {
        How.BY_SCORE: _l("Places by score"),
        How.BY_VOTE: _l("By vote of the jury"),
        How.NO_FINALISTS: _l("Nobody has 90 points or more"),
        How.NO_MEDALS: _l("No medals in this nomination"),
    },
    {
        RoundState.DRAFT: _l("Being prepared"),
        RoundState.OPEN: _l("Vote open"),
        RoundState.CLOSED: _l("No quorum"),
        RoundState.TIED: _l("Tie: the chair decides"),
        RoundState.DECIDED: _l("Decided"),
    },
    {
        DeclarationState.CLEAR: _l("No conflict"),
        DeclarationState.DECLARED: _l("Waits for a decision"),
        DeclarationState.RECUSED: _l("Recused"),
        DeclarationState.ALLOWED: _l("May take part"),
    },
    {
        Task.WAIT: _l("Wait"),
        Task.READ: _l("Read the finalists"),
        Task.RECUSED: _l("You are recused"),
        Task.DECLARED: _l("Your declaration is being decided"),
        Task.VOTE: _l("Cast your vote"),
        Task.VOTED: _l("You have voted"),
        Task.CAST: _l("Decide the tie"),
        Task.DONE: _l("Done"),
        Task.NOT_ON_ROSTER: _l("Not on this roster"),
    },
)

_SETTLED: Mapping[str, Any] = {
    BY_SCORE: _l("by score"),
    DecidedBy.MAJORITY.value: _l("by majority"),
    DecidedBy.PLURALITY.value: _l("by most votes"),
    DecidedBy.SCHULZE.value: _l("by pairwise comparison"),
    DecidedBy.BORDA.value: _l("by points for places"),
    DecidedBy.IRV.value: _l("by instant run-off"),
    DecidedBy.CHAIR_BALLOT.value: _l("by the chair's ballot (p.123)"),
    DecidedBy.CASTING.value: _l("by the chair's casting decision (p.123)"),
}
_STAGES: Mapping[str, Any] = {
    "first": _l("first count"),
    "run-off": _l("run-off"),
    "run-off place 1": _l("first place in the run-off"),
    "run-off place 2": _l("second place in the run-off"),
    "count": _l("count"),
    "final": _l("last count"),
    "unopposed": _l("the only finalist left"),
}


def settled_text(decided_by: str) -> str:
    """How a medal was settled, for `AwardFacts.decided_by`."""
    return str(_SETTLED.get(decided_by, decided_by))


def step_title(step: Step) -> str:
    """ "Gold: first count", "Silver: elimination 2"."""
    if step.stage.startswith("elimination "):
        stage = _("elimination %(turn)s", turn=step.stage.removeprefix("elimination "))
    else:
        stage = str(_STAGES.get(step.stage, step.stage))
    return str(_("%(medal)s: %(stage)s", medal=label(step.medal), stage=stage))


def step_text(step: Step, titles: Mapping[str, str]) -> str:
    """What a step of the count says, in the reader's language; `titles` maps entry ids to titles.

    Its `counts` are left to a table beside it.
    """
    named = _quoted(titles, step.winner or step.eliminated)
    if step.tied:
        return _tie_text(step, titles, named)
    if step.eliminated:
        return str(_("%(entry)s has the fewest votes and drops out.", entry=named))
    if step.winner is None:
        return str(_("Nobody has more than half of the votes cast: a run-off follows."))
    if step.stage == "unopposed":
        return str(_("%(entry)s is the only finalist left and takes the medal.", entry=named))
    return _outright(step, named)


def _outright(step: Step, named: str) -> str:
    texts = {
        DecidedBy.MAJORITY: _("%(entry)s has more than half of the votes cast.", entry=named)
        if step.stage == "first"
        else _("%(entry)s has more votes in the run-off.", entry=named),
        DecidedBy.PLURALITY: _("%(entry)s has the most votes.", entry=named),
        DecidedBy.SCHULZE: _("%(entry)s is beaten by no other finalist in pairwise comparison.", entry=named),
        DecidedBy.BORDA: _("%(entry)s has the most points.", entry=named),
        DecidedBy.IRV: _("%(entry)s has more votes than the others.", entry=named),
    }
    return str(texts[step.decided_by])


def _tie_text(step: Step, titles: Mapping[str, str], named: str) -> str:
    tied = "; ".join(_quoted(titles, entry) for entry in step.tied)
    equal = _("Equal: %(tied)s.", tied=tied)
    if step.winner is None and step.eliminated is None:
        return " ".join((equal, _("The chair's casting decision is awaited (p.123).")))
    by_ballot = step.decided_by is DecidedBy.CHAIR_BALLOT
    if step.eliminated:
        ruled = (
            _("The chair's ballot ranks %(entry)s lowest, which drops out (p.123).", entry=named)
            if by_ballot
            else _("By the chair's casting decision %(entry)s drops out (p.123).", entry=named)
        )
    elif step.stage.startswith("run-off place"):
        ruled = (
            _("The chair's ballot ranks %(entry)s higher, which enters the run-off (p.123).", entry=named)
            if by_ballot
            else _("By the chair's casting decision %(entry)s enters the run-off (p.123).", entry=named)
        )
    else:
        ruled = (
            _("The chair's ballot ranks %(entry)s higher, which takes the medal (p.123).", entry=named)
            if by_ballot
            else _("By the chair's casting decision %(entry)s takes the medal (p.123).", entry=named)
        )
    return f"{equal} {ruled}"


def _quoted(titles: Mapping[str, str], entry_id: str | None) -> str:
    return f"«{titles.get(entry_id or '', entry_id or '')}»"
