"""The three algorithm cores on invented problems of a large edition's size; every run draws the same ones."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from functools import partial

import numpy as np

from awards.assessment.domain.aggregation import Method
from awards.assessment.domain.assignment import Capacity, Need, Preference, Problem, solve
from awards.assessment.domain.assignment_columns import best
from awards.assessment.domain.assignment_infeasible import feasible_start
from awards.assessment.domain.assignment_lp import network_of
from awards.assessment.domain.assignment_model import model_of
from awards.assessment.domain.calibration import calibrate
from awards.assessment.domain.panel import Panel
from awards.competition.domain import VoteMethod
from awards.core.points import MAX_MILLI
from awards.jury.domain import tally
from awards.jury.domain.ballots import Ballot, Round
from bench.measure import Row, compare

SHEETS_PER_ENTRY = 3
SEED = 1


def panel(entries: int, assessors: int) -> Panel:
    """Three sheets an entry; severities of assessors spread by τ = 4 points, errors of sheets by σ = 3."""
    draw = random.Random(SEED)
    severity = [draw.gauss(0, 4) for _ in range(assessors)]
    rows = []
    for entry in range(entries):
        true = draw.gauss(80, 8)
        for assessor in draw.sample(range(assessors), SHEETS_PER_ENTRY):
            points = true + severity[assessor] + draw.gauss(0, 3)
            rows.append((f"e{entry:04}", f"a{assessor:04}", min(max(round(points * 1000), 0), MAX_MILLI)))
    return Panel.from_rows(rows)


def problem(entries: int, assessors: int) -> Problem:
    """Places for a tenth more than the entries need, and one pair of twenty in conflict."""
    draw = random.Random(SEED)
    room = -(-entries * SHEETS_PER_ENTRY * 11 // (10 * assessors))
    pairs = [(f"a{a:04}", f"e{e:04}") for a in range(assessors) for e in range(entries)]
    return Problem(
        entries=tuple(Need(f"e{e:04}", SHEETS_PER_ENTRY) for e in range(entries)),
        assessors=tuple(Capacity(f"a{a:04}", room) for a in range(assessors)),
        conflicts=tuple(pair for pair in pairs if draw.random() < 0.05),
        preferences=tuple(Preference(*pair, draw.randint(0, 1000)) for pair in pairs),
    )


def ballots(candidates: int, jurors: int, method: VoteMethod) -> Round:
    """Full rankings in random order; the chair's ballot settles every tie."""
    draw = random.Random(SEED)
    names = tuple(f"c{number:02}" for number in range(candidates))
    people = tuple(f"j{number:03}" for number in range(jurors))
    cast = tuple(Ballot(juror, tuple(draw.sample(names, candidates))) for juror in people)
    return Round(names, method, chair=people[0], roster=people, ballots=cast)


def calibration_rows() -> Iterator[Row]:
    """The methods cannot do without the eigenvalues of the assessors' matrix, so these are the floor."""
    entries, assessors = 500, 120
    made = panel(entries, assessors)
    incidence = np.zeros((entries, assessors))
    incidence[made.entry_of, made.assessor_of] = 1.0
    matrix = np.diag(incidence.sum(axis=0)) - incidence.T @ incidence / SHEETS_PER_ENTRY
    for method in (Method.OFFSET, Method.HUBER):
        yield compare(
            f"calibrate {entries} × {assessors}, {method.value}",
            partial(calibrate, made, method),
            f"eigenvalues of {assessors} × {assessors}",
            partial(np.linalg.eigh, matrix),
        )


def assignment_rows() -> Iterator[Row]:
    """Column generation against the programme of all pairs at once; then the whole answer against it.

    Raises ArithmeticError where the two do not prove the same greatest total.
    """
    entries, assessors = 400, 120
    made = problem(entries, assessors)
    model = model_of(made)
    start = feasible_start(model, model.allowed)
    if start is None:
        raise ArithmeticError("the invented problem has no answer")
    network, size = network_of(model), f"{entries} × {assessors}"
    if best(network, start).bound != best(network, start, full_up_to=model.allowed.size).bound:
        raise ArithmeticError("column generation and the full programme disagree")
    yield compare(
        f"assign {size}, column generation",
        partial(best, network, start),
        "the linear programme of all pairs at once",
        partial(best, network, start, full_up_to=model.allowed.size),
    )
    yield compare(
        f"assign {size}, whole: ties, bound, graph",
        partial(solve, made),
        "column generation alone",
        partial(best, network, start),
    )


def tally_rows() -> Iterator[Row]:
    """The floor reads every ballot once and counts its first choice."""
    candidates, jurors = 8, 200
    for method in VoteMethod:
        made = ballots(candidates, jurors, method)
        yield compare(
            f"tally {jurors} ballots of {candidates}, {method.value}",
            partial(tally.count, made),
            "first choices counted once",
            partial(_first_choices, made),
        )


def _first_choices(round_: Round) -> Counter[str]:
    return Counter(ballot.ranking[0] for ballot in round_.ballots)
