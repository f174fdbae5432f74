"""Checks of a bundle's outcome: votes recounted, medals given, and the log that stands behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from awards.competition.domain import NominationKind, VoteMethod
from awards.core.canonical import GENESIS, digest, link
from awards.core.points import LINE_MILLI, MAX_MILLI
from awards.jury.domain import round_json, tally
from awards.jury.domain.ballots import Ballot, Casting, Round
from awards.jury.domain.verdicts import how_settled, places
from awards.jury.domain.vocabulary import Medal
from awards.jury.domain.zone import Placement, place_by_score
from awards.results.domain.bundle import Bundle


def rounds(bundle: Bundle) -> Iterator[str]:
    """Votes were held where p.122 wants one, between the right finalists, and count as the minutes say."""
    settings = bundle["methodology"]["settings"]
    votes = {vote["segment"]: vote for vote in bundle["rounds"]}
    for decided in bundle["verdicts"]:
        wanted = _placement(bundle, decided["segment"]).votes
        vote = votes.pop(decided["segment"], None)
        if (vote is not None) != bool(wanted):
            yield f"segment {decided['segment']}: " + (
                "a vote was held where none was due" if vote else "the vote that was due is missing"
            )
        elif vote is not None:
            at_stake = [medal.value for medal in wanted[0].medals]
            if (tuple(vote["candidates"]), vote["medals"]) != (wanted[0].candidates, at_stake):
                yield f"segment {decided['segment']}: the vote was not between those in the zone"
    for vote in bundle["rounds"]:
        if vote["method"] != settings["vote_method"]:
            yield f"segment {vote['segment']}: the method of the vote is not the methodology's"
        if vote["quorum"] != [settings["quorum_numerator"], settings["quorum_denominator"]]:
            yield f"segment {vote['segment']}: the quorum is not the methodology's"
        if round_json.report(tally.count(as_round(vote))) != vote["report"]:
            yield f"segment {vote['segment']}: the ballots do not give the count in the minutes"


def as_round(vote: Mapping[str, Any]) -> Round:
    """The vote as the count takes it. Raises ValueError for facts that contradict each other."""
    return Round(
        candidates=tuple(vote["candidates"]),
        method=VoteMethod(vote["method"]),
        chair=vote["chair"],
        roster=tuple(vote["roster"]),
        recused=tuple(vote["recused"]),
        quorum=Fraction(*vote["quorum"]),
        medals=tuple(Medal(medal) for medal in vote["medals"]),
        ballots=tuple(Ballot(ballot["juror"], tuple(ballot["ranking"])) for ballot in vote["ballots"]),
        casting=tuple(
            Casting(Medal(one["medal"]), frozenset(one["tied"]), one["choice"], one["by"])
            for one in vote["casting"]
        ),
    )


def _placement(bundle: Bundle, segment_id: str) -> Placement:
    """What the scores settle in a segment; nothing where the methodology gives no medals in it (D2)."""
    if not _gives_medals(bundle, segment_id):
        return Placement({}, (), by_score=True)
    return place_by_score(list(_finalists(bundle, segment_id).items()))


def _gives_medals(bundle: Bundle, segment_id: str) -> bool:
    kinds = {one["id"]: one["kind"] for one in bundle["edition"]["nominations"]}
    nominations = {one["id"]: one["nomination"] for one in bundle["edition"]["segments"]}
    is_special = kinds[nominations[segment_id]] == NominationKind.SPECIAL.value
    return not is_special or bool(bundle["methodology"]["settings"]["medals_in_special"])


def _finalists(bundle: Bundle, segment_id: str) -> dict[str, int]:
    for decided in bundle["finalists"]:
        if decided["segment"] == segment_id:
            return {one["entry"]: one["milli"] for one in decided["entries"]}
    raise KeyError(f"finalists of segment {segment_id}")


def medals(bundle: Bundle) -> Iterator[str]:
    """Medals went to those that scores and votes name, within 90 to 100 points, to nobody else (p.122)."""
    votes = {vote["segment"]: vote for vote in bundle["rounds"]}
    for decided in bundle["verdicts"]:
        segment = decided["segment"]
        placement, vote = _placement(bundle, segment), votes.get(segment)
        due = _due(placement, vote)
        given = {one["medal"]: (one["entry"], one["decided_by"]) for one in decided["awards"]}
        if given != due:
            yield f"segment {segment}: the medals are not those that scores and votes name"
        scores = _finalists(bundle, segment)
        zone = [entry for entry, milli in scores.items() if milli >= LINE_MILLI]
        if decided["how"] != how_settled(zone, placement, gives_medals=_gives_medals(bundle, segment)).value:
            yield f"segment {segment}: its medals were not settled {decided['how']}"
        for one in decided["awards"]:
            if one["milli"] != scores.get(one["entry"]) or not LINE_MILLI <= one["milli"] <= MAX_MILLI:
                yield f"segment {segment}: the {one['medal']} medal does not carry its finalist's score"
    sealed = {one["id"] for one in bundle["edition"]["segments"] if one["state"] == "sealed"}
    for segment in sorted(sealed - {one["segment"] for one in bundle["verdicts"]}):
        yield f"segment {segment} is sealed without a verdict"


def _due(placement: Placement, vote: Mapping[str, Any] | None) -> dict[str, tuple[str, str]]:
    """Medal to (entry, what settled it), for the medals that are awarded."""
    count = tally.count(as_round(vote)) if vote else None
    return {place.medal.value: (place.entry, place.decided_by) for place in places(placement, count)}


def audit(bundle: Bundle) -> Iterator[str]:
    """The log is whole from its first event to its head, and every body shown is what was recorded."""
    log = bundle["audit"]
    prev, seq = GENESIS, 0
    for event in log["events"]:
        if event["seq"] != seq + 1:
            yield f"event {seq + 1} is missing"
        if event["prev"] != prev or event["hash"] != link(event["seq"], event["prev"], event["digest"]):
            yield f"event {event['seq']} does not follow from the one before it"
        if "body" in event and digest(event["body"]) != event["digest"]:
            yield f"event {event['seq']} does not say what was recorded"
        prev, seq = event["hash"], event["seq"]
    if (log["head"]["seq"], log["head"]["hash"]) != (seq, prev):
        yield "the head of the log is not its last event"


def log(bundle: Bundle) -> Iterator[str]:
    """Sheets, runs and verdicts stand in the log as they stand in the records."""
    said: dict[tuple[str, str], Mapping[str, Any]] = {}
    for event in bundle["audit"]["events"]:
        if "body" in event:
            body = event["body"]
            said[body["event"], body["object"].partition(":")[2]] = body["facts"]
    for sheet in bundle["sheets"]:
        facts = said.get(("sheet.locked", sheet["id"]))
        if facts is not None and facts["total"] != sheet["total_milli"]:
            yield f"sheet {sheet['id']} was locked with a total of {facts['total']}"
    for run in bundle["scoring"]:
        facts = said.get(("scoring.run", run["id"]))
        if facts is not None and facts["digest"] != run["input_digest"]:
            yield f"run {run['id']} was logged with other sheets"
    for decided in bundle["verdicts"]:
        facts = said.get(("verdict.confirmed", decided["segment"]))
        given = {one["medal"]: one["entry"] for one in decided["awards"]}
        if facts is not None and any((facts[m.value] or None) != given.get(m.value) for m in Medal):
            yield f"segment {decided['segment']}: other medals were logged"
