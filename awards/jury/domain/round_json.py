"""A round as a file, and its count as a report: contract 3 of the offline calculators (`awards tally`).

The report's keys are exact, so it leaves out what the contract does not name; `tally.Count` has it:
- who goes in an elimination: there `winner` is null, and who is missing from the next step's counts has gone;
- what the chair is asked: the last step's stage says whether `choice` is who goes (`elimination`), who enters
  (`run-off place`) or who wins;
- casting decisions that were never needed: they change nothing.

`medals` in a round is how many are at stake, from gold on. A round after D7 may settle only some of them (two
equal below a first by score); it names them in a list instead: `"medals": ["silver", "bronze"]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from awards.competition.domain import VoteMethod
from awards.core.errors import InputError
from awards.core.located_json import Located, parse
from awards.jury.domain.ballots import MEDALS, Ballot, Casting, Round, RoundError
from awards.jury.domain.tally import Count, Step
from awards.jury.domain.vocabulary import Medal

_ROUND = {"candidates", "method", "chair", "roster", "recused", "quorum", "medals", "ballots"}
_CASTING = {"medal", "tied", "choice", "by"}


def read(text: str, source: str) -> Round:
    """The round in a JSON text; `source` names the file in errors.

    Raises `InputError` with the line for what is not JSON, a key that is missing, unknown or repeated, a
    value of the wrong kind, and everything that `Round` refuses.
    """
    root = parse(text, source)
    try:
        return _round(root)
    except _Misfit as misfit:
        raise InputError(source, misfit.node.line, misfit.cause) from None
    except RoundError as error:
        raise InputError(source, root.at(error.path).line, error.cause) from None


def write(round_: Round, names: Mapping[str, str]) -> dict[str, Any]:
    """The round as plain JSON values that `read` takes back; ids that are in `names` are replaced by them."""

    def name(known: str) -> str:
        return names.get(known, known)

    first = len(round_.medals)
    return {
        "candidates": [name(entry) for entry in round_.candidates],
        "method": round_.method.value,
        "chair": None if round_.chair is None else name(round_.chair),
        "roster": [name(juror) for juror in round_.roster],
        "recused": [name(juror) for juror in round_.recused],
        "quorum": [round_.quorum.numerator, round_.quorum.denominator],
        "medals": first if round_.medals == MEDALS[:first] else [medal.value for medal in round_.medals],
        "ballots": [
            {"juror": name(ballot.juror), "ranking": [name(entry) for entry in ballot.ranking]}
            | ({"spoiled": True} if ballot.spoiled else {})
            for ballot in round_.ballots
        ],
        "casting": [
            {
                "medal": casting.medal.value,
                "tied": sorted(name(entry) for entry in casting.tied),
                "choice": name(casting.choice),
                "by": name(casting.by),
            }
            for casting in round_.casting
        ],
    }


def report(count: Count) -> dict[str, Any]:
    """The count in the contract's exact shape, made of plain JSON values.

    All three medals are present; one that is not at stake, not awarded or not yet decided is null.
    """
    pending = count.pending
    return {
        "status": count.status.value,
        "medals": {medal.value: count.medals.get(medal) for medal in MEDALS},
        "steps": [_step(step) for step in count.steps],
        "pending": pending and {"medal": pending.medal.value, "tied": list(pending.tied)},
        "present": count.present,
        "needed": count.needed,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "medal": step.medal.value,
        "stage": step.stage,
        "counts": dict(step.counts),
        "tied": list(step.tied),
        "decided_by": step.decided_by.value,
        "winner": step.winner,
    }


class _Misfit(Exception):  # noqa: N818 - becomes an InputError where the file's name is known
    def __init__(self, node: Located, cause: str) -> None:
        super().__init__(cause)
        self.node = node
        self.cause = cause


def _round(root: Located) -> Round:
    keys = _object(root, "the round", required=_ROUND, optional={"casting"})
    chair = keys["chair"]
    return Round(
        candidates=_names(keys["candidates"], "candidates"),
        method=VoteMethod(_one_of(keys["method"], "method", [method.value for method in VoteMethod])),
        chair=None if chair.value is None else _name(chair, "chair"),
        roster=_names(keys["roster"], "roster"),
        recused=_names(keys["recused"], "recused"),
        quorum=_quorum(keys["quorum"]),
        medals=_medals(keys["medals"]),
        ballots=tuple(_ballot(node) for node in _list(keys["ballots"], "ballots")),
        casting=tuple(_casting(node) for node in _list(keys["casting"], "casting"))
        if "casting" in keys
        else (),
    )


def _ballot(node: Located) -> Ballot:
    keys = _object(node, "a ballot", required={"juror", "ranking"}, optional={"spoiled"})
    spoiled = keys["spoiled"].value if "spoiled" in keys else False
    if not isinstance(spoiled, bool):
        raise _Misfit(keys["spoiled"], "spoiled must be true or false")
    ranking = () if spoiled else _names(keys["ranking"], "ranking")
    return Ballot(_name(keys["juror"], "juror"), ranking, spoiled)


def _casting(node: Located) -> Casting:
    keys = _object(node, "a casting decision", required=_CASTING)
    tied = _names(keys["tied"], "tied")
    if len(set(tied)) < len(tied):
        raise _Misfit(keys["tied"], "tied names a candidate twice")
    return Casting(
        medal=Medal(_one_of(keys["medal"], "medal", [medal.value for medal in MEDALS])),
        tied=frozenset(tied),
        choice=_name(keys["choice"], "choice"),
        by=_name(keys["by"], "by"),
    )


def _quorum(node: Located) -> Fraction:
    parts = [_whole(part, "quorum") for part in _list(node, "quorum")]
    if len(parts) != 2 or not 0 < parts[0] <= parts[1]:
        raise _Misfit(node, "quorum must be [part, whole] with 0 < part <= whole")
    return Fraction(parts[0], parts[1])


def _medals(node: Located) -> tuple[Medal, ...]:
    """How many medals are at stake, from gold on; or a list of those that are, the highest first."""
    if isinstance(node.value, list):
        known = [medal.value for medal in MEDALS]
        return tuple(Medal(_one_of(item, "medals", known)) for item in node.value)
    number = _whole(node, "medals")
    if not 1 <= number <= len(MEDALS):
        raise _Misfit(node, f"medals must be 1 to {len(MEDALS)}")
    return MEDALS[:number]


def _object(
    node: Located, what: str, *, required: set[str], optional: frozenset[str] | set[str] = frozenset()
) -> dict[str, Located]:
    if not isinstance(node.value, dict):
        raise _Misfit(node, f"{what} must be an object")
    for key, member in node.value.items():
        if key not in required | optional:
            raise _Misfit(member, f"{what} has an unknown key {key!r}")
    missing = sorted(required - node.value.keys())
    if missing:
        raise _Misfit(node, f"{what} lacks {', '.join(missing)}")
    return node.value


def _list(node: Located, what: str) -> list[Located]:
    if not isinstance(node.value, list):
        raise _Misfit(node, f"{what} must be a list")
    return node.value


def _names(node: Located, what: str) -> tuple[str, ...]:
    return tuple(_name(item, what) for item in _list(node, what))


def _name(node: Located, what: str) -> str:
    """A name is a string with something in it that can be written as UTF-8."""
    if not isinstance(node.value, str) or not node.value.strip():
        raise _Misfit(node, f"{what}: expected a name (a string that is not empty)")
    if any("\ud800" <= char <= "\udfff" for char in node.value):
        raise _Misfit(node, f"{what}: a name with half of a surrogate pair")
    return node.value


def _one_of(node: Located, what: str, allowed: list[str]) -> str:
    if node.value not in allowed:
        raise _Misfit(node, f"{what} must be one of {', '.join(allowed)}")
    return str(node.value)


def _whole(node: Located, what: str) -> int:
    if not isinstance(node.value, int) or isinstance(node.value, bool):
        raise _Misfit(node, f"{what} must be whole")
    return node.value
