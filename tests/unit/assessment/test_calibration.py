"""Examples: one that adds up on paper, the line, the gate, and each method's purpose."""

import hashlib
import json
import math

import numpy as np
import pytest
from scipy.stats import norm

from awards.assessment.domain import scores_csv
from awards.assessment.domain.calibration import METHODS, calibrate, report
from awards.assessment.domain.panel import Panel, input_digest

# Three entries, three assessors, every two assessors share one entry:
#        ann  bob  cyd      mean
#   e1    90   86            88
#   e2    82        74       78
#   e3         80   76       78
PAPER = [
    ("e1", "ann", 90_000),
    ("e1", "bob", 86_000),
    ("e2", "ann", 82_000),
    ("e2", "cyd", 74_000),
    ("e3", "bob", 80_000),
    ("e3", "cyd", 76_000),
]


def by_entry(run):
    return {row.entry: row for row in run.entries}


def severe(seed=3, entries=24, assessors=6, sheets=3, tau=6.0, sigma=2.0):
    rng = np.random.default_rng(seed)
    lean = rng.normal(0, tau, assessors)
    rows = []
    for entry in range(entries):
        level = rng.uniform(55, 85)
        for at in rng.choice(assessors, sheets, replace=False):
            rows.append((f"e{entry:02}", f"a{at}", round((level + lean[at] + rng.normal(0, sigma)) * 1000)))
    return rows


def test_fixed_adds_up_on_paper():
    """u = (2+4, −2+2, −4−2) = (6, 0, −6). M has 1 on the diagonal and −½ beside it, so M b = u with Σ b = 0
    means b = u / 1.5 = (4, 0, −4).
    e1 = 88 − (4+0)/2 = 86, e2 = 78 − (4−4)/2 = 78, e3 = 78 − (0−4)/2 = 80.
    Residuals y − x − b: e1 (0, 0), e2 (0, 0), e3 (0, 0): the table is additive, and so σ = 0.
    """
    run = calibrate(Panel.from_rows(PAPER), "fixed")
    assert [row.offset for row in run.assessors] == pytest.approx([4, 0, -4], abs=1e-12)
    assert [row.score for row in run.entries] == pytest.approx([86, 78, 80], abs=1e-12)
    assert [row.milli for row in run.entries] == [86_000, 78_000, 80_000]
    assert run.sigma == 0.0
    assert run.ratio == 0.0
    assert run.tau is None


def test_offset_adds_up_on_paper():
    """The same with e3's sheets 82 and 74: u = (6, 2, −8), Qy = (2, −2, 4, −4, 4, −4), yᵀQy = 72, n − E = 3.

    Both nonzero eigenvalues of M are 1.5, so RSS(g) = 72 − uᵀu/(1.5 + 1/g) = 72 − 104/(1.5 + 1/g) and with
    t = 1 + 1.5 g the criterion is 3 log(8/3 + (208/3)/t) + 2 log t up to a constant (72 − 104/1.5 = 8/3). Its
    derivative is zero where 3·(208/3)/t = 2·(8/3 + (208/3)/t), that is (208/3)/t = 16/3, t = 13, g = 8:
    λ = 1/8, σ² = (8/3 + 16/3)/3 = 8/3, τ² = 64/3, b = u/(1.5 + 1/8) = u/1.625.
    """
    rows = [*PAPER[:4], ("e3", "bob", 82_000), ("e3", "cyd", 74_000)]
    run = calibrate(Panel.from_rows(rows))
    statistic = 3 * math.log(72) - 3 * math.log(8) - 2 * math.log(13)
    assert run.statistic == pytest.approx(statistic, abs=1e-12)
    assert statistic < 2.71
    assert not run.gate_open
    assert [row.score for row in run.entries] == [88.0, 78.0, 78.0]
    assert run.sigma == pytest.approx(math.sqrt(72 / 3))


def test_an_open_gate_adds_up_on_paper():
    """The table above four times over, with new names for the entries: M and u are four times as large,
    yᵀQy = 288, n − E = 12. RSS(g) = 32/3 + (832/3)/t with t = 1 + 6 g, and
    12·(832/3)/t = 2·(32/3 + (832/3)/t) gives t = 130, g = 21.5, λ = 2/43, RSS = 12.8, σ² = 12.8/12,
    b = u/(6 + λ) with u = (24, 8, −32).
    """
    table = [*PAPER[:4], ("e3", "bob", 82_000), ("e3", "cyd", 74_000)]
    rows = [(f"{entry}{copy}", assessor, milli) for entry, assessor, milli in table for copy in "wxyz"]
    run = calibrate(Panel.from_rows(rows))
    assert run.gate_open
    assert run.ratio == pytest.approx(2 / 43, rel=1e-9)
    assert run.sigma**2 == pytest.approx(12.8 / 12, rel=1e-9)
    assert run.tau**2 == pytest.approx(21.5 * 12.8 / 12, rel=1e-9)
    b = [u / (6 + 2 / 43) for u in (24, 8, -32)]
    assert [row.offset for row in run.assessors] == pytest.approx(b, rel=1e-9)
    found = by_entry(run)
    assert found["e1w"].score == pytest.approx(88 - (b[0] + b[1]) / 2, abs=1e-9)
    assert found["e2x"].score == pytest.approx(78 - (b[0] + b[2]) / 2, abs=1e-9)
    assert found["e3z"].score == pytest.approx(78 - (b[1] + b[2]) / 2, abs=1e-9)


def test_severity_without_any_error_is_taken_off_whole():
    rows = [
        (f"e{entry}", name, 70_000 + 1000 * entry + lean)
        for entry in range(6)
        for name, lean in (("ann", 3000), ("bob", 0), ("cyd", -3000))
        if (entry + len(name) + lean // 3000) % 3
    ]
    run = calibrate(Panel.from_rows(rows))
    assert run.gate_open
    assert (run.ratio, run.sigma) == (0.0, 0.0)
    assert [row.score for row in run.entries] == pytest.approx([70, 71, 72, 73, 74, 75], abs=1e-9)
    assert all(row.residual is None for row in run.sheets)
    assert run.tau == pytest.approx(math.sqrt((3**2 + 0 + 3**2) / 2))
    # All three offsets may share a common part that no comparison between assessors can show.
    assert run.entries[0].se == pytest.approx(run.tau / math.sqrt(3))


@pytest.mark.parametrize(
    ("sheets", "milli", "finalist"),
    [
        ((89_999, 90_000), 89_999, False),  # 89.9995
        ((90_000, 90_000), 90_000, True),
        ((89_999, 90_000, 90_001), 90_000, True),
        ((89_999, 90_000, 90_000), 89_999, False),
        ((100_000, 100_000), 100_000, True),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_the_line_is_compared_on_the_score_of_record(sheets, milli, finalist, method):
    rows = [("e", f"a{at}", total) for at, total in enumerate(sheets)]
    entry = calibrate(Panel.from_rows(rows), method).entries[0]
    assert (entry.milli, entry.finalist) == (milli, finalist)


def test_another_line():
    panel = Panel.from_rows([("e1", "a", 85_000), ("e2", "a", 84_999), ("e3", "a", 90_000)])
    assert [row.finalist for row in calibrate(panel, line=85).entries] == [True, False, True]
    assert [row.finalist for row in calibrate(panel, line=89.9995).entries] == [False, False, True]
    for line in (-1, 100.5, math.nan, math.inf):
        with pytest.raises(ValueError, match="line"):
            calibrate(panel, line=line)


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="z-score"):
        calibrate(Panel.from_rows(PAPER), "z-score")


def test_a_score_above_a_hundred_is_recorded_as_a_hundred():
    rows = [row for row in severe() if row[0] != "e00"]
    harsh = min(calibrate(Panel.from_rows(rows)).assessors, key=lambda row: row.offset).assessor
    best = by_entry(calibrate(Panel.from_rows([*rows, ("top", harsh, 100_000)])))["top"]
    assert best.score > 100
    assert (best.milli, best.finalist) == (100_000, True)


def test_crosses_line_names_entries_on_opposite_sides():
    rows = severe()
    run = calibrate(Panel.from_rows(rows))
    harsh = min(run.assessors, key=lambda row: row.offset).assessor
    lenient = max(run.assessors, key=lambda row: row.offset).assessor
    rows += [("lifted", harsh, 89_000), ("lowered", lenient, 91_000)]
    run = calibrate(Panel.from_rows(rows))
    assert run.crosses_line == ("lifted", "lowered")
    assert (by_entry(run)["lifted"].finalist, by_entry(run)["lowered"].finalist) == (True, False)
    assert calibrate(Panel.from_rows(rows), "raw").crosses_line == ()


def test_offset_comes_closer_to_the_truth_than_raw():
    """What calibration is for: true levels are known here; harsh and lenient are shared out by chance."""
    rng = np.random.default_rng(11)
    lean, levels = rng.normal(0, 6, 8), rng.uniform(50, 75, 40)
    rows = [
        (f"e{at:02}", f"a{who}", round((level + lean[who] + rng.normal(0, 3)) * 1000))
        for at, level in enumerate(levels)
        for who in rng.choice(8, 3, replace=False)
    ]
    run = calibrate(Panel.from_rows(rows))
    off = np.array([row.score for row in run.entries]) - levels
    raw = np.array([row.raw for row in run.entries]) - levels
    assert off.std() < 0.7 * raw.std()


def test_huber_bounds_one_wild_sheet_and_marks_it():
    rows = severe()
    target = rows[0]
    wild = [(entry, who, 0 if (entry, who) == target[:2] else milli) for entry, who, milli in rows]
    clean = by_entry(calibrate(Panel.from_rows(rows), "offset"))[target[0]].score
    moved = {
        method: abs(by_entry(calibrate(Panel.from_rows(wild), method))[target[0]].score - clean)
        for method in ("raw", "offset", "huber")
    }
    assert calibrate(Panel.from_rows(wild), "huber").gate_open
    assert moved["huber"] < 0.4 * moved["offset"]
    sheets = calibrate(Panel.from_rows(wild), "huber").sheets
    worst = max(sheets, key=lambda sheet: abs(sheet.residual))
    assert (worst.entry, worst.assessor) == target[:2]
    assert worst.residual < -3


def test_huber_solves_the_equations_it_claims():
    """Bounded residuals ψ sum to zero in each entry, and to λ b_j over each assessor."""
    rows = severe(seed=5)
    rows[7] = (*rows[7][:2], 20_000)
    run = calibrate(Panel.from_rows(rows), "huber")
    score = {row.entry: row.score for row in run.entries}
    offset = {row.assessor: row.offset for row in run.assessors}
    apart = {(entry, who): milli / 1000 - score[entry] - offset[who] for entry, who, milli in rows}
    start = calibrate(Panel.from_rows(rows), "offset")
    first = {row.entry: row.score for row in start.entries}
    lean = {row.assessor: row.offset for row in start.assessors}
    spread = np.median([abs(milli / 1000 - first[entry] - lean[who]) for entry, who, milli in rows])
    bend = 1.345 * 1.4826 * spread * math.sqrt(len(rows) / (len(rows) - len(score)))
    for entry in score:
        bounded = [np.clip(value, -bend, bend) for (own, _), value in apart.items() if own == entry]
        assert sum(bounded) == pytest.approx(0, abs=1e-6)
    for who in offset:
        bounded = [np.clip(value, -bend, bend) for (_, own), value in apart.items() if own == who]
        assert sum(bounded) == pytest.approx(run.ratio * offset[who], abs=1e-6)


def test_logit_stays_inside_the_scale_and_uses_logits():
    rows = [(entry, who, min(100_000, milli + 25_000)) for entry, who, milli in severe()]
    run = calibrate(Panel.from_rows(rows), "logit")
    assert run.gate_open
    assert all(-0.5 < row.score < 100.5 for row in run.entries)
    assert run.sigma < 1.0
    entry = by_entry(run)[rows[0][0]]
    values = [
        math.log((milli / 1000 + 0.5) / (100.5 - milli / 1000))
        for name, _, milli in rows
        if name == entry.entry
    ]
    offset = {row.assessor: row.offset for row in run.assessors}
    place = (sum(values) - sum(offset[who] for name, who, _ in rows if name == entry.entry)) / len(values)
    assert entry.score == pytest.approx(101 / (1 + math.exp(-place)) - 0.5, abs=1e-9)


def test_standard_errors_residuals_and_probabilities_match_dense_algebra():
    rows = severe(seed=8, sheets=2)
    panel = Panel.from_rows(rows)
    run = calibrate(panel)
    assert run.gate_open
    design = np.eye(len(panel.entries))[panel.entry_of]
    lean = np.eye(len(panel.assessors))[panel.assessor_of]
    cover = run.sigma**2 * np.eye(len(rows)) + run.tau**2 * lean @ lean.T
    inverse = np.linalg.inv(cover)
    spread = np.linalg.inv(design.T @ inverse @ design)
    place = spread @ design.T @ inverse @ panel.points
    assert [row.score for row in run.entries] == pytest.approx(list(place), abs=1e-8)
    assert [row.se for row in run.entries] == pytest.approx(list(np.sqrt(np.diag(spread))), abs=1e-8)
    free = inverse - inverse @ design @ spread @ design.T @ inverse
    apart = run.sigma**2 * free @ panel.points
    studentised = apart / (run.sigma**2 * np.sqrt(np.diag(free)))
    assert [row.residual for row in run.sheets] == pytest.approx(list(studentised), abs=1e-7)
    error = run.tau**2 * np.eye(len(panel.assessors)) - run.tau**4 * lean.T @ free @ lean
    assert [row.se for row in run.assessors] == pytest.approx(list(np.sqrt(np.diag(error))), abs=1e-8)
    for row in run.entries:
        assert row.p_flat == pytest.approx(norm.sf((90 - row.score) / row.se), abs=1e-12)


def test_empirical_bayes_draws_a_lone_peak_towards_the_field():
    rows = [
        (f"e{at:02}", f"a{who}", 70_000 + 900 * who + 137 * at * (who - 1))
        for at in range(15)
        for who in range(3)
    ]
    rows += [("peak", f"a{who}", 91_000 + 2_000 * (who - 1)) for who in range(3)]
    peak = by_entry(calibrate(Panel.from_rows(rows)))["peak"]
    assert peak.finalist
    assert peak.p_bayes < peak.p_flat


def test_one_sheet_per_entry_has_scores_and_no_errors():
    found = report(calibrate(Panel.from_rows([("e1", "a", 95_000), ("e2", "b", 80_000)])))
    assert (found["gate"], found["lambda"], found["sigma"], found["tau"]) == ("closed", None, None, None)
    assert found["components"] == 2
    assert [row["score"] for row in found["entries"]] == [95.0, 80.0]
    assert found["entries"][0]["se"] is None
    assert found["entries"][0]["p_line"] == {"flat": None, "bayes": None}
    assert found["sheets"][0]["residual"] is None


def test_the_report_has_the_shape_of_the_contract():
    panel = scores_csv.read(
        "entry,assessor,score\n" + "".join(f"{e},{a},{m / 1000}\n" for e, a, m in severe()), "s"
    )
    found = report(calibrate(panel))
    assert list(found) == [
        "method", "gate", "lambda", "sigma", "tau", "components",
        "entries", "assessors", "sheets", "reliability", "crosses_line",
    ]  # fmt: skip
    assert list(found["entries"][0]) == [
        "entry",
        "n",
        "raw",
        "score",
        "milli",
        "se",
        "finalist",
        "p_line",
        "range",
    ]
    assert list(found["assessors"][0]) == ["assessor", "n", "offset", "se"]
    assert list(found["sheets"][0]) == ["entry", "assessor", "score", "residual"]
    assert list(found["reliability"]) == ["icc_a1", "icc_c1", "alpha"]
    assert (found["method"], found["gate"]) == ("offset", "open")
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    own = [milli for entry, _, milli in severe() if entry == "e00"]
    assert found["entries"][0]["n"] == len(own)
    assert found["entries"][0]["range"] == pytest.approx((max(own) - min(own)) / 1000)


def test_the_digest_is_of_the_sorted_rows():
    text = '[["e1","ann",90000],["e1","bob",86000]]'
    assert input_digest(Panel.from_rows(PAPER[1::-1])) == hashlib.sha256(text.encode()).hexdigest()
    assert input_digest(Panel.from_rows(PAPER)) != input_digest(Panel.from_rows(PAPER[:-1]))


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        ([], "at least one"),
        ([("e", "a", 1), ("e", "a", 2)], "twice"),
        ([("e", "a", 100_001)], "outside"),
        ([("e", "a", -1)], "outside"),
    ],
)
def test_a_panel_refuses_what_is_not_one(rows, cause):
    with pytest.raises(ValueError, match=cause):
        Panel.from_rows(rows)
