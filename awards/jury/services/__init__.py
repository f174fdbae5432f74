"""Use cases of the jury: the roster, recusals, votes and their count, verdicts. Edges commit."""

from awards.jury.services.ballots import cast_ballot
from awards.jury.services.counting import cast_decision, close_round, question_key
from awards.jury.services.recusals import decide_recusal, declare_recusal, propose_recusal
from awards.jury.services.roster import name_juror, remove_juror
from awards.jury.services.rounds import Deputy, blockers, name_deputy, open_round, reopen_round
from awards.jury.services.verdicts import confirm_verdict, medals_of, verdict_faults

__all__ = [
    "Deputy", "blockers", "cast_ballot", "cast_decision", "close_round", "confirm_verdict",
    "decide_recusal", "declare_recusal", "medals_of", "name_deputy", "name_juror", "open_round",
    "propose_recusal", "question_key", "remove_juror", "reopen_round", "verdict_faults",
]  # fmt: skip
