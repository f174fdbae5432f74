"""Words of the board and the desk."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from awards.board.domain import Next

REFUSALS: dict[str, Any] = {}
DONE: dict[str, Any] = {}
LABELS: dict[StrEnum, Any] = {
    Next.LOCK_SHEETS: _l("Assessors are still scoring"),
    Next.LIFT_SUSPENSION: _l("A suspended sheet needs a decision or another assessor"),
    Next.SCORE: _l("Count the scores"),
    Next.START_FINALISTS: _l("Close the assessment"),
    Next.CONFIRM_FINALISTS: _l("Confirm the finalists by a jury decision"),
    Next.OPEN_VOTE: _l("Open the vote"),
    Next.COLLECT_BALLOTS: _l("Jurors are voting"),
    Next.CLOSE_VOTE: _l("Close and count the vote"),
    Next.REOPEN_VOTE: _l("No quorum: open the vote again"),
    Next.DECIDE_TIE: _l("A tie waits for the chair (p.123)"),
    Next.CONFIRM_VERDICT: _l("Confirm the medals by a jury decision"),
    Next.NOTHING: _l("Done"),
}

TOUR: tuple[tuple[Any, Any, str], ...] = (
    (
        _l("Five finalists in the zone: the vote is open"),
        _l("Best project, central state bodies. Sign in as a juror and vote."),
        "juror6",
    ),
    (
        _l("Exactly three in the zone: places by score, no vote (D7)"),
        _l("Best project, local executive bodies."),
        "secretary",
    ),
    (
        _l("One in the zone: silver and bronze stay vacant"),
        _l("Best project, private business."),
        "secretary",
    ),
    (_l("Nobody in the zone: no medals"), _l("Best project, quasi-public sector."), "secretary"),
    (
        _l("90.00 exactly is a finalist, 89.99 is not (D6)"),
        _l("Best manager, private business: the jury has not confirmed its finalists yet."),
        "secretary",
    ),
    (
        _l("A tie for gold decided by the chair's ballot (p.123)"),
        _l("Best manager, local executive bodies."),
        "secretary",
    ),
    (
        _l("A tie while the chair is recused: the deputy is asked"),
        _l("Best manager, central state bodies. Sign in as the deputy and decide."),
        "juror2",
    ),
    (
        _l("Blocked by consultancy that ended 11 months before, admitted with 13"),
        _l("Conflicts of the edition under way: the first and the second assessor, Water Resources Agency."),
        "secretary",
    ),
    (
        _l("A tie through a subordinate organisation"),
        _l("The third assessor works for the Data Centre, a body of the Ministry of Digital Services."),
        "secretary",
    ),
    (
        _l("A conflict that an assessor declared waits for the committee"),
        _l("Conflicts of the edition under way."),
        "committee",
    ),
    (
        _l("Totals of one entry differ by more than 15 points"),
        _l("Best manager, quasi-public sector: consensus or another assessor."),
        "secretary",
    ),
    (
        _l("An entry whose project charter names no customer (p.85)"),
        _l("Not admitted: best project, law-enforcement and security bodies."),
        "secretary",
    ),
    (
        _l("An expired certificate in an office's core staff (p.55)"),
        _l("Not admitted: best project office, quasi-public sector; see the registry's board too."),
        "clerk",
    ),
    (
        _l("An office measured against appendix 1, and who may act today (p.55, p.107)"),
        _l("The Ministry of Digital Services in the registry: some posts are not filled."),
        "clerk",
    ),
    (
        _l("A file with a wrong row, two records of one person, certificates that end (p.115)"),
        _l("The board of the registry."),
        "clerk",
    ),
    (
        _l("Incentives and penalties that nobody else can reach (p.114)"),
        _l("The HR service of the Ministry of Digital Services."),
        "hr.digital",
    ),
    (
        _l("Entries are open: a draft, a half-filled one, one that is ready"),
        _l("Next year's edition. Sign in as an applicant and submit."),
        "applicant.ulytau",
    ),
    (
        _l("Scores to give"),
        _l("Sheets of the edition under way that wait for a score."),
        "assessor5",
    ),
    (_l("A published edition with its laureates"), _l("Last year's winners, open to everybody."), ""),
)
"""What a visitor of the demo may look at: the case, where it is, and the account to look with."""
