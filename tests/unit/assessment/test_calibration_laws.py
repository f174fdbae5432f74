"""What holds for every panel, whatever its shape."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from awards.assessment.domain.aggregation import Method, solve
from awards.assessment.domain.calibration import METHODS, calibrate, report
from awards.assessment.domain.normal_equations import NormalEquations
from awards.assessment.domain.panel import Panel, input_digest
from awards.assessment.domain.variance import Variances, estimate

MODELS = [Method.RAW, Method.OFFSET, Method.FIXED]
laws = settings(max_examples=60, deadline=None)


@st.composite
def scattered(draw, low=0, high=100_000):
    """Up to 9 entries and 6 assessors, often in several components; the gate is mostly closed."""
    entries, assessors = draw(st.integers(1, 9)), draw(st.integers(1, 6))
    every = [(entry, assessor) for entry in range(entries) for assessor in range(assessors)]
    pairs = draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    milli = draw(st.lists(st.integers(low, high), min_size=len(pairs), max_size=len(pairs)))
    return [(f"e{entry}", f"a{who}", total) for (entry, who), total in zip(pairs, milli, strict=True)]


@st.composite
def severe(draw, low=0, high=100_000):
    """Assessors lie 3 points and more apart and sheets scatter by 1; the gate is mostly open."""
    assessors = draw(st.integers(3, 5))
    lean = [3_000 * at for at in draw(st.permutations(range(assessors)))]
    found = []
    for entry in range(draw(st.integers(6, 12))):
        level = draw(st.integers(low + 1_000, high - 3_000 * assessors))
        for who in draw(st.sets(st.integers(0, assessors - 1), min_size=2)):
            found.append((f"e{entry:02}", f"a{who}", level + lean[who] + draw(st.integers(-1_000, 1_000))))
    return found


def rows(low=0, high=100_000):
    return st.one_of(scattered(low, high), severe(low, high))


def scores(run):
    return [row.score for row in run.entries]


@laws
@given(rows(), st.randoms(use_true_random=False), st.sampled_from(METHODS))
def test_the_order_of_rows_is_irrelevant(given_rows, random, method):
    shuffled = list(given_rows)
    random.shuffle(shuffled)
    one, other = Panel.from_rows(given_rows), Panel.from_rows(shuffled)
    assert calibrate(one, method) == calibrate(other, method)
    assert input_digest(one) == input_digest(other)


@laws
@given(rows(), st.sampled_from(METHODS))
def test_a_report_is_strict_json_sorted_by_name_and_true_to_its_input(given_rows, method):
    panel = Panel.from_rows(given_rows)
    found = json.loads(json.dumps(report(calibrate(panel, method)), allow_nan=False))
    assert [row["entry"] for row in found["entries"]] == sorted({row[0] for row in given_rows})
    assert [row["assessor"] for row in found["assessors"]] == sorted({row[1] for row in given_rows})
    assert [(row["entry"], row["assessor"], round(row["score"] * 1000)) for row in found["sheets"]] == sorted(
        given_rows
    )
    for row in found["entries"]:
        assert 0 <= row["milli"] <= 100_000
        assert row["finalist"] == (row["milli"] >= 90_000)
        for chance in row["p_line"].values():
            assert chance is None or 0 <= chance <= 1
    crossed = [row["entry"] for row in found["entries"] if (row["raw"] >= 90) != row["finalist"]]
    assert found["crosses_line"] == crossed


@laws
@given(rows(), st.sampled_from(MODELS))
def test_raw_less_calibrated_is_the_mean_of_the_offsets_which_sum_to_zero(given_rows, method):
    panel = Panel.from_rows(given_rows)
    run = calibrate(panel, method)
    offset = {row.assessor: row.offset for row in run.assessors}
    for row in run.entries:
        own = [offset[assessor] for entry, assessor, _ in given_rows if entry == row.entry]
        assert row.raw - row.score == pytest.approx(math.fsum(own) / len(own), abs=1e-9)
    for component in range(panel.components):
        members = np.flatnonzero(panel.component_of == component)
        assert math.fsum(run.assessors[at].offset for at in members) == pytest.approx(0.0, abs=1e-9)


@laws
@given(rows(), st.sampled_from(["offset", "huber", "logit"]))
def test_a_closed_gate_gives_exactly_the_raw_mean(given_rows, method):
    run = calibrate(Panel.from_rows(given_rows), method)
    assume(not run.gate_open)
    assert scores(run) == [row.raw for row in run.entries]
    assert run.ratio is None
    assert all(row.offset == 0.0 and row.se is None for row in run.assessors)


@st.composite
def agreeing_rows(draw):
    """Blocks of entries in which each assessor is as often above the panel as below it: u = 0 exactly."""
    found = []
    for block in range(draw(st.integers(1, 3))):
        size = draw(st.integers(2, 5))
        wobble = draw(st.lists(st.integers(0, 9_000), min_size=size, max_size=size))
        level = draw(st.integers(10_000, 80_000))
        for turn in range(size):
            for at in range(size):
                found.append(
                    (f"e{block}{turn}", f"a{block}{at}", level + wobble[(at + turn) % size] + turn * 777)
                )
    return found


@laws
@given(agreeing_rows(), st.sampled_from(["raw", "offset", "fixed", "huber", "logit"]))
def test_assessors_without_severity_change_nothing_at_all(given_rows, method):
    run = calibrate(Panel.from_rows(given_rows), method)
    assert all(row.score == row.raw for row in run.entries) or method == "logit"
    if method == "logit":
        assert scores(run) == pytest.approx([row.raw for row in run.entries], abs=1.0)
    else:
        assert all(row.offset == 0.0 for row in run.assessors)


@laws
@given(
    rows(low=20_000, high=40_000), st.integers(1, 2), st.integers(-20_000, 20_000), st.sampled_from(METHODS)
)
def test_affine_change_of_scale(given_rows, factor, shift, method):
    assume(method != "logit")
    panel = Panel.from_rows(given_rows)
    moved = Panel.from_rows(
        (entry, assessor, factor * milli + shift) for entry, assessor, milli in given_rows
    )
    before, after = calibrate(panel, method), calibrate(moved, method)
    assume(before.statistic is None or abs(before.statistic - 2.71) > 1e-6)
    expected = [factor * score + shift / 1000 for score in scores(before)]
    assert scores(after) == pytest.approx(expected, abs=1e-5)
    assert after.gate_open == before.gate_open


@laws
@given(rows(), st.data(), st.sampled_from([0.0, 0.01, 0.5, 3.0, 100.0, math.inf]))
def test_an_entry_rises_strictly_with_its_own_sheet_at_the_ratio_of_the_run(given_rows, data, ratio):
    panel = Panel.from_rows(given_rows)
    equations = NormalEquations.of(panel)
    at = data.draw(st.integers(0, len(panel.milli) - 1))
    more = panel.points.copy()
    more[at] += 1.0
    variances = Variances(1.0, None, ratio)
    before = solve(panel, equations, panel.points, equations.means(panel.points), variances).score
    after = solve(panel, equations, more, equations.means(more), variances).score
    entry = panel.entry_of[at]
    assert after[entry] - before[entry] > 1e-6


@laws
@given(rows(), st.sampled_from(MODELS))
def test_two_entries_with_the_same_assessors_keep_their_raw_difference(given_rows, method):
    twin = [
        ("twin", assessor, max(0, milli - 500))
        for entry, assessor, milli in given_rows
        if entry == given_rows[0][0]
    ]
    run = calibrate(Panel.from_rows(given_rows + twin), method)
    by_name = {row.entry: row for row in run.entries}
    one, other = by_name[given_rows[0][0]], by_name["twin"]
    assert one.score - other.score == pytest.approx(one.raw - other.raw, abs=1e-9)


@laws
@given(rows())
def test_trimmed_drops_one_at_each_end_of_five_or_more(given_rows):
    run = calibrate(Panel.from_rows(given_rows), "trimmed")
    for row in run.entries:
        own = sorted(milli for entry, _, milli in given_rows if entry == row.entry)
        kept = own[1:-1] if len(own) >= 5 else own
        assert row.score == pytest.approx(sum(kept) / len(kept) / 1000, abs=1e-12)


@laws
@given(severe())
def test_the_estimate_is_the_lowest_of_the_criterion(given_rows):
    """No ratio on a fine grid has a better restricted likelihood than the one that was chosen."""
    panel = Panel.from_rows(given_rows)
    equations = NormalEquations.of(panel)
    found = estimate(equations, panel.points)
    assume(found.is_open and found.ratio > 0)

    def criterion(ratio):
        offset = equations.offsets(equations.contrasts(panel.points), ratio)
        rss = float(equations.within(panel.points) @ (panel.points - offset[panel.assessor_of]))
        values = np.concatenate([part.values for part in equations.spectra])
        return equations.freedom * math.log(rss) + float(np.log1p(values / ratio).sum())

    best = criterion(found.ratio)
    assert all(best <= criterion(ratio) + 1e-6 for ratio in np.geomspace(1e-4, 1e4, 200))


def test_weights_of_one_are_no_weights():
    panel = Panel.from_rows(
        [("e1", "a", 80_000), ("e1", "b", 84_000), ("e2", "a", 70_000), ("e2", "b", 71_000)]
    )
    plain = NormalEquations.of(panel)
    weighted = replace(plain, weight=np.full(4, 2.0))
    contrasts = plain.contrasts(panel.points)
    assert weighted.offsets(2.0 * contrasts, 2.0) == pytest.approx(plain.offsets(contrasts, 1.0))
