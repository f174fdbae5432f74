"""Reading the jury: roster and recusals, votes and their counts, verdicts, the facts of the minutes."""

from awards.jury.queries.juror import (
    FinalistPage,
    JurorHome,
    JurorSegment,
    JurorTask,
    Reading,
    Task,
    finalist_page,
    home,
    juror_segment,
    reading,
    reading_file,
)
from awards.jury.queries.minutes import MinutesFacts, facts_of, minutes_facts
from awards.jury.queries.roster import (
    JurorFacts,
    JurorPage,
    RecusalFacts,
    editions_of_juror,
    get_juror,
    get_recusal,
    juror_of_user,
    juror_page,
    jurors,
    recusal_of,
    recusals,
    recusals_of_entries,
)
from awards.jury.queries.rounds import (
    CastingFacts,
    RosterFacts,
    RoundFacts,
    casting_decisions,
    count_of,
    counted_round,
    own_receipt,
    roster_of,
    round_input,
    round_of,
    rounds,
)
from awards.jury.queries.segments import (
    FinalistLine,
    SegmentVote,
    Standing,
    segment_vote,
    standings,
    vote_page,
)
from awards.jury.queries.ties import JurorTie, juror_tie, juror_ties
from awards.jury.queries.verdicts import AwardFacts, VerdictFacts, verdict, verdicts

__all__ = [
    "AwardFacts", "CastingFacts", "FinalistLine", "FinalistPage", "JurorFacts", "JurorHome", "JurorPage",
    "JurorSegment", "JurorTask", "JurorTie", "MinutesFacts", "Reading", "RecusalFacts", "RosterFacts",
    "RoundFacts", "SegmentVote", "Standing", "Task", "VerdictFacts", "casting_decisions", "count_of",
    "counted_round", "editions_of_juror", "facts_of", "finalist_page", "get_juror", "get_recusal",
    "home", "juror_of_user", "juror_page", "juror_segment", "juror_tie", "juror_ties", "jurors",
    "minutes_facts", "own_receipt", "reading", "reading_file", "recusal_of", "recusals",
    "recusals_of_entries", "roster_of", "round_input", "round_of", "rounds", "segment_vote", "standings",
    "verdict", "verdicts", "vote_page",
]  # fmt: skip
